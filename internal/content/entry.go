package content

import (
	"context"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// NewEntry describes an entry to create. Fields is the text in the source
// locale; both parts may be empty or incomplete.
type NewEntry struct {
	ID           string // for importers that must find their entry again; empty makes one
	Type         string
	SourceLocale string
	Shared       schema.Fields
	Fields       schema.Fields
	Slug         string
	Follows      map[string]string // relays: locale to the locale it follows; the source where nothing is said
	Note         string
}

// CreateEntry makes an entry with a document in state missing for its shared
// part and for every locale, and saves the texts that came with it.
func (d *Desk) CreateEntry(ctx context.Context, by By, in NewEntry) (*EntryView, error) {
	t := d.model.Type(in.Type)
	if t == nil {
		return nil, fault.New(fault.Unprocessable, "unknown_type", "There is no content type %q.", in.Type)
	}
	if _, ok := d.model.Locale(in.SourceLocale); !ok {
		return nil, fault.New(fault.Unprocessable, "locale_required",
			"Name the source locale: the language in which this entry is drafted.")
	}
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*EntryView, error) {
		e, err := d.create(tx, by, t, in)
		if err != nil {
			return nil, err
		}
		return d.entryView(tx, by.Actor, e)
	})
}

func (d *Desk) create(tx *db.Tx, by By, t *schema.Type, in NewEntry) (*db.Entry, error) {
	e, err := d.newEntry(by, t, in)
	if err != nil {
		return nil, err
	}
	if !d.may(by.Actor, workflow.Create, e, e.SourceLocale) {
		return nil, fault.New(fault.Forbidden, "no_right",
			"You may not create this content in %s. Ask an admin for the right.", in.SourceLocale)
	}
	if there, err := db.First[db.Entry](tx, "id = ?", e.ID); err != nil {
		return nil, err
	} else if there != nil {
		return nil, fault.New(fault.Conflict, "entry_exists", "There is an entry with this id already.")
	}
	if err := tx.Insert(e); err != nil {
		return nil, err
	}
	if err := d.createDocuments(tx, by, e, t, in.Follows); err != nil {
		return nil, err
	}
	if len(in.Shared) > 0 {
		if _, err := d.save(tx, by, Ref{e.ID, schema.Und}, SaveInput{Fields: in.Shared, Slug: in.sharedSlug(t), Note: in.Note}, nil); err != nil {
			return nil, inPart(err, "shared")
		}
	}
	if len(in.Fields) > 0 {
		if _, err := d.save(tx, by, Ref{e.ID, in.SourceLocale}, SaveInput{Fields: in.Fields, Slug: in.Slug, Note: in.Note}, nil); err != nil {
			return nil, inPart(err, "fields")
		}
	}
	return e, nil
}

func (in NewEntry) sharedSlug(t *schema.Type) string {
	if t.HasPart(schema.Localized) {
		return ""
	}
	return in.Slug
}

// inPart says in which part of the new entry each problem was found.
func inPart(err error, part string) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	for i := range f.Problems {
		f.Problems[i].Path = part + "/" + f.Problems[i].Path
	}
	return f
}

func (d *Desk) newEntry(by By, t *schema.Type, in NewEntry) (*db.Entry, error) {
	e := &db.Entry{
		ID: in.ID, Type: t.Name, SourceLocale: in.SourceLocale, CreatedAt: d.now(), CreatedBy: by.Actor.UserID,
	}
	if e.ID == "" {
		e.ID = d.newID()
	}
	if t.CountryField != "" {
		e.Country, _ = in.Shared[t.CountryField].(string)
	}
	for locale, follows := range in.Follows {
		if !slices.Contains(d.localesOf(t), locale) || !slices.Contains(d.localesOf(t), follows) || follows == schema.Und {
			return nil, fault.New(fault.Unprocessable, "unknown_locale", "%q cannot follow %q.", locale, follows)
		}
	}
	return e, nil
}

