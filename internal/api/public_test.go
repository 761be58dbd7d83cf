package api

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
)

// newsroom is an office with a researcher, an editor and a German translator,
// and the ids of what they published.
type newsroom struct {
	*office
	eleni, maria, jonas visitor
	palermo, eurocities string
}

func openNewsroom(t *testing.T, address string, options ...option) *newsroom {
	t.Helper()
	o := openOffice(t, address, options...)
	n := &newsroom{
		office: o,
		eleni:  o.add("eleni@example.org", everywhere("researcher")),
		maria:  o.add("maria@example.org", everywhere("editor")),
		jonas:  o.add("jonas@example.org", access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "*"}),
	}
	n.eurocities = n.create(map[string]any{
		"type": "network", "source_locale": "en", "slug": "eurocities",
		"shared": map[string]any{"name": "Eurocities", "founded": "1986-01-01", "members": 200},
	})
	n.live(n.eurocities, "und")
	n.palermo = n.create(map[string]any{
		"type": "city", "source_locale": "el", "fields": map[string]any{"name": "Παλέρμο"},
		"shared": map[string]any{
			"country": "IT", "location": map[string]any{"lat": 38.11, "lon": 13.36}, "topics": []string{"housing"},
			"population": map[string]any{"value": 630828, "unit": "people", "year": 2023, "source": "ISTAT"},
			"networks":   []any{map[string]any{"entry": n.eurocities, "since": "2019-05-01"}},
			"addresses":  []any{map[string]any{"path": "/city/palermo"}},
		},
	})
	n.live(n.palermo, "und", "el")
	return n
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	return openNewsroom(t, apptest.SQLite(t))
}

func (n *newsroom) create(entry map[string]any) string {
	n.t.Helper()
	return n.eleni.send(http.MethodPost, "/api/desk/entries", entry).want(n.t, 201, "").json(n.t)["id"].(string)
}

func (n *newsroom) id(v visitor) string {
	n.t.Helper()
	return v.get("/api/desk/me").want(n.t, 200, "").json(n.t)["id"].(string)
}

func documentAt(entry, locale string) string {
	return "/api/desk/entries/" + entry + "/documents/" + locale
}

// live takes documents of an entry through review to the public.
func (n *newsroom) live(entry string, locales ...string) {
	n.t.Helper()
	body := map[string]any{}
	var also []any
	for i, locale := range locales {
		revision := n.maria.get(documentAt(entry, locale)).want(n.t, 200, "").json(n.t)["revision"]
		if i == 0 {
			body["revision"] = revision
		} else {
			also = append(also, map[string]any{"locale": locale, "revision": revision})
		}
	}
	if also != nil {
		body["also"] = also
	}
	n.eleni.send(http.MethodPost, documentAt(entry, locales[0])+"/submit", body).want(n.t, 200, "")
	n.maria.send(http.MethodPost, documentAt(entry, locales[0])+"/approve", body).want(n.t, 200, "")
	n.maria.send(http.MethodPost, documentAt(entry, locales[0])+"/publish", body).want(n.t, 200, "")
}

// save replaces the text of a document that is there.
func (n *newsroom) save(entry, locale string, fields map[string]any, slug string) {
	n.t.Helper()
	tag := n.eleni.get(documentAt(entry, locale)).want(n.t, 200, "").Header.Get("ETag")
	body := map[string]any{"fields": fields}
	if slug != "" {
		body["slug"] = slug
	}
	n.eleni.send(http.MethodPut, documentAt(entry, locale), body, header("If-Match", tag)).want(n.t, 200, "")
}

