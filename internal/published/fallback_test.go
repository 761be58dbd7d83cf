package published_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// Who answers for whom, in the words of the design: the locale itself, its
// fallbacks (Polish goes by German to English), the language the entry was
// written in, any other; and nobody while the shared document is not live.
func TestFallback(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.entry("city", "el")
		w.publish(city, "el", "livadia", `{"name":"Λιβαδειά"}`)
		if page := w.list("cities", "locale=el&count=true"); len(page.Data) != 0 || *page.Page.Total != 0 {
			t.Errorf("listed without its shared document: %s", w.json(page))
		}
		served := func(want map[string]string) {
			t.Helper()
			for asked, locale := range want {
				page := w.list("cities", "locale="+asked)
				if len(page.Data) != 1 || page.Data[0].Locale != locale {
					t.Errorf("asked in %s: %s, want one entry in %s", asked, w.json(page.Data), locale)
				}
				own := len(w.list("cities", "locale="+asked+"&fallback=none").Data)
				if (own == 1) != (asked == locale || asked == "gr" && locale == "el") {
					t.Errorf("asked in %s without fallback: %d entries", asked, own)
				}
			}
		}
		w.publish(city, "und", "", `{"country":"GR"}`)
		served(map[string]string{"en": "el", "de": "el", "pl": "el", "el": "el", "gr": "el"})
		w.publish(city, "en", "livadeia", `{"name":"Livadeia"}`)
		served(map[string]string{"en": "en", "de": "en", "pl": "en", "el": "el"})
		w.publish(city, "de", "livadia-de", `{"name":"Livadia"}`)
		served(map[string]string{"en": "en", "de": "de", "pl": "de", "el": "el"})
		w.unpublish(city, "en")
		served(map[string]string{"en": "el", "de": "de", "pl": "de", "el": "el"})
		w.unpublish(city, "el")
		served(map[string]string{"en": "de", "de": "de", "pl": "de", "el": "de"})
	})
}

// Fallback serves whole documents: no field of another language gets in.
func TestFallbackMixesNoLanguages(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{"country":"DE"}`)
		w.publish(city, "en", "cologne", `{"name":"Cologne","summary":"On the Rhine","district":"Old Town"}`)
		w.publish(city, "de", "koeln", `{"name":"Köln"}`)
		got := w.must("cities", "koeln", "locale=de").Fields
		want := map[string]any{"name": "Köln", "country": map[string]any{"code": "DE", "name": "Deutschland"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if page := w.list("cities", "locale=de&filter[district]=Old Town"); len(page.Data) != 0 {
			t.Errorf("the German profile is found by an English value: %v", slugs(page.Data))
		}
	})
}

// A field that the model moved between shared and localized is read from the
// side that has it, and is found by filters there.
func TestValuesOnTheOtherSide(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{"district":"East","summary":"shared once"}`)
		w.publish(city, "en", "one", `{"name":"One","population":{"value":7},"summary":"own"}`)
		got := w.must("cities", "one", "locale=en").Fields
		if got["district"] != "East" || got["population"] == nil || got["summary"] != "own" {
			t.Errorf("fields: %v", got)
		}
		for _, filter := range []string{"filter[district]=East", "filter[population]=7", "filter[population][ne]=8"} {
			if page := w.list("cities", "locale=en&"+filter); len(page.Data) != 1 {
				t.Errorf("%s finds %v", filter, slugs(page.Data))
			}
		}
		w.publish(city, "und", "", `{"population":{"value":8}}`)
		if page := w.list("cities", "locale=en&filter[population]=7"); len(page.Data) != 0 {
			t.Errorf("found by a value that it no longer answers with")
		}
	})
}

