package published_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/config"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// A slug belongs to the entry that published it first, for good; the same word
// may be used in another language or by another type.
func TestSlugsAreNeverGivenAway(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, second := w.entry("note", "en"), w.entry("note", "en")
		w.publish(first, "en", "wien", `{"title":"Wien"}`)
		w.publish(first, "en", "vienna", `{"title":"Vienna"}`)
		w.unpublish(first, "en")

		for _, slug := range []string{"wien", "vienna"} {
			err := w.tryPublish(w.doc(second, "en", slug, `{"title":"Another"}`))
			if !fault.Is(err, "slug_taken") {
				t.Errorf("publishing under the former slug %q: %v, want slug_taken", slug, err)
			}
		}
		if page := w.list("notes", ""); len(page.Data) != 0 {
			t.Errorf("a refused publication is listed: %v", slugs(page.Data))
		}
		w.publish(second, "de", "wien", `{"title":"Wien"}`)
		w.publish(w.entry("municipality", "en"), "und", "wien", `{"name":"Wien"}`)
		w.publish(first, "en", "wien", `{"title":"Wien"}`)
	})
}

func TestSlugsThatCannotBe(t *testing.T) {
	w := newWorld(t, sqlite(t))
	note := w.entry("note", "en")
	for slug, want := range map[string]string{
		"": "slug_missing", note.ID: "slug_reserved", strings.ToUpper(note.ID): "slug_reserved",
		strings.Repeat("long-", 60): "slug_too_long",
	} {
		if err := w.tryPublish(w.doc(note, "en", slug, `{"title":"Note"}`)); !fault.Is(err, want) {
			t.Errorf("slug %.20q: %v, want %s", slug, err, want)
		}
	}
}

func TestUnpublishWhatIsNotLive(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		note := w.entry("note", "en")
		err := w.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := w.store.Unpublish(tx, note, "en", published.KindUnpublished, "user-1", "", w.now())
			return err
		})
		if f := fault.Of(err); f.Kind != fault.NotFound || f.Code != "not_live" {
			t.Errorf("got %v, want NotFound not_live", err)
		}
	})
}

// The first day of publication is a promise to readers; a time offline or a new
// text does not move it.
func TestDatesOfPublication(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		note := w.entry("note", "en")
		w.publish(note, "en", "note", `{"title":"One"}`)
		first := w.must("notes", "note", "").PublishedAt
		w.publish(note, "en", "note", `{"title":"Two"}`)
		w.unpublish(note, "en")
		w.publish(note, "en", "note", `{"title":"Three"}`)

		got := w.must("notes", "note", "")
		if !got.PublishedAt.Equal(first.Time) {
			t.Errorf("published_at moved from %s to %s", first, got.PublishedAt)
		}
		if !got.RevisedAt.Equal(w.now().Time) {
			t.Errorf("revised_at is %s, want the time of the last text, %s", got.RevisedAt, w.now())
		}
	})
}

// The feed tells everything in order, can be read in pieces, and its last
// number is the generation.
func TestChanges(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		note := w.entry("note", "en")
		w.publish(note, "en", "old", `{"title":"Old"}`)
		w.publish(note, "en", "new", `{"title":"New"}`)
		w.unpublish(note, "en")

		whole, err := w.reader.Changes(ctx, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range whole.Data {
			got = append(got, fmt.Sprintf("%d %s %s/%s/%s", c.Seq, c.Kind, c.Type, c.Locale, c.Slug))
		}
		want := []string{
			"1 published note/en/old", "2 moved note/en/old", "3 published note/en/new", "4 unpublished note/en/new",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}

		var pieces []published.Change
		for since := int64(0); ; {
			piece, err := w.reader.Changes(ctx, since, 1)
			if err != nil {
				t.Fatal(err)
			}
			pieces, since = append(pieces, piece.Data...), piece.Next
			if !piece.More {
				break
			}
		}
		if diff := cmp.Diff(whole.Data, pieces); diff != "" {
			t.Errorf("one by one the feed differs: %s", diff)
		}
		if end, err := w.reader.Changes(ctx, whole.Next, 5); err != nil || len(end.Data) != 0 || end.Next != whole.Next || end.More {
			t.Errorf("after the end: %+v, %v", end, err)
		}
		if generation, err := w.reader.Generation(ctx); err != nil || generation != whole.Next {
			t.Errorf("generation %d, %v; want %d", generation, err, whole.Next)
		}
		for since, limit := range map[int64]int{-1: 5, 0: published.MaxChanges + 1, 1: -1} {
			if _, err := w.reader.Changes(ctx, since, limit); fault.Of(err).Code != "invalid_query" {
				t.Errorf("since %d limit %d: %v, want invalid_query", since, limit, err)
			}
		}
	})
}

