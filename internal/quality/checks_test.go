package quality

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"movingcities/config"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// What a caller takes from segment fits: codes convert, and a quotation is known by its
// kind.
var _ = Inline(segment.Inline{})

func en(text string, codes ...Inline) Text { return Text{"en", text, codes} }

var (
	bold    = Inline{Tag: 1, Type: "bold"}
	link    = Inline{Tag: 2, Type: "link", Attrs: map[string]string{"href": "https://example.org/en"}}
	newline = Inline{Tag: 3, Type: "hardBreak"}
)

// asRead leaves out what a message is made of.
var asRead = cmpopts.IgnoreFields(Finding{}, "Template", "Params")

func TestTags(t *testing.T) {
	source := en("The <1>old town</1> lies on <2>the river</2>.<3/>It is small.", bold, link, newline)
	tests := []struct {
		name, target string
		want         []Finding
	}{
		{"all there, in another order", "Am <2>Fluss</2> liegt die <1>Altstadt</1>.<3/>Sie ist klein.", nil},
		{"one within the other", "<1>Am <2>Fluss</2> liegt die Altstadt</1>.<3/>Sie ist klein.", nil},
		{"an emphasis in two parts", "Die <1>Alt</1>stadt, die <1>kleine</1>, liegt am <2>Fluss</2>.<3/>Sie ist klein.", nil},
		{"a tag that the source has not", "Die <1>Altstadt</1> liegt am <2>Fluss</2>.<3/>Sie ist <7>klein</7>.", []Finding{
			{Code: "markup", Severity: Error, Message: "Tag 7 does not exist in the source. Remove it.", Source: nil, Target: []Span{{54, 57}}},
			{Code: "markup", Severity: Error, Message: "Tag 7 does not exist in the source. Remove it.", Source: nil, Target: []Span{{62, 66}}},
		}},
		{"crossing", "Die <1>Altstadt <2>liegt</1> am Fluss</2>.<3/>Sie ist klein.", []Finding{
			{Code: "markup", Severity: Error, Message: "Tag 1 is closed where it is not the last one opened. Close each tag within the one around it.", Source: nil, Target: []Span{{24, 28}}},
		}},
		{"not closed", "Die <1>Altstadt liegt am <2>Fluss</2>.<3/>Sie ist klein.", []Finding{
			{Code: "markup", Severity: Error, Message: "Tag 1 is not closed. Put its closing tag, or remove the opening one.", Source: nil, Target: []Span{{4, 7}}},
		}},
		{"a link around nothing", "Die <1>Altstadt</1> liegt am Fluss<2></2>.<3/>Sie ist klein.", []Finding{
			{Code: "markup", Severity: Error, Message: "The link of the source is not in the translation. Put its tag around the words that carry it.", Source: []Span{{28, 31}}, Target: nil},
		}},
		{"emphasis and line break lost", "Die Altstadt liegt am <2>Fluss</2>. Sie ist klein.", []Finding{
			{Code: "markup", Severity: Warning, Message: "An emphasis of the source is not in the translation. Put its tag around the words, or dismiss this.", Source: []Span{{4, 7}}, Target: nil},
			{Code: "markup", Severity: Warning, Message: "A line break of the source is not in the translation. Put it in, or dismiss this.", Source: []Span{{45, 49}}, Target: nil},
		}},
		{"literal text of a tag's form is no tag", `Die <1>Altstadt</1> liegt am <2>Fluss</2>.<3/>Sie ist \<7>klein.`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []Finding
			for _, f := range Check(Input{Source: source, Target: Text{Locale: "de", Text: test.target}}) {
				if f.Code == "markup" {
					got = append(got, f)
				}
			}
			if diff := cmp.Diff(test.want, got, asRead); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinksBehindTags(t *testing.T) {
	for href, want := range map[string]Severity{
		"https://example.org/en": "",
		"https://example.org/de": Warning,
		"https://example.net/":   Warning,
		"":                       Error,
		"mailto:a@example.org":   Error,
		"https://[example.org":   Error,
	} {
		got := Check(Input{
			Source: en("On <2>the river</2>.", link),
			Target: Text{"de", "Am <2>Fluss</2>.", []Inline{{2, "link", map[string]string{"href": href}}}},
		})
		if want == "" && got != nil || want != "" && (len(got) != 1 || got[0].Code != "links" || got[0].Severity != want) {
			t.Errorf("%q: %v, want one of severity %q", href, got, want)
		}
	}
}

// The figures that professional translations write otherwise, and faults beside them.
func TestNumbers(t *testing.T) {
	tests := []struct {
		from, source, to, target string
		want                     bool
	}{
		{"en", "Three of 12 seats", "fr", "3 sièges sur douze", false},
		{"en", "25 people", "fr", "vingt-cinq personnes", false},
		{"en", "25 people", "de", "fünfundzwanzig Menschen", false},
		{"en", "25 people", "es", "treinta y cinco personas", true},
		{"es", "treinta y cinco personas", "en", "35 people", false},
		{"it", "ventuno componenti", "en", "21 members", false},
		{"it", "dagli anni Novanta", "en", "since the 1990s", false},
		{"en", "In 1914–18", "fr", "De 1914 à 1918", false},
		{"en", "In 2020/21", "pl", "W roku 2020/2021", false},
		{"en", "the 8th century", "it", "dell’VIII secolo", false},
		{"en", "the 8th century", "it", "del IX secolo", true},
		{"en", "between 3 and 5 million", "pl", "od 3 mln do 5 mln", false},
		{"pl", "3–5 tysięcy", "en", "3,000 to 5,000", false},
		{"en", "€2.5m", "de", "2,5 Mio. Euro", false},
		{"en", "a million", "it", "1 milione", false},
		{"en", "€3bn", "es", "3 mil millones", false},
		{"en", "€3bn", "es", "3 millones", true},
		{"en", "In 2015 thousands came", "fr", "En 2015, des milliers sont venus", false},
		{"en", "12 am and 3 pm", "de", "12 und 15 Uhr", false},
		{"en", "at 10:00", "fr", "à 10 h", false},
		{"en", "at 10:30 pm", "fr", "à 21 h 30", true},
		{"en", "under CC BY 4.0", "de", "unter CC BY 4.0", false},
		{"en", "4.2 %", "de", "4.2 %", true}, // 4,2 in German
		{"en", "CO2 and the A4 road", "de", "Kohlendioxid und die Straße", false},
		{"en", "See https://example.org/2015", "de", "Siehe https://example.org/2015", false},
		{"en", "Nobody came in 2015", "und", "999", true},
	}
	for _, test := range tests {
		got := Check(Input{Source: Text{Locale: test.from, Text: test.source}, Target: Text{Locale: test.to, Text: test.target}})
		if has(got, "numbers") != test.want {
			t.Errorf("%s %q → %s %q: %v, want a finding: %v", test.from, test.source, test.to, test.target, got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		from, source, to, target string
		want                     string
	}{
		{"en", "On 3 March 2021", "fr", "Le 3 mars 2021", ""},
		{"en", "On March 3rd, 2021", "el", "Στις 3 Μαρτίου του 2021", ""},
		{"en", "On 25 and 26 June 2021", "pl", "25 i 26 czerwca 2021 r.", ""},
		{"en", "In May 2014", "pl", "W maju 2014 roku", ""},
		{"en", "In May 2014", "it", "Il 5.2014", ""},
		{"en", "In May 2014", "es", "En marzo de 2014", "dates"},
		{"en", "On 3 March 2021", "de", "Am 3. Mai 2021", "dates"},
		{"en", "On 3 March 2021", "de", "Am 13. März 2021", "dates"}, // and not numbers as well
		{"en", "On 3 March 2021", "de", "Am 03.04.2021", "numbers"},
		{"en", "They may 20 times ask for 3 Marks", "de", "Sie dürfen 20-mal um 3 Mark bitten", ""},
	}
	for _, test := range tests {
		var got []string
		for _, f := range Check(Input{Source: Text{Locale: test.from, Text: test.source}, Target: Text{Locale: test.to, Text: test.target}}) {
			if f.Code == "dates" || f.Code == "numbers" {
				got = append(got, f.Code)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q → %q: %q, want %q", test.source, test.target, got, test.want)
		}
	}
}

func TestInvertedMarksThatAreNotClosed(t *testing.T) {
	got := Check(Input{Source: en("Who governs the city? Nobody."), Target: Text{Locale: "es", Text: "¿Quién gobierna la ciudad. Nadie (?)."}})
	want := []Finding{{Code: "inverted_marks", Severity: Warning, Message: "The question or exclamation that opens here is not closed. Put ? or ! at its end.", Source: nil, Target: []Span{{0, 1}}}}
	if diff := cmp.Diff(want, got, asRead); diff != "" {
		t.Error(diff)
	}
}

// Places are those of the text with its tags.
func TestPlaces(t *testing.T) {
	got := Check(Input{
		Source: en("It has <1>12</1> seats.", bold),
		Target: Text{Locale: "fr", Text: "Il y a <1>21</1> sièges ."},
	})
	want := []Finding{
		{Code: "numbers", Severity: Warning, Message: "The source says 12, the translation 21. Correct it, or dismiss this if both say the same.", Source: []Span{{10, 12}}, Target: []Span{{10, 12}}},
		{Code: "punctuation_spacing", Severity: Warning, Message: "No space stands before this sign. Remove it.", Source: nil, Target: []Span{{24, 25}}},
	}
	if diff := cmp.Diff(want, got, asRead); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutText(t *testing.T) {
	if got := Check(Input{Source: en(" "), Target: Text{Locale: "de", Text: "Neu"}}); got != nil {
		t.Errorf("a source without text: %v", got)
	}
	got := Check(Input{Source: en("The city has {{n}} seats."), Target: Text{Locale: "de", Text: "<1> \u200b</1>"}})
	if len(got) != 1 || got[0].Code != "empty" || got[0].Severity != Error {
		t.Errorf("a target without text: %v", got)
	}
}

func TestTooLongToCheck(t *testing.T) {
	got := Check(Input{Source: en("The city"), Target: Text{Locale: "de", Text: strings.Repeat("' ", longest)}})
	if len(got) != 1 || got[0].Code != "max_length" {
		t.Errorf("got %v", got)
	}
	if _, edits := Fix("pl", strings.Repeat("w domu ", longest)); edits != nil {
		t.Errorf("%d edits of a text that is no paragraph", len(edits))
	}
}

// The page sets a quotation in marks of its own, so a quotation within it is of the
// second level.
func TestQuotationSegment(t *testing.T) {
	in := Input{Source: en("We call it ‘home’."), Target: Text{Locale: "de", Text: "Wir nennen es ‚Heimat‘."}}
	if got := Check(in); len(got) != 1 || got[0].Code != "quotes" {
		t.Errorf("as a paragraph: %v", got)
	}
	in.Kind = segment.KindQuotation
	if got := Check(in); got != nil {
		t.Errorf("as a quotation: %v", got)
	}
}

// The checks that know no language work for every locale that a site may add.
func TestLocaleWithoutRules(t *testing.T) {
	got := map[string]bool{}
	for _, f := range Check(Input{Source: en("The city has {{n}} seats."), Target: Text{Locale: "sv", Text: "Staden har \"n\"  ? "}}) {
		got[f.Code] = true
	}
	want := []string{"double_space", "end_punctuation", "placeholders", "punctuation_spacing", "whitespace_edges"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Error(diff)
	}
}

func TestInconsistent(t *testing.T) {
	got := Inconsistent([]Pair{
		{"a", "Public transport", "Öffentlicher Verkehr"},
		{"b", "<1>Public transport</1>", "<1>öffentlicher  Verkehr.</1>"},
		{"c", "public transport.", "Nahverkehr"},
		{"d", "Public transport", ""},
		{"e", "Old town", "Altstadt"},
	})
	for key, other := range map[string]string{"a": "Nahverkehr", "b": "Nahverkehr", "c": "Öffentlicher Verkehr"} {
		if !strings.Contains(got[key].Message, "“"+other+"”") {
			t.Errorf("%s: %v, want a word of %s", key, got[key], other)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %v", got)
	}
}

// Every language of the platform has rules and words.
func TestLanguages(t *testing.T) {
	model, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range model.Locales() {
		rules, known := languages[locale.Code]
		if !known || rules.outer == nil || rules.inner == nil || rules.decimal == "" {
			t.Errorf("%s has no rules", locale.Code)
		}
		for _, list := range []string{"scales", "numbers", "months"} {
			if len(lexicons[locale.Code+" "+list]) == 0 {
				t.Errorf("words.txt has no %s of %s", list, locale.Code)
			}
		}
	}
}

// words.txt keeps to its form, which is read without looking for faults.
func TestWords(t *testing.T) {
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head := strings.Fields(line)[:2]
		if !slices.Contains([]string{"scales", "numbers", "months"}, head[1]) {
			t.Errorf("%v is no list", head)
		}
		last := -1.0
		seen := map[string]bool{}
		entries := strings.Split(strings.TrimPrefix(line, strings.Join(head, " ")), ";")
		for _, entry := range entries {
			words := strings.Fields(entry)
			if len(words) < 2 {
				t.Fatalf("%v: %q has no word", head, entry)
			}
			value, err := strconv.ParseFloat(words[0], 64)
			if err != nil || value <= last {
				t.Errorf("%v: %q is not in the order of the values", head, entry)
			}
			last = value
			for _, word := range words[1:] {
				if seen[word] {
					t.Errorf("%v: %q is there twice", head, word)
				}
				seen[word] = true
			}
		}
		if head[1] == "months" && (len(entries) != 12 || last != 12) {
			t.Errorf("%v: %d months", head, len(entries))
		}
	}
}
