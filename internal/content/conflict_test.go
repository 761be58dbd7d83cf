package content_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"movingcities/internal/compare"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// withTagline is the test profile with another tagline and blocks.
func withTagline(w *world, name, tagline string, blocks ...string) schema.Fields {
	f := fields(w, profile(name, blocks...))
	f["tagline"] = tagline
	return f
}

func TestAConflictCarriesWhatBothBeganWith(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Παλέρμο")
		read := w.doc(id, "el").Version // both open it
		w.pass(time.Hour)
		ref := content.Ref{Entry: id, Locale: "el"}
		_, err := w.desk.Save(w.ctx, w.nikos, ref, content.SaveInput{Version: read, Fields: withTagline(w, "Παλέρμο", "Του Νίκου", threeBlocks...)})
		if err != nil {
			t.Fatal(describe(err))
		}
		mine := withTagline(w, "Παλέρμο", "Της Ελένης", threeBlocks[0], paragraph(block2, "Άλλαξε."), threeBlocks[2])
		_, err = w.desk.Save(w.ctx, w.eleni, ref, content.SaveInput{Version: read, Fields: mine})
		wantFault(t, err, "version_mismatch")
		got := extra(err)
		overlaps, _ := got["overlaps"].([]compare.Overlap)
		if len(overlaps) != 1 || overlaps[0].Key != "tagline" || overlaps[0].Base != "Σύντομη φράση" || overlaps[0].Yours != "Της Ελένης" || overlaps[0].Theirs != "Του Νίκου" {
			t.Fatalf("only the tagline overlaps: %v", got["overlaps"])
		}
		merged, _ := got["merged"].(schema.Fields)
		text := string(schema.Encode(merged))
		if !strings.Contains(text, "Άλλαξε.") || !strings.Contains(text, "Του Νίκου") {
			t.Errorf("merged: %s", text)
		}
		merged["tagline"] = "Των δύο"
		version, _ := got["version"].(int64)
		if _, err := w.desk.Save(w.ctx, w.eleni, ref, content.SaveInput{Version: version, Fields: merged}); err != nil {
			t.Fatal(describe(err))
		}
	})
}

func TestABaseThatItsAuthorReplacedIsNotMadeUp(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Παλέρμο")
		ref := content.Ref{Entry: id, Locale: "el"}
		read := w.doc(id, "el").Version
		w.save(w.eleni, id, "el", profile("Παλέρμο", threeBlocks[0])) // within ten minutes: in the same row
		_, err := w.desk.Save(w.ctx, w.nikos, ref, content.SaveInput{Version: read, Fields: withTagline(w, "Παλέρμο", "x", threeBlocks...)})
		wantFault(t, err, "version_mismatch")
		if _, known := extra(err)["base"]; known || extra(err)["fields"] == nil {
			t.Errorf("the text of that version is gone, and answered all the same: %v", extra(err)["base"])
		}
		w.pass(time.Hour)
		read = w.doc(id, "el").Version
		w.save(w.nikos, id, "el", profile("Παλέρμο", threeBlocks[1]))
		w.save(w.nikos, id, "el", profile("Παλέρμο", threeBlocks[2])) // replaces his own, not what she read
		_, err = w.desk.Save(w.ctx, w.eleni, ref, content.SaveInput{Version: read, Fields: withTagline(w, "Παλέρμο", "x", threeBlocks...)})
		if _, known := extra(err)["base"]; !known {
			t.Errorf("the text she read is there and was not answered: %s", describe(err))
		}
	})
}

