package content_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/workflow"
)

// The rules are numbered like the list of design mistakes they guard against.

func TestRule1NoWriteWithoutALocale(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		for verb, write := range map[string]func() error{
			"create": func() error {
				_, err := w.desk.CreateEntry(w.ctx, w.maria, content.NewEntry{Type: "city", Fields: fields(w, profile("x"))})
				return err
			},
			"save": func() error {
				_, err := w.desk.Save(w.ctx, w.maria, content.Ref{Entry: id}, content.SaveInput{Fields: fields(w, profile("x"))})
				return err
			},
			"segments": func() error {
				_, err := w.desk.SaveSegments(w.ctx, w.maria, content.Ref{Entry: id}, content.SegmentsInput{})
				return err
			},
			"submit": func() error {
				_, err := w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id}, workflow.Submit, content.VerbInput{Revision: "r"})
				return err
			},
		} {
			if err := write(); err == nil {
				t.Errorf("%s without a locale was accepted", verb)
			}
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM documents WHERE locale = ''"); n[0] != 0 {
			t.Errorf("%d documents without a locale", n[0])
		}
	})
}

// otherRows is every row of an entry that belongs to other documents.
func otherRows(w *world, id string, locale string) string {
	var all []any
	for _, table := range []string{"documents", "revisions", "approvals", "history", "segment_counts", "published", "slugs"} {
		all = append(all, rows[map[string]any](w, fmt.Sprintf("SELECT * FROM %s WHERE entry_id = ? AND locale <> ? ORDER BY 1, 2, 3, 4", table), id, locale))
	}
	return fmt.Sprint(all...)
}

func TestRule2AVerbOnOneLocaleChangesNoRowOfAnother(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		first := w.doc(id, "en").Revision
		w.must(w.emma, id, "en", workflow.Submit)
		w.must(w.maria, id, "en", workflow.Approve)
		for _, verb := range []workflow.Verb{workflow.Publish, workflow.Unpublish, workflow.Publish, workflow.Restore} {
			before := otherRows(w, id, "en")
			by := w.maria
			if verb == workflow.Restore {
				w.pass(time.Hour)
			}
			if _, err := w.desk.Do(w.ctx, by, content.Ref{Entry: id, Locale: "en"}, verb, content.VerbInput{Revision: first}); err != nil {
				t.Fatal(verb, describe(err))
			}
			if after := otherRows(w, id, "en"); after != before {
				t.Errorf("%s of en changed rows of other locales:\n%s\n%s", verb, before, after)
			}
		}
	})
}

func TestRule3OnlyPublishingWritesWhatThePublicReads(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Λιβαδειά")
		w.must(w.eleni, id, "el", workflow.Submit, "und")
		w.must(w.maria, id, "el", workflow.Approve, "und")
		if w.livePage(id, "el") != nil {
			t.Fatal("an approved text is public before it was published")
		}
		w.must(w.maria, id, "el", workflow.Publish, "und")
		live := w.livePage(id, "el").Body
		w.pass(time.Hour)
		w.save(w.eleni, id, "el", profile("Λιβαδειά", paragraph(block1, "Ένα μυστικό.")))
		if now := w.livePage(id, "el").Body; now != live || strings.Contains(now, "μυστικό") {
			t.Error("a draft changed what the public reads")
		}
	})
}

