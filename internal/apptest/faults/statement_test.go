package faults_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest/faults"
	"movingcities/internal/workflow"
)

// deed is something that people do, and what it moves.
type deed struct {
	name      string
	publishes bool
	prepare   func(*faults.World) (faults.Request, []faults.Page)
	documents []string // of each page
}

func deeds() []deed {
	both := []string{"und", "en"}
	return []deed{
		{"save", false, prepareSave, []string{"en"}},
		{"approve", false, preparePage(workflow.Approve, workflow.Submit), both},
		{"publish", true, preparePage(workflow.Publish, workflow.Submit, workflow.Approve), both},
		{"publish a release of ten", true, prepareRelease, both},
		{"unpublish", true, preparePage(workflow.Unpublish, workflow.Submit, workflow.Approve, workflow.Publish), both},
	}
}

// prepareSave lets time pass, so that no save takes the place of the author's last one.
func prepareSave(w *faults.World) (faults.Request, []faults.Page) {
	w.Pass(time.Hour)
	page := w.Pages[0]
	return w.SaveRequest(page, "en", w.Look(page, "en").Version, w.NextMark()), w.Pages[:1]
}

func preparePage(verb workflow.Verb, earlier ...workflow.Verb) func(*faults.World) (faults.Request, []faults.Page) {
	return func(w *faults.World) (faults.Request, []faults.Page) {
		page := w.Pages[0]
		w.Pass(time.Hour)
		w.Write(page, w.NextMark())
		w.Bring(page, earlier...)
		return w.VerbRequest(w.Editor, page, verb), w.Pages[:1]
	}
}

func prepareRelease(w *faults.World) (faults.Request, []faults.Page) {
	mark := w.NextMark()
	var items []any
	w.Pass(time.Hour)
	for _, page := range w.Pages {
		w.Write(page, mark)
		w.Bring(page, workflow.Submit, workflow.Approve)
		for _, locale := range []string{"und", "en"} {
			items = append(items, map[string]any{"entry": page.ID, "locale": locale, "revision": w.Look(page, locale).Revision, "action": "publish"})
		}
	}
	var made struct{ ID string }
	w.Done(faults.Request{
		By: w.Editor, Method: http.MethodPost, Path: "/api/desk/releases",
		Body: map[string]any{"title": fmt.Sprintf("Release of mark-%d", mark), "items": items},
	}, &made)
	return faults.Request{By: w.Editor, Method: http.MethodPost, Path: "/api/desk/releases/" + made.ID + "/publish", Key: w.Key()}, w.Pages
}

// sweep interrupts deeds at their statements.
type sweep struct {
	*faults.World
	proxy *faults.Proxy
	deed  deed
	// statements of the deed when nothing disturbs it, and which COMMIT is its own:
	// the last; those before it end what was only read.
	statements []string
	commit     int
}

// point is where and how a deed is interrupted.
type point struct {
	at    int
	only  string // of the statements with this text
	after bool
	kill  bool // the server dies; otherwise its connections are cut
}

func (p point) String() string {
	when, how := "before", "cut"
	if p.after {
		when = "after"
	}
	if p.kill {
		how = "kill -9"
	}
	return fmt.Sprintf("%s %s statement %d %s", how, when, p.at, p.only)
}

// F-01 and F-03. A server is killed, or loses its database, before or after a
// statement of what somebody does. Afterwards it is wholly done or not at all, for
// the public and in the history; what was answered with success is there; and who
// got no answer asks again with the same key and gets the truth, with one effect.
// A sample with every COMMIT; all statements with MC_FAULTS=long.
func TestAnInterruptedDeedIsWhollyDoneOrNot(t *testing.T) {
	w, proxy := onPostgres(t)
	w.Start()
	w.AddPages(5)
	choice := chance(t)
	for _, d := range deeds() {
		began := time.Now()
		s := &sweep{World: w, proxy: proxy, deed: d}
		s.measure()
		points := s.points(choice)
		outcomes := map[string]int{}
		for _, p := range points {
			outcomes[s.interrupt(p)]++
			if t.Failed() {
				t.Fatalf("%s, %s", d.name, p)
			}
		}
		t.Logf("%s: %d statements, its COMMIT is the %d.; %d interruptions in %s: %v", d.name, len(s.statements), s.commit, len(points), time.Since(began).Round(time.Millisecond), outcomes)
	}
	broken(w)
}

// measure does the deed undisturbed and notes its statements.
func (s *sweep) measure() {
	s.Helper()
	request, pages := s.deed.prepare(s.World)
	before := standings(s.World)
	s.proxy.Arm(faults.Trap{})
	s.Done(request, nil)
	s.statements, _ = s.proxy.Disarm()
	if did := progress(before, standings(s.World), s.meant(pages), s.deed.publishes); did != "new" {
		s.Fatalf("%s undisturbed: %s", s.deed.name, did)
	}
	s.commit = commits(s.statements)
	if s.commit == 0 {
		s.Fatalf("%s has no COMMIT in %q", s.deed.name, s.statements)
	}
}

