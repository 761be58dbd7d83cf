package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/db"
	"movingcities/internal/workflow"
)

// World is a database with people and pages, and the servers that run on it.
type World struct {
	testing.TB
	Program Program
	DB      *db.DB // not through the servers, nor through any proxy
	Client  Client
	// Author writes, Editor approves and publishes: four eyes.
	Author, Editor Person
	// Environ is what servers are started with.
	Environ []string
	Server  *Server
	Pages   []Page

	url   string
	clock string
	ahead time.Duration
	mark  int
	keys  int
}

// Page is an entry with two documents: shared facts and English.
type Page struct{ ID, Slug string }

// Path is the address of a document at the desk.
func (p Page) Path(locale string) string { return "/api/desk/entries/" + p.ID + "/documents/" + locale }

// NewWorld makes people in a migrated database. Servers reach it at served,
// which may lead through a proxy; url is the database itself.
func NewWorld(t testing.TB, program Program, url, served string) *World {
	t.Helper()
	w := &World{TB: t, Program: program, Client: NewClient(), clock: filepath.Join(t.TempDir(), "clock")}
	w.Pass(0)
	w.Environ = []string{"MC_DATABASE_URL=" + served, "MC_TEST_CLOCK_FILE=" + w.clock}
	w.must(w.people(t.Context(), url))
	w.url = url
	w.Connect()
	t.Cleanup(w.Disconnect)
	return w
}

// Connect opens the database for the test itself.
func (w *World) Connect() {
	w.Helper()
	direct, err := db.Open(context.Background(), db.Config{URL: w.url})
	w.must(err)
	w.DB = direct
}

// Disconnect leaves the database to the servers.
func (w *World) Disconnect() {
	if w.DB != nil {
		_ = w.DB.Close()
		w.DB = nil
	}
}

func (w *World) must(err error) {
	w.Helper()
	if err != nil {
		log := ""
		if w.Server != nil {
			log = w.Server.Log()
		}
		w.Fatalf("%v\n%s", err, log)
	}
}

// people are made without a server: each has a token, and no password is used.
func (w *World) people(ctx context.Context, url string) error {
	c, err := app.LoadConfig([]string{"MC_DATABASE_URL=" + url, "MC_DATA_DIR=" + w.TempDir(), "MC_LISTEN=127.0.0.1:0"})
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if _, err := a.People.Bootstrap(ctx, access.NewUser{Email: "ana@faults.example", Name: "Ana", Locale: "en"}, access.Call{Peer: "faults"}); err != nil {
		return err
	}
	ana, err := a.People.Operator(ctx, "")
	if err != nil {
		return err
	}
	for role, person := range map[string]*Person{"researcher": &w.Author, "editor": &w.Editor} {
		email := role + "@faults.example"
		if _, err := a.People.CreateUser(ctx, access.By{Actor: ana}, access.NewUser{
			Email: email, Name: role, Locale: "en", Password: "a boat, a lamp, a pear",
			Grants: []access.Grant{{Role: role, Type: access.Any, Locale: access.Any, Country: access.Any}},
		}); err != nil {
			return err
		}
		operator, err := a.People.Operator(ctx, email)
		if err != nil {
			return err
		}
		made, err := a.People.CreateToken(ctx, access.By{Actor: operator}, access.NewToken{
			Name: "faults", Days: 365, Scopes: access.Scopes{Access: "write", Types: []string{access.Any}, Locales: []string{access.Any}},
		})
		if err != nil {
			return err
		}
		*person = Person{role, made.Secret}
	}
	return nil
}

// Start runs a server, in the place of the one there may be.
func (w *World) Start() {
	w.Helper()
	w.Server = w.Program.Start(w.TB, w.Environ...)
}

// Pass moves the servers' clock on.
func (w *World) Pass(d time.Duration) {
	w.Helper()
	w.ahead += d
	// Whoever reads while it is written keeps the time before.
	w.must(os.WriteFile(w.clock, []byte(w.ahead.String()), 0o600))
}

// Key is an Idempotency-Key that was not used before.
func (w *World) Key() string {
	w.keys++
	return fmt.Sprintf("key-%d", w.keys)
}

// Do sends a request to the server.
func (w *World) Do(r Request) Answer { return w.Client.Do(w.Context(), w.Server.URL, r) }

// Done sends a request that must succeed and reads the answer into to, if that is not nil.
func (w *World) Done(r Request, to any) {
	w.Helper()
	if r.Method == http.MethodPost && r.Key == "" {
		r.Key = w.Key()
	}
	a := w.Do(r)
	if to == nil {
		to = new(json.RawMessage)
	}
	if err := a.Into(to); err != nil {
		w.Fatalf("%s %s by %s %v\n%s", r.Method, r.Path, r.By.Name, err, w.Server.Log())
	}
}

