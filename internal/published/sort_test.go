package published_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
)

// publishAll makes many documents live in one transaction.
func (w *world) publishAll(docs []published.Document) {
	w.Helper()
	w.write(func(tx *db.Tx) error {
		for _, d := range docs {
			w.minutes++
			d.At = w.now()
			if _, err := w.store.Publish(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// Titles are sorted as readers of the language asked for expect it, also those
// that are served in another one.
func TestTitlesSortByLanguage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var docs []published.Document
		for i, title := range []string{
			"Zgierz", "Łódź", "Lublin", "Ćmielów", "Czersk", "Cieszyn", "Ślesin", "Sopot", "Środa", "Żary", "Zwoleń", "Źrebce",
			"Ábel", "abba", "Abba 10", "Abba 9", "Öland", "Olsztyn", "Άρτα", "Αθήνα", "Ωρωπός", "Ίος",
		} {
			docs = append(docs, w.doc(w.entry("note", "en"), "en", fmt.Sprintf("note-%d", i), fmt.Sprintf(`{"title":%q}`, title)))
		}
		w.publishAll(docs)
		for locale, want := range map[string]string{
			"pl": "abba Abba 9 Abba 10 Ábel Cieszyn Czersk Ćmielów Lublin Łódź Öland Olsztyn Sopot Ślesin Środa Zgierz Zwoleń Źrebce Żary Αθήνα Άρτα Ίος Ωρωπός",
			"en": "abba Abba 9 Abba 10 Ábel Cieszyn Ćmielów Czersk Łódź Lublin Öland Olsztyn Ślesin Sopot Środa Żary Zgierz Źrebce Zwoleń Αθήνα Άρτα Ίος Ωρωπός",
		} {
			titles := func(parameters string) string {
				var out []string
				for _, e := range w.list("notes", parameters).Data {
					out = append(out, e.Title)
				}
				return strings.Join(out, " ")
			}
			if got := titles("locale=" + locale); got != want {
				t.Errorf("in %s:\n got %s\nwant %s", locale, got, want)
			}
			words := strings.Fields(strings.ReplaceAll(want, "Abba ", "Abba_"))
			slices.Reverse(words)
			if got := titles("sort=-title&locale=" + locale); got != strings.ReplaceAll(strings.Join(words, " "), "_", " ") {
				t.Errorf("backwards in %s: %s", locale, got)
			}
		}
	})
}

func TestSortKeys(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		showcase(w)
		for sort, want := range map[string]string{
			"title":                 "berlin gdansk livadia",
			"-title":                "livadia gdansk berlin",
			"population":            "gdansk berlin livadia", // not known comes last,
			"-population":           "berlin gdansk livadia", // both ways
			"founded":               "gdansk livadia berlin",
			"-founded":              "livadia gdansk berlin",
			"visited":               "gdansk berlin livadia",
			"district":              "berlin gdansk livadia",
			"-country":              "gdansk livadia berlin",
			"-published_at":         "berlin livadia gdansk",
			"revised_at":            "gdansk livadia berlin",
			"-visited,-title":       "berlin gdansk livadia",
			"country,title,founded": "berlin livadia gdansk",
		} {
			if got := strings.Join(slugs(w.list("cities", "locale=en&sort="+sort).Data), " "); got != want {
				t.Errorf("sort=%s: %s, want %s", sort, got, want)
			}
		}
	})
}

// town is what the walk below knows of an entry.
type town struct {
	id, title, district string
	population          int // 0 is not known
}

// Whatever the data, the sort and the page size: following the cursors visits
// every entry once, in the order that Go sorts them in.
func TestCursorsVisitEverythingOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var entries []db.Entry
		for range 40 {
			entries = append(entries, w.entry("city", "en"))
		}
		rapid.Check(t, func(r *rapid.T) {
			towns, docs := []town{}, []published.Document{}
			for i, e := range entries[:rapid.IntRange(0, len(entries)).Draw(r, "entries")] {
				at := town{
					id: e.ID, title: string(rune('A' + rapid.IntRange(0, 5).Draw(r, "title"))),
					district:   rapid.SampledFrom([]string{"", "East", "West"}).Draw(r, "district"),
					population: rapid.IntRange(0, 4).Draw(r, "population"),
				}
				shared := "{}"
				if at.population > 0 {
					shared = fmt.Sprintf(`{"population":{"value":%d.5}}`, at.population)
				}
				towns = append(towns, at)
				docs = append(docs, w.doc(e, "und", "", shared),
					w.doc(e, "en", fmt.Sprintf("town-%d", i), fmt.Sprintf(`{"name":%q,"district":%q}`, at.title, at.district)))
			}
			w.publishAll(docs)
			sort := rapid.SampledFrom([]string{
				"", "title", "-title", "population", "-population", "district,-title", "-district,population", "population,-district,title",
				"published_at", "-revised_at", "-population,published_at",
			}).Draw(r, "sort")
			size := rapid.IntRange(1, 12).Draw(r, "size")
			slices.SortFunc(towns, byKeys(sort))
			want := []string{}
			for _, at := range towns {
				want = append(want, at.id)
			}
			if diff := gocmp.Diff(want, w.walk(sort, size)); diff != "" {
				r.Fatalf("sort=%s page[size]=%d: %s", sort, size, diff)
			}
			w.write(func(tx *db.Tx) error {
				for _, d := range docs {
					if _, err := w.store.Unpublish(tx, d.Entry, d.Locale, published.KindDeleted, "user-1", "", w.now()); err != nil {
						return err
					}
				}
				return nil
			})
		})
	})
}

