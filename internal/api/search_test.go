package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
)

// titles are what a search found, and then in other languages.
func titles(t *testing.T, r reply) string {
	t.Helper()
	var out []string
	answer := r.want(t, 200, "").json(t)
	for _, part := range []string{"data", "other_languages"} {
		list, _ := answer[part].([]any)
		for _, one := range list {
			out = append(out, one.(map[string]any)["title"].(string))
		}
	}
	return strings.Join(out, ", ")
}

func TestSearchOfThePublic(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		n := openNewsroom(t, address)
		v := contract(t, n.server.OpenAPI())
		for query, want := range map[string]string{
			"q=" + url.QueryEscape("παλερμο") + "&locale=el": "Παλέρμο",
			"q=" + url.QueryEscape("Παλέρμο") + "&locale=en": "Παλέρμο",
			"q=Eurocit&locale=en":              "Eurocities",
			"q=Euroctiies&locale=en":           "Eurocities",
			"q=Eurocities&locale=en&type=city": "",
			"q=" + url.QueryEscape("Παλέρμο") + "&locale=el&country=IT": "Παλέρμο",
			"q=" + url.QueryEscape("Παλέρμο") + "&locale=el&country=DE": "",
			"q=zzzzzz&locale=de": "",
			"q=" + url.QueryEscape("Παλέρμο") + "&locale=el&page[after]=1": "",
		} {
			r := n.get("/api/v1/search?" + query)
			if got := titles(t, r); got != want {
				t.Errorf("%s finds %q, want %q", query, got, want)
			}
			fits(t, v, r)
		}
		n.get("/api/v1/search?locale=en").want(t, 400, "invalid_parameters")
		n.get("/api/v1/search?q=port").want(t, 400, "invalid_parameters")
		n.get("/api/v1/search?q=port&locale=en&draft=1").want(t, 400, "invalid_parameters")
		n.get("/api/v1/search?q=.&locale=en").want(t, 400, "query_too_short")
		n.get("/api/v1/search?q=port&locale=xx").want(t, 400, "unknown_locale")
		n.get("/api/v1/search?q=port&locale=en&page[after]=x").want(t, 400, "bad_cursor")
	})
}

func TestAListIsNarrowedByWords(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		n := openNewsroom(t, address)
		name := url.QueryEscape("παλερμο")
		if got := titles(t, n.get("/api/v1/cities?locale=el&count=true&q="+name)); got != "Παλέρμο" {
			t.Errorf("%q", got)
		}
		if got := titles(t, n.get("/api/v1/cities?locale=de&sort=-population&q="+name)); got != "Παλέρμο" {
			t.Errorf("the text that stands in: %q", got)
		}
		if got := titles(t, n.get("/api/v1/cities?locale=el&q=nirgendwo")); got != "" {
			t.Errorf("%q", got)
		}
		n.get("/api/v1/cities?locale=el&q=.").want(t, 400, "query_too_short")
		n.get("/api/v1/cities.geojson?locale=el&q=x").want(t, 400, "invalid_query")
	})
}

func TestNoDraftIsFoundByThePublic(t *testing.T) {
	n := newNewsroom(t)
	n.save(n.palermo, "el", map[string]any{"name": "Canarino"}, "canarino")
	if got := titles(t, n.get("/api/v1/search?q=Canarino&locale=el")); got != "" {
		t.Errorf("a draft is found: %s", got)
	}
	if got := titles(t, n.get("/api/v1/search?q=Canarini&locale=el")); got != "" {
		t.Errorf("a draft is suggested: %s", got)
	}
	if got := titles(t, n.maria.get("/api/desk/search?q=Canarino&locale=el")); got != "Canarino" {
		t.Errorf("the desk finds %q", got)
	}
	n.get("/api/desk/search?q=Canarino&locale=el").want(t, http.StatusUnauthorized, "not_signed_in")
	greek := n.add("greek@example.org", access.Grant{Role: "translator", Type: "*", Locale: "el", Country: "DE"})
	if got := titles(t, greek.get("/api/desk/search?q=Canarino&locale=el")); got != "" {
		t.Errorf("somebody for Greece finds %q", got)
	}
}
