package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"movingcities/internal/access"
	"movingcities/internal/app"
)

type grantCommands struct {
	Add    grantAdd    `cmd:"" help:"Give somebody a role."`
	Remove grantRemove `cmd:"" help:"Take a role away; it ends at the person's next request."`
	List   grantList   `cmd:"" help:"List the roles of everybody, or of one person."`
}

// granted names a grant. What is left out is everything.
type granted struct {
	operated
	Email   string `arg:"" help:"Who."`
	Role    string `arg:"" help:"researcher, translator, reviewer, editor, coordinator or admin."`
	Type    string `default:"*" help:"Only for this content type."`
	Locale  string `default:"*" help:"Only for this locale."`
	Country string `default:"*" help:"Only for entries of this country, as DE."`
}

func (g *granted) grant() access.Grant {
	return access.Grant{Role: g.Role, Type: g.Type, Locale: g.Locale, Country: g.Country}
}

type grantAdd struct{ granted }

// Help is shown below the flags.
func (grantAdd) Help() string {
	return `Examples:
  movingcities grant add eleni@example.org researcher --country GR --type city
  movingcities grant add marek@example.org translator --locale pl
  movingcities grant add ada@example.org editor`
}

// Run gives the role.
func (g *grantAdd) Run(ctx context.Context, t *terminal) error {
	return g.change(ctx, t, g.Email, func(a *app.App, by access.By, id string) error {
		p, err := a.People.Grant(ctx, by, id, g.grant())
		if err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "%s: %s\n", p.Email, spoken(p.Grants))
		return nil
	})
}

type grantRemove struct{ granted }

// Help is shown below the flags.
func (grantRemove) Help() string {
	return `The grant must be named exactly as "movingcities grant list" shows it.

Example:
  movingcities grant remove marek@example.org translator --locale pl`
}

// Run takes the role away.
func (g *grantRemove) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		by, err := g.by(ctx, a)
		if err != nil {
			return err
		}
		p, err := person(ctx, a, by, g.Email)
		if err != nil {
			return err
		}
		for _, held := range p.Grants {
			if held.Grant != g.grant() {
				continue
			}
			if p, err = a.People.Revoke(ctx, by, p.ID, held.ID); err != nil {
				return err
			}
			fmt.Fprintf(t.Out, "%s: %s\n", p.Email, spoken(p.Grants))
			return nil
		}
		return usage(errors.New(p.Email + " does not hold exactly this grant; they hold: " + spoken(p.Grants)))
	})
}

type grantList struct {
	operated
	Email string `arg:"" optional:"" help:"Only this person."`
}

// Run lists the grants, one a line, in the words that add and remove take.
func (g *grantList) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error {
		by, err := g.by(ctx, a)
		if err != nil {
			return err
		}
		people, err := a.People.Users(ctx, by.Actor)
		if err != nil {
			return err
		}
		if g.Email != "" {
			p, err := person(ctx, a, by, g.Email)
			if err != nil {
				return err
			}
			people = []access.Person{*p}
		}
		table := tabwriter.NewWriter(t.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "EMAIL\tROLE\tTYPE\tLOCALE\tCOUNTRY")
		for _, p := range people {
			for _, held := range p.Grants {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.Email, held.Role, held.Type, held.Locale, held.Country)
			}
		}
		return table.Flush()
	})
}

// spoken is a list of grants in short: "editor, translator (pl)".
func spoken(grants []access.HeldGrant) string {
	var parts []string
	for _, held := range grants {
		var limits []string
		for _, limit := range []string{held.Type, held.Locale, held.Country} {
			if limit != access.Any {
				limits = append(limits, limit)
			}
		}
		part := held.Role
		if len(limits) > 0 {
			part += " (" + strings.Join(limits, ", ") + ")"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "no roles"
	}
	return strings.Join(parts, ", ")
}
