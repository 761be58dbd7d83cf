package content_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

func TestSubmitReportsEveryProblemAtOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, err := w.desk.CreateEntry(w.ctx, w.eleni, content.NewEntry{
			Type: "city", SourceLocale: "el", Fields: fields(w, `{"name":"Λιβαδειά"}`),
		})
		if err != nil {
			t.Fatal("an incomplete draft must be welcome:", describe(err))
		}
		_, err = w.try(w.eleni, e.ID, "el", workflow.Submit)
		wantFault(t, err, "incomplete")
		for _, path := range []string{`"tagline"`, `"summary"`, `"sections"`} {
			if !strings.Contains(describe(err), path) {
				t.Errorf("%s is not reported: %s", path, describe(err))
			}
		}
	})
}

func TestNoLanguageIsLiveWithoutTheSharedPart(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		w.must(w.eleni, id, "el", workflow.Submit, "und")
		w.must(w.maria, id, "el", workflow.Approve, "und")
		_, err := w.try(w.maria, id, "el", workflow.Publish)
		wantFault(t, err, "shared_not_live")
		w.must(w.maria, id, "el", workflow.Publish, "und")
		_, err = w.try(w.maria, id, "und", workflow.Unpublish)
		wantFault(t, err, "shared_needed")
		w.must(w.maria, id, "und", workflow.Unpublish, "el")
		if w.livePage(id, "el") != nil || w.livePage(id, "und") != nil {
			t.Error("unpublishing both left one live")
		}
	})
}

func TestAlsoIsAllOrNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		w.must(w.eleni, id, "el", workflow.Submit)
		_, err := w.try(w.maria, id, "el", workflow.Approve, "und") // the shared part was never submitted
		wantFault(t, err, "wrong_state")
		if extra(err)["locale"] != "und" {
			t.Errorf("the refusal does not say where: %s", describe(err))
		}
		if got := w.doc(id, "el").State; got != "in_review" {
			t.Errorf("half of a refused verb was done: el is %s", got)
		}
	})
}

func TestApprovingAnotherThanTheNewestRevisionIsRefused(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		w.must(w.eleni, id, "el", workflow.Submit)
		read := w.doc(id, "el").Revision
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Άλλη", threeBlocks...)) // a reviewer may edit in review
		_, err := w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "el"}, workflow.Approve, content.VerbInput{Revision: read})
		wantFault(t, err, "not_newest")
		_, err = w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "el"}, workflow.Approve, content.VerbInput{})
		wantFault(t, err, "revision_required")
	})
}

func TestAPolishTextThatFollowsEnglishWaitsForEnglish(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		piotr := w.person("Piotr", grant("translator", "pl"))
		if _, err := w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "pl"}, workflow.Follow, content.VerbInput{Follows: "en"}); err != nil {
			t.Fatal(describe(err))
		}
		_, err := w.desk.Do(w.ctx, piotr, content.Ref{Entry: id, Locale: "pl"}, workflow.Load, content.VerbInput{})
		wantFault(t, err, "no_base")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		w.translate(piotr, id, "pl")
		w.goLive(id, "pl", piotr)

		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", paragraph(block1, "Το λιμάνι χτίστηκε το 1850."), threeBlocks[1], threeBlocks[2]))
		w.must(w.nikos, id, "el", workflow.Submit)
		w.must(w.maria, id, "el", workflow.Approve)
		if v := w.doc(id, "pl"); v.Counts.Stale != 0 || fmt.Sprint(v.Awaiting) != "[en]" {
			t.Errorf("Greek moved: Polish has %d stale and awaits %v, want 0 and [en]", v.Counts.Stale, v.Awaiting)
		}
		w.pass(time.Hour)
		w.translate(w.emma, id, "en")
		w.must(w.emma, id, "en", workflow.Submit)
		w.must(w.maria, id, "en", workflow.Approve)
		if v := w.doc(id, "pl"); v.Counts.Stale != 1 || len(v.Awaiting) != 0 {
			t.Errorf("English moved: Polish has %d stale and awaits %v, want 1 and nothing", v.Counts.Stale, v.Awaiting)
		}
		_, err = w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "en"}, workflow.Follow, content.VerbInput{Follows: "pl"})
		wantFault(t, err, "circular_follows")
	})
}

