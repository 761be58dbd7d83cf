package content_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

const cities = 28

// A sentence is changed in the Greek of one city, then in all 28. In every
// translation exactly this sentence is stale, the queues and the matrix say so,
// and a rebuild finds the same numbers.
func TestScenarioOneChangedSentenceIn28CitiesAnd7Languages(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		s := newScenario(w, nil)
		direct := []string{"de", "en", "es", "fr", "it", "pl"}
		s.stale(nil)
		s.changeSource(s.ids[:1])
		s.stale(map[string]int{"de": 1, "en": 1, "es": 1, "fr": 1, "it": 1, "pl": 1})
		s.changeSource(s.ids[1:])
		all := map[string]int{}
		for _, l := range direct {
			all[l] = cities
		}
		s.stale(all)
		s.rebuilt(all)
		for _, id := range s.ids {
			s.revertSource(id)
		}
		s.stale(nil)
	})
}

// German, French and Spanish follow English here. When the Greek changes, only
// those who follow it have work; the others wait, and get theirs when the
// English that caught up is approved.
func TestScenarioWithThreeLanguagesFollowingARelay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		s := newScenario(w, map[string]string{"de": "en", "fr": "en", "es": "en"})
		s.changeSource(s.ids)
		behind := map[string]int{"en": cities, "it": cities, "pl": cities}
		s.stale(behind)
		s.rebuilt(behind)
		if got := w.segments(s.ids[3], "de").Awaiting; !slices.Equal(got, []string{"en"}) {
			t.Errorf("German awaits %v", got)
		}
		for _, id := range s.ids {
			w.translate(w.emma, id, "en")
			w.must(w.emma, id, "en", workflow.Submit)
			w.must(w.maria, id, "en", workflow.Approve)
		}
		caughtUp := map[string]int{"de": cities, "fr": cities, "es": cities, "it": cities, "pl": cities}
		s.stale(caughtUp)
		s.rebuilt(caughtUp)
	})
}

// scenario is 28 cities, live in all seven languages, nothing stale.
type scenario struct {
	w   *world
	ids []string
}

func newScenario(w *world, follows map[string]string) *scenario {
	w.t.Helper()
	s := &scenario{w: w}
	for n := range cities {
		e, err := w.desk.CreateEntry(w.ctx, w.ana, content.NewEntry{
			Type: "city", SourceLocale: "el", Follows: follows, Shared: fields(w, facts), Fields: fields(w, profile(s.name(n), threeBlocks...)),
		})
		if err != nil {
			w.t.Fatal(describe(err))
		}
		s.ids = append(s.ids, e.ID)
		s.through(e.ID, schema.Und, "el")
		for _, step := range [][]string{{"en", "it", "pl"}, {"de", "fr", "es"}} {
			for _, locale := range step {
				w.translate(w.ana, e.ID, locale)
			}
			s.through(e.ID, step...)
		}
	}
	return s
}

func (s *scenario) name(n int) string { return fmt.Sprintf("Πόλη %d", n) }

// through submits, approves and publishes documents of an entry together; an
// admin's override stands in for the second pair of eyes.
func (s *scenario) through(id string, locales ...string) {
	s.w.t.Helper()
	e, err := s.w.desk.Entry(s.w.ctx, s.w.ana.Actor, id)
	if err != nil {
		s.w.t.Fatal(describe(err))
	}
	read := map[string]string{}
	for _, d := range e.Documents {
		read[d.Locale] = d.Revision
	}
	for _, verb := range []workflow.Verb{workflow.Submit, workflow.Approve, workflow.Publish} {
		in := content.VerbInput{Revision: read[locales[0]], Override: "test"}
		for _, l := range locales[1:] {
			in.Also = append(in.Also, content.Also{Locale: l, Revision: read[l]})
		}
		if _, err := s.w.desk.Do(s.w.ctx, s.w.ana, content.Ref{Entry: id, Locale: locales[0]}, verb, in); err != nil {
			s.w.t.Fatalf("%s: %s", verb, describe(err))
		}
	}
}

