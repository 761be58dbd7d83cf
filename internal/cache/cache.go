// Package cache keeps public answers as finished bytes in memory. An answer is
// kept under the number of the last publication: any publication begins a new
// generation and everything is made anew when it is first asked for. Nothing
// tracks what depends on what, so nothing stale is ever served for fresh.
package cache

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"
)

// largest is the part of the budget that one answer may take.
const largest = 8

// Use says what may be done with the answer to a request.
type Use int

const (
	// Pass leaves the request to the handler behind, as it is.
	Pass Use = iota
	// Finish gives the answer its ETag and compresses it, but keeps nothing.
	Finish
	// Keep also keeps it: it must depend on nothing but path and parameters.
	Keep
)

// Rule decides about a GET or HEAD request. Parameters are the names that the
// handler reads, so that others multiply nothing; nil stands for all of them.
type Rule func(*http.Request) (parameters []string, use Use)

// Cache keeps answers within a budget of bytes. It keeps nothing until Begin has
// told a generation. It may be used by many goroutines.
type Cache struct {
	budget int64
	counts *stats.Counter
	mu     sync.Mutex // of those who begin a generation
	now    atomic.Pointer[generation]

	buffers sync.Pool // of *[]byte, to put an answer together in
}

// generation holds the answers since one publication. A new one gets a store of
// its own: an answer that began before the publication and ends after it can
// only reach the store that nobody asks any more.
type generation struct {
	number int64
	store  *otter.Cache[key, *answer]
}

// New makes a cache with a budget in bytes; with 0 it finishes answers and
// keeps none.
func New(budget int64) *Cache {
	return &Cache{
		budget: budget, counts: stats.NewCounter(),
		buffers: sync.Pool{New: func() any { return new([]byte) }},
	}
}

// Begin tells the number of the last publication. If it is another than before,
// all that was kept is dropped.
func (c *Cache) Begin(number int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now.Load(); c.budget > 0 && (now == nil || now.number != number) {
		c.begin(number)
	}
}

// Published tells of a publication by this very process. While nobody follows
// those of others it changes nothing: nothing is kept then.
func (c *Cache) Published(number int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now.Load(); now != nil && now.number != number {
		c.begin(number)
	}
}

func (c *Cache) begin(number int64) {
	c.now.Store(&generation{number: number, store: otter.Must(&otter.Options[key, *answer]{
		MaximumWeight: uint64(c.budget), Weigher: func(k key, a *answer) uint32 { return a.weight(k) }, StatsRecorder: c.counts,
	})})
}

// Suspend stops answering from memory until the next Begin, because nobody can
// tell whether something was published.
func (c *Cache) Suspend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now.Store(nil)
}

// Handler answers by the rule: from memory, or with what next answers.
func (c *Cache) Handler(rule Rule, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		parameters, use := rule(r)
		if use == Pass {
			next.ServeHTTP(w, r)
			return
		}
		k, ok := keyOf(r, parameters)
		if !ok || use == Finish {
			record(next, plain(r)).send(w, r)
			return
		}
		now := c.now.Load()
		if now == nil {
			record(next, k.request(r)).send(w, r)
			return
		}
		if a, kept := now.store.GetIfPresent(k); kept {
			a.send(w, r)
			return
		}
		c.load(now, k, r, next).send(w, r)
	})
}

// once carries an answer that is for those alone who wait for it.
type once struct{ *answer }

func (once) Error() string { return "this answer is not kept" }

// load makes an answer; whoever asks for the same meanwhile waits for it. It is
// finished even when the first who asked goes away.
func (c *Cache) load(now *generation, k key, r *http.Request, next http.Handler) *answer {
	loader := otter.LoaderFunc[key, *answer](func(ctx context.Context, k key) (*answer, error) {
		a := record(next, k.request(r).WithContext(ctx))
		if a.status != http.StatusOK || a.header("Set-Cookie") != "" || int64(a.weight(k)) > c.budget/largest {
			return nil, once{a}
		}
		a.drop("X-Request-Id") // it would name the first of many requests
		a.grown = func() {
			if kept, ok := now.store.GetEntryQuietly(k); ok && kept.Value == a {
				now.store.Set(k, a) // weighs it again
			}
		}
		return a, nil
	})
	a, err := now.store.Get(context.WithoutCancel(r.Context()), k, loader)
	var alone once
	switch {
	case err == nil:
		return a
	case errors.As(err, &alone):
		return alone.answer
	default: // the one who asked first met a panic; this one tries for itself
		return record(next, k.request(r))
	}
}

// Stats are the counts since the start and what is kept now.
type Stats struct {
	Hits, Misses, Evictions uint64 // answers from memory, answers made, answers pushed out
	Bytes                   uint64 // kept
	Entries                 int    // kept
	Generation              int64  // 0 while suspended
}

// Stats counts.
func (c *Cache) Stats() Stats {
	counted := c.counts.Snapshot()
	s := Stats{Hits: counted.Hits, Misses: counted.Loads(), Evictions: counted.Evictions}
	if now := c.now.Load(); now != nil {
		s.Bytes, s.Entries, s.Generation = now.store.WeightedSize(), now.store.EstimatedSize(), now.number
	}
	return s
}
