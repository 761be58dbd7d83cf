package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/compare"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
)

// RevisionView is one revision; Fields is left out of lists.
type RevisionView struct {
	ID            string        `json:"id"`
	Number        int64         `json:"number"`
	Parent        string        `json:"parent,omitempty"`
	MadeFrom      string        `json:"made_from,omitempty"`
	SchemaVersion string        `json:"schema_version"`
	Slug          string        `json:"slug,omitempty"`
	ContentHash   string        `json:"content_hash"`
	Origin        string        `json:"origin"`
	Author        string        `json:"author"`
	CreatedAt     db.Time       `json:"created_at"`
	Note          string        `json:"note,omitempty"`
	Fields        schema.Fields `json:"fields,omitempty"`
}

func revisionView(r *db.Revision) RevisionView {
	return RevisionView{
		ID: r.ID, Number: r.Number, Parent: r.ParentID, MadeFrom: r.MadeFrom, SchemaVersion: r.SchemaVersion, Slug: r.Slug,
		ContentHash: r.ContentHash, Origin: r.Origin, Author: r.Author, CreatedAt: r.CreatedAt, Note: r.Note,
	}
}

// Revisions lists a document's revisions, newest first.
func (b *Board) Revisions(ctx context.Context, a access.Actor, ref content.Ref) ([]RevisionView, error) {
	return read(ctx, b, func(tx *db.Tx) ([]RevisionView, error) {
		if _, err := b.Content.Look(tx, a, ref); err != nil {
			return nil, err
		}
		rows, err := db.Query[db.Revision](tx, `SELECT id, entry_id, locale, number, parent_id, made_from, schema_version, slug,
			content_hash, origin, author, created_at, note FROM revisions
			WHERE entry_id = ? AND locale = ? ORDER BY number DESC`, ref.Entry, ref.Locale)
		views := make([]RevisionView, 0, len(rows))
		for i := range rows {
			views = append(views, revisionView(&rows[i]))
		}
		return views, err
	})
}

// Revision shows one revision with its whole text.
func (b *Board) Revision(ctx context.Context, a access.Actor, ref content.Ref, id string) (*RevisionView, error) {
	return read(ctx, b, func(tx *db.Tx) (*RevisionView, error) {
		w, err := b.Content.Look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		rev, err := lineage.Of(tx, ref.Entry, ref.Locale, id)
		if err != nil {
			return nil, err
		}
		v := revisionView(rev)
		all, err := lineage.Full(tx, w.Type, rev)
		v.Fields = w.Type.Present(schema.PartOf(rev.Locale), all)
		return &v, err
	})
}

// DiffView is what changed between two revisions of a document: word by word
// where there are words, value by value elsewhere.
type DiffView struct {
	From    string               `json:"from"`
	To      string               `json:"to"`
	Changes []compare.ChangeView `json:"changes"`
}

// Diff compares two revisions of a document.
func (b *Board) Diff(ctx context.Context, a access.Actor, ref content.Ref, from, to string) (*DiffView, error) {
	return read(ctx, b, func(tx *db.Tx) (*DiffView, error) {
		w, err := b.Content.Look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		var fields [2]schema.Fields
		for i, id := range []string{from, to} {
			rev, err := lineage.Of(tx, ref.Entry, ref.Locale, id)
			if err != nil {
				return nil, err
			}
			if fields[i], err = lineage.Full(tx, w.Type, rev); err != nil {
				return nil, err
			}
		}
		return &DiffView{From: from, To: to, Changes: compare.Document(w.Type, ref.Locale, fields[0], fields[1])}, nil
	})
}
