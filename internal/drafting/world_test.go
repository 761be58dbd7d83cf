package drafting_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/drafting"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/transfer"
	"movingcities/internal/workflow"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// world is the whole system with a translation service on loopback, an admin, and
// translators of German and French.
type world struct {
	t       *testing.T
	app     *app.App
	config  app.Config
	options app.Options
	admin   content.By
	jonas   content.By
	claire  content.By

	mu     sync.Mutex
	now    time.Time
	calls  int
	answer func(w http.ResponseWriter, texts []string) // nil translates
}

func eachWorld(t *testing.T, budget string, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) {
		w := &world{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
		service := httptest.NewServer(http.HandlerFunc(w.serve))
		t.Cleanup(service.Close)
		t.Chdir(t.TempDir())
		var err error
		w.config, err = app.LoadConfig([]string{
			"MC_DATABASE_URL=" + url, "MC_LISTEN=127.0.0.1:0", "MC_MT_PROVIDER=libretranslate", "MC_MT_URL=" + service.URL, "MC_MT_BUDGET=" + budget,
		})
		w.ok(err)
		w.options = app.Options{Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8}, Clock: func() time.Time {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.now
		}}
		w.app = w.start()
		made, err := w.app.People.Bootstrap(t.Context(), access.NewUser{Email: "ana@example.org", Name: "Ana", Locale: "en", Password: "a boat, a lamp, a pear"}, access.Call{})
		w.ok(err)
		w.admin = w.as(made.Person.ID)
		w.jonas, w.claire = w.translator("jonas", "de"), w.translator("claire", "fr")
		test(t, w)
	})
}

// start is one process of the system.
func (w *world) start() *app.App {
	w.t.Helper()
	a, err := app.New(w.t.Context(), w.config, w.options)
	w.ok(err)
	w.t.Cleanup(func() { _ = a.Close() })
	return a
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v %+v", err, fault.Of(err).Problems)
	}
}

// serve speaks like LibreTranslate.
func (w *world) serve(out http.ResponseWriter, r *http.Request) {
	var in struct{ Q []string }
	body, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(body, &in)
	w.mu.Lock()
	w.calls++
	answer := w.answer
	w.mu.Unlock()
	if answer == nil {
		answer = translated
	}
	answer(out, in.Q)
}

func translated(w http.ResponseWriter, texts []string) {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = "MT " + t
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": out})
}

func (w *world) as(id string) content.By {
	w.t.Helper()
	actor, err := w.app.People.Actor(w.t.Context(), id)
	w.ok(err)
	return content.By{Actor: actor}
}

func (w *world) translator(name, locale string) content.By {
	w.t.Helper()
	made, err := w.app.People.CreateUser(w.t.Context(), access.By{Actor: access.System(w.admin.Actor.UserID, "Ana")}, access.NewUser{
		Email: name + "@example.org", Name: name, Locale: "en", Password: "a boat, a lamp, a pear",
		Grants: []access.Grant{{Role: "translator", Type: "*", Locale: locale, Country: "*"}},
	})
	w.ok(err)
	return w.as(made.Person.ID)
}

// text is a profile of five segments.
func text(tagline string) string {
	return `{"name":"Λιβαδειά","tagline":"` + tagline + `","summary":"Περίληψη","sections":[{"id":"00000000-0000-4000-8000-00000000000a",
		"kind":"unique","heading":"Τίτλος","body":{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"00000000-0000-4000-8000-000000000001"},
		"content":[{"type":"text","text":"Κείμενο."}]}]}}]}`
}

// city is a Greek profile whose text is approved.
func (w *world) city() string {
	w.t.Helper()
	fields, err := schema.Decode([]byte(text("Φράση")))
	w.ok(err)
	e, err := w.app.Desk.CreateEntry(w.t.Context(), w.admin, content.NewEntry{Type: "city", SourceLocale: "el", Fields: fields})
	w.ok(err)
	w.do(e.ID, "el", workflow.Submit, workflow.Approve)
	return e.ID
}

func (w *world) do(entry, locale string, verbs ...workflow.Verb) {
	w.t.Helper()
	ref := content.Ref{Entry: entry, Locale: locale}
	doc, err := w.app.Desk.Document(w.t.Context(), w.admin.Actor, ref)
	w.ok(err)
	for _, v := range verbs {
		_, err := w.app.Desk.Do(w.t.Context(), w.admin, ref, v, content.VerbInput{Revision: doc.Revision, Override: "test"})
		w.ok(err)
	}
}

func german(entry string) content.Ref { return content.Ref{Entry: entry, Locale: "de"} }

func (w *world) german(entry string) *content.SegmentsView {
	w.t.Helper()
	v, err := w.app.Desk.Segments(w.t.Context(), w.admin.Actor, german(entry))
	w.ok(err)
	return v
}

// write saves the first German segment as Jonas would type it.
func (w *world) write(entry, text string) {
	w.t.Helper()
	s := w.german(entry).Segments[0]
	_, err := w.app.Desk.SaveSegments(w.t.Context(), w.jonas, german(entry), content.SegmentsInput{Segments: []content.SegmentInput{
		{Key: s.Key, Text: text, From: s.Hash, IfHash: s.Target.Hash},
	}})
	w.ok(err)
}

func (w *world) begin() *drafting.Job {
	w.t.Helper()
	job, err := w.app.Drafter.Start(w.t.Context(), w.jonas, transfer.Selection{Locale: "de"})
	w.ok(err)
	return job
}

// finish works until there is nothing to do.
func (w *world) finish(a *app.App) {
	w.t.Helper()
	for {
		worked, _ := a.Drafter.Step(w.t.Context()) // what failed is in the job
		if !worked {
			return
		}
	}
}

func (w *world) job(id string) *drafting.Job {
	w.t.Helper()
	job, err := w.app.Drafter.Find(w.t.Context(), w.jonas.Actor, id)
	w.ok(err)
	return job
}

func (w *world) spent() int64 {
	w.t.Helper()
	b, err := w.app.Drafter.Spent(w.t.Context(), w.jonas.Actor)
	w.ok(err)
	return b.Characters
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("want %s, got %v", code, err)
	}
}

// rewrite changes one sentence of the approved Greek text.
func (w *world) rewrite(entry string) {
	w.t.Helper()
	w.pass(time.Hour)
	ref := content.Ref{Entry: entry, Locale: "el"}
	doc, err := w.app.Desk.Document(w.t.Context(), w.admin.Actor, ref)
	w.ok(err)
	fields, err := schema.Decode([]byte(text("Άλλη")))
	w.ok(err)
	_, err = w.app.Desk.Save(w.t.Context(), w.admin, ref, content.SaveInput{Version: doc.Version, Fields: fields})
	w.ok(err)
	w.do(entry, "el", workflow.Submit, workflow.Approve)
}
