package preview

import (
	"context"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// Draft is what a link shows: the entry as the public would see it with the
// text.
type Draft struct {
	Entry     *published.Entry
	Language  string
	ExpiresAt db.Time
}

// Open follows a link. One that is unknown, has ended or was revoked, and one
// whose maker may no longer read the text or was shut out, are all the same
// NotFound "link_not_found".
func (l *Links) Open(ctx context.Context, token string) (*Draft, error) {
	id, ours := l.idOf(token)
	if !ours {
		return nil, noLink()
	}
	var link *db.Preview
	err := l.c.DB.Read(ctx, func(tx *db.Tx) (err error) {
		link, err = db.First[db.Preview](tx, "id = ? AND expires_at > ? AND revoked_at IS NULL", id, l.now())
		return err
	})
	if err != nil {
		return nil, err
	}
	if link == nil {
		return nil, noLink()
	}
	entry, err := l.readable(ctx, link)
	if err != nil {
		if k := fault.Of(err).Kind; k == fault.NotFound || k == fault.Conflict {
			err = noLink()
		}
		return nil, err
	}
	u, err := l.unpublished(link, *entry)
	if err != nil {
		return nil, err
	}
	composed, err := l.c.Public.Compose(ctx, u)
	if err != nil {
		return nil, err
	}
	return &Draft{Entry: composed, Language: link.Language, ExpiresAt: link.ExpiresAt}, nil
}

// readable gives the entry if whoever made the link may read it now.
func (l *Links) readable(ctx context.Context, link *db.Preview) (*db.Entry, error) {
	maker, err := l.byWhom(ctx, link.UserID)
	if err != nil {
		return nil, err
	}
	var entry *db.Entry
	err = l.c.DB.Read(ctx, func(tx *db.Tx) error {
		seen, err := l.c.Content.Look(tx, maker, content.Ref{Entry: link.EntryID, Locale: link.Locale})
		if err == nil {
			entry = seen.Entry
		}
		return err
	})
	return entry, err
}

func (l *Links) unpublished(link *db.Preview, entry db.Entry) (published.Unpublished, error) {
	u := published.Unpublished{
		Document: published.Document{Entry: entry, Locale: link.Locale, Follows: link.Follows, Slug: link.Slug, At: link.CreatedAt},
		Language: link.Language,
	}
	var err error
	if u.Fields, err = schema.Decode([]byte(link.Body)); err != nil {
		return u, err
	}
	if u.Shared, err = schema.Decode([]byte(link.Shared)); err != nil {
		return u, err
	}
	u.Title = l.c.Model.Type(entry.Type).Title(u.Fields)
	return u, nil
}
