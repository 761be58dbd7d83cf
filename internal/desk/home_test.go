package desk_test

import (
	"fmt"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/workflow"
)

func (w *world) home(by content.By) *desk.Home {
	w.t.Helper()
	h, err := w.board.Home(w.ctx, by.Actor)
	w.ok(err)
	return h
}

// groupOf is one group of somebody's Desk.
func (w *world) groupOf(by content.By, kind string) desk.HomeGroup {
	w.t.Helper()
	for _, g := range w.home(by).Groups {
		if g.Kind == kind {
			if int(g.Total) < len(g.Items) {
				w.t.Errorf("%s of %s: total %d of %d items", kind, by.Actor.Name, g.Total, len(g.Items))
			}
			return g
		}
	}
	w.t.Fatalf("no group %s", kind)
	return desk.HomeGroup{}
}

func (w *world) wantGroup(by content.By, kind string, want ...string) desk.HomeGroup {
	w.t.Helper()
	g := w.groupOf(by, kind)
	var got []string
	for _, it := range g.Items {
		got = append(got, it.Title+" "+it.Locale)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || int(g.Total) != len(want) {
		w.t.Errorf("%s of %s: %q, total %d; want %q", kind, by.Actor.Name, got, g.Total, want)
	}
	return g
}

func TestTheDeskFollowsATextFromDraftToTranslation(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draft("Λιβαδειά")
		w.wantGroup(w.eleni, desk.GroupDrafts, "Λιβαδειά el", "Λιβαδειά und")
		w.wantGroup(w.maria, desk.GroupReview)

		w.do(w.eleni, id, "el", workflow.Submit, "und")
		w.wantGroup(w.eleni, desk.GroupDrafts)
		w.wantGroup(w.eleni, desk.GroupWaiting, "Λιβαδειά el", "Λιβαδειά und")
		w.wantGroup(w.eleni, desk.GroupReview) // may not approve
		w.wantGroup(w.jonas, desk.GroupReview)
		w.wantGroup(w.nikos, desk.GroupReview, "Λιβαδειά el") // of Greek only
		review := w.wantGroup(w.maria, desk.GroupReview, "Λιβαδειά el", "Λιβαδειά und")
		if it := review.Items[0]; it.Submitted == nil || it.Submitted.Name != "Eleni" || it.Number != 1 {
			t.Errorf("who submitted which revision: %+v", it)
		}

		w.do(w.maria, id, "el", workflow.Approve, "und")
		w.do(w.maria, id, "el", workflow.Publish, "und")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.wantGroup(w.jonas, desk.GroupChanged)

		w.pass(time.Hour)
		w.save(w.eleni, id, "el", w.profile("Λιβαδειά", "Το λιμάνι ιδρύθηκε το 1851.", "Μεγάλωσε με το εμπόριο.", "Τα ναυπηγεία έκλεισαν το 1984."))
		w.goLive(id, "el", w.eleni)
		changed := w.wantGroup(w.jonas, desk.GroupChanged, "de: Λιβαδειά de")
		if changed.Segments != 1 || changed.Words != 1 || changed.Items[0].Counts.Stale != 1 || !changed.Items[0].Live {
			t.Errorf("one word of one sentence has changed: %+v", changed)
		}
		w.wantGroup(w.claire, desk.GroupChanged) // may not write German
		w.wantGroup(w.ana, desk.GroupChanged, "de: Λιβαδειά de")
		for _, l := range w.home(w.jonas).Languages {
			want := map[string]desk.Progress{
				"el": {Locale: "el", Live: 1, Current: 1}, "de": {Locale: "de", Live: 1, Mine: true},
			}[l.Locale]
			if want.Locale != "" && l != want {
				t.Errorf("progress %+v, want %+v", l, want)
			}
		}
	})
}

func TestWhoWroteEverythingIsNotAskedToReviewIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.pass(time.Hour)
		w.save(w.nikos, id, "el", w.profile("Τήλος", "Νέο."))
		w.do(w.nikos, id, "el", workflow.Submit)
		w.wantGroup(w.nikos, desk.GroupReview)
		w.wantGroup(w.maria, desk.GroupReview, "Τήλος el")
	})
}

