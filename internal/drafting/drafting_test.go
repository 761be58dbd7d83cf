package drafting_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/drafting"
	"movingcities/internal/segment"
	"movingcities/internal/transfer"
	"movingcities/internal/workflow"
)

// The characters of one profile: Λιβαδειά, Φράση, Περίληψη, Τίτλος, Κείμενο.
const profile = 8 + 5 + 8 + 6 + 8

func TestAMachineDraftsWhatNobodyHasWritten(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		begun, fresh, reviewed := w.city(), w.city(), w.city()
		w.write(begun, "Livadia")
		w.write(reviewed, "Livadia")
		job := w.begin()
		if job.State != "waiting" || job.Total != 3 || w.calls != 0 {
			t.Fatalf("begun as %+v after %d calls", job, w.calls)
		}
		w.finish(w.app)
		done := w.job(job.ID)
		if done.State != "done" || done.Done != 3 || done.Written != 13 || done.Characters != 3*profile-16 || done.EndedAt == nil || len(done.Items) != 3 {
			t.Errorf("ended as %+v", done)
		}
		if w.spent() != done.Characters {
			t.Errorf("%d characters are counted, %d were sent", w.spent(), done.Characters)
		}
		view := w.german(begun)
		first, second := view.Segments[0].Target, view.Segments[1].Target
		if first.Text != "Livadia" || first.State != segment.StateDraft || second.Text != "MT Φράση" || second.State != segment.StateMachine || view.State != "draft" {
			t.Errorf("left %s: %+v, %+v", view.State, first, second)
		}
		revision, err := w.app.Board.Revision(t.Context(), w.jonas.Actor, german(fresh), w.german(fresh).Revision)
		w.ok(err)
		if revision.Origin != content.OriginMachine || revision.Author != w.jonas.Actor.UserID {
			t.Errorf("written by %s, origin %s", revision.Author, revision.Origin)
		}
	})
}

func TestWhoMayLetAMachineWrite(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		entry := w.city()
		ctx, d := t.Context(), w.app.Drafter
		_, err := d.Start(ctx, w.jonas, transfer.Selection{Locale: "fr"})
		want(t, err, "no_right")
		_, err = d.Suggest(ctx, w.jonas, content.Ref{Entry: entry, Locale: "fr"}, "name")
		want(t, err, "no_right")
		_, err = d.Start(ctx, w.jonas, transfer.Selection{Locale: "de", Type: "news"})
		want(t, err, "nothing_selected")
		token := w.jonas
		token.Actor.Kind, token.Actor.Token = access.KindToken, &access.TokenInfo{Scopes: access.Scopes{Access: access.Write, Types: []string{"*"}, Locales: []string{"*"}}}
		_, err = d.Start(ctx, token, transfer.Selection{Locale: "de"})
		want(t, err, "session_required")

		job := w.begin()
		_, err = d.Find(ctx, w.claire.Actor, job.ID)
		want(t, err, "job_not_found")
		_, err = d.Cancel(ctx, w.claire, job.ID)
		want(t, err, "job_not_found")
		for _, one := range []struct {
			by   content.By
			jobs int
		}{{w.claire, 0}, {w.jonas, 1}, {w.admin, 1}} {
			page, err := d.List(ctx, one.by.Actor, "")
			w.ok(err)
			if len(page.Data) != one.jobs {
				t.Errorf("%s sees %d jobs", one.by.Actor.Name, len(page.Data))
			}
		}
		// Her right ends before the job gets to work.
		w.ok(w.app.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM grants WHERE user_id = ?", w.jonas.Actor.UserID)
			return err
		}))
		w.finish(w.app)
		if done := w.job(job.ID); done.Skipped != 1 || done.Written != 0 || w.calls != 0 {
			t.Errorf("without a right %+v after %d calls", done, w.calls)
		}
	})
}

func TestASuggestionIsNotSaved(t *testing.T) {
	eachWorld(t, "10", func(t *testing.T, w *world) {
		entry := w.city()
		by := w.jonas
		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "1", Method: "POST", Path: "/", BodyHash: "x"}
		for range 2 {
			s, err := w.app.Drafter.Suggest(t.Context(), by, german(entry), "name")
			w.ok(err)
			if s.Text != "MT Λιβαδειά" || s.Provider != "LibreTranslate" || s.SourceHash == "" {
				t.Errorf("suggested %+v", s)
			}
		}
		if w.calls != 1 || w.spent() != 8 || w.german(entry).Revision != "" {
			t.Errorf("%d calls, %d characters, %+v", w.calls, w.spent(), w.german(entry))
		}
		_, err := w.app.Drafter.Suggest(t.Context(), w.jonas, german(entry), "tagline")
		want(t, err, "machine_budget")
		_, err = w.app.Drafter.Suggest(t.Context(), w.jonas, german(entry), "nothing")
		want(t, err, "unknown_segment")
		w.answer = func(out http.ResponseWriter, _ []string) { out.WriteHeader(http.StatusForbidden) }
		w.pass(24 * time.Hour * 10) // December
		_, err = w.app.Drafter.Suggest(t.Context(), w.jonas, german(entry), "tagline")
		want(t, err, "machine_refused")
		if w.spent() != 0 {
			t.Errorf("%d characters are counted that were refused", w.spent())
		}
	})
}

