package access

import (
	"context"
	"time"

	"movingcities/internal/db"
)

// How long a session lasts, from sign-in and from its last use, and how exactly
// its last use is known.
const (
	SessionLifetime = 14 * 24 * time.Hour
	SessionIdle     = 3 * 24 * time.Hour
	touchEvery      = 5 * time.Minute
)

// Session is a signed-in browser. Token goes into the cookie and nowhere else.
type Session struct {
	Token     string `json:"-"`
	CSRF      string
	Actor     Actor
	ExpiresAt db.Time
}

// bearer is who a session or token belongs to.
type bearer struct {
	UserID, Name, Locale string
	Grants               []Grant `gorm:"-"`
	SeenAt               *db.Time
	ExpiresAt            db.Time // of a session
	TokenID, TokenName   string  // of a token
	Scopes               Scopes
}

func (b *bearer) actor(kind string) Actor {
	return Actor{UserID: b.UserID, Name: b.Name, Locale: b.Locale, Grants: b.Grants, Kind: kind}
}

// bearer reads who a credential belongs to, with their rights of this moment;
// nil if the query finds nobody.
func (p *People) bearer(ctx context.Context, query string, args ...any) (*bearer, error) {
	var b *bearer
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		b = nil
		found, err := db.Query[bearer](tx, query, args...)
		if err != nil || len(found) == 0 {
			return err
		}
		b = &found[0]
		b.Grants, err = grantsOf(tx, b.UserID)
		return err
	})
	return b, err
}

// Session finds the session of a token, with the person's rights of this
// moment. A session that ended or sat idle, or whose person is disabled, is
// Unauthenticated "not_signed_in", without saying which.
func (p *People) Session(ctx context.Context, token string) (*Session, error) {
	hash, now := digest(purposeSession, token), p.now()
	b, err := p.bearer(ctx, `SELECT u.id AS user_id, u.name, u.locale, s.last_seen_at AS seen_at, s.expires_at
		FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE s.token_hash = ? AND s.expires_at > ? AND s.last_seen_at > ? AND u.disabled_at IS NULL`,
		hash, now, db.At(now.Add(-SessionIdle)))
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, notSignedIn()
	}
	p.touch(ctx, "UPDATE sessions SET last_seen_at = ? WHERE token_hash = ? AND last_seen_at < ?", hash, b.SeenAt, now)
	return &Session{Token: token, CSRF: CSRF(token), ExpiresAt: b.ExpiresAt, Actor: b.actor(KindUser)}, nil
}

// touch notes the use of a session or token once in a while. A failure is
// passed over: a database that cannot be written to at the moment must not keep
// people from reading, and a use that is not noted only shortens the idle time.
func (p *People) touch(ctx context.Context, update, key string, seen *db.Time, now db.Time) {
	if seen != nil && now.Sub(seen.Time) < touchEvery {
		return
	}
	_ = p.c.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(update, now, key, now)
		return err
	})
}

// SignOut ends the session on the server. A session that is not there is fine.
func (p *People) SignOut(ctx context.Context, token string, call Call) error {
	return p.c.DB.Write(ctx, func(tx *db.Tx) error {
		ended, err := db.Query[string](tx, "DELETE FROM sessions WHERE token_hash = ? RETURNING user_id",
			digest(purposeSession, token))
		if err != nil || len(ended) == 0 {
			return err
		}
		return p.audit(tx, Actor{UserID: ended[0], Call: call}, "sign_out", "user:"+ended[0])
	})
}

// EndSessions signs a person out everywhere: oneself, or by an admin anybody.
func (p *People) EndSessions(ctx context.Context, by By, userID string) error {
	_, err := act(ctx, p, by, p.selfOrAdmin(userID), func(tx *db.Tx) (struct{}, error) {
		if _, err := p.subject(tx, by.Actor, userID); err != nil {
			return struct{}{}, err
		}
		if err := endSessions(tx, userID, ""); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.audit(tx, by.Actor, "sign_out_everywhere", "user:"+userID)
	})
	return err
}

// endSessions ends all sessions of a person but the one that keeps, if any.
func endSessions(tx *db.Tx, userID, keep string) error {
	_, err := tx.Exec("DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?", userID, digest(purposeSession, keep))
	return err
}
