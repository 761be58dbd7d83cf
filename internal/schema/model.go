// Package schema knows what content is made of: the content types of
// config/content, the shapes of their fields, and the rules that a draft and a
// publication must keep. It is pure: no clock, no database, no randomness.
package schema

import (
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
)

// Und is the locale of the document that holds an entry's shared fields.
const Und = "und"

// Fields is the content of one document, decoded with [Decode]: numbers are
// json.Number, objects map[string]any, arrays []any.
type Fields = map[string]any

// Part is one of the two halves of a content type.
type Part int

// The shared fields live in the document "und", the localized ones in a
// document of every locale.
const (
	Shared Part = iota
	Localized
)

// Kind is the shape of a field's value.
type Kind string

// The kinds of fields.
const (
	Text      Kind = "text"
	RichText  Kind = "richtext"
	Enum      Kind = "enum"
	Number    Kind = "number"
	Figure    Kind = "figure"
	Date      Kind = "date"
	Boolean   Kind = "boolean"
	URL       Kind = "url"
	Email     Kind = "email"
	Country   Kind = "country"
	Point     Kind = "point"
	Relation  Kind = "relation"
	List      Kind = "list"
	Sections  Kind = "sections"
	Quotation Kind = "quotation"
	Sources   Kind = "sources"
)

// Model is a loaded and checked set of content types, locales and countries.
// It never changes after [Load] and may be used by many goroutines.
type Model struct {
	types     []*Type
	locales   []Locale
	countries map[string]map[string]string
	codes     []string
	version   string
}

// Locale is a language that content can be written in. Fallback lists the
// locales that stand in for it, nearest first; Aliases are other spellings that
// readers may ask for ("gr" for "el").
type Locale struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Fallback []string `json:"fallback"`
	Aliases  []string `json:"aliases"`
}

// Label is the name of a content type for one entry and for several.
type Label struct {
	One   string `json:"one"`
	Other string `json:"other"`
}

// Policies say how strict a type is with translations.
type Policies struct {
	Stale string `json:"stale"` // warn or forbid: may a stale translation be published
	Empty string `json:"empty"` // forbid or omit: what an empty segment does at publication
}

// Type is one content type. Names is keyed by locale. The fields named by
// PointField, CountryField and AliasesField are "" where a type has none.
type Type struct {
	Name         string           `json:"name"`
	Path         string           `json:"path"`
	Names        map[string]Label `json:"names"`
	Fields       []*Field         `json:"fields"`
	TitleField   string           `json:"title"`
	SlugFrom     string           `json:"slug"`
	PointField   string           `json:"point,omitempty"`
	CountryField string           `json:"country,omitempty"`
	AliasesField string           `json:"aliases,omitempty"`
	Policies     Policies         `json:"policies"`
	// Internal types are for the desk alone: nothing of them is ever public.
	Internal bool `json:"internal,omitempty"`
	// Version is a hash of the whole definition; revisions carry it.
	Version string `json:"version"`

	model    *Model
	validate *validator.Validate
}

// Field is one field of a type, of a list or of a relation's attributes. Only
// fields of a type can be Localized, Filter or Sort.
type Field struct {
	Name      string            `json:"name"`
	Kind      Kind              `json:"kind"`
	Labels    map[string]string `json:"labels"`
	Help      map[string]string `json:"help,omitempty"`
	Localized bool              `json:"localized"`
	Required  bool              `json:"required,omitempty"`
	// Rules are validator/v10 tags, checked at submit and publish.
	Rules string `json:"rules,omitempty"`
	// Max is the most characters of a text or rich text, or the most members
	// of a list, sections, sources or a field with Many; 0 is no limit.
	Max       int  `json:"max,omitempty"`
	Multiline bool `json:"multiline,omitempty"` // text
	Integer   bool `json:"integer,omitempty"`   // number
	Time      bool `json:"time,omitempty"`      // date: with time of day
	Many      bool `json:"many,omitempty"`      // enum, relation
	// Options are the codes of an enum.
	Options []Option `json:"options,omitempty"`
	// Units are the units a figure may have; with exactly one it is filled in.
	Units []Option `json:"units,omitempty"`
	// Kinds are the sorts of section of a sections field.
	Kinds []Option `json:"kinds,omitempty"`
	// Target is the name of the type that a relation points to.
	Target string `json:"target,omitempty"`
	// Fields are the fields of a list or the attributes of a relation.
	Fields []*Field `json:"fields,omitempty"`
	Filter bool     `json:"filter,omitempty"`
	Sort   bool     `json:"sort,omitempty"`
}

