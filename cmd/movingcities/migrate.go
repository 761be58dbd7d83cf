package main

import (
	"context"
	"fmt"

	"movingcities/internal/app"
)

type migrateCommand struct{}

// Help is shown below the flags.
func (migrateCommand) Help() string {
	return `Several processes may migrate one Postgres database at once: one does it, the
others wait. A migration that fails leaves the schema as it was before.`
}

// Run migrates.
func (migrateCommand) Run(ctx context.Context, t *terminal) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	d, err := app.OpenDatabase(ctx, c, app.Options{Log: app.NewLog(t.Err), Migrate: true})
	if err != nil {
		return err
	}
	fmt.Fprintln(t.Out, "The database has the newest schema.")
	return d.Close()
}
