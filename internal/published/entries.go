package published

import (
	"context"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// entriesBatch is how many entries Entries composes at a time: it bounds what is
// held of their texts, of which most queries want little.
const entriesBatch = 500

// MaxTouched bounds what Touched tells of; what changed more is better read anew.
const MaxTouched = 500

// Entries answers with all entries of a query, or with those of them that have
// one of the ids (nil is all), in no particular order. It is for whoever keeps
// them in memory, and no public request leads to it. Of the query, Type, Locale
// and Fields count.
func (r *Reader) Entries(ctx context.Context, q Query, ids []string) ([]*Entry, error) {
	p, err := r.plan(Query{Type: q.Type, Locale: q.Locale, Fields: q.Fields}, nil)
	if err != nil {
		return nil, err
	}
	var entries []*Entry
	err = r.read(ctx, func(tx *db.Tx) error {
		entries = nil
		if ids == nil {
			var err error
			if ids, err = query[string](tx, p.selection(), "l.entry_id", "ORDER BY l.sort_key, l.entry_id"); err != nil {
				return err
			}
		}
		for batch := range slices.Chunk(ids, entriesBatch) {
			c := newComposer(tx, r.Model, p)
			if err := c.load(batch); err != nil {
				return err
			}
			for _, id := range batch {
				if e := c.answer(id); e != nil {
					e.SortKey = c.loaded[id].sort
					entries = append(entries, e)
				}
			}
		}
		return nil
	})
	return entries, err
}

// touch is an entry whose public answers may be others than before.
type touch struct {
	EntryID string
	Type    string
}

// Touched gives the ids of all entries, by their types, whose answers may differ
// between two generations: those that were published or withdrawn, and those
// with a relation to them, which show their titles and addresses. It is not
// known when the feed does not account for every generation between, after the
// content types have changed, and when there are too many.
func (r *Reader) Touched(ctx context.Context, since, until int64) (touched map[string][]string, known bool, err error) {
	if since < 0 || until < since || until-since > MaxTouched {
		return nil, false, nil
	}
	err = r.read(ctx, func(tx *db.Tx) error {
		touched, known = map[string][]string{}, false
		rows, err := db.Query[touch](tx, "SELECT entry_id, type FROM publications WHERE seq > ? AND seq <= ?", since, until)
		if err != nil || int64(len(rows)) != until-since {
			return err
		}
		known = true
		ids := make([]string, 0, len(rows))
		for _, row := range rows {
			ids = append(ids, row.EntryID)
		}
		pointing, err := db.Query[touch](tx, "SELECT DISTINCT entry_id, type FROM published_values WHERE target_id IN ?", ids)
		if err != nil {
			return err
		}
		for _, row := range slices.Concat(rows, pointing) {
			touched[row.Type] = append(touched[row.Type], row.EntryID)
		}
		for of, ids := range touched {
			slices.Sort(ids)
			touched[of] = slices.Compact(ids)
		}
		return nil
	})
	return touched, known && err == nil, err
}

// Shown are the features of the entries with some ids (nil is all) in one
// language, each with the key that they are sorted by; not so many that an
// answer would be cut. Of the query, Type and Locale count.
func (r *Reader) Shown(ctx context.Context, q Query, ids []string) ([]Shown, error) {
	p, err := r.plan(Query{Type: q.Type, Locale: q.Locale, Among: ids}, nil)
	if err != nil {
		return nil, err
	}
	p.among = ids != nil
	var shown []Shown
	err = r.read(ctx, func(tx *db.Tx) error {
		shown = nil
		places, _, err := p.places(tx, 0)
		if err != nil {
			return err
		}
		values, err := p.placeValues(tx, places, false)
		if err != nil {
			return err
		}
		for _, at := range places {
			shown = append(shown, Shown{SortKey: at.SortKey, Feature: p.feature(at, values[at.EntryID])})
		}
		return nil
	})
	return shown, err
}

// Shown is an entry on the map with the key that it is sorted by.
type Shown struct {
	SortKey string
	Feature
}

// Matching gives the ids of the entries on the map that a query keeps; all is
// true where it keeps every one of them.
func (r *Reader) Matching(ctx context.Context, q Query) (ids map[string]bool, all bool, err error) {
	p, err := r.plan(q, nil)
	if err != nil {
		return nil, false, err
	}
	if len(p.tests) == 0 && q.BBox == nil && q.Near == nil && q.Text == "" && (!p.strict() || !p.typ.HasPart(schema.Localized)) {
		return nil, true, nil
	}
	err = r.read(ctx, func(tx *db.Tx) error {
		s, columns := p.selection(), "l.entry_id"
		if q.Near != nil {
			columns += ", la.num AS lat, lo.num AS lon"
		}
		rows, err := query[row](tx, s, columns, "")
		if err != nil {
			return err
		}
		if q.Near != nil {
			rows = q.Near.within(rows)
		}
		ids = make(map[string]bool, len(rows))
		for _, row := range rows {
			ids[row.EntryID] = true
		}
		return nil
	})
	return ids, false, err
}
