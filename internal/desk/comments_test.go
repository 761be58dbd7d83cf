package desk_test

import (
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

func (w *world) comment(by content.By, id, locale, kind, at, body string, mentions ...content.By) *desk.Thread {
	w.t.Helper()
	in := desk.NewComment{Kind: kind, At: at, Body: body}
	for _, m := range mentions {
		in.Mentions = append(in.Mentions, m.Actor.UserID)
	}
	thread, err := w.board.Comment(w.ctx, by, content.Ref{Entry: id, Locale: locale}, in)
	w.ok(err)
	return thread
}

func (w *world) threads(by content.By, id, locale, state string) *desk.ThreadsPage {
	w.t.Helper()
	page, err := w.board.Threads(w.ctx, by.Actor, content.Ref{Entry: id, Locale: locale}, desk.ThreadsQuery{State: state})
	w.ok(err)
	return page
}

func TestAQuestionIsAskedOnceForEveryLanguage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Λιβαδειά")
		asked := w.comment(w.jonas, id, "el", desk.KindQuestion, block1, "Which harbour is meant?")
		if _, err := w.board.Reply(w.ctx, w.eleni, asked.ID, desk.NewComment{Body: "The old one."}); err != nil {
			t.Fatal(describe(err))
		}
		w.comment(w.jonas, id, "el", desk.KindComment, block1, "Nice.")
		page := w.threads(w.claire, id, "fr", "open")
		if len(page.Data) != 1 || page.Data[0].ID != asked.ID || page.Data[0].Locale != "el" || page.Data[0].At != block1 ||
			len(page.Data[0].Comments) != 2 || page.Data[0].Comments[1].Name != "Eleni" {
			t.Errorf("Claire does not see the question with its answer: %+v", page.Data)
		}
		if page.Counts.Open != 0 {
			t.Errorf("a question about the source counts for French: %+v", page.Counts)
		}
		if c := w.threads(w.eleni, id, "el", "").Counts; c.Open != 2 || c.Questions != 1 {
			t.Errorf("counts of the source: %+v", c)
		}
	})
}

func TestAnOpenDemandBlocksApproval(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.draft("Λιβαδειά")
		w.do(w.eleni, id, "el", workflow.Submit)
		_, err := w.board.Comment(w.ctx, w.jonas, content.Ref{Entry: id, Locale: "el"}, desk.NewComment{Kind: desk.KindMustChange, Body: "No."})
		wantFault(t, err, "no_right") // a translator of German does not review Greek
		demand := w.comment(w.nikos, id, "el", desk.KindMustChange, "tagline", "The tagline is not true.")
		err = w.try(w.maria, id, "el", workflow.Approve)
		wantFault(t, err, "must_change_open")
		if p := fault.Of(err).Problems; len(p) != 1 || p[0].Path != "tagline" {
			t.Errorf("the refusal does not lead to the comment: %v", p)
		}
		blocked := ""
		v, err := w.texts.Document(w.ctx, w.maria.Actor, content.Ref{Entry: id, Locale: "el"})
		w.ok(err)
		for _, b := range v.Blocked {
			if b.Verb == workflow.Approve {
				blocked = b.Code
			}
		}
		if blocked != "must_change_open" {
			t.Errorf("the interface is told %q", blocked)
		}
		_, err = w.board.ResolveThread(w.ctx, w.eleni, demand.ID, true)
		wantFault(t, err, "no_right")
		settled, err := w.board.ResolveThread(w.ctx, w.maria, demand.ID, true) // another reviewer
		w.ok(err)
		if settled.Resolved == nil || settled.Resolved.Name != "Maria" {
			t.Errorf("who resolved it: %+v", settled.Resolved)
		}
		w.do(w.maria, id, "el", workflow.Approve)
	})
}

