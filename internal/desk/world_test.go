package desk_test

import (
	"context"
	"fmt"
	"strings"
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

// world is a board on a database of its own, with the shipped content types, a
// clock that the test sets, and the people of the journeys.
type world struct {
	t     testing.TB
	ctx   context.Context
	db    *db.DB
	texts *content.Desk
	board *desk.Board
	now   atomic.Int64 // seconds

	eleni, giulia, nikos, maria, ana, jonas, claire content.By
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) { test(t, newWorld(t, url)) })
}

func newWorld(t testing.TB, url string) *world {
	t.Helper()
	w := &world{t: t, ctx: context.Background()}
	w.now.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Unix())
	model, err := schema.Load(config.Files)
	w.ok(err)
	w.db, err = db.Open(w.ctx, db.Config{URL: url})
	w.ok(err)
	t.Cleanup(func() { _ = w.db.Close() })
	policy, err := access.NewPolicy()
	w.ok(err)
	clock := func() time.Time { return time.Unix(w.now.Load(), 0) }
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	w.texts = content.New(content.Config{
		DB: w.db, Model: model, Policy: policy, Published: &published.Store{Model: model}, Clock: clock, NewID: newID,
	})
	w.board = &desk.Board{DB: w.db, Model: model, Policy: policy, Content: w.texts, Clock: clock, NewID: newID}
	w.eleni = w.person("Eleni", grant("researcher", "el"))
	w.giulia = w.person("Giulia", grant("researcher", "it"))
	w.nikos = w.person("Nikos", grant("editor", "el"))
	w.maria = w.person("Maria", grant("editor", "*"))
	w.ana = w.person("Ana", grant("admin", "*"))
	w.jonas = w.person("Jonas", grant("translator", "de"))
	w.claire = w.person("Claire", grant("translator", "fr"))
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(describe(err))
	}
}

func describe(err error) string {
	if err == nil {
		return "success"
	}
	f := fault.Of(err)
	return fmt.Sprint(f.Error(), f.Problems, f.Extra)
}

func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("want %s, got %s", code, describe(err))
	}
}

func grant(role, locale string) access.Grant {
	return access.Grant{Role: role, Type: "*", Locale: locale, Country: "*"}
}

// person is somebody with an account and these grants.
func (w *world) person(name string, grants ...access.Grant) content.By {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	w.ok(w.db.Write(w.ctx, func(tx *db.Tx) error {
		if err := tx.Insert(&db.User{ID: id, Email: name + "@example.org", Name: name, Locale: "en"}); err != nil {
			return err
		}
		for _, g := range grants {
			err := tx.Insert(&db.Grant{ID: uuid.NewString(), UserID: id, Role: g.Role, Type: g.Type, Locale: g.Locale, Country: g.Country})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return content.By{Actor: access.Actor{UserID: id, Name: name, Kind: access.KindUser, Grants: grants}}
}

// pass lets time go by.
func (w *world) pass(d time.Duration) { w.now.Add(int64(d / time.Second)) }

// Ids of the blocks of the test profile.
const (
	block1 = "00000000-0000-4000-8000-000000000001"
	block2 = "00000000-0000-4000-8000-000000000002"
	block3 = "00000000-0000-4000-8000-000000000003"
)

// profile is a city whose one section has these paragraphs.
func (w *world) profile(name string, paragraphs ...string) schema.Fields {
	w.t.Helper()
	var body []string
	for i, p := range paragraphs {
		body = append(body, fmt.Sprintf(`{"type":"paragraph","attrs":{"id":"00000000-0000-4000-8000-%012d"},"content":[{"type":"text","text":%q}]}`, i+1, p))
	}
	f, err := schema.Decode([]byte(fmt.Sprintf(`{"name":%q,"tagline":"Σύντομη φράση","summary":"Περίληψη",
		"sections":[{"id":"00000000-0000-4000-8000-00000000000a","kind":"unique","heading":"Επικεφαλίδα","body":{"type":"doc","content":[%s]}}]}`,
		name, strings.Join(body, ","))))
	w.ok(err)
	return f
}

// draft is a Greek profile by Eleni, with its shared fields.
func (w *world) draft(name string) string {
	w.t.Helper()
	shared, err := schema.Decode([]byte(`{"country":"GR","location":{"lat":38.43,"lon":22.87}}`))
	w.ok(err)
	e, err := w.texts.CreateEntry(w.ctx, w.eleni, content.NewEntry{
		Type: "city", SourceLocale: "el", Shared: shared,
		Fields: w.profile(name, "Το λιμάνι ιδρύθηκε το 1850.", "Μεγάλωσε με το εμπόριο.", "Τα ναυπηγεία έκλεισαν το 1984."),
	})
	w.ok(err)
	return e.ID
}

// live is a draft, submitted by Eleni, approved and published by Maria.
func (w *world) live(name string) string {
	w.t.Helper()
	id := w.draft(name)
	w.goLive(id, "el", w.eleni, "und")
	return id
}

func (w *world) goLive(id, locale string, author content.By, also ...string) {
	w.t.Helper()
	w.do(author, id, locale, workflow.Submit, also...)
	w.do(w.maria, id, locale, workflow.Approve, also...)
	w.do(w.maria, id, locale, workflow.Publish, also...)
}

func (w *world) doc(id, locale string) *content.DocumentView {
	w.t.Helper()
	v, err := w.texts.Document(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: locale})
	w.ok(err)
	return v
}

// try does a verb to the newest revision.
func (w *world) try(by content.By, id, locale string, verb workflow.Verb, also ...string) error {
	in := content.VerbInput{Revision: w.doc(id, locale).Revision, Comment: "please"}
	for _, l := range also {
		in.Also = append(in.Also, content.Also{Locale: l, Revision: w.doc(id, l).Revision})
	}
	_, err := w.texts.Do(w.ctx, by, content.Ref{Entry: id, Locale: locale}, verb, in)
	return err
}

func (w *world) do(by content.By, id, locale string, verb workflow.Verb, also ...string) {
	w.t.Helper()
	w.ok(w.try(by, id, locale, verb, also...))
}

func (w *world) save(by content.By, id, locale string, f schema.Fields) {
	w.t.Helper()
	_, err := w.texts.Save(w.ctx, by, content.Ref{Entry: id, Locale: locale}, content.SaveInput{Version: w.doc(id, locale).Version, Fields: f})
	w.ok(err)
}

// translate fills and confirms every segment that is empty or stale.
func (w *world) translate(by content.By, id, locale string) {
	w.t.Helper()
	ref := content.Ref{Entry: id, Locale: locale}
	_, err := w.texts.Do(w.ctx, by, ref, workflow.Load, content.VerbInput{})
	w.ok(err)
	v, err := w.texts.Segments(w.ctx, by.Actor, ref)
	w.ok(err)
	var in content.SegmentsInput
	for _, s := range v.Segments {
		if s.Target.Text == "" || s.Stale {
			in.Segments = append(in.Segments, content.SegmentInput{
				Key: s.Key, Text: locale + ": " + s.Source, From: s.Hash, IfHash: s.Target.Hash, State: "translated",
			})
		}
	}
	_, err = w.texts.SaveSegments(w.ctx, by, ref, in)
	w.ok(err)
}
