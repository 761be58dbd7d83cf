package db

import (
	"context"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// MigrateDown takes every migration back; only tests may do that.
func (d *DB) MigrateDown(ctx context.Context, files fs.FS) error {
	return d.migrations(files, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

// MigrateWith applies other migrations than the ones of the program.
func (d *DB) MigrateWith(ctx context.Context, files fs.FS) error {
	return d.migrations(files, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}
