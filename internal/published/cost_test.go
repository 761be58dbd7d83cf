package published_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"movingcities/internal/db"
	"movingcities/internal/published"
)

// The number of statements does not grow with the entries of an answer.
func TestStatementsPerAnswer(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var statements atomic.Int64
		w.read(func(tx *db.Tx) error { // callbacks hold for the whole pool
			count := func(*gorm.DB) { statements.Add(1) }
			return errors.Join(tx.Gorm().Callback().Row().Before("*").Register("count", count),
				tx.Gorm().Callback().Query().Before("*").Register("count", count))
		})
		count := func(ask func()) int64 {
			statements.Store(0)
			ask()
			return statements.Load()
		}
		asks := map[string]func(){
			"one":          func() { w.must("cities", "city-0", "locale=en") },
			"one included": func() { w.must("cities", "city-0", "locale=*&include=networks,twin,approaches") },
			"list":         func() { w.list("cities", "locale=de") },
			"list with all": func() {
				w.list("cities", "locale=de&count=true&sort=-population,district&filter[networks]=network-0&filter[country]=DE&include=networks,approaches")
			},
			"list near": func() { w.list("cities", "locale=pl&near=5,10,20000&count=true") },
			"map":       func() { w.features("cities", "locale=en") },
		}
		most := map[string]int64{"one": 3, "one included": 5, "list": 3, "list with all": 6, "list near": 4, "map": 2}
		crowd(w, 0, 2)
		few := map[string]int64{}
		for name, ask := range asks {
			few[name] = count(ask)
			if few[name] == 0 || few[name] > most[name] {
				t.Errorf("%s: %d statements, at most %d expected", name, few[name], most[name])
			}
		}
		crowd(w, 2, 25)
		for name, ask := range asks {
			if n := count(ask); n != few[name] {
				t.Errorf("%s: %d statements with 25 entries, %d with 2", name, n, few[name])
			}
		}
	})
}

// crowd publishes cities with relations, numbered from one to another.
func crowd(w *world, from, to int) {
	w.Helper()
	var docs []published.Document
	for i := from; i < to; i++ {
		city, network, approach := w.entry("city", "en"), w.entry("network", "en"), w.entry("approach", "en")
		docs = append(docs,
			w.doc(network, "und", "", `{}`), w.doc(network, "en", fmt.Sprintf("network-%d", i), `{"name":"Network"}`),
			w.doc(city, "und", "", fmt.Sprintf(`{"country":"DE","population":{"value":%d},"location":{"lat":%d,"lon":10},"twin":{"entry":%q},
				"networks":[{"id":"m","entry":%q}]}`, i, i, city.ID, network.ID)),
			w.doc(city, "en", fmt.Sprintf("city-%d", i), `{"name":"City"}`), w.doc(city, "de", fmt.Sprintf("stadt-%d", i), `{"name":"Stadt"}`),
			w.doc(approach, "und", "", fmt.Sprintf(`{"city":{"entry":%q}}`, city.ID)),
			w.doc(approach, "en", fmt.Sprintf("approach-%d", i), `{"title":"Approach"}`))
	}
	w.publishAll(docs)
}

// A release of many entries is atomic for readers: no answer mixes two.
func TestAnswersAreSnapshots(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var cities, approaches []db.Entry
		for range 6 {
			cities, approaches = append(cities, w.entry("city", "en")), append(approaches, w.entry("approach", "en"))
		}
		release := func(n int) {
			var docs []published.Document
			for i := range cities {
				docs = append(docs,
					w.doc(cities[i], "und", "", `{}`), w.doc(cities[i], "en", fmt.Sprintf("city-%d", i), fmt.Sprintf(`{"name":"%d"}`, n)),
					w.doc(approaches[i], "und", "", fmt.Sprintf(`{"city":{"entry":%q}}`, cities[i].ID)),
					w.doc(approaches[i], "en", fmt.Sprintf("approach-%d", i), fmt.Sprintf(`{"title":"%d"}`, n)))
			}
			w.publishAll(docs)
		}
		release(0)
		const last = 12
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				for seen := ""; seen != strconv.Itoa(last); {
					page, err := w.reader.List(context.Background(), published.Query{
						Type: "approach", Locale: "en", Include: []string{"city"},
					})
					if err != nil || len(page.Data) != len(cities) {
						t.Errorf("%d entries, %v", len(page.Data), err)
						return
					}
					seen = page.Data[0].Title
					for _, e := range page.Data {
						if link := e.Fields["city"].(map[string]any); e.Title != seen || link["title"] != seen {
							t.Errorf("an answer of %s and %s and %s", seen, e.Title, link["title"])
						}
					}
					for _, e := range page.Included {
						if e.Title != seen {
							t.Errorf("an answer of %s includes %s", seen, e.Title)
						}
					}
				}
			})
		}
		for n := 1; n <= last; n++ {
			release(n)
		}
		readers.Wait()
	})
}

// populate publishes n cities in one language with some text each.
func populate(b *testing.B, n int) *world {
	b.Helper()
	w := newWorld(b, sqlite(b))
	text := `"` + fmt.Sprintf("%01500d", 7) + `"`
	var docs []published.Document
	var entries []db.Entry
	for i := range n {
		w.entries++
		e := db.Entry{ID: fmt.Sprintf("0190b000-0000-7000-8000-%012d", w.entries), Type: "city", SourceLocale: "en", CreatedAt: w.now(), CreatedBy: "user-1"}
		entries = append(entries, e)
		docs = append(docs,
			w.doc(e, "und", "", fmt.Sprintf(`{"country":"DE","population":{"value":%d},"location":{"lat":%g,"lon":10},"themes":["health"]}`, i*7919%n, float64(i%90))),
			w.doc(e, "en", fmt.Sprintf("city-%d", i), fmt.Sprintf(`{"name":"City %d","summary":%s}`, i*104729%n, text)))
	}
	w.write(func(tx *db.Tx) error { return tx.Insert(&entries) })
	for len(docs) > 0 {
		batch := docs[:min(500, len(docs))]
		w.publishAll(batch)
		docs = docs[len(batch):]
	}
	return w
}

// BenchmarkReads shows what grows with the number of entries (filters and other
// sorts, which look at every one) and what does not (one, first).
func BenchmarkReads(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		w := populate(b, n)
		for _, ask := range []struct {
			name string
			run  func()
		}{
			{"one", func() { w.must("cities", "city-500", "locale=en") }},
			{"first", func() { w.list("cities", "locale=en") }},
			{"sorted", func() { w.list("cities", "locale=en&sort=-population") }},
			{"filtered", func() { w.list("cities", "locale=en&filter[population]=3") }},
			{"unselective", func() { w.list("cities", "locale=en&filter[country]=DE") }},
			{"near", func() { w.list("cities", "locale=en&near=45,10,500") }},
			{"count", func() { w.list("cities", "locale=en&count=true&page[size]=1") }},
			{"map", func() { w.features("cities", "locale=en") }},
		} {
			b.Run(fmt.Sprintf("%s/%d", ask.name, n), func(b *testing.B) {
				for b.Loop() {
					ask.run()
				}
			})
		}
	}
}

func BenchmarkPublish(b *testing.B) {
	w := populate(b, 100)
	city := w.entry("city", "en")
	w.publish(city, "und", "", `{"country":"DE"}`)
	for b.Loop() {
		w.publish(city, "en", "berlin", `{"name":"Berlin"}`)
	}
}
