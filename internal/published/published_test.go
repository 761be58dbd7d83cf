package published_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// start is when the tests begin; every publication is one minute after the last.
var start = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)

// world is a database with the test model and the public side of it.
type world struct {
	testing.TB
	db      *db.DB
	model   *schema.Model
	store   *published.Store
	reader  *published.Reader
	minutes int
	entries int
}

func loadModel(t testing.TB) *schema.Model {
	t.Helper()
	model, err := schema.Load(os.DirFS("testdata/model"))
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func newWorld(t testing.TB, address string) *world {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{URL: address, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	model := loadModel(t)
	w := &world{
		TB: t, db: d, model: model, store: &published.Store{Model: model},
		reader: &published.Reader{DB: d, Model: model, Secret: []byte("a secret for tests")},
	}
	w.write(func(tx *db.Tx) error {
		return tx.Insert(&db.User{ID: "user-1", Email: "r@example.org", CreatedAt: db.At(start), PasswordChangedAt: db.At(start)})
	})
	return w
}

// eachWorld runs a test on both databases.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, address string) { test(t, newWorld(t, address)) })
}

// sqlite is a database for tests that one of the two is enough for.
func sqlite(t testing.TB) string {
	t.Helper()
	return apptest.SQLite(t)
}

func (w *world) write(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.db.Write(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) now() db.Time { return db.At(start.Add(time.Duration(w.minutes) * time.Minute)) }

// entry makes an entry; ids count up, so that golden files are stable.
func (w *world) entry(typ, source string) db.Entry {
	w.Helper()
	w.entries++
	e := db.Entry{
		ID: fmt.Sprintf("0190b000-0000-7000-8000-%012d", w.entries), Type: typ, SourceLocale: source,
		CreatedAt: w.now(), CreatedBy: "user-1",
	}
	if _, err := uuid.Parse(e.ID); err != nil {
		w.Fatal(err)
	}
	w.write(func(tx *db.Tx) error { return tx.Insert(&e) })
	return e
}

// doc is a document to publish; fields are JSON.
func (w *world) doc(e db.Entry, locale, slug, fields string) published.Document {
	w.Helper()
	f, err := schema.Decode([]byte(fields))
	if err != nil {
		w.Fatal(err)
	}
	d := published.Document{
		Entry: e, Locale: locale, Slug: slug, Fields: f, Title: w.model.Type(e.Type).Title(f),
		RevisionID: "revision", By: "user-1",
	}
	if locale != e.SourceLocale && locale != schema.Und {
		d.Follows = e.SourceLocale
	}
	return d
}

func (w *world) tryPublish(d published.Document) error {
	w.minutes++
	d.At = w.now()
	return w.db.Write(context.Background(), func(tx *db.Tx) error {
		_, err := w.store.Publish(tx, d)
		return err
	})
}

// publish makes a document live.
func (w *world) publish(e db.Entry, locale, slug, fields string) {
	w.Helper()
	if err := w.tryPublish(w.doc(e, locale, slug, fields)); err != nil {
		w.Fatalf("publish %s in %s: %v", slug, locale, err)
	}
}

func (w *world) unpublish(e db.Entry, locale string) {
	w.Helper()
	w.minutes++
	w.write(func(tx *db.Tx) error {
		_, err := w.store.Unpublish(tx, e, locale, published.KindUnpublished, "user-1", "", w.now())
		return err
	})
}

// list asks like a request: the type's path and its parameters.
func (w *world) list(path, parameters string) *published.Page {
	w.Helper()
	page, err := w.tryList(path, parameters)
	if err != nil {
		w.Fatalf("%s?%s: %v", path, parameters, err)
	}
	return page
}

func (w *world) tryList(path, parameters string) (*published.Page, error) {
	w.Helper()
	q, err := w.reader.ParseQuery(w.model.TypeByPath(path), w.values(parameters))
	if err != nil {
		return nil, err
	}
	return w.reader.List(context.Background(), q)
}

func (w *world) values(parameters string) url.Values {
	w.Helper()
	values, err := url.ParseQuery(parameters)
	if err != nil {
		w.Fatal(err)
	}
	return values
}

// one asks for one entry like a request.
func (w *world) one(path, slug, parameters string) (*published.Answer, *published.Moved, error) {
	w.Helper()
	q, err := w.reader.ParseOne(w.model.TypeByPath(path), w.values(parameters))
	if err != nil {
		return nil, nil, err
	}
	return w.reader.One(context.Background(), q, slug)
}

// must gives the answer to a question that has one.
func (w *world) must(path, slug, parameters string) *published.Entry {
	w.Helper()
	answer, moved, err := w.one(path, slug, parameters)
	if err != nil || moved != nil {
		w.Fatalf("%s/%s?%s: moved %v, error %v", path, slug, parameters, moved, err)
	}
	return answer.Data
}

// slugs are those of the entries in data, in order.
func slugs(data []*published.Entry) []string {
	out := []string{}
	for _, e := range data {
		out = append(out, e.Slug)
	}
	return out
}

func (w *world) json(v any) string {
	w.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		w.Fatal(err)
	}
	return string(b) + "\n"
}

// features asks for a map like a request.
func (w *world) features(path, parameters string) *published.FeatureCollection {
	w.Helper()
	q, err := w.reader.ParseFeatures(w.model.TypeByPath(path), w.values(parameters))
	if err != nil {
		w.Fatalf("%s?%s: %v", path, parameters, err)
	}
	features, err := w.reader.GeoJSON(context.Background(), q)
	if err != nil {
		w.Fatal(err)
	}
	return features
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
