package access

import (
	"context"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Credentials are what somebody signs in with.
type Credentials struct {
	Email    string
	Password string
	Previous string // session token the browser came with; that session ends
}

// SignIn opens a session. Whether the account is unknown, disabled, not yet
// activated or the password wrong, the answer is the same Unauthenticated
// "sign_in_failed" after the same work. Too many attempts are TooMany
// "too_many_attempts" with retry_after in seconds, whatever the password.
// Every outcome is in the audit log.
func (p *People) SignIn(ctx context.Context, c Credentials, call Call) (*Session, error) {
	account := canonicalEmail(c.Email)
	t, err := p.admit(ctx, account, "sign_in", call)
	if err != nil {
		return nil, err
	}
	right, err := p.proves(ctx, t.user, c.Password)
	if err != nil {
		return nil, err
	}
	if !right {
		return nil, p.refuse(ctx, t, signInFailed())
	}
	hash := t.user.PasswordHash
	if p.hasher.Outdated(hash) {
		if hash, err = p.hasher.Hash(ctx, c.Password); err != nil {
			return nil, err
		}
	}
	session, err := p.open(ctx, t, hash, c.Previous)
	if fault.Is(err, "sign_in_failed") {
		return nil, p.refuse(ctx, t, err)
	}
	return session, err
}

func signInFailed() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "The e-mail address or the password is wrong.")
}

// attempt is one try at a password that the throttle let through.
type attempt struct {
	account  string
	action   string // for the audit log
	call     Call
	user     *db.User // nil if nobody has this address
	subjects []subject
}

// admit counts the attempt before any hashing is done, or refuses it.
func (p *People) admit(ctx context.Context, account, action string, call Call) (*attempt, error) {
	var t *attempt
	var wait time.Duration
	err := p.c.DB.Write(ctx, func(tx *db.Tx) error {
		t = &attempt{account: account, action: action, call: call}
		var err error
		if t.user, err = db.First[db.User](tx, "email = ?", account); err != nil {
			return err
		}
		now := p.now()
		if t.subjects, err = p.subjects(tx, account, call.Peer, now); err != nil {
			return err
		}
		if wait, err = charge(tx, t.subjects, now); err != nil || wait == 0 {
			return err
		}
		return p.writeAudit(tx, t.refusal("too_many_attempts"))
	})
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		return nil, tooMany(wait)
	}
	return t, nil
}

// proves tells whether the password is this person's, in the same time for
// everybody and for nobody.
func (p *People) proves(ctx context.Context, user *db.User, password string) (bool, error) {
	stored := ""
	if user != nil && user.DisabledAt == nil {
		stored = user.PasswordHash
	}
	return p.hasher.Verify(ctx, password, stored)
}

// refuse writes the refusal down and hands it back.
func (p *People) refuse(ctx context.Context, t *attempt, refusal error) error {
	err := p.c.DB.Write(ctx, func(tx *db.Tx) error {
		return p.writeAudit(tx, t.refusal(fault.Of(refusal).Code))
	})
	if err != nil {
		return err
	}
	return refusal
}

func (t *attempt) refusal(code string) db.Audit {
	row := db.Audit{
		Action: t.action, Outcome: Refused, Code: code, Peer: t.call.Peer, RequestID: t.call.RequestID,
	}
	if t.user != nil {
		row.Object = "user:" + t.user.ID
	}
	return row
}

// open stores the new session. The update locks the person and proves that the
// password that was verified is still theirs: a reset or a disabling that came
// in between wins.
func (p *People) open(ctx context.Context, t *attempt, hash, previous string) (*Session, error) {
	token, err := newSecret(p.c.Rand)
	if err != nil {
		return nil, err
	}
	now := p.now()
	row := db.Session{
		TokenHash: digest(purposeSession, token), UserID: t.user.ID,
		CreatedAt: now, LastSeenAt: now, ExpiresAt: db.At(now.Add(SessionLifetime)),
	}
	session := &Session{Token: token, CSRF: CSRF(token), ExpiresAt: row.ExpiresAt}
	err = p.c.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ? AND disabled_at IS NULL`,
			hash, t.user.ID, t.user.PasswordHash)
		if err != nil {
			return err
		}
		if n == 0 {
			return signInFailed()
		}
		if _, err := tx.Exec("DELETE FROM sessions WHERE token_hash = ?", digest(purposeSession, previous)); err != nil {
			return err
		}
		fresh := row
		if err := tx.Insert(&fresh); err != nil {
			return err
		}
		if session.Actor, err = p.enter(tx, t, now); err != nil {
			return err
		}
		return p.audit(tx, session.Actor, "sign_in", "user:"+t.user.ID)
	})
	if err != nil {
		return nil, err
	}
	return session, nil
}

// enter settles the throttle of a successful attempt and reads the rights.
func (p *People) enter(tx *db.Tx, t *attempt, now db.Time) (Actor, error) {
	a := Actor{UserID: t.user.ID, Name: t.user.Name, Locale: t.user.Locale, Kind: KindUser, Call: t.call}
	if err := refund(tx, t.subjects); err != nil {
		return a, err
	}
	if err := remember(tx, t.account, t.call.Peer, now); err != nil {
		return a, err
	}
	var err error
	a.Grants, err = grantsOf(tx, t.user.ID)
	return a, err
}
