package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/content"
	"movingcities/internal/exchange"
	"movingcities/internal/transfer"
)

type exportCommands struct {
	All   exportAll   `cmd:"" name:"all" help:"Everything as JSON lines: content, revisions, history."`
	Site  exportSite  `cmd:"" name:"site" help:"The public website as files for any web server."`
	API   exportAPI   `cmd:"" name:"api" help:"The public API as files for any web server."`
	XLIFF exportXLIFF `cmd:"" name:"xliff" help:"Translations as XLIFF 2.1, for tools of translators."`
	XLSX  exportXLSX  `cmd:"" name:"xlsx" help:"Translations as two-column workbooks, for volunteers."`
	TMX   exportTMX   `cmd:"" name:"tmx" help:"The translation memory of two languages as TMX 1.4b."`
	TBX   exportTBX   `cmd:"" name:"tbx" help:"The glossary as TBX-Basic."`
	CSV   exportCSV   `cmd:"" name:"csv" help:"The glossary as a table."`
}

// transferred is what the commands of files have in common: whose rights count.
type transferred struct {
	As  string `placeholder:"EMAIL" help:"With the rights of this person; the first admin otherwise."`
	Out string `short:"o" placeholder:"FILE" help:"Where to write; standard output if left out."`
}

// self is a person with her own rights and no others: files pass the same doors
// on the command line as anywhere else.
func self(ctx context.Context, a *app.App, email string) (access.Actor, error) {
	operator, err := a.People.Operator(ctx, email)
	if err != nil {
		return access.Actor{}, err
	}
	return a.People.Actor(ctx, operator.UserID)
}

// write makes a file of a download. One that did not become whole is removed.
func (x transferred) write(ctx context.Context, t *terminal, load func(*app.App, access.Actor) (*transfer.Download, error)) error {
	return t.with(ctx, func(a *app.App) error {
		actor, err := self(ctx, a, x.As)
		if err != nil {
			return err
		}
		file, err := load(a, actor)
		if err != nil {
			return err
		}
		if x.Out == "" {
			return file.Write(ctx, t.Out)
		}
		out, err := os.OpenFile(x.Out, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(file.Write(ctx, out), out.Close()); err != nil {
			return errors.Join(err, os.Remove(x.Out))
		}
		fmt.Fprintf(t.Err, "Wrote %s.\n", x.Out)
		return nil
	})
}

// selected names the translations of an export.
type selected struct {
	transferred
	Locale string   `required:"" help:"The language of the translations."`
	Source string   `help:"Only those that follow this language."`
	Type   string   `help:"Only entries of this content type."`
	Entry  []string `placeholder:"ID" help:"Only these entries."`
	Only   string   `enum:",stale,missing,todo" default:"" help:"Only those with changed sources (stale), empty sentences (missing), or either (todo)."`
}

func (s *selected) export(ctx context.Context, t *terminal, f transfer.Format) error {
	return s.write(ctx, t, func(a *app.App, actor access.Actor) (*transfer.Download, error) {
		if len(s.Entry) == 1 {
			return a.Courier.Document(ctx, actor, content.Ref{Entry: s.Entry[0], Locale: s.Locale}, f)
		}
		return a.Courier.Documents(ctx, actor, transfer.Selection{
			Locale: s.Locale, Source: s.Source, Type: s.Type, Entries: s.Entry, Only: s.Only,
		}, f)
	})
}

type exportXLIFF struct{ selected }

// Help is shown below the flags.
func (exportXLIFF) Help() string {
	return `One entry becomes one file, anything else a zip archive with a file for each.
A file carries hashes of what it was made from, so that "movingcities import" can tell
which of its sentences are outdated when it comes back.

Examples:
  movingcities export xliff --locale pl --only todo -o pl.zip
  movingcities export xliff --locale de --entry 0198c2f0-0000-7000-8000-000000000001 -o de.xlf`
}

// Run exports.
func (x *exportXLIFF) Run(ctx context.Context, t *terminal) error {
	return x.export(ctx, t, transfer.XLIFF)
}

type exportXLSX struct{ selected }

// Run exports.
func (x *exportXLSX) Run(ctx context.Context, t *terminal) error {
	return x.export(ctx, t, transfer.XLSX)
}

type exportTMX struct {
	transferred
	Source string `required:"" help:"The language of the sources."`
	Locale string `required:"" help:"The language of the translations."`
}

// Run exports.
func (x *exportTMX) Run(ctx context.Context, t *terminal) error {
	return x.write(ctx, t, func(a *app.App, actor access.Actor) (*transfer.Download, error) {
		return a.Courier.Memory(ctx, actor, transfer.Pair{Source: x.Source, Target: x.Locale})
	})
}

type exportTBX struct{ transferred }

// Run exports.
func (x *exportTBX) Run(ctx context.Context, t *terminal) error {
	return x.write(ctx, t, func(a *app.App, actor access.Actor) (*transfer.Download, error) {
		return a.Courier.Terms(ctx, actor, transfer.TBX)
	})
}

type exportCSV struct{ transferred }

// Run exports.
func (x *exportCSV) Run(ctx context.Context, t *terminal) error {
	return x.write(ctx, t, func(a *app.App, actor access.Actor) (*transfer.Download, error) {
		return a.Courier.Terms(ctx, actor, transfer.CSV)
	})
}

type importCommand struct {
	Files  []string `arg:"" name:"file" type:"existingfile" help:"Files that were exported here (XLIFF, XLSX), or .tmx, .tbx, .csv."`
	As     string   `placeholder:"EMAIL" help:"In the name and with the rights of this person; the first admin otherwise."`
	DryRun bool     `help:"Say what would change, and change nothing."`
	Source string   `help:"Of a TMX file: the language of the sources."`
	Locale string   `help:"Of a TMX file: the language of the translations."`
	Direct bool     `help:"Of a glossary: terms count at once instead of waiting for approval."`
}

// Help is shown below the flags.
func (importCommand) Help() string {
	return `A translation knows its entry and language. What can be applied is saved as a draft;
every other sentence is listed with the reason: its source has changed, somebody has
written there since, it is from elsewhere. Nothing is approved or published. Ends with 3
if something was refused.

Examples:
  movingcities import --dry-run --as jonas@example.org palermo.xlf
  movingcities import --source el --locale de memory.tmx`
}

// Run imports the files one after the other and stops at the first that cannot be read.
func (x *importCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		actor, err := self(ctx, a, x.As)
		if err != nil {
			return err
		}
		refused := 0
		for _, name := range x.Files {
			n, err := x.one(ctx, t, a.PatientCourier(), content.By{Actor: actor}, name)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			refused += n
		}
		if refused > 0 {
			return errFound
		}
		return nil
	})
}

