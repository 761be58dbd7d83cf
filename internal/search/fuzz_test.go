package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: whatever is asked, the words are few, of the text itself, and their
// terms fit the index; and whatever text is cut into an excerpt, its pieces are
// readable and short.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"Neapol", "υποδοχή ΠΡΟΣΦΎΓΩΝ", "d’asile l'été", "ß ẞ ł œ", "a", "\x00%_'\"", "e\u0301\u0301", strings.Repeat("ab ", 99), "<1>x</1> -\"y\"", "\xff"} {
		f.Add(seed, "el")
		f.Add(seed, "de")
	}
	f.Fuzz(func(t *testing.T, text, locale string) {
		words, err := Query{Text: text, Locale: locale}.parse()
		if err != nil {
			words = nil
		}
		if len(words) > maxWords {
			t.Errorf("%d words", len(words))
		}
		terms := map[string]bool{}
		for _, w := range words {
			if w.start < 0 || w.end > len(text) || w.start >= w.end {
				t.Fatalf("%q is not in %q", w.fold, text)
			}
			for _, term := range wanted(locale, w.fold) {
				if len(term) > longestTerm || !utf8.ValidString(term) {
					t.Errorf("%q is no term", term)
				}
				terms[entryIn(locale, term)] = true
			}
		}
		if !utf8.ValidString(text) {
			return
		}
		size := 0
		for _, run := range newMarker(locale, terms).excerpt(text) {
			size += len(run.Text)
			if !utf8.ValidString(run.Text) {
				t.Errorf("%q is not readable", run.Text)
			}
		}
		if size > 8*longest {
			t.Errorf("an excerpt of %d bytes", size)
		}
	})
}

// An edit at one place of a word is recognised, exchanged neighbours are one edit.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"palermo", "palermo", 0},
		{"palremo", "palermo", 1},
		{"palerm", "palermo", 1},
		{"palerrmo", "palermo", 1},
		{"balermo", "palermo", 1},
		{"berlin", "bern", 2},
		{"palermo", "potsdam", 3},
	} {
		if got := distance([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%s and %s differ by %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// The forms of a word in a language lead to one term.
func TestFormsOfAWordMeet(t *testing.T) {
	for _, c := range []struct{ locale, one, other string }{
		{"en", "shelters", "shelter"},
		{"fr", "réfugiées", "refugies"},
		{"de", "Häuser", "Haus"},
		{"de", "Haeuser", "Haus"},
		{"el", "προσφύγων", "πρόσφυγες"},
		{"el", "ΠΌΛΗΣ", "πόλη"},
		{"it", "città", "citta"},
		{"pl", "uchodźców", "uchodzcow"},
		{"pl", "łódź", "lodz"},
		{"es", "acción", "accion"},
	} {
		meet := false
		in := forms(c.locale, scan(c.one)[0].fold)
		for _, w := range wanted(c.locale, scan(c.other)[0].fold) {
			for _, f := range in {
				meet = meet || f == w
			}
		}
		for _, w := range wanted(c.locale, scan(c.one)[0].fold) {
			for _, f := range forms(c.locale, scan(c.other)[0].fold) {
				meet = meet || f == w
			}
		}
		if !meet {
			t.Errorf("%s: %s does not find %s", c.locale, c.other, c.one)
		}
	}
}
