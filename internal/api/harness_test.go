package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/apptest"
	"movingcities/internal/cache"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/glossary"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/transfer"
	"movingcities/internal/workbench"
)

func TestMain(m *testing.M) { apptest.Main(m) }

const secret = "a boat, a lamp, a pear"

// office is a whole server over HTTP with a database of its own, an admin, a
// clock that tests move and a log that they read.
type office struct {
	t      *testing.T
	server *Server
	http   *httptest.Server
	people *access.People
	desk   *content.Desk
	store  *published.Store
	model  *schema.Model
	db     *db.DB
	admin  access.Person

	mu  sync.Mutex
	now time.Time
	log bytes.Buffer
}

// option changes the configuration of an office's server.
type option func(*Config)

func publicURL(address string) option {
	return func(c *Config) {
		u, err := url.Parse(address)
		if err != nil {
			panic(err)
		}
		c.PublicURL = u
	}
}

func trusting(prefix string) option {
	return func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(prefix)} }
}

// newOffice opens an office on SQLite.
func newOffice(t *testing.T, options ...option) *office {
	t.Helper()
	return openOffice(t, apptest.SQLite(t), options...)
}

func openOffice(t *testing.T, address string, options ...option) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), model: testModel(t)}
	opened, err := db.Open(t.Context(), db.Config{URL: address, Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	o.db = opened
	config := o.config(opened)
	for _, option := range options {
		option(&config)
	}
	if o.server, err = New(config); err != nil {
		t.Fatal(err)
	}
	o.people, o.desk = config.People, config.Desk
	o.http = httptest.NewServer(cache.New(0).Handler(Finish, o.server))
	t.Cleanup(func() {
		config.Live.Close()
		o.http.Close()
		_ = opened.Close()
	})
	made, err := o.people.Bootstrap(t.Context(), access.NewUser{Email: "ana@example.org", Name: "Ana", Locale: "en", Password: secret}, access.Call{Peer: "command line"})
	if err != nil {
		t.Fatal(err)
	}
	o.admin = made.Person
	return o
}

func testModel(t testing.TB) *schema.Model {
	t.Helper()
	model, err := schema.Load(os.DirFS("testdata/config"))
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func (o *office) config(opened *db.DB) Config {
	policy, err := access.NewPolicy()
	if err != nil {
		o.t.Fatal(err)
	}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	o.store = &published.Store{Model: o.model}
	public, _ := url.Parse("https://cities.example.org")
	texts := content.New(content.Config{
		DB: opened, Model: o.model, Policy: policy, Published: o.store, Clock: o.clock, NewID: newID,
	})
	board := &desk.Board{DB: opened, Model: o.model, Policy: policy, Content: texts, Clock: o.clock, NewID: newID}
	terms := glossary.New(glossary.Config{DB: opened, Model: o.model, Policy: policy, Clock: o.clock})
	return Config{
		Live: desk.NewLive(board, slog.New(slog.DiscardHandler)), Board: board,
		Model: o.model, Policy: policy, PublicURL: public, Clock: o.clock, NewID: newID,
		Log: slog.New(slog.NewJSONHandler(lockedWriter{o}, nil)),
		People: access.NewPeople(access.Config{
			DB: opened, Policy: policy, Clock: o.clock, NewID: newID, Rand: rand.Reader,
			Types: []string{"city", "network"}, Locales: []string{"en", "de", "el"}, Countries: o.model.Countries(),
			Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8},
		}),
		Desk: texts, Glossary: terms, Bench: &workbench.Bench{DB: opened, Policy: policy, Content: texts, Glossary: terms, Clock: o.clock},
		Courier: &transfer.Courier{
			DB: opened, Model: o.model, Policy: policy, Content: texts, Clock: o.clock, Glossary: terms,
		},
		Published: &published.Reader{DB: opened, Model: o.model, Secret: []byte("cursors of the tests")},
	}
}

type lockedWriter struct{ o *office }

func (w lockedWriter) Write(p []byte) (int, error) {
	w.o.mu.Lock()
	defer w.o.mu.Unlock()
	return w.o.log.Write(p)
}

// lines are the lines of the log so far.
func (o *office) lines() []map[string]any {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	var lines []map[string]any
	for line := range strings.Lines(o.log.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			o.t.Fatalf("log line %q: %v", line, err)
		}
		lines = append(lines, one)
	}
	return lines
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

// reply is what came back.
type reply struct {
	*http.Response
	body []byte
}

// json is the body as an object.
func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(r.body, &v); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	return v
}

