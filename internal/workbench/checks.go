package workbench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/quality"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// Finding is something to look at in a translation. Fingerprint tells apart what
// one check finds twice in a segment.
type Finding struct {
	quality.Finding
	Fingerprint string     `json:"fingerprint"`
	Suggestion  []string   `json:"suggestion,omitempty"` // words of the glossary, or the whole text mended
	Dismissed   *Dismissed `json:"dismissed,omitempty"`
}

// Dismissed says who set a finding aside, and when.
type Dismissed struct {
	By string  `json:"by"`
	At db.Time `json:"at"`
}

// SegmentsView is a translation beside its source with what the checks find, by
// the key of the segment. What was dismissed is shown, and not counted.
type SegmentsView struct {
	content.SegmentsView
	Findings map[string][]Finding `json:"findings"`
	Errors   int                  `json:"errors"`   // segments with an error, which cannot be confirmed
	Warnings int                  `json:"warnings"` // segments with a warning that nobody has dismissed
}

// Segments shows a translation with its findings to everybody who may read it.
func (b *Bench) Segments(ctx context.Context, a access.Actor, ref content.Ref) (*SegmentsView, error) {
	plain, err := b.Content.Segments(ctx, a, ref)
	if err != nil {
		return nil, err
	}
	view := &SegmentsView{SegmentsView: *plain, Findings: map[string][]Finding{}}
	words, err := b.words(ctx, a, plain)
	if err != nil {
		return nil, err
	}
	var set dismissed
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		set, err = dismissals(tx, ref)
		return err
	})
	if err != nil {
		return nil, err
	}
	alike := inconsistent(plain)
	for _, s := range plain.Segments {
		found := words.findings(s)
		if f, ok := alike[s.Key]; ok {
			found = append(found, shown(s, f))
		}
		set.mark(s, found)
		view.count(s.Key, found)
	}
	return view, nil
}

func (v *SegmentsView) count(key string, found []Finding) {
	if len(found) == 0 {
		return
	}
	v.Findings[key] = found
	wrong, doubtful := 0, 0
	for _, f := range found {
		switch {
		case f.Severity == quality.Error:
			wrong = 1
		case f.Severity == quality.Warning && f.Dismissed == nil:
			doubtful = 1
		}
	}
	v.Errors, v.Warnings = v.Errors+wrong, v.Warnings+doubtful
}

func inconsistent(view *content.SegmentsView) map[string]quality.Finding {
	var pairs []quality.Pair
	for _, s := range view.Segments {
		pairs = append(pairs, quality.Pair{Key: s.Key, Source: s.Source, Target: s.Target.Text})
	}
	return quality.Inconsistent(pairs)
}

// findings are those of one segment that has a text. An empty one is missing, not faulty.
func (w *words) findings(s content.SegmentView) []Finding {
	out := []Finding{}
	if s.Target.Text == "" {
		return out
	}
	source := segment.Segment{Key: s.Key, Kind: s.Kind, Text: s.Source, Inline: s.Inline}
	in := content.Comparable(source, segment.Target{Text: s.Target.Text, Inline: s.Target.Inline}, w.from, w.to)
	fixed, edits := quality.Fix(w.to, s.Target.Text)
	mends := map[string]bool{}
	for _, e := range edits {
		mends[e.Code] = true
	}
	for _, f := range quality.Check(in) {
		one := shown(s, f)
		if mends[f.Code] {
			one.Suggestion = []string{fixed}
		}
		out = append(out, one)
	}
	return append(out, w.against(s)...)
}

// shown is a finding with places as a browser counts them, and its fingerprint.
func shown(s content.SegmentView, f quality.Finding) Finding {
	f.Source, f.Target = units(s.Source, f.Source), units(s.Target.Text, f.Target)
	sum := sha256.Sum256([]byte(f.Template + "\x00" + strings.Join(f.Params, "\x00")))
	return Finding{Finding: f, Fingerprint: hex.EncodeToString(sum[:8])}
}

// units turns places in runes into those of a browser.
func units(text string, spans []quality.Span) []quality.Span {
	if utf8.RuneCountInString(text) == len(text) {
		return spans
	}
	at := []int{0}
	for _, r := range text {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		at = append(at, at[len(at)-1]+size)
	}
	var out []quality.Span
	for _, s := range spans {
		out = append(out, quality.Span{Start: at[min(s.Start, len(at)-1)], End: at[min(s.End, len(at)-1)]})
	}
	return out
}

