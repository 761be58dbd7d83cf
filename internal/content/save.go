package content

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// SaveInput is the whole new text of a source, shared or detached document.
type SaveInput struct {
	Version int64 // the version that was edited
	Fields  schema.Fields
	Slug    string // empty: keep it, or make one from the title
	Note    string
}

// Save replaces the text of a document that holds its own. Incomplete text is
// welcome; what is not of the content type's shape is refused with every
// problem at once. A wrong version is a conflict that carries the text that is
// there now, unless that text is just what this author sends again.
func (d *Desk) Save(ctx context.Context, by By, ref Ref, in SaveInput) (*DocumentView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*DocumentView, error) {
		w, err := d.save(tx, by, ref, in, &in.Version)
		if err != nil {
			return nil, err
		}
		return d.documentView(tx, by.Actor, w)
	})
}

func (d *Desk) save(tx *db.Tx, by By, ref Ref, in SaveInput, version *int64) (*work, error) {
	return d.move(tx, by, ref, motion{verb: workflow.Save, comment: in.Note, act: func(w *work) error {
		if w.doc.Follows != "" {
			return fault.New(fault.Conflict, "use_segments",
				"This text follows %s and is written sentence by sentence. Save its segments, or detach it first.", w.doc.Follows)
		}
		t, err := w.ownText(in)
		if err != nil {
			return err
		}
		if version != nil && *version != w.doc.Version && !w.sentAgain(t) {
			return w.crossed(*version, t)
		}
		if err := w.moveCountry(t.fields); err != nil {
			return err
		}
		return w.write(t)
	}})
}

// ownText brings the input into the form that is stored: normal form, ids for
// what lost them, and the values that the present definition does not show.
func (w *work) ownText(in SaveInput) (text, error) {
	part := schema.PartOf(w.doc.Locale)
	fields, problems := w.typ.Normalize(part, in.Fields, w.desk.newID)
	if err := fault.WithProblems("invalid_content", "The text does not fit its content type.", problems); err != nil {
		return text{}, err
	}
	if w.head != nil {
		head, err := lineage.Full(w.tx, w.typ, w.head)
		if err != nil {
			return text{}, err
		}
		fields = w.typ.Retain(part, segment.Rekey(w.typ, head, fields, w.desk.newID), head)
	}
	slug, err := w.slugFor(in.Slug, fields)
	return text{fields: fields, slug: slug, note: in.Note, origin: w.origin()}, err
}

func (w *work) origin() string {
	if w.by.Origin != "" {
		return w.by.Origin
	}
	return OriginHuman
}

// sentAgain recognises a save whose answer was lost on the way.
func (w *work) sentAgain(t text) bool {
	return w.head != nil && w.head.Author == w.by.Actor.UserID &&
		w.head.Slug == t.slug && w.head.Content == string(schema.Encode(t.fields))
}

// moveCountry keeps the entry's country, by which grants are judged, in step
// with the shared text. Nobody can move an entry to a country she has no right for.
func (w *work) moveCountry(fields schema.Fields) error {
	if w.doc.Locale != schema.Und || w.typ.CountryField == "" {
		return nil
	}
	country, _ := fields[w.typ.CountryField].(string)
	if country == w.entry.Country {
		return nil
	}
	w.entry.Country = country
	if err := w.allowed(w.verb); err != nil {
		return err
	}
	_, err := w.tx.Exec("UPDATE entries SET country = ? WHERE id = ?", country, w.entry.ID)
	return err
}