func commits(statements []string) int {
	n := 0
	for _, text := range statements {
		if strings.EqualFold(text, "commit") {
			n++
		}
	}
	return n
}

func (s *sweep) meant(pages []faults.Page) [][2]string {
	var keys [][2]string
	for _, page := range pages {
		for _, locale := range s.deed.documents {
			keys = append(keys, [2]string{page.ID, locale})
		}
	}
	return keys
}

// points are the COMMIT by both means and a few others; in the long form all.
func (s *sweep) points(choice *rand.Rand) []point {
	commit := func(after, kill bool) point { return point{s.commit, "commit", after, kill} }
	some := func(after, kill bool) point { return point{1 + choice.IntN(len(s.statements)), "", after, kill} }
	all := []point{commit(false, false), commit(true, false), some(true, false), some(false, false)}
	switch {
	case long():
		for at := range s.statements {
			all = append(all, point{at + 1, "", false, true}, point{at + 1, "", true, true}, point{at + 1, "", false, false}, point{at + 1, "", true, false})
		}
	case s.deed.name == "publish":
		all = append(all, commit(false, true), commit(true, true), some(choice.IntN(2) == 0, true))
	case s.deed.publishes:
		all = append(all, commit(true, true))
	}
	return all
}

// interrupt does the deed with a fault and checks what is left; it says what had
// happened before the request was repeated.
func (s *sweep) interrupt(p point) string {
	s.Helper()
	request, pages := s.deed.prepare(s.World)
	before, earlier := standings(s.World), s.publicMarks(pages)
	do := s.proxy.Cut
	if p.kill {
		do = func() { s.Server.Kill(); s.proxy.Cut() }
	}
	s.proxy.Arm(faults.Trap{At: p.at, Only: p.only, After: p.after, Do: do})
	first := s.Do(request)
	passed, acted := s.proxy.Disarm()
	if !acted && !first.OK() {
		s.Errorf("the fault was not reached, and the answer is %s %s", first, first.Body)
	}
	if acted && !p.after {
		passed = passed[:len(passed)-1]
	}
	if acted && p.kill {
		s.Server.Kill() // waits until it is gone
		s.Start()
	}
	meant := s.meant(pages)
	did := progress(before, standings(s.World), meant, s.deed.publishes)
	reached := commits(passed) >= s.commit
	switch {
	case strings.HasPrefix(did, "half"):
		s.Error(did)
	case first.OK() && did != "new":
		s.Errorf("answered %s, and it is not there", first)
	case reached && did != "new":
		s.Errorf("%s although its COMMIT was done", did)
	case !first.OK() && !first.Unsure():
		s.Errorf("answered %s: %s", first, first.Body)
	case !first.OK() && !reached && did != "old":
		s.Errorf("%s although its COMMIT never came", did)
	}
	s.checkPublic(pages, earlier, did == "new")
	s.repeat(request, first)
	if now := progress(before, standings(s.World), meant, s.deed.publishes); now != "new" {
		s.Errorf("after the repetition: %s", now)
	}
	s.checkPublic(pages, earlier, true)
	broken(s.World)
	return fmt.Sprintf("%s %s", first, did)
}

// repeat asks again until there is an answer: a lock of the connection that was
// cut may be held for a moment.
func (s *sweep) repeat(request faults.Request, first faults.Answer) {
	s.Helper()
	var again faults.Answer
	for range 3 {
		if again = s.Do(request); !again.Unsure() {
			break
		}
	}
	if !again.OK() {
		s.Errorf("the repetition is answered with %s: %s\n%s", again, again.Body, s.Server.Log())
	}
	if first.OK() && request.Key != "" && string(first.Body) != string(again.Body) {
		s.Errorf("the repetition is answered with\n%s\ninstead of\n%s", again.Body, first.Body)
	}
}

func (s *sweep) publicMarks(pages []faults.Page) [][]string {
	s.Helper()
	var all [][]string
	for _, page := range pages {
		marks, _ := s.Public(page)
		all = append(all, marks)
	}
	return all
}

// checkPublic holds what anybody reads against what it was: pages change
// together, and only when the deed is done and publishes.
func (s *sweep) checkPublic(pages []faults.Page, earlier [][]string, done bool) {
	s.Helper()
	now := s.publicMarks(pages)
	for i, marks := range now {
		if len(marks) > 1 {
			s.Errorf("the public reads a mixture of marks %v of %s", marks, pages[i].Slug)
		}
		if changed := !slices.Equal(marks, earlier[i]); changed != (done && s.deed.publishes) {
			s.Errorf("the public reads marks %v of %s, before %v; done: %v", marks, pages[i].Slug, earlier[i], done)
		}
	}
}
