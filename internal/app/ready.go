package app

import (
	"context"
	"sync"
	"time"
)

// leaving is how long a server that stops waits at most for a proxy to ask.
const leaving = 10 * time.Second

// readiness is what /readyz says of the process. A server that stops says no before
// it closes its listener, so that a proxy that asks sends nobody to a closed door.
type readiness struct {
	mu      sync.Mutex
	asked   time.Time     // when it was asked last; zero is never
	pause   time.Duration // between the last two questions
	stopped bool
	told    chan struct{} // closed when somebody was told that the server stops
}

func newReadiness() *readiness { return &readiness{told: make(chan struct{})} }

// ask tells whether the server takes requests.
func (r *readiness) ask(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.asked.IsZero() {
		r.pause = now.Sub(r.asked)
	}
	r.asked = now
	if r.stopped && r.told != nil {
		close(r.told)
		r.told = nil
	}
	return !r.stopped
}

// stop makes /readyz say no from now on, and returns when whoever watches has heard
// it. Somebody who asks every few seconds is given twice that time; where nobody
// asks, or has not for long, it returns at once, and after ten seconds in any case.
func (r *readiness) stop(ctx context.Context, now time.Time) {
	r.mu.Lock()
	r.stopped = true
	told, patience := r.told, min(2*r.pause-now.Sub(r.asked), leaving)
	r.mu.Unlock()
	if patience <= 0 {
		return
	}
	limit, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-told:
	case <-limit.Done():
	}
}