// createDocuments gives a new entry its documents, all missing, and the first
// row of their history.
func (d *Desk) createDocuments(tx *db.Tx, by By, e *db.Entry, t *schema.Type, follows map[string]string) error {
	var docs []*db.Document
	var rows []*db.History
	for _, locale := range d.localesOf(t) {
		doc := newDocument(e, locale, d.now())
		if relay := follows[locale]; relay != "" && doc.Follows != "" {
			if err := noCircle(follows, locale); err != nil {
				return err
			}
			doc.Follows = relay
		}
		docs = append(docs, doc)
		rows = append(rows, &db.History{
			EntryID: e.ID, Locale: locale, Number: 1, Verb: string(workflow.Create),
			FromState: doc.State, ToState: doc.State, Version: doc.Version, Actor: by.Actor.UserID, At: e.CreatedAt,
		})
	}
	if err := tx.Insert(docs); err != nil {
		return err
	}
	if err := tx.Insert(rows); err != nil {
		return err
	}
	return requeue(tx, e.ID)
}

func newDocument(e *db.Entry, locale string, at db.Time) *db.Document {
	doc := &db.Document{EntryID: e.ID, Locale: locale, State: string(workflow.Missing), Version: 1, ChangedAt: at}
	if locale != schema.Und && locale != e.SourceLocale {
		doc.Follows = e.SourceLocale
	}
	return doc
}

// noCircle refuses relays that lead back to where they start.
func noCircle(follows map[string]string, locale string) error {
	seen := map[string]bool{locale: true}
	for next := follows[locale]; next != ""; next = follows[next] {
		if seen[next] {
			return fault.New(fault.Unprocessable, "circular_follows", "%s would follow itself by way of other languages.", locale)
		}
		seen[next] = true
	}
	return nil
}

// Archive takes an entry out of work: every live document leaves the public
// side and nothing can be changed until Unarchive. Its texts and history stay.
func (d *Desk) Archive(ctx context.Context, by By, entry, comment string) (*EntryView, error) {
	return d.shelve(ctx, by, entry, workflow.Archive, comment)
}

// Unarchive brings an archived entry back to work. It publishes nothing.
func (d *Desk) Unarchive(ctx context.Context, by By, entry, comment string) (*EntryView, error) {
	return d.shelve(ctx, by, entry, workflow.Unarchive, comment)
}

func (d *Desk) shelve(ctx context.Context, by By, entry string, verb workflow.Verb, comment string) (*EntryView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*EntryView, error) {
		if err := tx.LockEntry(entry); err != nil {
			return nil, err
		}
		e, t, err := d.entry(tx, by.Actor, entry)
		if err != nil {
			return nil, err
		}
		if !d.may(by.Actor, verb, e, schema.Und) {
			return nil, fault.New(fault.Forbidden, "no_right", "You may not %s this entry. Ask an admin for the right.", verb.Spoken())
		}
		if (e.ArchivedAt != nil) == (verb == workflow.Archive) {
			return d.entryView(tx, by.Actor, e)
		}
		for _, locale := range backwards(d.localesOf(t)) {
			if _, err := d.move(tx, by, Ref{entry, locale}, motion{verb: verb, comment: comment, act: (*work).takeDown}); err != nil {
				return nil, err
			}
		}
		var at *db.Time
		if verb == workflow.Archive {
			now := d.now()
			at = &now
		}
		if _, err := tx.Exec("UPDATE entries SET archived_at = ? WHERE id = ?", at, entry); err != nil {
			return nil, err
		}
		if err := requeue(tx, entry); err != nil {
			return nil, err
		}
		e.ArchivedAt = at
		return d.entryView(tx, by.Actor, e)
	})
}

// takeDown removes an archived document from the public side, where it is live.
func (w *work) takeDown() error {
	if w.verb != workflow.Archive {
		return nil
	}
	live, err := w.live()
	if err != nil || live[w.doc.Locale] == nil {
		return err
	}
	_, err = w.desk.published.Unpublish(w.tx, *w.entry, w.doc.Locale, "deleted", w.by.Actor.UserID, "", w.at)
	return err
}

// backwards puts the shared part last: it must outlive the locales.
func backwards(locales []string) []string {
	out := slices.Clone(locales)
	slices.Reverse(out)
	return out
}
