package content

import (
	"context"
	"maps"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/compare"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// read runs fn on one snapshot of the database.
func read[T any](ctx context.Context, d *Desk, fn func(*db.Tx) (T, error)) (T, error) {
	var out T
	err := d.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = fn(tx)
		return err
	})
	return out, err
}

// look loads a document for reading.
func (d *Desk) look(tx *db.Tx, a access.Actor, ref Ref) (*work, error) {
	e, t, err := d.entry(tx, a, ref.Entry)
	if err != nil {
		return nil, err
	}
	doc, err := d.document(tx, e, ref.Locale)
	if err != nil {
		return nil, err
	}
	head, err := d.revision(tx, doc.HeadRevisionID)
	if err != nil {
		return nil, err
	}
	return &work{
		desk: d, tx: tx, by: By{Actor: a}, at: d.now(), verb: workflow.Read, entry: e, typ: t, doc: doc, head: head,
		from: workflow.State(doc.State),
	}, nil
}

// Entry shows an entry with the state of each of its documents.
func (d *Desk) Entry(ctx context.Context, a access.Actor, id string) (*EntryView, error) {
	return read(ctx, d, func(tx *db.Tx) (*EntryView, error) {
		e, _, err := d.entry(tx, a, id)
		if err != nil {
			return nil, err
		}
		return d.entryView(tx, a, e)
	})
}

// Document shows a document with its whole working text.
func (d *Desk) Document(ctx context.Context, a access.Actor, ref Ref) (*DocumentView, error) {
	return read(ctx, d, func(tx *db.Tx) (*DocumentView, error) {
		w, err := d.look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		return d.documentView(tx, a, w)
	})
}

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
func (d *Desk) Revisions(ctx context.Context, a access.Actor, ref Ref) ([]RevisionView, error) {
	return read(ctx, d, func(tx *db.Tx) ([]RevisionView, error) {
		if _, err := d.look(tx, a, ref); err != nil {
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
func (d *Desk) Revision(ctx context.Context, a access.Actor, ref Ref, id string) (*RevisionView, error) {
	return read(ctx, d, func(tx *db.Tx) (*RevisionView, error) {
		w, err := d.look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		rev, err := d.ownRevision(tx, ref, id)
		if err != nil {
			return nil, err
		}
		v := revisionView(rev)
		v.Fields, err = d.shown(tx, w.typ, rev)
		return &v, err
	})
}

func (d *Desk) ownRevision(tx *db.Tx, ref Ref, id string) (*db.Revision, error) {
	rev, err := d.revision(tx, id)
	if err != nil {
		return nil, err
	}
	if rev == nil || rev.EntryID != ref.Entry || rev.Locale != ref.Locale {
		return nil, fault.New(fault.NotFound, "revision_not_found", "This document has no such revision.")
	}
	return rev, nil
}

// DiffView is what changed between two revisions of a document: word by word
// where there are words, value by value elsewhere.
type DiffView struct {
	From    string               `json:"from"`
	To      string               `json:"to"`
	Changes []compare.ChangeView `json:"changes"`
}

// Diff compares two revisions of a document.
func (d *Desk) Diff(ctx context.Context, a access.Actor, ref Ref, from, to string) (*DiffView, error) {
	return read(ctx, d, func(tx *db.Tx) (*DiffView, error) {
		w, err := d.look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		var fields [2]schema.Fields
		for i, id := range []string{from, to} {
			rev, err := d.ownRevision(tx, ref, id)
			if err != nil {
				return nil, err
			}
			if fields[i], err = d.full(tx, w.typ, rev); err != nil {
				return nil, err
			}
		}
		return &DiffView{From: from, To: to, Changes: compare.Document(w.typ, ref.Locale, fields[0], fields[1])}, nil
	})
}

// HistoryView is one row of a document's log.
type HistoryView struct {
	Number   int64   `json:"number"`
	Verb     string  `json:"verb"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Version  int64   `json:"version"`
	Actor    string  `json:"actor"`
	Name     string  `json:"name"`
	Revision string  `json:"revision,omitempty"`
	Comment  string  `json:"comment,omitempty"`
	At       db.Time `json:"at"`
}

// History lists what was done to a document, newest first.
func (d *Desk) History(ctx context.Context, a access.Actor, ref Ref) ([]HistoryView, error) {
	return read(ctx, d, func(tx *db.Tx) ([]HistoryView, error) {
		if _, err := d.look(tx, a, ref); err != nil {
			return nil, err
		}
		rows, err := db.Query[struct {
			db.History
			Name string
		}](tx, `SELECT h.*, u.name AS name FROM history h JOIN users u ON u.id = h.actor
			WHERE h.entry_id = ? AND h.locale = ? ORDER BY h.number DESC`, ref.Entry, ref.Locale)
		views := make([]HistoryView, 0, len(rows))
		for _, r := range rows {
			views = append(views, HistoryView{
				Number: r.Number, Verb: r.Verb, From: r.FromState, To: r.ToState, Version: r.Version, Actor: r.Actor,
				Name: r.Name, Revision: r.RevisionID, Comment: r.Comment, At: r.At,
			})
		}
		return views, err
	})
}
