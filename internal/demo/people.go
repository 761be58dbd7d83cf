package demo

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// The roles of the demonstration people; those the access package has no name for.
const (
	coordinator = "coordinator"
	editor      = "editor"
	reviewer    = "reviewer"
	translator  = "translator"
)

// person is somebody of the demonstration. Their grants are for all types and
// countries; und is written as a locale of its own.
type person struct {
	name    string
	mailbox string
	locale  string // of the interface
	grants  []grant
}

type grant struct{ role, locale string }

// people is the team of the demonstration: somebody for every role, and for
// those that are about one language somebody in each.
func people() []person {
	return []person{
		{"Ana", "ana", "en", []grant{{access.Admin, access.Any}}},
		{"Vera", "vera", "en", []grant{{coordinator, access.Any}}},
		{"Maria", "maria", "en", []grant{{editor, access.Any}}},
		{"Nikos", "nikos", "el", []grant{{editor, "el"}}},

		{"Owen", "owen", "en", []grant{{access.Researcher, "en"}}},
		{"Amélie", "amelie", "fr", []grant{{access.Researcher, "fr"}}},
		{"Katrin", "katrin", "de", []grant{{access.Researcher, "de"}}},
		{"Eleni", "eleni", "el", []grant{{access.Researcher, "el"}, {translator, "el"}}},
		{"Giulia", "giulia", "it", []grant{{access.Researcher, "it"}}},
		{"Zofia", "zofia", "pl", []grant{{access.Researcher, "pl"}}},
		{"Pablo", "pablo", "es", []grant{{access.Researcher, "es"}}},

		{"Emma", "emma", "en", []grant{{translator, "en"}}},
		{"Claire", "claire", "fr", []grant{{translator, "fr"}}},
		{"Jonas", "jonas", "de", []grant{{translator, "de"}}},
		{"Paola", "paola", "it", []grant{{translator, "it"}}},
		{"Piotr", "piotr", "pl", []grant{{translator, "pl"}}},
		{"Lucía", "lucia", "es", []grant{{translator, "es"}}},

		{"Ruth", "ruth", "en", []grant{{reviewer, "en"}, {reviewer, schema.Und}}},
		{"Benoît", "benoit", "fr", []grant{{reviewer, "fr"}, {reviewer, schema.Und}}},
		{"Anke", "anke", "de", []grant{{reviewer, "de"}, {reviewer, schema.Und}}},
		{"Dimitra", "dimitra", "el", []grant{{reviewer, "el"}, {reviewer, schema.Und}}},
		{"Marco", "marco", "it", []grant{{reviewer, "it"}, {reviewer, schema.Und}}},
		{"Tomasz", "tomasz", "pl", []grant{{reviewer, "pl"}, {reviewer, schema.Und}}},
		{"Carmen", "carmen", "es", []grant{{reviewer, "es"}, {reviewer, schema.Und}}},
	}
}

func (p person) email() string { return p.mailbox + "@demo.movingcities.example" }

// Login is what a demonstration person signs in with. The password is known
// to whoever is shown it now and to nobody later.
type Login struct {
	Name     string
	Roles    string // for people, such as "researcher el, translator el"
	Email    string
	Password string
}

// Invite makes the demonstration people who are not there yet and gives the
// logins of those it made, also when it could not make all. They are made by
// the first admin; where there is none, the demonstration's becomes it.
func Invite(ctx context.Context, c Config) ([]Login, error) {
	there, err := present(ctx, c.People)
	if err != nil {
		return nil, err
	}
	var made []Login
	for _, p := range people() {
		if there[p.email()] != "" {
			continue
		}
		login, err := p.join(ctx, c)
		if err != nil {
			return made, fmt.Errorf("demo: make %s: %w", p.name, err)
		}
		made = append(made, login)
	}
	return made, nil
}

// present gives the ids of the people there are, by e-mail address; none
// while there is no admin.
func present(ctx context.Context, staff *access.People) (map[string]string, error) {
	operator, err := staff.Operator(ctx, "")
	if fault.Is(err, "no_operator") {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := staff.Users(ctx, operator)
	ids := make(map[string]string, len(all))
	for _, p := range all {
		ids[p.Email] = p.ID
	}
	return ids, err
}

func (p person) join(ctx context.Context, c Config) (Login, error) {
	login := Login{Name: p.name, Email: p.email()}
	user := access.NewUser{Email: p.email(), Name: p.name, Locale: p.locale, Demonstration: true}
	var roles []string
	for _, g := range p.grants {
		user.Grants = append(user.Grants, access.Grant{Role: g.role, Type: access.Any, Locale: g.locale, Country: access.Any})
		roles = append(roles, strings.TrimSuffix(g.role+" "+g.locale, " "+access.Any))
	}
	login.Roles = strings.Join(roles, ", ")
	var err error
	if login.Password, err = newPassword(c.Rand); err != nil {
		return login, err
	}
	user.Password = login.Password
	operator, err := c.People.Operator(ctx, "")
	if fault.Is(err, "no_operator") {
		_, err = c.People.Bootstrap(ctx, user, access.Call{Peer: "command line"})
		return login, err
	}
	if err == nil {
		_, err = c.People.CreateUser(ctx, access.By{Actor: operator}, user)
	}
	return login, err
}

// newPassword draws 100 random bits as five groups of four letters and digits.
func newPassword(random io.Reader) (string, error) {
	raw := make([]byte, 13)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("draw a password: %w", err)
	}
	text := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	return strings.Join([]string{text[0:4], text[4:8], text[8:12], text[12:16], text[16:20]}, "-"), nil
}

// cast is the team at work: each with the rights they hold in the database,
// by role and locale.
type cast map[grant]access.Actor

func assemble(ctx context.Context, c Config) (cast, error) {
	ids, err := present(ctx, c.People)
	if err != nil {
		return nil, err
	}
	team := cast{}
	for _, p := range people() {
		actor, err := c.People.Actor(ctx, ids[p.email()])
		if err != nil {
			return nil, fmt.Errorf("demo: %s cannot act: %w", p.name, err)
		}
		for _, g := range p.grants {
			if g.locale != schema.Und {
				team[g] = actor
			}
		}
	}
	return team, nil
}
