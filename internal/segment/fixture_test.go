package segment

import (
	"encoding/json"
	"fmt"
	"testing"

	"movingcities/internal/schema"
)

// profile is a content type with every kind of field that can hold text, and some
// that are structure.
func profile(empty string) *schema.Type {
	text := func(name string) *schema.Field { return &schema.Field{Name: name, Kind: schema.Text} }
	localized := func(f schema.Field) *schema.Field { f.Localized = true; return &f }
	return &schema.Type{
		Name:     "profile",
		Policies: schema.Policies{Empty: empty},
		Fields: []*schema.Field{
			localized(schema.Field{Name: "title", Kind: schema.Text}),
			localized(schema.Field{Name: "intro", Kind: schema.RichText}),
			localized(schema.Field{Name: "facts", Kind: schema.List, Fields: []*schema.Field{
				text("label"),
				{Name: "remark", Kind: schema.RichText},
				{Name: "amount", Kind: schema.Figure},
				{Name: "voice", Kind: schema.Quotation},
			}}),
			localized(schema.Field{Name: "quote", Kind: schema.Quotation}),
			localized(schema.Field{Name: "sections", Kind: schema.Sections, Kinds: []schema.Option{{Code: "context"}, {Code: "outlook"}}}),
			localized(schema.Field{Name: "since", Kind: schema.Date}),
			localized(schema.Field{Name: "partners", Kind: schema.Relation, Many: true, Fields: []*schema.Field{text("role")}}),
			localized(schema.Field{Name: "address", Kind: schema.Text, Multiline: true}),
			localized(schema.Field{Name: "references", Kind: schema.Sources}),
			{Name: "motto", Kind: schema.Text}, // shared today, was localized once
		},
	}
}

type object = map[string]any

func doc(blocks ...any) object { return object{"type": "doc", "content": blocks} }

// para is a paragraph whose text is written in memory form: tags below 10 are bold,
// from 10 on links; void tags are line breaks.
func para(id, text string) object { return textBlock("paragraph", id, text) }

func heading(id, text string) object {
	b := textBlock("heading", id, text)
	setLevel(b, "2")
	return b
}

func setLevel(b object, level string) { b["attrs"].(object)["level"] = json.Number(level) }

func textBlock(kind, id, text string) object {
	b := object{"type": kind, "attrs": object{}}
	if id != "" {
		b["attrs"] = object{"id": id}
	}
	if list := content(decode(text, testCode(text))); len(list) > 0 {
		b["content"] = list
	}
	return b
}

func testCode(text string) func(tag int) (Inline, bool) {
	voids := map[int]bool{}
	for _, p := range pieces(text) {
		if p.form == void {
			voids[p.tag] = true
		}
	}
	return func(tag int) (Inline, bool) {
		switch {
		case voids[tag]:
			return Inline{Tag: tag, Type: "hardBreak"}, true
		case tag >= 10:
			return Inline{Tag: tag, Type: "link", Attrs: map[string]string{"href": fmt.Sprintf("/place/%d", tag)}}, true
		}
		return Inline{Tag: tag, Type: "bold"}, true
	}
}

func wrap(kind, id string, blocks ...any) object {
	return object{"type": kind, "attrs": object{"id": id}, "content": blocks}
}

func item(id string, members object) object {
	members["id"] = id
	return members
}

// palermo is a small profile with every kind of text in it.
func palermo() schema.Fields {
	return schema.Fields{
		"title": "Palermo",
		"intro": doc(
			heading("h1", "A harbour city"),
			para("p1", "It has <1>always</1> looked to the <10>sea</10>."),
			wrap("bulletList", "l1",
				wrap("listItem", "i1", para("p2", "Ferries")),
				wrap("listItem", "i2", para("p3", "Fishing"), wrap("orderedList", "l2", wrap("listItem", "i3", para("p4", "Tuna"))))),
			wrap("blockquote", "b1", para("p5", "We are all from here."))),
		"facts": []any{
			item("f1", object{
				"label":  "Ships",
				"remark": doc(para("p6", "In the old port.")),
				"amount": object{"value": json.Number("42"), "unit": "ships", "year": json.Number("2020")},
				"voice":  object{"text": "So many!", "speaker": "A sailor", "function": "captain"},
			}),
			item("f2", object{"label": "Piers"}),
		},
		"quote": object{"text": "No one is a stranger.", "speaker": "Leoluca Orlando", "function": "former mayor"},
		"sections": []any{
			item("s1", object{"kind": "context", "heading": "How it began", "body": doc(para("p7", "With a charter.<1/>In 2015."))}),
		},
		"since":      "2015-03-01",
		"partners":   []any{item("r1", object{"entry": "e1", "role": "host"})},
		"address":    "Piazza Pretoria\n\n90133 Palermo",
		"references": []any{object{"id": "s1", "title": "Carta di Palermo"}},
		"motto":      "Io sono persona",
		"gone":       "of an earlier definition",
	}
}

// same compares two contents byte by byte.
func same(t testing.TB, want, got schema.Fields) {
	t.Helper()
	if w, g := string(schema.Encode(want)), string(schema.Encode(got)); w != g {
		t.Fatalf("content differs\nwant %s\n got %s", w, g)
	}
}

func keys(list []Segment) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Key
	}
	return out
}

// translated makes a confirmed target for every segment.
func translated(list []Segment, text func(s Segment) string) map[string]Target {
	out := map[string]Target{}
	for _, s := range list {
		out[s.Key] = Target{Text: text(s), From: s.Hash, State: StateTranslated}
	}
	return out
}

func sourceText(s Segment) string { return s.Text }

// counter makes ids that are not in any fixture.
func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("new-%d", n) }
}
