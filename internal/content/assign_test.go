package content_test

import (
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/workflow"
)

// granted writes a person's grants down, as the receiver of work needs them in
// the database.
func (w *world) granted(by content.By) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		for _, g := range by.Actor.Grants {
			row := &db.Grant{ID: w.newID(), UserID: by.Actor.UserID, Role: g.Role, Type: g.Type, Locale: g.Locale, Country: g.Country, CreatedAt: db.At(time.Unix(0, 0))}
			if err := tx.Insert(row); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) queue(by content.By, q desk.QueueQuery) *desk.QueuePage {
	w.t.Helper()
	page, err := w.board.Queue(w.ctx, by.Actor, "de", q)
	if err != nil {
		w.t.Fatal(describe(err))
	}
	return page
}

func TestWorkIsTakenAndHandedOverWithANote(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		ref := content.Ref{Entry: id, Locale: "de"}
		lena := w.person("Lena", grant("translator", "de"))
		w.granted(lena)
		w.granted(w.claire)
		do := func(by content.By, verb workflow.Verb, in content.VerbInput) error {
			_, err := w.desk.Do(w.ctx, by, ref, verb, in)
			return err
		}
		wantFault(t, do(w.claire, workflow.Take, content.VerbInput{}), "no_right")
		if err := do(w.jonas, workflow.Take, content.VerbInput{}); err != nil {
			t.Fatal(describe(err))
		}
		wantFault(t, do(lena, workflow.Take, content.VerbInput{}), "assigned")
		wantFault(t, do(lena, workflow.HandOver, content.VerbInput{}), "not_assigned")
		due := time.Unix(w.now.Load(), 0).Add(72 * time.Hour)
		coordinator := w.person("Cora", grant("coordinator", "*"))
		if err := do(coordinator, workflow.Due, content.VerbInput{DueAt: &due}); err != nil {
			t.Fatal(describe(err))
		}
		wantFault(t, do(w.jonas, workflow.HandOver, content.VerbInput{Assignee: w.claire.Actor.UserID}), "assignee_has_no_right")
		if err := do(w.jonas, workflow.HandOver, content.VerbInput{Assignee: lena.Actor.UserID, Comment: "Mind the ships."}); err != nil {
			t.Fatal(describe(err))
		}
		page := w.queue(lena, desk.QueueQuery{Assignee: lena.Actor.UserID})
		if len(page.Data) != 1 || page.Data[0].HandOver == nil || page.Data[0].HandOver.Note != "Mind the ships." || page.Data[0].HandOver.Name != "Jonas" {
			t.Fatalf("%+v", page.Data)
		}
		if at := page.Data[0].DueAt; at == nil || !at.Equal(due) {
			t.Errorf("due %v", at)
		}
		if err := do(lena, workflow.HandOver, content.VerbInput{}); err != nil { // back to nobody
			t.Fatal(describe(err))
		}
		if d := w.doc(id, "de"); d.Assignee != "" || d.State != "missing" {
			t.Errorf("%q %s", d.Assignee, d.State)
		}
	})
}

func TestSnoozedWorkIsHiddenFromOnePersonUntilItsTime(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, second := w.liveCity("Λιβαδειά"), w.liveCity("Τήλος")
		ref := content.Ref{Entry: first, Locale: "de"}
		until := time.Unix(w.now.Load(), 0).Add(time.Hour)
		_, err := w.board.Snooze(w.ctx, w.claire, ref, &until)
		wantFault(t, err, "no_right")
		if _, err := w.board.Snooze(w.ctx, w.jonas, ref, &until); err != nil {
			t.Fatal(describe(err))
		}
		if page := w.queue(w.jonas, desk.QueueQuery{}); len(page.Data) != 1 || page.Data[0].Entry != second || page.Totals[desk.WorkMissing] != 1 {
			t.Errorf("with a snoozed city: %+v", page)
		}
		if page := w.queue(w.jonas, desk.QueueQuery{Snoozed: true}); len(page.Data) != 1 || page.Data[0].Entry != first || page.Data[0].Snoozed == nil {
			t.Errorf("the snoozed: %+v", page)
		}
		if page := w.queue(w.ana, desk.QueueQuery{}); len(page.Data) != 2 {
			t.Errorf("somebody else sees %d", len(page.Data))
		}
		w.pass(2 * time.Hour)
		if page := w.queue(w.jonas, desk.QueueQuery{}); len(page.Data) != 2 {
			t.Errorf("after its time: %+v", page)
		}
		_, err = w.board.Snooze(w.ctx, w.jonas, ref, &until)
		wantFault(t, err, "in_the_past")
	})
}

// One's own work comes before what nobody has, work of others never.
func TestNextIsNeverTheOneJustLeft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		left, own, free := w.liveCity("Λιβαδειά"), w.liveCity("Τήλος"), w.liveCity("Αθήνα")
		w.must(w.ana, own, "de", workflow.Assign)
		assign := func(id, user string) {
			t.Helper()
			if _, err := w.desk.Do(w.ctx, w.ana, content.Ref{Entry: id, Locale: "de"}, workflow.Assign, content.VerbInput{Assignee: user}); err != nil {
				t.Fatal(describe(err))
			}
		}
		next := func(except string) string {
			t.Helper()
			n, err := w.board.Next(w.ctx, w.jonas.Actor, "de", except)
			if err != nil {
				t.Fatal(describe(err))
			}
			if n.Next == nil {
				return ""
			}
			return n.Next.Entry
		}
		assign(own, w.jonas.Actor.UserID)
		if got := next(left); got != own {
			t.Errorf("next is %s, not her own", got)
		}
		assign(own, w.claire.Actor.UserID)
		if got := next(left); got != free {
			t.Errorf("next is %s, not the free one", got)
		}
		assign(free, w.claire.Actor.UserID)
		if got := next(left); got != "" {
			t.Errorf("next is %s, though all else is somebody's", got)
		}
	})
}

