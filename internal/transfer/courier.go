// Package transfer takes translations, the memory and the glossary out of the house
// as files and brings them in again. What a file may change is said by package
// exchange; what is changed goes through the door of content with the importer's
// own rights. An import never approves or publishes anything.
package transfer

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// Courier carries files in and out. All parts are needed; it is safe for
// concurrent use.
type Courier struct {
	DB       *db.DB
	Model    *schema.Model
	Policy   *access.Policy
	Content  *content.Desk
	Glossary *glossary.Glossary
	Clock    func() time.Time
}

// Download is a file on its way out. Everything that could be refused was refused
// before there is one; an error of Write means a file that is not whole.
type Download struct {
	Name  string
	Type  string // media type
	Write func(context.Context, io.Writer) error
}

// Media types of the files.
const (
	TypeXLIFF = "application/xliff+xml"
	TypeXLSX  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	TypeTMX   = "application/x-tmx+xml"
	TypeTBX   = "application/x-tbx+xml"
	TypeCSV   = "text/csv"
	TypeXML   = "application/xml"
	TypeZIP   = "application/zip"
)

// place is a translation as it is now, in the form in which it travels.
type place struct {
	file  exchange.File
	view  *content.SegmentsView
	entry *content.EntryView
}

// look reads a translation that the actor may read.
func (c *Courier) look(ctx context.Context, a access.Actor, ref content.Ref) (*place, error) {
	entry, err := c.Content.Entry(ctx, a, ref.Entry)
	if err != nil {
		return nil, err
	}
	view, err := c.Content.Segments(ctx, a, ref)
	if err != nil {
		return nil, err
	}
	p := &place{view: view, entry: entry, file: exchange.File{
		Entry: entry.ID, Type: entry.Type, SourceLocale: view.Follows, TargetLocale: view.Locale, Revision: view.Base,
		Stage: stage(entry, view),
	}}
	t := c.Model.Type(entry.Type)
	for _, s := range view.Segments {
		p.file.Segments = append(p.file.Segments, exchange.Segment{
			Key: s.Key, Field: s.Field, Kind: s.Kind, Source: s.Source, SourceInline: s.Inline, SourceHash: s.Hash,
			Target: segment.Target{
				Text: s.Target.Text, Inline: s.Target.Inline, From: s.Target.From, State: s.Target.State, Note: s.Target.Note,
			},
			TargetHash: s.Target.Hash, Stale: s.Stale, Note: label(t, s.Field),
		})
	}
	return p, nil
}

// stage tells how far the words on the desk have come, not those that are live.
func stage(e *content.EntryView, v *content.SegmentsView) exchange.Stage {
	for _, d := range e.Documents {
		switch {
		case d.Locale != v.Locale || d.State != string(workflow.Approved):
		case d.Live != nil && !d.Live.EditedSince:
			return exchange.Final
		default:
			return exchange.Reviewed
		}
	}
	return exchange.Working
}

// label is the English name of the field that a segment belongs to.
func label(t *schema.Type, field string) string {
	name, _, _ := strings.Cut(field, ".")
	if t == nil || t.Field(name) == nil {
		return ""
	}
	return t.Field(name).Labels["en"]
}

// MayWrite refuses everybody who could not save segments of the document by hand.
func (c *Courier) MayWrite(ctx context.Context, a access.Actor, ref content.Ref) error {
	e, err := c.Content.Entry(ctx, a, ref.Entry)
	if err != nil {
		return err
	}
	o := access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: ref.Locale}
	if !c.Policy.May(a, workflow.Segments, o) {
		return fault.New(fault.Forbidden, "no_right", "You may not write the text in %s. Ask an admin for the right.", ref.Locale).
			With("verb", workflow.Segments)
	}
	return nil
}

func (c *Courier) now() db.Time { return db.At(c.Clock()) }

// Once runs an import that consists of several transactions. The answer to a
// repeated request is the first one; requests that arrive together may both do the
// work, which changes nothing twice. A dry run has no effect to protect.
func Once[T any](ctx context.Context, c *Courier, key *db.Once, dryRun bool, do func() (T, error)) (T, error) {
	if key == nil || dryRun {
		return do()
	}
	kept, err := db.Run(ctx, c.DB, key, c.now(), func(*db.Tx) (T, error) {
		var none T
		return none, errNotYet
	})
	if !errors.Is(err, errNotYet) {
		return kept, err
	}
	answer, err := do()
	if err != nil {
		return answer, err
	}
	return db.Run(ctx, c.DB, key, c.now(), func(*db.Tx) (T, error) { return answer, nil })
}

// errNotYet undoes the look whether a request has been answered before.
var errNotYet = errors.New("not answered yet")
