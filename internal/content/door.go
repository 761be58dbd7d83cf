package content

import (
	"errors"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// work is one document under change: what the door loaded, and what the verb
// made of it. Verbs change doc and the fields below; the door stores them.
type work struct {
	desk  *Desk
	tx    *db.Tx
	by    By
	at    db.Time
	verb  workflow.Verb
	entry *db.Entry
	typ   *schema.Type
	doc   *db.Document
	head  *db.Revision // nil while the document is missing

	from       workflow.State // before the verb
	revisionID string         // of the history row; the head's unless the verb says otherwise
	comment    string
	quiet      bool // a save that replaced its own revision writes no history row
}

// motion is what a verb asks of the door.
type motion struct {
	verb     workflow.Verb
	version  *int64 // the version the actor has seen; nil where the verb names a revision or compares for itself
	revision string // the revision the actor has read; must be the newest when not empty
	comment  string
	act      func(*work) error
}

// errUnchanged ends a motion that found nothing to do: the answer is success,
// and no row changes.
var errUnchanged = errors.New("unchanged")

// move is the only code that changes a document. Within the caller's
// transaction it locks the entry, authorises the verb, compares version and
// revision, asks the state machine, lets the verb act, stores the document
// under its version and appends history. Any refusal is a fault, and the
// caller's transaction must then be rolled back.
func (d *Desk) move(tx *db.Tx, by By, ref Ref, m motion) (*work, error) {
	w, err := d.load(tx, by, ref, m)
	if err != nil {
		return nil, err
	}
	if err := w.admit(m); err != nil {
		return nil, err
	}
	version := w.doc.Version
	next, err := workflow.Next(w.from, m.verb)
	if err != nil {
		return nil, err
	}
	w.doc.State = string(next)
	if err := m.act(w); errors.Is(err, errUnchanged) {
		w.doc.State = string(w.from)
		return w, nil
	} else if err != nil {
		return nil, err
	}
	return w, w.store(version)
}

func (d *Desk) load(tx *db.Tx, by By, ref Ref, m motion) (*work, error) {
	if err := tx.LockEntry(ref.Entry); err != nil {
		return nil, err
	}
	e, t, err := d.entry(tx, by.Actor, ref.Entry)
	if err != nil {
		return nil, err
	}
	doc, err := d.document(tx, e, ref.Locale)
	if err != nil {
		return nil, err
	}
	head, err := lineage.Revision(tx, doc.HeadRevisionID)
	if err != nil {
		return nil, err
	}
	return &work{
		desk: d, tx: tx, by: by, at: d.now(), verb: m.verb, entry: e, typ: t, doc: doc, head: head,
		from: workflow.State(doc.State), revisionID: doc.HeadRevisionID, comment: m.comment,
	}, nil
}

// admit refuses what the actor may not do, and what she has not seen.
func (w *work) admit(m motion) error {
	if err := w.allowed(m.verb); err != nil {
		return err
	}
	if w.entry.ArchivedAt != nil && m.verb != workflow.Unarchive {
		return fault.New(fault.Conflict, "archived", "This entry is archived. Take it out of the archive first.")
	}
	if m.version != nil && *m.version != w.doc.Version {
		return w.overtaken()
	}
	if m.revision != "" && m.revision != w.doc.HeadRevisionID {
		if same, err := w.sameWords(m.revision); err != nil || same {
			return err
		}
		return fault.New(fault.Conflict, "not_newest",
			"The text has changed since you read it. Read the newest revision and decide again.").
			With("version", w.doc.Version).With("revision", w.doc.HeadRevisionID)
	}
	return nil
}

// sameWords tells whether a revision says word for word what the head says:
// marking segments makes a new revision of the same text.
func (w *work) sameWords(id string) (bool, error) {
	rev, err := lineage.Revision(w.tx, id)
	if err != nil || rev == nil || w.head == nil {
		return false, err
	}
	return rev.EntryID == w.doc.EntryID && rev.Locale == w.doc.Locale && rev.ContentHash == w.head.ContentHash, nil
}

func (w *work) allowed(v workflow.Verb) error {
	if !w.desk.may(w.by.Actor, v, w.entry, w.doc.Locale) {
		return fault.New(fault.Forbidden, "no_right",
			"You may not %s %s here. Ask an admin for the right.", v.Spoken(), w.partName()).With("verb", v)
	}
	editing := v == workflow.Save || v == workflow.Segments
	if editing && w.doc.State == string(workflow.InReview) && !w.desk.may(w.by.Actor, workflow.Approve, w.entry, w.doc.Locale) {
		return fault.New(fault.Conflict, "in_review",
			"The text is in review. Withdraw it first, then go on writing.").With("state", w.doc.State)
	}
	return nil
}

// overtaken answers a writer whose version is no longer the newest with what
// is there now, so that her client can merge and nothing she wrote is lost.
func (w *work) overtaken() error {
	f := fault.New(fault.Conflict, "version_mismatch",
		"Somebody saved before you. Compare both texts, then save on the newest version.").
		With("version", w.doc.Version).With("revision", w.doc.HeadRevisionID)
	if w.head == nil {
		return f
	}
	content, err := w.desk.shown(w.tx, w.typ, w.head) // what can be sent back
	if err != nil {
		return err
	}
	return f.With("fields", content).With("slug", w.head.Slug).With("author", w.head.Author).With("saved_at", w.head.CreatedAt)
}

// store writes the document under the version it was loaded with, and history.
func (w *work) store(version int64) error {
	w.doc.Version = version + 1
	w.doc.ChangedAt = w.at
	n, err := w.tx.Exec(`UPDATE documents SET state = ?, version = ?, follows = ?, title = ?, head_revision_id = ?,
		approved_revision_id = ?, minor = ?, minor_keys = ?, returned = ?, assignee = ?, due_at = ?, changed_at = ?
		WHERE entry_id = ? AND locale = ? AND version = ?`,
		w.doc.State, w.doc.Version, w.doc.Follows, w.doc.Title, w.doc.HeadRevisionID,
		w.doc.ApprovedRevisionID, w.doc.Minor, w.doc.MinorKeys, w.doc.Returned, w.doc.Assignee, w.doc.DueAt, w.doc.ChangedAt,
		w.doc.EntryID, w.doc.Locale, version)
	if err != nil {
		return err
	}
	if n != 1 {
		return w.overtaken()
	}
	if err := requeue(w.tx, w.doc.EntryID); err != nil || w.quiet {
		return err
	}
	return w.log()
}

func (w *work) log() error {
	number, err := nextNumber(w.tx, "history", w.doc.EntryID, w.doc.Locale)
	if err != nil {
		return err
	}
	return w.tx.Insert(&db.History{
		EntryID: w.doc.EntryID, Locale: w.doc.Locale, Number: number, Verb: string(w.verb),
		FromState: string(w.from), ToState: w.doc.State, Version: w.doc.Version, Actor: w.by.Actor.UserID,
		RevisionID: w.revisionID, Comment: w.comment, At: w.at,
	})
}

// nextNumber counts a document's rows of a table on; the entry's lock keeps
// two writers from drawing the same number.
func nextNumber(tx *db.Tx, table, entry, locale string) (int64, error) {
	queries := map[string]string{
		"history":   "SELECT COALESCE(MAX(number), 0) + 1 AS n FROM history WHERE entry_id = ? AND locale = ?",
		"revisions": "SELECT COALESCE(MAX(number), 0) + 1 AS n FROM revisions WHERE entry_id = ? AND locale = ?",
	}
	rows, err := db.Query[struct{ N int64 }](tx, queries[table], entry, locale)
	if err != nil {
		return 0, err
	}
	return rows[0].N, nil
}

func (w *work) partName() string {
	if w.doc.Locale == schema.Und {
		return "the shared fields"
	}
	return "the text in " + w.doc.Locale
}
