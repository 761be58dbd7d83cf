package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"movingcities/internal/app"
	"movingcities/internal/demo"
	"movingcities/internal/fault"
)

type demoCommands struct {
	Load demoLoad `cmd:"" help:"Load the demonstration content; an interrupted load goes on."`
}

type demoLoad struct{}

// Help is shown below the flags.
func (demoLoad) Help() string {
	return `Brings real facts about cities in seven languages, and a team of demonstration
people. Their passwords are made up and printed once. A load that was interrupted is
continued by loading again; a finished one is never repeated.

Example:
  movingcities migrate && movingcities demo load`
}

// Run loads.
func (demoLoad) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, func(a *app.App) error { return loadDemo(ctx, t, a) })
}

// loadDemo prints the logins as soon as they are made: whatever happens to the
// load, nobody is left without their password.
func loadDemo(ctx context.Context, t *terminal, a *app.App) error {
	bar := newProgress(t.Err, "Loading the demonstration content")
	c := demo.Config{
		Desk: a.Patient(), Glossary: a.Glossary, People: a.People, Model: a.Model, FS: app.DemoFiles(a.Config),
		Rand: rand.Reader, Progress: bar.step,
	}
	logins, err := demo.Invite(ctx, c)
	printLogins(t.Out, logins)
	if err != nil {
		return err
	}
	report, err := demo.Load(ctx, c)
	bar.end()
	switch {
	case ctx.Err() != nil:
		return errors.New("the load was interrupted; run it again and it goes on")
	case err != nil:
		return err
	case report.Already:
		fmt.Fprintln(t.Out, "The demonstration content is there.")
	default:
		fmt.Fprintf(t.Out, "The demonstration content is loaded: %d entries.\n", report.Entries)
	}
	return nil
}

// wantsDemo tells whether serve --demo may load: into a database without
// people, or one where a load was begun. An installation in use is left alone.
func wantsDemo(ctx context.Context, a *app.App) (bool, error) {
	operator, err := a.People.Operator(ctx, "")
	if fault.Is(err, "no_operator") {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	people, err := a.People.Users(ctx, operator)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		if p.Demonstration {
			return true, nil
		}
	}
	return false, nil
}

func printLogins(out io.Writer, logins []demo.Login) {
	if len(logins) == 0 {
		return
	}
	fmt.Fprint(out, "The demonstration people. Their passwords are shown this once:\n\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tROLES\tEMAIL\tPASSWORD")
	for _, l := range logins {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", l.Name, l.Roles, l.Email, l.Password)
	}
	_ = table.Flush() // to a terminal: nobody could act on the error
	fmt.Fprintln(out)
}

// progress shows how far a load is: as a bar to a person, otherwise as a line
// for every tenth.
type progress struct {
	out    io.Writer
	what   string
	bar    *progressbar.ProgressBar
	tenths int
}

func newProgress(out io.Writer, what string) *progress {
	p := &progress{out: out, what: what}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetWidth(30),
			progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetDescription(what))
	}
	return p
}

func (p *progress) step(done, total int, _ string) {
	if p.bar != nil {
		if p.bar.GetMax() != total {
			p.bar.ChangeMax(total)
		}
		_ = p.bar.Set(done) // a bar that cannot be drawn stops no load
		return
	}
	if tenths := done * 10 / total; tenths > p.tenths {
		p.tenths = tenths
		fmt.Fprintf(p.out, "%s: %d of %d\n", p.what, done, total)
	}
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear() // see step
	}
}
