package content_test

import (
	"slices"
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// twoChanges gives the first two blocks of a Greek city other words and submits
// that, with the second declared minor.
func twoChanges(w *world, id string) {
	w.t.Helper()
	w.pass(time.Hour)
	w.save(w.eleni, id, "el", profile("Λιβαδειά", paragraph(block1, "Το λιμάνι ιδρύθηκε το 1860."), paragraph(block2, "Μεγάλωσε με το εμπόριο!"), threeBlocks[2]))
	_, err := w.desk.Do(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, workflow.Submit, content.VerbInput{
		Revision: w.doc(id, "el").Revision, MinorKeys: []string{block2},
	})
	if err != nil {
		w.t.Fatal(describe(err))
	}
}

func staleKeys(v *content.SegmentsView) []string {
	var keys []string
	for _, s := range v.Segments {
		if s.Stale {
			keys = append(keys, s.Key)
		}
	}
	return keys
}

func workbench(w *world, id, locale string, q desk.WorkbenchQuery) *content.SegmentsView {
	w.t.Helper()
	v, err := w.board.Workbench(w.ctx, w.jonas.Actor, content.Ref{Entry: id, Locale: locale}, q)
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return v
}

func segmentOf(t *testing.T, v *content.SegmentsView, key string) content.SegmentView {
	t.Helper()
	i := slices.IndexFunc(v.Segments, func(s content.SegmentView) bool { return s.Key == key })
	if i < 0 {
		t.Fatalf("no segment %s", key)
	}
	return v.Segments[i]
}

// The submitter says sentence by sentence what is minor; any translator who
// follows may disagree, and then all who follow have work.
func TestRuleMinorIsSaidPerSentenceAndRevokedByATranslator(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := germanCity(w, "Λιβαδειά")
		w.translate(w.claire, id, "fr")
		twoChanges(w, id)
		if d := w.doc(id, "el"); !slices.Equal(d.MinorKeys, []string{block2}) {
			t.Errorf("the reviewer sees %v as minor", d.MinorKeys)
		}
		w.must(w.maria, id, "el", workflow.Approve)
		for _, locale := range []string{"de", "fr"} {
			if got := staleKeys(w.segments(id, locale)); !slices.Equal(got, []string{block1}) {
				t.Errorf("%s: stale %v", locale, got)
			}
		}
		minor := segmentOf(t, workbench(w, id, "de", desk.WorkbenchQuery{}), block2).Change
		if minor == nil || !minor.Minor || minor.DeclaredName != "Eleni" || minor.AuthorName != "Eleni" || minor.Revision != 2 {
			t.Fatalf("the minor change: %+v", minor)
		}
		revoke := func(by content.By, locale, change string) error {
			_, err := w.desk.Do(w.ctx, by, content.Ref{Entry: id, Locale: locale}, workflow.Revoke, content.VerbInput{Changes: []string{change}})
			return err
		}
		wantFault(t, revoke(w.jonas, "fr", minor.ID), "no_right")
		wantFault(t, revoke(w.eleni, "el", minor.ID), "no_right")
		wantFault(t, revoke(w.jonas, "de", id), "invalid_changes")
		state, version := w.doc(id, "de").State, w.doc(id, "de").Version
		for range 2 { // the second time there is nothing left to revoke
			if err := revoke(w.jonas, "de", minor.ID); err != nil {
				t.Fatal(describe(err))
			}
		}
		if d := w.doc(id, "de"); d.State != state || d.Version != version+1 {
			t.Errorf("revoking led from %s %d to %s %d", state, version, d.State, d.Version)
		}
		for _, locale := range []string{"de", "fr"} {
			v := w.segments(id, locale)
			if got := staleKeys(v); !slices.Equal(got, []string{block1, block2}) || v.Counts.Stale != 2 {
				t.Errorf("%s after revoking: stale %v, counted %d", locale, got, v.Counts.Stale)
			}
		}
		page, err := w.board.Changes(w.ctx, w.claire.Actor, content.Ref{Entry: id, Locale: "el"}, 1, "")
		if err != nil || len(page.Data) != 1 || page.Next == "" {
			t.Fatalf("%+v %s", page, describe(err))
		}
		rest, err := w.board.Changes(w.ctx, w.claire.Actor, content.Ref{Entry: id, Locale: "el"}, 1, page.Next)
		if err != nil || len(rest.Data) != 1 || rest.Next != "" {
			t.Fatalf("%+v %s", rest, describe(err))
		}
		revoked := append(page.Data, rest.Data...)
		i := slices.IndexFunc(revoked, func(c content.SourceChange) bool { return c.Key == block2 })
		if i < 0 || revoked[i].Minor || revoked[i].RevokedName != "Jonas" || len(revoked[i].Diff) == 0 {
			t.Errorf("%+v", revoked)
		}
		history, err := w.desk.History(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: "de"})
		if err != nil || history[0].Verb != "revoke_minor" || history[0].Name != "Jonas" {
			t.Errorf("history %+v", history[0])
		}
	})
}

