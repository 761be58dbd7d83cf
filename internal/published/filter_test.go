package published_test

import (
	"fmt"
	"strings"
	"testing"

	"movingcities/internal/fault"
	"movingcities/internal/published"
)

func TestFilters(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := showcase(w)
		for filter, want := range map[string]string{
			"filter[country]=PL":                  "gdansk",
			"filter[country]=pl":                  "gdansk",
			"filter[country]=PL,GR":               "gdansk livadia",
			"filter[country][in]=PL,GR":           "gdansk livadia",
			"filter[country][ne]=PL,GR":           "berlin",
			"filter[country]=FR":                  "",
			"filter[themes]=school,health":        "gdansk livadia",
			"filter[themes][ne]=school":           "berlin livadia", // an entry without a value is not filed under it
			"filter[port]=true":                   "gdansk",
			"filter[port]=false":                  "livadia",
			"filter[port][ne]=true":               "berlin livadia",
			"filter[district]=Centre":             "berlin",
			"filter[district]=Nowhere":            "",
			"filter[population]=486492":           "gdansk",
			"filter[population]=486492,3677472.0": "berlin gdansk",
			"filter[population][gte]=486492":      "berlin gdansk",
			"filter[population][gt]=486492":       "berlin",
			"filter[population][lte]=486492":      "gdansk", // not known is neither more nor less
			"filter[population][lt]=486492":       "",
			"filter[population][ne]=486492":       "berlin livadia",
			"filter[population][gt]=-1":           "berlin gdansk",
			"filter[founded]=2010-06-15":          "livadia",
			"filter[founded][lt]=1000-01-01":      "gdansk",
			"filter[founded][gte]=2010-06-15":     "livadia",
			"filter[founded][gt]=2010-06-15":      "",
			// a day means all of the day, a moment just itself, in whatever zone
			"filter[visited]=2025-03-01":                              "gdansk",
			"filter[visited]=2025-03-01T10:30:00Z":                    "gdansk",
			"filter[visited]=2025-03-01T11:30:00%2B01:00":             "gdansk",
			"filter[visited]=2025-03-01T10:31:00Z":                    "",
			"filter[visited][lte]=2025-03-01":                         "gdansk",
			"filter[visited][lt]=2025-03-01":                          "",
			"filter[visited][gt]=2025-03-01":                          "berlin",
			"filter[visited][gte]=2025-03-01":                         "berlin gdansk",
			"filter[visited][ne]=2025-03-01":                          "berlin livadia",
			"filter[networks]=eurocities":                             "berlin gdansk",
			"filter[networks]=" + ids["eurocities"]:                   "berlin gdansk",
			"filter[networks]=" + strings.ToUpper(ids["eurocities"]):  "berlin gdansk",
			"filter[networks][ne]=eurocities":                         "livadia",
			"filter[networks]=nowhere":                                "",
			"filter[networks]=" + ids["berlin"]:                       "", // not a network
			"filter[country]=PL,DE&filter[population][gt]=1000000":    "berlin",
			"filter[population][gt]=1&filter[population][lt]=1000000": "gdansk",
			"filter[country]=PL' OR '1'='1":                           "",
		} {
			page := w.list("cities", "locale=en&count=true&"+strings.ReplaceAll(filter, " ", "%20"))
			got := strings.Join(slugs(page.Data), " ")
			if got != want || int(*page.Page.Total) != len(page.Data) {
				t.Errorf("%s: %q and a total of %d, want %q", filter, got, *page.Page.Total, want)
			}
			var onMap []string
			for _, f := range w.features("cities", "locale=en&"+strings.ReplaceAll(filter, " ", "%20")).Features {
				onMap = append(onMap, f.Properties["slug"].(string))
			}
			if strings.Join(onMap, " ") != want {
				t.Errorf("%s: %q on the map, want %q", filter, onMap, want)
			}
		}
	})
}

// A text is found whatever way its accents are typed, in the language that
// answers only.
func TestFilterByText(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		showcase(w)
		for parameters, want := range map[string]int{
			"locale=pl&filter[district]=\u015ar\u00f3dmie\u015bcie":    1,
			"locale=pl&filter[district]=S\u0301ro\u0301dmies\u0301cie": 1,
			"locale=en&filter[district]=S\u0301ro\u0301dmies\u0301cie": 0,
			"locale=de&filter[district]=Mitte":                         1,
			"locale=pl&filter[district]=Mitte":                         1, // Polish falls back to German
			"locale=pl&filter[district]=Mitte&fallback=none":           0,
			"locale=*&filter[district]=Centre":                         1, // all locales are listed as the first one is
		} {
			if page := w.list("cities", parameters); len(page.Data) != want {
				t.Errorf("%s finds %v, want %d", parameters, slugs(page.Data), want)
			}
		}
	})
}

