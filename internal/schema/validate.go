package schema

import (
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"movingcities/internal/fault"
)

// Validate is the strict check of a part at submit and publish: shape, required
// fields, lengths, rules, complete figures and points, and citations. Fields of
// the other part are not judged; but if f carries the sources that way, or the
// part has them itself, every citation must name one of them. Use
// [Type.Citations] where the sources are another document's. All problems are
// reported at once.
func (t *Type) Validate(p Part, f Fields) []fault.Problem {
	c := newChecker(t, judging, nil)
	for _, field := range t.partFields(p) {
		before := len(c.problems)
		c.value(field, field.Name, f[field.Name])
		if len(c.problems) == before { // a wrong shape is said once
			c.judge(field, field.Name, f[field.Name])
		}
	}
	if name := t.SourcesField(); name != "" {
		if _, here := f[name]; here || t.Field(name).part() == p {
			c.cited(p, f, f[name])
		}
	}
	return c.problems
}

// Citations reports the citations in part p of f that name no source, neither
// among the sources in f nor among those in shared.
func (t *Type) Citations(p Part, f, shared Fields) []fault.Problem {
	c := newChecker(t, judging, nil)
	name := t.SourcesField()
	here, _ := f[name].([]any)
	there, _ := shared[name].([]any)
	c.cited(p, f, slices.Concat(here, there))
	return c.problems
}

// judge checks a value of the right shape, and what it is made of.
func (c *checker) judge(f *Field, path string, v any) {
	if empty(v) {
		if f.Required {
			c.problem(path, "required", "This must be filled in.")
		}
		return
	}
	c.size(f, path, v)
	c.rules(f, path, v)
	object, _ := v.(map[string]any)
	switch f.Kind {
	case URL:
		c.address(path, v, "http_url")
	case Email:
		c.address(path, v, "email")
	case Figure:
		c.judgeFigure(f, path, object)
	case Point:
		c.filled(path, object, "lat", "lon")
	case Sections:
		c.judgeOnce(f, path, v)
	}
	for path, in := range objects(path, v) {
		for _, part := range f.parts() {
			c.judge(part, join(path, part.Name), in[part.Name])
		}
	}
}

func (c *checker) judgeFigure(f *Field, path string, in map[string]any) {
	if in["value"] == nil {
		if f.Required && in["year"] == nil && in["source"] == nil {
			c.problem(join(path, "value"), "required", "This must be filled in.")
		}
		return
	}
	c.filled(path, in, "unit", "year", "source")
	if year, ok := float(in["year"]); ok && (year < 1000 || year > 2200) {
		c.problem(join(path, "year"), "bad_year", "A year has four digits; write %q where it is not known.", notKnown)
	}
}

func (c *checker) judgeOnce(f *Field, path string, v any) {
	seen := map[string]bool{}
	for path, in := range objects(path, v) {
		code, _ := in["kind"].(string)
		if kind := optionByCode(f.Kinds, code); kind != nil && kind.Once && seen[code] {
			c.problem(join(path, "kind"), "repeated_section", "A section %q may stand here once.", code)
		}
		seen[code] = true
	}
}

// filled reports the members that must be there for the whole to make sense.
func (c *checker) filled(path string, in map[string]any, names ...string) {
	for _, name := range names {
		if empty(in[name]) {
			c.problem(join(path, name), "required", "This must be filled in.")
		}
	}
}

func (c *checker) size(f *Field, path string, v any) {
	if f.Max == 0 {
		return
	}
	switch v := v.(type) {
	case string:
		if n := utf8.RuneCountInString(v); n > f.Max {
			c.problem(path, "too_long", "This has %d characters; at most %d are allowed.", n, f.Max)
		}
	case map[string]any:
		if n := utf8.RuneCountInString(PlainText(v)); n > f.Max {
			c.problem(path, "too_long", "This has %d characters; at most %d are allowed.", n, f.Max)
		}
	case []any:
		if len(v) > f.Max {
			c.problem(path, "too_many", "There are %d of these; at most %d are allowed.", len(v), f.Max)
		}
	}
}

