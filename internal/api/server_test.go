package api

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestRouterAndTableAgree(t *testing.T) {
	o := newOffice(t)
	var table, router []string
	ids := map[string]bool{}
	for _, route := range o.server.Routes() {
		path := strings.NewReplacer("{", ":", "}", "").Replace(route.Path)
		table = append(table, route.Method+" "+path)
		if route.Method != http.MethodHead && ids[route.ID] {
			t.Errorf("two routes are called %s", route.ID)
		}
		ids[route.ID] = true
		if route.Summary == "" || route.Tag == "" {
			t.Errorf("%s has no summary or tag", route.ID)
		}
		if public := strings.HasPrefix(route.Path, "/api/v1/"); public != (route.Credential == Anyone) {
			t.Errorf("%s is at %s and needs %s", route.ID, route.Path, route.Credential)
		}
	}
	for _, route := range o.server.echo.Routes() {
		router = append(router, route.Method+" "+route.Path)
	}
	slices.Sort(table)
	slices.Sort(router)
	if diff := cmp.Diff(table, router); diff != "" {
		t.Errorf("table and router (-table +router):\n%s", diff)
	}
}

func TestEveryRouteOfTheDeskAsksWhoItIs(t *testing.T) {
	o := newOffice(t)
	for _, route := range o.server.Routes() {
		if route.Credential == Anyone || route.Credential == SignIn {
			continue
		}
		path := strings.NewReplacer("{id}", "01999999-0000-7000-8000-000000000000", "{locale}", "de", "{", "", "}", "").Replace(route.Path)
		o.send(route.Method, path, nil).want(t, 401, "not_signed_in")
	}
	if found := o.refusals(); len(found) != 0 {
		t.Errorf("requests without any credential filled the audit log: %v", found)
	}
}

func TestProblemDocuments(t *testing.T) {
	cause := errors.New("dial tcp 10.0.0.7:5432: password=hush")
	tests := []struct {
		name string
		err  error
	}{
		{"conflict", fault.New(fault.Conflict, "version_conflict", "Somebody saved meanwhile.").With("version", 13).With("code", "not mine")},
		{"problems", fault.WithProblems("incomplete", "The text is not complete.", []fault.Problem{{Path: "fields/name", Code: "required", Message: "This is required."}})},
		{"throttled", fault.New(fault.TooMany, "too_many_attempts", "Wait.").With("retry_after", 30)},
		{"unauthenticated", fault.New(fault.Unauthenticated, "not_signed_in", "Sign in.")},
		{"gone", fault.New(fault.Gone, "gone", "This was taken down.")},
		{"unavailable", fault.Wrap(cause, fault.Unavailable, "busy", "Please try again.")},
		{"unknown", cause},
		{"deadline", context.DeadlineExceeded},
	}
	o := newOffice(t)
	o.server.NewID = func() string { return "01999999-0000-7000-8000-00000000000a" }
	var got strings.Builder
	for _, test := range tests {
		o.server.register(&Route{Method: http.MethodGet, Path: "/api/v1/test/" + test.name, Credential: Anyone, serve: func(*Server, *call, request) error { return test.err }})
		r := o.get("/api/v1/test/" + test.name)
		got.WriteString("== " + test.name + "\n" + r.Status + "\n")
		for _, name := range []string{"Content-Type", "Cache-Control", "Retry-After", "WWW-Authenticate", "X-Request-Id"} {
			if value := r.Header.Get(name); value != "" {
				got.WriteString(name + ": " + value + "\n")
			}
		}
		got.Write(r.body)
		got.WriteString("\n")
	}
	golden(t, "problems.golden", []byte(got.String()))
	if strings.Contains(got.String(), "hush") {
		t.Error("a cause reached a client")
	}
}

