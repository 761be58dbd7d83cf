package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"movingcities/internal/app"
	"movingcities/internal/lineage"
)

type contentCommand struct {
	Check contentCheck `cmd:"" help:"Find stored texts that no longer fit the content types."`
}

type contentCheck struct {
	JSON bool `name:"json" help:"Print one JSON object a line."`
}

// Help is shown below the flags.
func (contentCheck) Help() string {
	return `Changes nothing. Use it after a change of the content types, before serving with
them. Ends with 3 if it found something.

Examples:
  movingcities content check
  MC_CONFIG_DIR=./next movingcities content check --json`
}

// Run checks every working text.
func (c *contentCheck) Run(ctx context.Context, t *terminal) error {
	found := 0
	report := func(m lineage.Misfit) error {
		found++
		if c.JSON {
			return json.NewEncoder(t.Out).Encode(m)
		}
		fmt.Fprintf(t.Out, "%s %s %s %q\n", m.Type, m.Entry, m.Locale, m.Title)
		for _, p := range m.Problems {
			fmt.Fprintf(t.Out, "  %s: %s\n", p.Path, p.Message)
		}
		return nil
	}
	err := t.with(ctx, func(a *app.App) error { return lineage.Misfits(ctx, a.DB.WithTimeout(time.Hour), a.Model, report) })
	if err != nil {
		return err
	}
	if found > 0 {
		fmt.Fprintf(t.Err, "%d documents do not fit.\n", found)
		return errFound
	}
	fmt.Fprintln(t.Err, "Every document fits its content type.")
	return nil
}

type rebuildCommand struct{}

// Help is shown below the flags.
func (rebuildCommand) Help() string {
	return `Recomputes the counts of translations, and the filters and lists of what is live,
from the texts themselves. No text, state or version changes, and people may go on
working. Needed after a change of the content types.`
}

// Run rebuilds.
func (rebuildCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		entries := 0
		if err := a.Patient().Rebuild(ctx, func(done int) { entries = done }); err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "Rebuilt %d entries.\n", entries)
		return nil
	})
}
