package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"movingcities/internal/app"
	"movingcities/internal/backup"
	"movingcities/internal/db"
)

type backupCommand struct {
	File string `arg:"" help:"Where to; a file of that name is replaced."`
}

// Help is shown below the flags.
func (backupCommand) Help() string {
	return `The file holds the database as it was at one moment; the server may run and people
may go on working. It appears under its name only when it is complete, readable for
its owner alone. Restore it with "movingcities restore" on SQLite or on Postgres.

It holds everything but sessions and one-time links: all texts with their history,
and the hashes of passwords and personal tokens. Keep it as safe as the database. For
a file without hashes to hand on, see "movingcities export all".

Examples:
  movingcities backup movingcities.zip
  movingcities backup "/backup/movingcities-$(date +%a).zip"     # nightly, kept a week`
}

// Run copies the database.
func (c *backupCommand) Run(ctx context.Context, t *terminal) error {
	return t.reach(ctx, func(d *db.DB) error {
		bar := newProgress(t.Err, "Copying rows")
		m, err := app.BackUp(ctx, d, app.Options{}, c.File, bar.rows)
		bar.end()
		if err != nil {
			return stopped(ctx, err, "the backup was interrupted; no file was written")
		}
		fmt.Fprintf(t.Out, "%s holds %d rows of %d tables.\n", c.File, m.Rows(), len(m.Tables))
		return nil
	})
}

type restoreCommand struct {
	File string `arg:"" help:"A file that \"movingcities backup\" wrote."`
}

// Help is shown below the flags.
func (restoreCommand) Help() string {
	return `Only into an empty database, best one without any tables: MC_DATABASE_URL names it. A
backup of an older version is brought to the schema of this one; a backup of a newer
version is refused. The checksums are compared before anything is written, and all
rows arrive in one transaction or none does. Stop the servers of the database first.

Afterwards everybody signs in anew, and one-time links have to be made again. Passwords,
grants and personal tokens are those of the time of the backup: look through them if
any was taken away since.

Examples:
  movingcities restore movingcities.zip
  MC_DATABASE_URL=postgres://db.internal/fresh movingcities restore movingcities.zip`
}

// Run fills the database.
func (c *restoreCommand) Run(ctx context.Context, t *terminal) error {
	archive, err := backup.Open(c.File)
	if err != nil {
		return err
	}
	err = t.reach(ctx, func(d *db.DB) error {
		bar := newProgress(t.Err, "Restoring rows")
		err := backup.Restore(ctx, d, archive, bar.rows)
		bar.end()
		if err != nil {
			return stopped(ctx, err, "the restoring was interrupted; run it again, or \"movingcities migrate\" if it then says that the database is not empty")
		}
		m := &archive.Manifest
		fmt.Fprintf(t.Out, "Restored %d rows of %d tables, as of %s.\n", m.Rows(), len(m.Tables), m.MadeAt.Format(time.RFC3339))
		return nil
	})
	return errors.Join(err, archive.Close())
}

type exportAll struct {
	File string `arg:"" default:"-" help:"Where to; a file of that name is replaced. - is the standard output."`
}

// Help is shown below the flags.
func (exportAll) Help() string {
	return `Each line is {"table": "revisions", "row": {…}}: the columns are those of the schema,
times as in RFC 3339, contents as JSON. All lines are of one moment; people may go on
working. Hashes of passwords and tokens, sessions and one-time links are not in it
(a backup holds the hashes), nor what is only computed from the rest. It cannot be
restored; that is what a backup is for. It does name people, with their addresses.

Examples:
  movingcities export all everything.jsonl
  movingcities export all | jq -c 'select(.table == "history").row'`
}

// Run exports.
func (c *exportAll) Run(ctx context.Context, t *terminal) error {
	return t.reach(ctx, func(d *db.DB) error {
		bar := newProgress(t.Err, "Exporting rows")
		var rows int64
		var err error
		if c.File == "-" {
			rows, err = backup.Export(ctx, d, t.Out, bar.rows)
		} else {
			rows, err = backup.ExportFile(ctx, d, c.File, bar.rows)
		}
		bar.end()
		if err != nil {
			return stopped(ctx, err, "the export was interrupted; it is not complete")
		}
		fmt.Fprintf(t.Err, "Exported %d rows.\n", rows)
		return nil
	})
}

// stopped says it plainly when the operator ended a command.
func stopped(ctx context.Context, err error, plainly string) error {
	if ctx.Err() != nil {
		return errors.New(plainly)
	}
	return err
}

// rows is step for numbers of rows.
func (p *progress) rows(done, total int64) { p.step(int(done), int(total), "") }

// reach opens the configured database for one command, whatever its schema.
func (t *terminal) reach(ctx context.Context, do func(*db.DB) error) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	d, err := app.ReachDatabase(ctx, c, app.Options{Log: app.NewLog(t.Err)})
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}