func TestRule4AnEditVoidsApprovalsAndNobodyApprovesAlone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draftCity("Τήλος")
		w.must(w.eleni, id, "el", workflow.Submit, "und")
		w.must(w.maria, id, "el", workflow.Approve, "und")
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Τήλος", paragraph(block1, "Νέο κείμενο.")))
		if open := rows[db.Approval](w, "SELECT * FROM approvals WHERE entry_id = ? AND locale = 'el' AND voided_at IS NULL", id); len(open) != 0 {
			t.Errorf("%d approvals survived an edit", len(open))
		}
		_, err := w.try(w.maria, id, "el", workflow.Publish)
		wantFault(t, err, "wrong_state")

		w.must(w.nikos, id, "el", workflow.Submit)
		// Eleni wrote before, Nikos wrote last: Nikos alone covers only Eleni's words.
		v := w.must(w.nikos, id, "el", workflow.Approve)
		if v.State != "in_review" || !reflect.DeepEqual(v.Review.Open, []string{w.nikos.Actor.UserID}) {
			t.Errorf("after the second author's approval: %s, open %v", v.State, v.Review.Open)
		}
		if v := w.must(w.maria, id, "el", workflow.Approve); v.State != "approved" {
			t.Errorf("one outsider is enough, got %s", v.State)
		}
	})
}

func TestRule4TheOnlyAuthorCannotApprove(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Τήλος")
		w.pass(time.Hour)
		for _, origin := range []string{content.OriginHuman, content.OriginImport, content.OriginAPI} {
			by := w.maria
			by.Origin = origin
			w.save(by, id, "el", profile("Τήλος", paragraph(block1, "Από "+origin)))
			w.must(w.maria, id, "el", workflow.Submit)
			_, err := w.try(w.maria, id, "el", workflow.Approve)
			wantFault(t, err, "four_eyes")
			w.must(w.maria, id, "el", workflow.Withdraw)
		}
		w.must(w.maria, id, "el", workflow.Submit)
		if _, err := w.desk.Do(w.ctx, w.maria, content.Ref{Entry: id, Locale: "el"}, workflow.Approve,
			content.VerbInput{Revision: w.doc(id, "el").Revision, Override: "urgent"}); err == nil {
			t.Error("an editor overrode four eyes")
		}
		v, err := w.desk.Do(w.ctx, w.ana, content.Ref{Entry: id, Locale: "el"}, workflow.Approve,
			content.VerbInput{Revision: w.doc(id, "el").Revision, Override: "urgent correction"})
		if err != nil || v.State != "approved" {
			t.Fatal(describe(err))
		}
		if why := rows[string](w, "SELECT reason FROM approvals WHERE entry_id = ? AND reason <> ''", id); len(why) != 1 {
			t.Error("the override's reason is not on record")
		}
	})
}

func TestRule5NothingGoesStaleWithoutAChangeOfWords(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		stale := func() int64 { return w.doc(id, "en").Counts.Stale + w.doc(id, "en").Counts.Empty }

		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", threeBlocks[2], threeBlocks[0], threeBlocks[1]))
		w.goLive(id, "el", w.nikos)
		if stale() != 0 {
			t.Error("moving blocks made segments stale")
		}
		if v, err := w.desk.Save(w.ctx, w.nikos, content.Ref{Entry: id, Locale: "el"}, content.SaveInput{
			Version: w.doc(id, "el").Version, Fields: w.doc(id, "el").Fields, Slug: w.doc(id, "el").Slug,
		}); err != nil || v.State != "approved" {
			t.Errorf("saving without a change: %s, %s", v.State, describe(err))
		}
		w.save(w.maria, id, "und", `{"country":"GR","location":{"lat":38.44,"lon":22.88},"website":"https://example.org"}`)
		w.must(w.maria, id, "und", workflow.Submit)
		w.must(w.ana, id, "und", workflow.Approve)
		w.must(w.maria, id, "und", workflow.Publish)
		w.translate(w.claire, id, "fr")
		w.goLive(id, "fr", w.claire)
		if stale() != 0 {
			t.Error("the shared part or another language made segments stale")
		}
		if n := rows[int64](w, "SELECT COUNT(*) FROM source_changes WHERE entry_id = ?", id); n[0] != 0 {
			t.Errorf("%d source changes recorded", n[0])
		}
	})
}

