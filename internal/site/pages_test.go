package site_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"movingcities/internal/workflow"
)

func TestAnEmptySiteStands(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		w.want("/en/", 200, "Another migration policy is possible", "0 cities")
		w.want("/el/cities", 200, `<html lang="el">`)
		w.want("/en/approaches", 200, "No results")
		w.want("/en/about", 404)
	})
}

func TestProfile(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		w.potsdam()
		w.want("/de/cities/potsdam", 200,
			`<html lang="de">`, "Stadt am Wasser", "178.089", "Jahr nicht bekannt", "hafen.example", "1. November 2026",
			`<a class="cite" id="cite-1-1" href="#source-1"`, `href="#cite-1-1"`, `href="/de/cities/potsdam/sicherer-hafen"`,
			`<link rel="canonical" href="`+publicURL+`/de/cities/potsdam">`, `hreflang="x-default" href="`+publicURL+`/de/cities/potsdam"`,
			`"inLanguage":"de"`, "not", `rel="alternate" hreflang="fr"`, "noindex")
		w.want("/de/cities/potsdam/sicherer-hafen", 200, "Seit 2018", "Beendet 2021", "Alle Ansätze: Aufnahme")
		w.want("/de/networks/sichere-haefen", 200, "Mitglieder auf der Karte", `href="/de/cities/potsdam"`)
		w.want("/de/", 200, "1 Stadt", `href="/de/approaches?area=aufnahme"`, `class="mk"`)
	})
}

func TestFallbackSaysSo(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.potsdam()
		w.want("/pl/cities/potsdam", 200,
			`<html lang="pl">`, `<h1 lang="de">Potsdam</h1>`, `role="note"`, `<link rel="canonical" href="`+publicURL+`/de/cities/potsdam">`,
			`hreflang="pl" title="Polski" aria-current="true" class="missing"`, "not", `rel="alternate" hreflang="pl"`)
		answer := w.get("/pl/cities/potsdam")
		if answer.Header().Get("X-Robots-Tag") != "noindex" || answer.Header().Get("Content-Language") != "de" {
			t.Errorf("headers %v", answer.Header())
		}
		w.want("/pl/cities", 200, `lang="de">Potsdam</a>`)
	})
}

func TestTheSwitcherKeepsPageAndFilters(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		w.potsdam()
		w.want("/en/approaches?area=aufnahme&country=DE", 200, `href="/el/approaches?area=aufnahme&amp;country=DE" lang="el"`,
			"Local approaches: Aufnahme, Germany", "1 result", `<option value="DE" selected>`)
		w.want("/en/?area=aufnahme", 200, `href="/fr/?area=aufnahme"`, "not", "mk off")
		w.want("/en/cities?country=FR", 200, "0 cities", "Reset filters", "not", ">Potsdam<")
		w.want("/en/cities?country=nowhere&network=nix", 200, ">Potsdam<")
	})
}

func TestAddressesLeadOn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.potsdam()
		w.wantMoved("/", "/en/", http.StatusFound)
		w.wantMoved("/", "/el/", http.StatusFound, "Accept-Language", "sv;q=0.9, el-CY, en;q=0.5")
		if vary := w.get("/").Header().Values("Vary"); !strings.Contains(strings.Join(vary, ","), "Accept-Language") {
			t.Errorf("Vary is %q", vary)
		}
		for path, to := range map[string]string{
			"/en":                                 "/en/",
			"/gr/":                                "/el/",
			"/gr/cities?country=DE":               "/el/cities?country=DE",
			"/de/cities/":                         "/de/cities",
			"/de/potsdam":                         "/de/cities/potsdam",
			"/gr/potsdam":                         "/el/cities/potsdam",
			"/stadt-potsdam":                      "/en/cities/potsdam",
			"/de/cities/elsewhere/sicherer-hafen": "/de/cities/potsdam/sicherer-hafen",
		} {
			w.wantMoved(path, to, http.StatusMovedPermanently)
		}
	})
}