func TestTheBudgetOfTheMonth(t *testing.T) {
	eachWorld(t, "50", func(t *testing.T, w *world) {
		w.city()
		w.city()
		job := w.begin()
		w.finish(w.app)
		if done := w.job(job.ID); done.State != "failed" || done.Code != "machine_budget" || done.Written != 5 || w.spent() != profile || w.calls != 1 {
			t.Errorf("%+v, %d spent, %d calls", done, w.spent(), w.calls)
		}
		w.pass(24 * time.Hour * 10)
		next := w.begin()
		w.finish(w.app)
		if done := w.job(next.ID); done.State != "done" || done.Total != 1 || w.spent() != profile {
			t.Errorf("in December %+v", done)
		}
	})
}

// Somebody types while the text is at the service.
func TestWordsOfAPersonAreNeverOverwritten(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		entry := w.city()
		w.answer = func(out http.ResponseWriter, texts []string) {
			w.write(entry, "Livadia")
			translated(out, texts)
		}
		job := w.begin()
		w.finish(w.app)
		segments := w.german(entry).Segments
		if segments[0].Target.Text != "Livadia" || segments[1].Target.State != segment.StateMachine || w.job(job.ID).Written != 4 {
			t.Errorf("left %+v", segments)
		}
	})
}

func TestCancel(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		w.city()
		w.city()
		job := w.begin()
		w.answer = func(out http.ResponseWriter, texts []string) {
			cancelled, err := w.app.Drafter.Cancel(t.Context(), w.jonas, job.ID)
			if err != nil || cancelled.State != "cancelled" {
				t.Errorf("cancelling: %+v %v", cancelled, err)
			}
			translated(out, texts)
		}
		w.finish(w.app)
		done := w.job(job.ID)
		if done.State != "cancelled" || done.Written != 5 || w.calls != 1 || done.Items[1].State != "waiting" {
			t.Errorf("%+v after %d calls", done, w.calls)
		}
		_, err := w.app.Drafter.Cancel(t.Context(), w.jonas, job.ID)
		want(t, err, "job_ended")
	})
}

// A process that stops hands its job on at once; one that vanishes, when its lease
// has run out. Nothing is translated twice that was saved.
func TestAJobGoesOnAfterARestart(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		w.city()
		w.city()
		job := w.begin()
		if worked, err := w.app.Drafter.Step(t.Context()); !worked || err != nil {
			t.Fatal(worked, err)
		}
		stopping, stop := context.WithCancel(t.Context())
		w.answer = func(out http.ResponseWriter, _ []string) {
			stop()
			<-stopping.Done()
			out.WriteHeader(http.StatusServiceUnavailable)
		}
		if _, err := w.app.Drafter.Step(stopping); err == nil {
			t.Error("a step that was stopped says nothing")
		}
		if now := w.job(job.ID); now.State != "running" || now.Done != 1 {
			t.Fatalf("stopped as %+v", now)
		}
		w.answer = nil

		vanished := w.start()
		w.answer = func(http.ResponseWriter, []string) { // the process dies here
			w.ok(vanished.DB.Close())
			panic(http.ErrAbortHandler)
		}
		_, _ = vanished.Drafter.Step(t.Context())
		w.answer = nil
		second := w.start()
		if worked, _ := second.Drafter.Step(t.Context()); worked {
			t.Error("two processes have one job")
		}
		w.pass(10 * time.Minute)
		w.finish(second)
		if done := w.job(job.ID); done.State != "done" || done.Written != 10 || done.Characters != 2*profile {
			t.Errorf("ended as %+v", done)
		}
	})
}

