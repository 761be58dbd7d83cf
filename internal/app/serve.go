package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"movingcities/internal/api"
	"movingcities/internal/db"
	"movingcities/internal/front"
	"movingcities/internal/preview"
	"movingcities/internal/reference"
)

const (
	// stopping is how long requests that were accepted may go on after a signal.
	stopping = 20 * time.Second
	// probing is how long the database may take to answer a probe.
	probing = 2 * time.Second
	// sweeping is how often what has served its time is deleted.
	sweeping = time.Hour
)

// Listen binds the configured address and gives the configuration as it then
// is. A port in use is noticed here, before any work is done.
func Listen(ctx context.Context, c Config) (net.Listener, Config, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, c, fmt.Errorf("%w. Stop what listens there, or set MC_LISTEN", err)
	}
	return listener, c.WithListen(listener.Addr().String()), nil
}

// Serve answers requests until ctx ends; then it says so to whoever asks /readyz,
// accepts no more, lets the requests under way finish for 20 seconds, and returns
// nil. It closes the listener.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	ready := newReadiness()
	measure, metrics := func(h http.Handler) http.Handler { return h }, (*http.Server)(nil)
	failed := make(chan error, 2)
	if a.Config.MetricsListen != "" {
		var lc net.ListenConfig
		private, err := lc.Listen(ctx, "tcp", a.Config.MetricsListen)
		if err != nil {
			return errors.Join(fmt.Errorf("metrics_listen: %w", err), listener.Close())
		}
		var page http.Handler
		measure, page = measured(a.Cache)
		metrics = api.HTTPServer(profiled(page), a.Config.MetricsListen, a.Log)
		go func() { failed <- metrics.Serve(private) }()
	}
	go a.sweep(ctx)
	go a.follow(ctx)
	go a.prepare(ctx)
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Drafter.Run(ctx) })
	public := api.HTTPServer(a.handler(ready, measure), a.Config.Listen, a.Log)
	public.RegisterOnShutdown(a.Live.Close) // streams end on their own only when the client goes
	go func() { failed <- public.Serve(a.Cache.Listen(public, listener)) }()

	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.Log.InfoContext(ctx, "stopping")
	}
	// ctx has ended; proxies and the requests under way have their own time.
	ready.stop(context.WithoutCancel(ctx), time.Now())
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer cancel()
	err = errors.Join(err, shutDown(grace, public))
	if metrics != nil {
		err = errors.Join(err, shutDown(grace, metrics))
	}
	if ctx.Err() != nil { // otherwise the process ends by an error, and jobs go on at the next start
		jobs.Wait()
	}
	return err
}

// sweep deletes ended sessions, used links and old request keys, now and every
// hour until ctx ends. Whatever it misses it finds the next time.
func (a *App) sweep(ctx context.Context) {
	ticker := time.NewTicker(sweeping)
	defer ticker.Stop()
	for {
		if err := a.DB.Expire(ctx, db.At(a.Clock())); err != nil && ctx.Err() == nil {
			a.Log.WarnContext(ctx, "expired rows stay until the next sweep", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// follow lets the cache answer from memory as long as it knows of every
// publication, by whichever process.
func (a *App) follow(ctx context.Context) {
	a.Public.Follow(ctx, a.Cache.Begin, func(err error) {
		a.Cache.Suspend()
		a.Log.WarnContext(ctx, "nothing is answered from memory until the database says what was published", "cause", err)
	})
	a.Cache.Suspend()
}

// prepare lets the first visitors wait less. They only wait longer without it.
// What start and preparation needed for a moment is given back to the machine.
func (a *App) prepare(ctx context.Context) {
	if err := a.Site.Prepare(ctx); err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "the first pages will take longer", "cause", err)
	}
	debug.FreeOSMemory()
}

// shutDown waits for the requests under way and then cuts those that are left.
func shutDown(ctx context.Context, server *http.Server) error {
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were cut after %s: %w", stopping, err), server.Close())
	}
	return nil
}

// Handler answers every address of the server. Nothing is kept in memory: only
// Serve follows the publications of other processes.
func (a *App) Handler() http.Handler {
	return a.handler(newReadiness(), func(h http.Handler) http.Handler { return h })
}

// handler puts the probes in front: /healthz while the process runs, /readyz while
// it takes requests and the database answers. What is answered from memory is
// counted by the cache, everything else is measured.
func (a *App) handler(ready *readiness, measure func(http.Handler) http.Handler) http.Handler {
	interior := measure(a.Front)
	programs, pages := a.Cache.Handler(api.Finish, measure(a.API)), a.Cache.Handler(a.Site.Finish, measure(a.Site))
	manual := a.Cache.Handler(reference.Finish, measure(a.Manual))
	previews := measure(a.Previews) // nothing keeps these
	probes := measure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		probe(w, r.URL.Path == "/healthz" || ready.ask(time.Now()) && a.answers(r.Context()))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case reference.Serves(path):
			manual.ServeHTTP(w, r)
		case below(path, "/api"):
			programs.ServeHTTP(w, r)
		case below(path, front.Prefix):
			interior.ServeHTTP(w, r)
		case path == "/healthz", path == "/readyz":
			probes.ServeHTTP(w, r)
		case strings.HasPrefix(path, preview.Path):
			previews.ServeHTTP(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

// below tells whether an address is this one or one below it.
func below(path, prefix string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") }

func probe(w http.ResponseWriter, ok bool) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if !ok {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "not ready")
		return
	}
	fmt.Fprintln(w, "ok")
}

func (a *App) answers(ctx context.Context) bool {
	return a.DB.WithTimeout(probing).Read(ctx, func(tx *db.Tx) error {
		_, err := db.Query[int64](tx, "SELECT value FROM counters WHERE name = ?", "publication")
		return err
	}) == nil
}
