package compare

import (
	"slices"

	"movingcities/internal/schema"
)

// Merge joins two contents that were both made from base. Where one side alone
// changed a place, its change is taken; where both did, in another way, the
// choice (by the key of the place) decides. Places without a choice are listed
// as overlaps, and hold their text in the merged content.
func Merge(base, yours, theirs schema.Fields, choice map[string]string) (schema.Fields, []Overlap) {
	m := &merger{choice: choice}
	out := schema.Fields{}
	for _, name := range names(base, yours, theirs) {
		if v, ok := m.value(place{}.member(name), of(base, name), of(yours, name), of(theirs, name)); ok {
			out[name] = v
		}
	}
	return out, m.overlaps
}

type merger struct {
	choice   map[string]string
	overlaps []Overlap
}

// optional is a value that may be absent, which is not the same as null.
type optional struct {
	value any
	there bool
}

func of(m map[string]any, name string) optional {
	v, ok := m[name]
	return optional{v, ok}
}

func (o optional) same(other optional) bool {
	return o.there == other.there && (!o.there || Same(o.value, other.value))
}

// value merges what stands in one place; false: nothing does any more.
func (m *merger) value(p place, base, yours, theirs optional) (any, bool) {
	switch {
	case yours.same(theirs), base.same(yours):
		return theirs.value, theirs.there
	case base.same(theirs):
		return yours.value, yours.there
	}
	if v, ok := m.within(p, base, yours, theirs); ok {
		return v, true
	}
	switch m.choice[p.key] {
	case Yours:
		return yours.value, yours.there
	case Theirs:
	default:
		m.overlaps = append(m.overlaps, Overlap{p.key, p.field, base.value, yours.value, theirs.value})
	}
	return theirs.value, theirs.there
}

// within merges part by part, where all three have parts.
func (m *merger) within(p place, base, yours, theirs optional) (any, bool) {
	if !yours.there || !theirs.there {
		return nil, false
	}
	if !base.there { // both began it: what is only in one is new
		base.value = []any{}
		if _, ok := members(yours.value); ok {
			return nil, false
		}
	}
	if y, t, ok := pair(yours.value, theirs.value, things); ok {
		if b, ok := things(base.value); ok {
			return m.list(p, b, y, t), true
		}
		return nil, false
	}
	y, t, ok := pair(yours.value, theirs.value, members)
	b, known := members(base.value)
	if !ok || !known || !Same(y["type"], t["type"]) {
		return nil, false
	}
	out := map[string]any{}
	for _, name := range names(b, y, t) {
		next := p.member(name)
		if name == "content" {
			next = p
		}
		if v, ok := m.value(next, of(b, name), of(y, name), of(t, name)); ok {
			out[name] = v
		}
	}
	return out, true
}

// list merges things by their ids. The order is the one of the side that has
// moved something, theirs if both have; what only the other side has follows
// its neighbour.
func (m *merger) list(p place, base, yours, theirs *list) []any {
	first, second := theirs, yours
	if slices.Equal(base.common(theirs), theirs.common(base)) && !slices.Equal(base.common(yours), yours.common(base)) {
		first, second = yours, theirs
	}
	order := slices.Clone(first.order)
	for i, id := range second.order {
		if slices.Contains(order, id) {
			continue
		}
		at := 0
		if i > 0 {
			at = slices.Index(order, second.order[i-1]) + 1
		}
		order = slices.Insert(order, at, id)
	}
	out := []any{}
	for _, id := range order {
		if v, ok := m.value(p.thing(id), of(base.byID, id), of(yours.byID, id), of(theirs.byID, id)); ok {
			out = append(out, v)
		}
	}
	return out
}
