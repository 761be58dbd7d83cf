package segment

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

func TestPropertySplitMergeIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, typ, base := draw(t)
		before := string(schema.Encode(base))
		merged := Merge(typ, base, translated(Split(typ, base), sourceText))
		if got := string(schema.Encode(merged)); got != before {
			t.Fatalf("\n got %s\nwant %s", got, before)
		}
		if string(schema.Encode(base)) != before {
			t.Fatal("the base was changed")
		}
	})
}

// Whatever stands in the targets, the result keeps to the closed schema, and their
// texts are in it, once each and in order.
func TestPropertyMergeOfAnyTargets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, typ, base := draw(t)
		wild := rapid.StringOfN(rapid.SampledFrom([]rune("ab \n\n<1/2>\\")), 0, 20, -1)
		targets := map[string]Target{}
		var want []string
		for _, s := range Split(typ, base) {
			if rapid.Bool().Draw(t, "translated") {
				target := Target{Text: Normal(wild.Draw(t, "text"))}
				targets[s.Key] = target
				want = append(want, strings.Fields(Plain(target.Text))...)
			}
		}
		merged := Merge(typ, base, targets)
		var problems []fault.Problem
		if merged, problems = typ.Normalize(schema.Localized, merged, w.newID); len(problems) > 0 {
			t.Fatalf("the merged document has problems: %v", problems)
		}
		var got []string
		for _, s := range Split(typ, merged) {
			got = append(got, strings.Fields(Plain(s.Text))...)
		}
		// The quotation's function has no text to stand with where the text is omitted.
		if typ.Policies.Empty != "omit" && strings.Join(got, "") != strings.Join(want, "") {
			t.Fatalf("texts are %q, want %q", got, want)
		}
	})
}

// Every text of the source is in exactly one segment, under a key of its own.
func TestPropertyEveryTextIsOneSegment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, typ, base := draw(t)
		segments := Split(typ, base)
		unique := slices.Compact(slices.Sorted(slices.Values(keys(segments))))
		if len(unique) != len(segments) {
			t.Fatalf("keys repeat: %v", keys(segments))
		}
		var got, want string
		for _, s := range segments {
			got += Plain(s.Text)
		}
		for _, field := range typ.Fields {
			want += textsIn(base[field.Name])
		}
		if got, want = strings.Join(strings.Fields(got), ""), strings.Join(strings.Fields(want), ""); got != want {
			t.Fatalf("segments hold %q, the document %q", got, want)
		}
	})
}

// textsIn gathers the texts of a value without knowing about fields.
func textsIn(v any) string {
	out := ""
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, member := range v {
			out += textsIn(member)
		}
	case object:
		for _, name := range []string{"label", "remark", "text", "function", "voice", "heading", "body", "content"} {
			out += textsIn(v[name])
		}
	}
	return out
}

// An edit that changes no text (ids lost, blocks moved, spaces, links, levels) makes
// nothing stale and loses no key.
func TestPropertyNothingStaleWithoutATextualChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, typ, base := draw(t)
		before := Split(typ, base)
		edited := clone(base)
		walk(typ, edited, visitor{block: func(b object) { w.restyle(b) }})
		if rapid.Bool().Draw(t, "items lose ids") {
			walk(typ, edited, visitor{item: func(_ string, item object) { delete(item, "id") }})
		} else {
			walk(typ, edited, visitor{leave: func(f *schema.Field, owner object, _ string) { w.shuffle(owner[f.Name]) }})
		}
		walk(typ, edited, visitor{block: func(b object) { w.loseID(b) }})
		edited = normalized(t, typ, edited, w.newID)
		after := Split(typ, Rekey(typ, base, edited, w.newID))
		targets := translated(before, sourceText)
		for _, s := range after {
			if target, ok := targets[s.Key]; !ok || Stale(target, s.Hash, nil) {
				t.Fatalf("%s is new or stale: %q, was %q", s.Key, s.Text, target.Text)
			}
		}
		if len(after) != len(before) {
			t.Fatalf("%d segments became %d", len(before), len(after))
		}
	})
}

func (w writer) loseID(b object) {
	if attrs := b["attrs"].(object); rapid.Bool().Draw(w.T, "loses id") {
		delete(attrs, "id")
	}
}

// shuffle moves the members of a list, or the blocks of a rich text.
func (w writer) shuffle(v any) {
	list, ok := v.([]any)
	if document, isDoc := v.(object); isDoc {
		list, ok = document["content"].([]any)
	}
	if ok {
		copy(list, rapid.Permutation(list).Draw(w.T, "order"))
	}
}

// restyle changes what is not text.
func (w writer) restyle(b object) {
	if b["type"] == "heading" {
		setLevel(b, "4")
	}
	for inline := range objects(b["content"]) {
		if text, ok := inline["text"].(string); ok {
			inline["text"] = strings.ReplaceAll(text, " ", rapid.SampledFrom([]string{" ", "  ", "\u00a0"}).Draw(w.T, "space"))
		}
		for mark := range objects(inline["marks"]) {
			if mark["type"] == "link" {
				mark["attrs"] = object{"href": mark["attrs"].(object)["href"].(string) + "/moved"}
			}
		}
	}
}

