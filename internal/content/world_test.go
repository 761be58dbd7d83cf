package content_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// world is a desk on a database of its own, with the shipped content types, a
// clock that the test sets, and a person for every role that a test needs.
type world struct {
	t     testing.TB
	ctx   context.Context
	url   string
	db    *db.DB
	model *schema.Model
	desk  *content.Desk
	board *desk.Board
	now   atomic.Int64 // seconds

	eleni, nikos, maria, ana content.By // researcher (el), editor (el), editor (all), admin
	emma, jonas, claire      content.By // translators en, de, fr
}

// eachWorld runs a test on SQLite and on Postgres.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) { test(t, newWorld(t, url)) })
}

func newWorld(t testing.TB, url string) *world {
	t.Helper()
	w := &world{t: t, ctx: context.Background(), url: url}
	w.now.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Unix())
	var err error
	if w.model, err = schema.Load(config.Files); err != nil {
		t.Fatal(err)
	}
	if w.db, err = db.Open(w.ctx, db.Config{URL: url}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	w.desk = w.deskWith(w.model)
	policy, err := access.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	w.board = &desk.Board{
		DB: w.db, Model: w.model, Policy: policy, Content: w.desk, Clock: w.clock, NewID: uuid.NewString, Log: slog.New(slog.DiscardHandler),
	}
	w.people()
	return w
}

