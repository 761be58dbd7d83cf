package search_test

import (
	"errors"
	"strings"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/schema"
	"movingcities/internal/search"
)

func eachShelf(t *testing.T, test func(t *testing.T, s *shelf)) {
	apptest.EachDB(t, func(t *testing.T, url string) { test(t, newShelf(t, url)) })
}

// put makes a document live and findable, as publishing does.
func (s *shelf) put(e db.Entry, locale, slug string, fields schema.Fields) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		s.publish(tx, e, locale, slug, fields)
		return s.find.Update(tx, e.ID, locale)
	})
}

func (s *shelf) take(e db.Entry, locale string) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		if _, err := s.store.Unpublish(tx, e, locale, "unpublished", "ana", "", db.Time{}); err != nil {
			return err
		}
		return s.find.Update(tx, e.ID, locale)
	})
}

// ask gives titles with the language where it is another, and the marked words.
func (s *shelf) ask(locale, text string) string {
	s.t.Helper()
	r, err := s.asked(search.Query{Text: text, Locale: locale})
	must(s.t, err)
	var out []string
	for _, h := range append(r.Data, r.Others...) {
		line := h.Title
		if h.Locale != locale {
			line += " in " + h.Locale
		}
		for _, run := range h.Excerpt {
			if run.Mark {
				line += " [" + run.Text + "]"
			}
		}
		out = append(out, line)
	}
	if r.Corrected != "" {
		out = append(out, "instead: "+r.Corrected)
	}
	return strings.Join(out, ", ")
}

func (s *shelf) want(locale, text, want string) {
	s.t.Helper()
	if got := s.ask(locale, text); got != want {
		s.t.Errorf("%s %q finds %q, want %q", locale, text, got, want)
	}
}

func city(name, tagline string) schema.Fields {
	return schema.Fields{"name": name, "tagline": tagline}
}

// naples is live in Italian and German.
func (s *shelf) naples() db.Entry {
	var e db.Entry
	s.write(func(tx *db.Tx) error {
		e = s.entry(tx, "naples", "city", "it")
		return nil
	})
	s.put(e, schema.Und, "", schema.Fields{"country": "IT"})
	s.put(e, "it", "napoli", city("Napoli", "I rifugiati nelle città del porto"))
	s.put(e, "de", "neapel", city("Neapel", "Wohnungen für Geflüchtete am Hafen"))
	return e
}

func TestWordsAreFoundInTheWayOfTheirLanguage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		s.want("it", "rifugiata citta", "Napoli [rifugiati] [città]")
		s.want("de", "Wohnung", "Neapel [Wohnungen]")
		s.want("de", "Gefluechtete", "Neapel [Geflüchtete]")
		s.want("de", "Häfen", "Neapel [Hafen]")
		s.want("de", "Wohn", "Neapel [Wohnungen]")
		s.want("de", "nirgendwo", "")
	})
}

func TestNamesAreFoundInEveryLanguage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		s.want("de", "Napoli", "Neapel")
		s.want("it", "Neapel", "Napoli")
		s.want("pl", "Neapel", "Napoli in it")
		s.want("de", "Italie", "Neapel")
	})
}

func TestOtherLanguagesComeAfter(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		s.want("it", "Wohnungen", "Neapel in de [Wohnungen]")
		s.want("fr", "rifugiato", "Napoli in it [rifugiati]")
	})
}

func TestErrorsAreUnderstood(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		s.want("de", "Naepel", "Neapel, instead: Neapel")
		s.want("it", "rifuigati", "Napoli [rifugiati], instead: rifugiati")
		s.want("it", "Wohnungen porto", "Napoli [porto]")
	})
}

func TestWhatIsTakenDownIsNotFound(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		e := s.naples()
		s.put(e, "de", "neapel", city("Neapel", "Arbeit am Hafen"))
		s.want("de", "Wohnungen", "")
		s.want("de", "Arbeit", "Neapel [Arbeit]")

		s.take(e, "de")
		s.want("de", "Arbeit", "")
		s.want("it", "Neapel", "")
		s.want("it", "Naepel", "")
		s.want("it", "porto", "Napoli [porto]")
		s.take(e, "it")
		s.take(e, schema.Und)
		s.want("it", "porto", "")
		s.empty("search")
	})
}

// empty checks that an index has no row left.
func (s *shelf) empty(index string) {
	s.t.Helper()
	must(s.t, s.db.Read(s.t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"_documents", "_postings", "_words"} {
			n, err := db.Query[int64](tx, "SELECT COUNT(*) FROM "+index+table)
			must(s.t, err)
			if n[0] != 0 {
				s.t.Errorf("%s%s keeps %d rows", index, table, n[0])
			}
		}
		return nil
	}))
}

func TestAPublicationThatFailsChangesNothing(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		e := s.naples()
		refused := errors.New("refused")
		err := s.db.Write(t.Context(), func(tx *db.Tx) error {
			s.publish(tx, e, "de", "neapel", city("Neapel", "Geheimnis"))
			must(t, s.find.Update(tx, e.ID, "de"))
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		s.want("de", "Geheimnis", "")
		s.want("de", "Wohnungen", "Neapel [Wohnungen]")
	})
}

// Whatever way an index came about, it holds the same.
func TestRebuildWritesTheSame(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		before := s.dump()
		s.write(s.find.Rebuild)
		if after := s.dump(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
	})
}

func (s *shelf) dump() string {
	s.t.Helper()
	var b strings.Builder
	must(s.t, s.db.Read(s.t.Context(), func(tx *db.Tx) error {
		b.Reset()
		postings, err := db.Query[db.SearchPosting](tx, "SELECT * FROM search_postings ORDER BY word, block")
		must(s.t, err)
		for _, p := range postings {
			b.WriteString(p.Word + " " + string(rune('0'+p.Block)) + " " + strings.ToValidUTF8(string(p.List), "?") + "\n")
		}
		words, err := db.Query[db.SearchWord](tx, "SELECT * FROM search_words ORDER BY word, term")
		must(s.t, err)
		for _, w := range words {
			b.WriteString(w.Word + " " + w.Reversed + " " + w.Term + " " + w.Shown + "\n")
		}
		return nil
	}))
	return b.String()
}

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		for want, q := range map[string]search.Query{
			"query_too_short":    {Text: " ?a ", Locale: "en"},
			"invalid_query_text": {Text: strings.Repeat("long ", 50), Locale: "en"},
			"unknown_locale":     {Text: "port", Locale: "xx"},
			"unknown_type":       {Text: "port", Locale: "en", Types: []string{"draft"}},
			"unknown_country":    {Text: "port", Locale: "en", Country: "XX"},
			"invalid_value":      {Text: "port", Locale: "en", Size: 51},
		} {
			_, err := s.asked(q)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v, want %s", q, err, want)
			}
		}
	})
}

func TestFacetsCountWithoutTheirOwnRestriction(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.naples()
		var e db.Entry
		s.write(func(tx *db.Tx) error {
			e = s.entry(tx, "network", "network", "de")
			return nil
		})
		s.put(e, schema.Und, "", schema.Fields{"country": "DE"})
		s.put(e, "de", "haefen", schema.Fields{"name": "Sichere Häfen"})
		r, err := s.asked(search.Query{Text: "Hafen", Locale: "de", Types: []string{"city"}})
		must(t, err)
		if len(r.Data) != 1 || r.Page.Total != 1 || len(r.Facets.Type) != 2 || len(r.Facets.Country) != 1 || r.Facets.Country[0].Value != "IT" {
			t.Errorf("%+v", r)
		}
	})
}
