package access

import (
	"context"

	"movingcities/internal/access/password"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// ChangePassword replaces one's own password; it needs the present one, and
// wrong ones count like attempts to sign in (Unprocessable "wrong_password",
// TooMany "too_many_attempts"). All sessions but the one of sessionToken end and
// links are void. Tokens stay: they do not follow from the password, and end
// when their owner or an admin revokes them or their owner is disabled.
func (p *People) ChangePassword(ctx context.Context, a Actor, sessionToken, present, next string) error {
	if err := p.inPerson(a.UserID)(a); err != nil {
		return err
	}
	person, err := p.User(ctx, a, a.UserID)
	if err != nil {
		return err
	}
	t, err := p.admit(ctx, person.Email, "password.change", a.Call)
	if err != nil {
		return err
	}
	right, err := p.proves(ctx, t.user, present)
	if err != nil {
		return err
	}
	if !right {
		return p.refuse(ctx, t, wrongPassword())
	}
	if err := passwordRefused(password.Check(next, t.user.Email, t.user.Name)); err != nil {
		return err
	}
	hash, err := p.hasher.Hash(ctx, next)
	if err != nil {
		return err
	}
	return p.c.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockPeople(tx); err != nil {
			return err
		}
		if err := setPassword(tx, t.user, hash, sessionToken, p.now()); err != nil {
			return err
		}
		if err := refund(tx, t.subjects); err != nil {
			return err
		}
		return p.audit(tx, a, "password.change", "user:"+a.UserID)
	})
}

// setPassword puts a new hash in the place of the one that was read, ends the
// other sessions and voids the links.
func setPassword(tx *db.Tx, of *db.User, hash, keepSession string, now db.Time) error {
	n, err := tx.Exec(`UPDATE users SET password_hash = ?, password_changed_at = ?
		WHERE id = ? AND password_hash = ? AND disabled_at IS NULL`, hash, now, of.ID, of.PasswordHash)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "password_changed", "The password was changed in the meantime. Please sign in again.")
	}
	if err := endSessions(tx, of.ID, keepSession); err != nil {
		return err
	}
	return voidLinks(tx, of.ID)
}

func wrongPassword() error {
	return fault.New(fault.Unprocessable, "wrong_password", "Your present password is not the one you wrote.")
}

func passwordRefused(problems []fault.Problem) error {
	return fault.WithProblems("password_refused", "Choose another password.", problems)
}
