package catalogue_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest/catalogue"
)

// bound is how long anything that is no longer public may still be shown.
const bound = 5 * time.Second

func richText(text string) string {
	return `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"` + text + `"}]}]}`
}

func cityText(name, tagline string) string {
	return `{"name":"` + name + `","tagline":"` + tagline + `","summary":"About ` + name + `",
		"sections":[{"kind":"unique","heading":"What is unique","body":` + richText("Text of "+name) + `}]}`
}

const cityFacts = `{"country":"GR","location":{"lat":38.4,"lon":22.9}}`

// city makes a live city.
func city(h *catalogue.House, name, slug, tagline string) string {
	id := h.Create("city", slug, cityFacts, cityText(name, tagline))
	h.GoLive(id)
	return id
}

// everywhere are all public forms in which a city can show.
func everywhere(slug, id string) []string {
	return []string{
		"/api/v1/cities?locale=en", "/api/v1/cities?locale=*&count=true", "/api/v1/cities?locale=de", "/api/v1/cities/" + slug + "?locale=en",
		"/api/v1/cities/" + id + "?locale=en", "/api/v1/cities/" + id + "?locale=*", "/api/v1/cities.geojson?locale=en",
		"/api/v1/search?q=" + slug + "&locale=en", "/api/v1/cities?locale=en&q=" + slug, "/api/v1/changes?since=0",
		"/en/", "/en/cities", "/en/cities/" + slug, "/en/print/" + slug, "/en/search?q=" + slug, "/en/feed.xml", "/en/cities/" + slug + "/feed.xml",
		"/en/sitemap.xml", "/sitemap.xml", "/en/municipalities", "/en/networks", "/en/card/" + id + ".png", "/de/cities/" + slug,
	}
}

// The catalogue where anonymous readers are: drafts, publication, metadata,
// caches and headers. One house serves all checks, each with entries of its own.
func TestThePublicSide(t *testing.T) {
	catalogue.Each(t, func(h *catalogue.House) {
		h.Check("S-12", referencesStayHidden)
		h.Check("S-14", unpublishingTakesEffectEverywhere)
		h.Check("S-18", previewLinksAreNarrow)
		h.Check("S-20", metadataIsMinimal)
		h.Check("S-57", foreignOriginsGetNothing)
		h.Check("S-78", headersAndErrors)
		h.Check("S-79", cacheability)
		h.Check("S-81", forwardedHeadersOfStrangers)
	})
}

// A live entry that points to a draft, to one that was unpublished and to one
// that was archived: nothing of them shows, neither fields nor counts.
func referencesStayHidden(h *catalogue.House) {
	hidden := h.Plant("draft", h.Members()...)
	var targets []string
	for _, state := range []string{"draft", "withdrawn"} {
		id := h.Create("network", "net-"+state, `{"scope":"europe"}`, `{"name":"Net `+hidden+`","summary":"S"}`)
		if state == "withdrawn" {
			// Public for a moment, so the feed names its id and slug, and no more.
			h.GoLive(id)
			h.Withdraw(id)
		}
		targets = append(targets, `{"entry":"`+id+`","source":"https://source.example/"}`)
	}
	facts := strings.TrimSuffix(cityFacts, "}") + `,"networks":[` + strings.Join(targets, ",") + `]}`
	id := h.Create("city", "pointing", facts, cityText("Pointing", "Points"))
	h.GoLive(id)
	for _, path := range append(everywhere("pointing", id),
		"/api/v1/cities/pointing?locale=en&include=networks", "/api/v1/cities?locale=*&include=networks", "/api/v1/networks?locale=en&include=cities&count=true",
		"/api/v1/cities?locale=en&filter[networks]=net-draft", "/api/v1/cities?locale=en&filter[networks]=net-withdrawn&count=true",
		"/api/v1/networks?locale=en&q=CNRY", "/en/networks/net-draft", "/en/networks/net-withdrawn", "/en/?network=net-draft") {
		a := h.Ask(catalogue.Question{Path: path})
		if strings.Contains(path, "/api/v1/cities/pointing") && (strings.Contains(a.Body, "net-draft") || strings.Contains(a.Body, "net-withdrawn")) {
			h.Errorf("%s shows that there is something: %s", path, a.Body)
		}
		if strings.Contains(path, "count=true") && strings.Contains(path, "filter[networks]") && strings.Contains(a.Body, `"total":1`) {
			h.Errorf("%s counts what cannot be seen", path)
		}
	}
}

