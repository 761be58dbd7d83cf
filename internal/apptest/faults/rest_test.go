package faults_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/db"
)

// F-17. A migration is cut off before or after a statement, and two run at once.
// The next start finishes it, and what it made is what an undisturbed one makes.
func TestAnInterruptedMigration(t *testing.T) {
	p, choice := program(t), chance(t)
	want, statements := migrated(t, p, faults.Trap{})
	points := []int{1 + choice.IntN(statements), 1 + choice.IntN(statements), 1 + choice.IntN(statements)}
	if long() {
		points = nil
		for at := range statements {
			points = append(points, at+1)
		}
	}
	for _, at := range points {
		after := choice.IntN(2) == 0
		if got, _ := migrated(t, p, faults.Trap{At: at, After: after}); got != want {
			t.Errorf("cut at statement %d of %d, after it: %v: the schema is\n%s\ninstead of\n%s", at, statements, after, got, want)
		}
	}
}

// migrated interrupts a migration, lets two finish it together, and describes the schema.
func migrated(t *testing.T, p faults.Program, trap faults.Trap) (schema string, statements int) {
	t.Helper()
	url := apptest.BarePostgres(t)
	proxy, err := faults.NewProxy(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	trap.Do = proxy.Cut
	migrate := func() error {
		output, err := p.Command([]string{"MC_DATABASE_URL=" + proxy.URL, "MC_DATA_DIR=" + t.TempDir()}, "migrate").CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, output)
		}
		return nil
	}
	proxy.Arm(trap)
	err = migrate()
	seen, acted := proxy.Disarm()
	if acted == (err == nil) && !(acted && trap.At > 0) {
		t.Errorf("interrupted: %v, migrate: %v", acted, err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := migrate(); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	return described(t, url), len(seen)
}

// described is every column, index and applied migration.
func described(t *testing.T, url string) string {
	t.Helper()
	d, err := db.Open(t.Context(), db.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var lines []string
	err = d.Read(t.Context(), func(tx *db.Tx) (err error) {
		lines, err = db.Query[string](tx, `SELECT line FROM (
			SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
			UNION ALL SELECT 'applied ' || version_id FROM goose_db_version) AS all_lines ORDER BY line`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// A thousand clients that go away at random moments leave no goroutine, no
// connection and no transaction behind.
func TestAbortedRequestsLeaveNothing(t *testing.T) {
	w, proxy := onPostgres(t)
	choice := chance(t)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	abort(w, 200, choice.IntN) // the pool has its connections
	settled(w)
	goroutinesBefore, connections := goroutines(w), proxy.Connections()
	abort(w, 1000, choice.IntN)
	settled(w)
	for deadline := time.Now().Add(5 * time.Second); goroutines(w) > goroutinesBefore+5 && time.Now().Before(deadline); {
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("goroutines %d, then %d; connections to the database %d, then %d", goroutinesBefore, goroutines(w), connections, proxy.Connections())
	if now := goroutines(w); now > goroutinesBefore+5 {
		t.Errorf("%d goroutines, %d before", now, goroutinesBefore)
	}
	if now := proxy.Connections(); now > 21 { // the pool, and the one that watches
		t.Errorf("%d connections to the database", now)
	}
	broken(w)
}

// abort sends requests of each kind and goes away within 30 ms.
func abort(w *faults.World, n int, choose func(int) int) {
	w.Helper()
	client := faults.NewClient()
	client.HTTP = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for round := 0; round < n; round += 20 {
		var sent sync.WaitGroup
		for i := range 20 {
			page, patience := w.Pages[i%len(w.Pages)], time.Duration(1+choose(30_000))*time.Microsecond
			request := []faults.Request{
				w.SaveRequest(page, "en", 1, i),
				{By: w.Author, Method: http.MethodGet, Path: page.Path("en")},
				{Method: http.MethodGet, Path: "/api/v1/pages?locale=en&q=mark"},
				{By: w.Editor, Method: http.MethodGet, Path: "/api/desk/entries"},
			}[i%4]
			sent.Go(func() {
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				client.Do(ctx, w.Server.URL, request)
			})
		}
		sent.Wait()
	}
}

// settled waits until the database has nothing under way.
func settled(w *faults.World) {
	w.Helper()
	busy := int64(1)
	for deadline := time.Now().Add(10 * time.Second); busy > 0; time.Sleep(50 * time.Millisecond) {
		err := w.DB.Read(w.Context(), func(tx *db.Tx) error {
			rows, err := db.Query[int64](tx, `SELECT COUNT(*) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction', 'idle in transaction (aborted)')`)
			if err == nil {
				busy = rows[0]
			}
			return err
		})
		if err != nil {
			w.Fatal(err)
		}
		if time.Now().After(deadline) {
			w.Fatalf("%d connections are still busy", busy)
		}
	}
}

// An idle server with the demonstration content takes less than 60 MB, the pages
// of the program file that are in memory included. What it takes after a walk over
// all public pages, which fills the cache, is only reported. Loading the content
// takes a while, so that only the long form does.
func TestMemoryOfAnIdleServer(t *testing.T) {
	if !long() {
		t.Skip("make faults")
	}
	p, data := program(t), t.TempDir()
	environ := []string{"MC_DATABASE_URL=sqlite:" + data + "/movingcities.db", "MC_DATA_DIR=" + data}
	for _, args := range [][]string{{"migrate"}, {"demo", "load"}} {
		if output, err := p.Command(environ, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, output)
		}
	}
	s := p.Start(t, environ...)
	if resident := weigh(t, s, "after the start"); resident > 60e6 {
		t.Error("more than 60 MB")
	}
	walk(t, s.URL, "/sitemap.xml")
	weigh(t, s, "after a walk over all public pages")
}

// weigh says what an idle process takes of the machine, and what of that is its own.
func weigh(t *testing.T, s *faults.Server, when string) float64 {
	t.Helper()
	time.Sleep(5 * time.Second)
	resident, own, err := s.Memory()
	if err != nil {
		t.Skip(err)
	}
	t.Logf("%s: resident %.1f MB, of these its own %.1f MB, of these in use by Go %.1f MB", when, resident/1e6, own/1e6,
		metric(&faults.World{TB: t, Server: s}, "go_memstats_heap_inuse_bytes")/1e6)
	return resident
}

var location = regexp.MustCompile(`<loc>https?://[^/<]+([^<]*)</loc>`)

// walk asks for every page of a sitemap and of those that it names.
func walk(t *testing.T, server, sitemap string) {
	t.Helper()
	status, body, err := faults.Get(server+sitemap, 10*time.Second)
	if err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %v", sitemap, status, err)
	}
	for _, found := range location.FindAllStringSubmatch(body, -1) {
		if strings.HasSuffix(found[1], ".xml") {
			walk(t, server, found[1])
		} else if status, _, err := faults.Get(server+found[1], 10*time.Second); err != nil || status != http.StatusOK {
			t.Errorf("%s: %d %v", found[1], status, err)
		}
	}
}
