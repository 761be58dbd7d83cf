package schema

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// notKnown is the year of a figure whose year nobody recorded.
const notKnown = "not_known"

// entryID is the kind of the member "entry" of a relation; no field can be
// declared with it.
const entryID Kind = "entry"

// The members of the kinds that are always made of the same.
var (
	quotationParts = []*Field{
		{Name: "text", Kind: Text, Required: true},
		{Name: "speaker", Kind: Text, Required: true},
		{Name: "function", Kind: Text},
	}
	sourceParts = []*Field{
		{Name: "title", Kind: Text, Required: true},
		{Name: "url", Kind: URL},
		{Name: "publisher", Kind: Text},
		{Name: "accessed", Kind: Date},
	}
)

// parts are the fields that a compound value, or each of its items, is made of;
// nil for a simple value.
func (f *Field) parts() []*Field {
	switch f.Kind {
	case List:
		return f.Fields
	case Relation:
		return append([]*Field{{Name: "entry", Kind: entryID, Required: true}}, f.Fields...)
	case Sections:
		return []*Field{
			{Name: "kind", Kind: Enum, Options: f.Kinds, Required: true},
			{Name: "heading", Kind: Text},
			{Name: "body", Kind: RichText, Required: true},
		}
	case Quotation:
		return quotationParts
	case Sources:
		return sourceParts
	}
	return nil
}

// value checks one field and gives its canonical form; false when it is empty.
func (c *checker) value(f *Field, path string, v any) (any, bool) {
	if v == nil {
		return nil, false
	}
	switch f.Kind {
	case Text:
		return filled(c.text(path, v, f.Multiline))
	case Email:
		return filled(c.text(path, v, false))
	case RichText:
		return c.richText(path, v)
	case Enum:
		return c.enum(f, path, v)
	case Number:
		return c.number(path, v, f.Integer)
	case Figure:
		return c.figure(f, path, v)
	case Date:
		return filled(c.date(path, v, f.Time))
	case Boolean:
		yes, ok := v.(bool)
		if !ok {
			c.shape(path, "true or false")
		}
		return yes, ok
	case URL:
		return filled(c.url(path, v))
	case Country:
		return filled(c.country(path, v))
	case Point:
		return c.point(path, v)
	case List, Sections:
		return c.items(f, path, v, c.ids)
	case Sources:
		return c.items(f, path, v, map[string]bool{})
	case Relation:
		if f.Many {
			return c.items(f, path, v, c.ids)
		}
		return c.object(f, path, v, "id")
	case Quotation:
		return c.object(f, path, v)
	case entryID:
		return filled(c.entry(path, v))
	}
	return nil, false
}

// shape reports a value of the wrong JSON shape.
func (c *checker) shape(path, want string) {
	c.problem(path, "wrong_shape", "This must be %s.", want)
}

func (c *checker) text(path string, v any, multiline bool) string {
	s, ok := v.(string)
	if !ok {
		c.shape(path, "a text")
		return ""
	}
	s = strings.TrimSpace(clean(s, multiline))
	if utf8.RuneCountInString(s) > maxText {
		c.problem(path, "too_long", "A text has at most %d characters.", maxText)
	}
	return s
}

// clean is the text in NFC without control characters. Where lines make no
// sense, a line break is a space.
func clean(s string, multiline bool) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && multiline:
			return r
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\uFEFF':
			return -1
		}
		return r
	}, lineBreaks.Replace(s))
	return norm.NFC.String(s)
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n")

func filled(s string) (any, bool) { return s, s != "" }

func (c *checker) enum(f *Field, path string, v any) (any, bool) {
	if !f.Many {
		return filled(c.code(f.Options, path, v))
	}
	list, ok := c.array(path, v)
	if !ok {
		return nil, false
	}
	seen, out := map[string]bool{}, []any{}
	for i, member := range list {
		code := c.code(f.Options, join(path, strconv.Itoa(i)), member)
		if code != "" && !seen[code] {
			seen[code] = true
			out = append(out, code)
		}
	}
	return out, len(out) > 0
}

func (c *checker) code(options []Option, path string, v any) string {
	code := c.text(path, v, false)
	if code != "" && optionByCode(options, code) == nil {
		c.problem(path, "unknown_code", "%q is not one of the codes%s", code, sentence(didYouMean(code, codesOf(options))))
	}
	return code
}

func (c *checker) number(path string, v any, integer bool) (any, bool) {
	n, ok := number(v)
	if !ok {
		c.shape(path, "a number")
		return nil, false
	}
	if _, err := strconv.ParseFloat(n.String(), 64); err != nil || len(n) > 40 {
		c.problem(path, "bad_number", "This number is too large.")
	} else if integer && strings.ContainsAny(n.String(), ".e") {
		c.problem(path, "bad_number", "This must be a whole number.")
	}
	return n, true
}