func TestStillRightChangesNoWordAndCanBeUndone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", paragraph(block1, "Το λιμάνι χτίστηκε το 1850."), threeBlocks[1], threeBlocks[2]))
		w.must(w.nikos, id, "el", workflow.Submit)
		w.must(w.maria, id, "el", workflow.Approve)

		ref := content.Ref{Entry: id, Locale: "de"}
		before := w.doc(id, "de")
		mark := func(action, hash string) error {
			_, err := w.desk.MarkSegments(w.ctx, w.jonas, ref, action, []content.Mark{{Key: block1, SourceHash: hash}})
			return err
		}
		wantFault(t, mark(content.StillRight, strings.Repeat("0", 64)), "invalid_segments")
		var newest string
		for _, s := range w.segments(id, "de").Segments {
			if s.Key == block1 {
				newest = s.Hash
			}
		}
		if err := mark(content.StillRight, newest); err != nil {
			t.Fatal(describe(err))
		}
		v := w.doc(id, "de")
		if v.Counts.Stale != 0 || v.State != "approved" || fmt.Sprint(v.Fields) != fmt.Sprint(before.Fields) {
			t.Errorf("still right: %d stale, %s", v.Counts.Stale, v.State)
		}
		if err := mark(content.Undo, ""); err != nil {
			t.Fatal(describe(err))
		}
		if v := w.doc(id, "de"); v.Counts.Stale != 1 || v.State != "approved" {
			t.Errorf("undone: %d stale, %s", v.Counts.Stale, v.State)
		}
	})
}

func TestAutosaveReplacesItsOwnRevisionForTenMinutes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		first := w.doc(id, "el")
		for i := range 5 {
			w.pass(time.Minute)
			w.save(w.eleni, id, "el", profile(fmt.Sprint("Λιβαδειά ", i), threeBlocks...))
		}
		v := w.doc(id, "el")
		if v.Revision != first.Revision || v.Version != first.Version+5 {
			t.Errorf("five quick saves: revision %s → %s, version %d → %d", first.Revision, v.Revision, first.Version, v.Version)
		}
		w.save(w.nikos, id, "el", profile("Νίκος", threeBlocks...))
		if n := rows[int64](w, "SELECT COUNT(*) FROM revisions WHERE entry_id = ? AND locale = 'el'", id); n[0] != 2 {
			t.Errorf("%d revisions after another author saved", n[0])
		}
		w.must(w.nikos, id, "el", workflow.Submit)
		w.save(w.nikos, id, "el", profile("Σε αξιολόγηση", threeBlocks...))
		if n := rows[int64](w, "SELECT COUNT(*) FROM revisions WHERE entry_id = ? AND locale = 'el'", id); n[0] != 3 {
			t.Errorf("%d revisions: one that was submitted must not be replaced", n[0])
		}
	})
}

func TestDetachKeepsTheWordsAndStopsTracking(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		before := fmt.Sprint(w.doc(id, "en").Fields)
		v := w.must(w.maria, id, "en", workflow.Detach)
		if v.Follows != "" || v.Counts != nil || fmt.Sprint(v.Fields) != before || v.State != "approved" {
			t.Errorf("detached: follows %q, counts %v, state %s", v.Follows, v.Counts, v.State)
		}
		if _, err := w.desk.Save(w.ctx, w.maria, content.Ref{Entry: id, Locale: "en"}, content.SaveInput{Version: v.Version, Fields: v.Fields}); err != nil {
			t.Errorf("a detached text is saved as a whole: %s", describe(err))
		}
	})
}