func TestRestoreOneField(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Τήλος")
		first := w.doc(id, "el").Revision
		w.translate(w.jonas, id, "de")
		german := w.doc(id, "de").Revision
		w.pass(time.Hour)
		f := withTagline(w, "Τήλος", "Νέα φράση", paragraph(block1, "Νέο."))
		if _, err := w.desk.Save(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, content.SaveInput{Version: w.doc(id, "el").Version, Fields: f}); err != nil {
			t.Fatal(describe(err))
		}
		in := content.VerbInput{Revision: first, Fields: []string{"tagline"}}
		v, err := w.desk.Do(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, workflow.Restore, in)
		if err != nil {
			t.Fatal(describe(err))
		}
		if text := string(schema.Encode(v.Fields)); v.Fields["tagline"] != "Σύντομη φράση" || !strings.Contains(text, "Νέο.") {
			t.Errorf("only the tagline goes back: %s", text)
		}
		in.Fields = []string{"location"}
		_, err = w.desk.Do(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, workflow.Restore, in)
		wantFault(t, err, "unknown_field")

		ref := content.Ref{Entry: id, Locale: "de"}
		var change content.SegmentsInput
		for _, s := range w.segments(id, "de").Segments {
			change.Segments = append(change.Segments, content.SegmentInput{Key: s.Key, Text: "anders", From: s.Hash, IfHash: s.Target.Hash})
		}
		if _, err := w.desk.SaveSegments(w.ctx, w.jonas, ref, change); err != nil {
			t.Fatal(describe(err))
		}
		if _, err := w.desk.Do(w.ctx, w.jonas, ref, workflow.Restore, content.VerbInput{Revision: german, Fields: []string{"tagline"}}); err != nil {
			t.Fatal(describe(err))
		}
		for _, s := range w.segments(id, "de").Segments {
			if (s.Target.Text == "anders") == (s.Field == "tagline") {
				t.Errorf("%s is %q", s.Key, s.Target.Text)
			}
		}
	})
}

func TestDiffNamesWhatIsNoText(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Τήλος")
		from := w.doc(id, "und").Revision
		w.pass(time.Hour)
		w.save(w.eleni, id, "und", `{"country":"GR","location":{"lat":38.43,"lon":23},"population":{"value":700,"unit":"people","year":2021,"source":"x"}}`)
		d, err := w.board.Diff(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: "und"}, from, w.doc(id, "und").Revision)
		if err != nil {
			t.Fatal(describe(err))
		}
		got := ""
		for _, c := range d.Changes {
			got += c.Op + " " + c.Path + " " + c.Kind + "; "
		}
		if got != "changed location point; added population figure; " && got != "added population figure; changed location point; " {
			t.Errorf("shared fields: %s", got)
		}
		from = w.doc(id, "el").Revision
		w.save(w.eleni, id, "el", profile("Τήλος", threeBlocks[2], threeBlocks[0], paragraph(block2, "Μεγάλωσε με το νέο εμπόριο.")))
		if d, err = w.board.Diff(w.ctx, w.ana.Actor, content.Ref{Entry: id, Locale: "el"}, from, w.doc(id, "el").Revision); err != nil {
			t.Fatal(describe(err))
		}
		text, _ := json.Marshal(d.Changes)
		if len(d.Changes) != 2 || d.Changes[0].Path != block2 || d.Changes[0].Field != "sections" || d.Changes[1].Op != compare.Moved {
			t.Errorf("one sentence and the order: %s", text)
		}
	})
}

func (w *world) verb(by content.By, id, locale string, verb workflow.Verb, in content.VerbInput) (*content.DocumentView, error) {
	if in.Revision == "" {
		in.Revision = w.doc(id, locale).Revision
	}
	return w.desk.Do(w.ctx, by, content.Ref{Entry: id, Locale: locale}, verb, in)
}

func (w *world) setAside(by content.By, id, locale, name string) string {
	w.t.Helper()
	if _, err := w.verb(by, id, locale, workflow.SetAside, content.VerbInput{Comment: name}); err != nil {
		w.t.Fatal(describe(err))
	}
	return rows[db.SetAside](w, "SELECT * FROM set_asides WHERE entry_id = ? AND locale = ? ORDER BY id DESC", id, locale)[0].ID
}