func (c *checker) rules(f *Field, path string, v any) {
	if f.Rules == "" || c.typ.validate == nil {
		return
	}
	if failed := broken(c.typ.validate, ruleValue(f, v), f.Rules); failed != "" {
		c.problem(path, "rule", "This does not keep the rule %q.", failed)
	}
}

func (c *checker) address(path string, v any, rule string) {
	if c.typ.validate == nil || broken(c.typ.validate, v, rule) == "" {
		return
	}
	if rule == "email" {
		c.problem(path, "bad_email", "This is not an e-mail address.")
		return
	}
	c.problem(path, "bad_url", "This is not a complete web address; it starts with https:// or http://.")
}

// broken names the first rule that v does not keep, "" if it keeps all.
func broken(validate *validator.Validate, v any, rules string) string {
	if v == nil {
		return ""
	}
	var failures validator.ValidationErrors
	if errors.As(validate.Var(v, rules), &failures) && len(failures) > 0 {
		if param := failures[0].Param(); param != "" {
			return failures[0].Tag() + "=" + param
		}
		return failures[0].Tag()
	}
	return ""
}

// ruleValue is what rules are applied to: the number of a number or figure,
// else the text.
func ruleValue(f *Field, v any) any {
	if f.Kind == Figure {
		figure, _ := v.(map[string]any)
		v = figure["value"]
	}
	if n, ok := float(v); ok {
		return n
	}
	return v
}

// dateText makes dates comparable as text: moments in UTC.
func dateText(f *Field, s string) string {
	if !f.Time {
		return s
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return at.UTC().Format(time.RFC3339)
}

// cited reports citations of sources that are not in the list.
func (c *checker) cited(p Part, f Fields, sources any) {
	known := map[string]bool{}
	list, _ := sources.([]any)
	for _, source := range list {
		source, _ := source.(map[string]any)
		if id, ok := source["id"].(string); ok {
			known[id] = true
		}
	}
	richTexts(c.typ.partFields(p), "", f, func(path string, doc any) {
		citations(path, doc, func(path, source string) {
			if !known[source] {
				c.problem(path, "unknown_citation", "The source %q is not in the list of sources.", source)
			}
		})
	})
}

// richTexts finds the rich texts of a document, in order.
func richTexts(fields []*Field, path string, in map[string]any, found func(path string, doc any)) {
	for _, f := range fields {
		at := join(path, f.Name)
		if f.Kind == RichText {
			found(at, in[f.Name])
			continue
		}
		for path, item := range objects(at, in[f.Name]) {
			richTexts(f.parts(), path, item, found)
		}
	}
}

// citations finds the citation marks of a rich text.
func citations(path string, v any, found func(path, source string)) {
	node, _ := v.(map[string]any)
	marks, _ := node["marks"].([]any)
	for i, mark := range marks {
		mark, _ := mark.(map[string]any)
		if mark["type"] == "citation" {
			attrs, _ := mark["attrs"].(map[string]any)
			source, _ := attrs["source"].(string)
			found(join(path, "marks/"+strconv.Itoa(i)), source)
		}
	}
	content, _ := node["content"].([]any)
	for i, child := range content {
		citations(join(path, "content/"+strconv.Itoa(i)), child, found)
	}
}

// objects yields a value that is an object, or each object of one that is a
// list, with its path.
func objects(path string, v any) iter.Seq2[string, map[string]any] {
	return func(yield func(string, map[string]any) bool) {
		switch v := v.(type) {
		case map[string]any:
			yield(path, v)
		case []any:
			for i, member := range v {
				if in, ok := member.(map[string]any); ok && !yield(join(path, strconv.Itoa(i)), in) {
					return
				}
			}
		}
	}
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0 || (v["type"] == "doc" && PlainText(v) == "")
	}
	return false
}