// What is unpublished is gone from every form, on every server, within the bound.
func unpublishingTakesEffectEverywhere(h *catalogue.House) {
	word := h.Plant("withdrawn", h.Members()...)
	h.Publish(word)
	id := city(h, "Vanishing", "vanishing", word)
	area := h.Create("policy_area", "area", `{"position":1}`, `{"name":"Area","description":"Of policy"}`)
	h.GoLive(area)
	other := h.Create("approach", "of-vanishing", `{"country":"GR","city":{"entry":"`+id+`"},"policy_area":{"entry":"`+area+`"}}`,
		`{"title":"Of it","summary":"S","sections":[{"kind":"inspiring","heading":"H","body":`+richText("Text")+`}]}`)
	h.GoLive(other)
	for _, path := range everywhere("vanishing", id) { // fills what is kept in memory
		h.Ask(catalogue.Question{Path: path})
	}
	if a := h.Ask(catalogue.Question{Path: "/api/v1/cities/vanishing?locale=en"}); !strings.Contains(a.Body, word) {
		h.Fatalf("it never was public: %s", a.Body)
	}
	h.Withdraw(id)
	paths := append(everywhere("vanishing", id), "/api/v1/approaches?locale=en&include=city", "/api/v1/approaches/of-vanishing?locale=en&include=city",
		"/en/cities/vanishing/of-vanishing", "/api/v1/cities?locale=en&sort=-revised_at")
	for _, path := range paths {
		h.Eventually(bound, catalogue.Question{Path: path}, func(a catalogue.Answer) bool { return !strings.Contains(a.Body, word) })
	}
	h.Secret(word, "withdrawn", h.Members()...)
	for _, path := range paths {
		a := h.Ask(catalogue.Question{Path: path})
		if strings.Contains(path, "/cities/vanishing?") || strings.HasSuffix(path, "en/cities/vanishing") {
			if a.Status != http.StatusGone && a.Status != http.StatusNotFound {
				h.Errorf("%s answers %d", path, a.Status)
			}
		}
	}
}

