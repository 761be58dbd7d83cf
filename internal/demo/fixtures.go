package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"movingcities/internal/schema"
)

// Entry is one thing of the demonstration content in the form in which it is
// saved. The ids of the entry, of its blocks and of its items follow from
// their place in the fixtures: they are the same on every load and, for blocks
// and items, in every language.
type Entry struct {
	ID           string
	Type         string
	Slug         string // its name in the fixtures, and its address where there are no languages
	SourceLocale string
	Shared       schema.Fields
	Texts        map[string]Text // by locale; empty for a type without localized fields
}

// Text is an entry in one language. Follows is the locale it was translated
// from, empty for the source.
type Text struct {
	Slug    string
	Follows string
	Fields  schema.Fields
}

// fixture is an entry as its file holds it; CREDITS.md beside the files says
// how values are written.
type fixture struct {
	Slug         string                    `json:"slug"`
	SourceLocale string                    `json:"source_locale"`
	Shared       map[string]any            `json:"shared"`
	Locales      map[string]map[string]any `json:"locales"`
}

// Entries reads the fixtures of every content type, from <path>.json or
// <path>/*.json, each entry after those that it relates to. The error names
// the file and what in it does not fit the content type.
func Entries(fsys fs.FS, model *schema.Model) ([]Entry, error) {
	var entries []Entry
	for _, t := range byRelation(model) {
		files, err := fs.Glob(fsys, t.Path+"/*.json")
		if err != nil {
			return nil, err
		}
		if _, err := fs.Stat(fsys, t.Path+".json"); err == nil {
			files = append(files, t.Path+".json")
		}
		for _, file := range files {
			fixtures, err := readFixtures(fsys, file)
			if err != nil {
				return nil, fmt.Errorf("demo: %s: %w", file, err)
			}
			for _, f := range fixtures {
				e, err := f.entry(t)
				if err != nil {
					return nil, fmt.Errorf("demo: %s: %s: %w", file, f.Slug, err)
				}
				entries = append(entries, e)
			}
		}
	}
	return entries, nil
}

// byRelation orders the types so that each comes after the targets of its
// relations. Types that relate to each other in a circle keep their order.
func byRelation(model *schema.Model) []*schema.Type {
	var ordered []*schema.Type
	seen := map[string]bool{}
	var visit func(t *schema.Type)
	visit = func(t *schema.Type) {
		if t == nil || seen[t.Name] {
			return
		}
		seen[t.Name] = true
		for _, f := range t.Fields {
			if f.Kind == schema.Relation {
				visit(model.Type(f.Target))
			}
		}
		ordered = append(ordered, t)
	}
	for _, t := range model.Types() {
		visit(t)
	}
	return ordered
}