// AddPages drafts pages.
func (w *World) AddPages(n int) {
	w.Helper()
	for range n {
		mark := w.NextMark()
		p := Page{Slug: fmt.Sprintf("page-%d", mark)}
		var made struct{ ID string }
		w.Done(Request{By: w.Author, Method: http.MethodPost, Path: "/api/desk/entries", Body: map[string]any{
			"type": "page", "source_locale": "en", "slug": p.Slug, "shared": sharedFields(mark), "fields": ownFields(mark),
		}}, &made)
		p.ID = made.ID
		w.Pages = append(w.Pages, p)
	}
}

// PublishPages makes all pages live as they are.
func (w *World) PublishPages() {
	w.Helper()
	for _, p := range w.Pages {
		w.Bring(p, workflow.Submit, workflow.Approve, workflow.Publish)
	}
}

// NextMark is a number that stands in every text written with it.
func (w *World) NextMark() int {
	w.mark++
	return w.mark
}

func sharedFields(mark int) map[string]any {
	return map[string]any{"sources": []any{map[string]any{"id": "s1", "title": fmt.Sprintf("mark-%d", mark), "url": "https://faults.example/"}}}
}

func ownFields(mark int) map[string]any {
	text := map[string]any{"type": "text", "text": fmt.Sprintf("As of mark-%d.", mark)}
	paragraph := map[string]any{"type": "paragraph", "content": []any{text}}
	return map[string]any{
		"title": fmt.Sprintf("Page of mark-%d", mark), "summary": fmt.Sprintf("In mark-%d", mark),
		"sections": []any{map[string]any{"kind": "free", "heading": "Now", "body": map[string]any{"type": "doc", "content": []any{paragraph}}}},
	}
}

// Document is what the desk says of one.
type Document struct {
	Version  int64
	State    string
	Revision string
	Fields   map[string]any
}

// Look reads a document as its author.
func (w *World) Look(p Page, locale string) Document {
	w.Helper()
	var d Document
	w.Done(Request{By: w.Author, Method: http.MethodGet, Path: p.Path(locale)}, &d)
	return d
}

// SaveRequest writes a text that bears a mark, on a version.
func (w *World) SaveRequest(p Page, locale string, version int64, mark int) Request {
	fields := ownFields(mark)
	if locale == "und" {
		fields = sharedFields(mark)
	}
	return Request{By: w.Author, Method: http.MethodPut, Path: p.Path(locale), Version: version, Body: map[string]any{"fields": fields}}
}

// VerbRequest moves both documents of a page together, with a key.
func (w *World) VerbRequest(by Person, p Page, verb workflow.Verb) Request {
	w.Helper()
	return Request{
		By: by, Method: http.MethodPost, Path: p.Path("en") + "/" + string(verb), Key: w.Key(),
		Body: map[string]any{"revision": w.Look(p, "en").Revision, "also": []any{map[string]any{"locale": "und", "revision": w.Look(p, "und").Revision}}},
	}
}

// Write saves both documents of a page with one mark.
func (w *World) Write(p Page, mark int) {
	w.Helper()
	for _, locale := range []string{"und", "en"} {
		w.Done(w.SaveRequest(p, locale, w.Look(p, locale).Version, mark), nil)
	}
}

// Bring moves a page on by verbs.
func (w *World) Bring(p Page, verbs ...workflow.Verb) {
	w.Helper()
	for _, verb := range verbs {
		by := w.Editor
		if verb == workflow.Submit {
			by = w.Author
		}
		w.Done(w.VerbRequest(by, p, verb), nil)
	}
}

// Public is the marks in what anybody reads of a page, and whether it is there.
// More than one mark is a mixture.
func (w *World) Public(p Page) (marks []string, there bool) {
	w.Helper()
	a := w.Do(Request{Method: http.MethodGet, Path: "/api/v1/pages/" + p.ID + "?locale=en"})
	switch a.Status {
	case http.StatusOK:
		return Marks(a.Body), true
	case http.StatusNotFound, http.StatusGone:
		return nil, false
	}
	w.Errorf("the public reads %s of %s: %s\n%s", a, p.Slug, a.Body, w.Server.Log())
	return nil, false
}

var marked = regexp.MustCompile(`mark-(\d+)`)

// Marks are the different marks in a text.
func Marks(text []byte) []string {
	var marks []string
	seen := map[string]bool{}
	for _, found := range marked.FindAllSubmatch(text, -1) {
		if mark := string(found[1]); !seen[mark] {
			seen[mark] = true
			marks = append(marks, mark)
		}
	}
	return marks
}
