package published_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares an answer with a file that both databases share.
func (w *world) golden(name string, answer any) {
	w.Helper()
	file := filepath.Join("testdata", "golden", name+".json")
	got := w.json(answer)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			w.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		w.Fatalf("%v; run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		w.Errorf("%s differs from its file: %s", name, diff)
	}
}

// The golden files are the documented shape of public answers.
func TestAnswers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		showcase(w)
		ctx := context.Background()

		w.golden("list", w.list("cities", "locale=de&count=true"))
		sorted := w.list("cities", "locale=gr&sort=-population,title&page[size]=2&fields=name,population")
		*sorted.Page.Next = "a cursor" // it depends on the secret
		w.golden("list_sorted_page", sorted)
		w.golden("list_near", w.list("cities", "locale=en&near=54.4,18.6,500&fields=location"))
		w.golden("list_include", w.list("approaches", "locale=en&include=city"))
		w.golden("list_all_locales", w.list("cities", "locale=*&fields=name,country,twin"))

		for name, ask := range map[string][3]string{
			"one":              {"cities", "gdansk", "locale=en&include=networks,approaches"},
			"one_fallback":     {"cities", "livadia", "locale=pl"},
			"one_all_locales":  {"cities", "berlin", "locale=*&include=networks"},
			"one_und_only":     {"municipalities", "sopot", "locale=pl"},
			"one_no_und":       {"notes", "notiz", "locale=de"},
			"one_shared_title": {"organisations", "biuro", "locale=el"},
		} {
			answer, moved, err := w.one(ask[0], ask[1], ask[2])
			if err != nil || moved != nil {
				t.Fatalf("%s: moved %v, error %v", name, moved, err)
			}
			w.golden(name, answer)
		}

		w.golden("geojson", w.features("cities", "locale=de"))

		feed, err := w.reader.Changes(ctx, 2, 3)
		if err != nil {
			t.Fatal(err)
		}
		w.golden("changes", feed)
	})
}