// A link to one text of one revision in one language shows that and nothing else.
func previewLinksAreNarrow(h *catalogue.House) {
	id := city(h, "Previewed", "previewed", "Live")
	shown := h.Plant("previewed", h.Members()...)
	h.Save(id, "en", cityText("Previewed", shown))
	a := h.Ask(catalogue.Question{Actor: "editor", Method: http.MethodPost, Path: "/api/desk/entries/" + id + "/previews", Body: `{"locale":"en","days":1}`})
	var link struct{ ID, URL string }
	if err := json.Unmarshal([]byte(a.Body), &link); err != nil || link.URL == "" {
		h.Fatalf("no link: %d %s", a.Status, a.Body)
	}
	at := link.URL[strings.Index(link.URL, "/preview/"):]
	later := h.Plant("newer", h.Members()...)
	h.Secret(shown, "previewed", append(h.Members(), catalogue.Anonymous)...)
	h.Save(id, "en", cityText("Previewed", later))
	secret := h.Plant("other", h.Members()...)
	other := h.Create("city", "unseen", cityFacts, cityText("Unseen", secret))

	for _, path := range []string{at, at + ".json"} {
		a := h.Ask(catalogue.Question{Path: path})
		if a.Status != http.StatusOK || !strings.Contains(a.Body, shown) {
			h.Errorf("the link shows %d %.200s", a.Status, a.Body)
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"} {
			if !strings.Contains(a.Header.Get(name), want) {
				h.Errorf("%s: %s is %q", path, name, a.Header.Get(name))
			}
		}
	}
	h.Secret(shown, "previewed", h.Members()...)
	token := strings.TrimPrefix(at, "/preview/")
	for _, path := range []string{
		"/preview/", "/preview/" + token[:len(token)-2] + "AA", at + "/", at + "/../" + other, "/preview/" + other,
		"/api/v1/cities/" + id + "?locale=en&preview=" + token, "/en/cities/previewed?preview=" + token, "/en/cities/unseen?preview=" + token,
	} {
		h.Ask(catalogue.Question{Path: path})
	}
	for _, headers := range []map[string]string{{"Authorization": "Bearer " + token}, {"Cookie": "__Host-mc_session=" + token}} {
		for _, path := range []string{"/api/desk/entries/" + id, "/api/desk/entries/" + other, "/api/desk/home", "/api/v1/cities/" + id + "?locale=en"} {
			if a := h.Ask(catalogue.Question{Path: path, Headers: headers}); a.Status != http.StatusUnauthorized {
				h.Errorf("%s with the link as a credential answers %d", path, a.Status)
			}
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if a := h.Ask(catalogue.Question{Method: method, Path: at}); a.Status != http.StatusMethodNotAllowed {
			h.Errorf("%s at the link answers %d", method, a.Status)
		}
	}
	h.Ask(catalogue.Question{Actor: "editor", Method: http.MethodDelete, Path: "/api/desk/previews/" + link.ID})
	second := h.Ask(catalogue.Question{Actor: "editor", Method: http.MethodPost, Path: "/api/desk/entries/" + id + "/previews", Body: `{"locale":"en","days":1}`})
	h.Later(25 * time.Hour)
	defer h.Later(-25 * time.Hour)
	if err := json.Unmarshal([]byte(second.Body), &link); err != nil {
		h.Fatal(err)
	}
	for what, path := range map[string]string{"a revoked": at, "an expired": link.URL[strings.Index(link.URL, "/preview/"):]} {
		if a := h.Ask(catalogue.Question{Path: path}); a.Status != http.StatusNotFound {
			h.Errorf("%s link answers %d", what, a.Status)
		}
	}
}

// internalKeys are names of what only the desk knows.
var internalKeys = regexp.MustCompile(`"(revision|revision_id|version|author|by|by_user|reviewer|approved_by|assignee|state|comment|comments|email|user|user_id|created_by|note|content_hash|due_at|release_id)":`)

// Nothing of how a text came about shows in public: who wrote and approved it,
// what was said about it, how many drafts there were.
func metadataIsMinimal(h *catalogue.House) {
	id := city(h, "Discussed", "discussed", "Live")
	remark := h.Plant("comment", h.Members()...)
	a := h.Ask(catalogue.Question{
		Actor: "editor", Method: http.MethodPost, Path: "/api/desk/entries/" + id + "/documents/en/comments", Body: `{"kind":"comment","body":"` + remark + `"}`,
	})
	if a.Status >= http.StatusBadRequest {
		h.Fatalf("no comment: %s", a.Body)
	}
	h.Save(id, "en", cityText("Discussed", "Draft"))
	for _, path := range everywhere("discussed", id) {
		a := h.Ask(catalogue.Question{Path: path})
		said := a.Body + fmt.Sprint(a.Header)
		if strings.Contains(said, "@example.org") || strings.Contains(said, h.Admin.UserID) {
			h.Errorf("%s names a person", path)
		}
		if found := internalKeys.FindString(a.Body); found != "" && strings.HasPrefix(path, "/api/") {
			h.Errorf("%s says %s", path, found)
		}
	}
}

// The public API may be read by every site without credentials, the desk by none.
func foreignOriginsGetNothing(h *catalogue.House) {
	own := catalogue.PublicURL
	for _, origin := range []string{
		"https://evil.example", "null", own + ".evil.example", strings.Replace(own, "127", "evil127", 1), strings.Replace(own, "http:", "https:", 1),
		own + "1", strings.ToUpper(own), "https://ok.example@evil.example",
	} {
		for _, path := range []string{"/api/desk/home", "/api/desk/session", "/api/v1/cities?locale=en", "/en/cities", "/api/docs"} {
			for _, method := range []string{http.MethodGet, http.MethodOptions} {
				a := h.Ask(catalogue.Question{Actor: "editor", Method: method, Path: path, Headers: map[string]string{
					"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization",
				}})
				allowed := a.Header.Get("Access-Control-Allow-Origin")
				if public := strings.HasPrefix(path, "/api/v1/"); allowed != "" && !(public && allowed == "*") {
					h.Errorf("%s from %s: allows %q", path, origin, allowed)
				}
				if a.Header.Get("Access-Control-Allow-Credentials") != "" || strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "uthorization") {
					h.Errorf("%s from %s: allows credentials", path, origin)
				}
			}
		}
		if a := h.Ask(catalogue.Question{Actor: "editor", Method: http.MethodPost, Path: "/api/desk/entries", Body: `{}`, Headers: map[string]string{
			"Origin": origin, "Sec-Fetch-Site": "cross-site",
		}}); a.Status != http.StatusForbidden {
			h.Errorf("a change from %s answers %d", origin, a.Status)
		}
	}
}

var internals = regexp.MustCompile(`(?i)goroutine \d|\.go:\d|panic|sqlite|postgres|pgx|gorm|SELECT |INSERT |no such table|/work/|/root/|/tmp/`)

