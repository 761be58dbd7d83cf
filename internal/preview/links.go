// Package preview makes links that show one unpublished text, as it was when
// the link was made, to whoever holds them. A link has the reading right of the
// person who made it, asked again at every use, and of that right only this one
// text. No public address reads through this package but /preview/.
package preview

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"time"

	"github.com/google/uuid"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// How long links live, and how many are listed at a time.
const (
	DefaultDays = 7
	MaxDays     = 30
	maxPageSize = 100
	maxActive   = 50 // of one person to one entry
)

// Path is where the holder of a link reads it; the token follows.
const Path = "/preview/"

// Config holds what links are made with. Every part is needed.
type Config struct {
	DB        *db.DB
	Model     *schema.Model
	Policy    *access.Policy
	People    *access.People
	Content   *content.Desk
	Public    *published.Reader
	PublicURL *url.URL
	Secret    []byte // signs the tokens; the same in all processes, and not empty
	Clock     func() time.Time
	NewID     func() string // UUIDv7
}

// Links makes, lists, revokes and follows links. It is safe for concurrent use.
type Links struct{ c Config }

// New makes Links.
func New(c Config) *Links { return &Links{c} }

// States of a link.
const (
	Active  = "active"
	Expired = "expired"
	Revoked = "revoked"
	Void    = "void" // whoever made it may no longer read the text
)

// Link is a link as those see it who may read the text. URL is for whoever made
// it, while it works.
type Link struct {
	ID         string   `json:"id"`
	Entry      string   `json:"entry"`
	Locale     string   `json:"locale" description:"Of the text; und for shared fields."`
	Language   string   `json:"language" description:"Of the page."`
	Revision   string   `json:"revision"`
	Number     int64    `json:"number" description:"Of the revision."`
	UserID     string   `json:"user_id"`
	Name       string   `json:"name" description:"Of the person who made it."`
	CreatedAt  db.Time  `json:"created_at"`
	ExpiresAt  db.Time  `json:"expires_at"`
	RevokedAt  *db.Time `json:"revoked_at,omitempty"`
	State      string   `json:"state" description:"active, expired, revoked, or void: whoever made it may no longer read the text."`
	URL        string   `json:"url,omitempty" description:"For whoever made it, while it works."`
	URLForJSON string   `json:"url_json,omitempty"`
}

func (l *Links) now() db.Time { return db.At(l.c.Clock()) }

// token names a link and proves that this server made it. It can be made again
// from the id, so that the maker finds the address again and nothing secret is
// stored.
func (l *Links) token(id string) string {
	raw, err := uuid.Parse(id)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(raw[:], l.sign(raw)...))
}

func (l *Links) sign(id uuid.UUID) []byte {
	mac := hmac.New(sha256.New, l.c.Secret)
	mac.Write([]byte("movingcities/preview/"))
	mac.Write(id[:])
	return mac.Sum(nil)
}

// idOf gives the id of a link by its token, without asking the database about
// what this server never made.
func (l *Links) idOf(token string) (string, bool) {
	var id uuid.UUID
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != len(id)+sha256.Size {
		return "", false
	}
	copy(id[:], raw)
	return id.String(), hmac.Equal(raw[len(id):], l.sign(id))
}

// row is a link with the name of its maker.
type row struct {
	db.Preview
	Name string
}

const selectRows = `SELECT p.id, p.entry_id, p.locale, p.language, p.revision_id, p.number, p.user_id, p.created_at,
	p.expires_at, p.revoked_at, u.name FROM previews p JOIN users u ON u.id = p.user_id `

// view shows a link to the actor; readable tells whether its maker may still
// read the text.
func (l *Links) view(a access.Actor, r row, readable bool) Link {
	v := Link{
		ID: r.ID, Entry: r.EntryID, Locale: r.Locale, Language: r.Language, Revision: r.RevisionID, Number: r.Number,
		UserID: r.UserID, Name: r.Name, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, RevokedAt: r.RevokedAt, State: Active,
	}
	switch {
	case r.RevokedAt != nil:
		v.State = Revoked
	case !r.ExpiresAt.After(l.c.Clock()):
		v.State = Expired
	case !readable:
		v.State = Void
	}
	if v.State == Active && a.UserID == r.UserID {
		v.URL = l.c.PublicURL.Scheme + "://" + l.c.PublicURL.Host + Path + l.token(r.ID)
		v.URLForJSON = v.URL + ".json"
	}
	return v
}

// byWhom is who stands behind a link at this moment. A person who is gone or
// disabled has no rights, which is no error.
func (l *Links) byWhom(ctx context.Context, userID string) (access.Actor, error) {
	maker, err := l.c.People.Actor(ctx, userID)
	if err != nil && fault.Of(err).Kind == fault.Unauthenticated {
		return access.Actor{}, nil
	}
	return maker, err
}