// edit changes text: blocks are rewritten, cut in two, copied, put in and taken out.
func (w writer) edit(typ *schema.Type, f schema.Fields) schema.Fields {
	out := clone(f)
	walk(typ, out, visitor{leave: func(field *schema.Field, owner object, _ string) {
		document, ok := owner[field.Name].(object)
		if !ok || document["type"] != "doc" {
			return
		}
		var blocks []any
		for b := range objects(document["content"]) {
			switch rapid.IntRange(0, 9).Draw(w.T, "edit") {
			case 0: // taken out
			case 1:
				blocks = append(blocks, b, clone(b))
			case 2:
				b["content"] = nil
				if isTextBlock(b) {
					b["content"] = []any{w.inline(), w.inline()}
				}
				blocks = append(blocks, b)
			case 3:
				blocks = append(blocks, w.block(0), b)
			case 4:
				blocks = append(blocks, cut(b)...)
			default:
				blocks = append(blocks, b)
			}
		}
		document["content"] = blocks
	}})
	walk(typ, out, visitor{block: func(b object) { w.loseID(b) }})
	return out
}

func cut(b object) []any {
	list, _ := b["content"].([]any)
	second := clone(b)
	b["content"], second["content"] = list[:len(list)/2], clone(list[len(list)/2:])
	return []any{b, second}
}

// ids lists every id of blocks and items.
func ids(typ *schema.Type, f schema.Fields) []string {
	var out []string
	walk(typ, f, visitor{
		item:  func(_ string, item object) { out = append(out, str(item["id"])) },
		block: func(b object) { out = append(out, blockID(b)) },
	})
	slices.Sort(out)
	return out
}

// After any edit, saved with or without the ids made for it, no id stands twice and
// nothing but ids was changed.
func TestPropertyIDsAreUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, typ, base := draw(t)
		edited := w.edit(typ, base)
		if rapid.Bool().Draw(t, "saved") {
			edited = normalized(t, typ, edited, w.newID)
		}
		got := Rekey(typ, base, edited, w.newID)
		list := ids(typ, got)
		if slices.Contains(list, "") || len(slices.Compact(slices.Clone(list))) != len(list) {
			t.Fatalf("ids are %v", list)
		}
		if diff := cmp.Diff(withoutIDs(edited), withoutIDs(got)); diff != "" {
			t.Fatal(diff)
		}
		if again := Rekey(typ, got, got, w.newID); string(schema.Encode(again)) != string(schema.Encode(got)) {
			t.Fatal("a save without a change changes ids")
		}
	})
}

func withoutIDs(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, member := range v {
			if name != "id" {
				out[name] = withoutIDs(member)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = withoutIDs(v[i])
		}
		return out
	case json.Number:
		return v.String()
	}
	return v
}

// What was approved, changed and put back is fresh again, whatever was approved in
// between; a change that a translation was not made for is stale unless minor.
func TestPropertyRevertHeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, typ, base := draw(t)
		steps := map[string][]Step{}
		approve := func(from, to schema.Fields) {
			for _, c := range Changes(Split(typ, from), Split(typ, to)) {
				steps[c.Key] = append(steps[c.Key], Step{From: c.From, To: c.To, Minor: rapid.Bool().Draw(t, "minor")})
			}
		}
		targets := translated(Split(typ, base), sourceText)
		state := base
		for range rapid.IntRange(1, 3).Draw(t, "edits") {
			next := Rekey(typ, state, normalized(t, typ, w.edit(typ, state), w.newID), w.newID)
			approve(state, next)
			for _, s := range Split(typ, next) {
				target, ok := targets[s.Key]
				minor := slices.ContainsFunc(steps[s.Key], func(s Step) bool { return s.Minor })
				if ok && !minor && Stale(target, s.Hash, steps[s.Key]) != (target.From != s.Hash) {
					t.Fatalf("%s: stale does not follow from the text", s.Key)
				}
			}
			state = next
		}
		approve(state, base)
		for _, s := range Split(typ, base) {
			if Stale(targets[s.Key], s.Hash, steps[s.Key]) {
				t.Fatalf("%s has its text again and is stale", s.Key)
			}
		}
	})
}

// Every segment is counted once, in one state at most.
func TestPropertyCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, typ, base := draw(t)
		targets := translated(Split(typ, base), sourceText)
		next := Rekey(typ, base, w.edit(typ, base), w.newID)
		texts := map[string]string{}
		for _, s := range Split(typ, base) {
			texts[s.Key] = s.Text
		}
		segments := Split(typ, next)
		c := Count(segments, targets, func(string) []Step { return nil },
			func(key, _ string) (string, bool) { text, ok := texts[key]; return text, ok })
		if c.Total != len(segments) || c.Empty+c.Stale+c.Translated != c.Total {
			t.Fatalf("%+v for %d segments", c, len(segments))
		}
		if c.EmptyWords+c.TranslatedWords > c.TotalWords {
			t.Fatalf("%+v", c)
		}
	})
}
