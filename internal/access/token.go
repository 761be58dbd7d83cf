package access

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Lifetime of a personal token, in days.
const (
	defaultTokenDays = 90
	maxTokenDays     = 366
)

// Token is a personal token as its owner and admins see it.
type Token struct {
	ID         string   `json:"id"`
	UserID     string   `json:"user_id"`
	Name       string   `json:"name"`
	Scopes     Scopes   `json:"scopes"`
	CreatedAt  db.Time  `json:"created_at"`
	ExpiresAt  db.Time  `json:"expires_at"`
	LastUsedAt *db.Time `json:"last_used_at"`
	RevokedAt  *db.Time `json:"revoked_at"`
}

// NewToken asks for a token. Days 0 is 90; the most is 366.
type NewToken struct {
	Name   string
	Scopes Scopes
	Days   int
}

// CreatedToken is a token with its secret, which is shown this once.
type CreatedToken struct {
	Token
	Secret string `json:"secret"` // empty when a repeated request is answered again
}

// WithoutSecrets is what may be kept to answer a repeated request.
func (c CreatedToken) WithoutSecrets() any {
	c.Secret = ""
	return c
}

// TokenActor is who a bearer token acts for: the rights of the owner at this
// moment under the token's ceiling. A token that is unknown, expired or
// revoked, or whose owner is disabled, is Unauthenticated "token_invalid",
// without saying which.
func (p *People) TokenActor(ctx context.Context, secret string) (Actor, error) {
	hash, now := digest(purposeToken, secret), p.now()
	b, err := p.bearer(ctx, `SELECT u.id AS user_id, u.name, u.locale, t.id AS token_id, t.name AS token_name,
		t.scopes, t.last_used_at AS seen_at FROM tokens t JOIN users u ON u.id = t.user_id
		WHERE t.token_hash = ? AND t.expires_at > ? AND t.revoked_at IS NULL AND u.disabled_at IS NULL`, hash, now)
	if err != nil {
		return Actor{}, err
	}
	if b == nil {
		return Actor{}, fault.New(fault.Unauthenticated, "token_invalid", "This token is not valid. Make a new one.")
	}
	p.touch(ctx, `UPDATE tokens SET last_used_at = ? WHERE token_hash = ? AND (last_used_at IS NULL OR last_used_at < ?)`,
		hash, b.SeenAt, now)
	a := b.actor(KindToken)
	a.Token = &TokenInfo{ID: b.TokenID, Name: b.TokenName, Scopes: b.Scopes}
	return a, nil
}

// Tokens lists the tokens of a person, newest first: one's own, or for an admin
// anybody's.
func (p *People) Tokens(ctx context.Context, a Actor, userID string) ([]Token, error) {
	if err := p.inPerson(userID)(a); err != nil {
		return nil, err
	}
	var tokens []Token
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		tokens, err = db.Query[Token](tx, "SELECT * FROM tokens WHERE user_id = ? ORDER BY created_at DESC, id DESC", userID)
		return err
	})
	return tokens, err
}

// CreateToken makes a token for oneself. Its scopes may name more than its
// owner may do at present: they are a ceiling, not a right.
func (p *People) CreateToken(ctx context.Context, by By, in NewToken) (*CreatedToken, error) {
	days := in.Days
	if days == 0 {
		days = defaultTokenDays
	}
	var wrong problems
	wrong.checkName(in.Name)
	p.checkScopes(&wrong, in.Scopes)
	wrong.unless(days >= 1 && days <= maxTokenDays, "days", "out_of_range", fmt.Sprintf("Take 1 to %d days.", maxTokenDays))
	if err := wrong.asError("token_not_valid"); err != nil {
		return nil, err
	}
	secret, err := newSecret(p.c.Rand)
	if err != nil {
		return nil, err
	}
	secret = tokenPrefix + secret
	return act(ctx, p, by, p.inPerson(by.Actor.UserID), func(tx *db.Tx) (*CreatedToken, error) {
		now := p.now()
		made := Token{
			ID: p.c.NewID(), UserID: by.Actor.UserID, Name: tidy(in.Name), Scopes: in.Scopes,
			CreatedAt: now, ExpiresAt: db.At(now.Add(time.Duration(days) * 24 * time.Hour)),
		}
		if err := insertToken(tx, made, secret); err != nil {
			return nil, err
		}
		return &CreatedToken{made, secret}, p.audit(tx, by.Actor, "token.create", "token:"+made.ID)
	})
}

func insertToken(tx *db.Tx, made Token, secret string) error {
	scopes, err := json.Marshal(made.Scopes)
	if err != nil {
		return fmt.Errorf("access: keep scopes: %w", err)
	}
	return tx.Insert(&db.Token{
		ID: made.ID, UserID: made.UserID, Name: made.Name, TokenHash: digest(purposeToken, secret),
		Scopes: string(scopes), CreatedAt: made.CreatedAt, ExpiresAt: made.ExpiresAt,
	})
}

// GormDataType tells GORM that scopes are one column and not a table.
func (Scopes) GormDataType() string { return "text" }

// Scan reads scopes as insertToken wrote them.
func (s *Scopes) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("access: scopes are stored as text, not as %T", src)
	}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return fmt.Errorf("access: read the scopes of a token: %w", err)
	}
	return nil
}

// RevokeToken ends a token for good: one's own, or for an admin anybody's.
// Somebody else's is NotFound, like one that does not exist.
func (p *People) RevokeToken(ctx context.Context, by By, tokenID string) (*Token, error) {
	return act(ctx, p, by, p.inPerson(by.Actor.UserID), func(tx *db.Tx) (*Token, error) {
		found, err := db.Query[Token](tx, "SELECT * FROM tokens WHERE id = ?", tokenID)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 || p.inPerson(found[0].UserID)(by.Actor) != nil {
			return nil, fault.New(fault.NotFound, "token_not_found", "There is no such token.")
		}
		token := &found[0]
		if token.RevokedAt != nil {
			return token, nil
		}
		now := p.now()
		token.RevokedAt = &now
		if _, err := tx.Exec("UPDATE tokens SET revoked_at = ? WHERE id = ?", now, tokenID); err != nil {
			return nil, err
		}
		return token, p.audit(tx, by.Actor, "token.revoke", "token:"+tokenID)
	})
}