func TestNobodyHearsOfWhatSheMayNotRead(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Λιβαδειά")
		thread := w.comment(w.eleni, id, "el", desk.KindComment, "", "Hello.")
		abroad := w.person("Ingrid", access.Grant{Role: "editor", Type: "*", Locale: "*", Country: "DE"})
		ref := content.Ref{Entry: id, Locale: "el"}
		_, err := w.board.Threads(w.ctx, abroad.Actor, ref, desk.ThreadsQuery{})
		wantFault(t, err, "entry_not_found")
		_, err = w.board.Comment(w.ctx, abroad, ref, desk.NewComment{Kind: desk.KindComment, Body: "x"})
		wantFault(t, err, "entry_not_found")
		_, err = w.board.OpenThreads(w.ctx, abroad.Actor, id)
		wantFault(t, err, "entry_not_found")
		_, err = w.board.Thread(w.ctx, abroad.Actor, thread.ID)
		wantFault(t, err, "comment_not_found")
		_, err = w.board.Reply(w.ctx, abroad, thread.ID, desk.NewComment{Body: "x"})
		wantFault(t, err, "comment_not_found")
		_, err = w.board.EditComment(w.ctx, abroad, thread.ID, desk.NewComment{Body: "x"})
		wantFault(t, err, "comment_not_found")
		_, err = w.board.ResolveThread(w.ctx, abroad, thread.ID, true)
		wantFault(t, err, "comment_not_found")
		_, err = w.board.Comment(w.ctx, w.eleni, ref, desk.NewComment{Kind: desk.KindComment, Body: "x", Mentions: []string{abroad.Actor.UserID}})
		wantFault(t, err, "invalid_fields")
		if page := w.threads(w.eleni, id, "el", ""); len(page.Data) != 1 || len(page.Data[0].Comments) != 1 {
			t.Errorf("a refused comment has left something: %+v", page.Data)
		}
	})
}

func TestATokenThatOnlyReadsWritesNoComment(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Λιβαδειά")
		by := w.eleni
		by.Actor.Kind = access.KindToken
		by.Actor.Token = &access.TokenInfo{Scopes: access.Scopes{Access: access.ReadOnly, Types: []string{"*"}, Locales: []string{"*"}}}
		_, err := w.board.Comment(w.ctx, by, content.Ref{Entry: id, Locale: "el"}, desk.NewComment{Kind: desk.KindComment, Body: "x"})
		wantFault(t, err, "no_right")
	})
}

func TestMentionsLeadToTheDeskUntilTheyAreResolved(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Λιβαδειά")
		thread := w.comment(w.nikos, id, "el", desk.KindComment, "tagline", "What do you think, @Maria?", w.maria)
		w.comment(w.jonas, id, "el", desk.KindQuestion, block1, "Which harbour?")
		m := w.home(w.maria).Mentions
		if m.Total != 1 || m.Items[0].Thread != thread.ID || m.Items[0].Reason != desk.ReasonMention || m.Items[0].Name != "Nikos" {
			t.Errorf("Maria's mentions: %+v", m)
		}
		if m := w.home(w.eleni).Mentions; m.Total != 1 || m.Items[0].Reason != desk.ReasonQuestion { // she wrote the text
			t.Errorf("questions to Eleni: %+v", m)
		}
		if _, err := w.board.ResolveThread(w.ctx, w.nikos, thread.ID, true); err != nil {
			t.Fatal(describe(err))
		}
		if m := w.home(w.maria).Mentions; m.Total != 0 {
			t.Errorf("resolved, and still there: %+v", m)
		}
		if _, err := w.board.ResolveThread(w.ctx, w.maria, thread.ID, false); err != nil {
			t.Fatal(describe(err))
		}
		page, err := w.board.Mentions(w.ctx, w.maria.Actor, 1, "")
		w.ok(err)
		if page.Total != 1 || page.Next != "" {
			t.Errorf("reopened: %+v", page)
		}
	})
}

func TestAnAuthorMendsHerCommentForAnHour(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Λιβαδειά")
		thread := w.comment(w.eleni, id, "el", desk.KindComment, "", "Helo\r\nyou\x07.", w.maria)
		if got := thread.Comments[0]; got.Body != "Helo\nyou." || strings.Join(got.Can, "") != "edit" {
			t.Errorf("as written: %+v", got)
		}
		_, err := w.board.EditComment(w.ctx, w.maria, thread.ID, desk.NewComment{Body: "x"})
		wantFault(t, err, "not_yours")
		w.pass(time.Minute)
		edited, err := w.board.EditComment(w.ctx, w.eleni, thread.ID, desk.NewComment{Body: "Hello."})
		w.ok(err)
		if c := edited.Comments[0]; c.Body != "Hello." || c.EditedAt == nil || len(c.Mentions) != 0 {
			t.Errorf("as edited: %+v", c)
		}
		w.pass(time.Hour)
		_, err = w.board.EditComment(w.ctx, w.eleni, thread.ID, desk.NewComment{Body: "Later."})
		wantFault(t, err, "too_late")
		_, err = w.board.Reply(w.ctx, w.eleni, thread.ID, desk.NewComment{Body: " \n "})
		wantFault(t, err, "invalid_fields")
	})
}