func TestOurOwnMistakesAreLoggedWithTheRequest(t *testing.T) {
	o := newOffice(t)
	o.server.register(&Route{Method: http.MethodGet, Path: "/api/v1/test/panic", Credential: Anyone, serve: func(*Server, *call, request) error { panic("the lamp fell") }})
	r := o.get("/api/v1/test/panic").want(t, 500, "internal")
	if strings.Contains(string(r.body), "lamp") || strings.Contains(string(r.body), ".go") {
		t.Errorf("the client was told %s", r.body)
	}
	lines := o.lines()
	if len(lines) != 2 {
		t.Fatalf("the log has %d lines, not two", len(lines))
	}
	id := r.Header.Get("X-Request-Id")
	if lines[0]["msg"] != "internal error" || lines[0]["request_id"] != id || !strings.Contains(lines[0]["error"].(string), "the lamp fell") {
		t.Errorf("the mistake was logged as %v", lines[0])
	}
	if lines[1]["msg"] != "request" || lines[1]["request_id"] != id || lines[1]["status"] != 500.0 || lines[1]["code"] != "internal" {
		t.Errorf("the access was logged as %v", lines[1])
	}
}

func TestAccessLogHoldsNoSecrets(t *testing.T) {
	o := newOffice(t)
	o.get("/api/v1/resolve?path=CNRY-query&x=1", header("X-Request-Id", "CNRY-id"), header("Authorization", "Bearer CNRY-token"))
	o.get("/api/CNRY-path")
	o.send(http.MethodPost, "/api/desk/session", map[string]string{"email": "CNRY@example.org", "password": "CNRY-password"})
	o.get("/api/v1/locales", cookie("CNRY-cookie"))
	for _, line := range o.lines() {
		for key, value := range line {
			if text, ok := value.(string); ok && strings.Contains(text, "CNRY") {
				t.Errorf("the log holds %s=%q", key, text)
			}
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	o := newOffice(t)
	o.server.register(&Route{Method: http.MethodGet, Path: "/api/v1/test/panic", Credential: Anyone, serve: func(*Server, *call, request) error { panic("x") }})
	o.server.register(&Route{Method: http.MethodPost, Path: "/api/desk/test/large", Credential: SignIn, BodyLimit: 10, serve: func(*Server, *call, request) error { return nil }})
	for _, r := range []reply{
		o.get("/api/v1/locales").want(t, 200, ""),
		o.get("/api/nowhere").want(t, 404, "no_such_address"),
		o.send(http.MethodPost, "/api/v1/locales", "{}").want(t, 405, "method_not_allowed"),
		o.send(http.MethodTrace, "/api/v1/locales", nil).want(t, 405, "method_not_allowed"),
		o.send(http.MethodPost, "/api/desk/test/large", `{"a": "0123456789"}`).want(t, 413, "body_too_large"),
		o.get("/api/v1/test/panic").want(t, 500, "internal"),
		o.get("/api/desk/me").want(t, 401, "not_signed_in"),
	} {
		for name, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Strict-Transport-Security":  "max-age=31536000",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", r.Request.URL.Path, name, got, want)
			}
		}
		if r.StatusCode != 200 && r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: an error may be cached: %s", r.Request.URL.Path, r.Header.Get("Cache-Control"))
		}
		for _, name := range []string{"Server", "X-Powered-By"} {
			if got := r.Header.Get(name); got != "" {
				t.Errorf("%s: %s says %q", r.Request.URL.Path, name, got)
			}
		}
	}
	if got := o.send(http.MethodPost, "/api/v1/locales", "{}").Header.Get("Allow"); !strings.Contains(got, "GET") || !strings.Contains(got, "HEAD") {
		t.Errorf("Allow is %q", got)
	}
}

func TestRequestIDsAreOurs(t *testing.T) {
	o := newOffice(t)
	r := o.get("/api/nowhere", header("X-Request-Id", "chosen-by-the-client"))
	id := r.Header.Get("X-Request-Id")
	if !isUUID(id) || r.json(t)["instance"] != id {
		t.Errorf("the id is %q, the instance %v", id, r.json(t)["instance"])
	}
	if again := o.get("/api/nowhere").Header.Get("X-Request-Id"); again == id {
		t.Error("two requests have one id")
	}
}

