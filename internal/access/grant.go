package access

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func everywhere(role string) Grant {
	return Grant{Role: role, Type: Any, Locale: Any, Country: Any}
}

// Grant gives a person a role; admins only, and nobody to themselves: Forbidden
// "own_grants". Giving what is held already changes nothing.
func (p *People) Grant(ctx context.Context, by By, userID string, g Grant) (*Person, error) {
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Person, error) {
		if err := notOwn(by.Actor, userID); err != nil {
			return nil, err
		}
		var wrong problems
		p.checkGrant(&wrong, "", g)
		if err := wrong.asError("grant_not_valid"); err != nil {
			return nil, err
		}
		if _, err := p.subject(tx, by.Actor, userID); err != nil {
			return nil, err
		}
		return answer(tx, userID, p.insertGrant(tx, by.Actor, userID, g))
	})
}

func (p *People) insertGrant(tx *db.Tx, by Actor, userID string, g Grant) error {
	if g.Role == Admin && by.Token != nil {
		return sessionRequired()
	}
	n, err := tx.InsertIgnore(&db.Grant{
		ID: p.c.NewID(), UserID: userID, Role: g.Role, Type: g.Type, Locale: g.Locale, Country: g.Country,
		CreatedBy: by.UserID, CreatedAt: p.now(),
	})
	if err != nil || n == 0 {
		return err
	}
	return p.audit(tx, by, "grant.add", about(userID, g))
}

// notOwn keeps everybody from changing what they may do themselves: two people
// know of every change of rights. The command line is exempt; whoever runs it
// holds the database.
func notOwn(by Actor, userID string) error {
	if by.Kind != KindSystem && by.UserID == userID {
		return fault.New(fault.Forbidden, "own_grants", "Nobody changes their own rights. Ask another admin.")
	}
	return nil
}

// Revoke takes a grant away; admins only, and not their own. It holds at the
// person's next request. The last admin's is Conflict "last_admin", a grant that this person
// does not hold NotFound "grant_not_found".
func (p *People) Revoke(ctx context.Context, by By, userID, grantID string) (*Person, error) {
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Person, error) {
		if err := notOwn(by.Actor, userID); err != nil {
			return nil, err
		}
		if _, err := p.subject(tx, by.Actor, userID); err != nil && !fault.Is(err, "user_not_found") {
			return nil, err
		}
		row, err := db.First[db.Grant](tx, "id = ? AND user_id = ?", grantID, userID)
		if err != nil {
			return nil, err
		}
		if row == nil {
			return nil, fault.New(fault.NotFound, "grant_not_found", "This person does not hold such a grant.")
		}
		if row.Role == Admin {
			if err := keepAnAdmin(tx, userID); err != nil {
				return nil, err
			}
		}
		if _, err := tx.Exec("DELETE FROM grants WHERE id = ?", grantID); err != nil {
			return nil, err
		}
		g := Grant{row.Role, row.Type, row.Locale, row.Country}
		return answer(tx, userID, p.audit(tx, by.Actor, "grant.revoke", about(userID, g)))
	})
}

// about says in the audit log which right of whom.
func about(userID string, g Grant) string {
	return "user:" + userID + " " + g.Role + " type:" + g.Type + " locale:" + g.Locale + " country:" + g.Country
}

// keepAnAdmin refuses to take an admin's rights away while nobody else could
// give them back.
func keepAnAdmin(tx *db.Tx, userID string) error {
	held, err := db.First[db.Grant](tx, "user_id = ? AND role = ?", userID, Admin)
	if err != nil || held == nil {
		return err
	}
	others, err := admins(tx, userID)
	if err == nil && others == 0 {
		err = fault.New(fault.Conflict, "last_admin", "This is the last admin. Make another one first.")
	}
	return err
}

// admins counts the enabled admins but one. Those who have not used their
// invitation yet do not count beside an existing one: the invitation may expire.
func admins(tx *db.Tx, but string) (int64, error) {
	counts, err := db.Query[int64](tx, `SELECT COUNT(*) FROM users u WHERE u.disabled_at IS NULL AND u.id <> ?
		AND (u.password_hash <> '' OR ? = '')
		AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = u.id AND g.role = ?)`, but, but, Admin)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}
