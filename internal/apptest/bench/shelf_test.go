package bench_test

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"movingcities/internal/apptest/cluster"
)

// shelf keeps databases by name.
type shelf interface {
	// address of the database of this name, whether it is there or not.
	address(name string) string
	create(ctx context.Context, name string) error
	// copy needs that nobody has the original open.
	copy(ctx context.Context, name, original string) error
	drop(ctx context.Context, name string) error
	clear() error
}

// files are SQLite databases in a directory.
type files struct{ directory string }

func newFiles() (shelf, error) {
	directory, err := os.MkdirTemp("", "mcbench")
	return files{directory}, err
}

func (f files) path(name string) string                   { return filepath.Join(f.directory, name+".db") }
func (f files) address(name string) string                { return "sqlite:" + f.path(name) }
func (f files) create(context.Context, string) error      { return nil } // opening does
func (f files) drop(_ context.Context, name string) error { return os.Remove(f.path(name)) }
func (f files) clear() error                              { return os.RemoveAll(f.directory) }

func (f files) copy(_ context.Context, name, original string) (err error) {
	from, err := os.Open(f.path(original))
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	to, err := os.Create(f.path(name))
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		_ = to.Close()
		return err
	}
	return to.Close()
}

// databases are those of a Postgres server that is as durable as one in use, and
// collects statistics as one in use does.
type databases struct{ server *cluster.Cluster }

func newDatabases() (shelf, error) {
	server, err := cluster.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on", "shared_buffers=256MB", "max_wal_size=2GB")
	return databases{server}, err
}

func (d databases) address(name string) string {
	address, err := url.Parse(d.server.URL)
	if err != nil {
		panic(err) // the harness made it
	}
	address.Path = "/" + name
	return address.String()
}

func (d databases) do(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, d.server.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }() // the statement is done or has failed
	_, err = conn.Exec(ctx, sql)
	return err
}

func (d databases) create(ctx context.Context, name string) error {
	return d.do(ctx, "CREATE DATABASE "+name)
}

func (d databases) copy(ctx context.Context, name, original string) error {
	return d.do(ctx, "CREATE DATABASE "+name+" TEMPLATE "+original+" STRATEGY file_copy")
}

func (d databases) drop(ctx context.Context, name string) error {
	return d.do(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
}

func (d databases) clear() error { return d.server.Stop() }
