package content

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/memory"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// remember feeds the translation memory with an approved translation, beside
// the texts it was made from. A text that follows no other has no pairs.
func (d *Desk) remember(tx *db.Tx, t *schema.Type, rev *db.Revision) error {
	if rev == nil || rev.MadeFrom == "" {
		return nil
	}
	base, err := lineage.Revision(tx, rev.MadeFrom)
	if err != nil || base == nil {
		return err
	}
	segments, err := lineage.Split(tx, t, base)
	if err != nil {
		return err
	}
	known, err := lineage.Former(tx, rev.EntryID, base.Locale)
	if err != nil {
		return err
	}
	targets, err := lineage.Targets(rev)
	if err != nil {
		return err
	}
	return memory.Feed(tx, memory.Approved{
		Entry: rev.EntryID, Source: base.Locale, Target: rev.Locale, Origin: rev.Origin, Author: rev.Author, At: rev.CreatedAt,
		Segments: segments, Targets: targets, Former: known.Text,
	})
}

// Matches gives what the translation memory knows for one segment of a
// translation, best first, from entries that the actor may read.
func (d *Desk) Matches(ctx context.Context, a access.Actor, ref Ref, key string) ([]memory.Match, error) {
	return read(ctx, d, func(tx *db.Tx) ([]memory.Match, error) {
		w, err := d.look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		_, segments, err := w.segmentSet()
		if err != nil {
			return nil, err
		}
		for i := range segments {
			if segments[i].Key == key {
				return w.matches(a, segments, i, 0)
			}
		}
		return nil, fault.New(fault.NotFound, "unknown_segment", "The source has no such sentence. Load the newest source.")
	})
}

func (w *work) matches(a access.Actor, segments []segment.Segment, i, least int) ([]memory.Match, error) {
	s := segments[i]
	q := memory.Query{
		Source: w.doc.Follows, Target: w.doc.Locale, Text: s.Text, Entry: w.entry.ID, Key: s.Key, Field: s.Field, Least: least, Limit: 50,
	}
	q.Previous, q.Next = memory.Neighbours(segments, i)
	found, err := memory.Matches(w.tx, q)
	if err != nil {
		return nil, err
	}
	found, err = readable(w.desk, w.tx, a, found, func(m memory.Match) string { return m.Entry })
	return found[:min(len(found), 10)], err
}

// readable leaves out what comes from entries that the actor may not read. What
// comes from no entry was imported, and everybody at work may read it.
func readable[T any](d *Desk, tx *db.Tx, a access.Actor, all []T, of func(T) string) ([]T, error) {
	ids := []string{}
	for _, one := range all {
		ids = append(ids, of(one))
	}
	entries, err := db.Find[db.Entry](tx, "id IN ?", ids)
	may := map[string]bool{}
	for i := range entries {
		may[entries[i].ID] = d.may(a, workflow.Read, &entries[i], entries[i].SourceLocale)
	}
	left := []T{}
	for _, one := range all {
		if of(one) == "" || may[of(one)] {
			left = append(left, one)
		}
	}
	return left, err
}

// Concordance shows where a phrase occurs in approved text of two languages, in
// entries that the actor may read.
func (d *Desk) Concordance(ctx context.Context, a access.Actor, s memory.Search) ([]memory.Found, error) {
	return read(ctx, d, func(tx *db.Tx) ([]memory.Found, error) {
		s.Keep = func(found []memory.Found) ([]memory.Found, error) {
			return readable(d, tx, a, found, func(f memory.Found) string { return f.Entry })
		}
		return memory.Concordance(tx, s)
	})
}

// Prefill writes the exact matches of the translation memory into the segments
// that have no text yet: as drafts, which somebody has to confirm. Everything
// else about it is a save of segments by this actor.
func (d *Desk) Prefill(ctx context.Context, by By, ref Ref) (*SegmentsView, error) {
	return d.changeSegments(ctx, by, ref, "", func(w *work, set *segmentSet) error {
		segments, err := lineage.Split(w.tx, w.typ, set.base)
		if err != nil {
			return err
		}
		filled := 0
		for i, s := range segments {
			if t := set.targets[s.Key]; t.HasText() || t.State == segment.StateLeftEmpty {
				continue
			}
			found, err := w.matches(by.Actor, segments, i, memory.ScoreExact)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				continue
			}
			set.targets[s.Key] = segment.Target{Text: found[0].Target, From: s.Hash, State: segment.StateDraft}
			filled++
		}
		if filled == 0 {
			return errUnchanged
		}
		return nil
	})
}

// DeletePair takes a wrong pair out of the translation memory for good. Whoever
// may approve the text it came from may do so.
func (d *Desk) DeletePair(ctx context.Context, by By, id string) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		pair, err := memory.Pair(tx, id)
		if err != nil {
			return err
		}
		if pair == nil {
			return fault.New(fault.NotFound, "pair_not_found", "The translation memory has no such pair.")
		}
		may := d.policy.May(by.Actor, workflow.Approve, access.Object{Type: access.Any, Country: access.Any, Locale: pair.TargetLocale})
		if pair.EntryID != "" { // otherwise it was imported
			e, _, err := d.entry(tx, by.Actor, pair.EntryID)
			if err != nil {
				return err
			}
			may = d.may(by.Actor, workflow.Approve, e, pair.TargetLocale)
		}
		if !may {
			return fault.New(fault.Forbidden, "no_right", "Only those who may approve text in %s may delete this pair.", pair.TargetLocale)
		}
		_, err = memory.Delete(tx, id, by.Actor.UserID, d.now())
		return err
	})
}
