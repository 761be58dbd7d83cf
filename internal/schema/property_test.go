package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/schema"
)

var (
	word = rapid.StringMatching(` ?[a-zäłΑά\x{0301}\n\t]{0,6} ?`)
	// someID is one of few, so that ids repeat, or none.
	someID = rapid.SampledFrom([]any{nil, "a", "b", "c", "name", "new-1", "new-3"})
)

// typed draws a value that fits a field, but is as untidy as what people send:
// spaces, decomposed letters, missing and repeated ids, empty parts.
func typed(t *rapid.T, f *schema.Field) any {
	switch f.Kind {
	case schema.Text, schema.Email:
		return word.Draw(t, f.Name)
	case schema.RichText:
		return map[string]any{"type": "doc", "content": blocks(t, 3, false)}
	case schema.Enum:
		if f.Many {
			return rapid.SliceOfN(rapid.SampledFrom([]any{"a", "b", " c "}), 0, 4).Draw(t, f.Name)
		}
		return f.Options[rapid.IntRange(0, len(f.Options)-1).Draw(t, f.Name)].Code
	case schema.Number:
		return rapid.SampledFrom([]any{json.Number("2020"), json.Number("2.02e3"), 1999, json.Number("-0"), 12.0}).Draw(t, f.Name)
	case schema.Figure:
		return map[string]any{
			"value": rapid.SampledFrom([]any{nil, json.Number("0"), json.Number("1.50")}).Draw(t, "value"),
			"year":  rapid.SampledFrom([]any{nil, "not_known", json.Number("2020"), ""}).Draw(t, "year"), "source": word.Draw(t, "source"),
		}
	case schema.Date:
		if f.Time {
			return rapid.SampledFrom([]any{"2021-10-21T10:00:00+02:00", "2021-10-21T08:00:00.25Z", ""}).Draw(t, f.Name)
		}
		return rapid.SampledFrom([]any{"2021-10-21", " 2020-02-29 ", ""}).Draw(t, f.Name)
	case schema.Boolean:
		return rapid.Bool().Draw(t, f.Name)
	case schema.URL:
		return rapid.SampledFrom([]any{"https://example.org", " www", ""}).Draw(t, f.Name)
	case schema.Country:
		return rapid.SampledFrom([]any{"GR", " it", ""}).Draw(t, f.Name)
	case schema.Point:
		return map[string]any{"lat": rapid.SampledFrom([]any{nil, json.Number("38.110")}).Draw(t, "lat"), "lon": 13}
	case schema.Quotation:
		return map[string]any{"text": word.Draw(t, "text"), "speaker": word.Draw(t, "speaker"), "function": nil}
	case schema.Relation:
		if !f.Many {
			return members(t, f.Fields, map[string]any{"entry": "e1"})
		}
	}
	return several(t, f)
}

func several(t *rapid.T, f *schema.Field) any {
	out := []any{}
	for range rapid.IntRange(0, 3).Draw(t, f.Name) {
		item := map[string]any{"id": someID.Draw(t, "id")}
		switch f.Kind {
		case schema.Sections:
			item["kind"], item["heading"] = "free", word.Draw(t, "heading")
			item["body"] = map[string]any{"type": "doc", "content": blocks(t, 2, false)}
		case schema.Sources:
			item["title"], item["publisher"] = word.Draw(t, "title"), word.Draw(t, "publisher")
		case schema.Relation:
			item["entry"] = rapid.SampledFrom([]any{nil, "e1", "e2"}).Draw(t, "entry")
		}
		out = append(out, members(t, f.Fields, item))
	}
	return out
}

func members(t *rapid.T, fields []*schema.Field, into map[string]any) map[string]any {
	for _, f := range fields {
		if rapid.Bool().Draw(t, "with "+f.Name) {
			into[f.Name] = typed(t, f)
		}
	}
	return into
}

func blocks(t *rapid.T, depth int, inList bool) []any {
	out := []any{}
	for range rapid.IntRange(0, 3).Draw(t, "blocks") {
		kinds := []string{"paragraph", "heading", "blockquote", "bulletList"}
		if depth == 0 || (inList && len(out) == 0) {
			kinds = kinds[:1]
		}
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		block := map[string]any{"type": kind, "attrs": map[string]any{"id": someID.Draw(t, "id")}}
		switch kind {
		case "bulletList":
			block["content"] = []any{map[string]any{"type": "listItem", "content": blocks(t, depth-1, true)}}
		case "blockquote":
			block["content"] = blocks(t, depth-1, false)
		case "heading":
			block["attrs"].(map[string]any)["level"] = 2
			fallthrough
		default:
			block["content"] = rapid.SliceOfN(rapid.Custom(inline), 0, 3).Draw(t, "texts")
			texts := block["content"].([]any)
			block["content"] = texts
		}
		out = append(out, block)
	}
	return out
}