func (w *world) deskWith(model *schema.Model) *content.Desk {
	w.t.Helper()
	policy, err := access.NewPolicy()
	if err != nil {
		w.t.Fatal(err)
	}
	return content.New(content.Config{
		DB: w.db, Model: model, Policy: policy, Published: &published.Store{Model: model},
		Clock: w.clock,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
}

func (w *world) newID() string { return uuid.Must(uuid.NewV7()).String() }

func (w *world) clock() time.Time { return time.Unix(w.now.Load(), 0) }

// pass lets time go by, so that the next save appends a revision of its own.
func (w *world) pass(d time.Duration) { w.now.Add(int64(d / time.Second)) }

func (w *world) people() {
	w.eleni = w.person("Eleni", access.Grant{Role: "researcher", Type: "*", Locale: "el", Country: "*"})
	w.nikos = w.person("Nikos", access.Grant{Role: "editor", Type: "*", Locale: "el", Country: "*"})
	w.maria = w.person("Maria", access.Grant{Role: "editor", Type: "*", Locale: "*", Country: "*"})
	w.ana = w.person("Ana", access.Grant{Role: "admin", Type: "*", Locale: "*", Country: "*"})
	w.emma = w.person("Emma", access.Grant{Role: "translator", Type: "*", Locale: "en", Country: "*"})
	w.jonas = w.person("Jonas", access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "*"})
	w.claire = w.person("Claire", access.Grant{Role: "translator", Type: "*", Locale: "fr", Country: "*"})
}

func (w *world) person(name string, grants ...access.Grant) content.By {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	w.write(func(tx *db.Tx) error {
		return tx.Insert(&db.User{ID: id, Email: name + "@example.org", Name: name, Locale: "en", CreatedAt: db.At(time.Unix(0, 0))})
	})
	return content.By{Actor: access.Actor{UserID: id, Name: name, Kind: access.KindUser, Grants: grants}}
}

// grant is a right in one locale, for all types and countries.
func grant(role, locale string) access.Grant {
	return access.Grant{Role: role, Type: "*", Locale: locale, Country: "*"}
}

func (w *world) write(fn func(*db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(w.ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

// rows reads any table, to compare what must not have changed.
func rows[T any](w *world, sql string, args ...any) []T {
	w.t.Helper()
	var out []T
	err := w.db.Read(w.ctx, func(tx *db.Tx) error {
		var err error
		out, err = db.Query[T](tx, sql, args...)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// fields reads JSON as a content author's client would send it.
func fields(w *world, text string) schema.Fields {
	w.t.Helper()
	f, err := schema.Decode([]byte(text))
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func paragraph(id, text string) string {
	return fmt.Sprintf(`{"type":"paragraph","attrs":{"id":%q},"content":[{"type":"text","text":%q}]}`, id, text)
}

// Ids of the blocks and sections of the test profile.
const (
	block1  = "00000000-0000-4000-8000-000000000001"
	block2  = "00000000-0000-4000-8000-000000000002"
	block3  = "00000000-0000-4000-8000-000000000003"
	section = "00000000-0000-4000-8000-00000000000a"
)

func profile(name string, blocks ...string) string {
	body := ""
	for i, b := range blocks {
		if i > 0 {
			body += ","
		}
		body += b
	}
	return fmt.Sprintf(`{"name":%q,"tagline":"Σύντομη φράση","summary":"Περίληψη",
		"sections":[{"id":%q,"kind":"unique","heading":"Επικεφαλίδα","body":{"type":"doc","content":[%s]}}]}`, name, section, body)
}

var threeBlocks = []string{
	paragraph(block1, "Το λιμάνι ιδρύθηκε το 1850."),
	paragraph(block2, "Μεγάλωσε με το εμπόριο."),
	paragraph(block3, "Τα ναυπηγεία έκλεισαν το 1984."),
}

const facts = `{"country":"GR","location":{"lat":38.43,"lon":22.87}}`

// draftCity is a profile drafted in Greek, with its shared part, by Eleni.
func (w *world) draftCity(name string) string {
	w.t.Helper()
	e, err := w.desk.CreateEntry(w.ctx, w.eleni, content.NewEntry{
		Type: "city", SourceLocale: "el", Shared: fields(w, facts), Fields: fields(w, profile(name, threeBlocks...)),
	})
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return e.ID
}

// liveCity is draftCity, submitted by Eleni, approved and published by Maria.
func (w *world) liveCity(name string) string {
	w.t.Helper()
	id := w.draftCity(name)
	w.goLive(id, "el", w.eleni, schema.Und)
	return id
}

// goLive submits as author, approves and publishes as Maria.
func (w *world) goLive(id, locale string, author content.By, also ...string) {
	w.t.Helper()
	for _, step := range []struct {
		by   content.By
		verb workflow.Verb
	}{{author, workflow.Submit}, {w.maria, workflow.Approve}, {w.maria, workflow.Publish}} {
		w.must(step.by, id, locale, step.verb, also...)
	}
}

func (w *world) doc(id, locale string) *content.DocumentView {
	w.t.Helper()
	v, err := w.desk.Document(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: locale})
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return v
}

// try does a verb to the newest revision of a document.
func (w *world) try(by content.By, id, locale string, verb workflow.Verb, also ...string) (*content.DocumentView, error) {
	in := content.VerbInput{Revision: w.doc(id, locale).Revision, Comment: "please"}
	for _, l := range also {
		in.Also = append(in.Also, content.Also{Locale: l, Revision: w.doc(id, l).Revision})
	}
	return w.desk.Do(w.ctx, by, content.Ref{Entry: id, Locale: locale}, verb, in)
}

func (w *world) must(by content.By, id, locale string, verb workflow.Verb, also ...string) *content.DocumentView {
	w.t.Helper()
	v, err := w.try(by, id, locale, verb, also...)
	if err != nil {
		w.t.Fatalf("%s %s by %s: %s", verb, locale, by.Actor.Name, describe(err))
	}
	return v
}

// save replaces the text of a document on its newest version.
func (w *world) save(by content.By, id, locale, text string) *content.DocumentView {
	w.t.Helper()
	v, err := w.desk.Save(w.ctx, by, content.Ref{Entry: id, Locale: locale}, content.SaveInput{
		Version: w.doc(id, locale).Version, Fields: fields(w, text),
	})
	if err != nil {
		w.t.Fatalf("save %s by %s: %s", locale, by.Actor.Name, describe(err))
	}
	return v
}

func (w *world) segments(id, locale string) *content.SegmentsView {
	w.t.Helper()
	v, err := w.desk.Segments(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: locale})
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return v
}

// translate fills and confirms every segment that is empty or stale.
func (w *world) translate(by content.By, id, locale string) {
	w.t.Helper()
	ref := content.Ref{Entry: id, Locale: locale}
	if _, err := w.desk.Do(w.ctx, by, ref, workflow.Load, content.VerbInput{}); err != nil {
		w.t.Fatal(describe(err))
	}
	var in content.SegmentsInput
	for _, s := range w.segments(id, locale).Segments {
		if s.Target.Text == "" || s.Stale {
			in.Segments = append(in.Segments, content.SegmentInput{
				Key: s.Key, Text: locale + ": " + s.Source, From: s.Hash, IfHash: s.Target.Hash, State: "translated",
			})
		}
	}
	if _, err := w.desk.SaveSegments(w.ctx, by, ref, in); err != nil {
		w.t.Fatal(describe(err))
	}
}

// wantFault checks the stable code of a refusal.
func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("want %s, got %s", code, describe(err))
	}
}

func describe(err error) string {
	if err == nil {
		return "success"
	}
	f := fault.Of(err)
	problems, _ := json.Marshal(f.Problems)
	return fmt.Sprintf("%s: %s %s", f.Error(), f.Detail, problems)
}

// livePage is what the world sees of a document, or nil when it is not live.
func (w *world) livePage(id, locale string) *db.Published {
	w.t.Helper()
	found := rows[db.Published](w, "SELECT * FROM published WHERE entry_id = ? AND locale = ?", id, locale)
	if len(found) == 0 {
		return nil
	}
	return &found[0]
}

// extra gives the additional members of a refusal.
func extra(err error) map[string]any { return fault.Of(err).Extra }
