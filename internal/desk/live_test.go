package desk_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/workflow"
)

// hears waits until somebody's stream has all of the words, and gives what she got.
func (w *world) hears(l *desk.Listener, by content.By, words ...string) string {
	w.t.Helper()
	got := ""
	deadline := time.After(20 * time.Second)
	for {
		missing := false
		for _, word := range words {
			missing = missing || !strings.Contains(got, word)
		}
		if !missing {
			return got
		}
		select {
		case batch, open := <-l.News:
			if !open {
				w.t.Fatalf("the stream ended: %s", got)
			}
			for _, m := range w.board.Messages(by.Actor, batch) {
				data, err := json.Marshal(m.Data)
				w.ok(err)
				got += m.Event + " " + string(data) + "\n"
			}
		case <-deadline:
			w.t.Fatalf("no %q in:\n%s", words, got)
		}
	}
}

func (w *world) streams() *desk.Live {
	l := desk.NewLive(w.board, slog.New(slog.DiscardHandler))
	w.t.Cleanup(l.Close)
	return l
}

func (w *world) listen(l *desk.Live, by content.By) *desk.Listener {
	w.t.Helper()
	one, err := l.Listen(by.Actor)
	w.ok(err)
	return one
}

func TestEveryServerHearsOfSavesVerbsCommentsAndPeople(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		w.pass(time.Minute)
		one, other := w.streams(), w.streams() // two servers on one database
		maria, jonas := w.listen(one, w.maria), w.listen(other, w.jonas)
		abroad := w.person("Ingrid", access.Grant{Role: "editor", Type: "*", Locale: "*", Country: "DE"})
		ingrid := w.listen(other, abroad)
		time.Sleep(2 * time.Second) // what was there before is no news

		w.save(w.eleni, id, "el", w.profile("Τήλος", "Νέο."))
		w.do(w.eleni, id, "el", workflow.Submit)
		w.comment(w.nikos, id, "el", desk.KindMustChange, "tagline", "No.")
		w.ok(w.board.Appear(w.ctx, w.eleni.Actor, desk.NewPresence{Tab: "1", Ref: content.Ref{Entry: id, Locale: "el"}, At: "tagline"}))
		for _, who := range []struct {
			l  *desk.Listener
			by content.By
		}{{maria, w.maria}, {jonas, w.jonas}} {
			got := w.hears(who.l, who.by, `"verb":"submit"`, `"kind":"must_change"`, `"name":"Eleni","entry":"`+id, `"locales":["el"]`)
			if strings.Contains(got, `"locale":"und"`) {
				t.Errorf("%s hears of what did not change:\n%s", who.by.Actor.Name, got)
			}
		}
		w.pass(time.Minute) // nobody renews it
		w.hears(maria, w.maria, `{"people":[]}`)
		for len(ingrid.News) > 0 {
			batch := <-ingrid.News
			for _, m := range w.board.Messages(abroad.Actor, batch) {
				if data := fmt.Sprint(m.Data); strings.Contains(data, id) || m.Event == "queue" {
					t.Errorf("news of what she may not read: %s %s", m.Event, data)
				}
			}
		}
		wantFault(t, w.board.Appear(w.ctx, abroad.Actor, desk.NewPresence{Tab: "1", Ref: content.Ref{Entry: id, Locale: "el"}}), "entry_not_found")
	})
}

func TestASlowListenerHoldsNobodyUp(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.live("Τήλος")
		l := w.streams()
		slow := w.listen(l, w.maria)
		time.Sleep(2 * time.Second)
		for i := 0; !slow.Lost(); i++ {
			if i > 200 {
				t.Fatal("a listener who never reads was told everything")
			}
			w.ok(w.board.Appear(w.ctx, w.eleni.Actor, desk.NewPresence{Tab: "1", Ref: content.Ref{Entry: id, Locale: "el"}, At: fmt.Sprint(i)}))
			l.Nudge()
			time.Sleep(150 * time.Millisecond)
		}
		l.Close()
		for range slow.News { // what was kept, then the end
		}
		_, err := l.Listen(w.maria.Actor)
		wantFault(t, err, "too_many_streams")
	})
}

func TestOnePersonHasNotAllTheStreams(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		l := w.streams()
		var all []*desk.Listener
		for range 10 {
			all = append(all, w.listen(l, w.maria))
		}
		_, err := l.Listen(w.maria.Actor)
		wantFault(t, err, "too_many_streams")
		w.listen(l, w.jonas)
		l.Leave(all[0])
		w.listen(l, w.maria)
	})
}
