package published

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/schema"
)

func loadModel(t *testing.T) *schema.Model {
	t.Helper()
	model, err := schema.Load(os.DirFS("testdata/model"))
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// Pages in the order of titles come straight out of an index, however many
// entries there are: nothing is scanned, and nothing sorted.
func TestPagesByTitleReadAnIndex(t *testing.T) {
	d, err := db.Open(t.Context(), db.Config{URL: apptest.SQLite(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	r := &Reader{DB: d, Model: loadModel(t), Secret: []byte("secret")}
	for _, after := range []*cursor{nil, {Keys: []any{"0a1b"}, ID: "0190b000-0000-7000-8000-000000000001"}} {
		for _, desc := range []bool{false, true} {
			p, err := r.plan(Query{Type: "city", Locale: "en", Sort: []SortKey{{Field: "title", Desc: desc}}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			s := p.selection()
			if after != nil {
				p.after(s, *after)
			}
			sql, args := s.statement(p.columns(), p.order()+" LIMIT 26")
			var steps []struct{ Detail string }
			if err := d.Read(t.Context(), func(tx *db.Tx) error {
				steps, err = db.Query[struct{ Detail string }](tx, "EXPLAIN QUERY PLAN "+sql, args...)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			want := "SEARCH l USING INDEX listing_sort (type=? AND locale=?)"
			if after != nil && desc {
				want = "SEARCH l USING INDEX listing_sort (type=? AND locale=? AND sort_key<?)"
			} else if after != nil {
				want = "SEARCH l USING INDEX listing_sort (type=? AND locale=? AND sort_key>?)"
			}
			if len(steps) != 1 || strings.Replace(steps[0].Detail, "COVERING ", "", 1) != want {
				t.Errorf("after %v, desc %v: %v, want %s", after, desc, steps, want)
			}
		}
	}
}

// Any title can be sorted: its key is lower-case hexadecimal of bounded length,
// and the same every time.
func TestSortKeysOfAnyText(t *testing.T) {
	model := loadModel(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9٠-٩0-9]{0,400}[Łł ]{0,900}`), rapid.StringN(0, 2000, -1)).Draw(r, "text")
		for _, l := range model.Locales() {
			key := newIndexer(model).sortKey(l.Code, text)
			if len(key) > 2*maxSortKeyBytes || strings.Trim(key, "0123456789abcdef") != "" {
				r.Fatalf("the key of %q is %q", text, key)
			}
			if again := newIndexer(model).sortKey(l.Code, text); again != key {
				r.Fatalf("%q has the keys %s and %s", text, key, again)
			}
		}
	})
}
