package content

import (
	"encoding/json"
	"fmt"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// translation is the stored content of a revision that was made from a base.
type translation struct {
	Segments map[string]segment.Target `json:"segments"`
}

func decodeTargets(rev *db.Revision) (map[string]segment.Target, error) {
	var t translation
	if rev == nil || rev.MadeFrom == "" {
		return map[string]segment.Target{}, nil
	}
	if err := json.Unmarshal([]byte(rev.Content), &t); err != nil {
		return nil, fmt.Errorf("content of revision %s: %w", rev.ID, err)
	}
	if t.Segments == nil {
		t.Segments = map[string]segment.Target{}
	}
	return t.Segments, nil
}

// full gives a revision's whole content: as stored, or for a translation the
// base it was made from with its segments merged in. Relays go through their
// own base in turn.
func (d *Desk) full(tx *db.Tx, t *schema.Type, rev *db.Revision) (schema.Fields, error) {
	if rev.MadeFrom == "" {
		fields, err := schema.Decode([]byte(rev.Content))
		if err != nil {
			return nil, fmt.Errorf("content of revision %s: %w", rev.ID, err)
		}
		return fields, nil
	}
	base, err := d.revision(tx, rev.MadeFrom)
	if err != nil {
		return nil, err
	}
	if base == nil {
		return nil, fmt.Errorf("revision %s was made from %s, which is gone", rev.ID, rev.MadeFrom)
	}
	fields, err := d.full(tx, t, base)
	if err != nil {
		return nil, err
	}
	targets, err := decodeTargets(rev)
	if err != nil {
		return nil, err
	}
	return segment.Merge(t, fields, targets), nil
}

// baseOf gives the newest followed base of a translation and its segments, or
// nil when the followed document has not been approved yet.
func (d *Desk) baseOf(tx *db.Tx, t *schema.Type, doc *db.Document) (*db.Revision, []segment.Segment, error) {
	followed, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", doc.EntryID, doc.Follows)
	if err != nil || followed == nil || followed.ApprovedRevisionID == "" {
		return nil, nil, err
	}
	rev, err := d.revision(tx, followed.ApprovedRevisionID)
	if err != nil {
		return nil, nil, err
	}
	segments, err := d.split(tx, t, rev)
	return rev, segments, err
}

func (d *Desk) split(tx *db.Tx, t *schema.Type, rev *db.Revision) ([]segment.Segment, error) {
	if rev == nil {
		return nil, nil
	}
	fields, err := d.full(tx, t, rev)
	if err != nil {
		return nil, err
	}
	return segment.Split(t, fields), nil
}

func noBase(follows string) error {
	return fault.New(fault.Conflict, "no_base",
		"The text in %s has not been approved yet, so there is nothing to translate from.", follows).With("follows", follows)
}

// moveBase makes the head the document's base: it records which segments have
// another text than before, keeps every approved text, recounts those who
// follow and feeds the translation memory. It never touches another document's row.
func (w *work) moveBase() error {
	before, err := w.desk.revision(w.tx, w.doc.ApprovedRevisionID)
	if err != nil {
		return err
	}
	w.doc.ApprovedRevisionID = w.head.ID
	if w.doc.Locale == schema.Und {
		return nil
	}
	old, err := w.desk.split(w.tx, w.typ, before)
	if err != nil {
		return err
	}
	now, err := w.desk.split(w.tx, w.typ, w.head)
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
		head, err := w.desk.revision(w.tx, followers[i].HeadRevisionID)
		if err != nil {
			return err
		}
		if err := w.desk.recount(w.tx, &followers[i], head, base); err != nil {
			return err
		}
	}
	return nil
}

// steps gives, for each segment key of a followed document, the changes its
// approved text went through, oldest first.
func steps(tx *db.Tx, entry, locale string) (map[string][]segment.Step, error) {
	rows, err := db.Query[db.SourceChange](tx,
		"SELECT * FROM source_changes WHERE entry_id = ? AND locale = ? ORDER BY at, id", entry, locale)
	if err != nil {
		return nil, err
	}
	byKey := map[string][]segment.Step{}
	for _, r := range rows {
		byKey[r.Key] = append(byKey[r.Key], segment.Step{
			From: r.FromHash, To: r.ToHash, Minor: r.Minor && r.RevokedAt == nil,
		})
	}
	return byKey, nil
}

// texts is every approved text of a followed document, by segment key and hash.
type texts map[[2]string]db.SourceText

func formerTexts(tx *db.Tx, entry, locale string) (texts, error) {
	rows, err := db.Query[db.SourceText](tx,
		"SELECT key, hash, text, inline FROM source_texts WHERE entry_id = ? AND locale = ?", entry, locale)
	known := make(texts, len(rows))
	for _, r := range rows {
		known[[2]string{r.Key, r.Hash}] = r
	}
	return known, err
}

func (t texts) text(key, hash string) (string, bool) {
	row, ok := t[[2]string{key, hash}]
	return row.Text, ok
}

func (t texts) inline(key, hash string) ([]segment.Inline, error) {
	row, ok := t[[2]string{key, hash}]
	if !ok {
		return nil, nil
	}
	var inline []segment.Inline
	if err := json.Unmarshal([]byte(row.Inline), &inline); err != nil {
		return nil, fmt.Errorf("inline codes of segment %s: %w", key, err)
	}
	return inline, nil
}

// recount refreshes the cached counts of one translation. The counts are
// derived from hashes alone, so that Rebuild always finds the same numbers.
func (d *Desk) recount(tx *db.Tx, doc *db.Document, head *db.Revision, base []segment.Segment) error {
	targets, err := decodeTargets(head)
	if err != nil {
		return err
	}
	byKey, err := steps(tx, doc.EntryID, doc.Follows)
	if err != nil {
		return err
	}
	former, err := formerTexts(tx, doc.EntryID, doc.Follows)
	if err != nil {
		return err
	}
	c := segment.Count(base, targets, func(key string) []segment.Step { return byKey[key] }, former.text)
	row := &db.SegmentCount{
		EntryID: doc.EntryID, Locale: doc.Locale,
		Total: int64(c.Total), Empty: int64(c.Empty), Stale: int64(c.Stale), Translated: int64(c.Translated),
		TotalWords: int64(c.TotalWords), EmptyWords: int64(c.EmptyWords),
		StaleWords: int64(c.StaleWords), TranslatedWords: int64(c.TranslatedWords),
	}
	if _, err := tx.Exec("DELETE FROM segment_counts WHERE entry_id = ? AND locale = ?", doc.EntryID, doc.Locale); err != nil {
		return err
	}
	return tx.Insert(row)
}
