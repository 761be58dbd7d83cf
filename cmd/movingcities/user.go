package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/fault"
)

type userCommands struct {
	Add     userAdd     `cmd:"" help:"Make an account; prints a one-time invitation link."`
	List    userList    `cmd:"" help:"List everybody."`
	Invite  userLink    `cmd:"" help:"Print a new invitation link for somebody who has not used theirs."`
	Reset   userLink    `cmd:"" help:"Print a one-time link with which somebody sets a new password."`
	Token   userToken   `cmd:"" help:"Make a personal token for programs that work in somebody's name."`
	Disable userDisable `cmd:"" help:"Shut somebody out at once; their rights stay for a return."`
	Enable  userEnable  `cmd:"" help:"Let somebody in again."`
}

type userAdd struct {
	operated
	Email       string `arg:"" help:"Address to sign in with."`
	Name        string `required:"" help:"Name that others see."`
	Locale      string `default:"en" help:"Language of the interface."`
	Admin       bool   `help:"Give the role admin. The first person must have it."`
	SetPassword bool   `help:"Ask for the password, or read it from a pipe, instead of printing a link."`
}

// Help is shown below the flags.
func (userAdd) Help() string {
	return `Examples:
  movingcities user add ada@example.org --name "Ada Conti" --admin
  movingcities user add eleni@example.org --name "Ελένη" --locale el
  movingcities user add ci@example.org --name Robot --set-password < password.txt`
}

// Run makes the account.
func (u *userAdd) Run(ctx context.Context, t *terminal) error {
	person := access.NewUser{Email: u.Email, Name: u.Name, Locale: u.Locale}
	if u.SetPassword {
		var err error
		if person.Password, err = t.password(); err != nil {
			return err
		}
	}
	return t.with(ctx, func(a *app.App) error {
		made, err := u.make(ctx, a, person)
		if err != nil {
			return err
		}
		t.invitation(a, made)
		return nil
	})
}

// make uses the way for the first admin when there is none to act for.
func (u *userAdd) make(ctx context.Context, a *app.App, person access.NewUser) (*access.Invitation, error) {
	by, err := u.by(ctx, a)
	switch {
	case err == nil:
		if u.Admin {
			person.Grants = []access.Grant{{Role: access.Admin, Type: access.Any, Locale: access.Any, Country: access.Any}}
		}
		return a.People.CreateUser(ctx, by, person)
	case fault.Is(err, "no_operator") && u.As == "":
		if !u.Admin {
			return nil, usage(errors.New("there is no admin yet; the first person must be made with --admin"))
		}
		return a.People.Bootstrap(ctx, person, access.Call{Peer: "command line"})
	}
	return nil, err
}

type userList struct {
	operated
}

// Run lists the people.
func (u *userList) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		by, err := u.by(ctx, a)
		if err != nil {
			return err
		}
		people, err := a.People.Users(ctx, by.Actor)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(t.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "EMAIL\tNAME\tSTATE\tGRANTS")
		for _, p := range people {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Email, p.Name, p.State, spoken(p.Grants))
		}
		return table.Flush()
	})
}

// userLink is invite and reset: which of the two a link is follows from whether
// the person has a password.
type userLink struct {
	operated
	Email string `arg:"" help:"Who it is for."`
}

// Run makes and prints the link.
func (u *userLink) Run(ctx context.Context, t *terminal) error {
	return u.change(ctx, t, u.Email, func(a *app.App, by access.By, id string) error {
		made, err := a.People.MakeLink(ctx, by, id)
		if err != nil {
			return err
		}
		t.invitation(a, made)
		return nil
	})
}

type userToken struct {
	Email   string   `arg:"" help:"Whose rights it has."`
	Name    string   `default:"command line" help:"What it is for."`
	Access  string   `default:"read" enum:"read,write" help:"read or write."`
	Types   []string `name:"type" default:"*" help:"Only these content types."`
	Locales []string `name:"locale" default:"*" help:"Only these locales."`
	Manage  bool     `help:"It may manage people and grants too, if its owner may."`
	Days    int      `default:"90" help:"How long it works."`
}

// Help is shown below the flags.
func (userToken) Help() string {
	return `The token can do no more than its owner can at that moment.

Examples:
  movingcities user token marek@example.org --name "Translation memory" --access write --locale pl
  movingcities user token ada@example.org --manage`
}

// Run makes the token and prints it alone, so that it can be captured.
func (u *userToken) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		owner, err := a.People.Operator(ctx, u.Email)
		if err != nil {
			return err
		}
		made, err := a.People.CreateToken(ctx, access.By{Actor: owner}, access.NewToken{
			Name: u.Name, Days: u.Days, Scopes: access.Scopes{Access: u.Access, Types: u.Types, Locales: u.Locales, Manage: u.Manage},
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(t.Err, "It works until %s and is not shown again:\n", made.ExpiresAt.Format("2 January 2006"))
		fmt.Fprintln(t.Out, made.Secret)
		return nil
	})
}

type userDisable struct {
	operated
	Email string `arg:"" help:"Who is shut out."`
}

// Run disables.
func (u *userDisable) Run(ctx context.Context, t *terminal) error {
	return u.change(ctx, t, u.Email, func(a *app.App, by access.By, id string) error {
		p, err := a.People.Disable(ctx, by, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "%s is disabled; sessions, links and tokens have ended.\n", p.Email)
		return nil
	})
}

type userEnable struct {
	operated
	Email string `arg:"" help:"Who comes back."`
}

// Run enables.
func (u *userEnable) Run(ctx context.Context, t *terminal) error {
	return u.change(ctx, t, u.Email, func(a *app.App, by access.By, id string) error {
		p, err := a.People.Enable(ctx, by, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "%s may sign in again.\n", p.Email)
		return nil
	})
}

// change opens the system, finds who acts and who it is about, and does it.
func (o operated) change(ctx context.Context, t *terminal, email string, do func(*app.App, access.By, string) error) error {
	return t.with(ctx, func(a *app.App) error {
		by, err := o.by(ctx, a)
		if err != nil {
			return err
		}
		p, err := person(ctx, a, by, email)
		if err != nil {
			return err
		}
		return do(a, by, p.ID)
	})
}

func person(ctx context.Context, a *app.App, by access.By, email string) (*access.Person, error) {
	people, err := a.People.Users(ctx, by.Actor)
	if err != nil {
		return nil, err
	}
	for i := range people {
		if strings.EqualFold(people[i].Email, strings.TrimSpace(email)) {
			return &people[i], nil
		}
	}
	return nil, usage(fmt.Errorf("nobody has the address %q; \"movingcities user list\" shows everybody", email))
}

func (t *terminal) invitation(a *app.App, made *access.Invitation) {
	if made.Link == nil {
		fmt.Fprintf(t.Out, "%s can sign in with the password.\n", made.Person.Email)
		return
	}
	fmt.Fprintf(t.Out, "Give %s this link. It works once, until %s, and is not shown again:\n%s\n",
		made.Person.Email, made.Link.ExpiresAt.Format("2 January 2006, 15:04 MST"), a.Config.LinkURL(made.Link.Token))
}

// password asks without showing what is typed; from a pipe it is the first line.
func (t *terminal) password() (string, error) {
	file, ok := t.In.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(t.In).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	fmt.Fprint(t.Err, "Password: ")
	typed, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(t.Err)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(typed), nil
}
