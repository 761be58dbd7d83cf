package content

import (
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// assign names who works on the document and by when; it changes no text.
func (w *work) assign(assignee string, due *db.Time) error {
	if assignee != "" {
		user, err := db.First[db.User](w.tx, "id = ? AND disabled_at IS NULL", assignee)
		if err != nil {
			return err
		}
		if user == nil {
			return fault.New(fault.Unprocessable, "unknown_user", "There is no active person with this id.")
		}
	}
	if w.doc.Assignee == assignee && sameTime(w.doc.DueAt, due) {
		return errUnchanged
	}
	w.doc.Assignee, w.doc.DueAt = assignee, due
	return nil
}

func sameTime(a, b *db.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(b.Time)
}
