package exchange_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"movingcities/internal/exchange"
	"movingcities/internal/segment"
)

// sample is a small translation with every state and every kind of code.
func sample() exchange.File {
	bold := segment.Inline{Tag: 1, Type: "bold"}
	link := segment.Inline{Tag: 2, Type: "link", Attrs: map[string]string{"href": "https://example.org/?a=1&b=2"}}
	cite := segment.Inline{Tag: 3, Type: "citation", Attrs: map[string]string{"source": "s1"}}
	lineBreak := segment.Inline{Tag: 4, Type: "hardBreak"}
	f := exchange.File{
		Entry: "0190a6c4-0000-7000-8000-000000000001", Type: "city", SourceLocale: "en", TargetLocale: "de",
		Revision: "0190a6c4-0000-7000-8000-000000000002",
	}
	add := func(key, source, target, state string, codes ...segment.Inline) {
		f.Segments = append(f.Segments, seg(key, source, target, state, codes...))
	}
	add("title", "Welcome & arrival", "Willkommen & Ankunft", segment.StateTranslated)
	add("policy_goals", "  A <b> that is no tag, a \\<1> that is none ", "Ein <b>", segment.StateDraft)
	add("b1", "<1>Bold with <2>a link</2></1><4/>next <3>said</3>", "<4/><2>ein Link</2>, <1>fett</1> <3>gesagt</3>", segment.StateMachine, bold, link, cite, lineBreak)
	add("b2", "<1>over<2>lap</1>ping</2>", "<1>über<2>lapp</1>end</2> <1>zwei</1>", segment.StateTranslated, bold, link)
	add("b3", "Empty on purpose", "", segment.StateLeftEmpty)
	add("b4", "Not yet", "", "")
	f.Segments[0].Note = "The name of the page"
	f.Segments[1].Target.Note = "Is this right?\nI think so."
	f.Segments[1].Stale = true
	f.Segments[1].Target.From = segment.Hash("an older text")
	return f
}

func seg(key, source, target, state string, codes ...segment.Inline) exchange.Segment {
	s := exchange.Segment{
		Key: key, Field: "body", Kind: "paragraph", Source: source, SourceInline: codes, SourceHash: segment.Hash(source),
		Target: segment.Target{Text: target, State: state},
	}
	if state != "" {
		s.Target.From = s.SourceHash
	}
	s.TargetHash = s.Target.Hash()
	return s
}

// texts draws texts with tags in every form, white space, signs of XML and the odd
// corners of Unicode.
func texts() *rapid.Generator[string] {
	parts := []string{
		"a", "word", " ", "  ", "\n", "\t", "\r", "\r\n", "&", "<", ">", "\"", "'", "]]>", "<!--", "&amp;", "&#0;", "=1+1", "@", "_x0041_", "'",
		"<1>", "</1>", "<2>", "</2>", "<3/>", "<4>", "</4>", "<999999/>", `\<1>`, `\`, `\\`,
		"\u0000", "\u0001", "\u001b", "\u0085", "\u00a0", "\u202f", "\u200f", "\u2028", "\ufeff", "\ufffd", "\ufffe", "\uffff", "é", "e\u0301", "😀", "\U0010ffff", "ώ", "＝",
	}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 40), func(p []string) string { return strings.Join(p, "") })
}

func inlines() *rapid.Generator[[]segment.Inline] {
	return rapid.Custom(func(t *rapid.T) []segment.Inline {
		var out []segment.Inline
		for _, tag := range rapid.SliceOfNDistinct(rapid.IntRange(1, 4), 0, 4, rapid.ID[int]).Draw(t, "tags") {
			c := segment.Inline{Tag: tag, Type: rapid.SampledFrom([]string{"bold", "italic", "link", "citation", "hardBreak"}).Draw(t, "type")}
			switch c.Type {
			case "link":
				c.Attrs = map[string]string{"href": "https://example.org/" + texts().Draw(t, "href")}
			case "citation":
				c.Attrs = map[string]string{"source": "s1"}
			}
			out = append(out, c)
		}
		return out
	})
}

func files() *rapid.Generator[exchange.File] {
	return rapid.Custom(func(t *rapid.T) exchange.File {
		f := exchange.File{Entry: "e1", Type: "city", SourceLocale: "el", TargetLocale: "pl", Revision: "r1"}
		keys := rapid.SliceOfNDistinct(rapid.StringN(1, 20, 60), 1, 6, rapid.ID[string]).Draw(t, "keys")
		for _, key := range keys {
			s := seg(key, texts().Draw(t, "source"), "", "", inlines().Draw(t, "codes")...)
			s.Kind = rapid.SampledFrom([]string{"text", "heading", "quotation"}).Draw(t, "kind")
			s.Target = target(t, s)
			s.Stale = s.Target.State != "" && rapid.Bool().Draw(t, "stale")
			s.TargetHash = s.Target.Hash()
			f.Segments = append(f.Segments, s)
		}
		return f
	})
}

func target(t *rapid.T, s exchange.Segment) segment.Target {
	out := segment.Target{From: s.SourceHash, Note: rapid.SampledFrom([]string{"", "a note", "two\nlines & <tags>"}).Draw(t, "note")}
	out.State = rapid.SampledFrom([]string{"", "draft", "translated", "machine", "left_empty"}).Draw(t, "state")
	switch out.State {
	case "":
		out.From = ""
	case segment.StateLeftEmpty:
	default:
		out.Text = texts().Draw(t, "target")
		out.Inline = inlines().Draw(t, "own codes")
	}
	return out
}

func xliff(t testing.TB, f exchange.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteXLIFF(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readXLIFF(t testing.TB, raw []byte) exchange.File {
	t.Helper()
	f, err := exchange.ReadXLIFF(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func diff(want, got any) string {
	if reflect.DeepEqual(want, got) { // much faster, and nearly always so
		return ""
	}
	return gocmp.Diff(want, got)
}
