package schema

import (
	"strconv"
	"strings"
)

// Value is one filterable or sortable value of a document. Ord counts the
// values of a field from 0. A point gives two fields, "location.lat" and
// "location.lon"; times are in UTC, so that all dates compare as text.
type Value struct {
	Field  string
	Ord    int64
	Text   *string
	Num    *float64
	Target string // id of the related entry, "" for all other kinds
}

// RelationValue is one relation from a document to an entry. Path is where it
// stands ("networks/0"), Type the type that the field points to.
type RelationValue struct {
	Field      string
	Path       string
	ID         string
	Type       string
	Entry      string
	Attributes Fields
}

// Alias is an address of the earlier site, with the locale that its prefix
// names (the default locale without one).
type Alias struct {
	Path   string
	Locale string
}

// Values lists what the public can filter and sort a part by. The fields of
// the map point and of the country are always among them.
func (t *Type) Values(p Part, f Fields) []Value {
	var out []Value
	for _, field := range t.partFields(p) {
		if field.Filter || field.Sort || field.Name == t.PointField || field.Name == t.CountryField {
			out = append(out, fieldValues(field, f[field.Name])...)
		}
	}
	return out
}

func fieldValues(f *Field, v any) []Value {
	switch f.Kind {
	case Number:
		return numeric(f.Name, v)
	case Figure:
		figure, _ := v.(map[string]any)
		return numeric(f.Name, figure["value"])
	case Point:
		point, _ := v.(map[string]any)
		lat, lon := numeric(f.Name+".lat", point["lat"]), numeric(f.Name+".lon", point["lon"])
		if lat == nil || lon == nil {
			return nil
		}
		return append(lat, lon...)
	}
	members, many := v.([]any)
	if !many {
		members = []any{v}
	}
	var out []Value
	for _, member := range members {
		value := Value{Field: f.Name, Ord: int64(len(out))}
		switch member := member.(type) {
		case bool:
			text := strconv.FormatBool(member)
			value.Text = &text
		case string:
			if f.Kind == Date {
				member = dateText(f, member)
			}
			value.Text = &member
		case map[string]any: // only a relation gets here with one
			value.Target, _ = member["entry"].(string)
		}
		if value.Target != "" || (value.Text != nil && *value.Text != "") {
			out = append(out, value)
		}
	}
	return out
}

func numeric(name string, v any) []Value {
	n, ok := float(v)
	if !ok {
		return nil
	}
	return []Value{{Field: name, Num: &n}}
}

// Relations lists all relations of a content, in order, also those inside
// lists. Retained values have none.
func (t *Type) Relations(f Fields) []RelationValue {
	return relations(t.Fields, "", f)
}

func relations(fields []*Field, path string, in map[string]any) []RelationValue {
	var out []RelationValue
	for _, f := range fields {
		if f.Kind != Relation && f.Kind != List {
			continue
		}
		for path, item := range objects(join(path, f.Name), in[f.Name]) {
			if f.Kind == List {
				out = append(out, relations(f.Fields, path, item)...)
				continue
			}
			if entry, _ := item["entry"].(string); entry != "" {
				id, _ := item["id"].(string)
				out = append(out, RelationValue{
					Field: f.Name, Path: path, ID: id, Type: f.Target, Entry: entry,
					Attributes: present(f.Fields, item),
				})
			}
		}
	}
	return out
}

// Aliases lists the addresses of the earlier site in the aliases field.
func (t *Type) Aliases(f Fields) []Alias {
	field := t.Field(t.AliasesField)
	if field == nil {
		return nil
	}
	var out []Alias
	for _, item := range objects("", f[field.Name]) {
		path, _ := item[field.Fields[0].Name].(string)
		path = "/" + strings.Trim(path, "/")
		if path == "/" {
			continue
		}
		prefix, _, _ := strings.Cut(path[1:], "/")
		locale, ok := t.model.CanonicalLocale(prefix)
		if !ok {
			locale = t.model.locales[0].Code
		}
		out = append(out, Alias{Path: path, Locale: locale})
	}
	return out
}
