package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// configured is the default configuration for a database, in a directory of its own.
func configured(t *testing.T, database string, environ ...string) app.Config {
	t.Helper()
	t.Chdir(t.TempDir())
	c, err := app.LoadConfig(append(environ, "MC_DATABASE_URL="+database, "MC_LISTEN=127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t *testing.T, c app.Config, o app.Options) *app.App {
	t.Helper()
	a, err := app.New(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() }) // some tests have closed it already
	return a
}

func TestOldSchemaIsRefusedOrMigrated(t *testing.T) {
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		c := configured(t, url)
		if _, err := app.New(t.Context(), c, app.Options{}); !fault.Is(err, "migrations_pending") {
			t.Fatalf("got %v", err)
		}
		open(t, c, app.Options{Migrate: true})
		open(t, c, app.Options{})
	})
}

// A cursor that one process gave out is understood by every other one.
func TestReplicasShareTheSecretOfCursors(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		c := configured(t, url)
		secrets := make(chan []byte, 4)
		for range cap(secrets) {
			go func() {
				a, err := app.New(t.Context(), c, app.Options{})
				if err != nil {
					t.Error(err)
					secrets <- nil
					return
				}
				secrets <- a.Public.Secret
				_ = a.Close()
			}()
		}
		first := <-secrets
		for range cap(secrets) - 1 {
			if !bytes.Equal(first, <-secrets) {
				t.Error("two processes have two secrets")
			}
		}
		if len(first) != 32 {
			t.Errorf("the secret has %d bytes", len(first))
		}
	})
}

func TestAdoptTwice(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		a := open(t, configured(t, url), app.Options{})
		for range 2 {
			if err := a.Adopt(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestProbes(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		a := open(t, configured(t, url), app.Options{})
		answers := func(path string) int {
			recorder := httptest.NewRecorder()
			a.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
			return recorder.Code
		}
		if live, ready := answers("/healthz"), answers("/readyz"); live != 200 || ready != 200 {
			t.Errorf("with a database: live %d, ready %d", live, ready)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if live, ready := answers("/healthz"), answers("/readyz"); live != 200 || ready != 503 {
			t.Errorf("without a database: live %d, ready %d", live, ready)
		}
	})
}

// served starts a server and gives its address and what ends it.
func served(t *testing.T, a *app.App) (address string, stop func() error) {
	t.Helper()
	listener, c, err := app.Listen(t.Context(), a.Config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, listener) }()
	return c.Listen, func() error {
		cancel()
		return <-done
	}
}

// A request that was accepted before the signal is answered after it.
func TestStopLetsRequestsFinish(t *testing.T) {
	a := open(t, configured(t, apptest.SQLite(t)), app.Options{})
	address, stop := served(t, a)

	// The writing transaction keeps the sign-in waiting until the server is told to stop.
	busy, free := make(chan struct{}), make(chan struct{})
	go func() {
		_ = a.DB.Write(t.Context(), func(*db.Tx) error { close(busy); <-free; return nil })
	}()
	<-busy
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"email":"ada@example.org","password":"not hers at all"}`
	_, err = fmt.Fprintf(conn, "POST /api/desk/session HTTP/1.1\r\nHost: %[1]s\r\nOrigin: http://%[1]s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %[2]d\r\nConnection: close\r\n\r\n%[3]s", address, len(body), body)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // until it waits for the database
	time.AfterFunc(300*time.Millisecond, func() { close(free) })
	if err := stop(); err != nil {
		t.Errorf("the stop was not graceful: %v", err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 401 ") {
		t.Errorf("the request under way got %q, %v", answer, err)
	}
	if next, err := dialer.DialContext(t.Context(), "tcp", address); err == nil {
		_ = next.Close()
		t.Error("it still accepts connections")
	}
}

// What has served its time is deleted while the server runs.
func TestServingSweeps(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		a := open(t, configured(t, url), app.Options{})
		old := db.At(time.Now().Add(-48 * time.Hour))
		if err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Idempotency{UserID: "u", Key: "k", CreatedAt: old})
		}); err != nil {
			t.Fatal(err)
		}
		_, stop := served(t, a)
		deadline := time.Now().Add(10 * time.Second)
		for {
			var left []int64
			if err := a.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				left, err = db.Query[int64](tx, "SELECT COUNT(*) FROM idempotency")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if left[0] == 0 {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("an old request key is still there")
			}
			time.Sleep(20 * time.Millisecond)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestPortInUse(t *testing.T) {
	a := open(t, configured(t, apptest.SQLite(t)), app.Options{})
	address, stop := served(t, a)
	c := configured(t, a.Config.DatabaseURL)
	c.Listen = address
	if _, _, err := app.Listen(t.Context(), c); err == nil || !strings.Contains(err.Error(), "set MC_LISTEN") {
		t.Errorf("got %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// Metrics have an address of their own and are not on the public one.
func TestMetrics(t *testing.T) {
	free, _, err := app.Listen(t.Context(), app.Config{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	private := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	a := open(t, configured(t, apptest.SQLite(t), "MC_METRICS_LISTEN="+private), app.Options{})
	address, stop := served(t, a)
	get(t, "http://"+address+"/healthz")
	if text := get(t, "http://"+private+"/"); !strings.Contains(text, `movingcities_request_seconds_count{code="200",method="get"} 1`) {
		t.Errorf("the request was not counted:\n%s", text)
	}
	if text := get(t, "http://"+address+"/metrics"); strings.Contains(text, "movingcities_request") {
		t.Error("metrics are public")
	}
	if text := get(t, "http://"+private+"/debug/pprof/goroutine?debug=1"); !strings.HasPrefix(text, "goroutine profile: total ") {
		t.Errorf("no profile of the process:\n%s", text)
	}
	if text := get(t, "http://"+address+"/debug/pprof/goroutine?debug=1"); strings.Contains(text, "goroutine profile") {
		t.Error("profiles are public")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	var response *http.Response
	for range 50 { // the listener of the metrics opens a moment later
		if response, err = http.DefaultClient.Do(request); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// One event is one line, whatever the text holds.
func TestLogKeepsToTheLine(t *testing.T) {
	var out bytes.Buffer
	app.NewLog(&out).LogAttrs(t.Context(), slog.LevelInfo, "request", slog.String("agent", "a\r\n{\"level\":\"ERROR\"}\x1b[31m\x00"))
	if text := out.String(); strings.Count(text, "\n") != 1 || strings.ContainsAny(text, "\r\x1b\x00") {
		t.Errorf("%q", text)
	}
}