func TestPublicAnswers(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		n := openNewsroom(t, address)
		ids := strings.NewReplacer(n.palermo, "<palermo>", n.eurocities, "<eurocities>")
		var got bytes.Buffer
		for _, path := range []string{
			"/api/v1/cities?locale=el",
			"/api/v1/cities?locale=de&include=networks&count=true",
			"/api/v1/cities?locale=de&fallback=none",
			"/api/v1/cities?locale=*&fields=name",
			"/api/v1/cities/palermo?locale=en&fields=name,population",
			"/api/v1/cities/" + n.palermo + "?locale=el",
			"/api/v1/cities.geojson?locale=en",
			"/api/v1/networks/eurocities?locale=de",
			"/api/v1/changes?since=1",
			"/api/v1/locales",
			"/api/v1/resolve?path=/city/palermo",
			"/api/v1/cities?locale=en&filter[country]=DE",
		} {
			r := n.get(path)
			fmt.Fprintf(&got, "== %s\n%s\n", path, r.Status)
			for _, name := range []string{"Content-Type", "Content-Language", "Cache-Control", "Surrogate-Key", "Vary", "Location"} {
				if value := r.Header.Get(name); value != "" {
					fmt.Fprintf(&got, "%s: %s\n", name, value)
				}
			}
			got.Write(r.body)
		}
		made := regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
		golden(t, "public.golden", made.ReplaceAll([]byte(ids.Replace(got.String())), []byte("<made>")))
	})
}

// Every answer fits the OpenAPI document of the server that gave it.
func TestPublicAnswersFitTheContract(t *testing.T) {
	n := newNewsroom(t)
	v := contract(t, n.server.OpenAPI())
	for _, path := range []string{
		"/api/v1/cities?locale=el&page[size]=1&sort=-population",
		"/api/v1/cities?locale=de&include=networks&count=true",
		"/api/v1/cities/" + n.palermo + "?locale=el",
		"/api/v1/cities.geojson?locale=en",
		"/api/v1/networks/eurocities?locale=de",
		"/api/v1/changes?since=1",
		"/api/v1/locales",
		"/api/v1/types",
		"/api/v1/countries",
		"/api/v1/resolve?path=/city/palermo",
	} {
		r := n.get(path).want(t, 200, "")
		fits(t, v, r)
	}
}

func TestNoDraftReachesThePublic(t *testing.T) {
	n := newNewsroom(t)
	n.save(n.palermo, "el", map[string]any{"name": "CNRY draft"}, "cnry-slug")
	n.create(map[string]any{"type": "city", "source_locale": "en", "fields": map[string]any{"name": "CNRY missing"}, "shared": map[string]any{"country": "DE"}})
	sent := []edit{header("X-Include-Drafts", "1"), header("X-Preview", "1")}
	for _, path := range []string{
		"/api/v1/cities?locale=el", "/api/v1/cities?locale=*", "/api/v1/cities/palermo?locale=el", "/api/v1/cities.geojson?locale=el",
		"/api/v1/changes", "/api/v1/networks/eurocities?locale=el&include=cities",
	} {
		if r := n.get(path, sent...).want(t, 200, ""); strings.Contains(strings.ToLower(string(r.body)+fmt.Sprint(r.Header)), "cnry") {
			t.Errorf("%s shows a draft: %s", path, r.body)
		}
		for _, extra := range []string{"status=draft", "preview=1", "version=latest", "include_drafts=1", "static=1", "state=approved"} {
			separator := "?"
			if strings.Contains(path, "?") {
				separator = "&"
			}
			if r := n.get(path + separator + extra); r.StatusCode != 400 {
				t.Errorf("%s%s%s: %s", path, separator, extra, r.Status)
			}
		}
	}
	n.get("/api/v1/cities/cnry-slug?locale=el").want(t, 404, "not_found")
	for _, field := range []string{"author", "created_by", "email", "revision", "version", "actor"} {
		n.get("/api/v1/cities?locale=el&filter["+field+"]=x").want(t, 400, "invalid_query")
		n.get("/api/v1/cities?locale=el&sort="+field).want(t, 400, "invalid_query")
	}
}

