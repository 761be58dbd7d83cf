package segment

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func run(text string, marks ...Inline) span { return span{text: text, marks: marks} }

var (
	bold    = Inline{Type: "bold"}
	italic  = Inline{Type: "italic"}
	cited   = Inline{Type: "citation", Attrs: map[string]string{"source": "s1"}}
	lineEnd = span{void: &Inline{Type: "hardBreak"}}
)

func linked(href string) Inline { return Inline{Type: "link", Attrs: map[string]string{"href": href}} }

var equalSpans = cmp.Options{cmp.AllowUnexported(span{}), cmpopts.EquateEmpty()}

// A block becomes text with numbered tags and comes back as it was.
func TestInlineRoundTrip(t *testing.T) {
	for name, c := range map[string]struct {
		spans []span
		text  string
	}{
		"plain":             {[]span{run("Palermo")}, "Palermo"},
		"nothing":           {nil, ""},
		"one mark":          {[]span{run("a "), run("b", bold), run(" c")}, "a <1>b</1> c"},
		"two of a kind":     {[]span{run("a", bold), run(" "), run("b", bold)}, "<1>a</1> <2>b</2>"},
		"nested":            {[]span{run("a", bold), run("b", bold, italic), run("c", bold)}, "<1>a<2>b</2>c</1>"},
		"same stretch":      {[]span{run("a", bold, italic, cited)}, "<1><2><3>a</3></2></1>"},
		"longer outside":    {[]span{run("a", bold, linked("/x")), run("b", linked("/x"))}, "<1><2>a</2>b</1>"},
		"overlapping":       {[]span{run("a", bold), run("b", bold, italic), run("c", italic)}, "<1>a<2>b</2></1><2>c</2>"},
		"links side by":     {[]span{run("a", linked("/x")), run("b", linked("/y"))}, "<1>a</1><2>b</2>"},
		"break":             {[]span{run("a"), lineEnd, lineEnd, run("b")}, "a<1/><2/>b"},
		"break in bold":     {[]span{run("a", bold), lineEnd, run("b", bold)}, "<1>a<2/>b</1>"},
		"break after bold":  {[]span{run("a", bold), lineEnd, run("b")}, "<1>a</1><2/>b"},
		"looks like a tag":  {[]span{run("a <1> </2> <3/> </4/> <05> <x>")}, `a \<1> \</2> \<3/> </4/> <05> <x>`},
		"backslashes":       {[]span{run(`\ \\ \<1> \\<2/>`)}, `\ \\ \\\<1> \\\\\<2/>`},
		"backslash and tag": {[]span{run(`a\`), run(`b\\`, bold), run(`\`)}, `a\\<1>b\\\\</1>\`},
		"halves of a tag":   {[]span{run("<"), run("1>", bold), run("</1"), run(">", italic)}, "<<1>1></1></1<2>></2>"},
	} {
		t.Run(name, func(t *testing.T) {
			text, inline := encode(c.spans)
			if text != c.text {
				t.Errorf("text is %s, want %s", text, c.text)
			}
			back := decode(text, codes(inline, nil))
			if diff := cmp.Diff(c.spans, back, equalSpans); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.spans, spans(content(c.spans)), equalSpans); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Codes are numbered by first appearance and say what they stand for.
func TestInlineCodes(t *testing.T) {
	_, got := encode([]span{run("a", linked("/x")), lineEnd, run("b", cited)})
	want := []Inline{
		{1, "link", map[string]string{"href": "/x"}},
		{2, "hardBreak", nil},
		{3, "citation", map[string]string{"source": "s1"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What translators and machines make of tags never breaks anything: a tag that is
// not known or not whole is dropped, its text stays.
func TestDecodeFaultyTags(t *testing.T) {
	base := []Inline{{1, "bold", nil}, {2, "italic", nil}, {3, "hardBreak", nil}, {4, "link", map[string]string{"href": "/x"}}, {5, "link", map[string]string{"href": "/y"}}}
	for text, want := range map[string][]span{
		"<9>a</9>b<8/>":            {run("ab")},
		"<1>a":                     {run("a")},
		"a</1>b":                   {run("ab")},
		"<1>a<1>b</1>":             {run("a"), run("b", bold)},
		"<1>a<2>b</1>c</2>":        {run("a", bold), run("b", bold, italic), run("c", italic)},
		"<2></2>a<1/>":             {run("a")},
		"<3>a</3>":                 {run("a")},
		"a<3/><3/>":                {run("a"), lineEnd, lineEnd},
		"<1>a</1> <1>b</1>":        {run("a", bold), run(" "), run("b", bold)},
		"<4>a<5>b</5></4>":         {run("a", linked("/x")), run("b", linked("/y"))},
		"<1><1>a</1></1>":          {run("a", bold)},
		"</1>a<1>":                 {run("a")},
		"<999999>a</9999999>":      {run("a</9999999>")},
		"<1>a</1><1/>< 1>b</ 1>":   {run("a", bold), run("< 1>b</ 1>")},
		`<1>a\</1>b</1>`:           {run("a</1>b", bold)},
		"<0>a</0><01>b</01><1.0/>": {run("<0>a</0><01>b</01><1.0/>")},
	} {
		if diff := cmp.Diff(want, decode(text, codes(base, nil)), equalSpans); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestPlain(t *testing.T) {
	if got := Plain(`a <1>b</1><2/>c \<3> \`); got != "a b\nc <3> \\" {
		t.Errorf("got %q", got)
	}
}

// FuzzInline feeds texts as a client may send them: reading never panics, loses
// nothing but tags, and what was read is written and read again without a change.
func FuzzInline(f *testing.F) {
	for _, seed := range []string{"", "a <1>b</1> c", "<1>a<2>b</1>c</2>", `\\<1>\<2>\`, "<3/><10>x</10>", "</1/><01>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw := ""
		for _, p := range pieces(text) {
			raw += p.raw
		}
		if raw != text {
			t.Fatalf("pieces of %q give %q", text, raw)
		}
		first := decode(text, testCode(text))
		written, inline := encode(first)
		again := decode(written, codes(inline, nil))
		if diff := cmp.Diff(first, again, equalSpans); diff != "" {
			t.Fatalf("%q written as %q: %s", text, written, diff)
		}
		if Plain(written) != textOf(first) {
			t.Fatalf("%q reads differently when written as %q", text, written)
		}
		if back := Plain(escape(text)); back != text {
			t.Fatalf("literal %q comes back as %q", text, back)
		}
		checkDiff(t, text, written)
		Words(text)
	})
}

func textOf(list []span) string {
	out := ""
	for _, s := range list {
		if s.void != nil {
			out += "\n"
		}
		out += s.text
	}
	return out
}
