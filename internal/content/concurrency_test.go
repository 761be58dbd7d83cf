package content_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"movingcities/internal/apptest/history"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// outcome is one recorded answer of a writer.
type outcome struct {
	locale, verb string
	version      int64 // of the answer; 0 when refused
	text         string
	err          error
}

// TestThirtyTwoWritersOnOneEntry lets 32 people save, translate and move one
// entry at once, records every answer and then holds the database against the
// record: each accepted save is in the chain of versions, none was lost, and
// histories count without gaps. For each document one order explains all that was
// read and answered (package history).
func TestThirtyTwoWritersOnOneEntry(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.translate(w.jonas, id, "de")
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		var mu sync.Mutex
		var all []outcome
		var answers history.Recorder
		var wg sync.WaitGroup
		for i := range 32 {
			by := w.person(fmt.Sprintf("writer %d", i), w.maria.Actor.Grants...)
			wg.Add(1)
			go func() {
				defer wg.Done()
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				for n := range 6 {
					o := w.attempt(by, id, r, fmt.Sprintf("%d-%d", i, n), &answers)
					mu.Lock()
					all = append(all, o)
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		w.checkOutcomes(id, all)
		for _, locale := range []string{"el", "und", "de", "en"} {
			began, v := answers.Now(), w.doc(id, locale)
			answers.Read(began, locale, history.State{Version: v.Version, Text: v.Revision})
		}
		if err := answers.Check(); err != nil {
			t.Error(err)
		}
	})
}

// attempt reads a document and does something to it, as a person would.
func (w *world) attempt(by content.By, id string, r *rand.Rand, mark string, answers *history.Recorder) outcome {
	w.pass(time.Hour) // so that no save replaces its author's last one, and history holds them all
	locale := []string{"el", "el", "und", "de", "en"}[r.IntN(5)]
	ref := content.Ref{Entry: id, Locale: locale}
	began := answers.Now()
	v, err := w.desk.Document(w.ctx, by.Actor, ref)
	if err != nil {
		return outcome{locale: locale, verb: "read", err: err}
	}
	answers.Read(began, locale, history.State{Version: v.Version, Text: v.Revision})
	began = answers.Now()
	verbs := []workflow.Verb{
		workflow.Save, workflow.Save, workflow.Save, workflow.Submit, workflow.Withdraw, workflow.Approve, workflow.Publish, workflow.Unpublish,
	}
	verb := verbs[r.IntN(len(verbs))]
	o := outcome{locale: locale, verb: string(verb), text: mark}
	var version int64
	var revision string
	var on int64
	switch {
	case verb != workflow.Save:
		version, revision, o.err = now(w.desk.Do(w.ctx, by, ref, verb, content.VerbInput{Revision: v.Revision}))
	case v.Follows != "":
		o.verb = "segments"
		version, revision, o.err = w.attemptSegment(by, ref, r, mark)
	default:
		on = v.Version
		in := content.SaveInput{Version: v.Version, Fields: v.Fields, Note: mark}
		if locale == "und" {
			in.Fields["website"] = "https://example.org/" + mark
		} else {
			in.Fields["tagline"] = mark
		}
		version, revision, o.err = now(w.desk.Save(w.ctx, by, ref, in))
	}
	switch {
	case o.err == nil && verb == workflow.Publish && !w.moved(by, ref, v.Version, version): // it was live as it is
		answers.Read(began, locale, history.State{Version: version, Text: revision})
	case o.err == nil: // a whole text only on the version that was read; else on the one before, on which two can never be done
		o.version = version
		answers.Write(began, locale, cmp.Or(on, version-1), revision, history.Done, version)
	case fault.Is(o.err, "version_mismatch"):
		answers.Write(began, locale, v.Version, "", history.Refused, 0)
	}
	return o
}

// moved tells whether somebody's verb led from a version that she read to this one.
func (w *world) moved(by content.By, ref content.Ref, read, version int64) bool {
	return version > read && len(rows[db.History](w, "SELECT * FROM history WHERE entry_id = ? AND locale = ? AND version = ? AND actor = ?",
		ref.Entry, ref.Locale, version, by.Actor.UserID)) > 0
}

func now(v *content.DocumentView, err error) (int64, string, error) {
	if err != nil {
		return 0, "", err
	}
	return v.Version, v.Revision, nil
}

func (w *world) attemptSegment(by content.By, ref content.Ref, r *rand.Rand, mark string) (int64, string, error) {
	s, err := w.desk.Segments(w.ctx, by.Actor, ref)
	if err != nil {
		return 0, "", err
	}
	one := s.Segments[r.IntN(len(s.Segments))]
	after, err := w.desk.SaveSegments(w.ctx, by, ref, content.SegmentsInput{Note: mark, Segments: []content.SegmentInput{
		{Key: one.Key, Text: mark, From: one.Hash, IfHash: one.Target.Hash},
	}})
	if err != nil {
		return 0, "", err
	}
	return after.Version, after.Revision, nil
}

func (w *world) checkOutcomes(id string, all []outcome) {
	w.t.Helper()
	versions := map[string]map[int64]bool{}
	texts := map[string]bool{}
	for _, r := range rows[db.Revision](w, "SELECT note FROM revisions WHERE entry_id = ?", id) {
		texts[r.Note] = true
	}
	accepted := 0
	for _, o := range all {
		if o.err != nil {
			if k := fault.Of(o.err).Kind; k == fault.Internal || k == fault.Unavailable {
				w.t.Errorf("%s %s: %v", o.verb, o.locale, o.err)
			}
			continue
		}
		accepted++
		if o.verb != "save" && o.verb != "segments" {
			continue
		}
		if versions[o.locale] == nil {
			versions[o.locale] = map[int64]bool{}
		}
		if versions[o.locale][o.version] {
			w.t.Errorf("two saves of %s were answered with version %d", o.locale, o.version)
		}
		versions[o.locale][o.version] = true
		if !texts[o.text] {
			w.t.Errorf("the accepted save %q of %s is not in its history", o.text, o.locale)
		}
	}
	if accepted < 32 {
		w.t.Errorf("only %d of %d attempts were accepted: the test does not test much", accepted, len(all))
	}
	w.checkHistories(id)
}

// checkHistories holds every document's log and revisions against each other.
func (w *world) checkHistories(id string) {
	w.t.Helper()
	for _, doc := range rows[db.Document](w, "SELECT * FROM documents WHERE entry_id = ?", id) {
		log := rows[db.History](w, "SELECT * FROM history WHERE entry_id = ? AND locale = ? ORDER BY number", id, doc.Locale)
		for i, h := range log {
			if h.Number != int64(i+1) {
				w.t.Fatalf("%s: history row %d has number %d", doc.Locale, i+1, h.Number)
			}
			if i > 0 && (h.FromState != log[i-1].ToState || h.Version <= log[i-1].Version) {
				w.t.Errorf("%s: history breaks between %+v and %+v", doc.Locale, log[i-1], h)
			}
		}
		if last := log[len(log)-1]; last.ToState != doc.State || last.Version > doc.Version {
			w.t.Errorf("%s: the log ends in %s at %d, the document is %s at %d", doc.Locale, last.ToState, last.Version, doc.State, doc.Version)
		}
		numbers := rows[int64](w, "SELECT number FROM revisions WHERE entry_id = ? AND locale = ? ORDER BY number", id, doc.Locale)
		for i, n := range numbers {
			if n != int64(i+1) {
				w.t.Errorf("%s: revision %d has number %d", doc.Locale, i+1, n)
			}
		}
	}
}