func TestPublicAnswersShowNobody(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range []string{"/api/v1/cities?locale=*&include=networks", "/api/v1/cities/palermo?locale=el", "/api/v1/changes"} {
		r := n.get(path).want(t, 200, "")
		for _, private := range []string{n.admin.ID, n.id(n.eleni), n.id(n.maria), "example.org", "revision", "version", "author"} {
			if strings.Contains(string(r.body)+fmt.Sprint(r.Header), private) {
				t.Errorf("%s holds %q: %s", path, private, r.body)
			}
		}
	}
}

func TestALanguageIsNeverGuessed(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range []string{"/api/v1/cities", "/api/v1/cities/palermo", "/api/v1/cities.geojson", "/api/v1/networks"} {
		r := n.get(path, header("Accept-Language", "el")).want(t, 400, "locale_required")
		if errs := r.json(t)["errors"].([]any); errs[0].(map[string]any)["path"] != "locale" {
			t.Errorf("%s: %v", path, errs)
		}
	}
	n.get("/api/v1/cities?locale=xx").want(t, 400, "invalid_query")
	n.get("/api/v1/cities?locale=el&locale=de").want(t, 400, "invalid_query")
	n.get("/api/v1/cities?locale=").want(t, 400, "invalid_query")
}

func TestRedirects(t *testing.T) {
	n := newNewsroom(t)
	n.save(n.palermo, "el", map[string]any{"name": "Παλέρμο"}, "palermo-sikelias")
	n.live(n.palermo, "el")
	for path, want := range map[string]string{
		"/api/v1/cities?locale=gr&page[size]=2":        "/api/v1/cities?locale=el&page%5Bsize%5D=2",
		"/api/v1/cities?locale=EL":                     "/api/v1/cities?locale=el",
		"/api/v1/cities.geojson?locale=gr":             "/api/v1/cities.geojson?locale=el",
		"/api/v1/cities/palermo?locale=gr&fields=name": "/api/v1/cities/palermo?fields=name&locale=el",
		"/api/v1/cities/palermo?locale=el&fields=name": "/api/v1/cities/palermo-sikelias?fields=name&locale=el",
		"/api/v1/cities/%2F%2Fevil.example?locale=gr":  "/api/v1/cities///evil.example?locale=el",
		"/api/v1/cities/%0d%0aX-Evil:1?locale=gr":      "/api/v1/cities/%0D%0AX-Evil:1?locale=el",
	} {
		r := n.get(path).want(t, 301, "")
		if r.Header.Get("Location") != want || r.Header.Get("X-Evil") != "" {
			t.Errorf("%s leads to %q, want %q", path, r.Header.Get("Location"), want)
		}
		if r.Header.Get("Cache-Control") != publicCache {
			t.Errorf("%s: Cache-Control %q", path, r.Header.Get("Cache-Control"))
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	n := newNewsroom(t)
	const path = "/api/v1/cities/palermo?locale=el"
	first := n.get(path).want(t, 200, "")
	tag := first.Header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag is %q", tag)
	}
	for _, known := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*", `"x",W/"y",` + tag + ` , "z"`} {
		r := n.get(path, header("If-None-Match", known)).want(t, 304, "")
		if len(r.body) > 0 || r.Header.Get("ETag") != tag || r.Header.Get("Cache-Control") != publicCache || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %q %v", known, r.body, r.Header)
		}
	}
	for _, other := range []string{`"x"`, "x", `W/"` + tag + `"`, ""} {
		n.get(path, header("If-None-Match", other)).want(t, 200, "")
	}
	n.get("/api/v1/cities/nowhere?locale=el", header("If-None-Match", "*")).want(t, 404, "not_found")

	n.pass(time.Minute)
	n.save(n.palermo, "el", map[string]any{"name": "Παλέρμο!"}, "")
	n.live(n.palermo, "el")
	if r := n.get("/api/v1/cities/"+n.palermo+"?locale=el", header("If-None-Match", tag)).want(t, 200, ""); r.Header.Get("ETag") == tag {
		t.Error("another text has the same ETag")
	}
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range []string{"/api/v1/cities?locale=el", "/api/v1/cities/palermo?locale=el", "/api/v1/openapi.json", "/api/v1/cities"} {
		got, head := n.get(path), n.send(http.MethodHead, path, nil)
		if len(head.body) > 0 || head.StatusCode != got.StatusCode {
			t.Errorf("HEAD %s: %d with %d bytes", path, head.StatusCode, len(head.body))
		}
		for _, name := range []string{"ETag", "Content-Length", "Content-Type", "Cache-Control", "Vary", "Content-Language"} {
			if head.Header.Get(name) != got.Header.Get(name) && got.StatusCode == 200 {
				t.Errorf("HEAD %s: %s is %q, not %q", path, name, head.Header.Get(name), got.Header.Get(name))
			}
		}
	}
}

