package content

import (
	"fmt"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
)

// revokeMinor lets a translator say that changes of the text she follows do ask
// for a look at the translations. It holds for all who follow that text, and is
// logged in her own document. A change that was declared twice is revoked in
// both places, as the last word on it counts.
func (w *work) revokeMinor(ids []string) error {
	if w.doc.Follows == "" {
		return fault.New(fault.Conflict, "not_tracked", "This text follows no other language.")
	}
	if len(ids) == 0 {
		return fault.New(fault.Unprocessable, "changes_required", "Name the changes that are not minor.")
	}
	var revoked int64
	var problems []fault.Problem
	for i, id := range ids {
		change, err := db.First[db.SourceChange](w.tx, "id = ? AND entry_id = ? AND locale = ?", id, w.doc.EntryID, w.doc.Follows)
		if err != nil {
			return err
		}
		if change == nil || !change.Minor {
			problems = append(problems, fault.Problem{
				Path: fmt.Sprintf("changes/%d", i), Code: "unknown_change", Message: "The followed text has no such change that was declared minor.",
			})
			continue
		}
		n, err := w.tx.Exec(`UPDATE source_changes SET revoked_at = ?, revoked_by = ? WHERE entry_id = ? AND locale = ? AND key = ?
			AND from_hash = ? AND to_hash = ? AND minor = TRUE AND revoked_at IS NULL`, w.at, w.by.Actor.UserID,
			change.EntryID, change.Locale, change.Key, change.FromHash, change.ToHash)
		if err != nil {
			return err
		}
		revoked += n
	}
	if err := fault.WithProblems("invalid_changes", "Some changes cannot be revoked.", problems); err != nil {
		return err
	}
	if revoked == 0 {
		return errUnchanged
	}
	_, base, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return err
	}
	return w.recountFollowers(w.doc.Follows, base)
}

// Seen is a document as packages that show and compare texts need it.
type Seen struct {
	Entry *db.Entry
	Type  *schema.Type
	Doc   *db.Document
	Head  *db.Revision // nil while the document is missing
}

// Look loads a document that the actor may read.
func (d *Desk) Look(tx *db.Tx, a access.Actor, ref Ref) (*Seen, error) {
	w, err := d.look(tx, a, ref)
	if err != nil {
		return nil, err
	}
	return &Seen{w.entry, w.typ, w.doc, w.head}, nil
}

// SegmentsIn is Segments within a transaction of the caller.
func (d *Desk) SegmentsIn(tx *db.Tx, a access.Actor, ref Ref) (*SegmentsView, error) {
	w, err := d.look(tx, a, ref)
	if err != nil {
		return nil, err
	}
	return d.segmentsView(tx, w)
}
