package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/workflow"
)

// write changes one segment of a translation.
func (w *world) write(by content.By, id, locale, key, text string) {
	w.t.Helper()
	ref := content.Ref{Entry: id, Locale: locale}
	v, err := w.texts.Segments(w.ctx, by.Actor, ref)
	w.ok(err)
	for _, s := range v.Segments {
		if s.Key == key {
			_, err := w.texts.SaveSegments(w.ctx, by, ref, content.SegmentsInput{
				Segments: []content.SegmentInput{{Key: key, Text: text, From: s.Hash, IfHash: s.Target.Hash, State: "translated"}},
			})
			w.ok(err)
			return
		}
	}
	w.t.Fatalf("no segment %s", key)
}

func names(all []desk.Named) string {
	var out []string
	for _, n := range all {
		out = append(out, n.Name)
	}
	return strings.Join(out, " ")
}

func shares(all []desk.Share) string {
	out := ""
	for _, s := range all {
		out += fmt.Sprint(s.Name, " ", s.Segments, "; ")
	}
	return out
}

func TestTheReviewerSeesWhatSheVouchesFor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.pass(time.Hour)
		w.write(w.jonas, id, "de", block1, "Der Hafen wurde 1580 gegründet.") // the source says 1850
		w.do(w.jonas, id, "de", workflow.Submit)
		v, err := w.board.Review(w.ctx, w.maria.Actor, content.Ref{Entry: id, Locale: "de"})
		w.ok(err)
		total := v.Segments
		if got, want := shares(v.Written), fmt.Sprint("Jonas ", total, "; "); got != want {
			t.Errorf("written by %s, want %s", got, want)
		}
		if got, want := shares(v.Reviewed), fmt.Sprint("Maria ", total-1, "; "); got != want {
			t.Errorf("reviewed by %s, want %s", got, want)
		}
		if len(v.Changes) != 1 || v.Changes[0].Key != block1 || v.Changes[0].By.Name != "Jonas" || v.Changes[0].Source == "" {
			t.Errorf("changed since publication: %+v", v.Changes)
		}
		if len(v.Findings) != 1 || v.Findings[0].Key != block1 || v.Findings[0].Code != "numbers" {
			t.Errorf("what differs from the source: %+v", v.Findings)
		}
		if names(v.Eligible) != "Ana Maria" || names(v.Writers) != "Jonas" || names(v.Open) != "Jonas" || v.Submitted.Name != "Jonas" {
			t.Errorf("eligible %q, writers %q, open %q", names(v.Eligible), names(v.Writers), names(v.Open))
		}
	})
}

func TestWhoWroteLearnsWhoCouldApprove(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", w.profile("Τήλος", "Νέο.", "Μεγάλωσε με το εμπόριο."))
		w.do(w.nikos, id, "el", workflow.Submit)
		wantFault(t, w.try(w.nikos, id, "el", workflow.Approve), "four_eyes")
		v, err := w.board.Review(w.ctx, w.nikos.Actor, content.Ref{Entry: id, Locale: "el"})
		w.ok(err)
		if names(v.Eligible) != "Ana Maria" || len(v.Changes) != 2 {
			t.Errorf("eligible %q; changes %+v", names(v.Eligible), v.Changes)
		}
	})
}

func TestTheTranslatorSeesWhatBecameOfHerWords(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		ref := content.Ref{Entry: id, Locale: "de"}
		w.translate(w.jonas, id, "de")
		_, err := w.board.Feedback(w.ctx, w.jonas.Actor, ref)
		wantFault(t, err, "nothing_submitted")
		w.do(w.jonas, id, "de", workflow.Submit)
		w.write(w.maria, id, "de", block2, "Er wuchs mit dem Handel.")
		w.do(w.rita(), id, "de", workflow.Approve)
		v, err := w.board.Feedback(w.ctx, w.jonas.Actor, ref)
		w.ok(err)
		if !v.Approved || len(v.Changed) != 1 || v.Changed[0].Key != block2 || v.Changed[0].By.Name != "Maria" || v.Segments < 5 {
			t.Errorf("Maria changed 1 of %d: %+v", v.Segments, v)
		}
		abroad := w.person("Ingrid", access.Grant{Role: "editor", Type: "*", Locale: "*", Country: "DE"})
		_, err = w.board.Feedback(w.ctx, abroad.Actor, ref)
		wantFault(t, err, "entry_not_found")
		_, err = w.board.Review(w.ctx, abroad.Actor, ref)
		wantFault(t, err, "entry_not_found")
		_, err = w.board.SetAsides(w.ctx, abroad.Actor, ref)
		wantFault(t, err, "entry_not_found")
	})
}

