package transfer

import (
	"archive/zip"
	"context"
	"io"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// Format is a kind of file for one translation.
type Format string

// The formats of a translation.
const (
	XLIFF Format = "xliff"
	XLSX  Format = "xlsx"
)

func (f Format) known() error {
	if f != XLIFF && f != XLSX {
		return fault.New(fault.Invalid, "unknown_format", "There is no format %q; choose xliff or xlsx.", string(f))
	}
	return nil
}

func (f Format) write(w io.Writer, file exchange.File) error {
	if f == XLSX {
		return exchange.WriteXLSX(w, file)
	}
	return exchange.WriteXLIFF(w, file)
}

func (f Format) mediaType() string {
	if f == XLSX {
		return TypeXLSX
	}
	return TypeXLIFF
}

// name tells people and programs what a file holds; the entry's id keeps the names
// of a whole archive apart.
func (f Format) name(p *place) string {
	parts := []string{p.entry.Type}
	if p.view.Slug != "" {
		parts = append(parts, p.view.Slug)
	}
	extension := ".xlf"
	if f == XLSX {
		extension = ".xlsx"
	}
	return strings.Join(append(parts, p.entry.ID), "-") + "." + p.file.SourceLocale + "-" + p.file.TargetLocale + extension
}

// Document exports one translation. Whoever may read it may take it out.
func (c *Courier) Document(ctx context.Context, a access.Actor, ref content.Ref, f Format) (*Download, error) {
	if err := f.known(); err != nil {
		return nil, err
	}
	p, err := c.look(ctx, a, ref)
	if err != nil {
		return nil, err
	}
	return &Download{Name: f.name(p), Type: f.mediaType(), Write: func(_ context.Context, w io.Writer) error {
		return f.write(w, p.file)
	}}, nil
}

// What a selection is narrowed to.
const (
	OnlyStale   = "stale"   // something in it has another source now
	OnlyMissing = "missing" // something in it has no text
	OnlyTodo    = "todo"    // either
)

// Selection names translations into one locale.
type Selection struct {
	Locale  string
	Source  string // the locale they follow; empty: any
	Type    string
	Entries []string // empty: all
	Only    string   // OnlyStale, OnlyMissing, OnlyTodo; empty: all
}

// MaxDocuments is how many translations a selection may have.
const MaxDocuments = 500

// Select finds the translations whose source is approved and to which the actor may
// do the verb, in the order of their entries. What she may not even read is as if
// it were not there.
func (c *Courier) Select(ctx context.Context, a access.Actor, s Selection, verb workflow.Verb) ([]content.Ref, error) {
	if _, ok := c.Model.Locale(s.Locale); !ok {
		return nil, fault.New(fault.NotFound, "unknown_locale", "There is no locale %q.", s.Locale)
	}
	where, args := "d.locale = ? AND d.follows <> '' AND e.archived_at IS NULL AND s.total > 0", []any{s.Locale}
	and := func(condition string, values ...any) {
		where += " AND " + condition
		args = append(args, values...)
	}
	if s.Source != "" {
		and("d.follows = ?", s.Source)
	}
	if s.Type != "" {
		and("e.type = ?", s.Type)
	}
	if len(s.Entries) > 0 {
		and("e.id IN ?", s.Entries)
	}
	switch s.Only {
	case "":
	case OnlyStale:
		and("s.stale > 0")
	case OnlyMissing:
		and("s.empty > 0")
	case OnlyTodo:
		and("(s.stale > 0 OR s.empty > 0)")
	default:
		return nil, fault.New(fault.Invalid, "unknown_selection", "Choose stale, missing or todo.")
	}
	var refs []content.Ref
	seen := 0
	err := c.DB.Read(ctx, func(tx *db.Tx) error {
		entries, err := db.Query[db.Entry](tx, `SELECT e.* FROM documents d JOIN entries e ON e.id = d.entry_id
			JOIN segment_counts s ON s.entry_id = d.entry_id AND s.locale = d.locale WHERE `+where+" ORDER BY e.id", args...)
		for _, e := range entries {
			o := access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: s.Locale}
			if !c.Policy.May(a, workflow.Read, o) || c.Model.Type(e.Type) == nil {
				continue
			}
			if seen++; c.Policy.May(a, verb, o) {
				refs = append(refs, content.Ref{Entry: e.ID, Locale: s.Locale})
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return refs, s.refuse(seen, len(refs))
}

// refuse says why a selection of so many readable and permitted translations leads
// to nothing.
func (s Selection) refuse(readable, permitted int) error {
	switch {
	case readable == 0:
		return fault.New(fault.NotFound, "nothing_selected", "There is no translation like this that you may read.")
	case permitted == 0:
		return fault.New(fault.Forbidden, "no_right", "You may not write the text in %s. Ask an admin for the right.", s.Locale)
	case permitted > MaxDocuments:
		return fault.New(fault.Unprocessable, "selection_too_large",
			"These are %d translations, and %d go at once. Narrow the selection.", permitted, MaxDocuments)
	default:
		return nil
	}
}

// Documents exports a selection as a zip archive with one file for each
// translation. Each is as it is when its turn comes.
func (c *Courier) Documents(ctx context.Context, a access.Actor, s Selection, f Format) (*Download, error) {
	if err := f.known(); err != nil {
		return nil, err
	}
	refs, err := c.Select(ctx, a, s, workflow.Read)
	if err != nil {
		return nil, err
	}
	return &Download{Name: "translations." + s.Locale + ".zip", Type: TypeZIP, Write: func(ctx context.Context, w io.Writer) error {
		archive := zip.NewWriter(w)
		for _, ref := range refs {
			if err := c.pack(ctx, a, archive, ref, f); err != nil {
				return err
			}
		}
		return archive.Close()
	}}, nil
}

func (c *Courier) pack(ctx context.Context, a access.Actor, archive *zip.Writer, ref content.Ref, f Format) error {
	p, err := c.look(ctx, a, ref)
	if err != nil {
		return err
	}
	out, err := archive.Create(f.name(p))
	if err != nil {
		return err
	}
	return f.write(out, p.file)
}