func TestPublicAnswersAreCompressed(t *testing.T) {
	o := newOffice(t)
	plain := o.get("/api/v1/openapi.json").want(t, 200, "")
	packed := o.get("/api/v1/openapi.json", header("Accept-Encoding", "br;q=0.8, gzip;q=1")).want(t, 200, "")
	if packed.Header.Get("Content-Encoding") != "gzip" || packed.Header.Get("ETag") != plain.Header.Get("ETag") || packed.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers: %v", packed.Header)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(unpacked)
	if err != nil || !bytes.Equal(body, plain.body) {
		t.Errorf("the compressed answer is another one (%v)", err)
	}
	for _, accept := range []string{"gzip;q=0", "identity", "zstd"} {
		if r := o.get("/api/v1/openapi.json", header("Accept-Encoding", accept)); r.Header.Get("Content-Encoding") != "" {
			t.Errorf("%q was answered with %s", accept, r.Header.Get("Content-Encoding"))
		}
	}
	if r := o.signIn("ana@example.org").get("/api/desk/people", header("Accept-Encoding", "gzip")); r.Header.Get("Content-Encoding") != "" {
		t.Error("a private answer was compressed beside its secrets")
	}
}

// Everybody gets the same bytes of a public address, and private answers may
// be kept by nobody.
func TestAnswersDoNotDependOnWhoAsks(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range []string{"/api/v1/cities?locale=el", "/api/v1/cities/palermo?locale=de"} {
		anonymous := n.get(path).want(t, 200, "")
		for _, v := range []visitor{n.eleni, n.maria, n.jonas} {
			r := v.get(path).want(t, 200, "")
			if diff := cmp.Diff(string(anonymous.body), string(r.body)); diff != "" || r.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s differs for %s:\n%s", path, r.Header.Get("Set-Cookie"), diff)
			}
		}
	}
	for _, path := range []string{"/api/desk/session", "/api/desk/entries", documentAt(n.palermo, "el")} {
		if got := n.maria.get(path).want(t, 200, "").Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
}

func TestUnpublishedIsGone(t *testing.T) {
	n := newNewsroom(t)
	n.maria.send(http.MethodPost, documentAt(n.palermo, "el")+"/unpublish", nil).want(t, 200, "")
	n.get("/api/v1/cities/palermo?locale=el").want(t, 410, "gone")
	if data := n.get("/api/v1/cities?locale=el").want(t, 200, "").json(t)["data"].([]any); len(data) > 0 {
		t.Errorf("the list still shows %v", data)
	}
}

func TestContentLanguages(t *testing.T) {
	tests := []struct {
		served []string
		asked  string
		want   []string
	}{
		{[]string{"el"}, "el", []string{"el"}},
		{[]string{"en", "de", "en"}, "el", []string{"de", "en"}},
		{[]string{"und"}, "de", []string{"de"}},
		{[]string{""}, "*", nil},
	}
	for _, test := range tests {
		if got := contentLanguages(slices.Clone(test.served), test.asked); !slices.Equal(got, test.want) {
			t.Errorf("%v asked in %s: %v, want %v", test.served, test.asked, got, test.want)
		}
	}
}
