package content

import (
	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// assign names who works on the document and by when; it changes no text.
func (w *work) assign(assignee string, due *db.Time) error {
	if assignee != "" && assignee != w.doc.Assignee {
		user, err := db.First[db.User](w.tx, "id = ? AND disabled_at IS NULL", assignee)
		if err != nil {
			return err
		}
		if user == nil {
			return fault.New(fault.Unprocessable, "unknown_user", "There is no active person with this id.")
		}
	}
	if w.doc.Assignee == assignee && sameTime(w.doc.DueAt, due) && w.comment == "" {
		return errUnchanged
	}
	w.doc.Assignee, w.doc.DueAt = assignee, due
	return nil
}

func (w *work) due(in VerbInput) *db.Time {
	if in.DueAt == nil && in.KeepDue {
		return w.doc.DueAt
	}
	return dueAt(in.DueAt)
}

// take gives the document to whoever asks for it, unless somebody has it: she
// has to hand it over herself.
func (w *work) take() error {
	if w.doc.Assignee == w.by.Actor.UserID {
		return errUnchanged
	}
	if w.doc.Assignee != "" {
		return fault.New(fault.Conflict, "assigned", "Somebody else works on this. Ask her to hand it over.").With("assignee", w.doc.Assignee)
	}
	return w.assign(w.by.Actor.UserID, w.doc.DueAt)
}

// handOver passes the document on, with the comment as a note, to somebody who
// may work on it, or to nobody in particular. The due date stays.
func (w *work) handOver(to string) error {
	if w.doc.Assignee != w.by.Actor.UserID {
		return fault.New(fault.Conflict, "not_assigned", "Only who was assigned this can hand it over.").With("assignee", w.doc.Assignee)
	}
	if to == w.doc.Assignee {
		return errUnchanged
	}
	if err := w.assign(to, w.doc.DueAt); err != nil || to == "" {
		return err
	}
	grants, err := db.Query[access.Grant](w.tx, "SELECT role, type, locale, country FROM grants WHERE user_id = ?", to)
	if err != nil {
		return err
	}
	receiver := access.Actor{UserID: to, Kind: access.KindUser, Grants: grants}
	if !w.desk.may(receiver, workflow.Take, w.entry, w.doc.Locale) {
		return fault.New(fault.Unprocessable, "assignee_has_no_right", "This person has no right to work on %s.", w.partName())
	}
	return nil
}

func sameTime(a, b *db.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(b.Time)
}