// A former slug of a network still filters, and so does its slug in another
// language.
func TestFilterByFormerSlugs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		network, city := w.entry("network", "en"), w.entry("city", "en")
		w.publish(network, "und", "", `{}`)
		w.publish(network, "en", "first-name", `{"name":"Network"}`)
		w.publish(network, "en", "second-name", `{"name":"Network"}`)
		w.publish(network, "de", "netzwerk", `{"name":"Netzwerk"}`)
		w.publish(city, "und", "", `{"networks":[{"id":"m","entry":"`+network.ID+`"}]}`)
		w.publish(city, "en", "city", `{"name":"City"}`)
		for _, slug := range []string{"first-name", "second-name", "netzwerk"} {
			if page := w.list("cities", "locale=pl&filter[networks]="+slug); len(page.Data) != 1 {
				t.Errorf("%s finds %v", slug, slugs(page.Data))
			}
		}
	})
}

// A text that no index can hold is published all the same, and not found by it.
func TestLongValues(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		long := strings.Repeat("Ж", 3000)
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{}`)
		w.publish(city, "en", "long", fmt.Sprintf(`{"name":%q,"district":%q}`, long, long))
		if page := w.list("cities", "locale=en&sort=district,title"); len(page.Data) != 1 || page.Data[0].Title != long {
			t.Error("the entry is not listed")
		}
	})
}

func TestIncludes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := showcase(w)
		included := func(path, parameters string) string {
			var out []string
			for _, e := range w.list(path, parameters).Included {
				out = append(out, e.Type+" "+e.Title)
			}
			return strings.Join(out, ", ")
		}
		for _, c := range [][3]string{
			{"cities", "locale=en&include=networks", "network Eurocities"},
			{"cities", "locale=en&include=networks,approaches", "approach Model integracji, network Eurocities"},
			{"cities", "locale=en&include=twin", ""}, // Berlin is in the answer itself
			{"cities", "locale=en&include=twin&filter[country]=PL", "city Berlin"},
			{"cities", "locale=en&include=cities&filter[country]=DE", "city Gdańsk"}, // who has it as a twin
			{"networks", "locale=el&include=cities", "city Berlin, city Gdańsk"},
			{"approaches", "locale=en&include=city", "city Gdańsk"},
			{"notes", "locale=en", ""},
			{"cities", "locale=en&include=networks&filter[country]=FR", ""},
		} {
			if got := included(c[0], c[1]); got != c[2] {
				t.Errorf("%s?%s includes %q, want %q", c[0], c[1], got, c[2])
			}
		}
		answer, _, err := w.one("cities", ids["gdansk"], "locale=*&include=networks")
		if err != nil || len(answer.Included) != 1 || answer.Included[0].Locales["en"].Title != "Eurocities" {
			t.Errorf("in all locales: %s, %v", w.json(answer), err)
		}
	})
}

// An answer stays small however many entries relate to one.
func TestTooManyIncluded(t *testing.T) {
	w := newWorld(t, sqlite(t))
	city := w.entry("city", "en")
	w.publish(city, "und", "", `{}`)
	w.publish(city, "en", "city", `{"name":"City"}`)
	docs := []published.Document{}
	for i := range published.MaxIncluded + 1 {
		e := w.entry("approach", "en")
		docs = append(docs, w.doc(e, "und", "", `{"city":{"entry":"`+city.ID+`"}}`),
			w.doc(e, "en", fmt.Sprintf("approach-%d", i), `{"title":"Approach"}`))
	}
	w.publishAll(docs[2:])
	if got := len(w.list("cities", "locale=en&include=approaches").Included); got != published.MaxIncluded {
		t.Errorf("%d included, want %d", got, published.MaxIncluded)
	}
	w.publishAll(docs[:2])
	if _, err := w.tryList("cities", "locale=en&include=approaches"); fault.Of(err).Code != "too_many_included" || fault.Of(err).Kind != fault.Invalid {
		t.Errorf("got %v, want too_many_included", err)
	}
}
