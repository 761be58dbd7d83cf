package preview

import (
	"context"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// NewLink asks for a link to a text. Without Revision it is the newest. Language
// is that of the page and only asked about for shared fields, where it is the
// source language if empty. Days 0 is DefaultDays; the most is MaxDays.
type NewLink struct {
	Ref      content.Ref
	Revision string
	Language string
	Days     int
}

// Create makes a link to a text that the actor may read. A personal token makes
// none: it could outlive the token.
func (l *Links) Create(ctx context.Context, by content.By, in NewLink) (*Link, error) {
	if by.Actor.Token != nil {
		return nil, sessionRequired()
	}
	if in.Days == 0 {
		in.Days = DefaultDays
	}
	if in.Days < 1 || in.Days > MaxDays {
		return nil, refused("days", "out_of_range", "A link lives for 1 to 30 days.")
	}
	link, err := db.Run(ctx, l.c.DB, by.Once, l.now(), func(tx *db.Tx) (*Link, error) {
		made, err := l.copyOf(tx, by.Actor, in)
		if err != nil {
			return nil, err
		}
		made.ID, made.CreatedAt = l.c.NewID(), l.now()
		made.ExpiresAt = db.At(made.CreatedAt.Add(time.Duration(in.Days) * 24 * time.Hour))
		if err := l.room(tx, made); err != nil {
			return nil, err
		}
		if err := tx.Insert(made); err != nil {
			return nil, err
		}
		v := l.view(access.Actor{}, row{Preview: *made, Name: by.Actor.Name}, true) // addresses are not kept for repeated requests
		return &v, l.c.People.Note(tx, by.Actor, "preview.create", about(made))
	})
	if err != nil {
		return nil, err
	}
	return l.one(ctx, by.Actor, link.ID)
}

// room refuses to make more links than anybody can have use for.
func (l *Links) room(tx *db.Tx, made *db.Preview) error {
	active, err := db.Query[int64](tx, `SELECT COUNT(*) FROM previews
		WHERE entry_id = ? AND user_id = ? AND expires_at > ? AND revoked_at IS NULL`, made.EntryID, made.UserID, made.CreatedAt)
	if err == nil && active[0] >= maxActive {
		err = fault.New(fault.Conflict, "too_many_links", "You have %d links to this entry. Revoke some of them first.", active[0])
	}
	return err
}

func sessionRequired() error {
	return fault.New(fault.Forbidden, "session_required", "This needs a person who is signed in; a token may not do it.")
}

func refused(path, code, message string) error {
	return fault.WithProblems("link_not_valid", "This link cannot be made.", []fault.Problem{{Path: path, Code: code, Message: message}})
}

func about(p *db.Preview) string {
	return "preview:" + p.ID + " entry:" + p.EntryID + " locale:" + p.Locale + " revision:" + p.RevisionID
}

// copyOf reads the text with the actor's own right and keeps it as it is now.
func (l *Links) copyOf(tx *db.Tx, a access.Actor, in NewLink) (*db.Preview, error) {
	seen, err := l.c.Content.Look(tx, a, in.Ref)
	if err != nil {
		return nil, err
	}
	if in.Language, err = l.language(in, seen.Entry.SourceLocale); err != nil {
		return nil, err
	}
	revision := seen.Head
	if in.Revision != "" {
		if revision, err = lineage.Of(tx, in.Ref.Entry, in.Ref.Locale, in.Revision); err != nil {
			return nil, err
		}
	}
	if revision == nil {
		return nil, fault.New(fault.Conflict, "nothing_written", "Nothing has been written here yet, so there is nothing to show.")
	}
	fields, err := lineage.Full(tx, seen.Type, revision)
	if err != nil {
		return nil, err
	}
	shared, err := sharedFields(tx, seen, in.Ref)
	if err != nil {
		return nil, err
	}
	made := &db.Preview{
		EntryID: in.Ref.Entry, Locale: in.Ref.Locale, Language: in.Language, RevisionID: revision.ID, Number: revision.Number,
		Slug: revision.Slug, Body: string(schema.Encode(fields)), Shared: string(schema.Encode(shared)), UserID: a.UserID,
	}
	if revision.MadeFrom != "" {
		made.Follows = seen.Doc.Follows
	}
	return made, nil
}

// sharedFields are those that the entry has now, for a text that needs them.
// Whoever may read one document of an entry may read them all.
func sharedFields(tx *db.Tx, seen *content.Seen, ref content.Ref) (schema.Fields, error) {
	if ref.Locale == schema.Und || !seen.Type.HasPart(schema.Shared) {
		return schema.Fields{}, nil
	}
	head, err := db.Query[db.Revision](tx, `SELECT r.* FROM documents d JOIN revisions r ON r.id = d.head_revision_id
		WHERE d.entry_id = ? AND d.locale = ?`, ref.Entry, schema.Und)
	if err != nil || len(head) == 0 {
		return schema.Fields{}, err
	}
	return lineage.Full(tx, seen.Type, &head[0])
}

func (l *Links) language(in NewLink, source string) (string, error) {
	if in.Ref.Locale != schema.Und {
		if in.Language != "" && in.Language != in.Ref.Locale {
			return "", refused("language", "wrong_language", "A text is shown in its own language.")
		}
		return in.Ref.Locale, nil
	}
	if in.Language == "" {
		return source, nil
	}
	if _, known := l.c.Model.Locale(in.Language); !known {
		return "", refused("language", "unknown_locale", "There is no such language here.")
	}
	return in.Language, nil
}

// Page is a page of links, newest first; Next is empty on the last one.
type Page struct {
	Links []Link `json:"links"`
	Next  string `json:"next"`
}

// List shows the links to the texts of an entry that the actor may read, those
// that have ended for another day.
func (l *Links) List(ctx context.Context, a access.Actor, entry string, size int, after string) (*Page, error) {
	if _, err := l.c.Content.Entry(ctx, a, entry); err != nil {
		return nil, err
	}
	if size < 1 || size > maxPageSize {
		size = maxPageSize
	}
	var rows []row
	err := l.c.DB.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = db.Query[row](tx, selectRows+`WHERE p.entry_id = ? AND (? = '' OR p.id < ?) ORDER BY p.id DESC LIMIT ?`,
			entry, after, after, size+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	page := &Page{Links: []Link{}}
	if len(rows) > size {
		rows = rows[:size]
		page.Next = rows[size-1].ID
	}
	readable := map[string]bool{} // by maker
	for _, r := range rows {
		if _, asked := readable[r.UserID]; !asked {
			if readable[r.UserID], err = l.mayRead(ctx, r.UserID, entry); err != nil {
				return nil, err
			}
		}
		page.Links = append(page.Links, l.view(a, r, readable[r.UserID]))
	}
	return page, nil
}

func (l *Links) mayRead(ctx context.Context, userID, entry string) (bool, error) {
	maker, err := l.byWhom(ctx, userID)
	if err != nil {
		return false, err
	}
	_, err = l.c.Content.Entry(ctx, maker, entry)
	if err != nil && fault.Of(err).Kind == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// one finds a link of an entry that the actor may read.
func (l *Links) one(ctx context.Context, a access.Actor, id string) (*Link, error) {
	var rows []row
	err := l.c.DB.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = db.Query[row](tx, selectRows+"WHERE p.id = ?", id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, noLink()
	}
	if _, err := l.c.Content.Entry(ctx, a, rows[0].EntryID); err != nil {
		if fault.Of(err).Kind == fault.NotFound {
			err = noLink()
		}
		return nil, err
	}
	readable, err := l.mayRead(ctx, rows[0].UserID, rows[0].EntryID)
	if err != nil {
		return nil, err
	}
	v := l.view(a, rows[0], readable)
	return &v, nil
}

func noLink() error { return fault.New(fault.NotFound, "link_not_found", "There is no such link.") }

// Revoke ends a link for good: one's own, or any to a text that one may publish.
// What has been revoked stays as it is.
func (l *Links) Revoke(ctx context.Context, a access.Actor, id string) error {
	if a.Token != nil {
		return sessionRequired()
	}
	link, err := l.one(ctx, a, id)
	if err != nil {
		return err
	}
	return l.c.DB.Write(ctx, func(tx *db.Tx) error {
		seen, err := l.c.Content.Look(tx, a, content.Ref{Entry: link.Entry, Locale: link.Locale})
		if err != nil {
			return err
		}
		object := access.Object{Type: seen.Entry.Type, Country: seen.Entry.Country, SourceLocale: seen.Entry.SourceLocale, Locale: link.Locale}
		if link.UserID != a.UserID && !l.c.Policy.May(a, workflow.Publish, object) {
			return fault.New(fault.Forbidden, "no_right", "Whoever made the link can revoke it, or somebody who may publish the text.")
		}
		n, err := tx.Exec("UPDATE previews SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL", l.now(), a.UserID, id)
		if err != nil || n == 0 {
			return err
		}
		return l.c.People.Note(tx, a, "preview.revoke", "preview:"+id+" entry:"+link.Entry)
	})
}