func (x *importCommand) one(ctx context.Context, t *terminal, c *transfer.Courier, by content.By, name string) (int, error) {
	body, err := readLimited(name)
	if err != nil {
		return 0, err
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmx":
		r, err := c.ImportMemory(ctx, by, transfer.Pair{Source: x.Source, Target: x.Locale}, body, x.DryRun)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(t.Out, "%s: %d new pairs, %d known, %d without one of the languages\n", name, r.New, r.Known, r.Skipped)
		return 0, nil
	case ".tbx", ".csv":
		return x.terms(ctx, t, c, by, name, body)
	default:
		return x.translation(ctx, t, c, by, name, body)
	}
}

func (x *importCommand) terms(ctx context.Context, t *terminal, c *transfer.Courier, by content.By, name string, body []byte) (int, error) {
	r, err := c.ImportTerms(ctx, by, body, x.Direct, x.DryRun)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(t.Out, "%s: %v\n", name, r.Counts)
	for _, l := range r.Lines {
		fmt.Fprintf(t.Out, "  %-8s %s %s %q: %s\n", l.Verdict, l.Concept, l.Locale, l.Term, l.Message)
	}
	return r.Counts["refused"], nil
}

func (x *importCommand) translation(ctx context.Context, t *terminal, c *transfer.Courier, by content.By, name string, body []byte) (int, error) {
	file, err := transfer.Read(body)
	if err != nil {
		return 0, err
	}
	r, err := c.Import(ctx, by, content.Ref{Entry: file.Entry, Locale: file.TargetLocale}, body, x.DryRun)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(t.Out, "%s: %d to apply, %d the same, %d refused\n", name, r.Counts[exchange.Apply], r.Counts[exchange.Same], r.Refused())
	for _, l := range r.Lines {
		if l.Verdict != exchange.Same {
			fmt.Fprintf(t.Out, "  %-17s %s: %s\n", l.Verdict, l.Key, l.Message)
		}
	}
	return r.Refused(), nil
}

// readLimited reads a file up to the limit of every import.
func readLimited(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	n, err := io.Copy(&body, io.LimitReader(file, exchange.MaxBytes+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if n > exchange.MaxBytes {
		return nil, fmt.Errorf("the file has more than %d MiB; divide it", exchange.MaxBytes>>20)
	}
	return body.Bytes(), nil
}