// walk follows the cursors from the first page to the last.
func (w *world) walk(sort string, size int) []string {
	w.Helper()
	parameters := fmt.Sprintf("locale=en&page[size]=%d", size)
	if sort != "" {
		parameters += "&sort=" + sort
	}
	ids, after := []string{}, ""
	for {
		page := w.list("cities", parameters+after)
		for _, e := range page.Data {
			ids = append(ids, e.ID)
		}
		if page.Page.Next == nil {
			return ids
		}
		if len(page.Data) != size {
			w.Fatalf("a page of %d with more to come, want %d", len(page.Data), size)
		}
		after = "&page[after]=" + *page.Page.Next
	}
}

// byKeys compares towns as the sort parameter says. Publication dates rise with
// the ids; after the last key ids run its way.
func byKeys(sort string) func(a, b town) int {
	return func(a, b town) int {
		last := 1
		for key := range strings.SplitSeq(sort, ",") {
			name, desc := strings.CutPrefix(key, "-")
			last = 1
			if desc {
				last = -1
			}
			c := 0
			switch name {
			case "", "title":
				c = last * cmp.Compare(a.title, b.title)
			case "district":
				c = missingLast(a.district == "", b.district == "", last*cmp.Compare(a.district, b.district))
			case "population":
				c = missingLast(a.population == 0, b.population == 0, last*cmp.Compare(a.population, b.population))
			case "published_at", "revised_at":
				c = last * cmp.Compare(a.id, b.id)
			}
			if c != 0 {
				return c
			}
		}
		return last * cmp.Compare(a.id, b.id)
	}
}

func missingLast(a, b bool, otherwise int) int {
	switch {
	case a && b:
		return 0
	case a:
		return 1
	case b:
		return -1
	}
	return otherwise
}

// A cursor is good for the query that gave it, on every server with the secret,
// and for no other.
func TestCursorsBelongToTheirQuery(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		showcase(w)
		const base = "locale=en&sort=-population&filter[country]=PL,DE"
		first := w.list("cities", base+"&page[size]=1")
		after := "&page[after]=" + *first.Page.Next
		for _, same := range []string{"&page[size]=1", "&page[size]=50", "&fields=name", "&count=true", "&include=networks"} {
			if got := slugs(w.list("cities", base+same+after).Data); fmt.Sprint(got) != "[gdansk]" {
				t.Errorf("with %s: %v", same, got)
			}
		}
		other := *w.reader
		other.Secret = []byte("another secret")
		for name, ask := range map[string]func() (*published.Page, error){
			"another filter": func() (*published.Page, error) {
				return w.tryList("cities", "locale=en&sort=-population&filter[country]=PL"+after)
			},
			"another sort": func() (*published.Page, error) {
				return w.tryList("cities", "locale=en&sort=population&filter[country]=PL,DE"+after)
			},
			"another locale": func() (*published.Page, error) {
				return w.tryList("cities", strings.Replace(base, "en", "de", 1)+after)
			},
			"no fallback":  func() (*published.Page, error) { return w.tryList("cities", base+"&fallback=none"+after) },
			"another type": func() (*published.Page, error) { return w.tryList("networks", "locale=en"+after) },
			"cut":          func() (*published.Page, error) { return w.tryList("cities", base+after[:len(after)-1]) },
			"longer":       func() (*published.Page, error) { return w.tryList("cities", base+after+"A") },
			"nothing":      func() (*published.Page, error) { return w.tryList("cities", base+"&page[after]=AAAA") },
			"not base64":   func() (*published.Page, error) { return w.tryList("cities", base+"&page[after]=*") },
			"another secret": func() (*published.Page, error) {
				_, err := other.ParseQuery(w.model.Type("city"), w.values(base+after))
				return nil, err
			},
		} {
			if _, err := ask(); fault.Of(err).Code != "bad_cursor" || fault.Of(err).Kind != fault.Invalid {
				t.Errorf("%s: %v, want bad_cursor", name, err)
			}
		}
	})
}
