package content

import (
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/segment"
)

// restore makes an older revision of the same document its newest draft. What
// it says about other documents stays untouched.
func (w *work) restore(id string) error {
	old, err := lineage.Revision(w.tx, id)
	if err != nil {
		return err
	}
	if old == nil || old.EntryID != w.doc.EntryID || old.Locale != w.doc.Locale {
		return fault.New(fault.NotFound, "revision_not_found", "This document has no such revision.")
	}
	t := text{slug: old.Slug, origin: OriginRestore, note: w.comment}
	if w.doc.Follows == "" {
		if t.fields, err = lineage.Full(w.tx, w.typ, old); err != nil {
			return err
		}
		return w.write(t)
	}
	if t.madeFrom, _, err = w.madeFrom(old); err != nil {
		return err
	}
	if t.targets, err = w.targetsOf(old); err != nil {
		return err
	}
	if err := w.write(t); err != nil {
		return err
	}
	return w.recountSelf()
}

// madeFrom gives the base an old revision was made from, or for one that held
// its own text the newest followed base.
func (w *work) madeFrom(old *db.Revision) (*db.Revision, []segment.Segment, error) {
	if old.MadeFrom == "" {
		base, segments, err := lineage.Base(w.tx, w.typ, w.doc)
		if err == nil && base == nil {
			err = noBase(w.doc.Follows)
		}
		return base, segments, err
	}
	base, err := lineage.Revision(w.tx, old.MadeFrom)
	return base, nil, err
}

// targetsOf gives the segments of a revision; one that held its own text (the
// document was detached then) is split, and its sentences count as made from
// the followed base's present ones.
func (w *work) targetsOf(rev *db.Revision) (map[string]segment.Target, error) {
	if rev.MadeFrom != "" {
		return lineage.Targets(rev)
	}
	_, base, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return nil, err
	}
	own, err := lineage.Split(w.tx, w.typ, rev)
	if err != nil {
		return nil, err
	}
	texts := map[string]segment.Segment{}
	for _, s := range own {
		texts[s.Key] = s
	}
	targets := map[string]segment.Target{}
	for _, b := range base {
		if s, ok := texts[b.Key]; ok && s.Text != "" {
			targets[b.Key] = segment.Target{Text: s.Text, Inline: s.Inline, From: b.Hash, State: segment.StateDraft}
		}
	}
	return targets, nil
}
