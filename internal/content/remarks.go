package content

import (
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// MustChange is the kind of comment that stands in the way of approval until
// it is resolved. The threads are written by package desk.
const MustChange = "must_change"

// settled refuses to vouch for a text while a reviewer's demand is open.
func (w *work) settled() error {
	open, err := db.Find[db.Comment](w.tx, "entry_id = ? AND locale = ? AND kind = ? AND id = thread_id AND resolved_at IS NULL ORDER BY id",
		w.doc.EntryID, w.doc.Locale, MustChange)
	if err != nil || len(open) == 0 {
		return err
	}
	f := fault.New(fault.Conflict, "must_change_open",
		"Somebody said what must change before this text is approved. Change it, or settle it with her, and resolve the comment.")
	for _, c := range open {
		f.Problems = append(f.Problems, fault.Problem{Path: c.Place, Code: "must_change_open", Message: c.Body})
	}
	return f
}

// Eyes tells who wrote a text since its last publication and who has approved it.
func (d *Desk) Eyes(tx *db.Tx, doc *db.Document, head *db.Revision) (*ReviewView, error) {
	eyes, err := d.fourEyes(tx, doc, head)
	return reviewView(eyes), err
}