func TestAReleaseIsPublishedAtOnceOrNotAtAll(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var items []content.ReleaseItem
		var ids []string
		for i := range 3 {
			id := w.draftCity(fmt.Sprint("Πόλη ", i))
			ids = append(ids, id)
			w.must(w.eleni, id, "el", workflow.Submit, "und")
			w.must(w.maria, id, "el", workflow.Approve, "und")
			for _, locale := range []string{"el", "und"} {
				items = append(items, content.ReleaseItem{Entry: id, Locale: locale, Action: "publish"})
			}
		}
		r, err := w.desk.CreateRelease(w.ctx, w.maria, "Χειμώνας", items)
		if err != nil {
			t.Fatal(describe(err))
		}
		w.pass(time.Hour)
		w.save(w.eleni, ids[1], "el", profile("Πόλη 1", paragraph(block1, "Μετά.")))
		_, err = w.desk.PublishRelease(w.ctx, w.maria, r.ID)
		wantFault(t, err, "release_blocked")
		if !strings.Contains(describe(err), ids[1]+"/el") {
			t.Errorf("the refusal does not name the document: %s", describe(err))
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM published"); n[0] != 0 {
			t.Fatalf("%d documents of a refused release are live", n[0])
		}
		r, err = w.desk.ChangeRelease(w.ctx, w.maria, r.ID, w.release(r.ID).Version, nil, []content.Ref{{Entry: ids[1], Locale: "el"}})
		if err != nil {
			t.Fatal(describe(err))
		}
		if _, err = w.desk.PublishRelease(w.ctx, w.maria, r.ID); err != nil {
			t.Fatal(describe(err))
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM published"); n[0] != 5 {
			t.Errorf("%d documents live, want 5", n[0])
		}
		_, err = w.desk.PublishRelease(w.ctx, w.maria, r.ID)
		wantFault(t, err, "release_published")
	})
}

func (w *world) release(id string) *content.ReleaseView {
	w.t.Helper()
	r, err := w.desk.Release(w.ctx, w.maria.Actor, id)
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return r
}

func TestFiftyPublishesMakeOnePublication(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		w.must(w.eleni, id, "el", workflow.Submit, "und")
		w.must(w.maria, id, "el", workflow.Approve, "und")
		var wg sync.WaitGroup
		for range 50 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "el"}, workflow.Publish, content.VerbInput{Also: []content.Also{{Locale: "und"}}}); err != nil {
					t.Error(describe(err))
				}
			}()
		}
		wg.Wait()
		if n := rows[int64](w, "SELECT COUNT(*) FROM publications WHERE entry_id = ?", id); n[0] != 2 {
			t.Errorf("%d publications, want one of el and one of und", n[0])
		}
	})
}

func TestTheSameKeyHasOneEffect(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		by := w.eleni
		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "k1", Method: "POST", Path: "/entries", BodyHash: "b"}
		in := content.NewEntry{Type: "city", SourceLocale: "el", Fields: fields(w, profile("Λιβαδειά"))}
		first, err := w.desk.CreateEntry(w.ctx, by, in)
		if err != nil {
			t.Fatal(describe(err))
		}
		again, err := w.desk.CreateEntry(w.ctx, by, in)
		if err != nil || again.ID != first.ID {
			t.Errorf("the same request again made %v, %s", again, describe(err))
		}
		by.Once.BodyHash = "c"
		_, err = w.desk.CreateEntry(w.ctx, by, in)
		wantFault(t, err, "idempotency_mismatch")
	})
}

func TestQueuesPutChangedSentencesOfLivePagesFirst(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		missing := w.liveCity("Αθήνα")
		id := w.liveCity("Λιβαδειά")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", paragraph(block1, "Άλλο λιμάνι."), threeBlocks[1], threeBlocks[2]))
		w.must(w.nikos, id, "el", workflow.Submit)
		w.must(w.maria, id, "el", workflow.Approve)
		q, err := w.board.Queue(w.ctx, w.jonas.Actor, "de", desk.QueueQuery{Size: 1})
		if err != nil {
			t.Fatal(describe(err))
		}
		if q.Totals[desk.WorkChanged] != 1 || q.Totals[desk.WorkMissing] != 1 || q.Data[0].Entry != id || q.Data[0].Kind != desk.WorkChanged {
			t.Errorf("first page: %+v", q)
		}
		q, err = w.board.Queue(w.ctx, w.jonas.Actor, "de", desk.QueueQuery{Size: 1, After: q.Next})
		if err != nil || len(q.Data) != 1 || q.Data[0].Entry != missing || q.Data[0].Title != "Αθήνα" || q.Next != "" {
			t.Errorf("second page: %+v %s", q, describe(err))
		}
	})
}

