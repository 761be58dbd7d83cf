package content_test

import (
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/glossary"
	"movingcities/internal/memory"
	"movingcities/internal/quality"
	beside "movingcities/internal/workbench"
	"movingcities/internal/workflow"
)

// bench is the workbench on the world's desk, with a concept in the glossary.
func bench(w *world) *beside.Bench {
	w.t.Helper()
	policy, err := access.NewPolicy()
	if err != nil {
		w.t.Fatal(err)
	}
	clock := func() time.Time { return time.Unix(w.now.Load(), 0) }
	terms := glossary.New(glossary.Config{DB: w.db, Model: w.model, Policy: policy, Clock: clock})
	err = terms.Seed(w.ctx, w.ana.Actor, []memory.Concept{{ID: "port", Terms: map[string][]memory.Term{
		"el": {{Text: "λιμάνι", Status: memory.Preferred}},
		"de": {{Text: "Hafen", Status: memory.Preferred}, {Text: "Anlegestelle", Status: memory.Forbidden}},
	}}})
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return &beside.Bench{DB: w.db, Policy: policy, Content: w.desk, Glossary: terms, Clock: clock}
}

// write saves one segment as a draft and gives its new state.
func (w *world) writeSegment(by content.By, id, locale, key, text string) content.SegmentView {
	w.t.Helper()
	s := segmentAt(w, id, locale, key)
	_, err := w.desk.SaveSegments(w.ctx, by, content.Ref{Entry: id, Locale: locale}, content.SegmentsInput{Segments: []content.SegmentInput{
		{Key: key, Text: text, From: s.Hash, IfHash: s.Target.Hash},
	}})
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return segmentAt(w, id, locale, key)
}

func segmentAt(w *world, id, locale, key string) content.SegmentView {
	w.t.Helper()
	for _, s := range w.segments(id, locale).Segments {
		if s.Key == key {
			return s
		}
	}
	w.t.Fatalf("no segment %s", key)
	return content.SegmentView{}
}

func TestRuleAWarningIsSetAsideForOneSourceTextAndCanComeBack(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b, id := bench(w), w.liveCity("Λιβαδειά")
		ref := content.Ref{Entry: id, Locale: "de"}
		s := w.writeSegment(w.jonas, id, "de", block1, "Der Hafen wurde 1851 gegründet.")
		view, err := b.Segments(w.ctx, w.nikos.Actor, ref) // a reviewer sees it too
		if err != nil || view.Warnings != 1 || len(view.Findings[block1]) != 1 || view.Findings[block1][0].Code != "numbers" {
			t.Fatalf("%+v %s", view, describe(err))
		}
		f := view.Findings[block1][0]
		aside := beside.Aside{Key: block1, SourceHash: s.Hash, Code: f.Code, Fingerprint: f.Fingerprint}
		_, err = b.Dismiss(w.ctx, w.claire, ref, aside)
		wantFault(t, err, "no_right")
		_, err = b.Restore(w.ctx, w.claire, ref, aside)
		wantFault(t, err, "no_right")
		view, err = b.Dismiss(w.ctx, w.jonas, ref, aside)
		if err != nil || view.Warnings != 0 || view.Findings[block1][0].Dismissed.By != w.jonas.Actor.UserID {
			t.Fatalf("%+v %s", view, describe(err))
		}
		if view, err = b.Restore(w.ctx, w.jonas, ref, aside); err != nil || view.Warnings != 1 {
			t.Fatalf("%+v %s", view, describe(err))
		}
		aside.SourceHash = strings.Repeat("0", 64)
		_, err = b.Dismiss(w.ctx, w.jonas, ref, aside)
		wantFault(t, err, "source_moved")
	})
}