func TestWhatIsDueAndAssigned(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		assign := func(locale, who string, days int) {
			due := time.Unix(w.now.Load(), 0).Add(time.Duration(days) * 24 * time.Hour)
			_, err := w.texts.Do(w.ctx, w.ana, content.Ref{Entry: id, Locale: locale}, workflow.Assign, content.VerbInput{Assignee: who, DueAt: &due})
			w.ok(err)
		}
		assign("de", w.jonas.Actor.UserID, 3)
		assign("fr", "", 3)
		assign("en", "", 30)
		w.wantGroup(w.jonas, desk.GroupDue, "Τήλος de")
		w.wantGroup(w.jonas, desk.GroupAssigned, "Τήλος de")
		w.wantGroup(w.claire, desk.GroupDue, "Τήλος fr")
		w.wantGroup(w.claire, desk.GroupAssigned)
		w.wantGroup(w.ana, desk.GroupDue, "Τήλος fr") // hers or nobody's
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.wantGroup(w.jonas, desk.GroupDue) // finished
	})
}

func TestTheDeskShowsNothingThatMayNotBeRead(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.translate(w.jonas, id, "de")
		w.goLive(id, "de", w.jonas)
		w.pass(time.Hour)
		w.save(w.eleni, id, "el", w.profile("Τήλος", "Άλλο."))
		w.goLive(id, "el", w.eleni)
		abroad := w.person("Ingrid", access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "DE"})
		local := w.person("Dora", access.Grant{Role: "translator", Type: "city", Locale: "de", Country: "GR"})
		w.wantGroup(abroad, desk.GroupChanged)
		w.wantGroup(local, desk.GroupChanged, "de: Τήλος de")
		for _, l := range w.home(abroad).Languages {
			if l.Live != 0 {
				t.Errorf("%s has %d live pages for somebody who may read none", l.Locale, l.Live)
			}
		}
		nobody := w.person("Nobody")
		for _, g := range w.home(nobody).Groups {
			if g.Total != 0 {
				t.Errorf("%s: %d documents for somebody without a grant", g.Kind, g.Total)
			}
		}
	})
}

func TestWhatIsPutOffIsAwayUntilThen(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draft("Λιβαδειά")
		until := time.Unix(w.now.Load(), 0).Add(24 * time.Hour)
		_, err := w.board.Snooze(w.ctx, w.eleni, content.Ref{Entry: id, Locale: "el"}, &until)
		w.ok(err)
		w.wantGroup(w.eleni, desk.GroupDrafts, "Λιβαδειά und")
		off := w.wantGroup(w.eleni, desk.GroupSnoozed, "Λιβαδειά el")
		if off.Items[0].Snoozed == nil || !off.Items[0].Snoozed.Equal(until) {
			t.Errorf("put off until %v", off.Items[0].Snoozed)
		}
		w.wantGroup(w.maria, desk.GroupSnoozed) // nobody else's business
		w.pass(25 * time.Hour)
		w.wantGroup(w.eleni, desk.GroupDrafts, "Λιβαδειά el", "Λιβαδειά und")
		w.wantGroup(w.eleni, desk.GroupSnoozed)
	})
}

func TestTheDeskTellsWhatBecameOfSomebodysWords(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.translate(w.jonas, id, "de")
		w.do(w.jonas, id, "de", workflow.Submit)
		w.write(w.maria, id, "de", block2, "Er wuchs mit dem Handel.")
		w.wantGroup(w.jonas, desk.GroupFeedback) // not before it is decided
		w.do(w.rita(), id, "de", workflow.Approve)
		w.wantGroup(w.jonas, desk.GroupFeedback, "de: Τήλος de")
		w.wantGroup(w.maria, desk.GroupFeedback)
		w.pass(15 * 24 * time.Hour)
		w.wantGroup(w.jonas, desk.GroupFeedback)
	})
}

func TestTheDeskNamesWhatSomebodyCouldTake(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		mine := func(by content.By) string { return fmt.Sprint(w.home(by).Unassigned) }
		if got := mine(w.jonas); got != "[{de 1}]" {
			t.Errorf("German is nobody's: %s", got)
		}
		if got := mine(w.eleni); got != "[]" {
			t.Errorf("the Greek text is there: %s", got)
		}
		w.do(w.jonas, id, "de", workflow.Take)
		if got := mine(w.jonas); got != "[]" {
			t.Errorf("taken: %s", got)
		}
		page, err := w.board.Entries(w.ctx, w.claire.Actor, desk.EntriesQuery{Locale: "fr", Unassigned: true})
		w.ok(err)
		taken, err := w.board.Entries(w.ctx, w.claire.Actor, desk.EntriesQuery{Locale: "de", Unassigned: true})
		w.ok(err)
		if len(page.Data) != 1 || len(taken.Data) != 0 {
			t.Errorf("%d entries without a French translator, %d without a German one", len(page.Data), len(taken.Data))
		}
	})
}

