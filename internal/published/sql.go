package published

import (
	"fmt"
	"strings"

	"movingcities/internal/db"
)

// documentJoin is the served document of a listed entry.
const documentJoin = "JOIN published p ON p.entry_id = l.entry_id AND p.locale = l.served_locale"

// selection is the part of a SELECT after its columns. Its texts come from this
// package and from names that a plan has checked; values are arguments.
type selection struct {
	joins, where        []string
	joinArgs, whereArgs []any
}

func (s *selection) join(sql string, args ...any) {
	for _, known := range s.joins {
		if known == sql {
			return
		}
	}
	s.joins, s.joinArgs = append(s.joins, sql), append(s.joinArgs, args...)
}

func (s *selection) and(sql string, args ...any) {
	s.where, s.whereArgs = append(s.where, "("+sql+")"), append(s.whereArgs, args...)
}

func query[T any](tx *db.Tx, s *selection, columns, tail string, tailArgs ...any) ([]T, error) {
	sql := "SELECT " + columns + " FROM listing l " + strings.Join(s.joins, " ") +
		" WHERE " + strings.Join(s.where, " AND ") + " " + tail
	args := append(append(append([]any{}, s.joinArgs...), s.whereArgs...), tailArgs...)
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
	} else {
		s.and("lo.num >= ? OR lo.num <= ?", box.West, box.East)
	}
}

// order is the ORDER BY of the keys, entries without a value last, then by id.
func (p *plan) order() string {
	var parts []string
	for _, k := range p.keys {
		if k.nullable {
			parts = append(parts, "("+k.sql+" IS NULL)")
		}
		parts = append(parts, k.sql+direction(k.desc))
	}
	return "ORDER BY " + strings.Join(append(parts, "l.entry_id"+direction(p.idDesc())), ", ")
}

// idDesc lets ids run with the last key, so that one index serves both.
func (p *plan) idDesc() bool { return len(p.keys) > 0 && p.keys[len(p.keys)-1].desc }

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}

// after keeps only entries that come after the cursor: those that are further
// in the first key, or equal in it and further in the next one, and so on.
func (p *plan) after(s *selection, c cursor) {
	var branches, equal []string
	var args, equalArgs []any
	branch := func(sql string, more ...any) {
		branches = append(branches, strings.Join(append(equal[:len(equal):len(equal)], sql), " AND "))
		args = append(append(args, equalArgs...), more...)
	}
	for i, k := range p.keys {
		value := c.Keys[i].v
		if value == nil { // nothing comes after the entries without a value but their like
			equal = append(equal, k.sql+" IS NULL")
			continue
		}
		further := k.sql + beyond(k.desc) + "?"
		if k.nullable {
			further = "(" + further + " OR " + k.sql + " IS NULL)"
		}
		branch(further, value)
		equal, equalArgs = append(equal, k.sql+" = ?"), append(equalArgs, value)
	}
	branch("l.entry_id"+beyond(p.idDesc())+"?", c.ID)
	if k := p.keys[0]; !k.nullable { // implied by the rest, but this the index can use
		s.and(k.sql+strings.TrimRight(beyond(k.desc), " ")+"= ?", c.Keys[0].v)
	}
	s.and(strings.Join(branches, " OR "), args...)
}

func beyond(desc bool) string {
	if desc {
		return " < "
	}
	return " > "
}

// row is one entry of a list, before its documents are read.
type row struct {
	EntryID    string
	Lat, Lon   float64
	K0, K1, K2 keyValue
	distance   float64
}

// columns are those of row that the plan needs.
func (p *plan) columns() string {
	columns := "l.entry_id"
	if p.query.Near != nil {
		columns += ", la.num AS lat, lo.num AS lon"
	}
	for i, k := range p.keys {
		columns += fmt.Sprintf(", %s AS k%d", k.sql, i)
	}
	return columns
}

// cursor is the place of a row; without keys the rows are sorted by distance.
func (p *plan) cursorAt(r row) *cursor {
	if len(p.keys) == 0 {
		return &cursor{Keys: []keyValue{{r.distance}}, ID: r.EntryID}
	}
	return &cursor{Keys: []keyValue{r.K0, r.K1, r.K2}[:len(p.keys)], ID: r.EntryID}
}
