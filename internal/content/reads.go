package content

import (
	"context"
	"maps"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/lineage"
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
	head, err := lineage.Revision(tx, doc.HeadRevisionID)
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
