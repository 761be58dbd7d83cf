package published

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Unpublished is a text that is not live, handed over by somebody who was
// allowed to read it: nothing in this package can find one.
type Unpublished struct {
	Document               // At is when the text was written
	Language string        // to answer in
	Shared   schema.Fields // stands in for the shared fields of an entry that has none live
}

// Compose shows how the public would see an entry if the text were live: with
// the live shared fields, or for a text of shared fields with the live text that
// stands for the language, and with links to what is live.
func (r *Reader) Compose(ctx context.Context, u Unpublished) (*Entry, error) {
	p, err := r.plan(Query{Type: u.Entry.Type, Locale: u.Language}, nil)
	if err != nil {
		return nil, err
	}
	var entry *Entry
	err = r.read(ctx, func(tx *db.Tx) error {
		rows, err := db.Find[db.Published](tx, "entry_id = ?", u.Entry.ID)
		if err != nil {
			return err
		}
		live, err := decodeEntry(p.typ, rows)
		if err != nil {
			return err
		}
		c := newComposer(tx, r.Model, p)
		e := u.among(live, p.locales[1:])
		c.loaded[u.Entry.ID] = e
		if err := c.relations(); err != nil {
			return err
		}
		entry = c.in(e, u.Entry.ID, u.Language, e.served)
		return nil
	})
	return entry, err
}

// among puts the text among the live ones of its entry, of which only those that
// are shown keep their content.
func (u Unpublished) among(live *liveEntry, locales []string) *composed {
	e := &composed{typ: live.typ, served: u.Locale, docs: map[string]document{}, bodies: bodies{schema.Und: u.Shared}}
	for locale, row := range live.rows {
		e.docs[locale] = document{
			SourceLocale: row.SourceLocale, Follows: row.Follows, Slug: row.Slug, Title: row.Title, Stale: row.Stale,
			PublishedAt: row.PublishedAt, RevisedAt: row.RevisedAt,
		}
	}
	if body, ok := live.bodies[schema.Und]; ok {
		e.bodies[schema.Und] = body
	}
	if u.Locale == schema.Und {
		for _, locale := range locales {
			if body, ok := live.bodies[locale]; ok {
				e.served, e.bodies[locale] = locale, body
				break
			}
		}
	}
	e.docs[u.Locale] = document{
		SourceLocale: u.Entry.SourceLocale, Follows: u.Follows, Slug: u.Slug, Title: u.Title,
		PublishedAt: e.docs[u.Locale].PublishedAt, RevisedAt: u.At,
	}
	e.bodies[u.Locale] = u.Fields
	return e
}
