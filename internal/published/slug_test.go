package published_test

import (
	"fmt"
	"strings"
	"testing"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// found says in a word what an address answers with.
func (w *world) found(path, address, parameters string) string {
	w.Helper()
	answer, moved, err := w.one(path, address, parameters)
	switch {
	case err != nil:
		return fault.Of(err).Code
	case moved != nil:
		return "moved to " + moved.To + " in " + moved.Locale
	case answer.Data.Locales != nil:
		return answer.Data.ID
	}
	return answer.Data.ID + " in " + answer.Data.Locale
}

func TestSlugs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		vienna, other, gone, draft := w.entry("note", "en"), w.entry("note", "en"), w.entry("note", "en"), w.entry("note", "en")
		w.publish(vienna, "en", "vienna-old", `{"title":"Vienna"}`)
		w.publish(vienna, "en", "vienna", `{"title":"Vienna"}`)
		w.publish(vienna, "de", "wien", `{"title":"Wien"}`)
		w.publish(other, "en", "wien", `{"title":"A tavern named Wien"}`)
		w.publish(gone, "en", "gone", `{"title":"Gone"}`)
		w.unpublish(gone, "en")
		w.publish(gone, "de", "weg", `{"title":"Weg"}`)
		w.unpublish(gone, "de")

		for _, c := range []struct{ address, parameters, want string }{
			{"vienna", "locale=en", vienna.ID + " in en"},
			{vienna.ID, "locale=en", vienna.ID + " in en"},
			{strings.ToUpper(vienna.ID), "locale=pl", vienna.ID + " in de"},
			// a former slug, and one of another language, lead to the present one
			{"vienna-old", "locale=en", "moved to vienna in en"},
			{"vienna-old", "locale=de", "moved to wien in de"},
			{"vienna", "locale=de", "moved to wien in de"},
			// the same word is one entry's German and another's English address
			{"wien", "locale=de", vienna.ID + " in de"},
			{"wien", "locale=en", other.ID + " in en"},
			// Polish is served in German, and under the German slug
			{"wien", "locale=pl", vienna.ID + " in de"},
			{"vienna", "locale=pl", "moved to wien in pl"},
			{"vienna", "locale=el", vienna.ID + " in en"},
			{"wien", "locale=el", other.ID + " in en"},
			// without fallback only the language itself counts
			{"wien", "locale=pl&fallback=none", "not_found"},
			{vienna.ID, "locale=pl&fallback=none", "not_found"},
			{"vienna", "locale=de&fallback=none", "moved to wien in de"},
			{"gone", "locale=en&fallback=none", "gone"},
			{"gone", "locale=pl&fallback=none", "not_found"},
			{gone.ID, "locale=de&fallback=none", "gone"},
			{gone.ID, "locale=el&fallback=none", "not_found"},
			// in all languages
			{"vienna", "locale=*", vienna.ID},
			{vienna.ID, "locale=*", vienna.ID},
			{"vienna-old", "locale=*", "moved to vienna in *"},
			{"gone", "locale=*", "gone"},
			// public once
			{"gone", "locale=en", "gone"},
			{"gone", "locale=el", "gone"},
			{"weg", "locale=en", "gone"},
			{gone.ID, "locale=en", "gone"},
			// never public
			{draft.ID, "locale=en", "not_found"},
			{"nothing", "locale=en", "not_found"},
			{"00000000-0000-0000-0000-000000000000", "locale=en", "not_found"},
			{"wien' OR '1'='1", "locale=en", "not_found"},
			{"wien\x00", "locale=en", "not_found"},
			{"\xff", "locale=en", "not_found"},
			{"", "locale=en", "not_found"},
			{strings.Repeat("x", 100_000), "locale=en", "not_found"},
			{"{" + vienna.ID + "}", "locale=en", "not_found"},
			{"urn:uuid:" + vienna.ID, "locale=en", "not_found"},
		} {
			if got := w.found("notes", c.address, c.parameters); got != c.want {
				t.Errorf("%.60q with %s: %s, want %s", c.address, c.parameters, got, c.want)
			}
		}
		if got := w.found("networks", vienna.ID, "locale=en"); got != "not_found" {
			t.Errorf("an entry of another type: %s", got)
		}
	})
}

// When the address to redirect to is another entry's own, the redirect goes to
// the id: a link never ends at the wrong entry.
func TestMovedNeverLeadsToAnotherEntry(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, second := w.entry("note", "en"), w.entry("note", "de")
		w.publish(first, "en", "old", `{"title":"First"}`)
		w.publish(first, "en", "mill", `{"title":"First"}`)
		w.publish(second, "de", "mill", `{"title":"Second"}`)
		if got, want := w.found("notes", "old", "locale=de"), "moved to "+first.ID+" in de"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

func TestSlugsOfEntriesWithoutLanguage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		town, gone := w.entry("municipality", "en"), w.entry("municipality", "en")
		w.publish(town, "und", "zopot", `{"name":"Zopot"}`)
		w.publish(town, "und", "sopot", `{"name":"Sopot"}`)
		w.publish(gone, "und", "gone", `{"name":"Gone"}`)
		w.unpublish(gone, "und")
		for _, locale := range []string{"en", "pl", "pl&fallback=none"} {
			asked, _, _ := strings.Cut(locale, "&")
			for address, want := range map[string]string{
				"sopot": town.ID + " in und", town.ID: town.ID + " in und", "zopot": "moved to sopot in " + asked,
				"gone": "gone", gone.ID: "gone",
			} {
				if got := w.found("municipalities", address, "locale="+locale); got != want {
					t.Errorf("%s in %s: %s, want %s", address, locale, got, want)
				}
			}
			if page := w.list("municipalities", "locale="+locale); fmt.Sprint(slugs(page.Data)) != "[sopot]" {
				t.Errorf("in %s: %v", locale, slugs(page.Data))
			}
		}
		all := w.must("municipalities", "sopot", "locale=*")
		if len(all.Locales) != 1 || all.Locales["und"].Title != "Sopot" {
			t.Errorf("in all locales: %s", w.json(all))
		}
	})
}

// One document changes, the others stay: an answer shows what was published,
// not what was published with it before.
func TestOneLocaleAtATime(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{"population":{"value":1}}`)
		w.publish(city, "en", "bern", `{"name":"Bern"}`)
		w.publish(city, "de", "bern", `{"name":"Bern"}`)
		row := func(locale string) (p db.Published) {
			w.read(func(tx *db.Tx) error {
				found, err := db.First[db.Published](tx, "entry_id = ? AND locale = ?", city.ID, locale)
				p = *found
				return err
			})
			return p
		}
		english, shared := row("en"), row("und")
		w.publish(city, "de", "bern-neu", `{"name":"Bern neu"}`)
		if row("en") != english || row("und") != shared {
			t.Error("publishing German changed the row of another document")
		}
		w.unpublish(city, "de")
		if row("en") != english || row("und") != shared {
			t.Error("unpublishing German changed the row of another document")
		}
	})
}
