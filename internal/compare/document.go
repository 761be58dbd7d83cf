package compare

import (
	"maps"
	"slices"

	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// ChangeView is one changed segment or value.
type ChangeView struct {
	Path   string          `json:"path"`  // segment key; field, item or itemId.field of what is no text
	Field  string          `json:"field"` // of the content type, which has its labels
	Kind   string          `json:"kind,omitempty"`
	Op     string          `json:"op"` // added, removed, changed; moved: before and after list the ids
	Tokens []segment.Token `json:"tokens,omitempty"`
	Before any             `json:"before,omitempty"`
	After  any             `json:"after,omitempty"`
}

// Document lists changed segments word by word, and then what else differs, in
// the order of the fields.
func Document(t *schema.Type, locale string, before, after schema.Fields) []ChangeView {
	var out []ChangeView
	old, segments := map[string]segment.Segment{}, map[string]bool{}
	part := schema.Shared
	if locale != schema.Und {
		part = schema.Localized
		for _, s := range segment.Split(t, before) {
			old[s.Key], segments[s.Key] = s, true
		}
		for _, s := range segment.Split(t, after) {
			was, ok := old[s.Key]
			segments[s.Key] = true
			delete(old, s.Key)
			v := ChangeView{Path: s.Key, Field: s.Field, Kind: s.Kind, Op: Changed, Tokens: segment.Diff(was.Text, s.Text)}
			if !ok {
				v.Op = Added
			}
			if !ok || was.Hash != s.Hash {
				out = append(out, v)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(old)) {
			s := old[key]
			out = append(out, ChangeView{Path: key, Field: s.Field, Kind: s.Kind, Op: Removed, Tokens: segment.Diff(s.Text, "")})
		}
	}
	for _, c := range Changes(t.Present(part, before), t.Present(part, after)) {
		if !segments[c.Key] || c.Op == Moved {
			out = append(out, valueChange(t, c))
		}
	}
	order := map[string]int{}
	for i, f := range t.Fields {
		order[f.Name] = i
	}
	slices.SortStableFunc(out, func(a, b ChangeView) int { return order[a.Field] - order[b.Field] })
	return append([]ChangeView{}, out...)
}

func valueChange(t *schema.Type, c Change) ChangeView {
	v := ChangeView{Path: c.Key, Field: c.Field, Op: c.Op, Before: c.Before, After: c.After}
	if f := t.Field(c.Field); f != nil {
		v.Kind = string(f.Kind)
	}
	was, text := c.Before.(string)
	is, both := c.After.(string)
	if text && both {
		v.Tokens = segment.Diff(was, is)
	}
	return v
}

// Targets merges segments of a translation: what a rewrite (yours) has changed
// since base into what is there now (theirs), in place. It lists the segments
// that both have changed and no choice decides.
func Targets(base, yours, theirs map[string]segment.Target, choice map[string]string) []Overlap {
	var overlaps []Overlap
	for _, key := range slices.Sorted(maps.Keys(yours)) {
		was, mine, now := base[key], yours[key], theirs[key]
		switch {
		case mine.Hash() == now.Hash(), was.Hash() == mine.Hash(), choice[key] == Theirs:
		case was.Hash() == now.Hash(), choice[key] == Yours:
			theirs[key] = mine
		default:
			overlaps = append(overlaps, Overlap{Key: key, Base: was.Text, Yours: mine.Text, Theirs: now.Text})
		}
	}
	return overlaps
}
