package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/language"
)

var (
	namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	codePattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,59}$`)
	pathPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
)

// reservedPaths are taken by the API and the site.
var reservedPaths = []string{
	"about", "account", "admin", "api", "assets", "changes", "desk", "docs", "feed", "health", "healthz", "locales",
	"metrics", "openapi", "readyz", "resolve", "robots", "search", "session", "sitemap", "static", "types",
}

// loader holds what the files have in common while they are read.
type loader struct {
	fsys     fs.FS
	model    *Model
	validate *validator.Validate
	faults   []DefinitionFault
	checks   []func() // that need all types
}

// Load reads locales.yaml, countries.json and content/*.yaml. The error is a
// [*DefinitionError] with every fault at once.
func Load(fsys fs.FS) (*Model, error) {
	l := &loader{
		fsys:     fsys,
		model:    &Model{countries: map[string]map[string]string{}},
		validate: validator.New(validator.WithRequiredStructEnabled()),
	}
	l.readLocales()
	if len(l.model.locales) > 0 { // without them every label would be wrong
		l.readCountries()
		l.readTypes()
		for _, check := range l.checks {
			check()
		}
	}
	if len(l.faults) > 0 {
		return nil, &DefinitionError{Faults: sorted(l.faults)}
	}
	l.stamp()
	return l.model, nil
}

// stamp computes the versions, last, when nothing changes any more.
func (l *loader) stamp() {
	for _, t := range l.model.types {
		t.Version = stamp(t)
	}
	l.model.version = stamp([]any{l.model.types, l.model.locales, l.model.countries})
}

// stamp is short: 16 hexadecimal digits tell the versions of one site apart.
func stamp(v any) string {
	raw, err := json.Marshal(v)
	if err != nil { // plain structs of texts and maps always marshal
		raw = fmt.Appendf(nil, "%+v", v)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

func (l *loader) open(file string) (*reader, *part) {
	r := &reader{file: file, locales: l.model.locales, faults: &l.faults}
	raw, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		r.fault(0, "the file cannot be read; put it beside the others")
		return r, nil
	}
	root := r.parse(raw)
	return r, root
}

func (l *loader) readLocales() {
	r, root := l.open("locales.yaml")
	if !r.keys(root, "locales.yaml", "locales") {
		return
	}
	list := r.need(root, "locales.yaml", "locales", "locales: {en: {name: English}}")
	if list == nil {
		return
	}
	if list.sort != mapping {
		r.fault(list.line, "locales must be codes with what belongs to them, such as en: {name: English}")
		return
	}
	var codes []string
	for _, e := range list.entries {
		codes = append(codes, e.key)
	}
	for _, e := range list.entries {
		l.model.locales = append(l.model.locales, l.locale(r, e, codes))
	}
	taken := map[string]bool{Und: true}
	for i, locale := range l.model.locales {
		for _, code := range append([]string{locale.Code}, locale.Aliases...) {
			if taken[strings.ToLower(code)] {
				r.fault(list.entries[i].line, "%q is taken already; every code and alias names one locale", code)
			}
			taken[strings.ToLower(code)] = true
		}
	}
}

func (l *loader) locale(r *reader, e entry, codes []string) Locale {
	what := fmt.Sprintf("locale %q", e.key)
	locale := Locale{Code: e.key, Fallback: []string{}, Aliases: []string{}}
	if tag, err := language.Parse(e.key); err != nil || tag.String() != e.key {
		r.fault(e.line, "%q is not a language code; write for example de or pt-BR", e.key)
	}
	value := e.at()
	if !r.keys(value, what, "name", "fallback", "aliases") {
		return locale
	}
	locale.Name = r.text(r.need(value, what, "name", "name: English"), "the name of "+what)
	locale.Aliases = append(locale.Aliases, r.words(value.get("aliases"), "the aliases of "+what, nil)...)
	for _, code := range r.words(value.get("fallback"), "the fallback of "+what, codes) {
		if code == e.key || slices.Contains(locale.Fallback, code) {
			r.fault(value.get("fallback").line, "the fallback of %s names %q twice or itself; name each other locale once", what, code)
			continue
		}
		locale.Fallback = append(locale.Fallback, code)
	}
	return locale
}

func (l *loader) readCountries() {
	r, root := l.open("countries.json")
	if root == nil {
		return
	}
	for _, o := range root.entries {
		if len(o.key) != 2 || strings.ToUpper(o.key) != o.key {
			r.fault(o.line, "%q is not a country code; write two capital letters such as IT", o.key)
		}
		l.model.countries[o.key] = r.labels(o.at(), "the name of "+o.key)
		l.model.codes = append(l.model.codes, o.key)
	}
	slices.Sort(l.model.codes)
	if len(root.entries) == 0 {
		r.fault(root.line, `there is no country; write for example {"IT": {"en": "Italy", …}}`)
	}
}

func (l *loader) readTypes() {
	files, err := fs.Glob(l.fsys, "content/*.yaml")
	if err != nil || len(files) == 0 {
		l.faults = append(l.faults, DefinitionFault{File: "content", Message: "there is no content type; write one in content/<type>.yaml"})
		return
	}
	slices.Sort(files)
	paths := map[string]string{}
	for _, file := range files {
		r, root := l.open(file)
		if root == nil {
			continue
		}
		t := l.readType(r, root, strings.TrimSuffix(path.Base(file), ".yaml"))
		if first := paths[t.Path]; first != "" {
			r.fault(root.get("path").line, "the path %q is taken by the type %q; choose another", t.Path, first)
		} else if t.Path != "" {
			paths[t.Path] = t.Name
		}
		l.model.types = append(l.model.types, t)
	}
}

func (l *loader) readType(r *reader, root *part, name string) *Type {
	t := &Type{Name: name, Names: map[string]Label{}, model: l.model, validate: l.validate}
	what := fmt.Sprintf("type %q", name)
	if !namePattern.MatchString(name) {
		r.fault(0, "the file's name is the type's; write lower-case letters, digits and _, such as policy_area.yaml")
	}
	if !r.keys(root, what, "label", "path", "title", "slug", "point", "country", "aliases", "public", "policies", "fields") {
		return t
	}
	l.readNames(r, root, t, what)
	l.readPath(r, root, t, what)
	l.readPolicies(r, root, t, what)
	if p := root.get("public"); p != nil {
		t.Internal = !r.yes(p, "public of "+what)
	}
	if fields := r.need(root, what, "fields", "fields: {name: {kind: text, label: {en: Name, …}}}"); fields != nil {
		t.Fields = l.readFields(r, fields, nil)
	}
	l.readPointers(r, root, t, what)
	sources := ""
	for _, f := range t.Fields {
		if f.Kind == Sources && sources != "" {
			r.fault(root.get("fields").get(f.Name).line, "%q is a second list of sources after %q; citations can name only one", f.Name, sources)
		} else if f.Kind == Sources {
			sources = f.Name
		}
	}
	return t
}

func (l *loader) readNames(r *reader, root *part, t *Type, what string) {
	label := r.need(root, what, "label", "label: {one: {en: City, …}, other: {en: Cities, …}}")
	if label == nil || !r.keys(label, "the label of "+what, "one", "other") {
		return
	}
	one := r.labels(r.need(label, "the label of "+what, "one", "one: {en: City, …}"), "the label of "+what+" for one")
	other := r.labels(r.need(label, "the label of "+what, "other", "other: {en: Cities, …}"), "the label of "+what+" for several")
	for _, locale := range l.model.locales {
		t.Names[locale.Code] = Label{One: one[locale.Code], Other: other[locale.Code]}
	}
}

func (l *loader) readPath(r *reader, root *part, t *Type, what string) {
	at := r.need(root, what, "path", "path: cities")
	t.Path = r.text(at, "the path of "+what)
	_, isLocale := l.model.CanonicalLocale(t.Path)
	switch {
	case t.Path == "":
	case slices.Contains(reservedPaths, t.Path) || isLocale || t.Path == Und:
		r.fault(at.line, "the path %q is reserved; choose another", t.Path)
	case !pathPattern.MatchString(t.Path):
		r.fault(at.line, "the path %q must be lower-case letters, digits and hyphens, such as policy-areas", t.Path)
	}
}

func (l *loader) readPolicies(r *reader, root *part, t *Type, what string) {
	t.Policies = Policies{Stale: "warn", Empty: "forbid"}
	p := root.get("policies")
	if p == nil || !r.keys(p, "the policies of "+what, "stale", "empty") {
		return
	}
	t.Policies.Stale = r.choice(p.get("stale"), "the policy for stale translations", t.Policies.Stale, "warn", "forbid")
	t.Policies.Empty = r.choice(p.get("empty"), "the policy for empty segments", t.Policies.Empty, "forbid", "omit")
}

func (r *reader) choice(p *part, what, otherwise string, allowed ...string) string {
	if p == nil {
		return otherwise
	}
	s := r.text(p, what)
	if !slices.Contains(allowed, s) {
		r.fault(p.line, "%s is %q; write %s", what, s, strings.Join(allowed, " or "))
		return otherwise
	}
	return s
}

// readPointers reads the keys of a type that name one of its fields.
func (l *loader) readPointers(r *reader, root *part, t *Type, what string) {
	t.TitleField = l.pointer(r, r.need(root, what, "title", "title: name"), t, "title", Text, false)
	t.SlugFrom = l.pointer(r, root.get("slug"), t, "slug", Text, false)
	if t.SlugFrom == "" {
		t.SlugFrom = t.TitleField
	}
	t.PointField = l.pointer(r, root.get("point"), t, "point", Point, true)
	t.CountryField = l.pointer(r, root.get("country"), t, "country", Country, true)
	t.AliasesField = l.pointer(r, root.get("aliases"), t, "aliases", List, true)
	if f := t.Field(t.AliasesField); f != nil && (len(f.Fields) != 1 || f.Fields[0].Kind != Text) {
		r.fault(root.get("aliases").line, "aliases: the list %q must have exactly one field, of kind text, for the address", f.Name)
	}
}

func (l *loader) pointer(r *reader, p *part, t *Type, key string, kind Kind, shared bool) string {
	name := r.text(p, key)
	if name == "" {
		return ""
	}
	f := t.Field(name)
	switch {
	case f == nil:
		var names []string
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
		r.fault(p.line, "%s: there is no field %q%s", key, name, didYouMean(name, names))
		return ""
	case f.Kind != kind:
		r.fault(p.line, "%s: the field %q is of kind %s; name one of kind %s", key, name, f.Kind, kind)
		return ""
	case shared && f.Localized:
		r.fault(p.line, "%s: the field %q is localized; name a shared one", key, name)
		return ""
	}
	return name
}
