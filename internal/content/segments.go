package content

import (
	"context"
	"fmt"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/quality"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// SegmentInput is one translated segment. From is the hash of the source text
// the translator had before her; IfHash the hash of the target text that she
// changed (empty: there was none), so that two people in one document meet
// only when they write the same segment.
type SegmentInput struct {
	Key    string           `json:"key" validate:"required,max=200"`
	Text   string           `json:"text" validate:"max=100000"`
	Inline []segment.Inline `json:"inline,omitempty" validate:"max=1000"`
	From   string           `json:"from" validate:"required,len=64,hexadecimal"`
	IfHash string           `json:"if_hash" validate:"omitempty,len=64,hexadecimal"`
	State  string           `json:"state,omitempty" validate:"omitempty,oneof=draft translated machine left_empty"`
	Note   string           `json:"note,omitempty" validate:"max=2000"`
}

// SegmentsInput is a set of segments to save together, and optionally the
// address of the page in this language.
type SegmentsInput struct {
	Segments []SegmentInput
	Slug     string
	Note     string
}

// SaveSegments writes segments of a translation. Either all of them are saved
// or, when somebody else has changed one of them meanwhile, none: the conflict
// lists each with the text that is there now. A missing document begins with
// the newest base.
func (d *Desk) SaveSegments(ctx context.Context, by By, ref Ref, in SegmentsInput) (*SegmentsView, error) {
	return d.changeSegments(ctx, by, ref, in.Note, func(_ *work, set *segmentSet) error {
		var conflicts, problems []fault.Problem
		for i, s := range in.Segments {
			path := fmt.Sprintf("segments/%d", i)
			conflict, problem, err := set.put(s)
			switch {
			case err != nil:
				return err
			case conflict != nil:
				conflict.Path = path
				conflicts = append(conflicts, *conflict)
			case problem != nil:
				problem.Path = path + "/" + problem.Path
				problems = append(problems, *problem)
			}
		}
		if err := fault.WithProblems("invalid_segments", "Some sentences cannot be saved.", problems); err != nil {
			return err
		}
		if len(conflicts) > 0 {
			return set.conflict(in.Segments, conflicts)
		}
		set.slug, set.note = in.Slug, in.Note
		return nil
	})
}

// segmentSet is the segments of a translation while they are being changed.
type segmentSet struct {
	base    *db.Revision               // what the translation is made from
	keys    map[string]segment.Segment // its segments
	known   lineage.Texts              // what the source said over time
	targets map[string]segment.Target
	slug    string
	note    string
	append  bool // write a revision of its own

	source, target string // locales
	faults         map[string][]quality.Finding
	fixed          []Fixed
}

// Fixed is what confirming mended in the typography of a segment, with the text
// before: saving that again takes it back.
type Fixed struct {
	Key    string         `json:"key"`
	Before string         `json:"before"`
	Edits  []quality.Edit `json:"edits"`
}

func (d *Desk) changeSegments(ctx context.Context, by By, ref Ref, comment string, change func(*work, *segmentSet) error) (*SegmentsView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*SegmentsView, error) {
		var fixed []Fixed
		w, err := d.move(tx, by, ref, motion{verb: workflow.Segments, comment: comment, act: func(w *work) error {
			set, newest, err := w.segmentSet()
			if err != nil {
				return err
			}
			if err := change(w, set); err != nil {
				return set.withFaults(err)
			}
			fixed = set.fixed
			if err := w.writeTargets(set); err != nil {
				return err
			}
			return lineage.Recount(tx, w.doc, w.head, newest)
		}})
		if err != nil {
			return nil, err
		}
		view, err := d.segmentsView(tx, w)
		if err == nil {
			view.Fixed = fixed
		}
		return view, err
	})
}

func (w *work) segmentSet() (*segmentSet, []segment.Segment, error) {
	if w.doc.Follows == "" {
		return nil, nil, fault.New(fault.Conflict, "not_tracked", "This text follows no other language; save it as a whole.")
	}
	newest, newestSegments, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return nil, nil, err
	}
	if newest == nil {
		return nil, nil, noBase(w.doc.Follows)
	}
	set := &segmentSet{
		base: newest, keys: map[string]segment.Segment{}, source: w.doc.Follows, target: w.doc.Locale, faults: map[string][]quality.Finding{},
	}
	segments := newestSegments
	if w.head != nil && w.head.MadeFrom != newest.ID {
		if set.base, err = lineage.Revision(w.tx, w.head.MadeFrom); err != nil {
			return nil, nil, err
		}
		if segments, err = lineage.Split(w.tx, w.typ, set.base); err != nil {
			return nil, nil, err
		}
	}
	for _, s := range segments {
		set.keys[s.Key] = s
	}
	if set.known, err = lineage.Former(w.tx, w.doc.EntryID, w.doc.Follows); err != nil {
		return nil, nil, err
	}
	set.targets, err = lineage.Targets(w.head)
	return set, newestSegments, err
}