func inline(t *rapid.T) any {
	if rapid.IntRange(0, 4).Draw(t, "break") == 0 {
		return map[string]any{"type": "hardBreak"}
	}
	marks := rapid.SliceOfN(rapid.SampledFrom([]any{
		map[string]any{"type": "bold"},
		map[string]any{"type": "italic"},
		map[string]any{"type": "link", "attrs": map[string]any{"href": "HTTP://example.org", "target": nil}},
		map[string]any{"type": "citation", "attrs": map[string]any{"source": "s1"}},
	}), 0, 3).Draw(t, "marks")
	return map[string]any{"type": "text", "text": word.Draw(t, "text"), "marks": marks}
}

func document(t *rapid.T, typ *schema.Type, p schema.Part) schema.Fields {
	f := schema.Fields{}
	for _, field := range typ.Fields {
		if field.Localized == (p == schema.Localized) && rapid.Bool().Draw(t, "with "+field.Name) {
			f[field.Name] = typed(t, field)
		}
	}
	return f
}

func part(t *rapid.T) schema.Part {
	return rapid.SampledFrom([]schema.Part{schema.Shared, schema.Localized}).Draw(t, "part")
}

func encoded(f schema.Fields) string { return string(schema.Encode(f)) }

func TestNormalizeProperties(t *testing.T) {
	th := thing(t)
	rapid.Check(t, func(t *rapid.T) {
		p := part(t)
		in := document(t, th, p)
		out, problems := th.Normalize(p, in, ids())
		if len(problems) > 0 {
			t.Fatalf("refused %s: %v", encoded(in), problems)
		}
		if again, _ := th.Normalize(p, in, ids()); encoded(again) != encoded(out) {
			t.Fatal("equal input and ids, another result")
		}
		noID := func() string { t.Fatal("a normalized text needs no more ids"); return "" }
		again, problems := th.Normalize(p, out, noID)
		if len(problems) > 0 || encoded(again) != encoded(out) {
			t.Fatalf("not idempotent:\n%s\n%s\n%v", encoded(out), encoded(again), problems)
		}
		if problems := th.Fits(p, out); len(problems) > 0 {
			t.Fatalf("a normalized text does not fit: %v", problems)
		}
		if kept := th.Present(p, out); encoded(kept) != encoded(out) {
			t.Fatal("a form does not show everything")
		}
		th.Validate(p, out)
	})
}

// anything draws JSON that has nothing to do with a type.
func anything(t *rapid.T, depth int) any {
	switch kind := rapid.IntRange(0, 6).Draw(t, "sort"); {
	case kind == 0:
		return nil
	case kind == 1:
		return rapid.Bool().Draw(t, "bool")
	case kind == 2:
		return json.Number(rapid.SampledFrom([]string{"0", "-1.5", "1e999", "12345678901234567890"}).Draw(t, "number"))
	case kind == 3 || depth == 0:
		return rapid.SampledFrom([]string{"", "doc", "text", "link", "<b>&\u2028", "\ufffd"}).Draw(t, "string")
	case kind == 4:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, anything(t, depth-1))
		}
		return list
	}
	m := map[string]any{}
	keys := []string{"id", "type", "content", "attrs", "marks", "text", "title", "entry", "value", "lat", "kind", "x"}
	for _, key := range rapid.SliceOfDistinct(rapid.SampledFrom(keys), rapid.ID[string]).Draw(t, "keys") {
		m[key] = anything(t, depth-1)
	}
	return m
}

func TestNothingPanics(t *testing.T) {
	th := thing(t)
	rapid.Check(t, func(t *rapid.T) {
		f := schema.Fields{}
		for _, field := range th.Fields {
			if rapid.Bool().Draw(t, "with "+field.Name) {
				f[field.Name] = anything(t, 4)
			}
		}
		p := part(t)
		out, problems := th.Normalize(p, th.Present(p, f), ids())
		th.Fits(p, f)
		th.Validate(p, f)
		th.Values(p, f)
		th.Relations(f)
		th.Aliases(f)
		th.Citations(p, f, f)
		th.Retain(p, f, f)
		schema.PlainText(f["body"])
		if len(problems) == 0 && len(th.Fits(p, out)) > 0 {
			t.Fatalf("accepted %s, but it does not fit", encoded(out))
		}
	})
}

func TestEncodeAndDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := schema.Fields{"a": anything(t, 4), "b": anything(t, 4)}
		once := schema.Encode(f)
		decoded, err := schema.Decode(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice := schema.Encode(decoded); string(twice) != string(once) {
			t.Fatalf("%s became %s", once, twice)
		}
		if schema.Hash(f, "s") != schema.Hash(decoded, "s") {
			t.Fatal("another hash")
		}
	})
}

// scrambled writes JSON with its keys in any order and with spaces.
func scrambled(t *rapid.T, v any) string {
	switch v := v.(type) {
	case map[string]any:
		var members []string
		for name, member := range v {
			members = append(members, fmt.Sprintf("%q : %s", name, scrambled(t, member)))
		}
		return "{ " + strings.Join(rapid.Permutation(members).Draw(t, "order"), " ,") + "}"
	case []any:
		var members []string
		for _, member := range v {
			members = append(members, scrambled(t, member))
		}
		return "[" + strings.Join(members, ",\n") + "]"
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestHashIgnoresTheOrderOfKeys(t *testing.T) {
	th := thing(t)
	rapid.Check(t, func(t *rapid.T) {
		f, _ := th.Normalize(schema.Localized, document(t, th, schema.Localized), ids())
		other, err := schema.Decode([]byte(scrambled(t, f)))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Hash(f, "slug") != schema.Hash(other, "slug") {
			t.Fatal("the order of keys changed the hash")
		}
		if schema.Hash(f, "slug") == schema.Hash(f, "slog") {
			t.Fatal("the slug is part of what is approved")
		}
	})
}

// TestRetainLosesNothing: whatever fields a new model drops or moves, a save
// under it keeps their values, at any depth.
func TestRetainLosesNothing(t *testing.T) {
	before := thing(t)
	after := load(t, "content/thing.yaml", "  notes: {kind: text, localized: true,", "  remarks: {kind: text, localized: true,").Type("thing")
	narrower := load(t, "content/thing.yaml", "      at: {kind: date, time: true, label: {en: At, el: Ώρα}}\n", "").Type("thing")
	rapid.Check(t, func(t *rapid.T) {
		head, _ := before.Normalize(schema.Localized, document(t, before, schema.Localized), ids())
		for _, now := range []*schema.Type{after, narrower} {
			shown := now.Present(schema.Localized, head)
			saved, problems := now.Normalize(schema.Localized, shown, ids())
			if len(problems) > 0 {
				t.Fatalf("what a form shows was refused: %v", problems)
			}
			kept := now.Retain(schema.Localized, saved, head)
			if encoded(kept) != encoded(head) {
				t.Fatalf("a save without change lost something:\n%s\n%s", encoded(head), encoded(kept))
			}
		}
	})
}

// TestFlippingAFieldLosesNothing: a shared field becomes localized, texts are
// saved, and it becomes shared again.
func TestFlippingAFieldLosesNothing(t *testing.T) {
	shared := thing(t)
	flipped := load(t, "content/thing.yaml", "  since: {kind: date, filter: true,", "  since: {kind: date, localized: true, filter: true,").Type("thing")
	save := func(t *rapid.T, typ *schema.Type, p schema.Part, head, edit schema.Fields) schema.Fields {
		form := typ.Present(p, head)
		for name, v := range edit {
			form[name] = v
		}
		saved, problems := typ.Normalize(p, form, ids())
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return typ.Retain(p, saved, head)
	}
	rapid.Check(t, func(t *rapid.T) {
		und := save(t, shared, schema.Shared, nil, document(t, shared, schema.Shared))
		greek := save(t, shared, schema.Localized, nil, document(t, shared, schema.Localized))
		since := und["since"]

		und2 := save(t, flipped, schema.Shared, und, schema.Fields{"colour": "red"})
		greek2 := save(t, flipped, schema.Localized, greek, schema.Fields{"name": "Α", "since": "2000-01-01"})
		if und2["since"] != since {
			t.Fatalf("the shared value was lost: %v", und2["since"])
		}

		und3 := save(t, shared, schema.Shared, und2, schema.Fields{"colour": "dark-blue"})
		greek3 := save(t, shared, schema.Localized, greek2, schema.Fields{"name": "Β"})
		if und3["since"] != since || greek3["since"] != "2000-01-01" {
			t.Fatalf("lost on the way back: %v, %v", und3["since"], greek3["since"])
		}
	})
}
