// Package lineage reads what a revision says in full, and what it was made
// from: the base of a translation, the changes that base went through, and the
// texts it ever had. It authorises nothing: the caller has seen to it that the
// person may read the entry.
package lineage

import (
	"encoding/json"
	"fmt"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// Revision gives the revision with this id; nil without an id or without such
// a revision.
func Revision(tx *db.Tx, id string) (*db.Revision, error) {
	if id == "" {
		return nil, nil
	}
	return db.First[db.Revision](tx, "id = ?", id)
}

// translation is the stored content of a revision that was made from a base.
type translation struct {
	Segments map[string]segment.Target `json:"segments"`
}

// Encode writes the segments of a translation as a revision stores them.
func Encode(targets map[string]segment.Target) (string, error) {
	stored, err := json.Marshal(translation{Segments: targets})
	return string(stored), err
}

// Targets reads the segments of a translation; none of a text that holds its
// own words.
func Targets(rev *db.Revision) (map[string]segment.Target, error) {
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

// Of gives a revision of the document of an entry in a locale.
func Of(tx *db.Tx, entry, locale, id string) (*db.Revision, error) {
	rev, err := Revision(tx, id)
	if err != nil {
		return nil, err
	}
	if rev == nil || rev.EntryID != entry || rev.Locale != locale {
		return nil, fault.New(fault.NotFound, "revision_not_found", "This document has no such revision.")
	}
	return rev, nil
}

// Full gives a revision's whole content: as stored, or for a translation the
// base it was made from with its segments merged in. Relays go through their
// own base in turn.
func Full(tx *db.Tx, t *schema.Type, rev *db.Revision) (schema.Fields, error) {
	if rev.MadeFrom == "" {
		fields, err := schema.Decode([]byte(rev.Content))
		if err != nil {
			return nil, fmt.Errorf("content of revision %s: %w", rev.ID, err)
		}
		return fields, nil
	}
	base, err := Revision(tx, rev.MadeFrom)
	if err != nil {
		return nil, err
	}
	if base == nil {
		return nil, fmt.Errorf("revision %s was made from %s, which is gone", rev.ID, rev.MadeFrom)
	}
	fields, err := Full(tx, t, base)
	if err != nil {
		return nil, err
	}
	targets, err := Targets(rev)
	if err != nil {
		return nil, err
	}
	return segment.Merge(t, fields, targets), nil
}

// Base gives the newest followed base of a translation and its segments, or
// nil when the followed document has not been approved yet.
func Base(tx *db.Tx, t *schema.Type, doc *db.Document) (*db.Revision, []segment.Segment, error) {
	followed, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", doc.EntryID, doc.Follows)
	if err != nil || followed == nil || followed.ApprovedRevisionID == "" {
		return nil, nil, err
	}
	rev, err := Revision(tx, followed.ApprovedRevisionID)
	if err != nil {
		return nil, nil, err
	}
	segments, err := Split(tx, t, rev)
	return rev, segments, err
}

// Split lists the segments of a revision; none without one.
func Split(tx *db.Tx, t *schema.Type, rev *db.Revision) ([]segment.Segment, error) {
	if rev == nil {
		return nil, nil
	}
	fields, err := Full(tx, t, rev)
	if err != nil {
		return nil, err
	}
	return segment.Split(t, fields), nil
}

// Steps gives, for each segment key of a followed document, the changes its
// approved text went through, oldest first.
func Steps(tx *db.Tx, entry, locale string) (map[string][]segment.Step, error) {
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

// Texts is every approved text of a followed document, by segment key and hash.
type Texts map[[2]string]db.SourceText

// Former gives every approved text that the document of an entry in a locale ever had.
func Former(tx *db.Tx, entry, locale string) (Texts, error) {
	rows, err := db.Query[db.SourceText](tx,
		"SELECT key, hash, text, inline FROM source_texts WHERE entry_id = ? AND locale = ?", entry, locale)
	known := make(Texts, len(rows))
	for _, r := range rows {
		known[[2]string{r.Key, r.Hash}] = r
	}
	return known, err
}

// Text is the text with this key and hash.
func (t Texts) Text(key, hash string) (string, bool) {
	row, ok := t[[2]string{key, hash}]
	return row.Text, ok
}

// Inline is the inline codes of the text with this key and hash; none if it is not known.
func (t Texts) Inline(key, hash string) ([]segment.Inline, error) {
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

// Recount refreshes the cached counts of one translation. The counts are
// derived from hashes alone, so that Rebuild always finds the same numbers.
func Recount(tx *db.Tx, doc *db.Document, head *db.Revision, base []segment.Segment) error {
	targets, err := Targets(head)
	if err != nil {
		return err
	}
	byKey, err := Steps(tx, doc.EntryID, doc.Follows)
	if err != nil {
		return err
	}
	former, err := Former(tx, doc.EntryID, doc.Follows)
	if err != nil {
		return err
	}
	c := segment.Count(base, targets, func(key string) []segment.Step { return byKey[key] }, former.Text)
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

// Words gives the segments of a revision as they read, and for a translation
// the text of each beside its source.
func Words(tx *db.Tx, t *schema.Type, rev *db.Revision) (source []segment.Segment, targets map[string]segment.Target, err error) {
	if rev == nil || rev.MadeFrom == "" {
		source, err = Split(tx, t, rev)
		return source, nil, err
	}
	base, err := Revision(tx, rev.MadeFrom)
	if err != nil {
		return nil, nil, err
	}
	if source, err = Split(tx, t, base); err != nil {
		return nil, nil, err
	}
	targets, err = Targets(rev)
	return source, targets, err
}

// At gives the revision that was the text of the document at a version, or nil
// if its author has replaced it since: a save within ten minutes leaves no row
// of history, so that a missing version after this one tells of it.
func At(tx *db.Tx, doc *db.Document, version int64) (*db.Revision, error) {
	rows, err := db.Query[db.History](tx, `SELECT version, revision_id FROM history WHERE entry_id = ? AND locale = ?
		AND verb <> 'unpublish' AND version >= COALESCE((SELECT MAX(version) FROM history
			WHERE entry_id = ? AND locale = ? AND verb <> 'unpublish' AND version <= ?), 1) ORDER BY version`,
		doc.EntryID, doc.Locale, doc.EntryID, doc.Locale, version)
	if err != nil || len(rows) == 0 || rows[0].Version > version {
		return nil, err
	}
	expected := version + 1
	for _, r := range rows[1:] {
		if r.Version != expected {
			return nil, nil
		}
		if r.RevisionID != rows[0].RevisionID {
			return Revision(tx, rows[0].RevisionID)
		}
		expected++
	}
	if expected <= doc.Version {
		return nil, nil
	}
	return Revision(tx, rows[0].RevisionID)
}
