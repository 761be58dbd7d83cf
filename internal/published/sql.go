package published

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"movingcities/internal/db"
)

// documentJoin is the served document of a listed entry.
const documentJoin = "JOIN published p ON p.entry_id = l.entry_id AND p.locale = l.served_locale"

// selection is the part of a SELECT after its columns. Its texts come from this
// package and from names that a plan has checked; values are arguments.
type selection struct {
	from                string // "listing l" if empty
	joins, where        []string
	joinArgs, whereArgs []any
}

func (s *selection) join(sql string, args ...any) {
	if slices.Contains(s.joins, sql) {
		return
	}
	s.joins, s.joinArgs = append(s.joins, sql), append(s.joinArgs, args...)
}

func (s *selection) and(sql string, args ...any) {
	s.where, s.whereArgs = append(s.where, "("+sql+")"), append(s.whereArgs, args...)
}

// statement is the whole SELECT with its arguments.
func (s *selection) statement(columns, tail string, tailArgs ...any) (string, []any) {
	return "SELECT " + columns + " FROM " + cmp.Or(s.from, "listing l") + " " + strings.Join(s.joins, " ") +
		" WHERE " + strings.Join(s.where, " AND ") + " " + tail, slices.Concat(s.joinArgs, s.whereArgs, tailArgs)
}

func query[T any](tx *db.Tx, s *selection, columns, tail string, tailArgs ...any) ([]T, error) {
	sql, args := s.statement(columns, tail, tailArgs...)
	return db.Query[T](tx, sql, args...)
}

// valueOf joins the values of one field that an entry answers with; the field's
// name is the argument.
func valueOf(alias string) string {
	return alias + ".entry_id = l.entry_id AND " + alias + ".locale IN ('und', l.served_locale) AND " + alias + ".field = ?"
}

// selection lists the entries of a plan, from its first page on.
func (p *plan) selection() *selection {
	s := &selection{}
	s.and("l.type = ?", p.typ.Name)
	s.and("l.locale = ?", p.listed)
	if p.strict() {
		s.and("l.served_locale IN (l.locale, 'und')")
	}
	if p.query.Text != "" || p.among {
		s.and("l.entry_id IN ?", p.query.Among)
	}
	for _, t := range p.tests {
		has := "EXISTS (SELECT 1 FROM published_values v WHERE " + valueOf("v") + " AND (" + t.sql + "))"
		args := append([]any{t.field}, t.args...)
		if t.negate {
			s.and("NOT "+has, args...)
			continue
		}
		s.and(has, args...)
		p.narrow(s, t.field, t.sql, t.args...)
	}
	if p.query.BBox != nil {
		p.inside(s, *p.query.BBox)
	}
	if p.query.Near != nil {
		p.inside(s, p.query.Near.bounds())
	}
	for _, k := range p.keys {
		if k.join != "" {
			s.join(k.join, k.joinArgs...)
		}
	}
	return s
}

// narrow repeats a condition on the values of a field, whatever document they
// are from, in a form that an index of values can answer before the listing is
// looked at.
func (p *plan) narrow(s *selection, field, test string, args ...any) {
	s.and("l.entry_id IN (SELECT v.entry_id FROM published_values v WHERE v.type = ? AND v.field = ? AND ("+test+"))",
		append([]any{p.typ.Name, field}, args...)...)
}

// withPoint joins the coordinates of an entry and leaves out those without.
func (p *plan) withPoint(s *selection) {
	s.join("JOIN published_values la ON "+valueOf("la"), p.typ.PointField+".lat")
	s.join("JOIN published_values lo ON "+valueOf("lo"), p.typ.PointField+".lon")
}

func (p *plan) inside(s *selection, box BBox) {
	p.withPoint(s)
	s.and("la.num BETWEEN ? AND ?", box.South, box.North)
	p.narrow(s, p.typ.PointField+".lat", "v.num BETWEEN ? AND ?", box.South, box.North)
	if box.West <= box.East {
		s.and("lo.num BETWEEN ? AND ?", box.West, box.East)
		p.narrow(s, p.typ.PointField+".lon", "v.num BETWEEN ? AND ?", box.West, box.East)
	} else {
		s.and("lo.num >= ? OR lo.num <= ?", box.West, box.East)
	}
}

// order is the ORDER BY of the keys, entries without a value last, then by id.
func (p *plan) order() string {
	var parts []string
	for _, k := range append(p.keys, p.byID()) {
		if k.nullable {
			parts = append(parts, "("+k.sql+" IS NULL)")
		}
		if k.desc {
			k.sql += " DESC"
		}
		parts = append(parts, k.sql)
	}
	return "ORDER BY " + strings.Join(parts, ", ")
}

// byID is the key after the last; ids run its way, so that one index serves both.
func (p *plan) byID() key {
	return key{sql: "l.entry_id", desc: len(p.keys) > 0 && p.keys[len(p.keys)-1].desc}
}

// after keeps only entries that come after the cursor: those that are further
// in the first key, or equal in it and further in the next one, and so on.
func (p *plan) after(s *selection, c cursor) {
	var branches, equal []string
	var args, equalArgs []any
	for i, k := range append(p.keys, p.byID()) {
		value := append(c.Keys[:len(c.Keys):len(c.Keys)], any(c.ID))[i]
		if value == nil { // nothing comes after the entries without a value but their like
			equal = append(equal, k.sql+" IS NULL")
			continue
		}
		further := k.sql + k.beyond() + " ?"
		if k.nullable {
			further = "(" + further + " OR " + k.sql + " IS NULL)"
		}
		branches = append(branches, strings.Join(append(equal[:i:i], further), " AND "))
		args = append(append(args, equalArgs...), value)
		equal, equalArgs = append(equal, k.sql+" = ?"), append(equalArgs, value)
	}
	if k := p.keys[0]; !k.nullable { // implied by the rest, but this the index can use
		s.and(k.sql+k.beyond()+"= ?", c.Keys[0])
	}
	s.and(strings.Join(branches, " OR "), args...)
}

func (k key) beyond() string {
	if k.desc {
		return " <"
	}
	return " >"
}

// row is one entry of a list, before its documents are read; each sort key is
// in T or in N.
type row struct {
	EntryID    string
	Lat, Lon   float64
	T0, T1, T2 *string
	N0, N1, N2 *float64
	distance   float64
}

// columns are those of row that the plan needs.
func (p *plan) columns() string {
	columns := "l.entry_id"
	if p.query.Near != nil {
		columns += ", la.num AS lat, lo.num AS lon"
	}
	for i, k := range p.keys {
		as := "n"
		if k.text {
			as = "t"
		}
		columns += fmt.Sprintf(", %s AS %s%d", k.sql, as, i)
	}
	return columns
}

// cursorAt is the place of a row; without keys the rows are sorted by distance.
func (p *plan) cursorAt(r row) *cursor {
	if len(p.keys) == 0 {
		return &cursor{Keys: []any{r.distance}, ID: r.EntryID}
	}
	texts, numbers := []*string{r.T0, r.T1, r.T2}, []*float64{r.N0, r.N1, r.N2}
	keys := make([]any, len(p.keys))
	for i := range keys {
		switch {
		case texts[i] != nil:
			keys[i] = *texts[i]
		case numbers[i] != nil:
			keys[i] = *numbers[i]
		}
	}
	return &cursor{Keys: keys, ID: r.EntryID}
}