// Whatever is published and taken away in whatever order, the listing is what
// the rule says, computed here a second time, and Rebuild agrees.
func TestListingFollowsTheRule(t *testing.T) {
	chains := map[string][]string{"en": {}, "de": {"en"}, "pl": {"de", "en"}, "el": {"en"}}
	order := []string{"en", "de", "pl", "el"}
	eachWorld(t, func(t *testing.T, w *world) {
		var entries []db.Entry
		for i := range 3 {
			entries = append(entries, w.entry("city", order[i+1]))
		}
		rapid.Check(t, func(r *rapid.T) {
			live := map[string]map[string]bool{}
			for _, e := range entries {
				live[e.ID] = map[string]bool{}
			}
			acts := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) [3]int {
				return [3]int{rapid.IntRange(0, 2).Draw(r, "entry"), rapid.IntRange(0, 4).Draw(r, "locale"), rapid.IntRange(0, 2).Draw(r, "act")}
			}), 1, 25).Draw(r, "acts")
			w.write(func(tx *db.Tx) error {
				for _, act := range acts {
					if err := w.act(tx, entries[act[0]], append(order, schema.Und)[act[1]], act[2] == 0, live); err != nil {
						return err
					}
				}
				return nil
			})
			for _, asked := range order {
				var want []string
				for _, e := range entries {
					if locale := expected(live[e.ID], asked, chains[asked], e.SourceLocale, order); locale != "" {
						want = append(want, e.ID+" "+locale)
					}
				}
				var got []string
				for _, e := range w.list("cities", "locale="+asked).Data {
					got = append(got, e.ID+" "+e.Locale)
				}
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					r.Fatalf("asked in %s: %s", asked, diff)
				}
			}
			before := w.derived()
			w.write(func(tx *db.Tx) error { return w.store.Rebuild(tx) })
			if diff := cmp.Diff(before, w.derived()); diff != "" {
				r.Fatalf("rebuild: %s", diff)
			}
			w.clear(entries, live)
		})
	})
}

// act publishes or takes away one document, as far as that is possible.
func (w *world) act(tx *db.Tx, e db.Entry, locale string, away bool, live map[string]map[string]bool) error {
	if away {
		_, err := w.store.Unpublish(tx, e, locale, published.KindUnpublished, "user-1", "", w.now())
		if live[e.ID][locale] == fault.Is(err, "not_live") {
			w.Errorf("unpublish %s: %v, but live is %v", locale, err, live[e.ID][locale])
		}
		delete(live[e.ID], locale)
		if fault.Is(err, "not_live") {
			return nil
		}
		return err
	}
	live[e.ID][locale] = true
	d := w.doc(e, locale, "", `{"population":{"value":5}}`)
	if locale != schema.Und {
		d = w.doc(e, locale, "slug-"+e.ID[34:], `{"name":"Same name","district":"West"}`)
	}
	d.At = w.now()
	_, err := w.store.Publish(tx, d)
	return err
}

