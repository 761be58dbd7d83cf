// Command movingcities is the whole system in one program: the server, and
// what an operator does on the command line. Each group of commands is a file.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/fault"
)

// Exit codes; the help says the same.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitFound  = 3
)

const description = `A headless CMS for the Moving Cities platform.

Settings come from movingcities.yaml in the configuration directory and from
MC_* variables of the environment, which win. "movingcities serve --check"
prints what is in effect.

Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 a check found something.`

// commands is the command line.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Answer requests."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the schema of this version."`
	Demo    demoCommands   `cmd:"" help:"Demonstration content."`
	Tour    tourCommand    `cmd:"" help:"Walk through the main work on a running server and say what happens."`
	User    userCommands   `cmd:"" help:"People with accounts."`
	Grant   grantCommands  `cmd:"" help:"Who may do what."`
	Content contentCommand `cmd:"" help:"The content as a whole."`
	Export  exportCommands `cmd:"" help:"Translations, the memory and the glossary as files."`
	Import  importCommand  `cmd:"" help:"Bring such files in."`
	Rebuild rebuildCommand `cmd:"" help:"Recompute everything that is derived."`
	OpenAPI openAPICommand `cmd:"" name:"openapi" help:"Print the OpenAPI document."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], &terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ()})
	stop()
	os.Exit(code)
}

// run is the program without its process.
func run(ctx context.Context, args []string, t *terminal) int {
	ended, code := false, 0
	parser, err := kong.New(&commands{}, kong.Name("movingcities"), kong.Description(description),
		kong.Writers(t.Out, t.Err), kong.Exit(func(c int) { ended, code = true, c }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t))
	if err != nil {
		return t.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if ended { // --help has printed what was wanted
		return code
	}
	if err != nil {
		fmt.Fprintf(t.Err, "movingcities: %v. \"movingcities --help\" says more.\n", err)
		return exitUsage
	}
	return t.fail(parsed.Run())
}

// terminal is where a command reads and writes, and the environment it runs in.
type terminal struct {
	In       io.Reader
	Out, Err io.Writer
	Environ  []string
}

// errUsage marks what the operator wrote wrongly, errFound that a check was not
// passed; everything else is a failure.
var (
	errUsage = errors.New("usage")
	errFound = errors.New("found")
)

// fail prints an error for a person and gives the exit code.
func (t *terminal) fail(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errFound) {
		return exitFound
	}
	text := err.Error()
	var refusal *fault.Error
	if errors.As(err, &refusal) && refusal.Kind != fault.Internal {
		// What was wrapped around the refusal says where it happened.
		text = strings.Replace(text, refusal.Error(), refusal.Detail, 1)
		for _, p := range refusal.Problems {
			text += "\n  " + p.Path + ": " + p.Message
		}
	}
	fmt.Fprintln(t.Err, "movingcities:", text)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// usage marks an error as the operator's.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &marked{err, errUsage}
}

// marked is an error that says its own text only, and is mark besides.
type marked struct {
	error
	mark error
}

func (m *marked) Unwrap() []error { return []error{m.error, m.mark} }

func (t *terminal) config() (app.Config, error) {
	c, err := app.LoadConfig(t.Environ)
	return c, usage(err)
}

// with opens the configured system for one command and closes it afterwards.
func (t *terminal) with(ctx context.Context, do func(*app.App) error) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Log: app.NewLog(t.Err)})
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// operated is the flag of all commands that change something in a person's name.
type operated struct {
	As string `placeholder:"EMAIL" help:"Act as this person; the first admin otherwise."`
}

func (o operated) by(ctx context.Context, a *app.App) (access.By, error) {
	actor, err := a.People.Operator(ctx, o.As)
	return access.By{Actor: actor}, err
}
