package access

import (
	"context"
	"fmt"

	"movingcities/internal/access/password"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// NewUser is a person to be.
type NewUser struct {
	Email  string
	Name   string
	Locale string // of the interface
	Grants []Grant
	// Password and Demonstration are for the command line and seeds: only an
	// actor of KindSystem may give them. Without a password the person gets an
	// invitation.
	Password      string
	Demonstration bool
}

// Invitation is a new person, or one who gets a new link. Link is nil if the
// person was made with a password.
type Invitation struct {
	Person Person `json:"person"`
	Link   *Link  `json:"link"`
}

// WithoutSecrets is what may be kept to answer a repeated request.
func (i Invitation) WithoutSecrets() any {
	if i.Link != nil {
		link := *i.Link
		link.Token = ""
		i.Link = &link
	}
	return i
}

// CreateUser makes a person with grants, and an invitation; admins only. An
// address that is in use is Conflict "email_taken".
func (p *People) CreateUser(ctx context.Context, by By, in NewUser) (*Invitation, error) {
	if (in.Password != "" || in.Demonstration) && by.Actor.Kind != KindSystem {
		return nil, fault.New(fault.Forbidden, "no_right", "People choose their own passwords. Leave it out and send them the link.")
	}
	if err := p.admin(by.Actor); err != nil { // before telling what is wrong with the data
		return nil, err
	}
	made, err := p.prepare(ctx, in)
	if err != nil {
		return nil, err
	}
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Invitation, error) {
		return p.insertUser(tx, by.Actor, made)
	})
}

// Bootstrap makes the first admin, who is noted as made by themselves. While
// there is an admin who can sign in, or could after using a link, it is
// Conflict "already_set_up", also for two calls at once.
func (p *People) Bootstrap(ctx context.Context, in NewUser, call Call) (*Invitation, error) {
	in.Grants = []Grant{everywhere(Admin)}
	made, err := p.prepare(ctx, in)
	if err != nil {
		return nil, err
	}
	var invitation *Invitation
	err = p.c.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockPeople(tx); err != nil {
			return err
		}
		admins, err := admins(tx, "")
		if err != nil {
			return err
		}
		if admins > 0 {
			return fault.New(fault.Conflict, "already_set_up", "There is an admin already, who can make further people.")
		}
		first := System(made.row.ID, made.row.Name)
		first.Call = call
		invitation, err = p.insertUser(tx, first, made)
		return err
	})
	if err != nil {
		return nil, err
	}
	return invitation, nil
}

// prepared is a person whose data is checked and whose password is hashed,
// which takes too long for a transaction.
type prepared struct {
	row    db.User
	grants []Grant
}

func (p *People) prepare(ctx context.Context, in NewUser) (*prepared, error) {
	now := p.now()
	row := db.User{
		ID: p.c.NewID(), Email: canonicalEmail(in.Email), Name: tidy(in.Name), Locale: in.Locale,
		PasswordChangedAt: now, Demonstration: in.Demonstration, CreatedAt: now,
	}
	var wrong problems
	wrong.checkEmail(row.Email)
	wrong.checkName(row.Name)
	p.checkLocale(&wrong, row.Locale)
	for i, g := range in.Grants {
		p.checkGrant(&wrong, fmt.Sprintf("grants/%d/", i), g)
	}
	if in.Password != "" {
		wrong = append(wrong, password.Check(in.Password, row.Email, row.Name)...)
	}
	if err := wrong.asError("person_not_valid"); err != nil {
		return nil, err
	}
	if in.Password != "" {
		var err error
		if row.PasswordHash, err = p.hasher.Hash(ctx, in.Password); err != nil {
			return nil, err
		}
	}
	return &prepared{row, in.Grants}, nil
}

func (p *People) insertUser(tx *db.Tx, by Actor, made *prepared) (*Invitation, error) {
	row := made.row
	if err := emailFree(tx, row.Email, row.ID); err != nil {
		return nil, err
	}
	if err := tx.Insert(&row); err != nil {
		return nil, err
	}
	if err := p.audit(tx, by, "user.create", "user:"+row.ID); err != nil {
		return nil, err
	}
	for _, g := range made.grants {
		if err := p.insertGrant(tx, by, row.ID, g); err != nil {
			return nil, err
		}
	}
	var link *Link
	var err error
	if row.PasswordHash == "" {
		if link, err = p.newLink(tx, by, &row); err != nil {
			return nil, err
		}
	}
	return invitation(tx, row.ID, link)
}

