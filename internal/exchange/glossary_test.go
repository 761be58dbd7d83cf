package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/exchange"
)

func words() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"asylum", "Άσυλο", "=1+1", "@", "-", "'", `"`, ",", ";", "\n", " ", "&", "<b>", "]]>", "\t", "é", "😀",
	}), 1, 8), func(p []string) string { return strings.Join(p, "") })
}

func concepts() *rapid.Generator[[]exchange.Concept] {
	return rapid.Custom(func(t *rapid.T) []exchange.Concept {
		var out []exchange.Concept
		for _, id := range rapid.SliceOfNDistinct(words(), 1, 4, rapid.ID[string]).Draw(t, "ids") {
			c := exchange.Concept{ID: id, Definition: rapid.OneOf(rapid.Just(""), words()).Draw(t, "definition")}
			for _, locale := range []string{"de", "el", "en"}[:rapid.IntRange(0, 3).Draw(t, "languages")] {
				for range rapid.IntRange(1, 2).Draw(t, "terms") {
					c.Terms = append(c.Terms, exchange.Term{
						Locale: locale, Term: words().Draw(t, "term"), Note: rapid.OneOf(rapid.Just(""), words()).Draw(t, "note"),
						Status: rapid.SampledFrom([]string{"", "preferred", "admitted", "deprecated", "forbidden"}).Draw(t, "status"),
					})
				}
			}
			out = append(out, c)
		}
		return out
	})
}

func TestGlossaryRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := concepts().Draw(t, "glossary")
		var table, tbx bytes.Buffer
		if err := exchange.WriteCSV(&table, want); err != nil {
			t.Fatal(err)
		}
		if err := exchange.WriteTBX(&tbx, "en", want); err != nil {
			t.Fatal(err)
		}
		got, err := exchange.ReadCSV(&table)
		if d := diff(want, got); err != nil || d != "" {
			t.Fatalf("CSV: %v %s", err, d)
		}
		got, err = exchange.ReadTBX(&tbx)
		if d := diff(want, got); err != nil || d != "" {
			t.Fatalf("TBX: %v %s", err, d)
		}
	})
}

func TestGlossaryFromElsewhere(t *testing.T) {
	want := []exchange.Concept{{ID: "c1", Definition: "Right to stay", Terms: []exchange.Term{
		{Locale: "de", Term: "Aufenthaltsrecht", Status: "preferred"}, {Locale: "en", Term: "right of residence"},
	}}}
	table := "Term;Concept;Locale;Definition;Remarks;Status\nAufenthaltsrecht;c1;de;Right to stay;x;preferred\nright of residence;;en;;;\n"
	got, err := exchange.ReadCSV(strings.NewReader(table))
	if d := diff(want, got); err != nil || d != "" {
		t.Errorf("CSV: %v %s", err, d)
	}
	tbx := `<martif type="TBX"><text><body><termEntry id="c1"><descripGrp><descrip type="definition">Right to stay</descrip></descripGrp>
		<langSet xml:lang="de"><tig><term>Aufenthaltsrecht</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
		<langSet xml:lang="en"><ntig><termGrp><term>right of residence</term></termGrp></ntig></langSet></termEntry></body></text></martif>`
	got, err = exchange.ReadTBX(strings.NewReader(tbx))
	if d := diff(want, got); err != nil || d != "" {
		t.Errorf("TBX: %v %s", err, d)
	}
}

func TestGlossaryRefusals(t *testing.T) {
	for text, says := range map[string]string{
		"":                           "empty",
		"concept,locale\n":           `"term"`,
		"concept,locale,term\n,en,a": "Line 2: the concept has no id",
		"concept,locale,term\nc,,a":  "Line 2: a term needs a language",
		"concept,locale,term\n\"c":   "Line 2: the quotes",
		"concept,locale,term,status\nc,en,a,good":                      "Line 2: the status",
		"concept,locale,term,definition\nc,en,a,One\nc,en,b,Another\n": "Line 3: the concept has two definitions",
	} {
		if _, err := exchange.ReadCSV(strings.NewReader(text)); !refused(err) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTMXRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := exchange.Memory{SourceLocale: "en"}
		for _, s := range files().Draw(t, "texts").Segments {
			text := strings.Map(func(r rune) rune {
				if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == '\ufffe' || r == '\uffff' {
					return -1
				}
				return r
			}, s.Source)
			want.Units = append(want.Units, exchange.MemoryUnit{ID: "u", Texts: []exchange.MemoryText{
				{Locale: "en", Text: text}, {Locale: "de", Text: "Ja"},
			}})
		}
		var b bytes.Buffer
		if err := exchange.WriteTMX(&b, want); err != nil {
			t.Fatal(err)
		}
		got, err := exchange.ReadTMX(&b)
		if d := diff(want, got); err != nil || d != "" {
			t.Fatalf("%v %s", err, d)
		}
	})
}

// The codes that a text uses come back with it, and those of other tools become tags.
func TestTMXCodes(t *testing.T) {
	s := sample().Segments[2]
	want := exchange.Memory{SourceLocale: "en", Units: []exchange.MemoryUnit{{ID: "1", Texts: []exchange.MemoryText{
		{Locale: "en", Text: s.Source, Inline: s.SourceInline},
	}}}}
	var b bytes.Buffer
	if err := exchange.WriteTMX(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := exchange.ReadTMX(&b)
	if d := diff(want, got); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	got, err = exchange.ReadTMX(strings.NewReader(`<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>` +
		`A <bpt i="1">&lt;b></bpt>bold<ept i="1">&lt;/b></ept> <hi>word</hi><ph>br</ph></seg></tuv></tu></body></tmx>`))
	if err != nil || got.Units[0].Texts[0].Text != "A <1>bold</1> word<2/>" {
		t.Errorf("%v %+v", err, got)
	}
}
