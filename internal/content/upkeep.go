package content

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
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
func (d *Desk) Misfits(ctx context.Context, report func(Misfit) error) error {
	return d.eachBatch(ctx, d.db.Read, func(tx *db.Tx, entries []db.Entry) error {
		for i := range entries {
			if err := d.misfitsOf(tx, &entries[i], report); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

func (d *Desk) misfitsOf(tx *db.Tx, e *db.Entry, report func(Misfit) error) error {
	docs, err := db.Query[db.Document](tx, "SELECT * FROM documents WHERE entry_id = ? AND head_revision_id <> '' ORDER BY locale", e.ID)
	if err != nil {
		return err
	}
	t := d.model.Type(e.Type)
	for _, doc := range docs {
		m := Misfit{Entry: e.ID, Type: e.Type, Locale: doc.Locale, Title: doc.Title}
		if t == nil {
			m.Problems = []fault.Problem{{Code: "type_not_configured", Message: "Its content type is no longer configured."}}
		} else {
			rev, err := lineage.Revision(tx, doc.HeadRevisionID)
			if err != nil {
				return err
			}
			fields, err := lineage.Full(tx, t, rev)
			if err != nil {
				return err
			}
			m.Problems = t.Fits(PartOf(doc.Locale), fields)
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

// eachBatch walks all entries in the order of their ids, each batch in a
// transaction of its own.
func (d *Desk) eachBatch(ctx context.Context, begin func(context.Context, func(*db.Tx) error) error,
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

// modelVersion names the setting that holds the version of the content model
// for which everything derived was computed last.
const modelVersion = "model_version"

// Adopt brings the database in line with the configured content model, and does
// nothing when it is already: entries get the documents that a new locale or a
// new part asks for, all missing, and what is derived is recomputed. Texts,
// states and what is live stay as they are. It runs at every start.
func (d *Desk) Adopt(ctx context.Context) error {
	current := d.model.Version()
	var known *db.Setting
	err := d.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		known, err = db.First[db.Setting](tx, "name = ?", modelVersion)
		return err
	})
	if err != nil || (known != nil && known.Value == current) {
		return err
	}
	if err := d.db.Write(ctx, d.addDocuments); err != nil {
		return err
	}
	if err := d.Rebuild(ctx, nil); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("DELETE FROM settings WHERE name = ?", modelVersion); err != nil {
			return err
		}
		_, err := tx.InsertIgnore(&db.Setting{Name: modelVersion, Value: current})
		return err
	})
}

func (d *Desk) addDocuments(tx *db.Tx) error {
	for _, t := range d.model.Types() {
		for _, locale := range d.localesOf(t) {
			_, err := tx.Exec(`INSERT INTO documents (entry_id, locale, state, version, follows, title, head_revision_id,
					approved_revision_id, minor, assignee, changed_at)
				SELECT e.id, ?, 'missing', 1, CASE WHEN ? = 'und' OR e.source_locale = ? THEN '' ELSE e.source_locale END,
					'', '', '', FALSE, '', ?
				FROM entries e WHERE e.type = ? AND NOT EXISTS (
					SELECT 1 FROM documents d WHERE d.entry_id = e.id AND d.locale = ?)
				ON CONFLICT DO NOTHING`,
				locale, locale, locale, d.now(), t.Name, locale)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Rebuild recomputes everything that is derived: the counts of translations,
// what the translation memory lacks of approved text, what waits for whom, and the filterable values
// and lists of what is live. No text, state or version changes. progress is told how many entries are done.
func (d *Desk) Rebuild(ctx context.Context, progress func(done int)) error {
	err := d.eachBatch(ctx, d.db.Write, func(tx *db.Tx, entries []db.Entry) error {
		for i := range entries {
			t := d.model.Type(entries[i].Type)
			if t == nil {
				continue
			}
			if err := tx.LockEntry(entries[i].ID); err != nil {
				return err
			}
			if err := d.recountEntry(tx, &entries[i], t); err != nil {
				return err
			}
			if err := requeue(tx, entries[i].ID); err != nil {
				return err
			}
		}
		return nil
	}, progress)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, d.published.Rebuild)
}

func (d *Desk) recountEntry(tx *db.Tx, e *db.Entry, t *schema.Type) error {
	docs, err := db.Find[db.Document](tx, "entry_id = ? AND follows <> ''", e.ID)
	if err != nil {
		return err
	}
	for i := range docs {
		base, segments, err := lineage.Base(tx, t, &docs[i])
		if err != nil {
			return err
		}
		if base == nil {
			continue
		}
		head, err := lineage.Revision(tx, docs[i].HeadRevisionID)
		if err != nil {
			return err
		}
		if err := lineage.Recount(tx, &docs[i], head, segments); err != nil {
			return err
		}
		approved, err := lineage.Revision(tx, docs[i].ApprovedRevisionID)
		if err != nil {
			return err
		}
		if err := d.remember(tx, t, approved); err != nil {
			return err
		}
	}
	return nil
}