func TestRebuildFindsTheSameNumbers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", paragraph(block1, "Άλλο λιμάνι."), threeBlocks[1]))
		w.goLive(id, "el", w.nikos)
		derived := func() string {
			return fmt.Sprint(rows[map[string]any](w, "SELECT * FROM segment_counts ORDER BY entry_id, locale"),
				rows[map[string]any](w, "SELECT * FROM published_values ORDER BY entry_id, locale, field, ord"),
				rows[map[string]any](w, "SELECT * FROM listing ORDER BY type, locale, entry_id"))
		}
		before := derived()
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE segment_counts SET stale = 99, total = 1")
			return err
		})
		if err := w.desk.Rebuild(w.ctx, nil); err != nil {
			t.Fatal(describe(err))
		}
		if after := derived(); after != before {
			t.Errorf("rebuild differs:\n%s\n%s", before, after)
		}
	})
}

func TestArchivingTakesEverythingDownAndUnarchivingPublishesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		if _, err := w.desk.Archive(w.ctx, w.maria, id, "done"); err != nil {
			t.Fatal(describe(err))
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM published WHERE entry_id = ?", id); n[0] != 0 {
			t.Error("an archived entry is live")
		}
		_, err := w.try(w.maria, id, "el", workflow.Publish)
		wantFault(t, err, "archived")
		if _, err := w.desk.Unarchive(w.ctx, w.maria, id, "back"); err != nil {
			t.Fatal(describe(err))
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM published WHERE entry_id = ?", id); n[0] != 0 {
			t.Error("unarchiving published something")
		}
		if got := w.doc(id, "el").State; got != "approved" {
			t.Errorf("the text came back as %s", got)
		}
	})
}

func TestAGrantForOneCountryIsKept(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		g := grant("researcher", "el")
		g.Country = "GR"
		local := w.person("Local", g)
		e, err := w.desk.CreateEntry(w.ctx, local, content.NewEntry{
			Type: "city", SourceLocale: "el", Shared: fields(w, facts), Fields: fields(w, profile("Λιβαδειά", threeBlocks...)),
		})
		if err != nil {
			t.Fatal(describe(err))
		}
		_, err = w.desk.Save(w.ctx, local, content.Ref{Entry: e.ID, Locale: "und"}, content.SaveInput{
			Version: w.doc(e.ID, "und").Version, Fields: fields(w, strings.Replace(facts, "GR", "IT", 1)),
		})
		wantFault(t, err, "no_right")
		w.save(w.maria, e.ID, "und", strings.Replace(facts, "GR", "IT", 1))
		_, err = w.desk.Document(w.ctx, local.Actor, content.Ref{Entry: e.ID, Locale: "el"})
		wantFault(t, err, "entry_not_found")
		page, err := w.board.Entries(w.ctx, local.Actor, desk.EntriesQuery{})
		if err != nil || len(page.Data) != 0 {
			t.Errorf("the list shows %d entries of another country", len(page.Data))
		}
	})
}

func TestATranslatorCannotSlipInAForbiddenLink(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		s := w.segments(id, "de").Segments
		last := s[len(s)-1]
		_, err := w.desk.SaveSegments(w.ctx, w.jonas, content.Ref{Entry: id, Locale: "de"}, content.SegmentsInput{
			Segments: []content.SegmentInput{{
				Key: last.Key, Text: "<1>Hier</1>", From: last.Hash,
				Inline: []segment.Inline{{Tag: 1, Type: "link", Attrs: map[string]string{"href": "java\tscript:alert(1)"}}},
			}},
		})
		wantFault(t, err, "invalid_content")
		if v := w.doc(id, "de"); v.State != "missing" {
			t.Errorf("a refused segment left the document %s", v.State)
		}
	})
}