// rita is another reviewer of German.
func (w *world) rita() content.By { return w.person("Rita", grant("reviewer", "de")) }

func TestWhatWasSetAsideIsListed(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.pass(time.Hour)
		w.save(w.eleni, id, "el", w.profile("Τήλος", "Μισό."))
		w.do(w.eleni, id, "el", workflow.SetAside)
		got, err := w.board.SetAsides(w.ctx, w.maria.Actor, content.Ref{Entry: id, Locale: "el"})
		w.ok(err)
		if len(got) != 1 || got[0].Name != "please" || got[0].Parked.Name != "Eleni" || got[0].TakenUp != nil {
			t.Fatalf("%+v", got)
		}
		ref := content.Ref{Entry: id, Locale: "el"}
		wantFault(t, w.board.DiscardSetAside(w.ctx, w.jonas, ref, got[0].ID), "no_right")
		wantFault(t, w.board.DiscardSetAside(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "de"}, got[0].ID), "no_right")
		wantFault(t, w.board.DiscardSetAside(w.ctx, w.maria, content.Ref{Entry: id, Locale: "und"}, got[0].ID), "set_aside_not_found")
		w.ok(w.board.DiscardSetAside(w.ctx, w.eleni, ref, got[0].ID))
		wantFault(t, w.board.DiscardSetAside(w.ctx, w.eleni, ref, got[0].ID), "set_aside_not_found")
		left, err := w.board.SetAsides(w.ctx, w.maria.Actor, ref)
		w.ok(err)
		if len(left) != 0 {
			t.Errorf("discarded, and still waiting: %+v", left)
		}
	})
}

func TestSettingsAreStrict(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		s, err := w.board.Settings(w.ctx, w.jonas.Actor)
		w.ok(err)
		if s.Theme != "system" || s.Keys == nil || s.Views == nil {
			t.Errorf("the usual settings: %+v", s)
		}
		dark, zone := "dark", "Europe/Berlin"
		keys, views := map[string]string{"confirm": "Alt+K"}, []desk.View{{Name: "Polish", Screen: "entries", Query: "locale=pl"}}
		_, err = w.board.ChangeSettings(w.ctx, w.jonas, desk.SettingsChange{Theme: &dark, Keys: &keys, Views: &views})
		w.ok(err)
		s, err = w.board.ChangeSettings(w.ctx, w.jonas, desk.SettingsChange{TimeZone: &zone})
		w.ok(err)
		if s.Theme != "dark" || s.TimeZone != zone || s.Keys["confirm"] != "Alt+K" || len(s.Views) != 1 {
			t.Errorf("what was not given has changed: %+v", s)
		}
		for name, keys := range map[string]map[string]string{
			"a letter alone":       {"confirm": "k"},
			"an action like prose": {"Do it!": "Alt+K"},
		} {
			if _, err := w.board.ChangeSettings(w.ctx, w.jonas, desk.SettingsChange{Keys: &keys}); err == nil {
				t.Errorf("%s was accepted", name)
			}
		}
		twice := map[string]string{"workbench.stillRight": "Alt+K", "review.nextChange": "Alt+K"} // on different screens
		_, err = w.board.ChangeSettings(w.ctx, w.jonas, desk.SettingsChange{Keys: &twice})
		w.ok(err)
		if s, err := w.board.Settings(w.ctx, w.claire.Actor); err != nil || s.Theme != "system" {
			t.Errorf("the settings of somebody else: %+v %v", s, err)
		}
	})
}
