package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"movingcities/migrations"
)

// Migrate brings the schema to the newest version. It may be called by several
// processes at once on Postgres: one migrates, the others wait for it. A failed
// migration leaves the schema as it was before that migration; a schema that a
// newer program made is an error.
func (d *DB) Migrate(ctx context.Context) error {
	return d.migrations(migrations.Files, func(p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		_, err := p.Up(ctx)
		return err
	})
}

// Pending tells whether there are migrations to apply.
func (d *DB) Pending(ctx context.Context) (bool, error) {
	var pending bool
	err := d.migrations(migrations.Files, func(p *goose.Provider) (err error) {
		if err = refuseNewer(ctx, p); err == nil {
			pending, err = p.HasPending(ctx)
		}
		return err
	})
	return pending, err
}

// refuseNewer keeps this program from working on a schema it does not know.
func refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, newest, err := p.GetVersions(ctx)
	if err == nil && current > newest {
		err = fmt.Errorf("the schema has version %d, but this program knows only %d: start the newer program", current, newest)
	}
	return err
}

func (d *DB) migrations(files fs.FS, act func(*goose.Provider) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("db: migrations: %w", err)
		}
	}()
	if !d.Postgres() {
		pool, err := d.writer.DB()
		if err != nil {
			return err
		}
		return provide(goose.DialectSQLite3, pool, files, ".postgres.sql", act)
	}
	// Connections of its own, because a migration may take longer than any statement of the desk.
	pool := stdlib.OpenDB(*d.postgres)
	defer func() { err = errors.Join(err, pool.Close()) }()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600)) // asks every second, for ten minutes
	if err != nil {
		return err
	}
	return provide(goose.DialectPostgres, pool, files, ".sqlite.sql", act, goose.WithSessionLocker(locker))
}

// provide leaves out the files that are for the other database.
func provide(dialect goose.Dialect, pool *sql.DB, files fs.FS, other string,
	act func(*goose.Provider) error, options ...goose.ProviderOption,
) error {
	foreign, err := fs.Glob(files, "*"+other)
	if err != nil {
		return err
	}
	options = append(options, goose.WithDisableGlobalRegistry(true), goose.WithExcludeNames(foreign))
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return err
	}
	return act(provider)
}
