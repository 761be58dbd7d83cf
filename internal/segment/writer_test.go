package segment

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"movingcities/internal/schema"
)

var (
	vocabulary = rapid.SampledFrom([]string{
		"port", "cotton", "l’eau", "Łódź", "και", "größer", "¿dónde?", "3,5", "1850.", "<1>", "</2>", `\`, `\<3/>`, "<", "–", "and", "the",
	})
	sentence = rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(vocabulary, 1, 12).Draw(t, "words"), " ")
	})
)

// writer makes random documents in the form in which they are saved.
type writer struct {
	*rapid.T
	newID func() string
}

func (w writer) id() string { return w.newID() }

func (w writer) times(label string, most int, produce func() any) []any {
	var out []any
	for range rapid.IntRange(0, most).Draw(w.T, label) {
		out = append(out, produce())
	}
	return out
}

func (w writer) inline() any {
	if rapid.IntRange(0, 9).Draw(w.T, "break") == 0 {
		return object{"type": "hardBreak"}
	}
	var marks []any
	for _, mark := range []object{
		{"type": "bold"},
		{"type": "italic"},
		{"type": "link", "attrs": object{"href": fmt.Sprintf("/%d", rapid.IntRange(0, 1).Draw(w.T, "href"))}},
		{"type": "citation", "attrs": object{"source": "s1"}},
	} {
		if rapid.IntRange(0, 3).Draw(w.T, "mark") == 0 {
			marks = append(marks, mark)
		}
	}
	return object{"type": "text", "text": sentence.Draw(w.T, "text"), "marks": marks}
}

func (w writer) block(depth int) any {
	kinds := []string{"paragraph", "paragraph", "heading"}
	if depth > 0 {
		kinds = append(kinds, "bulletList", "blockquote")
	}
	kind := rapid.SampledFrom(kinds).Draw(w.T, "kind")
	b := object{"type": kind, "attrs": object{"id": w.id()}}
	switch kind {
	case "heading":
		setLevel(b, "2")
		fallthrough
	case "paragraph":
		b["content"] = w.times("inline", 4, w.inline)
	case "bulletList":
		b["content"] = w.times("items", 3, func() any {
			first := object{"type": "paragraph", "attrs": object{"id": w.id()}, "content": w.times("inline", 2, w.inline)}
			return wrap("listItem", w.id(), append([]any{first}, w.blocks(depth-1)...)...)
		})
	default:
		b["content"] = w.blocks(depth - 1)
	}
	return b
}

func (w writer) blocks(depth int) []any {
	return w.times("blocks", 4, func() any { return w.block(depth) })
}

func (w writer) doc() object { return doc(w.blocks(2)...) }

func (w writer) document(typ *schema.Type) schema.Fields {
	f := schema.Fields{
		"title": sentence.Draw(w.T, "title"),
		"intro": w.doc(),
		"facts": w.times("facts", 3, func() any {
			return item(w.id(), object{
				"label": sentence.Draw(w.T, "label"), "remark": w.doc(),
				"voice": object{"text": sentence.Draw(w.T, "voice"), "speaker": "Someone"},
			})
		}),
		"quote": object{"text": sentence.Draw(w.T, "quote"), "function": "mayor"},
		"sections": w.times("sections", 3, func() any {
			return item(w.id(), object{"kind": "context", "heading": sentence.Draw(w.T, "heading"), "body": w.doc()})
		}),
		"address": sentence.Draw(w.T, "a") + "\n\n" + sentence.Draw(w.T, "b"),
	}
	return normalized(w.T, typ, f, w.newID)
}

func normalized(t *rapid.T, typ *schema.Type, f schema.Fields, newID func() string) schema.Fields {
	out, problems := typ.Normalize(schema.Localized, f, newID)
	if len(problems) > 0 {
		t.Fatalf("not a document: %v", problems)
	}
	return out
}

// draw starts every property: a type and a document of it.
func draw(t *rapid.T) (writer, *schema.Type, schema.Fields) {
	typ := profile(rapid.SampledFrom([]string{"forbid", "omit"}).Draw(t, "policy"))
	w := writer{t, counter()}
	return w, typ, w.document(typ)
}
