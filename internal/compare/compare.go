// Package compare tells what differs between contents of one document, down to
// the field, the item of a list and the block of a rich text, and merges two
// contents that come from the same one. It is pure and knows no field kinds:
// what carries an id is a thing of its own, everything else is one value.
//
// Places have the names that segments have: the field, itemId.field, or the id
// of a block or item.
package compare

import (
	"bytes"
	"maps"
	"slices"

	"movingcities/internal/schema"
)

// What happened to a place.
const (
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
	Moved   = "moved" // the things in this place stand in another order
)

// Change is one place that differs. Of moved things Before and After list the ids.
type Change struct {
	Key    string
	Field  string // of the content type
	Op     string
	Before any
	After  any
}

// Overlap is a place that both sides have changed, each in another way. A side
// that has taken it away has null.
type Overlap struct {
	Key    string `json:"key"`
	Field  string `json:"field"`
	Base   any    `json:"base"`
	Yours  any    `json:"yours"`
	Theirs any    `json:"theirs"`
}

// Sides of an overlap that somebody can choose.
const (
	Yours  = "yours"
	Theirs = "theirs"
)

// place names where a value stands, and what may stand below it.
type place struct{ key, field, item string }

func (p place) member(name string) place {
	switch {
	case p.field == "":
		return place{key: name, field: name}
	case p.item != "":
		return place{key: p.item + "." + name, field: p.field}
	default:
		return place{key: p.key + "." + name, field: p.field}
	}
}

func (p place) thing(id string) place { return place{key: id, field: p.field, item: id} }

// Same tells whether two values say the same.
func Same(a, b any) bool {
	return bytes.Equal(schema.Encode(schema.Fields{"v": a}), schema.Encode(schema.Fields{"v": b}))
}

// Changes lists what differs, in the order of the names of the fields and of
// the things in them.
func Changes(before, after schema.Fields) []Change {
	var out []Change
	for _, name := range names(before, after) {
		was, had := before[name]
		is, has := after[name]
		out = appendChanges(out, place{}.member(name), was, is, had, has)
	}
	return out
}

func appendChanges(out []Change, p place, was, is any, had, has bool) []Change {
	switch {
	case had == has && Same(was, is):
		return out
	case !had:
		return append(out, Change{p.key, p.field, Added, nil, is})
	case !has:
		return append(out, Change{p.key, p.field, Removed, was, nil})
	}
	if a, b, ok := pair(was, is, things); ok {
		return appendThings(out, p, a, b)
	}
	if a, b, ok := pair(was, is, members); ok {
		for _, name := range names(a, b) {
			x, hadX := a[name]
			y, hasY := b[name]
			next := p.member(name)
			if name == "content" {
				next = p // the blocks of a rich text or of a block
			}
			out = appendChanges(out, next, x, y, hadX, hasY)
		}
		return out
	}
	return append(out, Change{p.key, p.field, Changed, was, is})
}

func appendThings(out []Change, p place, a, b *list) []Change {
	for _, id := range b.order {
		was, had := a.byID[id]
		out = appendChanges(out, p.thing(id), was, b.byID[id], had, true)
	}
	for _, id := range a.order {
		if _, ok := b.byID[id]; !ok {
			out = append(out, Change{id, p.field, Removed, a.byID[id], nil})
		}
	}
	if x, y := a.common(b), b.common(a); !slices.Equal(x, y) {
		out = append(out, Change{p.key, p.field, Moved, a.order, b.order})
	}
	return out
}

// list is an array whose every element carries an id of its own.
type list struct {
	order []string
	byID  map[string]any
}

func (l *list) common(other *list) []string {
	return slices.DeleteFunc(slices.Clone(l.order), func(id string) bool {
		_, ok := other.byID[id]
		return !ok
	})
}

func things(v any) (*list, bool) {
	array, ok := v.([]any)
	if !ok {
		return nil, false
	}
	l := &list{byID: make(map[string]any, len(array))}
	for _, element := range array {
		id := idOf(element)
		if _, twice := l.byID[id]; id == "" || twice {
			return nil, false
		}
		l.order, l.byID[id] = append(l.order, id), element
	}
	return l, true
}

func idOf(v any) string {
	m, _ := v.(map[string]any)
	if id, ok := m["id"].(string); ok {
		return id
	}
	attrs, _ := m["attrs"].(map[string]any)
	id, _ := attrs["id"].(string)
	return id
}

// members opens what can be compared part by part: items of lists, and rich
// text down to the blocks that hold words. A sentence is never cut.
func members(v any) (map[string]any, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	if kind, ok := m["type"].(string); ok {
		_, blocks := things(m["content"])
		if kind == "doc" && m["content"] == nil {
			blocks = true
		}
		return m, blocks
	}
	_, item := m["id"].(string)
	return m, item
}

func pair[T any](a, b any, open func(any) (T, bool)) (x, y T, ok bool) {
	x, okX := open(a)
	y, okY := open(b)
	return x, y, okX && okY
}

func names(all ...map[string]any) []string {
	seen := map[string]any{}
	for _, m := range all {
		maps.Copy(seen, m)
	}
	return slices.Sorted(maps.Keys(seen))
}
