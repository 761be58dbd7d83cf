package site_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/cache"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
	"movingcities/internal/site"
	"movingcities/internal/workflow"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// world is a website over a database of its own, and the desk that publishes to it.
type world struct {
	t              *testing.T
	ctx            context.Context
	db             *db.DB
	desk           *content.Desk
	site           http.Handler
	author, editor content.By
	now            time.Time
}

const publicURL = "https://cities.example"

func newSite(t testing.TB, model *schema.Model, d *db.DB, forms *site.Forms) http.Handler {
	t.Helper()
	public, err := url.Parse(publicURL)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(site.Config{
		Model: model, Published: &published.Reader{DB: d, Model: model, Secret: []byte("secret")}, PublicURL: public,
		Search: &search.Reader{Model: model},
		Log:    slog.New(slog.DiscardHandler), Forms: forms,
	})
	if err != nil {
		t.Fatal(err)
	}
	return cache.New(0).Handler(s.Finish, s)
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, address string) {
		ctx := context.Background()
		model, err := schema.Load(config.Files)
		if err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(ctx, db.Config{URL: address})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		policy, err := access.NewPolicy()
		if err != nil {
			t.Fatal(err)
		}
		newID := func() string { return uuid.Must(uuid.NewV7()).String() }
		w := &world{t: t, ctx: ctx, db: d, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
		clock := func() time.Time { return w.now }
		w.desk = content.New(content.Config{
			DB: d, Model: model, Policy: policy, Published: &published.Store{Model: model}, NewID: newID, Clock: clock,
		})
		people := access.NewPeople(access.Config{DB: d, Policy: policy, Clock: clock, NewID: newID, Rand: rand.Reader})
		w.site = newSite(t, model, d, &site.Forms{
			Desk: w.desk, People: people, Secret: []byte("secret"), Clock: clock, Rand: rand.Reader,
			Peer: func(r *http.Request) string { return strings.Split(r.RemoteAddr, ":")[0] },
		})
		for name, by := range map[string]*content.By{"author": &w.author, "editor": &w.editor} {
			id := newID()
			err := d.Write(ctx, func(tx *db.Tx) error {
				return tx.Insert(&db.User{ID: id, Email: name + "@example.org", Name: name, Locale: "en"})
			})
			if err != nil {
				t.Fatal(err)
			}
			by.Actor = access.Actor{UserID: id, Name: name, Kind: access.KindUser, Grants: []access.Grant{{Role: "editor", Type: "*", Locale: "*", Country: "*"}}}
		}
		test(t, w)
	})
}

// live publishes an entry that is written in one language, and gives its id.
func (w *world) live(typ, locale, shared, localized string) string {
	w.t.Helper()
	in := content.NewEntry{Type: typ, SourceLocale: locale, Shared: decoded(w.t, shared), Fields: decoded(w.t, localized)}
	e, err := w.desk.CreateEntry(w.ctx, w.author, in)
	if err != nil {
		w.t.Fatal(explain(err))
	}
	also := []string{schema.Und}
	if shared == "{}" {
		also = nil
	}
	w.do(w.author, e.ID, locale, workflow.Submit, also...)
	w.do(w.editor, e.ID, locale, workflow.Approve, also...)
	w.do(w.editor, e.ID, locale, workflow.Publish, also...)
	return e.ID
}

func (w *world) do(by content.By, id, locale string, verb workflow.Verb, also ...string) {
	w.t.Helper()
	revision := func(locale string) string {
		v, err := w.desk.Document(w.ctx, w.editor.Actor, content.Ref{Entry: id, Locale: locale})
		if err != nil {
			w.t.Fatal(explain(err))
		}
		return v.Revision
	}
	in := content.VerbInput{Revision: revision(locale), Comment: "please"}
	for _, l := range also {
		in.Also = append(in.Also, content.Also{Locale: l, Revision: revision(l)})
	}
	if _, err := w.desk.Do(w.ctx, by, content.Ref{Entry: id, Locale: locale}, verb, in); err != nil {
		w.t.Fatalf("%s %s: %s", verb, locale, explain(err))
	}
}

func decoded(t *testing.T, text string) schema.Fields {
	t.Helper()
	f, err := schema.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func explain(err error) string {
	return fmt.Sprintf("%v %+v", fault.Of(err), fault.Of(err).Problems)
}

const sections = `"sections":[{"id":"00000000-0000-4000-8000-00000000000a","kind":"%s","heading":"Ein Hafen","body":{"type":"doc","content":[
	{"type":"paragraph","attrs":{"id":"00000000-0000-4000-8000-000000000001"},"content":[{"type":"text","text":"Belegter Satz.","marks":[{"type":"citation","attrs":{"source":"s1"}}]}]}]}}]`

// potsdam is a city written in German, with an approach, a policy area and a network.
func (w *world) potsdam() (city string) {
	area := w.live("policy_area", "de", `{"position":1}`, `{"name":"Aufnahme","description":"Wer bleiben darf"}`)
	network := w.live("network", "de", `{"scope":"europe"}`, `{"name":"Sichere Häfen","summary":"Ein Bündnis"}`)
	city = w.live("city", "de", `{"country":"DE","location":{"lat":52.4,"lon":13.06},"population":{"value":178089,"unit":"people","year":"not_known","source":"s1"},
		"networks":[{"entry":"`+network+`","source":"https://www.hafen.example/liste"}],"revised_on":"2026-11-01",
		"sources":[{"id":"s1","title":"Beschluss","url":"https://potsdam.example/b","accessed":"2026-11-02"}],"legacy_paths":[{"path":"/stadt-potsdam"}]}`,
		`{"name":"Potsdam","tagline":"Stadt am Wasser","summary":"Kurz gesagt",`+fmt.Sprintf(sections, "unique")+`}`)
	w.live("approach", "de", `{"country":"DE","city":{"entry":"`+city+`"},"policy_area":{"entry":"`+area+`"},"year_started":2018,"ended":true,"year_ended":2021,
		"sources":[{"id":"s1","title":"Beschluss","url":"https://potsdam.example/b"}]}`,
		`{"title":"Sicherer Hafen","summary":"Ein Beschluss",`+fmt.Sprintf(sections, "operation")+`}`)
	return city
}

func (w *world) get(path string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.site.ServeHTTP(recorder, r)
	return recorder
}

// want checks the status of a page and what must and, after "not", must not be in it.
func (w *world) want(path string, status int, parts ...string) {
	w.t.Helper()
	answer := w.get(path)
	if answer.Code != status {
		w.t.Errorf("%s answers %d, want %d", path, answer.Code, status)
		return
	}
	body, wanted := answer.Body.String(), true
	for _, part := range parts {
		if part == "not" {
			wanted = false
		} else if strings.Contains(body, part) != wanted {
			w.t.Errorf("%s: %q is there: %v", path, part, !wanted)
		}
	}
}

func (w *world) wantMoved(path, to string, status int, headers ...string) {
	w.t.Helper()
	answer := w.get(path, headers...)
	if got := answer.Header().Get("Location"); answer.Code != status || got != to {
		w.t.Errorf("%s answers %d %q, want %d %q", path, answer.Code, got, status, to)
	}
}