// put writes one segment, or says why it cannot: a conflict when the text
// under it is another than the translator saw, a problem when it makes no sense.
func (s *segmentSet) put(in SegmentInput) (conflict, problem *fault.Problem, err error) {
	source, ok := s.keys[in.Key]
	if !ok {
		return nil, &fault.Problem{Path: "key", Code: "unknown_segment", Message: "The source has no such sentence. Load the newest source."}, nil
	}
	if _, ok := s.known.Text(in.Key, in.From); !ok && in.From != source.Hash {
		return nil, &fault.Problem{Path: "from", Code: "unknown_source", Message: "This sentence never had such a source text."}, nil
	}
	now := s.targets[in.Key]
	next, err := s.fit(source, segment.Target{
		Text: segment.Normal(in.Text), Inline: in.Inline, From: in.From, State: in.State, Note: in.Note,
	})
	if err != nil {
		return nil, nil, err
	}
	if now.Hash() != in.IfHash && now.Hash() != next.Hash() {
		return &fault.Problem{Code: "segment_conflict", Message: "Somebody else has written this sentence meanwhile."}, nil, nil
	}
	if next.State == segment.StateLeftEmpty && next.Text != "" {
		return nil, &fault.Problem{Path: "state", Code: "left_empty", Message: "A sentence that is left empty has no text."}, nil
	}
	if next.State == "" {
		next.State = segment.StateDraft
	}
	if next.State == segment.StateTranslated && next.HasText() {
		if problem, err = s.faulty(in.Key, next); problem != nil || err != nil {
			return nil, problem, err
		}
	}
	s.targets[in.Key] = next
	return nil, nil, nil
}

// faulty says why a text cannot be confirmed: what would break the page. The
// checks that only warn stop nobody.
func (s *segmentSet) faulty(key string, t segment.Target) (*fault.Problem, error) {
	source := s.keys[key]
	if former, ok := s.known.Text(key, t.From); ok && t.From != source.Hash {
		inline, err := s.known.Inline(key, t.From)
		if err != nil {
			return nil, err
		}
		source.Text, source.Inline = former, inline
	}
	for _, f := range quality.Check(Comparable(source, t, s.source, s.target)) {
		if f.Severity == quality.Error {
			s.faults[key] = append(s.faults[key], f)
		}
	}
	if len(s.faults[key]) == 0 {
		return nil, nil
	}
	first := s.faults[key][0]
	return &fault.Problem{Code: first.Code, Message: first.Message}, nil
}

// withFaults adds what the checks found to a refusal, by segment.
func (s *segmentSet) withFaults(err error) error {
	if err == nil || len(s.faults) == 0 || fault.Of(err).Kind != fault.Unprocessable {
		return err
	}
	return fault.Of(err).With("findings", s.faults)
}

// Comparable puts a segment and its translation before the checks.
func Comparable(source segment.Segment, t segment.Target, from, to string) quality.Input {
	in := quality.Input{
		Source: quality.Text{Locale: from, Text: source.Text}, Target: quality.Text{Locale: to, Text: t.Text}, Kind: source.Kind,
	}
	for _, c := range source.Inline {
		in.Source.Inline = append(in.Source.Inline, quality.Inline(c))
	}
	for _, c := range t.Inline {
		in.Target.Inline = append(in.Target.Inline, quality.Inline(c))
	}
	return in
}

// fit drops the inline codes that the target shares with its source, or pins
// those of the text it was made from when the source has moved on.
func (s *segmentSet) fit(source segment.Segment, t segment.Target) (segment.Target, error) {
	former, err := s.known.Inline(source.Key, t.From)
	if err != nil {
		return t, err
	}
	return segment.Rebase(t, source, former), nil
}

// conflict lists, for each segment somebody else has written, her text.
func (s *segmentSet) conflict(in []SegmentInput, conflicts []fault.Problem) error {
	current := []TargetView{}
	for _, one := range in {
		t := s.targets[one.Key]
		if t.Hash() != one.IfHash {
			current = append(current, targetView(one.Key, t))
		}
	}
	f := fault.New(fault.Conflict, "segment_conflict", "Somebody else has written some of these sentences. Compare, then save again.")
	f.Problems = conflicts
	return f.With("current", current)
}

// Actions on segments that are there.
const (
	Confirm    = "confirm"     // the translator stands by the text
	StillRight = "still_right" // the source changed, the translation need not
	Undo       = "undo"        // take the last confirm or still_right back
)

