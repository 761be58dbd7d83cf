package search

import (
	"fmt"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Store writes the public index, inside the transactions of publications.
type Store struct {
	Model *schema.Model
}

// rebuildBatch is how many entries Rebuild and CatchUp write at a time.
const rebuildBatch = 256

// source is an entry as an index is to know it.
type source struct {
	id, typ string
	titles  map[string]string // by locale
	parts   map[string][]part // of the documents to be written, by locale
	country string
}

// Update brings the index up to date after the document of an entry in a locale
// was published or taken down. The publication must have been recorded before:
// its counter is the lock that writers of the index share.
func (s *Store) Update(tx *db.Tx, entry, locale string) error {
	if err := live.lock(tx); err != nil {
		return err
	}
	rows, err := db.Query[db.Published](tx, `SELECT p.* FROM published p WHERE p.entry_id = ?
		AND EXISTS (SELECT 1 FROM listing l WHERE l.entry_id = p.entry_id)`, entry)
	if err != nil {
		return err
	}
	held, err := live.locales(tx, entry)
	if err != nil {
		return err
	}
	var changes []change
	if len(rows) > 0 {
		changes, err = s.changes(rows, func(l string) bool { return l == locale || !slices.Contains(held, l) })
		if err != nil {
			return err
		}
	}
	for _, l := range held {
		if l == schema.Und && len(rows) > 0 || slices.ContainsFunc(rows, func(p db.Published) bool { return p.Locale == l }) {
			continue
		}
		changes = append(changes, change{entry: entry, locale: l, gone: true})
	}
	return live.apply(tx, changes)
}

// changes says what the live documents of one entry are found by, of those
// locales that are wanted and of und.
func (s *Store) changes(rows []db.Published, want func(locale string) bool) ([]change, error) {
	t := s.Model.Type(rows[0].Type)
	if t == nil {
		return nil, nil
	}
	e := source{id: rows[0].EntryID, typ: t.Name, titles: map[string]string{}, parts: map[string][]part{}}
	for _, row := range rows {
		if row.Title != "" {
			e.titles[row.Locale] = row.Title
		}
		if row.Locale != schema.Und && !want(row.Locale) {
			continue
		}
		fields, err := schema.Decode([]byte(row.Body))
		if err != nil {
			return nil, fmt.Errorf("search: %s in %s: %w", row.EntryID, row.Locale, err)
		}
		if row.Locale == schema.Und {
			e.parts[schema.Und] = sharedParts(t, fields)
			e.country, _ = fields[t.CountryField].(string)
			continue
		}
		e.parts[row.Locale] = localizedParts(t, fields)
	}
	return e.changes(s.Model), nil
}

// changes analyses the texts of an entry.
func (e source) changes(m *schema.Model) []change {
	var countries []string
	if e.country != "" {
		for _, l := range m.Locales() {
			if name := m.CountryName(e.country, l.Code); !slices.Contains(countries, name) {
				countries = append(countries, name)
			}
		}
	}
	und := change{entry: e.id, locale: schema.Und, typ: e.typ, analysis: names(e.titles, e.parts[schema.Und], countries)}
	und.weights[facetKey(typeFacet, e.typ)] = heaviest
	if e.country != "" {
		und.weights[facetKey(countryFacet, e.country)] = heaviest
	}
	changes := []change{und}
	for locale, parts := range e.parts {
		if locale != schema.Und {
			changes = append(changes, change{entry: e.id, locale: locale, typ: e.typ, analysis: analyse(locale, parts)})
		}
	}
	return changes
}

// The facets are terms of und that no text can have.
const (
	typeFacet    = "type"
	countryFacet = "country"
	facets       = "#"
)

func facetKey(facet, value string) string { return facets + facet + "/" + value }

// Rebuild writes the whole public index anew from what is live.
func (s *Store) Rebuild(tx *db.Tx) error {
	if err := live.lock(tx); err != nil {
		return err
	}
	if err := live.clear(tx); err != nil {
		return err
	}
	last := ""
	for {
		rows, err := db.Query[db.Published](tx, `SELECT * FROM published WHERE entry_id IN
			(SELECT DISTINCT l.entry_id FROM listing l WHERE l.entry_id > ? ORDER BY l.entry_id LIMIT ?)
			ORDER BY entry_id, locale`, last, rebuildBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		var changes []change
		for len(rows) > 0 {
			last = rows[0].EntryID
			n := 1
			for n < len(rows) && rows[n].EntryID == last {
				n++
			}
			some, err := s.changes(rows[:n], func(string) bool { return true })
			if err != nil {
				return err
			}
			changes, rows = append(changes, some...), rows[n:]
		}
		if err := live.apply(tx, changes); err != nil {
			return err
		}
	}
}