func TestOnlyChangedSentencesCanBeMinor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		_, err := w.desk.Do(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, workflow.Submit, content.VerbInput{
			Revision: w.doc(id, "el").Revision, MinorKeys: []string{block1},
		})
		wantFault(t, err, "invalid_segments")
	})
}

// A translator sees what was approved before, who changed the source, other
// languages, and how much is left.
func TestTheWorkbenchShowsWhatHelps(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := germanCity(w, "Λιβαδειά")
		w.translate(w.emma, id, "en")
		twoChanges(w, id)
		w.must(w.maria, id, "el", workflow.Approve)
		v := workbench(w, id, "de", desk.WorkbenchQuery{References: []string{"en", "el"}})
		first := segmentOf(t, v, block1)
		if first.Status != content.StatusChanged || first.Change == nil || first.Change.AuthorName != "Eleni" || first.Change.Minor {
			t.Errorf("%+v", first)
		}
		if first.Former == nil || first.Former.Text != "de: Το λιμάνι ιδρύθηκε το 1850." || first.Former.Number == 0 || first.Former.Diff != nil {
			t.Errorf("former text %+v", first.Former)
		}
		if first.References["en"] != "en: Το λιμάνι ιδρύθηκε το 1850." || first.References["el"] != "Το λιμάνι ιδρύθηκε το 1860." {
			t.Errorf("references %v", first.References)
		}
		if p := v.Progress; p.All != len(v.Segments) || p.ToDo != 1 || p.Changed != 1 || p.Missing != 0 || p.WordsLeft != 1 {
			t.Errorf("progress %+v", p)
		}
		if only := workbench(w, id, "de", desk.WorkbenchQuery{Only: "to_do"}); len(only.Segments) != 1 || only.Progress.All != v.Progress.All {
			t.Errorf("%d segments to do of %d", len(only.Segments), only.Progress.All)
		}
		ref := content.Ref{Entry: id, Locale: "de"}
		_, err := w.desk.SaveSegments(w.ctx, w.jonas, ref, content.SegmentsInput{Segments: []content.SegmentInput{{
			Key: block1, Text: "de: neu", From: first.Hash, IfHash: first.Target.Hash, State: segment.StateTranslated,
		}}})
		if err != nil {
			t.Fatal(describe(err))
		}
		if now := segmentOf(t, workbench(w, id, "de", desk.WorkbenchQuery{}), block1); now.Former == nil || len(now.Former.Diff) == 0 || now.Change != nil {
			t.Errorf("after the translation: %+v", now)
		}
		_, err = w.board.Workbench(w.ctx, w.jonas.Actor, ref, desk.WorkbenchQuery{References: []string{"xx"}})
		wantFault(t, err, "document_not_found")
	})
}

func TestImpactTellsWhatASubmitWouldAskOfTranslators(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := germanCity(w, "Λιβαδειά")
		follows := content.Ref{Entry: id, Locale: "fr"}
		w.translate(w.claire, id, "fr")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		if _, err := w.desk.Do(w.ctx, w.claire, follows, workflow.Follow, content.VerbInput{Follows: "en"}); err != nil {
			t.Fatal(describe(err))
		}
		twoChanges(w, id)
		impact, err := w.board.Impact(w.ctx, w.eleni.Actor, content.Ref{Entry: id, Locale: "el"})
		if err != nil {
			t.Fatal(describe(err))
		}
		if impact.Segments != 2 || impact.Words != 1 || len(impact.Changes) != 2 {
			t.Fatalf("%+v", impact)
		}
		if c := impact.Changes[0]; c.Key != block1 || c.Words != 1 || c.Minor || !slices.Equal(c.Stale, []string{"de", "en"}) || len(c.Diff) == 0 {
			t.Errorf("%+v", c)
		}
		if c := impact.Changes[1]; c.Key != block2 || !c.Minor || len(c.Stale) != 0 {
			t.Errorf("%+v", c)
		}
		languages := map[string]desk.LanguageImpact{}
		for _, l := range impact.Languages {
			languages[l.Locale] = l
		}
		if l := languages["de"]; l.Segments != 1 || l.Words != 1 || l.Minutes != 1 || !l.Live || l.Via != "" {
			t.Errorf("German: %+v", l)
		}
		if l := languages["fr"]; l.Via != "en" || l.Segments != 1 || l.Live {
			t.Errorf("French: %+v", l)
		}
		if l := languages["pl"]; l.Segments != 0 || impact.Minutes != 2 {
			t.Errorf("Polish: %+v, all together %d minutes", l, impact.Minutes)
		}
		_, err = w.board.Impact(w.ctx, w.eleni.Actor, content.Ref{Entry: id, Locale: schema.Und})
		wantFault(t, err, "not_translated")
	})
}
