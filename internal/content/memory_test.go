package content_test

import (
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/memory"
	"movingcities/internal/workflow"
)

// germanCity is a live Greek profile with an approved German translation.
func germanCity(w *world, name string) string {
	w.t.Helper()
	id := w.liveCity(name)
	w.translate(w.jonas, id, "de")
	w.goLive(id, "de", w.jonas)
	return id
}

func TestRuleWhatWasApprovedIsOfferedAndFilledInAsDraft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, second := germanCity(w, "Λιβαδειά"), w.liveCity("Τήλος")
		ref := content.Ref{Entry: second, Locale: "de"}

		found, err := w.desk.Matches(w.ctx, w.jonas.Actor, ref, block2)
		if err != nil || len(found) != 1 {
			t.Fatalf("%d matches, %s", len(found), describe(err))
		}
		m := found[0]
		if m.Score != memory.ScoreContext || m.Target != "de: Μεγάλωσε με το εμπόριο." || m.Entry != first || m.Author != w.jonas.Actor.UserID {
			t.Fatalf("%+v", m)
		}
		_, err = w.desk.Prefill(w.ctx, w.claire, ref)
		wantFault(t, err, "no_right")
		view, err := w.desk.Prefill(w.ctx, w.jonas, ref)
		if err != nil {
			t.Fatal(describe(err))
		}
		for _, s := range view.Segments {
			switch {
			case s.Source == "Τήλος":
				if s.Target.Text != "" {
					t.Errorf("%q filled with %q, though nothing equal was ever translated", s.Source, s.Target.Text)
				}
			case s.Target.Text != "de: "+s.Source || s.Target.State != "draft":
				t.Errorf("%q: %+v", s.Source, s.Target)
			}
		}
		again, err := w.desk.Prefill(w.ctx, w.jonas, ref)
		if err != nil || again.Version != view.Version {
			t.Fatalf("filling again made version %d of %d, %s", again.Version, view.Version, describe(err))
		}
	})
}

func TestRuleOnlyApprovedTextIsRemembered(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.jonas, id, "de")
		w.must(w.jonas, id, "de", workflow.Submit)
		found, err := w.desk.Matches(w.ctx, w.jonas.Actor, content.Ref{Entry: id, Locale: "de"}, block1)
		if err != nil || len(found) != 0 {
			t.Fatalf("%+v, %s", found, describe(err))
		}
	})
}

func TestRuleAWrongPairIsDeletedForGoodByThoseWhoApprove(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := germanCity(w, "Λιβαδειά")
		ref := content.Ref{Entry: id, Locale: "de"}
		found, err := w.desk.Matches(w.ctx, w.jonas.Actor, ref, block1)
		if err != nil || len(found) != 1 {
			t.Fatalf("%d matches, %s", len(found), describe(err))
		}
		wantFault(t, w.desk.DeletePair(w.ctx, w.jonas, found[0].ID), "no_right")
		if err := w.desk.DeletePair(w.ctx, w.maria, found[0].ID); err != nil {
			t.Fatal(describe(err))
		}
		wantFault(t, w.desk.DeletePair(w.ctx, w.maria, found[0].ID), "pair_not_found")
		if err := w.desk.Rebuild(w.ctx, nil); err != nil {
			t.Fatal(describe(err))
		}
		if found, err = w.desk.Matches(w.ctx, w.jonas.Actor, ref, block1); err != nil || len(found) != 0 {
			t.Fatalf("%+v came back, %s", found, describe(err))
		}
	})
}

func TestRebuildFeedsAnEmptyMemory(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		germanCity(w, "Λιβαδειά")
		all := "SELECT id || source_text || target_text || at AS pair FROM memory_pairs ORDER BY id"
		words := "SELECT locale || word || text_id || size AS word FROM memory_words ORDER BY locale, word, text_id"
		pairs, index := rows[string](w, all), rows[string](w, words)
		for _, table := range []string{"memory_pairs", "memory_words"} {
			w.write(func(tx *db.Tx) error {
				_, err := tx.Exec("DELETE FROM " + table)
				return err
			})
		}
		w.pass(time.Hour)
		if err := w.desk.Rebuild(w.ctx, nil); err != nil {
			t.Fatal(describe(err))
		}
		same(t, pairs, rows[string](w, all))
		same(t, index, rows[string](w, words))
	})
}

func same(t *testing.T, want, got []string) {
	t.Helper()
	if len(want) == 0 || len(want) != len(got) {
		t.Fatalf("%d rows, then %d", len(want), len(got))
	}
	for i := range want {
		if want[i] != got[i] {
			t.Errorf("%q became %q", want[i], got[i])
		}
	}
}

func TestRuleTheMemoryTellsNothingOfEntriesOneMayNotRead(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		germanCity(w, "Λιβαδειά")
		search := memory.Search{Source: "el", Target: "de", Text: "ναυπηγείο"}
		found, err := w.desk.Concordance(w.ctx, w.jonas.Actor, search)
		if err != nil || len(found) != 1 {
			t.Fatalf("%+v, %s", found, describe(err))
		}
		narrow := grant("translator", "de")
		narrow.Type = "news"
		reader := w.person("Nina", narrow)
		if found, err = w.desk.Concordance(w.ctx, reader.Actor, search); err != nil || len(found) != 0 {
			t.Fatalf("%+v, %s", found, describe(err))
		}
	})
}
