package search

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// Drafts answers the desk from the working copies.
type Drafts struct {
	DB    *db.DB
	Model *schema.Model
}

// Mark notes that a working copy changed, in the transaction that changes it.
// What is marked is indexed before the next question is answered.
func Mark(tx *db.Tx, entry, locale string, version int64) error {
	_, err := tx.InsertIgnore(&db.DraftsMark{EntryID: entry, Locale: locale, Version: version})
	return err
}

// Search answers a question from the working copies of entries of the types and
// countries that may be read; of others not even a number is told.
func (d *Drafts) Search(ctx context.Context, q Query, may func(typ, country string) bool) (*Result, error) {
	if err := d.CatchUp(ctx); err != nil {
		return nil, err
	}
	q.Others = true
	var result *Result
	err := d.DB.Read(ctx, func(tx *db.Tx) error {
		a := &asked{Query: q, tx: tx, index: drafts, model: d.Model, may: may}
		var err error
		result, err = a.answer(a.draftHits)
		return err
	})
	return result, err
}

// CatchUp indexes the working copies that are marked, a batch in a transaction.
func (d *Drafts) CatchUp(ctx context.Context) error {
	for {
		var waiting []int64
		err := d.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			waiting, err = db.Query[int64](tx, "SELECT version FROM drafts_marks LIMIT 1")
			return err
		})
		if err != nil || len(waiting) == 0 {
			return err
		}
		if err := d.DB.Write(ctx, d.catchUp); err != nil {
			return err
		}
	}
}

// catchUp takes marks away and then reads what they are about: a change that is
// committed in between has a mark of its own.
func (d *Drafts) catchUp(tx *db.Tx) error {
	if err := drafts.lock(tx); err != nil {
		return err
	}
	marks, err := db.Query[db.DraftsMark](tx, "SELECT * FROM drafts_marks ORDER BY entry_id, locale, version LIMIT ?", rebuildBatch)
	if err != nil {
		return err
	}
	entries := map[string]map[string]bool{}
	for _, m := range marks {
		if entries[m.EntryID] == nil {
			entries[m.EntryID] = map[string]bool{}
		}
		entries[m.EntryID][m.Locale] = true
		if _, err := tx.Exec("DELETE FROM drafts_marks WHERE entry_id = ? AND locale = ? AND version = ?", m.EntryID, m.Locale, m.Version); err != nil {
			return err
		}
	}
	var changes []change
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		some, err := d.changes(tx, id, entries[id])
		if err != nil {
			return err
		}
		changes = append(changes, some...)
	}
	return drafts.apply(tx, changes)
}

// draft is a working copy with its text.
type draft struct {
	Locale   string
	Title    string
	MadeFrom string
	Content  string
}

func (d *Drafts) changes(tx *db.Tx, id string, marked map[string]bool) ([]change, error) {
	e, err := db.First[db.Entry](tx, "id = ?", id)
	if err != nil {
		return nil, err
	}
	held, err := drafts.locales(tx, id)
	if err != nil {
		return nil, err
	}
	var t *schema.Type
	if e != nil {
		t = d.Model.Type(e.Type)
	}
	var docs []draft
	if t != nil && e.ArchivedAt == nil {
		docs, err = db.Query[draft](tx, `SELECT d.locale, d.title, r.made_from, r.content FROM documents d
			JOIN revisions r ON r.id = d.head_revision_id WHERE d.entry_id = ?`, id)
		if err != nil {
			return nil, err
		}
	}
	var changes []change
	if len(docs) > 0 {
		if changes, err = d.entry(t, e, docs, func(l string) bool { return marked[l] || !slices.Contains(held, l) }); err != nil {
			return nil, err
		}
	}
	for _, l := range held {
		there := l == schema.Und && len(docs) > 0 || slices.ContainsFunc(docs, func(other draft) bool { return other.Locale == l })
		if !there {
			changes = append(changes, change{entry: id, locale: l, gone: true})
		}
	}
	return changes, nil
}