// fill makes entries in bulk: every city live in seven languages, one in
// forty translations stale, one document in fifty in review, one in fifty a draft.
func (w *world) fill(entries int) {
	w.t.Helper()
	me, maria := w.jonas.Actor.UserID, w.maria.Actor.UserID
	locales := `(SELECT 'und' AS l UNION SELECT 'en' UNION SELECT 'fr' UNION SELECT 'de' UNION SELECT 'el' UNION SELECT 'it' UNION SELECT 'pl' UNION SELECT 'es')`
	numbers := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", entries)
	id := "('00000000-0000-4000-8000-' || SUBSTR(CAST(1000000000000 + i AS TEXT), 2))"
	for _, sql := range []string{
		"INSERT INTO entries (id, type, source_locale, country, created_at, created_by) " + numbers + "SELECT " + id + ", 'city', 'el', 'GR', 1, '" + maria + "' FROM n",
		"INSERT INTO documents (entry_id, locale, state, version, follows, title, head_revision_id, approved_revision_id, minor, assignee, due_at, changed_at) " + numbers +
			"SELECT " + id + ", l, CASE WHEN i % 50 = 1 THEN 'in_review' WHEN i % 50 = 2 THEN 'draft' ELSE 'approved' END, 1, CASE WHEN l IN ('el', 'und') THEN '' ELSE 'el' END," +
			" 'City ' || i, " + id + " || l, '', FALSE, CASE WHEN i % 500 = 3 THEN '" + me + "' ELSE '' END, CASE WHEN i % 200 = 2 THEN 1 ELSE NULL END, i FROM n, " + locales + " x",
		"INSERT INTO revisions (id, entry_id, locale, number, parent_id, made_from, schema_version, slug, content, content_hash, origin, author, created_at, note) " +
			"SELECT head_revision_id, entry_id, locale, 1, '', '', '', '', '{}', entry_id, 'human', CASE WHEN state = 'draft' AND locale = 'de' THEN '" + me + "' ELSE '" + maria + "' END, 1, '' FROM documents",
		"INSERT INTO history (entry_id, locale, number, verb, from_state, to_state, version, actor, revision_id, comment, at) " +
			"SELECT entry_id, locale, 1, 'submit', 'draft', 'in_review', 1, '" + me + "', head_revision_id, '', 1 FROM documents WHERE state = 'in_review'",
		"INSERT INTO published (entry_id, locale, type, source_locale, follows, revision_id, slug, title, body, stale, published_at, revised_at, seq) " +
			"SELECT entry_id, locale, 'city', 'el', follows, head_revision_id, '', title, '{}', 0, 1, 1, 1 FROM documents",
		"INSERT INTO segment_counts (entry_id, locale, total, empty, stale, translated, total_words, empty_words, stale_words, translated_words) " +
			"SELECT entry_id, locale, 60, 0, CASE WHEN SUBSTR(title, LENGTH(title) - 1) IN ('17', '47') THEN 3 ELSE 0 END, 60, 900, 0, 12, 900 FROM documents WHERE follows <> ''",
	} {
		w.ok(w.db.WithTimeout(5*time.Minute).Write(w.ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(sql)
			return err
		}))
	}
	if w.db.Postgres() {
		w.ok(w.db.Write(w.ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("ANALYZE")
			return err
		}))
	}
}

// BenchmarkHome asks for the Desk of a translator and of an editor of all
// languages, at 10,000 entries in seven languages.
func BenchmarkHome(b *testing.B) {
	for _, on := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", apptest.SQLite}, {"postgres", apptest.Postgres}} {
		b.Run(on.name, func(b *testing.B) {
			w := newWorld(b, on.url(b))
			w.fill(10_000)
			for _, by := range []content.By{w.jonas, w.maria} {
				b.Run(by.Actor.Name, func(b *testing.B) {
					for b.Loop() {
						if _, err := w.board.Home(w.ctx, by.Actor); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