// Every answer forbids what pages do not need, and no error says how the server
// is made.
func headersAndErrors(h *catalogue.House) {
	long := strings.Repeat("x", 5000)
	for _, q := range []catalogue.Question{
		{Path: "/"},
		{Path: "/en/"},
		{Path: "/en/cities/nowhere"},
		{Path: "/nowhere"},
		{Path: "/en/search?q=" + long},
		{Path: "/en/%00"},
		{Path: "/en/..%2f..%2fetc"},
		{Path: "/static/"},
		{Path: "/static/../../etc/passwd"},
		{Path: "/api/v1/cities"},
		{Path: "/api/v1/cities/nowhere?locale=en"},
		{Path: "/api/v1/nowhere"},
		{Path: "/api/v1/cities?locale=en&filter[name]='"},
		{Path: "/api/v1/changes?since=x"},
		{Path: "/api/v1/resolve?path=" + long},
		{Path: "/api/desk/home"},
		{Path: "/api/desk/entries/x", Actor: "editor"},
		{Path: "/api/desk/nowhere", Actor: "admin"},
		{Path: "/admin/", Fault: true},
		{Path: "/admin/nowhere", Fault: true},
		{Path: "/preview/x"},
		{Path: "/api/docs"},
		{Path: "/api/docs/nowhere"},
		{Path: "/api/client.ts"},
		{Path: "/debug/pprof/"},
		{Path: "/metrics"},
		{Path: "/.git/config"},
		{Path: "/.env"},
		{Method: http.MethodPost, Path: "/api/v1/cities", Body: "{}"},
		{Method: http.MethodPost, Path: "/api/desk/session", Body: "{"},
		{Method: http.MethodPut, Path: "/en/cities"},
		{Method: http.MethodTrace, Path: "/en/"},
		{Method: http.MethodTrace, Path: "/api/v1/cities?locale=en"},
		{Method: http.MethodPost, Path: "/api/desk/entries", Actor: "editor", Body: `{"type":"` + strings.Repeat("y", 2<<20) + `"}`},
		{Method: http.MethodDelete, Path: "/api/docs"},
	} {
		a := h.Ask(q)
		csp := a.Header.Get("Content-Security-Policy")
		if a.Status == http.StatusMovedPermanently || a.Status == http.StatusTemporaryRedirect || a.Status == http.StatusBadRequest && csp == "" && strings.Contains(q.Path, "%00") {
			continue
		}
		if !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "script-src 'unsafe-inline'") || strings.Contains(csp, "unsafe-eval") {
			h.Errorf("%.80s: %d, the policy is %q", q, a.Status, csp)
		}
		if a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Referrer-Policy") == "" || a.Header.Get("Cross-Origin-Opener-Policy") == "" {
			h.Errorf("%.80s: %d, headers are missing: %v", q, a.Status, a.Header)
		}
		if found := internals.FindString(a.Body); a.Status >= 400 && found != "" {
			h.Errorf("%.80s: the error says %q", q, found)
		}
		if strings.Contains(q.Path, "pprof") || strings.Contains(q.Path, "metrics") || strings.Contains(q.Path, ".git") || q.Method == http.MethodTrace {
			if a.Status < 400 {
				h.Errorf("%.80s answers %d", q, a.Status)
			}
		}
		if strings.HasPrefix(q.Path, "/api/v1/") && a.Status >= 400 && q.Method != http.MethodTrace && !strings.Contains(a.Body, `"instance"`) {
			h.Errorf("%.80s: the problem carries no id: %s", q, a.Body)
		}
	}
}

// kept is what a shared cache in front would hold: an answer that says so, under
// its address and the request headers that it varies by.
type kept map[string]catalogue.Answer

