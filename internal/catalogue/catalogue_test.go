package catalogue_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"movingcities/config"
	"movingcities/internal/apptest"
	"movingcities/internal/apptest/publications"
	"movingcities/internal/catalogue"
	"movingcities/internal/db"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// world is a public side that changes at random.
type world struct {
	*publications.World
	t      *testing.T
	reader *published.Reader
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, address string) {
		model, err := schema.Load(config.Files)
		if err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(context.Background(), db.Config{URL: address, Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		seed := uint64(time.Now().UnixNano())
		t.Log("seed", seed)
		changes, err := publications.New(context.Background(), d, model, seed)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &world{changes, t, &published.Reader{DB: d, Model: model, Secret: []byte("secret")}})
	})
}

func (w *world) step() []string {
	w.t.Helper()
	did, err := w.Step(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return did
}

// written is all that a catalogue holds, without what is made of it.
func written(t *testing.T, c *catalogue.Catalogue) string {
	t.Helper()
	derived := map[string][]string{}
	for _, a := range c.Approaches {
		for _, of := range []string{"city", "policy_area"} {
			id := catalogue.Target(a, of)
			for _, e := range slices.Concat(c.ApproachesOf(id), c.ApproachesIn(id)) {
				derived[id] = append(derived[id], e.ID)
			}
		}
	}
	lists := [][]*published.Entry{c.Cities, c.Approaches, c.Networks, c.Areas, c.Pages, c.News, c.Municipalities}
	for _, list := range lists {
		for _, e := range list {
			if c.Entry(e.ID) != e {
				t.Errorf("the %s %s is listed, but another one found by its id", e.Type, e.ID)
			}
		}
	}
	text, err := json.Marshal([]any{c.Generation, lists, c.Points, derived})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever is published, in whatever order: a catalogue that was brought up to
// date is the one that is read anew.
func TestBroughtUpToDateIsReadAnew(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		kept, maps := catalogue.New(w.Model), catalogue.NewMaps(w.Model)
		var since []string
		for n := range 150 {
			since = append(since, w.step()...)
			if n%4 == 1 {
				continue // several publications at once
			}
			for _, lang := range []string{"en", "de"} {
				now, err := kept.Open(ctx, w.reader, lang)
				anew, errAnew := catalogue.New(w.Model).Open(ctx, w.reader, lang)
				if err := errors.Join(err, errAnew); err != nil {
					t.Fatal(err)
				}
				if a, b := written(t, now), written(t, anew); a != b {
					t.Fatalf("step %d, %s, after %q:\n%s\nis read anew as\n%s", n, lang, since, a, b)
				}
				w.sameMap(maps, published.Query{Type: "city", Locale: lang}, since)
				w.sameMap(maps, published.Query{Type: "municipality", Locale: lang, NoFallback: true}, since)
			}
			since = nil
		}
	})
}

// sameMap compares a map made of what is kept with the one that is read.
func (w *world) sameMap(maps *catalogue.Maps, q published.Query, since []string) {
	w.t.Helper()
	kept, err := maps.GeoJSON(context.Background(), w.reader, q)
	read, errRead := w.reader.GeoJSON(context.Background(), q)
	text, errText := json.Marshal(read)
	if err := errors.Join(err, errRead, errText); err != nil {
		w.t.Fatal(err)
	}
	if string(kept.JSON) != string(text) || len(kept.IDs) != len(read.Features) {
		w.t.Fatalf("after %q the map of %v is\n%s\nnot\n%s", since, q, kept.JSON, text)
	}
}

// Filters, boxes and circles keep the same features as those that are read.
func TestMapsAreFiltered(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for range 60 {
			w.step()
		}
		maps := catalogue.NewMaps(w.Model)
		for _, q := range []published.Query{
			{Filters: []published.Filter{{Field: "country", Values: []string{"DE"}}}},
			{Filters: []published.Filter{{Field: "country", Op: published.OpNe, Values: []string{"DE", "FR"}}}},
			{BBox: &published.BBox{West: 5, South: 42, East: 20, North: 55}},
			{Near: &published.Near{Lat: 50, Lon: 10, KM: 700}},
			{NoFallback: true},
			{},
		} {
			for _, of := range []string{"city", "municipality"} {
				q.Type, q.Locale = of, "fr"
				w.sameMap(maps, q, nil)
			}
		}
	})
}

// While somebody publishes, every reader finds what belongs to her snapshot.
func TestReadersOfOlderSnapshots(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		kept := catalogue.New(w.Model)
		done := make(chan struct{})
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
					}
					err := w.reader.Snapshot(ctx, func(r *published.Reader) error {
						c, err := kept.Open(ctx, r, "en")
						if err != nil {
							return err
						}
						anew, err := catalogue.New(w.Model).Open(ctx, r, "en")
						if err == nil && written(t, c) != written(t, anew) {
							t.Errorf("the catalogue of %d is not that of %d", c.Generation, anew.Generation)
						}
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		for range 40 {
			w.step()
		}
		close(done)
		readers.Wait()
	})
}
