package main

import (
	"context"
	"errors"
	"fmt"

	"movingcities/internal/app"
)

type serveCommand struct {
	Check   bool `help:"Print the effective configuration with the origin of each value, check the content types, and stop."`
	Migrate bool `help:"Bring the database to the newest schema first."`
	Demo    bool `help:"Migrate, and load the demonstration content into a database that has none."`
}

// Help is shown below the flags.
func (serveCommand) Help() string {
	return `Serves until SIGINT or SIGTERM, then finishes the requests under way.
Probes: /healthz answers while the process runs, /readyz while the database answers too.

Examples:
  movingcities serve --check
  movingcities serve --migrate
  MC_LISTEN=127.0.0.1:9000 MC_DATABASE_URL=postgres://desk@localhost/cities movingcities serve`
}

// Run serves, or prints what would be served.
func (s *serveCommand) Run(ctx context.Context, t *terminal) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	if s.Check {
		return check(t, c)
	}
	listener, c, err := app.Listen(ctx, c)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Log: app.NewLog(t.Err), Migrate: s.Migrate || s.Demo})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := s.prepare(ctx, t, a); err != nil {
		return errors.Join(err, listener.Close(), a.Close())
	}
	addresses(t, c)
	return errors.Join(a.Serve(ctx, listener), a.Close())
}

// prepare does what has to be done before the first request.
func (s *serveCommand) prepare(ctx context.Context, t *terminal, a *app.App) error {
	if err := a.Adopt(ctx); err != nil || !s.Demo {
		return err
	}
	wanted, err := wantsDemo(ctx, a)
	if err != nil || !wanted {
		return err
	}
	err = loadDemo(ctx, t, a)
	if err != nil && ctx.Err() == nil {
		t.fail(err)
		fmt.Fprintln(t.Err, "The demonstration content is not complete; what is there is served.")
		return nil
	}
	return err
}

// check prints the configuration even when the content types are faulty: it
// says where they were read from.
func check(t *terminal, c app.Config) error {
	fmt.Fprint(t.Out, c.Masked())
	model, err := app.LoadModel(c)
	if err != nil {
		return usage(err)
	}
	_, place := app.ModelFiles(c)
	fmt.Fprintf(t.Out, "# %d content types in %d locales, read from %s.\n", len(model.Types()), len(model.Locales()), place)
	return nil
}

func addresses(t *terminal, c app.Config) {
	fmt.Fprintf(t.Out, `Moving Cities is serving. Ctrl-C stops it.

  Website        %[1]s/
  Public API     %[1]s/api/v1
  Description    %[1]s/api/v1/openapi.json
  Editorial API  %[1]s/api/desk
`, c.PublicURL)
	if c.MetricsListen != "" {
		fmt.Fprintf(t.Out, "  Metrics        http://%s\n", c.MetricsListen)
	}
}