// dismissed are the findings of a document that were set aside.
type dismissed map[mark]Dismissed

type mark struct{ key, source, code, fingerprint string }

func dismissals(tx *db.Tx, ref content.Ref) (dismissed, error) {
	rows, err := db.Find[db.Dismissal](tx, "entry_id = ? AND locale = ?", ref.Entry, ref.Locale)
	set := dismissed{}
	for _, r := range rows {
		set[mark{r.Key, r.SourceHash, r.Code, r.Fingerprint}] = Dismissed{By: r.ByUser, At: r.At}
	}
	return set, err
}

func (d dismissed) mark(s content.SegmentView, found []Finding) {
	for i, f := range found {
		if by, ok := d[mark{s.Key, s.Hash, f.Code, f.Fingerprint}]; ok && f.Severity != quality.Error {
			found[i].Dismissed = &by
		}
	}
}

// Aside names a finding of a segment, for the source text that was looked at.
type Aside struct {
	Key         string `json:"key" validate:"required,max=200"`
	SourceHash  string `json:"source_hash" validate:"required,len=64,hexadecimal"`
	Code        string `json:"code" validate:"required,max=50"`
	Fingerprint string `json:"fingerprint" validate:"required,len=16,hexadecimal"`
}

// Dismiss sets a warning aside until the source of its segment changes. Whoever
// may write the translation may do so; errors cannot be dismissed.
func (b *Bench) Dismiss(ctx context.Context, by content.By, ref content.Ref, in Aside) (*SegmentsView, error) {
	view, err := b.Segments(ctx, by.Actor, ref)
	if err != nil {
		return nil, err
	}
	return b.change(ctx, by, ref, func(tx *db.Tx) error {
		s := one(&view.SegmentsView, in.Key)
		if s == nil {
			return noSegment()
		}
		if s.Hash != in.SourceHash {
			return fault.New(fault.Conflict, "source_moved", "The source has changed since you looked at it. Read its newest text and decide again.")
		}
		for _, f := range view.Findings[in.Key] {
			if f.Code != in.Code || f.Fingerprint != in.Fingerprint {
				continue
			}
			if f.Severity == quality.Error {
				return fault.New(fault.Unprocessable, "error_stays", "This breaks the page and cannot be dismissed. Correct it.")
			}
			_, err := tx.InsertIgnore(&db.Dismissal{
				EntryID: ref.Entry, Locale: ref.Locale, Key: in.Key, SourceHash: in.SourceHash, Code: in.Code,
				Fingerprint: in.Fingerprint, ByUser: by.Actor.UserID, At: db.At(b.Clock()),
			})
			return err
		}
		return fault.New(fault.NotFound, "finding_not_found", "The checks do not find this any more.")
	})
}

// Restore takes a dismissal back.
func (b *Bench) Restore(ctx context.Context, by content.By, ref content.Ref, in Aside) (*SegmentsView, error) {
	if _, err := b.Content.Segments(ctx, by.Actor, ref); err != nil {
		return nil, err
	}
	return b.change(ctx, by, ref, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM dismissals WHERE entry_id = ? AND locale = ? AND key = ? AND source_hash = ? AND code = ? AND fingerprint = ?",
			ref.Entry, ref.Locale, in.Key, in.SourceHash, in.Code, in.Fingerprint)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "dismissal_not_found", "This finding is not set aside.")
		}
		return err
	})
}

// change does one thing beside the text, once for an idempotency key, and shows
// the translation as it is then.
func (b *Bench) change(ctx context.Context, by content.By, ref content.Ref, act func(*db.Tx) error) (*SegmentsView, error) {
	_, err := db.Run(ctx, b.DB, by.Once, db.At(b.Clock()), func(tx *db.Tx) (struct{}, error) {
		if err := tx.LockEntry(ref.Entry); err != nil {
			return struct{}{}, err
		}
		if err := b.may(tx, by.Actor, workflow.Segments, ref); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, act(tx)
	})
	if err != nil {
		return nil, err
	}
	return b.Segments(ctx, by.Actor, ref)
}