func TestARewriteIsSetAsideWhileTheLiveTextIsMended(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Τήλος")
		live := w.livePage(id, "el")
		_, err := w.verb(w.eleni, id, "el", workflow.SetAside, content.VerbInput{Comment: "x"})
		wantFault(t, err, "nothing_to_set_aside")
		w.pass(time.Hour)
		w.save(w.eleni, id, "el", profile("Τήλος", threeBlocks[0], paragraph(block2, "Μισό"), threeBlocks[2]))
		_, err = w.verb(w.jonas, id, "el", workflow.SetAside, content.VerbInput{Comment: "x"})
		wantFault(t, err, "no_right")
		_, err = w.verb(w.eleni, id, "el", workflow.SetAside, content.VerbInput{})
		wantFault(t, err, "name_required")
		parked := w.setAside(w.eleni, id, "el", "Rewrite of spring")
		if doc := w.doc(id, "el"); doc.State != "draft" || strings.Contains(string(schema.Encode(doc.Fields)), "Μισό") {
			t.Fatal("the document did not go back to the live text")
		}

		w.pass(time.Hour)
		w.save(w.eleni, id, "el", profile("Τήλος", paragraph(block1, "Το λιμάνι ιδρύθηκε το 1851."), threeBlocks[1], threeBlocks[2]))
		w.goLive(id, "el", w.eleni)
		if now := w.livePage(id, "el"); !strings.Contains(now.Body, "1851") || strings.Contains(now.Body, "Μισό") || now.RevisionID == live.RevisionID {
			t.Error("the mended text is not live, or has something of the rewrite")
		}
		v, err := w.verb(w.eleni, id, "el", workflow.TakeUp, content.VerbInput{SetAside: parked})
		if err != nil {
			t.Fatal(describe(err))
		}
		if text := string(schema.Encode(v.Fields)); v.State != "draft" || !strings.Contains(text, "Μισό") || !strings.Contains(text, "1851") {
			t.Errorf("the rewrite and the mend together: %s", text)
		}
		_, err = w.verb(w.eleni, id, "el", workflow.TakeUp, content.VerbInput{SetAside: parked})
		wantFault(t, err, "taken_up")
		_, err = w.verb(w.eleni, id, "und", workflow.TakeUp, content.VerbInput{SetAside: parked})
		wantFault(t, err, "set_aside_not_found")
	})
}

func TestWhereBothChangedThePersonChooses(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Τήλος")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.pass(time.Hour)
		write := func(key, text string) {
			t.Helper()
			for _, s := range w.segments(id, "de").Segments {
				if s.Key == key {
					_, err := w.desk.SaveSegments(w.ctx, w.jonas, content.Ref{Entry: id, Locale: "de"}, content.SegmentsInput{
						Segments: []content.SegmentInput{{Key: key, Text: text, From: s.Hash, IfHash: s.Target.Hash}},
					})
					if err != nil {
						t.Fatal(describe(err))
					}
				}
			}
		}
		write(block1, "neu eins")
		write(block2, "neu zwei")
		parked := w.setAside(w.jonas, id, "de", "Neufassung")
		w.pass(time.Hour)
		write(block2, "gebessert")
		before := rows[db.Document](w, "SELECT * FROM documents WHERE entry_id = ? AND locale = 'de'", id)[0]
		_, err := w.verb(w.jonas, id, "de", workflow.TakeUp, content.VerbInput{SetAside: parked})
		wantFault(t, err, "overlaps")
		overlaps, _ := fault.Of(err).Extra["overlaps"].([]compare.Overlap)
		if len(overlaps) != 1 || overlaps[0].Key != block2 || overlaps[0].Yours != "neu zwei" || overlaps[0].Theirs != "gebessert" {
			t.Errorf("overlaps: %v", overlaps)
		}
		if after := rows[db.Document](w, "SELECT * FROM documents WHERE entry_id = ? AND locale = 'de'", id)[0]; after.Version != before.Version {
			t.Error("a merge that was refused has changed the document")
		}
		in := content.VerbInput{SetAside: parked, Choice: map[string]string{block2: compare.Yours}}
		if _, err := w.verb(w.jonas, id, "de", workflow.TakeUp, in); err != nil {
			t.Fatal(describe(err))
		}
		got := map[string]string{}
		for _, s := range w.segments(id, "de").Segments {
			got[s.Key] = s.Target.Text
		}
		if got[block1] != "neu eins" || got[block2] != "neu zwei" || !strings.HasPrefix(got[block3], "de: ") {
			t.Errorf("taken up: %v", got)
		}
	})
}
