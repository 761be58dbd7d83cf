package search_test

import (
	"cmp"
	"context"
	"io/fs"
	"testing"
	"time"

	"movingcities/config"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/demo"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
)

func TestMain(m *testing.M) { apptest.Main(m) }

func loadModel(t testing.TB) *schema.Model {
	t.Helper()
	model, err := schema.Load(config.Files)
	must(t, err)
	return model
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{URL: url, Timeout: 10 * time.Minute})
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

// shelf is a public side that tests put documents on.
type shelf struct {
	t     testing.TB
	db    *db.DB
	model *schema.Model
	store *published.Store
	find  *search.Store
	read  *search.Reader
}

func newShelf(t testing.TB, url string) *shelf {
	t.Helper()
	model, d := loadModel(t), open(t, url)
	s := &shelf{
		t: t, db: d, model: model, store: &published.Store{Model: model}, find: &search.Store{Model: model},
		read: &search.Reader{Model: model},
	}
	s.write(func(tx *db.Tx) error {
		return tx.Insert(&db.User{ID: "ana", Email: "ana@example.org", Name: "Ana", Locale: "en", CreatedAt: db.At(time.Unix(0, 0)), PasswordChangedAt: db.At(time.Unix(0, 0))})
	})
	return s
}

func (s *shelf) write(fn func(*db.Tx) error) {
	s.t.Helper()
	must(s.t, s.db.Write(s.t.Context(), fn))
}

// asked runs a question in a snapshot of its own.
func (s *shelf) asked(q search.Query) (r *search.Result, err error) {
	err = s.db.Read(s.t.Context(), func(tx *db.Tx) error {
		r, err = s.read.Search(tx, q)
		return err
	})
	return r, err
}

// entry makes an entry that has nothing live yet.
func (s *shelf) entry(tx *db.Tx, id, typ, source string) db.Entry {
	e := db.Entry{ID: id, Type: typ, SourceLocale: source, CreatedBy: "ana", CreatedAt: db.At(time.Unix(0, 0))}
	must(s.t, tx.Insert(&e))
	return e
}

// publish makes a document live, without the index.
func (s *shelf) publish(tx *db.Tx, e db.Entry, locale, slug string, fields schema.Fields) {
	_, err := s.store.Publish(tx, published.Document{
		Entry: e, Locale: locale, RevisionID: e.ID + locale, Slug: slug, Title: s.model.Type(e.Type).Title(fields),
		Fields: fields, By: "ana", At: db.At(time.Unix(1, 0)),
	})
	must(s.t, err)
}

// fixtures are the entries of the demonstration.
func fixtures(t testing.TB, model *schema.Model) []demo.Entry {
	t.Helper()
	files, err := fs.Sub(config.Files, "demo")
	must(t, err)
	entries, err := demo.Entries(files, model)
	must(t, err)
	return entries
}

// demonstration puts all of them on the shelf and indexes them.
func (s *shelf) demonstration() map[string]string {
	s.t.Helper()
	slugs := map[string]string{} // id to type/slug
	entries := fixtures(s.t, s.model)
	s.write(func(tx *db.Tx) error {
		clear(slugs)
		for _, e := range entries {
			slugs[e.ID] = e.Type + "/" + e.Slug
			row := s.entry(tx, e.ID, e.Type, e.SourceLocale)
			if s.model.Type(e.Type).HasPart(schema.Shared) {
				slug := e.Slug
				if len(e.Texts) > 0 {
					slug = ""
				}
				s.publish(tx, row, schema.Und, slug, e.Shared)
			}
			for _, l := range s.model.Locales() {
				if text, ok := e.Texts[l.Code]; ok {
					s.publish(tx, row, l.Code, cmp.Or(text.Slug, e.Slug+"-"+l.Code), text.Fields)
				}
			}
		}
		return s.find.Rebuild(tx)
	})
	return slugs
}