func (d *Drafts) entry(t *schema.Type, e *db.Entry, docs []draft, want func(string) bool) ([]change, error) {
	s := source{id: e.ID, typ: e.Type, country: e.Country, titles: map[string]string{}, parts: map[string][]part{}}
	for _, doc := range docs {
		if doc.Title != "" {
			s.titles[doc.Locale] = doc.Title
		}
		if doc.Locale != schema.Und && !want(doc.Locale) {
			continue
		}
		parts, err := doc.parts(t)
		if err != nil {
			return nil, fmt.Errorf("search: working copy of %s in %s: %w", e.ID, doc.Locale, err)
		}
		s.parts[doc.Locale] = parts
	}
	return s.changes(d.Model), nil
}

// parts are the texts of a working copy: of a translation, what is translated.
func (doc draft) parts(t *schema.Type) ([]part, error) {
	if doc.MadeFrom == "" {
		fields, err := schema.Decode([]byte(doc.Content))
		if err != nil {
			return nil, err
		}
		if doc.Locale == schema.Und {
			return sharedParts(t, fields), nil
		}
		return localizedParts(t, fields), nil
	}
	var stored struct {
		Segments map[string]segment.Target `json:"segments"`
	}
	if err := json.Unmarshal([]byte(doc.Content), &stored); err != nil {
		return nil, err
	}
	var parts []part
	for _, key := range slices.Sorted(maps.Keys(stored.Segments)) {
		parts = append(parts, part{classOf(t, key, ""), readable(stored.Segments[key].Text)})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return int(a.class) - int(b.class) })
	return parts, nil
}

// draftRow is a working copy of an entry that was found.
type draftRow struct {
	Number       int64
	EntryID      string
	Type         string
	SourceLocale string
	Locale       string
	Title        string
	Text         string
}

func (a *asked) draftHits(hits []hit, found *outcome) ([]Hit, error) {
	var numbers []int64
	for _, h := range hits {
		numbers = append(numbers, h.number)
	}
	rows := map[int64]map[string]draftRow{}
	for chunk := range chunks(numbers) {
		some, err := db.Query[draftRow](a.tx, `SELECT t.number, t.entry_id, t.type, e.source_locale, t.locale, d.title, t.text
			FROM drafts_documents t JOIN entries e ON e.id = t.entry_id
			JOIN documents d ON d.entry_id = t.entry_id AND d.locale = t.locale WHERE t.number IN ?`, chunk)
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			if rows[r.Number] == nil {
				rows[r.Number] = map[string]draftRow{}
			}
			rows[r.Number][r.Locale] = r
		}
	}
	out := []Hit{}
	for _, h := range hits {
		for _, locale := range a.preferred(h, rows[h.number]) {
			row, ok := rows[h.number][locale]
			if !ok {
				continue
			}
			out = append(out, Hit{
				ID: row.EntryID, Type: row.Type, Locale: row.Locale, Title: row.Title,
				Country: a.country.value(h.number), Excerpt: a.excerpt(row.Locale, row.Text, found),
			})
			break
		}
	}
	return out, nil
}

// preferred are the locales in which an entry that was found is shown: that of
// the text, the one asked for, the source, and what all languages share.
func (a *asked) preferred(h hit, rows map[string]draftRow) []string {
	locales := []string{h.locale, a.Locale}
	for _, r := range rows {
		locales = append(locales, r.SourceLocale) // the same in every row
		break
	}
	return append(locales, schema.Und)
}

// Rebuild writes the index of the working copies anew.
func (d *Drafts) Rebuild(ctx context.Context) error {
	err := d.DB.Write(ctx, func(tx *db.Tx) error {
		if err := drafts.lock(tx); err != nil {
			return err
		}
		if err := drafts.clear(tx); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO drafts_marks (entry_id, locale, version)
			SELECT entry_id, locale, version FROM documents WHERE true ON CONFLICT DO NOTHING`)
		return err
	})
	if err != nil {
		return err
	}
	return d.CatchUp(ctx)
}
