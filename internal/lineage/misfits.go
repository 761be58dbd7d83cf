package lineage

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// Misfit is a document whose stored text no longer fits its content type.
type Misfit struct {
	Entry    string          `json:"entry"`
	Type     string          `json:"type"`
	Locale   string          `json:"locale"`
	Title    string          `json:"title"`
	Problems []fault.Problem `json:"problems"`
}

// batch is how many entries upkeep looks at in one transaction, so that it
// never holds up people at work for long.
const batch = 200

// Misfits walks all working texts and reports those that no longer fit the
// content types. Nothing is changed.
func Misfits(ctx context.Context, d *db.DB, model *schema.Model, report func(Misfit) error) error {
	return EachEntry(ctx, d.Read, func(tx *db.Tx, entries []db.Entry) error {
		for i := range entries {
			if err := misfitsOf(tx, model, &entries[i], report); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

func misfitsOf(tx *db.Tx, model *schema.Model, e *db.Entry, report func(Misfit) error) error {
	docs, err := db.Query[db.Document](tx, "SELECT * FROM documents WHERE entry_id = ? AND head_revision_id <> '' ORDER BY locale", e.ID)
	if err != nil {
		return err
	}
	t := model.Type(e.Type)
	for _, doc := range docs {
		m := Misfit{Entry: e.ID, Type: e.Type, Locale: doc.Locale, Title: doc.Title}
		if t == nil {
			m.Problems = []fault.Problem{{Code: "type_not_configured", Message: "Its content type is no longer configured."}}
		} else {
			rev, err := Revision(tx, doc.HeadRevisionID)
			if err != nil {
				return err
			}
			fields, err := Full(tx, t, rev)
			if err != nil {
				return err
			}
			m.Problems = t.Fits(schema.PartOf(doc.Locale), fields)
		}
		if len(m.Problems) == 0 {
			continue
		}
		if err := report(m); err != nil {
			return err
		}
	}
	return nil
}

// EachEntry walks all entries in the order of their ids, each batch in a
// transaction of its own.
func EachEntry(ctx context.Context, begin func(context.Context, func(*db.Tx) error) error,
	fn func(*db.Tx, []db.Entry) error, progress func(done int),
) error {
	after, done := "", 0
	for {
		var entries []db.Entry
		err := begin(ctx, func(tx *db.Tx) error {
			var err error
			entries, err = db.Query[db.Entry](tx, "SELECT * FROM entries WHERE id > ? ORDER BY id LIMIT ?", after, batch)
			if err != nil {
				return err
			}
			return fn(tx, entries)
		})
		if err != nil || len(entries) == 0 {
			return err
		}
		after, done = entries[len(entries)-1].ID, done+len(entries)
		if progress != nil {
			progress(done)
		}
	}
}
