package bench_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest/faults"
)

// times are of the same act, again and again.
type times []time.Duration

// at is the time, in milliseconds, within which such a share of the acts was done.
func (t times) at(share float64) float64 {
	slices.Sort(t)
	return float64(t[min(len(t)-1, int(float64(len(t))*share))].Nanoseconds()) / 1e6
}

// report says how long it took, and how that relates to something else done in turns with it.
func report(b *testing.B, ours, other times, name string, ratio float64) {
	b.Helper()
	b.ReportMetric(0, "ns/op") // of a whole round
	b.ReportMetric(ours.at(.5), "ms/p50")
	b.ReportMetric(ours.at(.95), "ms/p95")
	b.ReportMetric(other.at(.5), "ms/p50-"+name)
	b.ReportMetric(ratio, "x-"+name)
}

// BenchmarkRead asks for what everybody reads, in turns with a bare handler that
// serves the same bytes; x-bare is the speed as a part of its speed. "kept" is
// answered from memory, "anew" made from the database each time.
func BenchmarkRead(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		for _, r := range reads(h) {
			for _, from := range []struct{ name, address string }{{"kept", h.kept}, {"anew", h.anew}} {
				b.Run(r.name+"/"+from.name, func(b *testing.B) {
					ours, path := dial(b, from.address), r.path
					body := h.read(ours, path)
					theirs := dial(b, bare(b, body))
					var took, least times
					for b.Loop() {
						for range 100 {
							began := time.Now()
							h.read(ours, path)
							middle := time.Now()
							h.read(theirs, "/")
							took, least = append(took, middle.Sub(began)), append(least, time.Since(middle))
						}
					}
					report(b, took, least, "bare", least.at(.5)/took.at(.5))
				})
			}
		}
	})
}

type read struct{ name, path string }

func reads(h *house) []read {
	return []read{
		{"one document", "/api/v1/cities/" + h.cities[len(h.cities)/2] + "?locale=pl"},
		{"first page", "/api/v1/cities?locale=de"},
	}
}

// writes does something to one document after the other, in turns with the update
// of one row; x-update is how many such updates would take as long.
func writes(b *testing.B, h *house, name string, round int, prepare func(n int) func() time.Duration) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		var took, least times
		n := 0
		for b.Loop() {
			for range round {
				act := prepare(n)
				least = append(least, h.update(n))
				took = append(took, act())
				n++
			}
		}
		report(b, took, least, "update", took.at(.5)/least.at(.5))
	})
}

// BenchmarkWrite does what people do with texts, each through HTTP with all that
// belongs to it: rights, history, counts, memory, search and public rows.
func BenchmarkWrite(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		writes(b, h, "save segments", 100, func(n int) func() time.Duration {
			request := h.saving(h.text(n), n)
			return func() time.Duration { return h.do(request, new(any)) }
		})
		writes(b, h, "approve", 50, func(n int) func() time.Duration {
			t := h.text(n)
			h.do(h.saving(t, n), new(any))
			h.do(h.verb(h.author, t, "submit"), new(any))
			request := h.verb(h.editor, t, "approve")
			return func() time.Duration { return h.do(request, new(any)) }
		})
		writes(b, h, "publish", 50, func(n int) func() time.Duration {
			t := h.text(n)
			h.approved(t, n)
			request := h.verb(h.editor, t, "publish")
			return func() time.Duration { return h.do(request, new(any)) }
		})
		writes(b, h, "release of 50 entries", 3, func(n int) func() time.Duration {
			request := h.release(n)
			return func() time.Duration { return h.do(request, new(any)) }
		})
	})
}

// text is a translation.
type text struct{ entry, locale string }

func (t text) path() string { return "/api/desk/entries/" + t.entry + "/documents/" + t.locale }

// text is the n-th translation: every city in turn, then the next language.
func (h *house) text(n int) text {
	return text{h.cities[n%len(h.cities)], locales()[1+n/len(h.cities)%(len(locales())-1)]}
}

// saving writes one sentence of a translation anew.
func (h *house) saving(t text, n int) faults.Request {
	h.Helper()
	var view struct {
		Segments []struct {
			Key    string
			Hash   string `json:"source_hash"`
			Target struct{ Hash string }
		}
	}
	h.do(faults.Request{By: h.author, Method: http.MethodGet, Path: t.path() + "/segments"}, &view)
	s := view.Segments[3+n%(len(view.Segments)-3)]
	return faults.Request{By: h.author, Method: http.MethodPut, Path: t.path() + "/segments", Body: map[string]any{"segments": []any{map[string]any{
		"key": s.Key, "text": fmt.Sprintf("%s %d.", strings.Repeat("Ta ber mi lo ", 20), time.Now().UnixNano()),
		"from": s.Hash, "if_hash": s.Target.Hash, "state": "translated",
	}}}}
}

func (h *house) verb(by faults.Person, t text, verb string) faults.Request {
	h.Helper()
	return faults.Request{By: by, Method: http.MethodPost, Path: t.path() + "/" + verb, Body: map[string]any{"revision": h.revision(t)}}
}

func (h *house) revision(t text) string {
	h.Helper()
	var d struct{ Revision string }
	h.do(faults.Request{By: h.editor, Method: http.MethodGet, Path: t.path()}, &d)
	return d.Revision
}

// approved changes a translation and brings it to where it may be published.
func (h *house) approved(t text, n int) {
	h.Helper()
	h.do(h.saving(t, n), new(any))
	h.do(h.verb(h.author, t, "submit"), new(any))
	h.do(h.verb(h.editor, t, "approve"), new(any))
}

// release has a changed translation of fifty entries in it.
func (h *house) release(n int) faults.Request {
	h.Helper()
	var items []any
	for i := range prototypes {
		t := h.text(n*prototypes + i)
		h.approved(t, n)
		items = append(items, map[string]any{"entry": t.entry, "locale": t.locale, "revision": h.revision(t), "action": "publish"})
	}
	var made struct{ ID string }
	h.do(faults.Request{By: h.editor, Method: http.MethodPost, Path: "/api/desk/releases", Body: map[string]any{"title": fmt.Sprint("Release ", n), "items": items}}, &made)
	return faults.Request{By: h.editor, Method: http.MethodPost, Path: "/api/desk/releases/" + made.ID + "/publish"}
}