func TestFailuresThatPassAndThoseThatDoNot(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		w.city()
		job := w.begin()
		w.answer = func(out http.ResponseWriter, _ []string) { out.WriteHeader(http.StatusBadRequest) }
		w.finish(w.app)
		if now := w.job(job.ID); now.State != "running" || now.Done != 0 {
			t.Fatalf("after one failure %+v", now)
		}
		w.answer = nil
		w.finish(w.app)
		if w.job(job.ID).Done != 0 {
			t.Error("no minute was waited")
		}
		w.pass(2 * time.Minute)
		w.finish(w.app)
		if now := w.job(job.ID); now.State != "done" {
			t.Errorf("afterwards %+v", now)
		}

		w.city()
		refused := w.begin()
		w.answer = func(out http.ResponseWriter, _ []string) { out.WriteHeader(456) }
		before := w.spent()
		w.finish(w.app)
		if now := w.job(refused.ID); now.State != "failed" || now.Code != "machine_quota" || w.spent() != before {
			t.Errorf("without quota %+v, %d more counted", now, w.spent()-before)
		}

		hopeless := w.begin()
		w.answer = func(out http.ResponseWriter, _ []string) { out.WriteHeader(http.StatusBadRequest) }
		for range 5 {
			w.finish(w.app)
			w.pass(10 * time.Minute)
		}
		if now := w.job(hopeless.ID); now.State != "failed" || now.Code != "machine_answer" {
			t.Errorf("after five failures %+v", now)
		}
	})
}

// Text in review is somebody's to judge; a machine keeps away.
func TestTextInReviewIsLeftAlone(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		entry := w.city()
		w.begin()
		w.finish(w.app)
		w.rewrite(entry)
		job := w.begin()
		w.do(entry, "de", workflow.Submit)
		calls := w.calls
		w.finish(w.app)
		if done := w.job(job.ID); done.Skipped != 1 || done.Items[0].Code != "in_review" || w.calls != calls {
			t.Errorf("%+v", done)
		}
		w.do(entry, "de", workflow.Withdraw)
		again := w.begin()
		w.finish(w.app)
		if s := w.german(entry).Segments[1]; w.job(again.ID).Written != 1 || s.Target.Text != "MT Άλλη" || s.Stale {
			t.Errorf("what a machine wrote is not renewed: %+v", s)
		}
	})
}

func TestWhereThereIsNoMachine(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		entry := w.city()
		off := drafting.New(drafting.Config{DB: w.app.DB, Content: w.app.Desk, Courier: w.app.Courier, Clock: w.options.Clock})
		_, err := off.Suggest(t.Context(), w.jonas, german(entry), "name")
		want(t, err, "machine_off")
		_, err = off.Start(t.Context(), w.jonas, transfer.Selection{Locale: "de"})
		want(t, err, "machine_off")
		if b, err := off.Spent(t.Context(), w.jonas.Actor); err != nil || b.Enabled {
			t.Errorf("%+v %v", b, err)
		}
		off.Run(t.Context()) // returns at once
	})
}

// A batch over HTTP, from its start to its end.
func TestABatchOverHTTP(t *testing.T) {
	eachWorld(t, "1000", func(t *testing.T, w *world) {
		entry := w.city()
		signed, err := w.app.People.SignIn(t.Context(), access.Credentials{Email: "jonas@example.org", Password: "a boat, a lamp, a pear"}, access.Call{})
		w.ok(err)
		ask := func(method, path, body string, status int) map[string]any {
			t.Helper()
			r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
			r.Header.Set("Cookie", "__Host-mc_session="+signed.Token)
			r.Header.Set("X-CSRF-Token", signed.CSRF)
			r.Header.Set("Content-Type", "application/json")
			answer := httptest.NewRecorder()
			w.app.Handler().ServeHTTP(answer, r)
			var out map[string]any
			if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil || answer.Code != status {
				t.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
			}
			return out
		}
		document := "/api/desk/entries/" + entry + "/documents/de"
		if s := ask("POST", document+"/suggestion", `{"key":"name"}`, 200); s["text"] != "MT Λιβαδειά" {
			t.Errorf("suggested %v", s)
		}
		ask("POST", "/api/desk/machine/jobs", `{"locale":"fr"}`, 403)
		job := ask("POST", "/api/desk/machine/jobs", `{"locale":"de","entries":["`+entry+`"]}`, 201)
		w.finish(w.app)
		path := "/api/desk/machine/jobs/" + job["id"].(string)
		if done := ask("GET", path, "", 200); done["state"] != "done" || done["written"] != 5.0 {
			t.Errorf("ended as %v", done)
		}
		ask("POST", path+"/cancel", "", 409)
		if list := ask("GET", "/api/desk/machine/jobs", "", 200)["data"].([]any); len(list) != 1 {
			t.Errorf("listed %v", list)
		}
		if b := ask("GET", "/api/desk/machine", "", 200); b["enabled"] != true || b["characters"] != float64(profile+8) {
			t.Errorf("spent %v", b)
		}
	})
}
