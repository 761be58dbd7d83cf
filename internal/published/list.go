package published

import (
	"context"
	"fmt"

	"movingcities/internal/db"
)

// List answers with a page of entries. Faults are those of ParseQuery, and
// Invalid too_many_included when the included entries are more than MaxIncluded.
func (r *Reader) List(ctx context.Context, q Query) (*Page, error) {
	p, err := r.plan(q, nil)
	if err != nil {
		return nil, err
	}
	var page *Page
	err = r.read(ctx, func(tx *db.Tx) error {
		page = &Page{Data: []*Entry{}}
		rows, next, err := p.page(tx)
		if err != nil {
			return err
		}
		if page.Page.Next, err = r.seal(q, p.typ.Version, next); err != nil {
			return err
		}
		if q.Count {
			if page.Page.Total, err = p.total(tx); err != nil {
				return err
			}
		}
		return r.fill(tx, p, rows, page)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (r *Reader) fill(tx *db.Tx, p *plan, rows []row, page *Page) error {
	c := newComposer(tx, r.Model, p)
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.EntryID
	}
	if err := c.load(ids); err != nil {
		return err
	}
	for _, row := range rows {
		e := c.answer(row.EntryID)
		if e == nil {
			return fmt.Errorf("published: entry %s is listed, but not published", row.EntryID)
		}
		if p.query.Near != nil {
			e.DistanceKM = &row.distance
		}
		page.Data = append(page.Data, e)
	}
	page.Included = c.included
	return nil
}

// page reads the rows of one page and where the next one starts, nil after the
// last. A circle is cut out here and not in SQL, where databases differ in their
// arithmetic.
func (p *plan) page(tx *db.Tx) ([]row, *cursor, error) {
	s, near := p.selection(), p.query.Near
	if p.cursor != nil && len(p.keys) > 0 {
		p.after(s, *p.cursor)
	}
	tail, args := p.order(), []any(nil)
	if near == nil && len(p.keys) > 0 {
		tail, args = tail+" LIMIT ?", []any{p.query.Size + 1}
	}
	rows, err := p.first(tx)
	if err == nil && len(rows) <= p.query.Size {
		rows, err = query[row](tx, s, p.columns(), tail, args...)
	}
	if err != nil {
		return nil, nil, err
	}
	switch {
	case near != nil:
		rows = near.within(rows)
	case len(p.keys) == 0:
		rows = ranked(rows, p.query.Among)
	}
	if len(p.keys) == 0 {
		rows = nearest(rows, p.cursor)
	}
	if len(rows) <= p.query.Size {
		return rows, nil, nil
	}
	rows = rows[:p.query.Size]
	return rows, p.cursorAt(rows[len(rows)-1]), nil
}

// first reads a page that is sorted by the values of one field alone from the
// index of values: as many rows as are needed, in their order. It answers nothing
// where that is not possible or not enough: the entries without a value come
// after those with one, and only the listing knows them.
func (p *plan) first(tx *db.Tx) ([]row, error) {
	if len(p.keys) != 1 || p.keys[0].field == "" || len(p.tests) > 0 || p.query.BBox != nil || p.query.Near != nil || p.query.Text != "" {
		return nil, nil
	}
	k := p.keys[0]
	if p.cursor != nil && p.cursor.Keys[0] == nil {
		return nil, nil
	}
	s := &selection{from: "published_values s0"}
	join := "JOIN listing l ON l.entry_id = s0.entry_id"
	if !tx.Postgres() {
		join = "CROSS " + join // SQLite then begins with the values
	}
	s.join(join)
	s.and("s0.type = ? AND s0.field = ? AND s0.ord = 0 AND s0.locale IN ('und', l.served_locale)", p.typ.Name, k.field)
	s.and(k.sql + " IS NOT NULL")
	s.and("l.type = ? AND l.locale = ?", p.typ.Name, p.listed)
	if p.strict() {
		s.and("l.served_locale IN (l.locale, 'und')")
	}
	direction := ""
	if k.desc {
		direction = " DESC"
	}
	if c := p.cursor; c != nil {
		s.and(k.sql+k.beyond()+"= ?", c.Keys[0])
		s.and(k.sql+k.beyond()+" ? OR "+k.sql+" = ? AND s0.entry_id"+k.beyond()+" ?", c.Keys[0], c.Keys[0], c.ID)
	}
	return query[row](tx, s, p.columns(), "ORDER BY "+k.sql+direction+", s0.entry_id"+direction+" LIMIT ?", p.query.Size+1)
}

// total counts the entries of all pages.
func (p *plan) total(tx *db.Tx) (*int64, error) {
	s := p.selection()
	var total int64
	if near := p.query.Near; near != nil {
		rows, err := query[row](tx, s, "l.entry_id, la.num AS lat, lo.num AS lon", "")
		total = int64(len(near.within(rows)))
		return &total, err
	}
	counts, err := query[int64](tx, s, "COUNT(*)", "")
	if err != nil {
		return nil, err
	}
	return &counts[0], nil
}
