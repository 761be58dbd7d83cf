package transfer_test

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/transfer"
	"movingcities/internal/workflow"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// world is a house with the shipped content types, in which Eleni drafts in Greek,
// Jonas and Claire translate into German and French, and Maria edits everything.
type world struct {
	t       *testing.T
	db      *db.DB
	model   *schema.Model
	desk    *content.Desk
	courier *transfer.Courier
	now     atomic.Int64

	eleni, jonas, claire, maria content.By
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) { test(t, newWorld(t, url)) })
}

func newWorld(t *testing.T, url string) *world {
	t.Helper()
	w := &world{t: t}
	w.now.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Unix())
	clock := func() time.Time { return time.Unix(w.now.Load(), 0) }
	opened, err := db.Open(t.Context(), db.Config{URL: url, Timeout: 20 * time.Second})
	w.ok(err)
	w.db = opened
	t.Cleanup(func() { _ = opened.Close() })
	w.model, err = schema.Load(config.Files)
	w.ok(err)
	policy, err := access.NewPolicy()
	w.ok(err)
	w.desk = content.New(content.Config{
		DB: w.db, Model: w.model, Policy: policy, Published: &published.Store{Model: w.model}, Clock: clock,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
	w.courier = &transfer.Courier{
		DB: w.db, Model: w.model, Policy: policy, Content: w.desk, Clock: clock,
		Glossary: glossary.New(glossary.Config{DB: w.db, Model: w.model, Policy: policy, Clock: clock}),
	}
	w.eleni, w.maria = w.person("eleni", "researcher", "el"), w.person("maria", "editor", "*")
	w.jonas, w.claire = w.person("jonas", "translator", "de"), w.person("claire", "translator", "fr")
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v %+v", err, fault.Of(err).Problems)
	}
}

func (w *world) person(name, role, locale string) content.By {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	w.ok(w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		return tx.Insert(&db.User{ID: id, Email: name + "@example.org", Name: name, Locale: "en", CreatedAt: db.At(time.Unix(0, 0))})
	}))
	return content.By{Actor: access.Actor{UserID: id, Name: name, Kind: access.KindUser, Grants: []access.Grant{
		{Role: role, Type: "*", Locale: locale, Country: "*"},
	}}}
}

func (w *world) fields(text string) schema.Fields {
	w.t.Helper()
	f, err := schema.Decode([]byte(text))
	w.ok(err)
	return f
}

const (
	block   = "00000000-0000-4000-8000-00000000000"
	section = "00000000-0000-4000-8000-00000000000a"
)

// profile is a city of four plain segments and one for each paragraph.
func profile(paragraphs ...string) string {
	var body bytes.Buffer
	for i, p := range paragraphs {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"type":"paragraph","attrs":{"id":"%s%d"},"content":[{"type":"text","text":%q}]}`, block, i+1, p)
	}
	return `{"name":"Λιβαδειά","tagline":"Φράση","summary":"Περίληψη","sections":[{"id":"` + section +
		`","kind":"unique","heading":"Επικεφαλίδα","body":{"type":"doc","content":[` + body.String() + `]}}]}`
}

// livadia is a live Greek profile.
func (w *world) livadia() string {
	w.t.Helper()
	e, err := w.desk.CreateEntry(w.t.Context(), w.eleni, content.NewEntry{
		Type: "city", SourceLocale: "el", Fields: w.fields(profile("Το λιμάνι ιδρύθηκε το 1850.", "Μεγάλωσε με το εμπόριο.")),
		Shared: w.fields(`{"country":"GR","location":{"lat":38.43,"lon":22.87}}`),
	})
	w.ok(err)
	w.approve(e.ID, "el", w.eleni)
	return e.ID
}

// approve takes a text through review, without publishing it.
func (w *world) approve(entry, locale string, author content.By) {
	w.t.Helper()
	ref := content.Ref{Entry: entry, Locale: locale}
	doc, err := w.desk.Document(w.t.Context(), author.Actor, ref)
	w.ok(err)
	for _, step := range []struct {
		by   content.By
		verb workflow.Verb
	}{{author, workflow.Submit}, {w.maria, workflow.Approve}} {
		_, err := w.desk.Do(w.t.Context(), step.by, ref, step.verb, content.VerbInput{Revision: doc.Revision})
		w.ok(err)
	}
}

// rewrite changes the approved Greek text.
func (w *world) rewrite(entry string, paragraphs ...string) {
	w.t.Helper()
	w.now.Add(3600)
	ref := content.Ref{Entry: entry, Locale: "el"}
	doc, err := w.desk.Document(w.t.Context(), w.eleni.Actor, ref)
	w.ok(err)
	_, err = w.desk.Save(w.t.Context(), w.eleni, ref, content.SaveInput{Version: doc.Version, Fields: w.fields(profile(paragraphs...))})
	w.ok(err)
	w.approve(entry, "el", w.eleni)
}

func (w *world) download(d *transfer.Download, err error) []byte {
	w.t.Helper()
	w.ok(err)
	var b bytes.Buffer
	w.ok(d.Write(w.t.Context(), &b))
	return b.Bytes()
}

// exported is the German file of an entry, as Jonas's tool reads it.
func (w *world) exported(entry string) exchange.File {
	w.t.Helper()
	file, err := transfer.Read(w.download(w.courier.Document(w.t.Context(), w.jonas.Actor, german(entry), transfer.XLIFF)))
	w.ok(err)
	return file
}

func german(entry string) content.Ref { return content.Ref{Entry: entry, Locale: "de"} }

// translated fills every segment of a file that has no text.
func translated(f exchange.File) exchange.File {
	for i := range f.Segments {
		if f.Segments[i].Target.Text == "" {
			f.Segments[i].Target.Text, f.Segments[i].Target.State = "de: "+f.Segments[i].Source, "translated"
		}
	}
	return f
}

func (w *world) xliff(f exchange.File) []byte {
	w.t.Helper()
	var b bytes.Buffer
	w.ok(exchange.WriteXLIFF(&b, f))
	return b.Bytes()
}

func (w *world) segments(entry, locale string) *content.SegmentsView {
	w.t.Helper()
	v, err := w.desk.Segments(w.t.Context(), w.maria.Actor, content.Ref{Entry: entry, Locale: locale})
	w.ok(err)
	return v
}

// rows counts all rows that an import could write.
func (w *world) rows() string {
	w.t.Helper()
	out := ""
	w.ok(w.db.Read(w.t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"revisions", "history", "memory_pairs", "memory_words", "terms", "concepts", "idempotency"} {
			n, err := db.Query[int64](tx, "SELECT COUNT(*) FROM "+table)
			if err != nil {
				return err
			}
			out += fmt.Sprintf("%s %d, ", table, n[0])
		}
		return nil
	}))
	return out
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("want %s, got %v", code, err)
	}
}