func TestNoHSTSWithoutTLS(t *testing.T) {
	o := newOffice(t, publicURL("http://127.0.0.1:8080"))
	if got := o.get("/api/v1/locales", header("X-Forwarded-Proto", "https")).Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS %q over plain http", got)
	}
}

func TestCORSIsForThePublicAPIAlone(t *testing.T) {
	o := newOffice(t)
	for _, origin := range []string{"https://evil.example", "null", "https://cities.example.org"} {
		r := o.get("/api/v1/locales", header("Origin", origin))
		if r.Header.Get("Access-Control-Allow-Origin") != "*" || r.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("the public API says %v to %s", r.Header, origin)
		}
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			r := o.send(method, "/api/desk/me", nil, header("Origin", origin), header("Access-Control-Request-Method", "GET"))
			for name := range r.Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("the desk sends %s to %s", name, origin)
				}
			}
		}
	}
	r := o.send(http.MethodOptions, "/api/v1/locales", nil, header("Origin", "https://map.example"),
		header("Access-Control-Request-Method", "GET"), header("Access-Control-Request-Headers", "if-none-match")).want(t, 204, "")
	if r.Header.Get("Access-Control-Allow-Headers") != "If-None-Match" || r.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD" {
		t.Errorf("the preflight was answered with %v", r.Header)
	}
}

func TestPeerComesFromTrustedProxiesOnly(t *testing.T) {
	spoofed := []edit{
		header("X-Forwarded-For", "203.0.113.7"), header("X-Real-IP", "203.0.113.7"), header("Forwarded", "for=203.0.113.7"),
	}
	tests := []struct {
		name    string
		options []option
		want    string
	}{
		{"no proxy configured", nil, "127.0.0.1"},
		{"another proxy configured", []option{trusting("10.0.0.0/8")}, "127.0.0.1"},
		{"behind the proxy", []option{trusting("127.0.0.0/8")}, "203.0.113.7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := newOffice(t, test.options...)
			o.get("/api/v1/locales", spoofed...)
			if got := o.lines()[0]["peer"]; got != test.want {
				t.Errorf("the peer is %v, want %s", got, test.want)
			}
		})
	}
	t.Run("the client's own hops are not believed", func(t *testing.T) {
		o := newOffice(t, trusting("127.0.0.0/8"))
		o.get("/api/v1/locales", header("X-Forwarded-For", "198.51.100.1, 203.0.113.7"))
		if got := o.lines()[0]["peer"]; got != "203.0.113.7" {
			t.Errorf("the peer is %v", got)
		}
	})
}

func TestHugeRequestsAreCutOff(t *testing.T) {
	o := newOffice(t)
	endless := func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(io.LimitReader(spaces{}, 64<<20)), -1
	}
	o.send(http.MethodPost, "/api/desk/session", "{}", endless).want(t, 413, "body_too_large")
	bomb := `{"email": "a@example.org", "password": ` + strings.Repeat("[", 1<<19)
	o.send(http.MethodPost, "/api/desk/session", bomb).want(t, 400, "invalid_body")
	o.get("/api/v1/cities?locale=en&filter[country]="+strings.Repeat("IT,", 3_000)).want(t, 400, "query_too_long")
}

// spaces is a body without end.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestTheServerHasLimits(t *testing.T) {
	o := newOffice(t)
	limited := httptest.NewUnstartedServer(nil)
	limited.Config = HTTPServer(o.server, "", slog.New(slog.DiscardHandler))
	limited.Start()
	defer limited.Close()
	if c := limited.Config; c.ReadHeaderTimeout == 0 || c.ReadTimeout == 0 || c.WriteTimeout == 0 || c.IdleTimeout == 0 {
		t.Error("a timeout is missing")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, limited.URL+"/api/v1/locales", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("x", 64<<10))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 KiB of headers: %s", response.Status)
	}
}
