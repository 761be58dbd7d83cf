package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/demo"
	"movingcities/internal/schema"
	"movingcities/internal/search"
	"movingcities/internal/segment"
)

// entriesOfBench in seven languages are 70,000 documents of about 3 KB.
const entriesOfBench = 10_000

// BenchmarkSearch asks the judged questions, many of them for words that most of
// the documents have, of 70,000 documents made from the demonstration content by
// variation, excerpts included; and publishes one document more:
//
//	go test ./internal/search -run '^$' -bench Search -benchtime 3x -timeout 60m
func BenchmarkSearch(b *testing.B) {
	for _, one := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", apptest.SQLite}, {"postgres", apptest.Postgres}} {
		b.Run(one.name, func(b *testing.B) {
			s := newShelf(b, one.url(b))
			library(s, rand.New(rand.NewPCG(1, 2)))
			asked := judgements(b)
			var took, wrote []time.Duration
			most := 0
			for b.Loop() {
				for _, j := range asked {
					start := time.Now()
					found, err := s.asked(search.Query{Text: j.question, Locale: j.locale})
					must(b, err)
					took = append(took, time.Since(start))
					most = max(most, found.Page.Total)
				}
				for i := range 20 {
					start := time.Now()
					s.write(func(tx *db.Tx) error { return s.find.Update(tx, fmt.Sprintf("entry%05d", i), "en") })
					wrote = append(wrote, time.Since(start))
				}
			}
			b.Logf("the widest question finds %d entries", most)
			report(b, "", took)
			report(b, "-update", wrote)
			b.ReportMetric(0, "ns/op")
		})
	}
}

func report(b *testing.B, of string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50"+of)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95"+of)
}

// library puts the generated documents on the shelf, in bulk, and indexes them.
func library(s *shelf, random *rand.Rand) {
	s.t.Helper()
	words := map[string][]string{}
	titles := map[string][]string{}
	for _, e := range fixtures(s.t, s.model) {
		for locale, text := range e.Texts {
			words[locale] = append(words[locale], wordsOf(s, e, text)...)
			titles[locale] = append(titles[locale], s.model.Type(e.Type).Title(text.Fields))
		}
	}
	began := time.Now()
	for from := 0; from < entriesOfBench; from += 250 {
		s.write(func(tx *db.Tx) error {
			var entries []db.Entry
			var rows []db.Published
			var listed []db.Listing
			for i := from; i < from+250; i++ {
				id := fmt.Sprintf("entry%05d", i)
				entries = append(entries, db.Entry{ID: id, Type: "approach", SourceLocale: "en", CreatedBy: "ana"})
				row := db.Published{EntryID: id, Type: "approach", SourceLocale: "en", Locale: schema.Und, Body: fmt.Sprintf(`{"country":%q}`, []string{"DE", "IT", "GR", "PL", "ES"}[i%5])}
				rows = append(rows, row)
				for _, l := range s.model.Locales() {
					row.Locale, row.Slug = l.Code, fmt.Sprint("slug-", i)
					row.Title = titles[l.Code][random.IntN(len(titles[l.Code]))] + " " + rare(random)
					row.Body = string(schema.Encode(page(random, row.Title, words[l.Code])))
					rows = append(rows, row)
					listed = append(listed, db.Listing{Type: "approach", Locale: l.Code, EntryID: id, ServedLocale: l.Code})
				}
			}
			must(s.t, tx.Insert(&entries))
			must(s.t, tx.Gorm().CreateInBatches(&rows, 500).Error)
			return tx.Gorm().CreateInBatches(&listed, 500).Error
		})
	}
	s.t.Logf("%d documents written in %v", 7*entriesOfBench, time.Since(began).Round(time.Second))
	began = time.Now()
	must(s.t, s.db.WithTimeout(time.Hour).Write(s.t.Context(), s.find.Rebuild))
	s.write(func(tx *db.Tx) error {
		_, err := tx.Exec("ANALYZE")
		return err
	})
	s.t.Logf("and indexed in %v", time.Since(began).Round(time.Second))
}

func wordsOf(s *shelf, e demo.Entry, text demo.Text) []string {
	var words []string
	for _, seg := range segment.Split(s.model.Type(e.Type), text.Fields) {
		words = append(words, strings.Fields(seg.Text)...)
	}
	return words
}

// rare makes a word that hardly any other document has.
func rare(random *rand.Rand) string {
	var b strings.Builder
	for range 3 {
		b.WriteString([]string{"ba", "ker", "lo", "min", "tas", "ru", "vel", "pon", "ghi", "sta"}[random.IntN(10)])
	}
	return fmt.Sprint(b.String(), string(rune('a'+random.IntN(26))))
}

// page is a text of the length of a usual one. Words come as often as in real
// texts; some are its own.
func page(random *rand.Rand, title string, words []string) schema.Fields {
	var blocks []any
	for range 6 {
		from := random.IntN(len(words) - 80)
		text := slices.Clone(words[from : from+70])
		for range 20 {
			text[random.IntN(len(text))] = words[random.IntN(len(words))]
		}
		text[random.IntN(len(text))] = rare(random)
		blocks = append(blocks, map[string]any{"type": "paragraph", "attrs": map[string]any{"id": rare(random)}, "content": []any{
			map[string]any{"type": "text", "text": strings.Join(text, " ")},
		}})
	}
	return schema.Fields{"title": title, "sections": []any{map[string]any{
		"id": "s1", "kind": "free", "heading": rare(random), "body": map[string]any{"type": "doc", "content": blocks},
	}}}
}