func readFixtures(fsys fs.FS, file string) ([]fixture, error) {
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	if path.Dir(file) != "." { // a file of its own for each entry
		raw = slices.Concat([]byte("["), raw, []byte("]"))
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var fixtures []fixture
	if err := decoder.Decode(&fixtures); err != nil {
		return nil, err
	}
	return fixtures, nil
}

func (f fixture) entry(t *schema.Type) (Entry, error) {
	e := Entry{
		ID: entryID(t.Name, f.Slug), Type: t.Name, Slug: f.Slug, SourceLocale: f.SourceLocale,
		Texts: map[string]Text{},
	}
	var err error
	if e.Shared, err = convert(t, schema.Shared, f.Shared, f.Slug); err != nil {
		return e, fmt.Errorf("shared: %w", err)
	}
	for locale, values := range f.Locales {
		text := Text{Follows: followed(f.SourceLocale, locale)}
		text.Slug, _ = values["slug"].(string)
		delete(values, "slug") // the address is no field
		if text.Fields, err = convert(t, schema.Localized, values, f.Slug); err != nil {
			return e, fmt.Errorf("%s: %w", locale, err)
		}
		e.Texts[locale] = text
	}
	if _, ok := e.Texts[e.SourceLocale]; !ok && t.HasPart(schema.Localized) {
		return e, fmt.Errorf("there is no text in the source locale %q", e.SourceLocale)
	}
	return e, nil
}

// followed is the locale that a translation is made from: the source, or
// English where few translators read the source.
func followed(source, locale string) string {
	switch {
	case locale == source:
		return ""
	case (source == "el" || source == "pl") && locale != "en":
		return "en"
	default:
		return source
	}
}

func entryID(typ, slug string) string { return stableID(typ, slug) }

// convert brings the values of one part into the shapes of its fields, and
// refuses what the content type would refuse when it is saved.
func convert(t *schema.Type, part schema.Part, values map[string]any, slug string) (schema.Fields, error) {
	fields := schema.Fields{}
	for name, v := range values {
		f := t.Field(name)
		if f == nil {
			return nil, fmt.Errorf("the type %s has no field %q", t.Name, name)
		}
		value, err := valueOf(f, v, t.Name, slug, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fields[name] = value
	}
	var faults []error
	fields, problems := t.Normalize(part, fields, func() string {
		faults = append(faults, errors.New("something has no id, or one that stands twice"))
		return "none"
	})
	for _, p := range problems {
		faults = append(faults, fmt.Errorf("%s: %s", p.Path, p.Message))
	}
	return fields, errors.Join(faults...)
}

// valueOf writes out the short forms of a fixture. place is the way to the
// value, from which the ids in it are made.
func valueOf(f *schema.Field, v any, place ...string) (any, error) {
	switch f.Kind {
	case schema.RichText:
		return paragraphs(v, place)
	case schema.Sections:
		return each(v, place, sectionOf)
	case schema.List:
		return each(v, place, func(v any, place []string) (map[string]any, error) { return itemOf(f, v, place) })
	case schema.Relation:
		if !f.Many {
			return relationTo(f, v, nil)
		}
		return each(v, place, func(v any, place []string) (map[string]any, error) { return relationTo(f, v, place) })
	case schema.Figure:
		if number, ok := v.(json.Number); ok {
			return map[string]any{
				"value": number, "unit": f.Units[0].Code, "year": "not_known", "source": "GeoNames (geonames.org), CC BY 4.0",
			}, nil
		}
	}
	return v, nil
}

// each converts the members of a list; the place of each is its number.
func each(v any, place []string, one func(any, []string) (map[string]any, error)) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, errors.New("this must be a list")
	}
	out := make([]any, 0, len(list))
	for i, member := range list {
		made, err := one(member, slices.Concat(place, []string{fmt.Sprint(i)}))
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		out = append(out, made)
	}
	return out, nil
}

func sectionOf(v any, place []string) (map[string]any, error) {
	in, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("this must be a section")
	}
	body, err := paragraphs(in["paragraphs"], place)
	return map[string]any{"id": stableID(place...), "kind": in["kind"], "heading": in["heading"], "body": body}, err
}

// itemOf is an item of a list: an object with the list's fields, or the value
// of the only one.
func itemOf(f *schema.Field, v any, place []string) (map[string]any, error) {
	in, ok := v.(map[string]any)
	if !ok && len(f.Fields) == 1 {
		in = map[string]any{f.Fields[0].Name: v}
	}
	item := map[string]any{"id": stableID(place...)}
	for name, v := range in {
		item[name] = v
		for _, inner := range f.Fields {
			if inner.Name != name {
				continue
			}
			value, err := valueOf(inner, v, slices.Concat(place, []string{name})...)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			item[name] = value
		}
	}
	return item, nil
}

// relationTo turns the slug of a target into its id. place is nil for a
// relation to one entry, which is no item of a list.
func relationTo(f *schema.Field, v any, place []string) (map[string]any, error) {
	in, ok := v.(map[string]any)
	if !ok {
		in = map[string]any{"to": v}
	}
	slug, ok := in["to"].(string)
	if !ok {
		return nil, fmt.Errorf("name the slug of a %s", f.Target)
	}
	out := map[string]any{"entry": entryID(f.Target, slug)}
	if place != nil {
		out["id"] = stableID(place...)
	}
	for name, attribute := range in {
		if name != "to" {
			out[name] = attribute
		}
	}
	return out, nil
}

func paragraphs(v any, place []string) (map[string]any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, errors.New("this must be a list of paragraphs")
	}
	texts := make([]string, 0, len(list))
	for _, p := range list {
		text, ok := p.(string)
		if !ok || strings.TrimSpace(text) == "" {
			return nil, errors.New("a paragraph must be a text")
		}
		texts = append(texts, text)
	}
	return richText(texts, place...)
}
