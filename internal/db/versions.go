package db

import (
	"context"

	"github.com/pressly/goose/v3"

	"movingcities/migrations"
)

// Migrations lists, in order, which migrations the database has and which this
// program knows. A schema that a newer program made is an error.
func (d *DB) Migrations(ctx context.Context) (applied, known []int64, err error) {
	err = d.migrations(migrations.Files, func(p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		all, err := p.Status(ctx)
		for _, m := range all {
			known = append(known, m.Source.Version)
			if m.State == goose.StateApplied {
				applied = append(applied, m.Source.Version)
			}
		}
		return err
	})
	return applied, known, err
}

// MigrateTo is Migrate up to a version that is not the newest, for rows of that
// version; Migrate goes on from there.
func (d *DB) MigrateTo(ctx context.Context, version int64) error {
	return d.migrations(migrations.Files, func(p *goose.Provider) error {
		_, err := p.UpTo(ctx, version)
		return err
	})
}
