package content

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/segment"
)

// TargetView is the translation of one segment.
type TargetView struct {
	Key    string           `json:"key"`
	Text   string           `json:"text"`
	Inline []segment.Inline `json:"inline,omitempty"`
	From   string           `json:"from,omitempty"`
	State  string           `json:"state,omitempty"`
	Note   string           `json:"note,omitempty"`
	Hash   string           `json:"hash"` // for if_hash
}

func targetView(key string, t segment.Target) TargetView {
	return TargetView{Key: key, Text: t.Text, Inline: t.Inline, From: t.From, State: t.State, Note: t.Note, Hash: t.Hash()}
}

// SegmentsView is a translation beside its source, sentence by sentence.
type SegmentsView struct {
	Entry    string        `json:"entry"`
	Locale   string        `json:"locale"`
	Follows  string        `json:"follows"`
	State    string        `json:"state"`
	Version  int64         `json:"version"`
	Revision string        `json:"revision,omitempty"`
	Slug     string        `json:"slug,omitempty"`
	Base     string        `json:"base,omitempty"`      // the newest approved revision of what it follows
	MadeFrom string        `json:"made_from,omitempty"` // the base the translation was made from
	Counts   *CountsView   `json:"counts"`
	Awaiting []string      `json:"awaiting,omitempty"`
	Segments []SegmentView `json:"segments"`
	Fixed    []Fixed       `json:"fixed,omitempty"` // by confirming just now
	Removed  []TargetView  `json:"removed"`         // texts whose source segment is gone: kept, not published
}

// SegmentView is one segment of the newest base with its translation.
type SegmentView struct {
	Key    string           `json:"key"`
	Field  string           `json:"field"`
	Kind   string           `json:"kind"`
	Source string           `json:"source"`
	Inline []segment.Inline `json:"inline,omitempty"`
	Hash   string           `json:"source_hash"`
	Words  int              `json:"words"`
	Target TargetView       `json:"target"`
	Stale  bool             `json:"stale"`
	Diff   []segment.Token  `json:"diff,omitempty"` // of a stale segment: from the source it was made from to the newest
}

// Segments shows a translation against the newest text of what it follows.
func (d *Desk) Segments(ctx context.Context, a access.Actor, ref Ref) (*SegmentsView, error) {
	return read(ctx, d, func(tx *db.Tx) (*SegmentsView, error) {
		w, err := d.look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		return d.segmentsView(tx, w)
	})
}

func (d *Desk) segmentsView(tx *db.Tx, w *work) (*SegmentsView, error) {
	set, segments, err := w.segmentSet()
	if err != nil {
		return nil, err
	}
	v := &SegmentsView{
		Entry: w.entry.ID, Locale: w.doc.Locale, Follows: w.doc.Follows, State: w.doc.State, Version: w.doc.Version,
		Segments: []SegmentView{}, Removed: []TargetView{},
	}
	if w.head != nil {
		v.Revision, v.Slug, v.MadeFrom = w.head.ID, w.head.Slug, w.head.MadeFrom
	}
	followed, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", w.doc.EntryID, w.doc.Follows)
	if err != nil {
		return nil, err
	}
	v.Base = followed.ApprovedRevisionID
	counts, err := db.First[db.SegmentCount](tx, "entry_id = ? AND locale = ?", w.doc.EntryID, w.doc.Locale)
	if err != nil {
		return nil, err
	}
	if counts != nil {
		v.Counts = countsView(*counts)
	}
	if v.Awaiting, err = d.awaiting(tx, w.doc); err != nil {
		return nil, err
	}
	byKey, err := steps(tx, w.doc.EntryID, w.doc.Follows)
	if err != nil {
		return nil, err
	}
	for _, s := range segments {
		v.Segments = append(v.Segments, segmentView(s, set, byKey[s.Key]))
	}
	v.Removed = removed(segments, set.targets)
	return v, nil
}

func segmentView(s segment.Segment, set *segmentSet, steps []segment.Step) SegmentView {
	t := set.targets[s.Key]
	v := SegmentView{
		Key: s.Key, Field: s.Field, Kind: s.Kind, Source: s.Text, Inline: s.Inline, Hash: s.Hash, Words: s.Words,
		Target: targetView(s.Key, t),
	}
	if !t.HasText() && t.State != segment.StateLeftEmpty {
		return v
	}
	v.Stale = segment.Stale(t, s.Hash, steps)
	if former, ok := set.known.text(s.Key, t.From); v.Stale && ok {
		v.Diff = segment.Diff(former, s.Text)
	}
	return v
}

// removed lists the texts whose source segment is gone, in the order of their keys.
func removed(segments []segment.Segment, targets map[string]segment.Target) []TargetView {
	there := make(map[string]bool, len(segments))
	for _, s := range segments {
		there[s.Key] = true
	}
	out := []TargetView{}
	for _, key := range sortedKeys(targets) {
		if !there[key] && targets[key].Text != "" {
			out = append(out, targetView(key, targets[key]))
		}
	}
	return out
}
