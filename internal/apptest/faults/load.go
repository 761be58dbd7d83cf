package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"movingcities/internal/apptest/history"
)

// drafted is where the marks of drafts begin; nobody approves or publishes these.
const drafted = 1 << 20

// Load is people who write and read all the time, and what they were answered.
type Load struct {
	History history.Recorder

	world   *World
	servers atomic.Pointer[[]string] // asked in turn; the next one if there is no answer
	marks   atomic.Int64
	stopped atomic.Bool
	people  sync.WaitGroup

	mu      sync.Mutex
	answers map[string]int
	slowest time.Duration
}

// NewLoad asks the servers at these addresses.
func NewLoad(w *World, servers ...string) *Load {
	l := &Load{world: w, answers: map[string]int{}}
	l.marks.Store(drafted)
	l.Turn(servers...)
	return l
}

// Turn sends everybody to other servers.
func (l *Load) Turn(servers ...string) { l.servers.Store(&servers) }

// Begin lets so many people write, and one read what is public.
func (l *Load) Begin(writers int) {
	l.stopped.Store(false)
	for n := range writers {
		l.people.Go(func() {
			for turn := n; !l.stopped.Load(); turn++ {
				l.write(l.world.Pages[turn%len(l.world.Pages)], turn)
				time.Sleep(time.Millisecond)
			}
		})
	}
	l.people.Go(func() {
		for turn := 0; !l.stopped.Load(); turn++ {
			p := l.world.Pages[turn%len(l.world.Pages)]
			a := l.do(turn, Request{Method: http.MethodGet, Path: "/api/v1/pages/" + p.ID + "?locale=en"})
			for _, mark := range Marks(a.Body) {
				if len(mark) >= len(strconv.Itoa(drafted)) {
					l.world.Errorf("the public reads the draft of mark-%s", mark)
				}
			}
			l.note("public", a)
			time.Sleep(5 * time.Millisecond)
		}
	})
}

// End lets everybody finish.
func (l *Load) End() {
	l.stopped.Store(true)
	l.people.Wait()
}

// do asks a server. What has no effect is asked of another one if there is no answer.
func (l *Load) do(turn int, r Request) Answer {
	servers := *l.servers.Load()
	a := l.world.Client.Do(context.Background(), servers[turn%len(servers)], r)
	if a.Unsure() && r.Method == http.MethodGet && len(servers) > 1 {
		a = l.world.Client.Do(context.Background(), servers[(turn+1)%len(servers)], r)
	}
	return a
}

func (l *Load) note(what string, a Answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers[what+" "+a.String()]++
	l.slowest = max(l.slowest, a.Took)
}

// write reads a document and writes on the version that was read.
func (l *Load) write(p Page, turn int) {
	d, ok := l.look(p, turn)
	if !ok {
		return
	}
	mark := int(l.marks.Add(1))
	began := l.History.Now()
	request := l.world.SaveRequest(p, "en", d.Version, mark)
	a := l.do(turn, request)
	repeated := a.Unsure() && len(*l.servers.Load()) > 1
	if repeated { // the same text on the same version by the same author is done once
		a = l.do(turn+1, request)
	}
	l.note("save", a)
	var saved Document
	switch {
	case a.OK() && json.Unmarshal(a.Body, &saved) == nil:
		l.History.Write(began, p.ID, d.Version, fmt.Sprint(mark), history.Done, saved.Version)
	case a.Unsure() || repeated: // refused because it was done and others went on, or was never done
		l.History.Write(began, p.ID, d.Version, fmt.Sprint(mark), history.Unknown, 0)
	default:
		l.History.Write(began, p.ID, d.Version, fmt.Sprint(mark), history.Refused, 0)
	}
}

func (l *Load) look(p Page, turn int) (Document, bool) {
	began := l.History.Now()
	a := l.do(turn, Request{By: l.world.Author, Method: http.MethodGet, Path: p.Path("en")})
	l.note("look", a)
	var d Document
	if a.Into(&d) != nil {
		return d, false
	}
	text, _ := json.Marshal(d.Fields) // it came from JSON
	l.History.Read(began, p.ID, history.State{Version: d.Version, Text: strings.Join(Marks(text), " ")})
	return d, true
}

// Healed waits until the servers do what is asked, and says how long that took.
func (l *Load) Healed(within time.Duration) time.Duration {
	l.world.Helper()
	began := time.Now()
	for turn := 0; ; turn++ {
		p := l.world.Pages[0]
		if a := l.do(turn, Request{Method: http.MethodGet, Path: "/api/v1/pages/" + p.ID + "?locale=en"}); !a.Unsure() {
			if _, ok := l.look(p, turn); ok {
				return time.Since(began)
			}
		}
		if time.Since(began) > within {
			l.world.Errorf("not healed after %s", within)
			return time.Since(began)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Check reads every document once more and holds all answers against each other.
func (l *Load) Check() {
	l.world.Helper()
	for turn, p := range l.world.Pages {
		if _, ok := l.look(p, turn); !ok {
			l.world.Errorf("%s cannot be read any more", p.Slug)
		}
	}
	if err := l.History.Check(); err != nil {
		l.world.Error(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.world.Logf("%d acts, slowest answer %s: %v", l.History.Len(), l.slowest.Round(time.Millisecond), l.answers)
	for answer, n := range l.answers {
		if strings.Contains(answer, " 5") && !strings.Contains(answer, "503") {
			l.world.Errorf("%d times %s", n, answer)
		}
	}
}

// Saved is how many saves were accepted so far.
func (l *Load) Saved() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answers["save 200"]
}

// AwaitSaves waits for so many more of them.
func (l *Load) AwaitSaves(n int) {
	l.world.Helper()
	want, deadline := l.Saved()+n, time.Now().Add(starting)
	for l.Saved() < want {
		if time.Now().After(deadline) {
			l.world.Fatalf("no %d saves were accepted within %s", n, starting)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// Answers counts them by what was asked.
func (l *Load) Answers() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.answers)
}