func TestRule6OneChangedSentenceIsStaleExactlyWhereItWasTranslated(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		before := w.livePage(id, "en").Body

		w.pass(time.Hour)
		changed := paragraph(block2, "Μεγάλωσε γρήγορα με το εμπόριο.")
		w.save(w.nikos, id, "el", profile("Λιβαδειά", threeBlocks[0], changed, threeBlocks[2]))
		if c := w.doc(id, "en").Counts; c.Stale != 0 {
			t.Errorf("half-typed text made %d segments stale", c.Stale)
		}
		w.must(w.nikos, id, "el", workflow.Submit)
		w.must(w.maria, id, "el", workflow.Approve)
		for _, locale := range []string{"en", "de"} {
			c := w.doc(id, locale).Counts
			if c.Stale != 1 || c.StaleWords != 1 {
				t.Errorf("%s: %d segments and %d words stale, want 1 and 1", locale, c.Stale, c.StaleWords)
			}
			for _, s := range w.segments(id, locale).Segments {
				if s.Stale != (s.Key == block2) {
					t.Errorf("%s %s: stale %v", locale, s.Key, s.Stale)
				}
			}
		}
		if c := w.doc(id, "fr").Counts; c.Stale != 0 || c.Empty != c.Total {
			t.Errorf("a language that had no text: %+v", *c)
		}
		if w.livePage(id, "en").Body != before {
			t.Error("the public text of a translation changed")
		}

		w.pass(time.Hour)
		w.save(w.nikos, id, "el", profile("Λιβαδειά", threeBlocks...))
		w.must(w.nikos, id, "el", workflow.Submit)
		w.must(w.maria, id, "el", workflow.Approve)
		if c := w.doc(id, "en").Counts; c.Stale != 0 {
			t.Error("a reverted change did not heal")
		}
	})
}

func TestRule7TwoPeopleTwoLocalesNoConflictOneLocaleAThreeWayView(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.translate(w.jonas, id, "de")

		read := w.doc(id, "el").Version
		w.pass(time.Hour)
		w.save(w.eleni, id, "el", profile("Πρώτη", threeBlocks...))
		mine := content.SaveInput{Version: read, Fields: fields(w, profile("Δεύτερη", threeBlocks...))}
		_, err := w.desk.Save(w.ctx, w.nikos, content.Ref{Entry: id, Locale: "el"}, mine)
		wantFault(t, err, "version_mismatch")
		if !strings.Contains(fmt.Sprint(extra(err)["fields"]), "Πρώτη") {
			t.Error("the conflict does not show the text that is there now")
		}
		if got := w.doc(id, "el").Title; got != "Πρώτη" {
			t.Errorf("a refused save changed the text to %q", got)
		}
		mine.Version = w.doc(id, "el").Version
		if _, err := w.desk.Save(w.ctx, w.nikos, content.Ref{Entry: id, Locale: "el"}, mine); err != nil {
			t.Fatal(describe(err))
		}
		all := rows[string](w, "SELECT content FROM revisions WHERE entry_id = ? AND locale = 'el'", id)
		if text := strings.Join(all, "\n"); !strings.Contains(text, "Πρώτη") || !strings.Contains(text, "Δεύτερη") {
			t.Error("history lost one of the two texts")
		}
		mine.Version = read
		if v, err := w.desk.Save(w.ctx, w.nikos, content.Ref{Entry: id, Locale: "el"}, mine); err != nil || v.Title != "Δεύτερη" {
			t.Errorf("the same save sent again after its answer was lost: %s", describe(err))
		}
	})
}

