package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// room is a desk with drafts on it.
type room struct {
	t    *testing.T
	desk *content.Desk
	find *desk.Board
	ana  content.By
}

func eachRoom(t *testing.T, test func(r *room)) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		model, err := schema.Load(config.Files)
		must(t, err)
		d, err := db.Open(t.Context(), db.Config{URL: url, Timeout: time.Minute})
		must(t, err)
		t.Cleanup(func() { must(t, d.Close()) })
		policy, err := access.NewPolicy()
		must(t, err)
		n := 0
		r := &room{t: t, desk: content.New(content.Config{
			DB: d, Model: model, Policy: policy, Published: &published.Store{Model: model}, Clock: time.Now,
			NewID: func() string { n++; return fmt.Sprintf("018f0000-0000-7000-8000-%012d", n) },
		})}
		r.find = &desk.Board{DB: d, Model: model, Policy: policy, Content: r.desk}
		r.ana = content.By{Actor: access.Actor{UserID: "ana", Name: "Ana", Kind: access.KindUser, Grants: []access.Grant{{Role: "editor", Type: "*", Locale: "*", Country: "*"}}}}
		must(t, d.Write(context.Background(), func(tx *db.Tx) error {
			return tx.Insert(&db.User{ID: "ana", Email: "ana@example.org", Name: "Ana", Locale: "en"})
		}))
		test(r)
	})
}

func (r *room) draft(country, name, tagline string) *content.EntryView {
	r.t.Helper()
	e, err := r.desk.CreateEntry(r.t.Context(), r.ana, content.NewEntry{
		Type: "city", SourceLocale: "en", Shared: schema.Fields{"country": country}, Fields: schema.Fields{"name": name, "tagline": tagline},
	})
	must(r.t, err)
	return e
}

func (r *room) ask(who access.Actor, text string) *search.Result {
	r.t.Helper()
	found, err := r.find.Search(r.t.Context(), who, search.Query{Text: text, Locale: "en"})
	must(r.t, err)
	return found
}

func TestDraftsAreFoundAsTheyAreNow(t *testing.T) {
	eachRoom(t, func(r *room) {
		e := r.draft("IT", "Naples", "Homes at the harbour")
		if found := r.ask(r.ana.Actor, "harbours"); len(found.Data) != 1 || found.Data[0].Title != "Naples" {
			r.t.Fatalf("%+v", found)
		}
		ref := content.Ref{Entry: e.ID, Locale: "en"}
		doc, err := r.desk.Document(r.t.Context(), r.ana.Actor, ref)
		must(r.t, err)
		_, err = r.desk.Save(r.t.Context(), r.ana, ref, content.SaveInput{
			Version: doc.Version, Fields: schema.Fields{"name": "Naples", "tagline": "Homes on the hill"},
		})
		must(r.t, err)
		if found := r.ask(r.ana.Actor, "harbours"); len(found.Data) != 0 {
			r.t.Errorf("what was rewritten is still found: %+v", found)
		}
		if found := r.ask(r.ana.Actor, "hills"); len(found.Data) != 1 {
			r.t.Errorf("%+v", found)
		}
		_, err = r.desk.Archive(r.t.Context(), r.ana, e.ID, "")
		must(r.t, err)
		if found := r.ask(r.ana.Actor, "hills"); len(found.Data) != 0 {
			r.t.Errorf("what is archived is still found: %+v", found)
		}
	})
}

// Of what one may not read, not even a number or a suggestion is told.
func TestWhatMayNotBeReadIsNotFound(t *testing.T) {
	eachRoom(t, func(r *room) {
		r.draft("IT", "Naples", "Homes at the harbour")
		r.draft("GR", "Livadia", "Flats at the harbour")
		greek := access.Actor{UserID: "eleni", Name: "Eleni", Kind: access.KindUser, Grants: []access.Grant{{Role: "translator", Type: "*", Locale: "el", Country: "GR"}}}
		found := r.ask(greek, "harbour")
		if len(found.Data) != 1 || found.Data[0].Title != "Livadia" || found.Page.Total != 1 || len(found.Facets.Country) != 1 {
			r.t.Errorf("%+v", found)
		}
		for _, text := range []string{"Naples", "Napels", "homes"} {
			if found := r.ask(greek, text); found.Page.Total != 0 || found.Corrected != "" || len(found.Others) != 0 || len(found.Facets.Type) != 0 {
				r.t.Errorf("%s: %+v", text, found)
			}
		}
		nobody := access.Actor{UserID: "nobody", Kind: access.KindUser}
		if found := r.ask(nobody, "harbour"); found.Page.Total != 0 {
			r.t.Errorf("%+v", found)
		}
	})
}

func TestRebuildFindsTheSame(t *testing.T) {
	eachRoom(t, func(r *room) {
		r.draft("IT", "Naples", "Homes at the harbour")
		must(r.t, r.desk.Rebuild(r.t.Context(), nil))
		if found := r.ask(r.ana.Actor, "harbour"); len(found.Data) != 1 {
			r.t.Errorf("%+v", found)
		}
	})
}
