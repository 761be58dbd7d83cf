package desk

import (
	"maps"
	"slices"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// reach is where somebody may do something, of one type and country: as
// translations and sources by locale, and of shared fields by the entry's
// source locale.
type reach struct{ target, source, shared []string }

// entitled narrows a list to the documents (alias d, of entry e) to which the
// actor may do one of the verbs, state apart. It asks the policy and nothing
// else. It gives the locales of these documents, by which an index finds them.
func (b *Board) entitled(c *clause, a access.Actor, verbs ...workflow.Verb) []string {
	countries := map[string]bool{"": true}
	for _, g := range a.Grants {
		if g.Country != access.Any {
			countries[g.Country] = true
		}
	}
	locales := map[string]bool{}
	types := map[string][]string{} // with the same reach
	args := map[string][]any{}
	for _, t := range b.Model.Types() {
		anywhere := ""
		for _, country := range slices.Sorted(maps.Keys(countries)) {
			r := b.reach(a, t.Name, country, verbs)
			r.note(locales)
			sql, values := r.clause()
			if country == "" {
				anywhere = sql + strings.Join(texts(values), ",")
			} else if sql != "" {
				if sql+strings.Join(texts(values), ",") == anywhere {
					continue
				}
				sql, values = "e.country = ? AND "+sql, append([]any{country}, values...)
			}
			if sql == "" {
				continue
			}
			key := sql + "\x00" + strings.Join(texts(values), "\x00")
			types[key], args[key] = append(types[key], t.Name), values
		}
	}
	either := []string{"1 = 0"}
	for _, key := range slices.Sorted(maps.Keys(types)) {
		sql, _, _ := strings.Cut(key, "\x00")
		either = append(either, "(e.type IN ? AND "+sql+")")
		c.args = append(append(c.args, types[key]), args[key]...)
	}
	c.sql = append(c.sql, "("+strings.Join(either, " OR ")+")")
	return append(sortedKeys(locales), "") // never an empty list, which is no SQL
}

func (b *Board) reach(a access.Actor, typ, country string, verbs []workflow.Verb) reach {
	may := func(locale, source string) bool {
		return slices.ContainsFunc(verbs, func(v workflow.Verb) bool {
			return b.Policy.May(a, v, access.Object{Type: typ, Country: country, SourceLocale: source, Locale: locale})
		})
	}
	var r reach
	for _, l := range b.Model.Locales() {
		if may(l.Code, "") {
			r.target = append(r.target, l.Code)
		}
		if may(l.Code, l.Code) {
			r.source = append(r.source, l.Code)
		}
		if may(schema.Und, l.Code) {
			r.shared = append(r.shared, l.Code)
		}
	}
	return r
}

// note adds the locales in which anything is in reach.
func (r reach) note(locales map[string]bool) {
	for _, l := range slices.Concat(r.target, r.source) {
		locales[l] = true
	}
	if len(r.shared) > 0 {
		locales[schema.Und] = true
	}
}

func (r reach) clause() (string, []any) {
	var either []string
	var args []any
	for _, one := range []struct {
		sql     string
		locales []string
	}{
		{"(d.locale IN ? AND d.locale <> e.source_locale)", r.target},
		{"(d.locale IN ? AND d.locale = e.source_locale)", r.source},
		{"(d.locale = 'und' AND e.source_locale IN ?)", r.shared},
	} {
		if len(one.locales) > 0 {
			either = append(either, one.sql)
			args = append(args, one.locales)
		}
	}
	if either == nil {
		return "", nil
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// texts writes arguments out, to compare them.
func texts(args []any) []string {
	out := make([]string, 0, len(args))
	for _, a := range args {
		switch a := a.(type) {
		case string:
			out = append(out, a)
		case []string:
			out = append(out, strings.Join(a, " "))
		}
	}
	return out
}
