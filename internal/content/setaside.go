package content

import (
	"movingcities/internal/compare"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
)

// setAside parks a half-done rewrite under a name and makes the live text, or
// else the approved one, the newest again, so that it can be mended and
// published. The rewrite stays a revision and waits to be taken up.
func (w *work) setAside() error {
	if w.comment == "" {
		return fault.New(fault.Unprocessable, "name_required", "Give the rewrite a name, so that it is found again.")
	}
	back := w.doc.ApprovedRevisionID
	live, err := w.live()
	if err != nil {
		return err
	}
	if row := live[w.doc.Locale]; row != nil {
		back = row.RevisionID
	}
	if back == "" {
		return fault.New(fault.Conflict, "nothing_to_return_to", "This text has never been approved, so there is no other to go back to.")
	}
	if same, err := w.sameWords(back); err != nil || same {
		return orFault(err, fault.New(fault.Conflict, "nothing_to_set_aside", "Nothing was written since. There is no rewrite to set aside."))
	}
	parked := &db.SetAside{
		ID: w.desk.newID(), EntryID: w.doc.EntryID, Locale: w.doc.Locale, Name: w.comment, RevisionID: w.head.ID,
		BaseRevisionID: back, CreatedBy: w.by.Actor.UserID, CreatedAt: w.at,
	}
	if err := w.tx.Insert(parked); err != nil {
		return err
	}
	return w.restore(back)
}

// takeUp merges a parked rewrite into the text there is now. Both come from
// the text that the document went back to when the rewrite was parked; where
// both have changed the same place, the choice decides, and without one
// nothing happens and the places are listed.
func (w *work) takeUp(id string, choice map[string]string) error {
	parked, err := db.First[db.SetAside](w.tx, "id = ? AND entry_id = ? AND locale = ?", id, w.doc.EntryID, w.doc.Locale)
	if err != nil {
		return err
	}
	if parked == nil {
		return fault.New(fault.NotFound, "set_aside_not_found", "There is no rewrite with this id that was set aside here.")
	}
	if parked.TakenUpAt != nil {
		return fault.New(fault.Conflict, "taken_up", "This rewrite has been taken up already. It is still among the revisions.")
	}
	_, err = w.tx.Exec("UPDATE set_asides SET taken_up_at = ?, taken_up_by = ? WHERE id = ?", w.at, w.by.Actor.UserID, id)
	if err != nil {
		return err
	}
	base, err := lineage.Revision(w.tx, parked.BaseRevisionID)
	if err != nil {
		return err
	}
	rewrite, err := lineage.Revision(w.tx, parked.RevisionID)
	if err != nil {
		return err
	}
	w.comment = parked.Name
	if w.doc.Follows != "" {
		return w.takeUpSegments(base, rewrite, choice)
	}
	return w.takeUpFields(base, rewrite, choice)
}

func (w *work) takeUpFields(base, rewrite *db.Revision, choice map[string]string) error {
	var all [3]schema.Fields
	for i, rev := range []*db.Revision{base, rewrite, w.head} {
		var err error
		if all[i], err = lineage.Full(w.tx, w.typ, rev); err != nil {
			return err
		}
	}
	merged, overlaps := compare.Merge(all[0], all[1], all[2], choice)
	if err := overlapping(overlaps); err != nil {
		return err
	}
	if err := w.moveCountry(merged); err != nil {
		return err
	}
	return w.write(text{fields: merged, slug: w.head.Slug, note: w.comment, origin: OriginRestore, append: true})
}

// takeUpSegments merges sentence by sentence. One whose source is gone by now
// stays among the removed texts.
func (w *work) takeUpSegments(base, rewrite *db.Revision, choice map[string]string) error {
	before, err := w.targetsOf(base)
	if err != nil {
		return err
	}
	parked, err := w.targetsOf(rewrite)
	if err != nil {
		return err
	}
	return w.retarget(func(set *segmentSet) error {
		overlaps := compare.Targets(before, parked, set.targets, choice)
		for i := range overlaps {
			overlaps[i].Field = set.keys[overlaps[i].Key].Field
		}
		return overlapping(overlaps)
	})
}

func overlapping(overlaps []compare.Overlap) error {
	if len(overlaps) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "overlaps",
		"The rewrite and the text there is now have both changed the same places. Choose for each which one to keep.").With("overlaps", overlaps)
}