// clear takes everything away, after which nothing may be left of it.
func (w *world) clear(entries []db.Entry, live map[string]map[string]bool) {
	w.write(func(tx *db.Tx) error {
		for _, e := range entries {
			for locale := range live[e.ID] {
				if _, err := w.store.Unpublish(tx, e, locale, published.KindDeleted, "user-1", "", w.now()); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if left := w.derived(); len(left) > 0 {
		w.Errorf("left behind: %v", left)
	}
}

func expected(live map[string]bool, asked string, chain []string, source string, order []string) string {
	if !live[schema.Und] {
		return ""
	}
	for _, locale := range slices.Concat([]string{asked}, chain, []string{source}, order) {
		if live[locale] {
			return locale
		}
	}
	return ""
}

// Unpublishing takes effect everywhere at once: list, id, slug, former slug,
// includes, relations of others, filters, the map.
func TestUnpublishRemovesEverywhere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := showcase(w)
		gdansk := db.Entry{ID: ids["gdansk"], Type: "city", SourceLocale: "pl"}
		w.unpublish(gdansk, "en")
		w.unpublish(gdansk, "pl")
		for _, address := range []string{"gdansk", ids["gdansk"]} {
			for _, locale := range []string{"en", "de", "pl", "*"} {
				if _, _, err := w.one("cities", address, "locale="+locale); fault.Of(err).Kind != fault.Gone {
					t.Errorf("%s in %s: %v, want Gone", address, locale, err)
				}
			}
		}
		for _, answer := range []any{
			w.list("cities", "locale=pl&count=true&include=networks,approaches"), w.list("cities", "locale=*"),
			w.list("cities", "locale=pl&near=54,18,20000"), w.list("cities", "locale=pl&bbox=-180,-90,180,90"),
			w.list("approaches", "locale=pl&include=city"), w.list("networks", "locale=en&include=cities"),
			w.must("approaches", "model-integracji", "locale=pl"), w.list("cities", "locale=en&filter[country]=PL"),
			w.features("cities", "locale=pl"),
		} {
			if text := w.json(answer); containsAny(text, ids["gdansk"], "Gda", "54.35") {
				t.Errorf("still there: %s", text)
			}
		}
		if total := *w.list("cities", "locale=pl&count=true").Page.Total; total != 2 {
			t.Errorf("counts %d cities, want 2", total)
		}
		w.publish(gdansk, "pl", "gdansk", `{"name":"Gdańsk"}`)
		if got := w.must("approaches", "model-integracji", "locale=en").Fields["city"]; got == nil {
			t.Error("published again, but the relation did not come back")
		}
	})
}

// The deepest question about an entry tells nothing of what it points to that
// is not public, not even that there is something.
func TestRelationsToUnpublishedEntries(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		draft, city, other := w.entry("network", "en"), w.entry("city", "en"), w.entry("city", "en")
		fields := `{"networks":[{"id":"m1","entry":"` + draft.ID + `","role":"member"}],"twin":{"entry":"` + other.ID + `"}}`
		w.publish(city, "und", "", fields)
		w.publish(city, "en", "tilos", `{"name":"Tilos"}`)
		without := w.must("cities", "tilos", "locale=en&include=networks,twin")
		if diff := cmp.Diff(map[string]any{"name": "Tilos"}, without.Fields); diff != "" {
			t.Error(diff)
		}
		w.publish(draft, "und", "", `{"website":"https://example.org"}`) // shared, but in no language yet
		for _, filter := range []string{draft.ID, "iash"} {
			if page := w.list("cities", "locale=en&count=true&filter[networks]="+filter); len(page.Data) != 0 || *page.Page.Total != 0 {
				t.Errorf("filter %s finds %v", filter, slugs(page.Data))
			}
			if page := w.list("cities", "locale=en&filter[networks][ne]="+filter); len(page.Data) != 1 {
				t.Errorf("filter ne %s finds %v", filter, slugs(page.Data))
			}
		}
		w.publish(draft, "en", "iash", `{"name":"IASH"}`)
		for _, filter := range []string{draft.ID, "iash", "nowhere,iash"} {
			if page := w.list("cities", "locale=en&include=networks&filter[networks]="+filter); len(page.Data) != 1 || len(page.Included) != 1 {
				t.Errorf("published, but filter %s finds %s", filter, w.json(page))
			}
		}
		w.unpublish(draft, "en")
		again := w.must("cities", "tilos", "locale=en&include=networks,twin")
		if diff := cmp.Diff(without, again); diff != "" {
			t.Errorf("unpublished again, the answer differs: %s", diff)
		}
	})
}

// A type's slug and an included entry's slug follow the locale asked for.
func TestRelationsAreInTheLocaleAskedFor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{}`)
		for i, locale := range []string{"en", "de", "pl"} {
			w.publish(city, locale, "city-"+strconv.Itoa(i), `{"name":"City `+locale+`"}`)
		}
		approach := w.entry("approach", "en")
		w.publish(approach, "und", "", `{"city":{"entry":"`+city.ID+`"}}`)
		w.publish(approach, "en", "idea", `{"title":"Idea"}`)
		for asked, want := range map[string]string{"en": "en", "de": "de", "pl": "pl", "el": "en"} {
			link := w.must("approaches", "idea", "locale="+asked).Fields["city"].(map[string]any)
			if link["locale"] != want || link["title"] != "City "+want {
				t.Errorf("asked in %s: %v", asked, link)
			}
		}
		all := w.must("approaches", "idea", "locale=*").Locales["en"].Fields["city"].(map[string]any)
		if all["title"] != "City en" {
			t.Errorf("in all locales: %v", all)
		}
	})
}
