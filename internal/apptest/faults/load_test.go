package faults_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/db"
)

// F-02. A server on SQLite is killed while people write. The file is sound, what
// was answered is there, and nothing is there by half.
func TestAKilledServerOnSQLiteLosesNothing(t *testing.T) {
	choice, rounds := chance(t), 4
	if long() {
		rounds = 200
	}
	url := apptest.SQLite(t)
	w := faults.NewWorld(t, program(t), url, url)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	load := faults.NewLoad(w, w.Server.URL)
	for range rounds {
		w.Disconnect() // only the server has the file, so that its next start has to recover it
		load.Turn(w.Server.URL)
		load.Begin(3)
		load.AwaitSaves(2)
		time.Sleep(time.Duration(choice.IntN(80)) * time.Millisecond)
		w.Server.Kill()
		load.End()
		w.Start()
		w.Connect()
		sound(w)
		broken(w)
	}
	load.Turn(w.Server.URL)
	load.Check()
}

func sound(w *faults.World) {
	w.Helper()
	err := w.DB.Read(w.Context(), func(tx *db.Tx) error {
		found, err := db.Query[string](tx, "PRAGMA integrity_check")
		if err == nil && strings.Join(found, "") != "ok" {
			w.Errorf("integrity_check: %v", found)
		}
		return err
	})
	if err != nil {
		w.Error(err)
	}
}

// F-07. All connections of the database are ended under load, again and again.
// People get an answer or 503, nothing is there by half, and all is well after
// five seconds.
func TestEndedConnectionsHeal(t *testing.T) {
	w, _ := onPostgres(t)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	load := faults.NewLoad(w, w.Server.URL)
	load.Begin(4)
	rounds := 5
	if long() {
		rounds = 100
	}
	for range rounds {
		load.AwaitSaves(3)
		err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	load.End()
	t.Logf("healed after %s", load.Healed(5*time.Second))
	load.Check()
	broken(w)
}

// F-08. The database hangs: neither answers nor refuses. Every request ends by its
// deadline, the process says that it lives but is not ready, nothing piles up, and
// it goes on within five seconds of the database.
func TestAHangingDatabase(t *testing.T) {
	w, proxy := onPostgres(t)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	load := faults.NewLoad(w, w.Server.URL)
	load.Begin(4)
	load.AwaitSaves(5)
	before := goroutines(w)
	proxy.Stall()
	if status, _, err := faults.Get(w.Server.URL+"/healthz", time.Second); status != http.StatusOK {
		t.Errorf("/healthz: %d %v", status, err)
	}
	began := time.Now()
	if status, _, err := faults.Get(w.Server.URL+"/readyz", 5*time.Second); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d %v", status, err)
	}
	a := w.Do(faults.Request{By: w.Author, Method: http.MethodGet, Path: w.Pages[0].Path("en")})
	if a.Status != http.StatusServiceUnavailable || a.Took > 7*time.Second { // two more than the deadline, on a busy machine
		t.Errorf("a request is answered %s after %s", a, a.Took)
	}
	t.Logf("hung for %s; a request ended after %s with %s; %d goroutines before, %d now", time.Since(began), a.Took, a, before, goroutines(w))
	if now := goroutines(w); now > before+60 {
		t.Errorf("%d goroutines, %d before", now, before)
	}
	proxy.Resume()
	t.Logf("healed after %s", load.Healed(5*time.Second))
	load.End()
	load.Check()
	broken(w)
}

// goroutines is the figure on the page of metrics.
func goroutines(w *faults.World) int {
	w.Helper()
	return int(metric(w, "go_goroutines"))
}

func metric(w *faults.World, name string) float64 {
	w.Helper()
	_, page, err := faults.Get(w.Server.Metrics+"/metrics", 5*time.Second)
	if err != nil {
		w.Fatal(err)
	}
	for line := range strings.Lines(page) {
		if text, ok := strings.CutPrefix(line, name+" "); ok {
			value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil {
				w.Fatal(err)
			}
			return value
		}
	}
	w.Fatalf("no %s in\n%s", name, page)
	return 0
}

// F-19. Two servers are replaced one after the other while people work. What was
// accepted is finished, and who gets no answer gets it from the other one.
func TestARollingRestart(t *testing.T) {
	w, _ := onPostgres(t)
	w.Start()
	w.AddPages(3)
	w.PublishPages()
	servers := []*faults.Server{w.Server, w.Program.Start(t, w.Environ...)}
	load := faults.NewLoad(w, servers[0].URL, servers[1].URL)
	load.Begin(4)
	for i, old := range servers {
		load.AwaitSaves(10)
		if err := old.Terminate(); err != nil {
			t.Fatal(err)
		}
		if err := old.Wait(25 * time.Second); err != nil {
			t.Errorf("stopped with %v\n%s", err, old.Log())
		}
		servers[i] = w.Program.Start(t, w.Environ...)
		load.Turn(servers[0].URL, servers[1].URL)
	}
	load.AwaitSaves(10)
	load.End()
	w.Server = servers[0]
	load.Check()
	broken(w)
	for answer, n := range load.Answers() {
		if !strings.HasSuffix(answer, " 200") && answer != "save 409 version_mismatch" {
			t.Errorf("%d times %s, with one repetition", n, answer)
		}
	}
}