// figure is dropped when nothing but a unit was given: a form fills in the unit
// before anybody typed. A null value beside a year or source means "not known".
func (c *checker) figure(f *Field, path string, v any) (any, bool) {
	year := &Field{Name: "year", Kind: Number, Integer: true}
	in, _ := v.(map[string]any)
	if text, ok := in["year"].(string); ok {
		year.Kind = Text
		if text != notKnown && text != "" {
			c.problem(join(path, "year"), "bad_year", "A year is a number such as 2020, or %q.", notKnown)
		}
	}
	parts := []*Field{{Name: "value", Kind: Number}, year, {Name: "source", Kind: Text}}
	figure, ok := c.object(&Field{Kind: List, Fields: parts}, path, v, "unit")
	if !ok {
		return nil, false
	}
	out, _ := figure.(map[string]any)
	if out["value"] == nil {
		out["value"] = nil
	}
	if unit := c.unit(f, join(path, "unit"), in["unit"]); unit != "" {
		out["unit"] = unit
	}
	return out, true
}

func (c *checker) unit(f *Field, path string, v any) string {
	unit := ""
	if v != nil {
		unit = c.text(path, v, false)
	}
	switch {
	case len(f.Units) == 0:
		return unit
	case unit == "" && len(f.Units) == 1:
		return f.Units[0].Code
	case unit != "" && optionByCode(f.Units, unit) == nil:
		c.problem(path, "unknown_code", "%q is not one of the units%s", unit, sentence(didYouMean(unit, codesOf(f.Units))))
	}
	return unit
}

// date keeps the offset that the author wrote: the local hour of an event is
// part of what was said.
func (c *checker) date(path string, v any, withTime bool) string {
	s := c.text(path, v, false)
	if s == "" {
		return ""
	}
	if withTime {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil || at.Year() < 1 {
			c.problem(path, "bad_date", "A time is written like 2021-10-21T10:00:00+02:00.")
			return s
		}
		return at.Truncate(time.Second).Format(time.RFC3339)
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		c.problem(path, "bad_date", "A date is written like 2021-10-21.")
	}
	return s
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// url lets a half-typed address pass, but never one of another scheme: a draft
// is shown too.
func (c *checker) url(path string, v any) string {
	s := c.text(path, v, false)
	if found := strings.ToLower(scheme.FindString(s)); found != "" && found != "http:" && found != "https:" {
		c.problem(path, "bad_url", "An address starts with https:// or http://.")
	}
	return s
}

func (c *checker) country(path string, v any) string {
	code := strings.ToUpper(c.text(path, v, false))
	if code != "" && c.typ.model != nil && c.typ.model.countries[code] == nil {
		c.problem(path, "unknown_country", "%q is not a known country; write the two letters of ISO 3166, such as IT.", code)
	}
	return code
}

func (c *checker) point(path string, v any) (any, bool) {
	parts := []*Field{{Name: "lat", Kind: Number}, {Name: "lon", Kind: Number}}
	point, ok := c.object(&Field{Kind: List, Fields: parts}, path, v)
	out, _ := point.(map[string]any)
	for _, part := range parts {
		limit := 90.0
		if part.Name == "lon" {
			limit = 180
		}
		if degrees, given := float(out[part.Name]); given && (degrees < -limit || degrees > limit) {
			c.problem(join(path, part.Name), "bad_point", "This lies between -%v and %v degrees.", limit, limit)
		}
	}
	return point, ok
}

// entry is the id of another entry.
func (c *checker) entry(path string, v any) string {
	id := c.text(path, v, false)
	if id != "" && !idPattern.MatchString(id) {
		c.problem(path, "bad_id", "Name the entry by its id.")
	}
	return id
}

// object checks a compound value; own are members that it may have besides.
func (c *checker) object(f *Field, path string, v any, own ...string) (any, bool) {
	in, ok := v.(map[string]any)
	if !ok {
		c.shape(path, "an object")
		return nil, false
	}
	out := c.members(f.parts(), path, in, own...)
	return out, len(out) > 0
}

// items checks an array of compound values. An empty one is dropped, unless it
// has an id: it was there before, and may hold what [Type.Retain] gives back.
func (c *checker) items(f *Field, path string, v any, seen map[string]bool) (any, bool) {
	list, ok := c.array(path, v)
	if !ok {
		return nil, false
	}
	out := []any{}
	for i, member := range list {
		path := join(path, strconv.Itoa(i))
		in, ok := member.(map[string]any)
		if !ok {
			c.shape(path, "an object")
			continue
		}
		id := c.id(join(path, "id"), in["id"], seen)
		item := c.members(f.parts(), path, in, "id")
		if len(item) > 0 || in["id"] != nil {
			item["id"] = id
			out = append(out, item)
		}
	}
	return out, len(out) > 0
}

func (c *checker) array(path string, v any) ([]any, bool) {
	list, ok := v.([]any)
	if !ok {
		c.shape(path, "a list")
		return nil, false
	}
	if len(list) > maxMembers {
		c.problem(path, "too_many", "A list has at most %d items.", maxMembers)
		return nil, false
	}
	return list, true
}
