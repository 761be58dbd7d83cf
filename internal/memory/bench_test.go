package memory

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"movingcities/config"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

// BenchmarkFuzzy measures fuzzy lookups in a memory of 100,000 pairs, made from
// the demonstration content by variation, and how often the best match is as good
// as the best that a comparison with every pair finds:
//
//	go test ./internal/memory -run '^$' -bench Fuzzy -benchtime 1x
func BenchmarkFuzzy(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	originals := parallel(b, "en", "de")
	pairs := varied(random, originals, 100_000)
	queries := asking(random, pairs, 100)
	truth := exhaustive(pairs, queries)
	for _, one := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", apptest.SQLite}, {"postgres", apptest.Postgres}} {
		b.Run(one.name, func(b *testing.B) {
			url := one.url(b)
			d := filled(b, url, pairs)
			if d.Postgres() {
				vacuum(b, url)
			}
			b.Logf("%d pairs are in the memory", len(pairs))
			var took []time.Duration
			agreed := 0
			for b.Loop() {
				for i, q := range queries {
					start := time.Now()
					found := lookup(b, d, Query{Source: "en", Target: "de", Text: q})
					took = append(took, time.Since(start))
					best := 0
					if len(found) > 0 {
						best = found[0].Score
					}
					if best >= truth[i] || truth[i] < 50 {
						agreed++
					} else {
						b.Logf("brute force finds %d, the memory %d: %s", truth[i], best, q)
					}
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
			b.ReportMetric(100*float64(agreed)/float64(len(took)), "%same-best")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func lookup(tb testing.TB, d *db.DB, q Query) (found []Match) {
	tb.Helper()
	err := d.Read(tb.Context(), func(tx *db.Tx) (err error) {
		found, err = Matches(tx, q)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func filled(b testing.TB, url string, pairs []db.MemoryPair) *db.DB {
	b.Helper()
	d, err := db.Open(b.Context(), db.Config{URL: url, Timeout: 5 * time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	for chunk := range slices.Chunk(pairs, 5000) {
		if err := d.Write(b.Context(), func(tx *db.Tx) error { return Add(tx, slices.Clone(chunk)) }); err != nil {
			b.Fatal(err)
		}
	}
	return d
}

// vacuum leaves the tables as the server's own autovacuum does within a minute: a
// memory of this size is never met without.
func vacuum(b *testing.B, url string) {
	b.Helper()
	c, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Close(b.Context()) }()
	if _, err := c.Exec(b.Context(), "VACUUM ANALYZE"); err != nil {
		b.Fatal(err)
	}
}

// parallel collects the texts of the demonstration content in two languages.
func parallel(tb testing.TB, source, target string) [][2]string {
	tb.Helper()
	var out [][2]string
	err := fs.WalkDir(config.Files, "demo", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".json") {
			return err
		}
		text, err := fs.ReadFile(config.Files, name)
		if err != nil {
			return err
		}
		var file struct{ Locales map[string]any }
		if json.Unmarshal(text, &file) == nil {
			out = append(out, zip(file.Locales[source], file.Locales[target])...)
		}
		return nil
	})
	if err != nil || len(out) < 500 {
		tb.Fatalf("%d texts in the demonstration content: %v", len(out), err)
	}
	return out
}

func zip(a, b any) (out [][2]string) {
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok && strings.Count(a, " ") > 2 {
			out = append(out, [2]string{a, b})
		}
	case []any:
		if b, ok := b.([]any); ok {
			for i := range min(len(a), len(b)) {
				out = append(out, zip(a[i], b[i])...)
			}
		}
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			for _, key := range slices.Sorted(maps.Keys(a)) {
				out = append(out, zip(a[key], b[key])...)
			}
		}
	}
	return out
}

// varied makes many pairs of few: words of other texts take the place of some,
// some are dropped, numbers change.
func varied(random *rand.Rand, originals [][2]string, count int) []db.MemoryPair {
	var vocabulary [2][]string
	for _, o := range originals {
		for side := range o {
			vocabulary[side] = append(vocabulary[side], strings.Fields(o[side])...)
		}
	}
	out := make([]db.MemoryPair, 0, count)
	for i := range count {
		o := originals[i%len(originals)]
		if i >= len(originals) {
			for side := range o {
				o[side] = vary(random, o[side], vocabulary[side], 3)
			}
		}
		out = append(out, db.MemoryPair{
			SourceLocale: "en", TargetLocale: "de", SourceText: o[0], TargetText: o[1], EntryID: fmt.Sprint("entry", i),
			Key: "summary", Field: "summary", State: "translated", Origin: "human", Author: "somebody",
		})
	}
	return out
}

// vary changes one word in so many or a little more.
func vary(random *rand.Rand, text string, vocabulary []string, oneIn int) string {
	list := strings.Fields(text)
	for range 1 + random.IntN(max(1, len(list)/oneIn)) {
		at := random.IntN(len(list))
		switch random.IntN(4) {
		case 0:
			if len(list) > 3 {
				list = slices.Delete(list, at, at+1)
			}
		case 1:
			list = slices.Insert(list, at, vocabulary[random.IntN(len(vocabulary))])
		default:
			list[at] = vocabulary[random.IntN(len(vocabulary))]
		}
	}
	return strings.Join(list, " ")
}

// asking makes texts that somebody may want to translate: close and far relatives
// of what is remembered.
func asking(random *rand.Rand, pairs []db.MemoryPair, count int) []string {
	var vocabulary, out []string
	for _, p := range pairs[:2000] {
		vocabulary = append(vocabulary, strings.Fields(p.SourceText)...)
	}
	for i := range count {
		out = append(out, vary(random, pairs[random.IntN(len(pairs))].SourceText, vocabulary, 2+i%8))
	}
	return out
}

// exhaustive is the score of the best match of each query among all pairs.
func exhaustive(pairs []db.MemoryPair, queries []string) []int {
	all := make([][]string, len(pairs))
	for i, p := range pairs {
		all[i] = folds(scan(p.SourceText))
	}
	best := make([]int, len(queries))
	for i, q := range queries {
		asked := folds(scan(q))
		for j, p := range pairs {
			shorter, longer := min(len(all[j]), len(asked)), max(len(all[j]), len(asked))
			if longer == 0 || 100*shorter/longer < best[i] {
				continue // cannot be better: so many tokens have no counterpart
			}
			if p.SourceText == q {
				best[i] = ScoreExact
			} else {
				best[i] = max(best[i], alike(all[j], asked))
			}
		}
	}
	return best
}
