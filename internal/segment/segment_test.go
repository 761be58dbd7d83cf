package segment

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/schema"
)

// Every text of the localized part is a segment, in document order, under a key
// made of ids; what is not text is not.
func TestSplit(t *testing.T) {
	type row struct{ Key, Field, Kind, Text string }
	want := []row{
		{"title", "title", KindText, "Palermo"},
		{"h1", "intro", KindHeading, "A harbour city"},
		{"p1", "intro", KindParagraph, "It has <1>always</1> looked to the <2>sea</2>."},
		{"p2", "intro", KindListItem, "Ferries"},
		{"p3", "intro", KindListItem, "Fishing"},
		{"p4", "intro", KindListItem, "Tuna"},
		{"p5", "intro", KindQuotation, "We are all from here."},
		{"f1.label", "facts.label", KindText, "Ships"},
		{"p6", "facts.remark", KindParagraph, "In the old port."},
		{"f1.voice.text", "facts.voice", KindQuotation, "So many!"},
		{"f1.voice.function", "facts.voice", KindText, "captain"},
		{"f2.label", "facts.label", KindText, "Piers"},
		{"quote.text", "quote", KindQuotation, "No one is a stranger."},
		{"quote.function", "quote", KindText, "former mayor"},
		{"s1.heading", "sections", KindHeading, "How it began"},
		{"p7", "sections", KindParagraph, "With a charter.<1/>In 2015."},
		{"r1.role", "partners.role", KindText, "host"},
		{"address", "address", KindText, "Piazza Pretoria\n\n90133 Palermo"},
	}
	var got []row
	segments := Split(profile("forbid"), palermo())
	for _, s := range segments {
		got = append(got, row{s.Key, s.Field, s.Kind, s.Text})
		if s.Hash != Hash(s.Text) || s.Words != Words(s.Text) {
			t.Errorf("%s: hash or words are not those of its text", s.Key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	codes := []Inline{{1, "bold", nil}, {2, "link", map[string]string{"href": "/place/10"}}}
	if diff := cmp.Diff(codes, segments[2].Inline); diff != "" {
		t.Error(diff)
	}
}

func TestSplitPassesOverWhatHasNoText(t *testing.T) {
	f := schema.Fields{
		"title": "  ",
		"intro": doc(para("a", ""), para("b", " \u00a0"), para("c", "<1/>"), para("", "No id yet"), "not a block",
			object{"type": "paragraph", "attrs": object{"id": "d"}, "content": []any{"not a text", object{"type": "text", "text": 7}}}),
		"facts":    []any{object{"label": "No id yet"}, "not an item", object{"id": "f1", "label": 7}},
		"quote":    "not a quotation",
		"sections": []any{object{"id": "s1", "body": "not rich text"}},
		"address":  nil,
	}
	if got := Split(profile("forbid"), f); len(got) > 0 {
		t.Errorf("segments without text or key: %v", keys(got))
	}
}

func TestHash(t *testing.T) {
	base := Hash("The port of <1>Málaga</1>.")
	for name, c := range map[string]struct {
		text string
		same bool
	}{
		"white space":      {"  The\u00a0port\n of <1>Málaga</1>. ", true},
		"decomposed form":  {"The port of <1>Ma\u0301laga</1>.", true},
		"no tag":           {"The port of Málaga.", false},
		"another tag":      {"The port of <2>Málaga</2>.", false},
		"an escaped tag":   {`The port of \<1>Málaga</1>.`, false},
		"a sign":           {"The port of <1>Málaga</1>", false},
		"an upper-case":    {"the port of <1>Málaga</1>.", false},
		"white space only": {" ", false},
	} {
		if (Hash(c.text) == base) != c.same {
			t.Errorf("%s: same hash is %v, want %v", name, !c.same, c.same)
		}
	}
	if got := Hash(""); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("hash of the empty text is %s", got)
	}
}

func TestNormal(t *testing.T) {
	if got := Normal(" \tMa\u0301laga,\r\n\r\nby the sea\u00a0\n"); got != "Málaga,\n\nby the sea" {
		t.Errorf("got %q", got)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{
		"":                                       0,
		"– … ; ?":                                0,
		"The port, founded in 1850.":             5,
		"word—word and 1990–2000":                5,
		"un<1>believ</1>able <2/>new<3/>day":     3,
		"info@example.org or e-mail":             3,
		"L’école n'est pas l’école\u00a0!":       4,
		"1\u202f234\u202f567 habitants":          2,
		"1\u00a0234 or 5\u2009678, no\u00a0more": 5,
		"Die Stadt wächst um 3,5 % pro Jahr":     7,
		"Τι είναι; Το λιμάνι· ναι.":              5,
		"C’è un po’ d'acqua":                     4,
		"Zażółć gęślą jaźń w XIX w.":             6,
		"¿Dónde está? ¡Aquí!":                    3,
		`Write \<1> here`:                        3,
		"co\u00adoperation":                      1,
		"cafe\u0301":                             1,
	} {
		if got := Words(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}
