package published

import (
	"fmt"

	"github.com/google/uuid"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// The kinds of publications in the change feed. A moved one names the address
// that the document left; the published one after it names the new address.
const (
	KindPublished   = "published"
	KindUnpublished = "unpublished"
	KindMoved       = "moved"
	KindDeleted     = "deleted"
)

// Channel is the Postgres channel on which every change of the public tables
// is announced when it commits.
const Channel = "movingcities_published"

// Store writes the public tables. Only verbs that were authorised call it,
// inside their own transaction. It holds no state and may be shared.
type Store struct {
	Model *schema.Model
	// Committed is told the number of each publication that was committed through
	// this Store. Nil tells nobody; other processes hear of it by Reader.Follow.
	Committed func(generation int64)
}

// announce tells this process and all others of a change when it commits.
func (s *Store) announce(tx *db.Tx, generation int64) error {
	if s.Committed != nil {
		tx.OnCommit(func() { s.Committed(generation) })
	}
	if !tx.Postgres() {
		return nil
	}
	_, err := tx.Exec("NOTIFY " + Channel) // one for a transaction, however many publications it holds
	return err
}

// Document is one document as it goes live: its full content, values that the
// present type does not know included. Stale counts the segments that were
// stale at this moment. Slug is empty for the und document of a type that has
// localized fields.
type Document struct {
	Entry      db.Entry
	Locale     string
	Follows    string
	RevisionID string
	Slug       string
	Title      string
	Fields     schema.Fields
	Stale      int
	By         string
	ReleaseID  string
	At         db.Time
}

// Publish makes a document live and returns the number of its publication. A
// document whose slug changed is first recorded as moved; the old slug stays
// its own and redirects.
//
// Faults: Conflict slug_taken when another entry has, or once had, the slug in
// this locale; Conflict alias_taken for an earlier address, never_public for a type
// that is for the desk alone; Unprocessable
// slug_missing, slug_too_long or slug_reserved. The caller must then roll back.
func (s *Store) Publish(tx *db.Tx, d Document) (int64, error) {
	t, err := s.typeOf(d.Entry)
	if err != nil {
		return 0, err
	}
	if t.Internal {
		return 0, fault.New(fault.Conflict, "never_public", "Texts of this type are for the desk alone and cannot be published.")
	}
	before, err := db.First[db.Published](tx, "entry_id = ? AND locale = ?", d.Entry.ID, d.Locale)
	if err != nil {
		return 0, err
	}
	if before != nil && before.Slug != d.Slug {
		if _, err := record(tx, d, KindMoved, before.Slug); err != nil {
			return 0, err
		}
	}
	seq, err := record(tx, d, KindPublished, d.Slug)
	if err != nil {
		return 0, err
	}
	if err := claimSlug(tx, t, d); err != nil {
		return 0, err
	}
	if d.Locale == schema.Und {
		if err := claimAliases(tx, t, d); err != nil {
			return 0, err
		}
	}
	if err := put(tx, d, seq); err != nil {
		return 0, err
	}
	if err := s.announce(tx, seq); err != nil {
		return 0, err
	}
	return seq, s.reindex(tx, t, d.Entry.ID)
}

// Unpublish takes a live document away from the public and returns the number
// of the publication that says so; kind is KindUnpublished or KindDeleted. Its
// slug stays claimed. A document that is not live is NotFound not_live.
func (s *Store) Unpublish(tx *db.Tx, entry db.Entry, locale, kind, by, releaseID string, at db.Time) (int64, error) {
	t, err := s.typeOf(entry)
	if err != nil {
		return 0, err
	}
	live, err := db.First[db.Published](tx, "entry_id = ? AND locale = ?", entry.ID, locale)
	if err != nil {
		return 0, err
	}
	if live == nil {
		return 0, fault.New(fault.NotFound, "not_live", "This document is not live, so there is nothing to take away.")
	}
	if _, err := tx.Exec("DELETE FROM published WHERE entry_id = ? AND locale = ?", entry.ID, locale); err != nil {
		return 0, err
	}
	d := Document{Entry: entry, Locale: locale, RevisionID: live.RevisionID, By: by, ReleaseID: releaseID, At: at}
	seq, err := record(tx, d, kind, live.Slug)
	if err != nil {
		return 0, err
	}
	if err := s.announce(tx, seq); err != nil {
		return 0, err
	}
	return seq, s.reindex(tx, t, entry.ID)
}

// Live gives the live documents of the entries, without their bodies.
func (s *Store) Live(tx *db.Tx, entryIDs ...string) ([]db.Published, error) {
	return db.Query[db.Published](tx, `SELECT entry_id, locale, type, source_locale, follows, revision_id, slug, title,
		stale, published_at, revised_at, seq FROM published WHERE entry_id IN ?`, entryIDs)
}

const generationQuery = "SELECT value FROM counters WHERE name = 'publication'"

// Generation is the number of the last publication: as long as it is the same,
// every public answer is the same.
func Generation(tx *db.Tx) (int64, error) {
	rows, err := db.Query[int64](tx, generationQuery)
	if err != nil {
		return 0, err
	}
	if len(rows) != 1 {
		return 0, fmt.Errorf("published: %d rows count the publications, not one", len(rows))
	}
	return rows[0], nil
}

func (s *Store) typeOf(e db.Entry) (*schema.Type, error) {
	t := s.Model.Type(e.Type)
	if t == nil {
		return nil, fmt.Errorf("published: the type %q of entry %s is not configured", e.Type, e.ID)
	}
	return t, nil
}

// next counts one generation on.
func next(tx *db.Tx) (int64, error) {
	rows, err := db.Query[int64](tx, "UPDATE counters SET value = value + 1 WHERE name = 'publication' RETURNING value")
	if err != nil {
		return 0, err
	}
	if len(rows) != 1 {
		return 0, fmt.Errorf("published: %d rows count the publications, not one", len(rows))
	}
	return rows[0], nil
}

// record appends to the change feed. The counter's row stays locked until the
// transaction ends, so numbers appear to readers in rising order: whoever has
// read up to one number will never see a smaller one arrive.
func record(tx *db.Tx, d Document, kind, slug string) (int64, error) {
	seq, err := next(tx)
	if err != nil {
		return 0, err
	}
	return seq, tx.Insert(&db.Publication{
		Seq: seq, EntryID: d.Entry.ID, Type: d.Entry.Type, Locale: d.Locale, Kind: kind,
		RevisionID: d.RevisionID, Slug: slug, ReleaseID: d.ReleaseID, ByUser: d.By, At: d.At,
	})
}

// claimSlug makes the slug the entry's own for good. The public tells a slug
// from an id by its form, so a slug in the form of an id is refused.
func claimSlug(tx *db.Tx, t *schema.Type, d Document) error {
	if d.Locale == schema.Und && t.HasPart(schema.Localized) {
		return nil
	}
	if d.Slug == "" {
		return slugProblem("slug_missing", "The document needs an address (slug) before it can be published.")
	}
	if len(d.Slug) > maxSlugBytes {
		return slugProblem("slug_too_long", "The address is too long. Shorten it.")
	}
	if _, isID := entryID(d.Slug); isID {
		return slugProblem("slug_reserved", "An address must not look like an id. Write one in words.")
	}
	if _, err := tx.InsertIgnore(&db.Slug{
		Type: d.Entry.Type, Locale: d.Locale, Slug: d.Slug, EntryID: d.Entry.ID, Since: d.At,
	}); err != nil {
		return err
	}
	owner, err := db.First[db.Slug](tx, "type = ? AND locale = ? AND slug = ?", d.Entry.Type, d.Locale, d.Slug)
	if err != nil {
		return err
	}
	if owner == nil || owner.EntryID != d.Entry.ID {
		return fault.New(fault.Conflict, "slug_taken",
			"Another entry has or had the address %q in this language. Choose another one.", d.Slug).With("slug", d.Slug)
	}
	return nil
}

func slugProblem(code, message string) error {
	return fault.WithProblems(code, message, []fault.Problem{{Path: "slug", Code: code, Message: message}})
}

// claimAliases replaces the entry's addresses of the earlier site.
func claimAliases(tx *db.Tx, t *schema.Type, d Document) error {
	if _, err := tx.Exec("DELETE FROM aliases WHERE entry_id = ?", d.Entry.ID); err != nil {
		return err
	}
	for _, alias := range t.Aliases(d.Fields) {
		if _, err := tx.InsertIgnore(&db.Alias{Path: alias.Path, EntryID: d.Entry.ID, Locale: alias.Locale}); err != nil {
			return err
		}
		owner, err := db.First[db.Alias](tx, "path = ?", alias.Path)
		if err != nil {
			return err
		}
		if owner == nil || owner.EntryID != d.Entry.ID {
			return fault.New(fault.Conflict, "alias_taken",
				"The earlier address %q belongs to another entry. Remove it here or there.", alias.Path).With("path", alias.Path)
		}
	}
	return nil
}

// put writes the public row. The first time of publication is taken from the
// feed, so that it survives a time offline.
func put(tx *db.Tx, d Document, seq int64) error {
	first, err := db.Query[int64](tx, `SELECT MIN(at) FROM publications
		WHERE entry_id = ? AND locale = ? AND kind = 'published'`, d.Entry.ID, d.Locale)
	if err != nil {
		return err
	}
	if len(first) != 1 {
		return fmt.Errorf("published: no publication of %s in %s", d.Entry.ID, d.Locale)
	}
	var published db.Time
	if err := published.Scan(first[0]); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM published WHERE entry_id = ? AND locale = ?", d.Entry.ID, d.Locale); err != nil {
		return err
	}
	return tx.Insert(&db.Published{
		EntryID: d.Entry.ID, Locale: d.Locale, Type: d.Entry.Type, SourceLocale: d.Entry.SourceLocale,
		Follows: d.Follows, RevisionID: d.RevisionID, Slug: d.Slug, Title: d.Title,
		Body: string(schema.Encode(d.Fields)), Stale: int64(d.Stale),
		PublishedAt: published, RevisedAt: d.At, Seq: seq,
	})
}

// entryID recognises the canonical form of an id, in either case.
func entryID(s string) (string, bool) {
	if len(s) != 36 {
		return "", false
	}
	id, err := uuid.Parse(s)
	return id.String(), err == nil
}
