// Package history records what people asked of documents and what they were
// answered, and finds out whether one order of all that explains every answer.
package history

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
)

// State is what a document holds. The zero version is one that nobody knows yet.
type State struct {
	Version int64
	Text    string
}

// Outcome is what a writer was told.
type Outcome int

// A write is done, or refused because it was made on another version, or there
// was no answer: then it was done at some time since, or never.
const (
	Done Outcome = iota
	Refused
	Unknown
)

type act struct {
	document string
	write    bool
	on       int64 // the version that a write was made on
	text     string
}

type answer struct {
	outcome Outcome
	seen    State // by a read; of a write that is done, only the version
}

// Recorder is safe for concurrent use. The zero value is ready.
type Recorder struct {
	mu    sync.Mutex
	began time.Time
	acts  []porcupine.Operation
}

// Now is a moment of the recording: before a request is sent, and after its answer.
func (r *Recorder) Now() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began.IsZero() {
		r.began = time.Now()
	}
	return int64(time.Since(r.began))
}

// Read notes what a read that began at a moment has answered.
func (r *Recorder) Read(began int64, document string, seen State) {
	r.add(began, r.Now(), act{document: document}, answer{seen: seen})
}

// Write notes a write on a version, and the version that it was answered with.
func (r *Recorder) Write(began int64, document string, on int64, text string, o Outcome, version int64) {
	end := r.Now()
	if o == Unknown {
		end = math.MaxInt64
	}
	r.add(began, end, act{document, true, on, text}, answer{o, State{version, text}})
}

func (r *Recorder) add(began, end int64, in act, out answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acts = append(r.acts, porcupine.Operation{ClientId: len(r.acts), Input: in, Call: began, Output: out, Return: end})
}

// Len is how much is recorded.
func (r *Recorder) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.acts)
}

// Check looks for an order, for each document by itself.
func (r *Recorder) Check() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	model := porcupine.Model{Partition: byDocument, Init: func() any { return State{} }, Step: step}
	switch porcupine.CheckOperationsTimeout(model, r.acts, 30*time.Second) {
	case porcupine.Ok:
		return nil
	case porcupine.Unknown:
		return errors.New("30 seconds were not enough to find an order")
	}
	var bad []string
	for _, acts := range byDocument(r.acts) {
		if !porcupine.CheckOperations(model, acts) {
			bad = append(bad, documentOf(acts[0]))
		}
	}
	return fmt.Errorf("no order explains the answers about %v", bad)
}

func documentOf(o porcupine.Operation) string {
	in, _ := o.Input.(act) // nothing else was put in
	return in.document
}

func byDocument(acts []porcupine.Operation) [][]porcupine.Operation {
	place := map[string]int{}
	var parts [][]porcupine.Operation
	for _, one := range acts {
		document := documentOf(one)
		at, there := place[document]
		if !there {
			at = len(parts)
			place[document] = at
			parts = append(parts, nil)
		}
		parts[at] = append(parts[at], one)
	}
	return parts
}

// step is a register with versions: a write is done on the version that it was
// made on, and on no other.
func step(state, input, output any) (bool, any) {
	now, _ := state.(State) // nothing else was put in
	in, _ := input.(act)
	out, _ := output.(answer)
	known := now.Version != 0
	switch {
	case !in.write:
		return !known || now == out.seen, out.seen
	case out.outcome == Refused:
		return !known || now.Version != in.on, now
	case out.outcome == Done:
		return (!known || now.Version == in.on) && out.seen.Version > in.on, out.seen
	case now.Version == in.on: // unknown; never is the same as after everything else
		return true, State{in.on + 1, in.text}
	}
	return true, now
}
