package content

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
)

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
	err := lineage.EachEntry(ctx, d.db.Write, func(tx *db.Tx, entries []db.Entry) error {
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
