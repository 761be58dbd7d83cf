package content

import (
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// replaceWithin is how long a save by the same author replaces her last
// revision instead of appending one, so that autosave does not flood history.
const replaceWithin = 10 * time.Minute

// text is the new content of a document: either fields of its own, or the
// segments of a translation and the base they were made from.
type text struct {
	fields   schema.Fields
	targets  map[string]segment.Target
	madeFrom *db.Revision
	slug     string
	note     string
	origin   string
	append   bool // never replace the head
}

// write makes t the newest text of the document: it computes the hash, voids
// approvals of any other hash and replaces or appends the head revision. A text
// that is there already changes nothing (errUnchanged).
func (w *work) write(t text) error {
	stored, full, err := w.encode(t)
	if err != nil {
		return err
	}
	hash := schema.Hash(full, t.slug)
	madeFrom := ""
	if t.madeFrom != nil {
		madeFrom = t.madeFrom.ID
	}
	if h := w.head; h != nil && h.Content == stored && h.MadeFrom == madeFrom && h.Slug == t.slug {
		return errUnchanged
	}
	same := w.head != nil && w.head.ContentHash == hash
	if !same {
		if err := w.voidApprovals(hash); err != nil {
			return err
		}
	}
	w.doc.Title = w.typ.Title(full)
	err = w.place(t.append, &db.Revision{
		EntryID: w.doc.EntryID, Locale: w.doc.Locale, MadeFrom: madeFrom,
		SchemaVersion: w.typ.Version, Slug: t.slug, Content: stored, ContentHash: hash,
		Origin: t.origin, Author: w.by.Actor.UserID, CreatedAt: w.at, Note: t.note,
	})
	if err != nil {
		return err
	}
	if same && w.from == workflow.Approved {
		// No word changed, as with "still right": the approvals are of this
		// hash, so the document stays approved under its new revision.
		w.doc.State, w.doc.ApprovedRevisionID = string(workflow.Approved), w.head.ID
	}
	if !same {
		w.doc.Minor, w.doc.MinorKeys = false, ""
	}
	return nil
}

func (w *work) encode(t text) (string, schema.Fields, error) {
	if t.madeFrom == nil {
		return string(schema.Encode(t.fields)), t.fields, nil
	}
	base, err := lineage.Full(w.tx, w.typ, t.madeFrom)
	if err != nil {
		return "", nil, err
	}
	stored, err := lineage.Encode(t.targets)
	return stored, segment.Merge(w.typ, base, t.targets), err
}

func (w *work) voidApprovals(hash string) error {
	_, err := w.tx.Exec("UPDATE approvals SET voided_at = ? WHERE entry_id = ? AND locale = ? AND content_hash <> ? AND voided_at IS NULL",
		w.at, w.doc.EntryID, w.doc.Locale, hash)
	return err
}

// place replaces the head in its own row when nothing but its save rows point
// to it, or appends a revision (always, if asked to).
func (w *work) place(always bool, rev *db.Revision) error {
	own, err := w.headIsLoose()
	if err != nil {
		return err
	}
	if own && !always && rev.Origin == w.head.Origin {
		rev.ID, rev.Number, rev.ParentID = w.head.ID, w.head.Number, w.head.ParentID
		if rev.Note == "" {
			rev.Note = w.head.Note
		}
		n, err := w.tx.Exec(`UPDATE revisions SET made_from = ?, schema_version = ?, slug = ?, content = ?, content_hash = ?,
			created_at = ?, note = ? WHERE id = ?`,
			rev.MadeFrom, rev.SchemaVersion, rev.Slug, rev.Content, rev.ContentHash, w.head.CreatedAt, rev.Note, rev.ID)
		if err != nil {
			return err
		}
		if n != 1 {
			return fault.New(fault.Conflict, "version_mismatch", "The revision was replaced meanwhile. Load the document again.")
		}
		rev.CreatedAt = w.head.CreatedAt
		w.head, w.revisionID, w.quiet = rev, rev.ID, true
		return nil
	}
	number, err := nextNumber(w.tx, "revisions", w.doc.EntryID, w.doc.Locale)
	if err != nil {
		return err
	}
	rev.ID, rev.Number, rev.ParentID = w.desk.newID(), number, w.doc.HeadRevisionID
	if err := w.tx.Insert(rev); err != nil {
		return err
	}
	w.head, w.revisionID = rev, rev.ID
	w.doc.HeadRevisionID = rev.ID
	return nil
}

// headIsLoose tells whether the head may be replaced: written by this author
// within the last ten minutes, and known to nothing but the history row of its
// own save.
func (w *work) headIsLoose() (bool, error) {
	h := w.head
	if h == nil || h.Author != w.by.Actor.UserID || w.at.Sub(h.CreatedAt.Time) > replaceWithin || h.ID == w.doc.ApprovedRevisionID {
		return false, nil
	}
	rows, err := db.Query[struct{ N int64 }](w.tx, `SELECT
		(SELECT COUNT(*) FROM history WHERE revision_id = ? AND verb NOT IN ('save', 'segments')) +
		(SELECT COUNT(*) FROM approvals WHERE revision_id = ?) +
		(SELECT COUNT(*) FROM release_items WHERE revision_id = ?) +
		(SELECT COUNT(*) FROM publications WHERE entry_id = ? AND locale = ? AND revision_id = ?) AS n`,
		h.ID, h.ID, h.ID, h.EntryID, h.Locale, h.ID)
	if err != nil {
		return false, err
	}
	return rows[0].N == 0, nil
}

// slugFor chooses the address a text asks for: what the author typed, else
// what it had, else one made from the title. A made one follows the title
// until the document has been live.
func (w *work) slugFor(typed string, fields schema.Fields) (string, error) {
	if !w.hasSlug() {
		return "", nil
	}
	if typed != "" {
		slug := schema.Slugify(typed, w.doc.Locale)
		if slug == "" {
			return "", fault.WithProblems("invalid_content", "The address cannot be used.", []fault.Problem{{
				Path: "slug", Code: "slug", Message: "Write an address with at least one letter or digit.",
			}})
		}
		return slug, nil
	}
	made := schema.Slugify(w.slugText(fields), w.doc.Locale)
	if w.head == nil || w.head.Slug == "" {
		return made, nil
	}
	if w.head.Slug != schema.Slugify(w.doc.Title, w.doc.Locale) {
		return w.head.Slug, nil
	}
	live, err := db.First[db.Published](w.tx, "entry_id = ? AND locale = ?", w.doc.EntryID, w.doc.Locale)
	if err != nil {
		return "", err
	}
	if live != nil || made == "" {
		return w.head.Slug, nil
	}
	return made, nil
}

// hasSlug tells whether the document has an address of its own: each language
// has, and the shared part only where there are no languages.
func (w *work) hasSlug() bool {
	return w.doc.Locale != schema.Und || !w.typ.HasPart(schema.Localized)
}

func (w *work) slugText(fields schema.Fields) string {
	if s, ok := fields[w.typ.SlugFrom].(string); ok {
		return s
	}
	return w.typ.Title(fields)
}