func TestRule7TwoTranslatorsMeetOnlyInTheSameSegment(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		lena := w.person("Lena", w.jonas.Actor.Grants...)
		ref := content.Ref{Entry: id, Locale: "de"}
		seg := w.segments(id, "de").Segments
		put := func(by content.By, i int, text, ifHash string) error {
			_, err := w.desk.SaveSegments(w.ctx, by, ref, content.SegmentsInput{Segments: []content.SegmentInput{
				{Key: seg[i].Key, Text: text, From: seg[i].Hash, IfHash: ifHash},
			}})
			return err
		}
		for _, err := range []error{put(w.jonas, 0, "eins", ""), put(lena, 1, "zwei", ""), put(w.jonas, 2, "drei", "")} {
			if err != nil {
				t.Fatal(describe(err))
			}
		}
		err := put(lena, 0, "anders", "")
		wantFault(t, err, "segment_conflict")
		if !strings.Contains(fmt.Sprint(extra(err)["current"]), "eins") {
			t.Error("the conflict does not show the other translator's text")
		}
		if got := w.segments(id, "de").Segments[0].Target.Text; got != "eins" {
			t.Errorf("a refused segment was written: %q", got)
		}
	})
}

func TestRule8ARelationSurvivesUnpublishingOfEitherSide(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		city := w.liveCity("Λιβαδειά")
		shared := fmt.Sprintf(`{"city":{"entry":%q},"year_started":2016}`, city)
		e, err := w.desk.CreateEntry(w.ctx, w.eleni, content.NewEntry{Type: "approach", SourceLocale: "el", Shared: fields(w, shared)})
		if err != nil {
			t.Fatal(describe(err))
		}
		relation := func() string { return fmt.Sprint(w.doc(e.ID, "und").Fields["city"]) }
		before := relation()
		w.must(w.maria, city, "el", workflow.Unpublish, "und")
		if relation() != before {
			t.Error("unpublishing the target changed the relation")
		}
		w.must(w.maria, city, "el", workflow.Publish, "und")
		if relation() != before || !strings.Contains(before, city) {
			t.Error("publishing the target again changed the relation")
		}
	})
}

func TestRule9AnUnpublishedLocaleIsNotServedByFallback(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		served := func(locale string) []string {
			return rows[string](w, "SELECT served_locale FROM listing WHERE entry_id = ? AND locale = ?", id, locale)
		}
		if got := served("de"); !reflect.DeepEqual(got, []string{"el"}) {
			t.Errorf("German is served by %v while English is a draft", got)
		}
		w.goLive(id, "en", w.emma)
		if got := served("de"); !reflect.DeepEqual(got, []string{"en"}) {
			t.Errorf("German is served by %v once English is live", got)
		}
		w.must(w.maria, id, "en", workflow.Unpublish)
		if got := served("de"); !reflect.DeepEqual(got, []string{"el"}) {
			t.Errorf("German is served by %v after English was taken down", got)
		}
	})
}

func TestRule10NobodyWritesAForeignLocale(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.claire, id, "fr")
		read := w.doc(id, "fr").Revision
		before := otherRows(w, id, "none")
		for _, verb := range workflow.Verbs() {
			if verb == workflow.Read || verb == workflow.Comment { // for everybody who works here
				continue
			}
			ref := content.Ref{Entry: id, Locale: "fr"}
			var err error
			switch verb {
			case workflow.Save:
				_, err = w.desk.Save(w.ctx, w.jonas, ref, content.SaveInput{Version: 1, Fields: fields(w, profile("x"))})
			case workflow.Segments:
				_, err = w.desk.SaveSegments(w.ctx, w.jonas, ref, content.SegmentsInput{})
			case workflow.Create:
				_, err = w.desk.CreateEntry(w.ctx, w.jonas, content.NewEntry{Type: "city", SourceLocale: "fr"})
			case workflow.Archive:
				_, err = w.desk.Archive(w.ctx, w.jonas, id, "")
			case workflow.Unarchive:
				_, err = w.desk.Unarchive(w.ctx, w.jonas, id, "")
			default:
				_, err = w.desk.Do(w.ctx, w.jonas, ref, verb, content.VerbInput{Revision: read, Comment: "x", Follows: "en"})
			}
			wantFault(t, err, "no_right")
		}
		if otherRows(w, id, "none") != before {
			t.Error("a refused verb changed a row")
		}
	})
}