// Whoever asks, in whatever order: a strict shared cache never has anything to
// give to somebody that is not for everybody.
func cacheability(h *catalogue.House) {
	id := city(h, "Cached", "cached", "First")
	private := h.Plant("private", h.Members()...)
	h.Save(id, "en", cityText("Cached", private))
	public := []string{"/api/v1/cities/cached?locale=en", "/api/v1/cities?locale=en", "/en/cities/cached", "/en/", "/api/v1/changes?since=0", "/"}
	paths := append(slices.Clone(public), "/api/desk/entries/"+id, "/api/desk/entries/"+id+"/documents/en", "/api/desk/home", "/api/desk/me", "/api/desk/session")
	cache := kept{}
	for _, order := range [][]string{{"editor", "translator de", "read token", catalogue.Anonymous}, {catalogue.Anonymous, "admin", "editor"}} {
		for _, path := range paths {
			for _, actor := range order {
				a := h.Ask(catalogue.Question{Actor: actor, Path: path})
				rule := a.Header.Get("Cache-Control")
				if !slices.Contains(public, path) && !strings.Contains(rule, "no-store") {
					h.Errorf("%s for %s: Cache-Control is %q", path, actor, rule)
				}
				if strings.Contains(rule, "public") {
					if before, ok := cache[path]; ok && before.Body != a.Body {
						h.Errorf("%s: what everybody gets is not the same for %s", path, actor)
					}
					cache[path] = a
				}
				if path == "/" && !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Accept-Language") {
					h.Errorf("%s: varies by %q", path, a.Header.Values("Vary"))
				}
				for _, other := range order { // a tag that one person has gives no other a 304 for what is private
					if tag := a.Header.Get("ETag"); tag != "" && !slices.Contains(public, path) && other != actor {
						b := h.Ask(catalogue.Question{Actor: other, Path: path, Headers: map[string]string{"If-None-Match": tag}})
						if b.Status == http.StatusNotModified && !slices.Contains(h.Members(), other) {
							h.Errorf("%s: 304 for %s with the tag of %s", path, other, actor)
						}
					}
				}
			}
		}
	}
	tag := cache["/en/cities/cached"].Header.Get("ETag")
	if a := h.Ask(catalogue.Question{Path: "/en/cities/cached", Headers: map[string]string{"If-None-Match": tag}}); a.Status != http.StatusNotModified {
		h.Errorf("an unchanged page answers %d", a.Status)
	}
	h.Publish(private)
	h.GoLive(id)
	h.Eventually(bound, catalogue.Question{Path: "/en/cities/cached", Headers: map[string]string{"If-None-Match": tag}}, func(a catalogue.Answer) bool {
		return a.Status == http.StatusOK && a.Header.Get("ETag") != tag && strings.Contains(a.Body, private)
	})
}

// Nobody is a proxy unless the operator says so: what a stranger claims about
// address, scheme, host and user changes nothing.
func forwardedHeadersOfStrangers(h *catalogue.House) {
	claims := map[string]string{
		"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
		"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-WEBAUTH-USER": "admin@example.org", "Remote-User": "admin@example.org",
	}
	for _, path := range []string{"/en/", "/sitemap.xml", "/en/feed.xml", "/api/v1/openapi.json", "/robots.txt", "/api/docs"} {
		if a := h.Ask(catalogue.Question{Path: path, Headers: claims, Host: "evil.example"}); strings.Contains(a.Body+fmt.Sprint(a.Header), "evil.example") {
			h.Errorf("%s repeats the claimed host", path)
		}
	}
	if a := h.Ask(catalogue.Question{Path: "/api/desk/home", Headers: claims}); a.Status != http.StatusUnauthorized {
		h.Errorf("a claimed user is answered with %d", a.Status)
	}
	h.Ask(catalogue.Question{Method: http.MethodPost, Path: "/api/desk/session", Body: `{"email":"admin@example.org","password":"wrong wrong wrong"}`, Headers: claims, Audited: true})
	a := h.Ask(catalogue.Question{Actor: "admin", Path: "/api/desk/audit?size=5"})
	if strings.Contains(a.Body, "203.0.113.9") || !strings.Contains(a.Body, "127.0.0.1") {
		h.Errorf("the audit log believes a stranger: %s", a.Body)
	}
}

// The same with one proxy that is configured: it is believed, for the address of
// the caller alone.
func TestForwardedHeadersOfAProxy(t *testing.T) {
	catalogue.Each(t, func(h *catalogue.House) {
		h.Check("S-81", func(h *catalogue.House) {
			claims := map[string]string{"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Host": "evil.example", "X-WEBAUTH-USER": "admin@example.org"}
			h.Ask(catalogue.Question{Method: http.MethodPost, Path: "/api/desk/session", Body: `{"email":"admin@example.org","password":"wrong wrong wrong"}`, Headers: claims, Audited: true})
			a := h.Ask(catalogue.Question{Actor: "admin", Path: "/api/desk/audit?size=5"})
			if !strings.Contains(a.Body, `"203.0.113.9"`) || strings.Contains(a.Body, "198.51.100.7") {
				h.Errorf("the audit log does not have the address that the proxy saw: %s", a.Body)
			}
			if a := h.Ask(catalogue.Question{Path: "/api/desk/home", Headers: claims}); a.Status != http.StatusUnauthorized {
				h.Errorf("a claimed user is answered with %d", a.Status)
			}
		})
	}, "MC_TRUSTED_PROXIES=127.0.0.1/32")
}