// Option is a code with a label per locale. Once is for kinds of sections that
// may stand in a document one time only.
type Option struct {
	Code   string            `json:"code"`
	Labels map[string]string `json:"labels"`
	Once   bool              `json:"once,omitempty"`
}

// Types lists the content types in order of their file names.
func (m *Model) Types() []*Type { return slices.Clone(m.types) }

// Public are the types of which anything may be public.
func (m *Model) Public() []*Type {
	return slices.DeleteFunc(slices.Clone(m.types), func(t *Type) bool { return t.Internal })
}

// Type finds a type by its name; nil if there is none.
func (m *Model) Type(name string) *Type {
	for _, t := range m.types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// TypeByPath finds a type by its public path; nil if there is none.
func (m *Model) TypeByPath(path string) *Type {
	for _, t := range m.types {
		if t.Path == path {
			return t
		}
	}
	return nil
}

// Locales lists the locales in the order of locales.yaml; the first is the default.
func (m *Model) Locales() []Locale { return slices.Clone(m.locales) }

// Locale finds a locale by its code, not by an alias.
func (m *Model) Locale(code string) (Locale, bool) {
	for _, l := range m.locales {
		if l.Code == code {
			return l, true
		}
	}
	return Locale{}, false
}

// CanonicalLocale turns a code or an alias in any case into the code.
func (m *Model) CanonicalLocale(codeOrAlias string) (string, bool) {
	for _, l := range m.locales {
		if strings.EqualFold(l.Code, codeOrAlias) {
			return l.Code, true
		}
		for _, alias := range l.Aliases {
			if strings.EqualFold(alias, codeOrAlias) {
				return l.Code, true
			}
		}
	}
	return "", false
}

// Countries lists the known country codes in alphabetical order.
func (m *Model) Countries() []string { return slices.Clone(m.codes) }

// CountryName is the name of a country in a locale, in the default locale when
// that is unknown, and the code itself when the country is unknown.
func (m *Model) CountryName(code, locale string) string {
	names, ok := m.countries[code]
	if !ok {
		return code
	}
	if name, ok := names[locale]; ok {
		return name
	}
	return names[m.locales[0].Code]
}

// Version is a hash of all types, locales and countries: what is derived from
// the model may be kept as long as it is the same.
func (m *Model) Version() string { return m.version }

// Field finds a field of the type by name; nil if there is none.
func (t *Type) Field(name string) *Field { return fieldByName(t.Fields, name) }

// HasPart tells whether any field of the type belongs to the part.
func (t *Type) HasPart(p Part) bool {
	return slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.part() == p })
}

// Title is the text of the title field, "" if f does not hold it.
func (t *Type) Title(f Fields) string {
	title, _ := f[t.TitleField].(string)
	return title
}

// SourcesField is the name of the field whose sources citations name, "" if the
// type has none.
func (t *Type) SourcesField() string {
	for _, f := range t.Fields {
		if f.Kind == Sources {
			return f.Name
		}
	}
	return ""
}

func (f *Field) part() Part {
	if f.Localized {
		return Localized
	}
	return Shared
}

func fieldByName(fields []*Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func optionByCode(options []Option, code string) *Option {
	for i := range options {
		if options[i].Code == code {
			return &options[i]
		}
	}
	return nil
}

// PartOf tells which part of an entry a document of this locale holds.
func PartOf(locale string) Part {
	if locale == Und {
		return Shared
	}
	return Localized
}