// code is the code of a problem, or "" if it is none.
func (r reply) code() string {
	var p Problem
	if r.Header.Get("Content-Type") != problemType || json.Unmarshal(r.body, &p) != nil {
		return ""
	}
	return p.Code
}

// want fails the test unless the reply has this status and, for a problem, code.
func (r reply) want(t *testing.T, status int, code string) reply {
	t.Helper()
	if r.StatusCode != status || r.code() != code {
		t.Fatalf("%s %s: got %d %q, want %d %q\n%s", r.Request.Method, r.Request.URL, r.StatusCode, r.code(), status, code, r.body)
	}
	return r
}

// edit changes a request before it is sent.
type edit func(*http.Request)

func header(name, value string) edit {
	return func(r *http.Request) { r.Header.Add(name, value) }
}

func without(name string) edit { return func(r *http.Request) { r.Header.Del(name) } }

// send sends a request; a body that is not a string is sent as JSON. Redirects
// are not followed.
func (o *office) send(method, path string, body any, edits ...edit) reply {
	o.t.Helper()
	var content io.Reader
	text, isText := body.(string)
	if body != nil && !isText {
		encoded, err := json.Marshal(body)
		if err != nil {
			o.t.Fatal(err)
		}
		text = string(encoded)
	}
	if body != nil {
		content = strings.NewReader(text)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, o.http.URL+path, content)
	if err != nil {
		o.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, edit := range edits {
		edit(r)
	}
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
	}
	response, err := client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return reply{response, answer}
}

func (o *office) get(path string, edits ...edit) reply {
	o.t.Helper()
	return o.send(http.MethodGet, path, nil, edits...)
}

// visitor is a signed-in browser.
type visitor struct {
	*office
	cookie, csrf string
}

func (o *office) signIn(email string) visitor {
	o.t.Helper()
	r := o.send(http.MethodPost, "/api/desk/session", map[string]string{"email": email, "password": secret}).want(o.t, 200, "")
	return visitor{o, sessionOf(o.t, r), r.json(o.t)["csrf"].(string)}
}

func sessionOf(t *testing.T, r reply) string {
	t.Helper()
	for _, c := range r.Cookies() {
		if c.Name == sessionCookie {
			return c.Value
		}
	}
	t.Fatal("no session cookie came back")
	return ""
}

func cookie(value string) edit {
	return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: sessionCookie, Value: value}) }
}

func (v visitor) send(method, path string, body any, edits ...edit) reply {
	v.t.Helper()
	edits = append([]edit{cookie(v.cookie), header(csrfHeader, v.csrf)}, edits...)
	return v.office.send(method, path, body, edits...)
}

func (v visitor) get(path string, edits ...edit) reply {
	v.t.Helper()
	return v.send(http.MethodGet, path, nil, edits...)
}

// add makes a person who can sign in with the common secret.
func (o *office) add(email string, grants ...access.Grant) visitor {
	o.t.Helper()
	_, err := o.people.CreateUser(o.t.Context(), access.By{Actor: access.System(o.admin.ID, "Ana")}, access.NewUser{
		Email: email, Name: strings.TrimSuffix(email, "@example.org"), Locale: "en", Grants: grants, Password: secret,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return o.signIn(email)
}

func everywhere(role string) access.Grant {
	return access.Grant{Role: role, Type: "*", Locale: "*", Country: "*"}
}

// audit is the codes of the refusals in the audit log, newest first.
func (o *office) refusals() []string {
	o.t.Helper()
	actor, err := o.people.Operator(o.t.Context(), "")
	if err != nil {
		o.t.Fatal(err)
	}
	page, err := o.people.AuditLog(o.t.Context(), actor, access.AuditQuery{Outcome: access.Refused})
	if err != nil {
		o.t.Fatal(err)
	}
	codes := []string{}
	for _, row := range page.Rows {
		codes = append(codes, row.Action+" "+row.Code)
	}
	return codes
}

// count counts the rows of a table, with a condition.
func (o *office) count(n *int64, from string) error {
	return o.db.Read(o.t.Context(), func(tx *db.Tx) error {
		rows, err := db.Query[int64](tx, "SELECT COUNT(*) FROM "+from)
		if err == nil {
			*n = rows[0]
		}
		return err
	})
}
