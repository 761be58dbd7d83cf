package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
)

// commonKeys are the keys of every field, kindKeys those that only some have.
var (
	commonKeys = []string{"kind", "label", "help", "localized", "required"}
	kindKeys   = []struct {
		kind Kind
		keys []string
	}{
		{Text, []string{"max", "multiline", "rules", "filter", "sort"}},
		{RichText, []string{"max"}},
		{Enum, []string{"options", "many", "max", "filter", "sort"}},
		{Number, []string{"integer", "rules", "filter", "sort"}},
		{Figure, []string{"units", "rules", "filter", "sort"}},
		{Date, []string{"time", "filter", "sort"}},
		{Boolean, []string{"filter"}},
		{URL, []string{"rules"}},
		{Email, []string{"rules"}},
		{Country, []string{"filter", "sort"}},
		{Point, []string{"filter"}},
		{Relation, []string{"to", "many", "attributes", "max", "filter"}},
		{List, []string{"fields", "max"}},
		{Sections, []string{"kinds", "once", "max"}},
		{Quotation, nil},
		{Sources, []string{"max"}},
	}
)

// fieldKeys are all keys that some field may have, kindsWith the kinds that
// know a key ("" for all).
func fieldKeys() []string {
	keys := slices.Clone(commonKeys)
	for _, k := range kindKeys {
		for _, key := range k.keys {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func kindsWith(key string) []string {
	var kinds []string
	for _, k := range kindKeys {
		if key == "" || slices.Contains(k.keys, key) {
			kinds = append(kinds, string(k.kind))
		}
	}
	return kinds
}

// readFields reads the fields of a type, or of a list or relation (within).
func (l *loader) readFields(r *reader, p *part, within *Field) []*Field {
	if p.sort != mapping || len(p.entries) == 0 {
		r.fault(p.line, "fields must be names with what belongs to them, such as name: {kind: text, label: {en: Name, …}}")
		return nil
	}
	var out []*Field
	for _, e := range p.entries {
		if f := l.readField(r, e, within); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (l *loader) readField(r *reader, e entry, within *Field) *Field {
	what := fmt.Sprintf("field %q", e.key)
	p := e.at()
	if !r.keys(p, what, fieldKeys()...) {
		return nil
	}
	f := &Field{Name: e.key, Required: r.yes(p.get("required"), "required")}
	l.checkName(r, e, within)
	f.Labels = r.labels(r.need(p, what, "label", "label: {en: Name, …}"), "the label of "+what)
	f.Help = r.labels(p.get("help"), "the help of "+what)
	kind := r.need(p, what, "kind", "kind: text")
	if kind == nil {
		return f
	}
	f.Kind = Kind(r.text(kind, "the kind of "+what))
	if kinds := kindsWith(""); !slices.Contains(kinds, string(f.Kind)) {
		hint := didYouMean(string(f.Kind), kinds)
		if hint == "" {
			hint = "; the kinds are " + strings.Join(kinds, ", ")
		}
		r.fault(kind.line, "unknown kind %q of %s%s", f.Kind, what, hint)
		return f
	}
	l.checkKeys(r, p, f)
	l.readSettings(r, p, f)
	l.checkPlace(r, p, f, within)
	l.readMembers(r, p, f, what)
	l.checkRules(r, p.get("rules"), f)
	return f
}

func (l *loader) checkName(r *reader, e entry, within *Field) {
	reserved := []string{"segments"} // how a translation stores its content
	if within != nil {
		reserved = []string{"id", "entry"}
	}
	switch {
	case !namePattern.MatchString(e.key):
		r.fault(e.line, "the name %q must be lower-case letters, digits and _, starting with a letter", e.key)
	case slices.Contains(reserved, e.key):
		r.fault(e.line, "the name %q is reserved; choose another", e.key)
	}
}

// checkKeys finds keys that have a meaning elsewhere, but not for this kind.
func (l *loader) checkKeys(r *reader, p *part, f *Field) {
	for _, e := range p.entries {
		kinds := kindsWith(e.key)
		if len(kinds) > 0 && !slices.Contains(kinds, string(f.Kind)) {
			r.fault(e.line, "%q says nothing about a field of kind %s; it belongs to %s", e.key, f.Kind, strings.Join(kinds, ", "))
		}
	}
}

func (l *loader) readSettings(r *reader, p *part, f *Field) {
	f.Localized = r.yes(p.get("localized"), "localized")
	f.Max = r.count(p.get("max"), "max")
	f.Multiline = r.yes(p.get("multiline"), "multiline")
	f.Integer = r.yes(p.get("integer"), "integer")
	f.Time = r.yes(p.get("time"), "time")
	f.Many = r.yes(p.get("many"), "many")
	f.Filter = r.yes(p.get("filter"), "filter")
	f.Sort = r.yes(p.get("sort"), "sort")
	f.Rules = r.text(p.get("rules"), "rules")
	if f.Sort && f.Many {
		r.fault(p.get("sort").line, "a field with many values cannot be sorted by; remove sort")
	}
	if f.Max > 0 && !f.Many && (f.Kind == Enum || f.Kind == Relation) {
		r.fault(p.get("max").line, "max counts several values; write many: true as well, or remove max")
	}
}

// checkPlace refuses what can only stand in a type itself.
func (l *loader) checkPlace(r *reader, p *part, f *Field, within *Field) {
	if within == nil {
		return
	}
	for _, key := range []string{"localized", "filter", "sort"} {
		if v := p.get(key); v != nil {
			r.fault(v.line, "%q cannot be said of a field within %q; say it of %q", key, within.Name, within.Name)
		}
	}
	forbidden := []Kind{List, Sections, Sources}
	if within.Kind == Relation {
		forbidden = append(forbidden, Relation, RichText)
	}
	if slices.Contains(forbidden, f.Kind) {
		r.fault(p.get("kind").line, "a field of kind %s cannot stand within a %s; make it a field of the type", f.Kind, within.Kind)
	}
}

// readMembers reads what a field is made of: codes, fields, a target.
func (l *loader) readMembers(r *reader, p *part, f *Field, what string) {
	switch f.Kind {
	case Enum:
		f.Options = r.options(r.need(p, what, "options", "options: {workshop: {en: Workshop, …}}"), "the options of "+what)
	case Figure:
		f.Units = r.options(p.get("units"), "the units of "+what)
	case Sections:
		f.Kinds = r.options(r.need(p, what, "kinds", "kinds: {focus: {en: Focus, …}}"), "the kinds of "+what)
		for _, code := range r.words(p.get("once"), "once", codesOf(f.Kinds)) {
			optionByCode(f.Kinds, code).Once = true
		}
	case List:
		if fields := r.need(p, what, "fields", "fields: {text: {kind: text, label: {en: Text, …}}}"); fields != nil {
			f.Fields = l.readFields(r, fields, f)
		}
	case Relation:
		if attributes := p.get("attributes"); attributes != nil {
			f.Fields = l.readFields(r, attributes, f)
		}
		to := r.need(p, what, "to", "to: network")
		f.Target = r.text(to, "the target of "+what)
		if f.Target == "" {
			return
		}
		l.checks = append(l.checks, func() {
			if l.model.Type(f.Target) == nil {
				var names []string
				for _, t := range l.model.types {
					names = append(names, t.Name)
				}
				r.fault(to.line, "%s points to the type %q, which does not exist%s", what, f.Target, didYouMean(f.Target, names))
			}
		})
	}
}

// textRules and numberRules are the validator tags that make sense for one
// value. Tags that compare fields, look names up in the network or touch files
// are left out.
var (
	textRules = []string{
		"alpha", "alphanum", "alphanumspace", "alphanumunicode", "alphaspace", "alphaunicode", "ascii", "base64url",
		"bcp47_language_tag", "contains", "containsany", "datetime", "doi", "e164", "email", "endsnotwith", "endswith",
		"eq", "eq_ignore_case", "excludes", "excludesall", "fqdn", "hexadecimal", "hostname", "http_url", "https_url",
		"isbn", "issn", "len", "lowercase", "max", "min", "ne", "ne_ignore_case", "numeric", "oneof", "oneofci",
		"printascii", "semver", "startsnotwith", "startswith", "uppercase", "uri", "url", "uuid",
	}
	numberRules = []string{"eq", "gt", "gte", "lt", "lte", "max", "min", "ne"}
)

func (l *loader) checkRules(r *reader, p *part, f *Field) {
	if f.Rules == "" {
		return
	}
	sample, known, sort := any("sample"), textRules, "texts"
	if f.Kind == Number || f.Kind == Figure {
		sample, known, sort = 1.0, numberRules, "numbers"
	}
	for _, rule := range strings.FieldsFunc(f.Rules, func(c rune) bool { return c == ',' || c == '|' }) {
		name, _, _ := strings.Cut(rule, "=")
		hint := didYouMean(name, known)
		if hint == "" {
			hint = "; the rules for " + sort + " are " + strings.Join(known, ", ")
		}
		switch {
		case name == "required":
			r.fault(p.line, "write required: true instead of the rule \"required\"")
		case !slices.Contains(known, name):
			r.fault(p.line, "unknown rule %q%s", name, hint)
		case !usable(l.validate, sample, rule):
			r.fault(p.line, "the rule %q cannot be applied to a field of kind %s; correct its parameter or remove it", rule, f.Kind)
		}
	}
	if strings.Trim(f.Rules, ",|") != f.Rules || strings.Contains(f.Rules, ",,") || strings.Contains(f.Rules, "||") {
		r.fault(p.line, "rules are separated by single commas, such as min=3,max=80")
	}
}

// usable tries a rule: the validator panics when a parameter cannot be read or
// the tag does not fit the sort of value.
func usable(validate *validator.Validate, sample any, rule string) (ok bool) {
	defer func() { ok = recover() == nil }()
	broken(validate, sample, rule)
	return true
}
