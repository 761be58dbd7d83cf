package published

import (
	"encoding/hex"
	"fmt"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// rebuildBatch is how many entries Rebuild holds in memory at a time.
const rebuildBatch = 200

// indexer computes what is derived from live documents: which document is
// served in which locale, and the values to filter and sort by.
type indexer struct {
	model     *schema.Model
	collators map[string]*collate.Collator // by locale; a collator is for one goroutine only
}

// liveEntry is an entry's live documents with their content decoded.
type liveEntry struct {
	id     string
	typ    *schema.Type
	rows   map[string]db.Published
	bodies bodies
}

// bodies are the contents of an entry's live documents by locale.
type bodies map[string]schema.Fields

func newIndexer(m *schema.Model) *indexer {
	return &indexer{model: m, collators: map[string]*collate.Collator{}}
}

// reindex brings the values and the listing of an entry up to date after one of
// its documents came or went.
func (s *Store) reindex(tx *db.Tx, t *schema.Type, entry string) error {
	for _, table := range derived() {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE entry_id = ?", entry); err != nil {
			return err
		}
	}
	rows, err := db.Find[db.Published](tx, "entry_id = ?", entry)
	if err != nil || len(rows) == 0 {
		return err
	}
	return newIndexer(s.Model).insert(tx, t, rows)
}

// derived are the tables that Rebuild recomputes.
func derived() []string { return []string{"published_values", "listing"} }

// Rebuild recomputes published_values and listing from published, for use after
// the content types have changed. Entries of types that are no longer configured
// disappear from the public until their definition is back. The result depends
// on nothing but published and the model. It counts as a publication, without
// being one in the feed: what was answered before may be answered otherwise now.
func (s *Store) Rebuild(tx *db.Tx) error {
	generation, err := next(tx)
	if err != nil {
		return err
	}
	if err := s.announce(tx, generation); err != nil {
		return err
	}
	for _, table := range derived() {
		if _, err := tx.Exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	ix, last := newIndexer(s.Model), ""
	for {
		rows, err := db.Query[db.Published](tx, `SELECT * FROM published WHERE entry_id IN
			(SELECT DISTINCT entry_id FROM published WHERE entry_id > ? ORDER BY entry_id LIMIT ?)
			ORDER BY entry_id`, last, rebuildBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		for len(rows) > 0 {
			last = rows[0].EntryID
			n := 1
			for n < len(rows) && rows[n].EntryID == last {
				n++
			}
			if t := s.Model.Type(rows[0].Type); t != nil && !t.Internal {
				if err := ix.insert(tx, t, rows[:n]); err != nil {
					return err
				}
			}
			rows = rows[n:]
		}
	}
}

func decodeEntry(t *schema.Type, rows []db.Published) (*liveEntry, error) {
	e := &liveEntry{typ: t, rows: map[string]db.Published{}, bodies: bodies{}}
	for _, row := range rows {
		body, err := schema.Decode([]byte(row.Body))
		if err != nil {
			return nil, fmt.Errorf("published: %s in %s: %w", row.EntryID, row.Locale, err)
		}
		e.id, e.rows[row.Locale], e.bodies[row.Locale] = row.EntryID, row, body
	}
	return e, nil
}

// value finds a field as the document in locale answers with it: on its own
// side, or else on the other one, where it was before the model changed.
func (b bodies) value(f *schema.Field, locale string) (any, bool) {
	own, other := schema.Und, locale
	if f.Localized {
		own, other = locale, schema.Und
	}
	if v, ok := b[own][f.Name]; ok {
		return v, true
	}
	v, ok := b[other][f.Name]
	return v, ok
}

// insert writes what is derived from all live documents of an entry.
func (ix *indexer) insert(tx *db.Tx, t *schema.Type, rows []db.Published) error {
	e, err := decodeEntry(t, rows)
	if err != nil {
		return err
	}
	var values []db.PublishedValue
	for _, row := range rows {
		values = append(values, ix.values(e, row.Locale)...)
	}
	if err := tx.Insert(&values); err != nil {
		return err
	}
	listing := ix.listing(e)
	return tx.Insert(&listing)
}

// listing names the document that answers in each locale. While the shared
// document is not live, none does.
func (ix *indexer) listing(e *liveEntry) []db.Listing {
	if _, live := e.rows[schema.Und]; !live && e.typ.HasPart(schema.Shared) {
		return nil
	}
	var rows []db.Listing
	for _, l := range ix.model.Locales() {
		served := ix.served(e, l)
		if served == "" {
			return nil
		}
		title := e.rows[served].Title
		if title == "" {
			title = e.rows[schema.Und].Title // a title that all locales share
		}
		rows = append(rows, db.Listing{
			Type: e.typ.Name, Locale: l.Code, EntryID: e.id,
			ServedLocale: served, SortKey: ix.sortKey(l.Code, title),
		})
	}
	return rows
}

// served chooses the live locale that answers in l: itself, its fallbacks,
// the locale the entry was written in, or the first that there is.
func (ix *indexer) served(e *liveEntry, l schema.Locale) string {
	if !e.typ.HasPart(schema.Localized) {
		return schema.Und
	}
	chain := append([]string{l.Code}, l.Fallback...)
	for _, row := range e.rows {
		chain = append(chain, row.SourceLocale)
		break // the same in every row
	}
	for _, other := range ix.model.Locales() {
		chain = append(chain, other.Code)
	}
	for _, locale := range chain {
		if _, live := e.rows[locale]; live {
			return locale
		}
	}
	return ""
}

// sortKey is the collation key of a text in a language, as hexadecimal digits,
// which both databases sort alike under any collation of their own. It is cut
// to what fits into an index, long after any difference that readers would see.
func (ix *indexer) sortKey(locale, text string) string {
	c := ix.collators[locale]
	if c == nil {
		c = collate.New(language.Make(locale), collate.Numeric)
		ix.collators[locale] = c
	}
	key := c.KeyFromString(&collate.Buffer{}, text)
	return hex.EncodeToString(key[:min(len(key), maxSortKeyBytes)])
}
