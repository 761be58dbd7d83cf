package published

import (
	"time"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// sortField is the name under which the collation key of a sortable text is
// kept beside its values. No field can have it.
func sortField(name string) string { return "sort:" + name }

// numeric tells whether a field is compared by number: dates count in
// microseconds since 1970.
func numeric(f *schema.Field) bool {
	return f.Kind == schema.Number || f.Kind == schema.Figure || f.Kind == schema.Date
}

// textual tells whether a field is compared by its text.
func textual(f *schema.Field) bool {
	switch f.Kind {
	case schema.Text, schema.Enum, schema.Boolean, schema.URL, schema.Email, schema.Country:
		return true
	}
	return false
}

// filterable tells whether the public may filter by a field of the type.
func filterable(t *schema.Type, f *schema.Field) bool {
	if f == nil || !f.Filter && f.Name != t.CountryField {
		return false
	}
	return numeric(f) || textual(f) || f.Kind == schema.Relation
}

// sortable tells whether the public may sort by a field.
func sortable(f *schema.Field) bool {
	return f != nil && f.Sort && !f.Many && (numeric(f) || textual(f))
}

// values are the rows of published_values of an entry in one locale: those that
// only this locale answers with, while the rows of und hold for all of them.
// Together they are exactly what the entry answers with.
func (ix *indexer) values(e *liveEntry, locale string) []db.PublishedValue {
	own := schema.Fields{}
	for _, f := range e.typ.Fields {
		_, byUnd := e.bodies[schema.Und][f.Name]
		ofUnd := !f.Localized && (byUnd || locale == schema.Und)
		if v, ok := e.bodies.value(f, locale); ok && ofUnd == (locale == schema.Und) {
			own[f.Name] = v
		}
	}
	var rows []db.PublishedValue
	for _, values := range [][]schema.Value{
		e.typ.Values(schema.Shared, own), e.typ.Values(schema.Localized, own), unfiltered(e.typ, own),
	} {
		for _, v := range values {
			rows = append(rows, ix.rows(e, locale, v)...)
		}
	}
	return rows
}

// unfiltered are the relations that nobody filters by; they are kept so that an
// entry can be included by what it points to.
func unfiltered(t *schema.Type, fields schema.Fields) []schema.Value {
	var out []schema.Value
	for _, f := range t.Fields {
		if f.Kind != schema.Relation || f.Filter || f.Sort {
			continue
		}
		for i, r := range t.Relations(schema.Fields{f.Name: fields[f.Name]}) {
			out = append(out, schema.Value{Field: f.Name, Ord: int64(i), Target: r.Entry})
		}
	}
	return out
}

// rows turns a value into what the database compares: dates also count, and a
// sortable text has its collation key.
func (ix *indexer) rows(e *liveEntry, locale string, v schema.Value) []db.PublishedValue {
	row := db.PublishedValue{
		EntryID: e.id, Locale: locale, Type: e.typ.Name, Field: v.Field, Ord: v.Ord, Text: v.Text, Num: v.Num,
	}
	if v.Target != "" {
		row.TargetID = &v.Target
	}
	if v.Text == nil {
		return []db.PublishedValue{row}
	}
	rows := []db.PublishedValue{}
	f := e.typ.Field(v.Field)
	if numeric(f) {
		if from, _, ok := dateSpan(*v.Text); ok {
			row.Num = &from
		}
	} else if sortable(f) {
		key := ix.sortKey(locale, *v.Text)
		rows = append(rows, db.PublishedValue{
			EntryID: e.id, Locale: locale, Type: e.typ.Name, Field: sortField(v.Field), Text: &key,
		})
	}
	if len(*v.Text) <= maxTextBytes { // the indexes take no longer ones
		rows = append(rows, row)
	}
	return rows
}

// dateSpan gives the first and the last microsecond that a date means: all of
// the day, or one moment when it has a time of day.
func dateSpan(s string) (from, to float64, ok bool) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return float64(day.UnixMicro()), float64(day.AddDate(0, 0, 1).UnixMicro() - 1), true
	}
	moment, err := time.Parse(time.RFC3339, s)
	return float64(moment.UnixMicro()), float64(moment.UnixMicro()), err == nil
}
