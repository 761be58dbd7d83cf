package compare_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/compare"
	"movingcities/internal/schema"
)

func fields(t testing.TB, text string) schema.Fields {
	t.Helper()
	f, err := schema.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func block(id, text string) string {
	return fmt.Sprintf(`{"type":"paragraph","attrs":{"id":%q},"content":[{"type":"text","text":%q}]}`, id, text)
}

func body(blocks ...string) string {
	out := ""
	for i, b := range blocks {
		if i > 0 {
			out += ","
		}
		out += b
	}
	return `{"type":"doc","content":[` + out + `]}`
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestChangesAreNamedByFieldItemAndBlock(t *testing.T) {
	before := fields(t, `{"name":"Palermo","people":{"value":1,"year":2020},"gone":1,
		"facts":[{"id":"f1","label":"Area","n":1},{"id":"f2","label":"Port"}],
		"text":`+body(block("a", "One."), block("b", "Two."), block("c", "Three."))+`}`)
	after := fields(t, `{"name":"Palermo","people":{"value":2,"year":2020},"new":true,
		"facts":[{"id":"f2","label":"Port"},{"id":"f1","label":"Area","n":2},{"id":"f3","label":"Sea"}],
		"text":`+body(block("a", "One."), block("c", "Three!"), block("d", "Four."))+`}`)
	got := ""
	for _, c := range compare.Changes(before, after) {
		got += c.Op + " " + c.Field + " " + c.Key + "\n"
	}
	want := `changed facts f1.n
added facts f3
moved facts facts
removed gone gone
added new new
changed people people
changed text c
added text d
removed text b
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWhatDoesNotOverlapMerges(t *testing.T) {
	base := fields(t, `{"tagline":"old","takeaways":[{"id":"t1","text":"one"},{"id":"t2","text":"two"}],"text":`+body(block("a", "One."), block("b", "Two."))+`}`)
	yours := fields(t, `{"tagline":"mine","takeaways":[{"id":"t1","text":"one"},{"id":"t2","text":"second"}],"text":`+body(block("a", "One!"), block("b", "Two."))+`}`)
	theirs := fields(t, `{"tagline":"theirs","takeaways":[{"id":"t1","text":"first"},{"id":"t2","text":"two"},{"id":"t3","text":"three"}],"text":`+body(block("b", "Two!"), block("a", "One."))+`}`)
	merged, overlaps := compare.Merge(base, yours, theirs, nil)
	if len(overlaps) != 1 || overlaps[0].Key != "tagline" || overlaps[0].Yours != "mine" || overlaps[0].Theirs != "theirs" || overlaps[0].Base != "old" {
		t.Errorf("overlaps: %s", text(overlaps))
	}
	want := fields(t, `{"tagline":"theirs","takeaways":[{"id":"t1","text":"first"},{"id":"t2","text":"second"},{"id":"t3","text":"three"}],"text":`+body(block("b", "Two!"), block("a", "One!"))+`}`)
	if !compare.Same(merged, want) {
		t.Errorf("merged %s\nwant   %s", text(merged), text(want))
	}
	merged, overlaps = compare.Merge(base, yours, theirs, map[string]string{"tagline": compare.Yours})
	if len(overlaps) != 0 || merged["tagline"] != "mine" {
		t.Errorf("a choice did not settle it: %s %s", text(merged), text(overlaps))
	}
}

func TestTakingAwayWhatTheOtherChangedIsAnOverlap(t *testing.T) {
	base := fields(t, `{"text":`+body(block("a", "One."), block("b", "Two."))+`}`)
	yours := fields(t, `{"text":`+body(block("a", "One."))+`}`)
	theirs := fields(t, `{"text":`+body(block("a", "One."), block("b", "Two, and more."))+`}`)
	merged, overlaps := compare.Merge(base, yours, theirs, nil)
	if len(overlaps) != 1 || overlaps[0].Key != "b" || overlaps[0].Yours != nil || !compare.Same(merged, theirs) {
		t.Errorf("%s %s", text(merged), text(overlaps))
	}
	merged, _ = compare.Merge(base, yours, theirs, map[string]string{"b": compare.Yours})
	if !compare.Same(merged, yours) {
		t.Errorf("chosen: %s", text(merged))
	}
}

// contents are small documents over the same places, so that they often meet.
func contents() *rapid.Generator[schema.Fields] {
	return rapid.Custom(func(t *rapid.T) schema.Fields {
		f := schema.Fields{}
		for _, name := range []string{"name", "tagline"} {
			if rapid.Bool().Draw(t, "has "+name) {
				f[name] = rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, name)
			}
		}
		var blocks []any
		for _, id := range rapid.Permutation([]string{"a", "b", "c", "d"}).Draw(t, "order")[:rapid.IntRange(0, 4).Draw(t, "blocks")] {
			blocks = append(blocks, fieldsOf(block(id, rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, id))))
		}
		f["text"] = map[string]any{"type": "doc", "content": append([]any{}, blocks...)}
		return f
	})
}

func fieldsOf(text string) map[string]any {
	f, err := schema.Decode([]byte(text))
	if err != nil {
		panic(err)
	}
	return f
}

// Nothing is lost: every place has the text of a side that changed it, or is
// listed with both; and one side alone is taken as it is.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, yours, theirs := contents().Draw(t, "base"), contents().Draw(t, "yours"), contents().Draw(t, "theirs")
		for _, one := range [][3]schema.Fields{{base, yours, base}, {base, base, yours}, {base, yours, yours}} {
			if merged, overlaps := compare.Merge(one[0], one[1], one[2], nil); len(overlaps) > 0 || !compare.Same(merged, yours) {
				t.Fatalf("one side alone: %s %s", text(merged), text(overlaps))
			}
		}
		merged, overlaps := compare.Merge(base, yours, theirs, nil)
		open := map[string]bool{}
		for _, o := range overlaps {
			open[o.Key] = true
		}
		b, y, th, got := leaves(base), leaves(yours), leaves(theirs), leaves(merged)
		for key := range open {
			if b[key] == y[key] || b[key] == th[key] || y[key] == th[key] {
				t.Fatalf("%s is no overlap", key)
			}
		}
		for _, key := range []string{"name", "tagline", "a", "b", "c", "d"} {
			want := y[key]
			if y[key] == b[key] || open[key] {
				want = th[key]
			}
			if got[key] != want {
				t.Fatalf("%s is %q, want %q", key, got[key], want)
			}
		}
	})
}

func leaves(f schema.Fields) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"name", "tagline"} {
		if v, ok := f[name]; ok {
			out[name] = text(v)
		}
	}
	doc, _ := f["text"].(map[string]any)
	blocks, _ := doc["content"].([]any)
	for _, b := range blocks {
		id, _ := b.(map[string]any)["attrs"].(map[string]any)["id"].(string)
		out[id] = text(b)
	}
	return out
}
