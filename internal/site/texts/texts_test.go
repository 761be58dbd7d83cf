package texts

import (
	"testing"

	"golang.org/x/text/language"
)

func TestMessagesCount(t *testing.T) {
	texts, err := Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		locale, key string
		n           int
		want        string
	}{
		{"en", "count.cities", 1, "1 city"},
		{"en", "count.cities", 28, "28 cities"},
		{"en", "search.results", 0, "No results"},
		{"pl", "count.cities", 1, "1 miasto"},
		{"pl", "count.cities", 3, "3 miasta"},
		{"pl", "count.cities", 22, "22 miasta"},
		{"pl", "count.cities", 28, "28 miast"},
		{"pl", "count.cities", 112, "112 miast"},
		{"de", "count.inhabitants", 648260, "648.260 Menschen"},
		{"el", "count.municipalities", 600, "600 δήμοι"},
		{"fr", "count.cities", 0, "0 ville"},
	} {
		got := texts.Say(c.locale, c.key, Values{"count": c.n})
		if c.key == "count.inhabitants" {
			got, c.want = got[:7], c.want[:7] // the number alone
		}
		if got != c.want {
			t.Errorf("%s in %s for %d: %q, want %q", c.key, c.locale, c.n, got, c.want)
		}
	}
}

func TestMessagesThatAreNotWellFormedAreShown(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain", "{open": "{open", "{n, plural, other {# of {total}}}": "2 of 3", "{missing}!": "!", "{n, plural,}": "",
	} {
		if got := format(language.English, text, Values{"n": 2, "total": 3}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzFormat(f *testing.F) {
	f.Add("{count, plural, =0 {none} one {# city} other {# cities}}", 3)
	f.Add("{a{b}c}", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		format(language.Polish, text, Values{"count": n}) // neither hangs nor panics
	})
}

func TestEveryLanguageHasEveryText(t *testing.T) {
	texts, err := Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for locale, messages := range texts.byLocale {
		for key := range texts.byLocale["en"] {
			if messages[key] == "" {
				t.Errorf("%s is missing in %s", key, locale)
			}
		}
	}
}

func TestDates(t *testing.T) {
	texts, err := Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for locale, want := range map[string]string{
		"en": "23 November 2026", "de": "23. November 2026", "el": "23 Νοεμβρίου 2026", "pl": "23 listopada 2026", "es": "23 de noviembre de 2026",
	} {
		if got := texts.Date(locale, "2026-11-23"); got != want {
			t.Errorf("%s: %q", locale, got)
		}
	}
	if got := texts.Date("en", "soon"); got != "soon" {
		t.Errorf("what is no date became %q", got)
	}
}
