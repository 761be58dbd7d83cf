package access

import (
	"context"
	"time"

	"movingcities/internal/access/password"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Kinds of one-time links, and how long they work.
const (
	InvitationLink = "invitation"
	ResetLink      = "reset"

	invitationLifetime = 7 * 24 * time.Hour
	resetLifetime      = 24 * time.Hour
)

// Link is a one-time link. Token is shown once; the address around it is
// composed from the configured public address, never from a request.
type Link struct {
	Token     string  `json:"token"` // empty when a repeated request is answered again
	Kind      string  `json:"kind"`
	ExpiresAt db.Time `json:"expires_at"`
}

// LinkHolder is whom a link is for.
type LinkHolder struct {
	Kind   string `json:"kind"`
	Email  string `json:"email"`
	Name   string `json:"name"`
	Locale string `json:"locale"`
}

// MakeLink makes an invitation for somebody who has no password yet, and a
// reset for everybody else; admins only. Earlier links of the person are void
// from then on. A disabled person is Conflict "user_disabled".
func (p *People) MakeLink(ctx context.Context, by By, userID string) (*Invitation, error) {
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Invitation, error) {
		row, err := p.subject(tx, by.Actor, userID)
		if err != nil {
			return nil, err
		}
		if row.DisabledAt != nil {
			return nil, fault.New(fault.Conflict, "user_disabled", "This person is disabled. Enable them first.")
		}
		link, err := p.newLink(tx, by.Actor, row)
		if err != nil {
			return nil, err
		}
		return invitation(tx, userID, link)
	})
}

func (p *People) newLink(tx *db.Tx, by Actor, of *db.User) (*Link, error) {
	kind, lifetime := ResetLink, resetLifetime
	if of.PasswordHash == "" {
		kind, lifetime = InvitationLink, invitationLifetime
	}
	if err := voidLinks(tx, of.ID); err != nil {
		return nil, err
	}
	token, err := newSecret(p.c.Rand)
	if err != nil {
		return nil, err
	}
	now := p.now()
	row := db.Link{
		TokenHash: digest(purposeLink, token), UserID: of.ID, Kind: kind,
		CreatedBy: by.UserID, CreatedAt: now, ExpiresAt: db.At(now.Add(lifetime)),
	}
	if err := tx.Insert(&row); err != nil {
		return nil, err
	}
	return &Link{token, kind, row.ExpiresAt}, p.audit(tx, by, "link."+kind, "user:"+of.ID)
}

// voidLinks removes the links of a person that were not used.
func voidLinks(tx *db.Tx, userID string) error {
	_, err := tx.Exec("DELETE FROM links WHERE user_id = ? AND used_at IS NULL", userID)
	return err
}

// LinkHolder tells whom a link greets. A link that is unknown, used, expired or
// replaced by a newer one is NotFound "link_invalid", without saying which.
func (p *People) LinkHolder(ctx context.Context, token string) (*LinkHolder, error) {
	f, err := p.followLink(ctx, token)
	if err != nil {
		return nil, err
	}
	return &LinkHolder{f.Kind, f.Email, f.Name, f.Locale}, nil
}

// followed is a valid link with its holder.
type followed struct {
	db.User
	Kind      string
	TokenHash string
}

func (p *People) followLink(ctx context.Context, token string) (*followed, error) {
	var found []followed
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		found, err = db.Query[followed](tx, `SELECT u.*, l.kind, l.token_hash FROM links l JOIN users u ON u.id = l.user_id
			WHERE l.token_hash = ? AND l.used_at IS NULL AND l.expires_at > ? AND u.disabled_at IS NULL`,
			digest(purposeLink, token), p.now())
		return err
	})
	if err == nil && len(found) == 0 {
		err = linkInvalid()
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

func linkInvalid() error {
	return fault.New(fault.NotFound, "link_invalid", "This link was used, is too old, or was replaced by a newer one. Ask for a new one.")
}

// AcceptLink sets the password of the link's holder, once: of parallel uses one
// succeeds. All sessions of the person end, tokens stay. A password that breaks
// the rules is Unprocessable and leaves the link as it was; an invalid link is
// as in LinkHolder. Both outcomes are in the audit log.
func (p *People) AcceptLink(ctx context.Context, token, plain string, call Call) (*LinkHolder, error) {
	f, err := p.followLink(ctx, token)
	if err == nil {
		err = p.setByLink(ctx, f, plain, call)
	}
	if fault.Is(err, "link_invalid") {
		t := &attempt{action: "link.accept", call: call}
		if f != nil {
			t.user = &f.User
		}
		return nil, p.refuse(ctx, t, err)
	}
	if err != nil {
		return nil, err
	}
	return &LinkHolder{f.Kind, f.Email, f.Name, f.Locale}, nil
}

func (p *People) setByLink(ctx context.Context, f *followed, plain string, call Call) error {
	if err := passwordRefused(password.Check(plain, f.Email, f.Name)); err != nil {
		return err
	}
	hash, err := p.hasher.Hash(ctx, plain)
	if err != nil {
		return err
	}
	return p.c.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockPeople(tx); err != nil {
			return err
		}
		now := p.now()
		n, err := tx.Exec("UPDATE links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
			now, f.TokenHash, now)
		if err != nil {
			return err
		}
		if n == 0 {
			return linkInvalid()
		}
		if err := setPassword(tx, &f.User, hash, "", now); err != nil {
			return err
		}
		return p.audit(tx, Actor{UserID: f.ID, Call: call}, "link.accept", "user:"+f.ID)
	})
}