func TestPagesThatAreNotThere(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		id := w.potsdam()
		w.want("/el/cities/atlantis", 404, `<html lang="el">`, "Η σελίδα δεν βρέθηκε")
		w.want("/nothing/at/all", 404, `<html lang="en">`)
		w.do(w.editor, id, "de", workflow.Unpublish)
		w.want("/de/cities/potsdam", 410, `<html lang="de">`, "Diese Seite wurde zurückgezogen")
		w.want("/de/", 200, "not", `href="/de/cities/potsdam"`)
	})
}

func TestHeadersOfPages(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.potsdam()
		first := w.get("/de/cities/potsdam")
		for name, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Content-Language": "de", "Cache-Control": "public, max-age=3, must-revalidate",
			"X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000",
		} {
			if got := first.Header().Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
		if csp := first.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("policy %q", csp)
		}
		if again := w.get("/de/cities/potsdam", "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("asked again: %d with %d bytes", again.Code, again.Body.Len())
		}
		if keys := first.Header().Get("Surrogate-Key"); !strings.HasPrefix(keys, "city ") {
			t.Errorf("keys %q", keys)
		}
		post := httptest.NewRecorder()
		w.site.ServeHTTP(post, httptest.NewRequest(http.MethodPost, "/en/", nil))
		if post.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST answers %d", post.Code)
		}
	})
}

func TestFeedAndSitemap(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		w.potsdam()
		w.want("/de/feed.xml", 200, `xml:lang="de"`, "<title>Potsdam</title>", publicURL+"/de/cities/potsdam/sicherer-hafen")
		w.want("/pl/feed.xml", 200, "not", "Potsdam")
		w.want("/sitemap.xml", 200, publicURL+"/pl/sitemap.xml")
		w.want("/de/sitemap.xml", 200, "<loc>"+publicURL+"/de/cities/potsdam</loc>", "2026-11-23")
		w.want("/pl/sitemap.xml", 200, publicURL+"/pl/cities", "not", "/pl/cities/potsdam")
		w.want("/robots.txt", 200, "Sitemap: "+publicURL+"/sitemap.xml")
	})
}

// Without its database the site says that it is at fault, in the language of
// the reader, and nobody keeps that answer.
func TestWithoutADatabase(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		answer := w.get("/pl/cities")
		if answer.Code < 500 || answer.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("status %d, %q", answer.Code, answer.Header().Get("Cache-Control"))
		}
		if body := answer.Body.String(); !strings.Contains(body, `<html lang="pl">`) || strings.Contains(body, "sql") {
			t.Errorf("the page is %.200s", body)
		}
	})
}

// The number of a published text is that of the next answer: nothing old is served.
func TestWhatIsPublishedIsSeenAtOnce(t *testing.T) {
	eachWorld(t, func(_ *testing.T, w *world) {
		w.want("/de/cities", 200, "not", ">Potsdam<")
		w.potsdam()
		w.want("/de/cities", 200, ">Potsdam<")
	})
}

func TestSearch(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.potsdam()
		w.want("/de/search", 200, `role="search"`, "Suchen Sie nach", `content="noindex"`, `href="/de/approaches?area=aufnahme"`, "not", "<output>")
		w.want("/de/search?q=haefen", 200, "3 Ergebnisse", `href="/de/networks/sichere-haefen"`, `href="/de/cities/potsdam/sicherer-hafen"`,
			"<mark>Hafen</mark>", `href="/fr/search?q=haefen"`)
		w.want("/de/search?q=hafen&type=network", 200, "1 Ergebnis", `<option value="network" selected>`, "not", "/cities/potsdam")
		w.want("/de/search?q=Potsdma", 200, "Zu „Potsdma“ wurde nichts gefunden", "„Potsdam“", `href="/de/cities/potsdam"`)
		w.want("/pl/search?q=Wasser", 200, "W innych językach", `href="/de/cities/potsdam" lang="de"`, "<mark>Wasser</mark>", "niemiecki")
		w.want("/pl/search?q=a", 200, "Wpisz co najmniej dwie litery")
		w.want("/en/search?q=nowhere%3Cscript%3E", 200, "Nothing was found for", "nowhere&lt;script&gt;", "not", "nowhere<script>")
		w.want("/en/search?q=Potsdam&type=draft&page=99&country=XX", 200, ">Potsdam<")
		w.want("/en/nothing-here", 404, `action="/en/search"`)
	})
}
