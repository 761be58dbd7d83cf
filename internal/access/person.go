package access

import (
	"context"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// States of a person.
const (
	Invited  = "invited" // has no password yet
	Active   = "active"
	Disabled = "disabled"
)

// Person is somebody with an account, as admins and the person see it.
type Person struct {
	ID            string      `json:"id"`
	Email         string      `json:"email"`
	Name          string      `json:"name"`
	Locale        string      `json:"locale"`
	State         string      `json:"state"`
	Demonstration bool        `json:"demonstration"`
	CreatedAt     db.Time     `json:"created_at"`
	LastSeenAt    *db.Time    `json:"last_seen_at"` // in a session that has not ended
	Grants        []HeldGrant `json:"grants" gorm:"-"`
}

// HeldGrant is a grant that somebody holds, with the id to revoke it by.
type HeldGrant struct {
	ID string `json:"id"`
	Grant
}

// Colleague is what everybody with a grant may know of an enabled person, to
// assign work and to name authors.
type Colleague struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Grants []Grant `json:"grants"`
}

// Users lists everybody, by name; admins only.
func (p *People) Users(ctx context.Context, a Actor) ([]Person, error) {
	if err := p.admin(a); err != nil {
		return nil, err
	}
	var list []Person
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		list, err = persons(tx, "1 = 1 ORDER BY u.name, u.id")
		return err
	})
	return list, err
}

// User is one person: oneself, or for an admin anybody. NotFound "user_not_found".
func (p *People) User(ctx context.Context, a Actor, userID string) (*Person, error) {
	if err := p.selfOrAdmin(userID)(a); err != nil {
		return nil, err
	}
	var found *Person
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		found, err = person(tx, userID)
		return err
	})
	return found, err
}

// Colleagues lists the enabled people by name, for anybody who holds a grant.
func (p *People) Colleagues(ctx context.Context, a Actor) ([]Colleague, error) {
	if !a.present() || len(a.Grants) == 0 {
		return nil, fault.New(fault.Forbidden, "no_right", "You do not work here yet. Ask an admin for a role.")
	}
	list := []Colleague{}
	err := p.c.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := persons(tx, "u.disabled_at IS NULL ORDER BY u.name, u.id")
		list = list[:0]
		for _, someone := range all {
			c := Colleague{ID: someone.ID, Name: someone.Name, Grants: []Grant{}}
			for _, held := range someone.Grants {
				c.Grants = append(c.Grants, held.Grant)
			}
			list = append(list, c)
		}
		return err
	})
	return list, err
}

// user is the row of a person, or NotFound "user_not_found".
func (p *People) user(tx *db.Tx, id string) (*db.User, error) {
	found, err := db.First[db.User](tx, "id = ?", id)
	if err == nil && found == nil {
		err = userNotFound()
	}
	return found, err
}

// subject is the person that an admin's verb is about. A token, whatever its
// scopes, leaves admins alone and makes none: otherwise it could turn itself
// into its owner's session.
func (p *People) subject(tx *db.Tx, by Actor, id string) (*db.User, error) {
	found, err := p.user(tx, id)
	if err != nil || by.Token == nil {
		return found, err
	}
	held, err := db.First[db.Grant](tx, "user_id = ? AND role = ?", id, Admin)
	if err == nil && held != nil {
		err = sessionRequired()
	}
	return found, err
}

func userNotFound() error {
	return fault.New(fault.NotFound, "user_not_found", "There is no such person.")
}

func person(tx *db.Tx, id string) (*Person, error) {
	found, err := persons(tx, "u.id = ?", id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, userNotFound()
	}
	return &found[0], nil
}

// persons reads people with their grants; the condition is on users u.
func persons(tx *db.Tx, condition string, args ...any) ([]Person, error) {
	list, err := db.Query[Person](tx, `SELECT u.*,
		CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled' WHEN u.password_hash = '' THEN 'invited' ELSE 'active' END AS state,
		(SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at
		FROM users u WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	grants, err := db.Query[struct {
		UserID string
		HeldGrant
	}](tx, "SELECT g.* FROM grants g WHERE g.user_id IN (SELECT u.id FROM users u WHERE "+condition+") ORDER BY g.id", args...)
	if err != nil {
		return nil, err
	}
	held := map[string][]HeldGrant{}
	for _, g := range grants {
		held[g.UserID] = append(held[g.UserID], g.HeldGrant)
	}
	for i := range list {
		list[i].Grants = append([]HeldGrant{}, held[list[i].ID]...)
	}
	return list, nil
}
