package content

import (
	"encoding/json"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

func noBase(follows string) error {
	return fault.New(fault.Conflict, "no_base",
		"The text in %s has not been approved yet, so there is nothing to translate from.", follows).With("follows", follows)
}

// moveBase makes the head the document's base: it records which segments have
// another text than before, keeps every approved text, recounts those who
// follow and feeds the translation memory. It never touches another document's row.
func (w *work) moveBase() error {
	before, err := lineage.Revision(w.tx, w.doc.ApprovedRevisionID)
	if err != nil {
		return err
	}
	w.doc.ApprovedRevisionID = w.head.ID
	if w.doc.Locale == schema.Und {
		return nil
	}
	old, err := lineage.Split(w.tx, w.typ, before)
	if err != nil {
		return err
	}
	now, err := lineage.Split(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	if err := w.keepTexts(now); err != nil {
		return err
	}
	if before != nil {
		if err := w.recordChanges(old, now); err != nil {
			return err
		}
	}
	if err := w.desk.remember(w.tx, w.typ, w.head); err != nil {
		return err
	}
	return w.recountFollowers(w.doc.Locale, now)
}

func (w *work) keepTexts(segments []segment.Segment) error {
	texts := make([]*db.SourceText, 0, len(segments))
	for _, s := range segments {
		inline, err := json.Marshal(s.Inline)
		if err != nil {
			return err
		}
		texts = append(texts, &db.SourceText{
			EntryID: w.doc.EntryID, Locale: w.doc.Locale, Key: s.Key, Hash: s.Hash,
			Text: s.Text, Inline: string(inline), At: w.at,
		})
	}
	if len(texts) == 0 {
		return nil
	}
	_, err := w.tx.InsertIgnore(texts)
	return err
}

func (w *work) recordChanges(old, now []segment.Segment) error {
	minor, declaredBy, err := w.minor()
	if err != nil {
		return err
	}
	var rows []*db.SourceChange
	for _, c := range segment.Changes(old, now) {
		if c.From == "" {
			continue // a new segment: nobody has translated it yet
		}
		row := &db.SourceChange{
			ID: w.desk.newID(), EntryID: w.doc.EntryID, Locale: w.doc.Locale, Key: c.Key, RevisionID: w.head.ID,
			FromHash: c.From, ToHash: c.To, Minor: minor(c.Key), ByUser: w.by.Actor.UserID, At: w.at,
		}
		if row.Minor {
			row.DeclaredBy = declaredBy
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return w.tx.Insert(rows)
}

// recountFollowers refreshes the counts of every translation of the entry that
// follows a locale, against the segments that locale has now.
func (w *work) recountFollowers(locale string, base []segment.Segment) error {
	followers, err := db.Find[db.Document](w.tx, "entry_id = ? AND follows = ?", w.doc.EntryID, locale)
	if err != nil {
		return err
	}
	for i := range followers {
		head, err := lineage.Revision(w.tx, followers[i].HeadRevisionID)
		if err != nil {
			return err
		}
		if err := lineage.Recount(w.tx, &followers[i], head, base); err != nil {
			return err
		}
	}
	return nil
}