func invitation(tx *db.Tx, userID string, link *Link) (*Invitation, error) {
	found, err := person(tx, userID)
	if err != nil {
		return nil, err
	}
	return &Invitation{Person: *found, Link: link}, nil
}

func emailFree(tx *db.Tx, email, exceptID string) error {
	other, err := db.First[db.User](tx, "email = ? AND id <> ?", email, exceptID)
	if err != nil {
		return err
	}
	if other != nil {
		return fault.New(fault.Conflict, "email_taken", "Somebody has this e-mail address already.")
	}
	return nil
}

// PersonChange names what is to change; nil leaves it alone.
type PersonChange struct {
	Email  *string
	Name   *string
	Locale *string
}

// UpdateUser changes name and interface locale of oneself, or for an admin of
// anybody. The e-mail address is what an account is recognised by: only an
// admin changes it, and that voids the person's links.
func (p *People) UpdateUser(ctx context.Context, by By, userID string, c PersonChange) (*Person, error) {
	allowed := p.selfOrAdmin(userID)
	if c.Email != nil {
		allowed = p.admin
	}
	return act(ctx, p, by, allowed, func(tx *db.Tx) (*Person, error) {
		return p.changePerson(tx, by.Actor, userID, c)
	})
}

func (p *People) changePerson(tx *db.Tx, by Actor, userID string, c PersonChange) (*Person, error) {
	row, err := p.subject(tx, by, userID)
	if err != nil {
		return nil, err
	}
	before := row.Email
	var wrong problems
	if c.Email != nil {
		row.Email = canonicalEmail(*c.Email)
		wrong.checkEmail(row.Email)
	}
	if c.Name != nil {
		row.Name = tidy(*c.Name)
		wrong.checkName(row.Name)
	}
	if c.Locale != nil {
		row.Locale = *c.Locale
		p.checkLocale(&wrong, row.Locale)
	}
	if err := wrong.asError("person_not_valid"); err != nil {
		return nil, err
	}
	if row.Email != before {
		if err := emailFree(tx, row.Email, userID); err != nil {
			return nil, err
		}
		if err := voidLinks(tx, userID); err != nil {
			return nil, err
		}
	}
	_, err = tx.Exec("UPDATE users SET email = ?, name = ?, locale = ? WHERE id = ?", row.Email, row.Name, row.Locale, userID)
	if err != nil {
		return nil, err
	}
	return answer(tx, userID, p.audit(tx, by, "user.update", "user:"+userID))
}

// Disable shuts a person out at once: sessions and links end, tokens are
// revoked for good, grants stay for a return. Admins only. The last admin who
// can sign in is Conflict "last_admin".
func (p *People) Disable(ctx context.Context, by By, userID string) (*Person, error) {
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Person, error) {
		row, err := p.subject(tx, by.Actor, userID)
		if err != nil || row.DisabledAt != nil {
			return answer(tx, userID, err)
		}
		if err := keepAnAdmin(tx, userID); err != nil {
			return nil, err
		}
		now := p.now()
		if _, err := tx.Exec("UPDATE users SET disabled_at = ? WHERE id = ?", now, userID); err != nil {
			return nil, err
		}
		if err := endSessions(tx, userID, ""); err != nil {
			return nil, err
		}
		if err := voidLinks(tx, userID); err != nil {
			return nil, err
		}
		_, err = tx.Exec("UPDATE tokens SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL", now, userID)
		if err != nil {
			return nil, err
		}
		return answer(tx, userID, p.audit(tx, by.Actor, "user.disable", "user:"+userID))
	})
}

// Enable lets a disabled person sign in again, with the password and grants
// they had. Admins only.
func (p *People) Enable(ctx context.Context, by By, userID string) (*Person, error) {
	return act(ctx, p, by, p.admin, func(tx *db.Tx) (*Person, error) {
		row, err := p.subject(tx, by.Actor, userID)
		if err != nil || row.DisabledAt == nil {
			return answer(tx, userID, err)
		}
		if _, err := tx.Exec("UPDATE users SET disabled_at = NULL WHERE id = ?", userID); err != nil {
			return nil, err
		}
		return answer(tx, userID, p.audit(tx, by.Actor, "user.enable", "user:"+userID))
	})
}

// answer is the person after a verb, unless the verb failed.
func answer(tx *db.Tx, userID string, err error) (*Person, error) {
	if err != nil {
		return nil, err
	}
	return person(tx, userID)
}