// A bulk verb is as many single ones: each with the actor's own rights, each
// with a result, and no language that was not named.
func TestBulkGoesThroughTheSameDoor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, second := w.liveCity("Λιβαδειά"), w.liveCity("Τήλος")
		w.translate(w.jonas, first, "de")
		revision := w.doc(first, "de").Revision
		before := w.doc(first, "fr").Version
		documents := []desk.BulkDocument{
			{Entry: first, Locale: "de", Revision: revision},
			{Entry: second, Locale: "de", Revision: revision},
			{Entry: first, Locale: "fr", Revision: revision},
			{Entry: first, Locale: "de"},
			{Entry: w.newID(), Locale: "de", Revision: revision},
		}
		by := w.jonas
		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "once", Method: "POST", Path: "/bulk", BodyHash: "x"}
		for range 2 { // the repeat answers the same
			answer, err := w.board.Bulk(w.ctx, by, desk.BulkInput{Verb: workflow.Submit, Documents: documents})
			if err != nil {
				t.Fatal(describe(err))
			}
			want := []string{"", "not_newest", "no_right", "revision_required", "entry_not_found"}
			for i, r := range answer.Results {
				if r.Code != want[i] || (r.Outcome == desk.Done) != (i == 0) || r.Entry != documents[i].Entry {
					t.Errorf("%d: %+v", i, r)
				}
			}
			if answer.Done != 1 || answer.Skipped != 4 || answer.Failed != 0 {
				t.Errorf("%+v", answer)
			}
		}
		if w.doc(first, "de").State != "in_review" || w.doc(first, "fr").Version != before {
			t.Error("another document than the named one was submitted")
		}
		due := time.Unix(w.now.Load(), 0).Add(time.Hour)
		coordinator := w.person("Cora", access.Grant{Role: "coordinator", Type: "*", Locale: "*", Country: "*"})
		for _, in := range []desk.BulkInput{
			{Verb: workflow.Due, DueAt: &due, Documents: documents[:2]},
			{Verb: workflow.Assign, Assignee: w.jonas.Actor.UserID, Documents: documents[:1]},
		} {
			for i := range in.Documents {
				in.Documents[i].Revision = ""
			}
			if _, err := w.board.Bulk(w.ctx, coordinator, in); err != nil {
				t.Fatal(describe(err))
			}
		}
		if d := w.doc(first, "de"); d.Assignee != w.jonas.Actor.UserID || d.DueAt == nil || !d.DueAt.Equal(due) {
			t.Errorf("assigned to %q, due %v", d.Assignee, d.DueAt)
		}
		_, err := w.board.Bulk(w.ctx, w.ana, desk.BulkInput{Verb: workflow.Publish, Documents: documents})
		wantFault(t, err, "unknown_verb")
	})
}

func TestTheMatrixFindsWork(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		stale, missing := germanCity(w, "Λιβαδειά"), w.liveCity("Τήλος")
		current := germanCity(w, "Αθήνα")
		twoChanges(w, stale)
		w.must(w.maria, stale, "el", workflow.Approve)
		find := func(by content.By, q desk.EntriesQuery) map[string]bool {
			t.Helper()
			page, err := w.board.Entries(w.ctx, by.Actor, q)
			if err != nil {
				t.Fatal(describe(err))
			}
			ids := map[string]bool{}
			for _, e := range page.Data {
				ids[e.ID] = true
			}
			return ids
		}
		if got := find(w.jonas, desk.EntriesQuery{Mine: true}); len(got) != 2 || !got[stale] || !got[missing] {
			t.Errorf("work in German: %v, not in %s", got, current)
		}
		if got := find(w.emma, desk.EntriesQuery{Mine: true}); len(got) != 3 {
			t.Errorf("work in English: %v", got)
		}
		greek := w.person("Giorgos", access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "IT"}, access.Grant{Role: "researcher", Type: "*", Locale: "el", Country: "GR"})
		if got := find(greek, desk.EntriesQuery{Mine: true}); len(got) != 0 {
			t.Errorf("nothing in Greek is a draft, and no city is Italian: %v", got)
		}
		if got := find(w.ana, desk.EntriesQuery{Stale: true}); len(got) != 1 || !got[stale] {
			t.Errorf("stale anywhere: %v", got)
		}
		due := time.Unix(w.now.Load(), 0).Add(time.Hour)
		_, err := w.desk.Do(w.ctx, w.ana, content.Ref{Entry: missing, Locale: "pl"}, workflow.Assign, content.VerbInput{Assignee: w.jonas.Actor.UserID, DueAt: &due})
		if err != nil {
			t.Fatal(describe(err))
		}
		late := due.Add(time.Hour)
		for name, q := range map[string]desk.EntriesQuery{
			"assigned in any language": {Assignee: w.jonas.Actor.UserID},
			"assigned in Polish":       {Assignee: w.jonas.Actor.UserID, Locale: "pl"},
			"due":                      {DueBefore: &late},
			"due in Polish":            {DueBefore: &late, Locale: "pl"},
		} {
			if got := find(w.ana, q); len(got) != 1 || !got[missing] {
				t.Errorf("%s: %v", name, got)
			}
		}
		if got := find(w.ana, desk.EntriesQuery{DueBefore: &late, Locale: "de"}); len(got) != 0 {
			t.Errorf("due in German: %v", got)
		}
	})
}
