package segment

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"movingcities/internal/schema"
)

// textPool holds the text blocks of a document. Their ids are keys wherever they
// stand, so that a paragraph keeps its translations when it moves to another section.
// It sorts before the other pools: its ids matter most.
const textPool = ""

func seats(t *schema.Type, f schema.Fields) []*seat {
	var out []*seat
	walk(t, f, visitor{
		item: func(field string, item map[string]any) {
			out = append(out, newSeat("item "+field, item, false, str(item["id"]), leaves(item)))
		},
		block: func(block map[string]any) {
			pool, text := str(block["type"]), ""
			if isTextBlock(block) {
				pool = textPool
				text, _ = place{owner: block}.read()
			} else {
				text = leaves(block)
			}
			out = append(out, newSeat(pool, block, true, blockID(block), text))
		},
	})
	return out
}

func byPool(list []*seat) map[string][]*seat {
	out := map[string][]*seat{}
	for _, s := range list {
		out[s.pool] = append(out[s.pool], s)
	}
	return out
}

// leaves are the values within an item or block, without ids and what only says how
// rich text is built.
func leaves(value any) string {
	var b strings.Builder
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				if isNode := v["content"] != nil || v["text"] != nil; name == "id" ||
					isNode && (name == "type" || name == "attrs" || name == "marks") {
					continue
				}
				add(v[name])
			}
		case []any:
			for _, member := range v {
				add(member)
			}
		case string:
			b.WriteString(v + " ")
		case json.Number, bool, float64:
			fmt.Fprint(&b, v, " ")
		}
	}
	add(value)
	return b.String()
}

// Rekey gives the blocks and items of new the ids they have in old, as far as they
// are the same or an edit of the same: by id, by text, then by similarity. What was
// not there before keeps its own id if nothing else has it and otherwise gets one
// from newID; of copies the first, or else the most similar, keeps the id. It works
// on either part of a document and returns a new tree. newID must never repeat.
func Rekey(t *schema.Type, old, new schema.Fields, newID func() string) schema.Fields {
	out := clone(new)
	before, after := seats(t, old), seats(t, out)
	taken := map[string]bool{"": true} // the ids that no newcomer may have
	for _, f := range t.Fields {       // a field's name is a key as well
		taken[f.Name] = true
	}
	for _, s := range before {
		taken[s.id] = true
	}
	given := map[string]bool{"": true} // no id twice, even if old holds one twice
	earlier, later := byPool(before), byPool(after)
	for _, pool := range slices.Sorted(maps.Keys(later)) {
		for n, o := range matchSeats(earlier[pool], later[pool]) {
			if o == nobody || given[earlier[pool][o].id] {
				continue
			}
			id := earlier[pool][o].id
			given[id] = true
			later[pool][n].settle(id)
		}
	}
	for _, s := range after {
		if s.settled {
			continue
		}
		id := s.id
		if taken[id] {
			id = newID()
		}
		taken[id] = true
		s.settle(id)
	}
	return out
}
