package published

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/schema"
)

// plan is a query that was checked against the content type: every column it
// reads comes from the type's definition, every value of the caller is an
// argument.
type plan struct {
	query    Query
	typ      *schema.Type
	listed   string   // the locale whose listing is read
	locales  []string // und and all locales, in the order in which they stand in
	tests    []test
	keys     []key
	fields   []*schema.Field // to answer with
	includes []inclusion
	cursor   *cursor
	among    bool // only those of query.Among, also without words
}

// test is one filter: an entry passes when one of its values of the field
// meets the SQL condition on v, or with negate, when none does.
type test struct {
	field  string
	negate bool
	sql    string
	args   []any
}

// key is one sort key: an SQL expression, a text or else a number, with the join
// it needs.
type key struct {
	sql      string
	field    string // of published_values, where it is kept there
	text     bool
	join     string
	joinArgs []any
	desc     bool
	nullable bool
}

// inclusion is a relation whose other ends are answered too: fields of this
// type, or with from, fields of that type which point here.
type inclusion struct {
	fields []string
	from   *schema.Type
}

// unknownField is one message for fields that do not exist and for those the
// public may not use in this way, so that nobody can tell them apart.
const unknownField = "There is no field of this name that can be used here."

// plan checks a query, in whose parameters other mistakes may have been found
// already. Faults are those of ParseQuery.
func (r *Reader) plan(q Query, found problems) (*plan, error) {
	t := r.Model.Type(q.Type)
	if t == nil {
		return nil, fmt.Errorf("published: the type %q is not configured", q.Type)
	}
	if q.Size == 0 {
		q.Size = DefaultPageSize
	}
	p := &plan{query: q, typ: t, listed: q.Locale}
	if q.Locale == AllLocales {
		p.listed = r.Model.Locales()[0].Code
	}
	asked, known := r.Model.Locale(p.listed)
	p.locales = append([]string{schema.Und, asked.Code}, asked.Fallback...)
	for _, l := range r.Model.Locales() {
		if !slices.Contains(p.locales, l.Code) {
			p.locales = append(p.locales, l.Code)
		}
	}
	if !known {
		found.add("locale", "unknown_locale", "There is no such locale here.")
	}
	if q.Size < 1 || q.Size > MaxPageSize {
		found.add("page[size]", "invalid_value", "Give a whole number from 1 to %d.", MaxPageSize)
	}
	p.planFilters(&found)
	p.planPlace(&found)
	p.planSort(&found)
	p.planFields(&found)
	p.planIncludes(r.Model, &found)
	if err := found.fault(); err != nil {
		return nil, err
	}
	var err error
	p.cursor, err = r.open(q, t.Version)
	return p, err
}

func (p *plan) planFilters(found *problems) {
	if len(p.query.Filters) > MaxFilters {
		found.add("filter", "too_many", "Give at most %d filters.", MaxFilters)
		return
	}
	for _, filter := range p.query.Filters {
		name := filter.parameter()
		f := p.typ.Field(filter.Field)
		if f == nil && filter.Field == "country" {
			f = p.typ.Field(p.typ.CountryField)
		}
		switch {
		case !filterable(p.typ, f):
			found.add(name, "unknown_field", unknownField)
		case filter.Op != "" && filter.Op != OpIn && filter.Op != OpNe && (!numeric(f) || comparison(filter.Op) == ""):
			found.add(name, "unknown_operator", "There is no such operator for this field.")
		case len(filter.Values) == 0 || len(filter.Values) > MaxFilterValues:
			found.add(name, "too_many", "Give 1 to %d values.", MaxFilterValues)
		default:
			p.planTest(f, filter, found)
		}
	}
}

// comparison is the condition of an operator on numbers, empty if there is none.
func comparison(op string) string {
	switch op {
	case OpGt:
		return "v.num > ?"
	case OpGte:
		return "v.num >= ?"
	case OpLt:
		return "v.num < ?"
	case OpLte:
		return "v.num <= ?"
	}
	return ""
}

func (p *plan) planTest(f *schema.Field, filter Filter, found *problems) {
	made := test{field: f.Name, negate: filter.Op == OpNe}
	hint := ""
	switch {
	case f.Kind == schema.Relation:
		made.sql, made.args, hint = p.relationTest(f, filter.Values)
	case numeric(f):
		made.sql, made.args, hint = numberTest(f, filter.Op, filter.Values)
	default:
		made.sql, made.args, hint = textTest(f, filter.Values)
	}
	if hint != "" {
		found.add(filter.parameter(), "invalid_value", "%s", hint)
		return
	}
	p.tests = append(p.tests, made)
}

// relationTest finds the entries meant by slugs, present or former ones in any
// locale, and by ids. Only live ones count, so that a filter tells nothing about
// the others.
func (p *plan) relationTest(f *schema.Field, values []string) (string, []any, string) {
	var slugs, ids []string
	for _, value := range values {
		if value == "" || len(value) > maxTextBytes {
			return "", nil, "Give slugs or ids with commas between them."
		}
		if id, ok := entryID(value); ok {
			ids = append(ids, id)
		} else {
			slugs = append(slugs, value)
		}
	}
	return `v.target_id IN (SELECT s.entry_id FROM slugs s
		JOIN listing o ON o.type = s.type AND o.locale = ? AND o.entry_id = s.entry_id
		WHERE s.type = ? AND (s.locale IN ? AND s.slug IN ? OR s.entry_id IN ?))`,
		[]any{p.listed, f.Target, p.locales, slugs, ids}, ""
}

