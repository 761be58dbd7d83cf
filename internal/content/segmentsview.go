package content

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/lineage"
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
	Progress ProgressView  `json:"progress"`
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
	Status string           `json:"status"` // missing, source_changed, unconfirmed, current
	Stale  bool             `json:"stale"`
	Diff   []segment.Token  `json:"diff,omitempty"`   // from the source it was made from to the newest, where they differ
	Change *SourceChange    `json:"change,omitempty"` // who changed the source last, where Diff says something
	Former *FormerText      `json:"former,omitempty"` // the approved translation, where it is another or the source has changed

	References map[string]string `json:"references,omitempty"` // the same segment in other languages, by locale
}

// What a translator has to do about a segment.
const (
	StatusMissing     = "missing"        // no translation yet
	StatusChanged     = "source_changed" // its source has another text than it was made from
	StatusUnconfirmed = "unconfirmed"    // a draft, or the proposal of a machine
	StatusCurrent     = "current"
)

// ProgressView counts the segments of a translation by what is to do. WordsLeft
// are the words of the source that ask for work: all of a missing or unconfirmed
// segment, only the changed ones where the source has changed.
type ProgressView struct {
	All       int `json:"all"`
	ToDo      int `json:"to_do"`
	Changed   int `json:"source_changed"`
	Missing   int `json:"missing"`
	WordsLeft int `json:"words_left"`
}

func (p *ProgressView) add(v SegmentView, changedWords int) {
	p.All++
	switch v.Status {
	case StatusCurrent:
		return
	case StatusChanged:
		p.Changed++
		p.WordsLeft += changedWords
	case StatusMissing:
		p.Missing++
		p.WordsLeft += v.Words
	default:
		p.WordsLeft += v.Words
	}
	p.ToDo++
}

// FormerText is the approved translation of a segment, with what the working
// copy makes of it.
type FormerText struct {
	Text     string          `json:"text"`
	Revision string          `json:"revision"`
	Number   int64           `json:"number"`
	At       db.Time         `json:"at"`
	Diff     []segment.Token `json:"diff,omitempty"`
}

// SourceChange says who gave a segment of an approved text other words.
type SourceChange struct {
	ID           string          `json:"id"`
	Key          string          `json:"key"`
	From         string          `json:"from"`
	To           string          `json:"to,omitempty"` // empty: the segment was removed
	At           db.Time         `json:"at"`
	Revision     int64           `json:"revision,omitempty"` // number of the revision that brought it
	Author       string          `json:"author"`
	AuthorName   string          `json:"author_name"`
	ApprovedBy   string          `json:"approved_by"`
	Minor        bool            `json:"minor"` // declared minor and not revoked
	DeclaredBy   string          `json:"declared_by,omitempty"`
	DeclaredName string          `json:"declared_name,omitempty"`
	RevokedAt    *db.Time        `json:"revoked_at,omitempty"`
	RevokedBy    string          `json:"revoked_by,omitempty"`
	RevokedName  string          `json:"revoked_name,omitempty"`
	Diff         []segment.Token `json:"diff,omitempty"`
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
	byKey, err := lineage.Steps(tx, w.doc.EntryID, w.doc.Follows)
	if err != nil {
		return nil, err
	}
	for _, s := range segments {
		one, changed := segmentView(s, set, byKey[s.Key])
		v.Progress.add(one, changed)
		v.Segments = append(v.Segments, one)
	}
	v.Removed = removed(segments, set.targets)
	return v, nil
}

// segmentView shows one segment and counts the words of its source that changed.
func segmentView(s segment.Segment, set *segmentSet, steps []segment.Step) (SegmentView, int) {
	t := set.targets[s.Key]
	v := SegmentView{
		Key: s.Key, Field: s.Field, Kind: s.Kind, Source: s.Text, Inline: s.Inline, Hash: s.Hash, Words: s.Words,
		Target: targetView(s.Key, t),
	}
	if !t.HasText() && t.State != segment.StateLeftEmpty {
		v.Status = StatusMissing
		return v, 0
	}
	changed := s.Words
	v.Stale = segment.Stale(t, s.Hash, steps)
	if former, ok := set.known.Text(s.Key, t.From); t.From != s.Hash && ok {
		v.Diff, changed = segment.Diff(former, s.Text), segment.ChangedWords(former, s.Text)
	}
	switch {
	case v.Stale:
		v.Status = StatusChanged
	case t.State == segment.StateTranslated || t.State == segment.StateLeftEmpty:
		v.Status = StatusCurrent
	default:
		v.Status = StatusUnconfirmed
	}
	return v, changed
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
