package faults_test

import (
	"context"
	"net/url"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"movingcities/internal/apptest/cluster"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/db"
)

// F-09. Postgres crashes under load: one of its processes is killed, so that it
// ends all others and recovers from its log. What was answered is there.
func TestACrashOfPostgresLosesNothing(t *testing.T) {
	address := durablePostgres(t)
	proxy, err := faults.NewProxy(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	w := faults.NewWorld(t, program(t), address, proxy.URL)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	load := faults.NewLoad(w, w.Server.URL)
	rounds := 2
	if long() {
		rounds = 20
	}
	for range rounds {
		load.Begin(4)
		load.AwaitSaves(5)
		crash(t, address)
		load.End()
		t.Logf("healed after %s", load.Healed(30*time.Second))
	}
	load.Check()
	broken(w)
}

// durablePostgres is a server of its own, with the settings of one in use, and a
// migrated database in it.
func durablePostgres(t *testing.T) string {
	t.Helper()
	server, err := cluster.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	admin, err := pgx.Connect(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close(context.Background()) }()
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE crashing"); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/crashing"
	d, err := db.Open(t.Context(), db.Config{URL: address.String()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return address.String()
}

// crash kills a process of the server.
func crash(t *testing.T, address string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }() // broken by now
	var durable string
	if err := conn.QueryRow(t.Context(), "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')").Scan(&durable); err != nil || durable != "on on" {
		t.Fatalf("fsync and synchronous_commit are %q: %v", durable, err)
	}
	if err := syscall.Kill(int(conn.PgConn().PID()), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