// changeSource gives the second block another word and approves that.
func (s *scenario) changeSource(ids []string) {
	s.w.t.Helper()
	s.w.pass(time.Hour)
	for _, id := range ids {
		s.sourceSays(id, paragraph(block2, "Μεγάλωσε με τη βιομηχανία."))
	}
}

func (s *scenario) revertSource(id string) {
	s.w.t.Helper()
	s.w.pass(time.Hour)
	s.sourceSays(id, threeBlocks[1])
}

func (s *scenario) sourceSays(id, second string) {
	s.w.t.Helper()
	s.w.save(s.w.eleni, id, "el", profile(s.name(slices.Index(s.ids, id)), threeBlocks[0], second, threeBlocks[2]))
	s.w.must(s.w.eleni, id, "el", workflow.Submit)
	s.w.must(s.w.maria, id, "el", workflow.Approve)
}

// stale compares, for every language, the stale sentences themselves, the
// queue, the matrix and the statistics with the number of cities that should
// have exactly one, the second block.
func (s *scenario) stale(want map[string]int) {
	t, w := s.w.t, s.w
	t.Helper()
	for _, l := range w.model.Locales() {
		if l.Code == "el" {
			continue
		}
		keys := map[string]int{}
		for _, id := range s.ids {
			for _, seg := range w.segments(id, l.Code).Segments {
				if seg.Stale {
					keys[seg.Key]++
				}
			}
		}
		expected := map[string]int{}
		if want[l.Code] > 0 {
			expected[block2] = want[l.Code]
		}
		if !reflect.DeepEqual(keys, expected) {
			t.Errorf("%s: stale %v, want %v", l.Code, keys, expected)
		}
		queue, err := w.board.Queue(w.ctx, w.ana.Actor, l.Code, desk.QueueQuery{})
		if err != nil {
			t.Fatal(describe(err))
		}
		if queue.Totals[desk.WorkChanged] != int64(want[l.Code]) {
			t.Errorf("%s: the queue has %v, want %d changed", l.Code, queue.Totals, want[l.Code])
		}
		matrix, err := w.board.Entries(w.ctx, w.ana.Actor, desk.EntriesQuery{Locale: l.Code, Stale: true, Size: 100})
		if err != nil {
			t.Fatal(describe(err))
		}
		if len(matrix.Data) != want[l.Code] {
			t.Errorf("%s: %d rows of the matrix are stale, want %d", l.Code, len(matrix.Data), want[l.Code])
		}
	}
	s.statistics(want)
}

func (s *scenario) statistics(want map[string]int) {
	s.w.t.Helper()
	all, err := s.w.board.Statistics(s.w.ctx, s.w.ana.Actor, desk.StatisticsQuery{Type: "city"})
	if err != nil {
		s.w.t.Fatal(describe(err))
	}
	for _, l := range all.Languages {
		n := int64(want[l.Locale])
		if l.Documents.Total != cities || l.Documents.Stale != n || l.Segments.Stale != n || l.Documents.Current != cities-n || l.Live != cities {
			s.w.t.Errorf("%s: %+v, want %d stale", l.Locale, l, n)
		}
		if words := n; l.Words.Stale < words || l.Words.Stale > 3*words {
			s.w.t.Errorf("%s: %d words to do for %d sentences of which two words changed", l.Locale, l.Words.Stale, n)
		}
	}
}

func (s *scenario) rebuilt(want map[string]int) {
	s.w.t.Helper()
	derived := func() string {
		return fmt.Sprint(rows[map[string]any](s.w, "SELECT * FROM segment_counts ORDER BY entry_id, locale"),
			rows[map[string]any](s.w, "SELECT * FROM waiting ORDER BY entry_id, locale"))
	}
	before := derived()
	s.w.write(func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE segment_counts SET stale = 9, empty = 9, stale_words = 9"); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM waiting")
		return err
	})
	if err := s.w.desk.Rebuild(s.w.ctx, nil); err != nil {
		s.w.t.Fatal(describe(err))
	}
	if derived() != before {
		s.w.t.Error("rebuild found other numbers")
	}
	s.stale(want)
}