// Mark names a segment to act on. SourceHash, needed by still_right, is the
// hash of the newest source text that the translator has looked at.
type Mark struct {
	Key        string `json:"key" validate:"required,max=200"`
	SourceHash string `json:"source_hash,omitempty" validate:"omitempty,len=64,hexadecimal"`
}

// MarkSegments confirms segments, declares them still right after a change of
// their source, or takes that back. No word changes, so approvals and what is
// live stay as they are. It always appends a revision, which Undo reads.
func (d *Desk) MarkSegments(ctx context.Context, by By, ref Ref, action string, marks []Mark) (*SegmentsView, error) {
	return d.changeSegments(ctx, by, ref, fmt.Sprintf("%s: %d", action, len(marks)), func(w *work, set *segmentSet) error {
		mark, err := w.marker(action)
		if err != nil {
			return err
		}
		var problems []fault.Problem
		for i, m := range marks {
			problem, err := mark(set, m)
			if err != nil {
				return err
			}
			if problem != nil {
				problem.Path = fmt.Sprintf("marks/%d", i)
				problems = append(problems, *problem)
			}
		}
		set.append = true
		return fault.WithProblems("invalid_segments", "Some sentences cannot be marked.", problems)
	})
}

type marker func(set *segmentSet, m Mark) (*fault.Problem, error)

func (w *work) marker(action string) (marker, error) {
	switch action {
	case Confirm:
		return w.confirm, nil
	case StillRight:
		return w.stillRight()
	case Undo:
		return w.undo()
	default:
		return nil, fault.New(fault.NotFound, "unknown_action", "There is no action %q on segments.", action)
	}
}

// written guards a marker against segments that have no translation yet.
func written(mark func(segment.Target, Mark) (segment.Target, *fault.Problem)) marker {
	return func(set *segmentSet, m Mark) (*fault.Problem, error) {
		t, ok := set.targets[m.Key]
		if !ok || (!t.HasText() && t.State != segment.StateLeftEmpty) {
			return &fault.Problem{Code: "empty_segment", Message: "There is no translation of this sentence to mark."}, nil
		}
		marked, problem := mark(t, m)
		if problem == nil {
			set.targets[m.Key] = marked
		}
		return problem, nil
	}
}

// confirm stands by a text that breaks nothing, once its typography is mended.
// What was handed in or approved stays as it was read.
func (w *work) confirm(set *segmentSet, m Mark) (*fault.Problem, error) {
	problem, err := written(func(t segment.Target, _ Mark) (segment.Target, *fault.Problem) {
		if t.State == segment.StateLeftEmpty {
			return t, nil
		}
		t.State = segment.StateTranslated
		if w.from != workflow.Draft {
			return t, nil
		}
		if text, edits := quality.Fix(set.target, t.Text); len(edits) > 0 {
			set.fixed = append(set.fixed, Fixed{Key: m.Key, Before: t.Text, Edits: edits})
			t.Text = text
		}
		return t, nil
	})(set, m)
	if t := set.targets[m.Key]; problem == nil && err == nil && t.HasText() {
		return set.faulty(m.Key, t)
	}
	return problem, err
}

// stillRight points segments to the newest text of their source, provided it
// is the text that the translator has looked at.
func (w *work) stillRight() (marker, error) {
	_, segments, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return nil, err
	}
	newest := make(map[string]string, len(segments))
	for _, s := range segments {
		newest[s.Key] = s.Hash
	}
	return written(func(t segment.Target, m Mark) (segment.Target, *fault.Problem) {
		if newest[m.Key] == "" || newest[m.Key] != m.SourceHash {
			return t, &fault.Problem{Code: "source_moved", Message: "The source has changed since you looked at it. Read its newest text and decide again."}
		}
		t.From = m.SourceHash
		return t, nil
	}), nil
}

// undo gives segments the source hash and state back that they had before they
// were marked last. Their words stay.
func (w *work) undo() (marker, error) {
	var before []map[string]segment.Target
	for rev := w.head; rev != nil && len(before) < 20; {
		targets, err := lineage.Targets(rev)
		if err != nil {
			return nil, err
		}
		before = append(before, targets)
		if rev, err = lineage.Revision(w.tx, rev.ParentID); err != nil {
			return nil, err
		}
	}
	return written(func(t segment.Target, m Mark) (segment.Target, *fault.Problem) {
		for _, targets := range before {
			old, ok := targets[m.Key]
			if ok && old.Hash() == t.Hash() && (old.From != t.From || old.State != t.State) {
				t.From, t.State = old.From, old.State
				return t, nil
			}
		}
		return t, &fault.Problem{Code: "nothing_to_undo", Message: "This sentence has not been marked since its words were written."}
	}), nil
}