func TestAddressesOfTheEarlierSite(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		city := w.entry("city", "en")
		w.publish(city, "und", "", `{"legacy":[{"id":"a","path":"/tilos"},{"id":"b","path":"/gr/telos/"}]}`)
		w.publish(city, "en", "tilos", `{"name":"Tilos"}`)
		w.publish(city, "el", "tilos-el", `{"name":"Τήλος"}`)

		for path, want := range map[string]published.Address{
			"/tilos":     {ID: city.ID, Type: "city", Locale: "en", Slug: "tilos"},
			"gr/telos":   {ID: city.ID, Type: "city", Locale: "el", Slug: "tilos-el"},
			"/gr/telos/": {ID: city.ID, Type: "city", Locale: "el", Slug: "tilos-el"},
		} {
			got, err := w.reader.Resolve(ctx, path)
			if err != nil || *got != want {
				t.Errorf("%s: %+v, %v; want %+v", path, got, err, want)
			}
		}
		other := w.entry("city", "en")
		if err := w.tryPublish(w.doc(other, "und", "", `{"legacy":[{"id":"a","path":"/tilos"}]}`)); !fault.Is(err, "alias_taken") {
			t.Errorf("another entry took the address: %v", err)
		}

		w.publish(city, "und", "", `{"legacy":[{"id":"a","path":"/tilos"}]}`)
		for _, path := range []string{"/gr/telos", "/nowhere", "/", "", "/a\x00b", "/\xff"} {
			if _, err := w.reader.Resolve(ctx, path); fault.Of(err).Kind != fault.NotFound {
				t.Errorf("%q: %v, want NotFound", path, err)
			}
		}
		w.unpublish(city, "und")
		if _, err := w.reader.Resolve(ctx, "/tilos"); fault.Of(err).Kind != fault.Gone {
			t.Errorf("not live any more: %v, want Gone", err)
		}
	})
}

// What is derived can be thrown away: Rebuild finds the same rows again.
func TestRebuildIsIdentity(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		showcase(w)
		before := w.derived()
		if len(before) < 40 {
			t.Fatalf("only %d derived rows: too few to compare", len(before))
		}
		for range 2 {
			w.write(func(tx *db.Tx) error { return w.store.Rebuild(tx) })
			if diff := cmp.Diff(before, w.derived()); diff != "" {
				t.Fatal(diff)
			}
		}
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM listing")
			if err == nil {
				_, err = tx.Exec("UPDATE published_values SET text = 'wrong', num = 0")
			}
			return err
		})
		w.write(func(tx *db.Tx) error { return w.store.Rebuild(tx) })
		if diff := cmp.Diff(before, w.derived()); diff != "" {
			t.Errorf("damage was not repaired: %s", diff)
		}
	})
}

// derived are all rows of the tables that Rebuild recomputes.
func (w *world) derived() []string {
	w.Helper()
	var rows []string
	w.read(func(tx *db.Tx) error {
		values, err := db.Find[db.PublishedValue](tx, "1 = 1")
		if err != nil {
			return err
		}
		listing, err := db.Find[db.Listing](tx, "1 = 1")
		for _, v := range values {
			rows = append(rows, w.json(v))
		}
		for _, l := range listing {
			rows = append(rows, w.json(l))
		}
		return err
	})
	slices.Sort(rows)
	return rows
}

func (w *world) read(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.db.Read(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

func TestLive(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city, note := w.entry("city", "pl"), w.entry("note", "en")
		w.publish(city, "und", "", `{}`)
		w.publish(city, "pl", "gdansk", `{"name":"Gdańsk"}`)
		w.publish(note, "en", "note", `{"title":"Note"}`)
		w.publish(w.entry("note", "en"), "en", "other", `{"title":"Other"}`)
		w.read(func(tx *db.Tx) error {
			live, err := w.store.Live(tx, city.ID, note.ID)
			var got []string
			for _, p := range live {
				got = append(got, p.Type+" "+p.Locale+" "+p.Slug+" "+p.Title)
			}
			slices.Sort(got)
			if diff := cmp.Diff([]string{"city pl gdansk Gdańsk", "city und  ", "note en note Note"}, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

// A type that is for the desk alone stays there, whoever asks.
func TestInternalTypesAreNeverPublished(t *testing.T) {
	model, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, sqlite(t))
	w.store.Model, w.model, w.reader.Model = model, model, model
	err = w.tryPublish(w.doc(w.entry("report", "en"), "und", "wrong-number", `{"subject":"A number","page":"/en/","message":"It is wrong."}`))
	if !fault.Is(err, "never_public") {
		t.Errorf("publishing a report answers %v", err)
	}
	if feed, err := w.reader.Changes(t.Context(), 0, 0); err != nil || len(feed.Data) != 0 {
		t.Errorf("the feed tells of %v, %v", feed, err)
	}
}
