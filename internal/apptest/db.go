// Package apptest holds what tests of several packages share.
package apptest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"movingcities/internal/apptest/cluster"
	"movingcities/internal/db"
	"movingcities/migrations"
)

// EachDB runs test on SQLite and on Postgres, each time with the URL of a
// database that is migrated, empty and the test's own. A missing Postgres fails
// the test: half a check must not look like a whole one.
func EachDB(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// EachBareDB is EachDB with databases that have no schema yet.
func EachBareDB(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, BarePostgres(t)) })
}

// SQLite is the URL of a new, migrated SQLite database.
func SQLite(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("prepare the SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// Postgres is the URL of a new, migrated Postgres database. It lives on the
// server that MC_TEST_POSTGRES names, or on one that is started for this test
// process.
func Postgres(t testing.TB) string {
	t.Helper()
	return newDatabase(t, func(ctx context.Context, server *pgx.Conn, name string) error {
		template, err := postgresTemplate()
		if err != nil {
			return err
		}
		_, err = server.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template)
		return err
	})
}

// BarePostgres is Postgres without a schema.
func BarePostgres(t testing.TB) string {
	t.Helper()
	return newDatabase(t, createBare)
}

// Main runs the tests of a package and then stops the Postgres server they may
// have started, and does what else is to be done last. Without it the server ends
// a moment after the process:
//
//	func TestMain(m *testing.M) { apptest.Main(m) }
func Main(m *testing.M, last ...func()) {
	code := m.Run()
	for _, act := range last {
		act()
	}
	if err := own.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop Postgres:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// What a test process makes once: tests have no other place to share it in.
var (
	own              lazyCluster
	sqliteTemplate   = sync.OnceValues(makeSQLiteTemplate)
	postgresTemplate = sync.OnceValues(makePostgresTemplate)
)

type lazyCluster struct {
	once    sync.Once
	cluster *cluster.Cluster
	err     error
}

// address is the administrator's URL of the server to use.
func (l *lazyCluster) address() (string, error) {
	if given := os.Getenv("MC_TEST_POSTGRES"); given != "" {
		return given, nil
	}
	l.once.Do(func() { l.cluster, l.err = cluster.Start() })
	if l.err != nil {
		return "", l.err
	}
	return l.cluster.URL, nil
}

func (l *lazyCluster) stop() error {
	if l.cluster == nil {
		return nil
	}
	return l.cluster.Stop()
}

// newDatabase lets create make a database of a unique name and drops it with the test.
func newDatabase(t testing.TB, create func(context.Context, *pgx.Conn, string) error) string {
	t.Helper()
	name := uniqueName()
	if err := administrate(func(ctx context.Context, server *pgx.Conn) error { return create(ctx, server, name) }); err != nil {
		t.Fatalf("this test needs Postgres: %v", err)
	}
	t.Cleanup(func() {
		err := administrate(func(ctx context.Context, server *pgx.Conn) error {
			_, err := server.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
			return err
		})
		if err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	address, err := addressOf(name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func uniqueName() string { return "mc_" + strings.ToLower(rand.Text()) }

func addressOf(name string) (string, error) {
	admin, err := own.address()
	if err != nil {
		return "", err
	}
	address, err := url.Parse(admin)
	if err != nil {
		return "", fmt.Errorf("MC_TEST_POSTGRES must be a postgres:// URL: %w", err)
	}
	address.Path = "/" + name
	return address.String(), nil
}

func administrate(act func(context.Context, *pgx.Conn) error) error {
	address, err := own.address()
	if err != nil {
		return err
	}
	// A cleanup runs after the context of its test has ended, so this is not that one.
	ctx := context.Background()
	server, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = server.Close(ctx) }() // the work is done or has failed; either is reported
	return act(ctx, server)
}

// createBare gives the database a collation of a natural language, as servers in
// use have one: an ORDER BY that only agrees with SQLite on a plain C server
// shall fail here and not there.
func createBare(ctx context.Context, server *pgx.Conn, name string) error {
	_, err := server.Exec(ctx, "CREATE DATABASE "+name+
		" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LC_COLLATE 'C' LC_CTYPE 'C'")
	return err
}

func makeSQLiteTemplate() ([]byte, error) {
	directory, err := os.MkdirTemp("", "mcsqlite")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(directory) }() // what is left behind is a temporary file
	path := filepath.Join(directory, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// makePostgresTemplate finds or makes the migrated database that others are
// copied from. Its name is a hash of the migrations, so that processes which
// share a server share it; it gets that name only when it is complete.
func makePostgresTemplate() (string, error) {
	name, err := templateName()
	if err != nil {
		return "", err
	}
	return name, administrate(func(ctx context.Context, server *pgx.Conn) error {
		if _, err := server.Exec(ctx, "SELECT pg_advisory_lock(hashtext('movingcities test template'))"); err != nil {
			return err
		}
		var there bool
		err := server.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
		if err != nil || there {
			return err
		}
		unfinished := uniqueName()
		if err := createBare(ctx, server, unfinished); err != nil {
			return err
		}
		address, err := addressOf(unfinished)
		if err != nil {
			return err
		}
		if err := migrate(address); err != nil {
			return err
		}
		_, err = server.Exec(ctx, "ALTER DATABASE "+unfinished+" RENAME TO "+name)
		return err
	})
}

func templateName() (string, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
	}
	return "mc_template_" + hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// migrate closes the database too: Postgres copies none that is in use, and
// SQLite's file is complete only then.
func migrate(address string) (err error) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{URL: address})
	if err != nil {
		return err
	}
	defer func() {
		if closed := d.Close(); err == nil {
			err = closed
		}
	}()
	return d.Migrate(ctx)
}