func TestRuleErrorsStopConfirmingAndSubmittingAndWarningsDoNot(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b, id := bench(w), w.liveCity("Λιβαδειά")
		ref := content.Ref{Entry: id, Locale: "de"}
		w.translate(w.jonas, id, "de")
		s := w.writeSegment(w.jonas, id, "de", block1, "Der Hafen {name} wurde 1850 gegründet.")
		marks := []content.Mark{{Key: block1}}
		_, err := w.desk.MarkSegments(w.ctx, w.jonas, ref, content.Confirm, marks)
		wantFault(t, err, "invalid_segments")
		found, _ := extra(err)["findings"].(map[string][]quality.Finding)
		if len(found[block1]) != 1 || found[block1][0].Code != "placeholders" {
			t.Fatalf("%+v", extra(err))
		}
		_, err = w.try(w.jonas, id, "de", workflow.Submit)
		wantFault(t, err, "faulty_segments")
		view, err := b.Segments(w.ctx, w.jonas.Actor, ref)
		if err != nil || view.Errors != 1 {
			t.Fatalf("%+v %s", view, describe(err))
		}
		f := view.Findings[block1][0]
		_, err = b.Dismiss(w.ctx, w.jonas, ref, beside.Aside{Key: block1, SourceHash: s.Hash, Code: f.Code, Fingerprint: f.Fingerprint})
		wantFault(t, err, "error_stays")

		w.writeSegment(w.jonas, id, "de", block1, "Die Anlegestelle wurde 1851 gegründet.")
		if _, err = w.desk.MarkSegments(w.ctx, w.jonas, ref, content.Confirm, marks); err != nil {
			t.Fatal(describe(err))
		}
		w.must(w.jonas, id, "de", workflow.Submit)
	})
}

func TestRuleConfirmingMendsTypographyAndSaysWhatWasThere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.writeSegment(w.claire, id, "fr", block1, "Le port a été fondé en 1850 !")
		view, err := w.desk.MarkSegments(w.ctx, w.claire, content.Ref{Entry: id, Locale: "fr"}, content.Confirm, []content.Mark{{Key: block1}})
		if err != nil || len(view.Fixed) != 1 {
			t.Fatalf("%+v %s", view, describe(err))
		}
		fixed := segmentAt(w, id, "fr", block1).Target
		if fixed.Text != "Le port a été fondé en 1850\u202f!" || fixed.State != "translated" {
			t.Fatalf("%q %s", fixed.Text, fixed.State)
		}
		if back, ok := quality.Undo(fixed.Text, view.Fixed[0].Edits); !ok || back != view.Fixed[0].Before {
			t.Fatalf("%q", back)
		}
		again := w.writeSegment(w.claire, id, "fr", block1, view.Fixed[0].Before)
		if again.Target.Text != view.Fixed[0].Before {
			t.Fatalf("the old text does not come back: %q", again.Target.Text)
		}
	})
}

func TestRuleHelpShowsTermsWithPlacesAndNothingOfWhatTheReaderMayNotRead(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b := bench(w)
		germanCity(w, "Λιβαδειά")
		id := w.liveCity("Τήλος")
		ref := content.Ref{Entry: id, Locale: "de"}
		w.writeSegment(w.jonas, id, "de", block1, "Die Anlegestelle wurde 1850 gegründet.")
		help, err := b.Help(w.ctx, w.jonas.Actor, ref, block1)
		if err != nil || len(help.Matches) != 1 || len(help.People) != 1 || help.People[0].Name != "Jonas" {
			t.Fatalf("%+v %s", help, describe(err))
		}
		if len(help.Terms.Source) != 1 || help.Terms.Source[0].Span != (memory.Span{Start: 3, End: 9}) || help.Terms.Source[0].Use[0].Text != "Hafen" ||
			len(help.Terms.Target) != 1 || help.Terms.Target[0].Status != memory.Forbidden {
			t.Fatalf("%+v", help.Terms)
		}
		warned := 0
		for _, f := range help.Findings {
			if f.Code == "glossary" && f.Suggestion[0] == "Hafen" {
				warned++
			}
		}
		if warned != 2 { // one is used that is forbidden, one is missing
			t.Fatalf("%+v", help.Findings)
		}
		stranger := w.person("Stranger", access.Grant{Role: "translator", Type: "network", Locale: "*", Country: "*"})
		_, err = b.Help(w.ctx, stranger.Actor, ref, block1)
		wantFault(t, err, "entry_not_found")
		used, err := b.Using(w.ctx, w.jonas.Actor, "de", "gegründeten λιμάνι")
		if err != nil || used.Count != 0 {
			t.Fatalf("%+v %s", used, describe(err))
		}
		used, err = b.Using(w.ctx, w.jonas.Actor, "de", "λιμάνι")
		if err != nil || used.Count != 1 || used.Data[0].Key != block1 {
			t.Fatalf("%+v %s", used, describe(err))
		}
		if used, err = b.Using(w.ctx, stranger.Actor, "de", "λιμάνι"); err != nil || used.Count != 0 {
			t.Fatalf("a stranger sees %+v, %s", used, describe(err))
		}
	})
}
