// Package demo loads the demonstration content: real facts in seven languages,
// brought in by demonstration people through the same verbs as everybody uses,
// so that every document has a true history. An interrupted load is continued
// by calling Load again: each step looks at what is there first.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/glossary"
	"movingcities/internal/memory"
	"movingcities/internal/schema"
)

// Config is what a load works with. Progress may be nil.
type Config struct {
	Desk     *content.Desk
	Glossary *glossary.Glossary
	People   *access.People
	Model    *schema.Model
	FS       fs.FS     // the folder of the fixtures
	Rand     io.Reader // a cryptographic source, for passwords
	// Progress is told after each step how many of all are done and what the
	// last one was about.
	Progress func(done, total int, what string)
}

// Report says what a load did.
type Report struct {
	People  []Login // made by this call; nobody learns their passwords later
	Entries int     // of the demonstration content
	Already bool    // an earlier load had finished, and this one changed nothing
}

// Load makes the demonstration people and brings in all content: most of it
// live in every language, the documents of unfinished on their way, the
// translations of edits stale. A finished load is never repeated, whatever
// people did to the content since; only terms that are missing are added. An error leaves what is done in place; the
// report then still holds the people who were made.
func Load(ctx context.Context, c Config) (Report, error) {
	entries, err := Entries(c.FS, c.Model)
	if err != nil {
		return Report{}, err
	}
	report := Report{Entries: len(entries)}
	if report.People, err = Invite(ctx, c); err != nil {
		return report, err
	}
	l := &loader{Config: c, entries: entries}
	if l.cast, err = assemble(ctx, c); err != nil {
		return report, err
	}
	// Before the rest, and also after a load that had finished without it: what is
	// there stays as people have made it.
	if err := l.seedGlossary(ctx); err != nil {
		return report, fmt.Errorf("demo: glossary: %w", err)
	}
	if report.Already, err = l.finished(ctx); err != nil || report.Already {
		return report, err
	}
	return report, l.run(ctx)
}

type loader struct {
	Config
	cast    cast
	entries []Entry
	done    int
	total   int
}

func (l *loader) run(ctx context.Context) error {
	points := map[string][]*task{} // entries without languages, by country
	l.total = len(l.entries) + len(edits()) + 1
	for _, e := range l.entries {
		t, err := l.bring(ctx, e)
		if err != nil {
			return fmt.Errorf("demo: %s %s: %w", e.Type, e.Slug, err)
		}
		if len(e.Texts) == 0 {
			country, _ := e.Shared[l.Model.Type(e.Type).CountryField].(string)
			points[country] = append(points[country], t)
		}
		l.progress(l.title(e))
	}
	for _, country := range l.Model.Countries() {
		if err := l.release(ctx, l.Model.CountryName(country, "en"), points[country]); err != nil {
			return fmt.Errorf("demo: release of %s: %w", country, err)
		}
	}
	for _, change := range edits() {
		if err := l.edit(ctx, change); err != nil {
			return fmt.Errorf("demo: edit of %s %s: %w", change.typ, change.slug, err)
		}
		l.progress(change.slug)
	}
	if err := l.keep(ctx); err != nil {
		return err
	}
	_, last, _ := stillRight()
	l.progress(last)
	return nil
}

// seedGlossary brings in the terms, where the fixtures have any.
func (l *loader) seedGlossary(ctx context.Context) error {
	text, err := fs.ReadFile(l.FS, "glossary.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var concepts []memory.Concept
	if err := json.Unmarshal(text, &concepts); err != nil {
		return err
	}
	return l.Glossary.Seed(ctx, l.by(editor, access.Any).Actor, concepts)
}

func (l *loader) progress(what string) {
	l.done++
	if l.Progress != nil {
		l.Progress(l.done, l.total, what)
	}
}

// title is how an entry is called in its source language.
func (l *loader) title(e Entry) string {
	typ := l.Model.Type(e.Type)
	if text, ok := e.Texts[e.SourceLocale]; ok {
		return typ.Title(text.Fields)
	}
	return typ.Title(e.Shared)
}

// by is the member of the team who does this.
func (l *loader) by(role, locale string) content.By {
	return content.By{Actor: l.cast[grant{role, locale}]}
}

func (l *loader) find(typ, slug string) (Entry, error) {
	at := slices.IndexFunc(l.entries, func(e Entry) bool { return e.Type == typ && e.Slug == slug })
	if at < 0 {
		return Entry{}, fmt.Errorf("the fixtures hold no %s %q", typ, slug)
	}
	return l.entries[at], nil
}

// release publishes entries that have only their shared part, all of a country
// at once. One that an interrupted load had prepared is used.
func (l *loader) release(ctx context.Context, country string, tasks []*task) error {
	var items []content.ReleaseItem
	for _, t := range tasks {
		if len(t.toPublish()) > 0 {
			items = append(items, content.ReleaseItem{Entry: t.ID, Locale: schema.Und, Action: "publish"})
		}
	}
	if len(items) == 0 {
		return nil
	}
	title := "Demonstration: municipalities, " + country
	maria := l.by(editor, access.Any)
	prepared, err := l.Desk.Releases(ctx, maria.Actor)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(prepared, func(r content.ReleaseView) bool { return r.Title == title && r.PublishedAt == nil })
	if at >= 0 {
		_, err = l.Desk.PublishRelease(ctx, maria, prepared[at].ID)
		return err
	}
	made, err := l.Desk.CreateRelease(ctx, maria, title, items)
	if err != nil {
		return err
	}
	_, err = l.Desk.PublishRelease(ctx, maria, made.ID)
	return err
}