func numberTest(f *schema.Field, op string, values []string) (string, []any, string) {
	compare := comparison(op)
	if compare != "" && len(values) > 1 {
		return "", nil, "This operator takes one value."
	}
	var parts []string
	var args []any
	for _, value := range values {
		from, to, ok := span(f, value)
		switch {
		case !ok && f.Kind == schema.Date:
			return "", nil, "Give a date such as 2026-05-01."
		case !ok:
			return "", nil, "Give a number such as 100000 or 2.5."
		case op == OpGt || op == OpLte:
			return compare, []any{to}, ""
		case compare != "":
			return compare, []any{from}, ""
		}
		parts, args = append(parts, "v.num BETWEEN ? AND ?"), append(args, from, to)
	}
	return strings.Join(parts, " OR "), args, ""
}

// span gives the numbers that a value of a filter stands for, a day's length
// for a date.
func span(f *schema.Field, value string) (from, to float64, ok bool) {
	if f.Kind != schema.Date {
		n, ok := parseNumber(value)
		return n, n, ok
	}
	if !f.Time && len(value) != len("2006-01-02") {
		return 0, 0, false
	}
	return dateSpan(value)
}

func textTest(f *schema.Field, values []string) (string, []any, string) {
	wanted := make([]string, 0, len(values))
	for _, value := range values {
		value = norm.NFC.String(value)
		if f.Kind == schema.Country {
			value = strings.ToUpper(value)
		}
		if value == "" || len(value) > maxTextBytes {
			return "", nil, "Give values of sensible length with commas between them."
		}
		if f.Kind == schema.Boolean && value != "true" && value != "false" {
			return "", nil, "The values are true and false."
		}
		wanted = append(wanted, value)
	}
	return "v.text IN ?", []any{wanted}, ""
}

func (p *plan) planPlace(found *problems) {
	box, near := p.query.BBox, p.query.Near
	if p.typ.PointField == "" {
		for name, given := range map[string]bool{"bbox": box != nil, "near": near != nil} {
			if given {
				found.add(name, "unknown_parameter", "These entries have no place on the map.")
			}
		}
		return
	}
	if box != nil && !(isLon(box.West) && isLon(box.East) && isLat(box.South) && isLat(box.North) && box.South <= box.North) {
		found.add("bbox", "invalid_value", "Give west,south,east,north in degrees, such as 5.9,45.8,10.5,47.8.")
	}
	if near != nil && !(isLat(near.Lat) && isLon(near.Lon) && near.KM > 0 && near.KM <= maxNearKM) {
		found.add("near", "invalid_value", "Give latitude,longitude,kilometres, such as 54.35,18.65,100.")
	}
}

func isLat(n float64) bool { return n >= -90 && n <= 90 }
func isLon(n float64) bool { return n >= -180 && n <= 180 }

func (p *plan) planSort(found *problems) {
	if len(p.query.Sort) > MaxSortKeys {
		found.add("sort", "too_many", "Give at most %d keys.", MaxSortKeys)
		return
	}
	seen := map[string]bool{}
	for i, by := range p.query.Sort {
		made, ok := p.key(by, fmt.Sprintf("s%d", i))
		if !ok || seen[by.Field] {
			found.add("sort", "unknown_field", "%s (%s)", unknownField, short(by.Field))
			continue
		}
		seen[by.Field] = true
		p.keys = append(p.keys, made)
	}
	if len(p.query.Sort) == 0 && p.query.Near == nil && p.query.Text == "" {
		p.keys = []key{{sql: "l.sort_key", text: true}}
	}
}

// key makes the SQL of a sort key; alias names its own join.
func (p *plan) key(by SortKey, alias string) (key, bool) {
	switch by.Field {
	case "title":
		return key{sql: "l.sort_key", text: true, desc: by.Desc}, true
	case "published_at", "revised_at":
		return key{sql: "CAST(p." + by.Field + " AS DOUBLE PRECISION)", join: documentJoin, desc: by.Desc}, true
	}
	f := p.typ.Field(by.Field)
	if !sortable(f) {
		return key{}, false
	}
	made := key{sql: alias + ".num", desc: by.Desc, nullable: true}
	name := f.Name
	if textual(f) {
		made.sql, made.text, name = alias+".text", true, sortField(f.Name)
	}
	made.join = "LEFT JOIN published_values " + alias + " ON " + valueOf(alias) + " AND " + alias + ".ord = 0"
	made.joinArgs, made.field = []any{name}, name
	return made, true
}

func (p *plan) planFields(found *problems) {
	if p.query.Fields == nil {
		p.fields = p.typ.Fields
		return
	}
	if len(p.query.Fields) > maxListed {
		found.add("fields", "too_many", "Give at most %d names.", maxListed)
		return
	}
	for _, name := range p.query.Fields {
		f := p.typ.Field(name)
		if f == nil {
			found.add("fields", "unknown_field", "%s (%s)", unknownField, short(name))
			continue
		}
		p.fields = append(p.fields, f)
	}
}

func (p *plan) planIncludes(m *schema.Model, found *problems) {
	if len(p.query.Include) > MaxIncludes {
		found.add("include", "too_many", "Give at most %d names.", MaxIncludes)
		return
	}
	for _, name := range p.query.Include {
		if f := p.typ.Field(name); f != nil && f.Kind == schema.Relation {
			p.includes = append(p.includes, inclusion{fields: []string{name}})
			continue
		}
		in := inclusion{from: m.TypeByPath(name)}
		if in.from != nil && !in.from.Internal {
			for _, f := range in.from.Fields {
				if f.Kind == schema.Relation && f.Target == p.typ.Name {
					in.fields = append(in.fields, f.Name)
				}
			}
		}
		if len(in.fields) == 0 {
			found.add("include", "unknown_field", "%s (%s)", unknownField, short(name))
			continue
		}
		p.includes = append(p.includes, in)
	}
}
