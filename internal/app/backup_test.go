package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/backup"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/schema"
	"movingcities/internal/tour"
)

// A backup taken while people publish and write, restored on an empty machine
// with the other database, answers the public byte for byte as the server did at
// that moment, and has the same histories.
func TestBackupUnderLoad(t *testing.T) {
	t.Run("sqlite to postgres", func(t *testing.T) { backUpUnderLoad(t, apptest.SQLite(t), apptest.BarePostgres) })
	t.Run("postgres to sqlite", func(t *testing.T) {
		backUpUnderLoad(t, apptest.Postgres(t), func(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "bare.db") })
	})
}

func backUpUnderLoad(t *testing.T, url string, bare func(testing.TB) string) {
	r := startReplicas(t, url)
	r.tour()
	files := t.TempDir()

	// Somebody drafts all the time. Between two rounds of publications the snapshot
	// is begun, and it is held open until three more have been published.
	stopDrafting := r.draftOn()
	r.work(1)
	published := r.publication(r.apps[0])
	want := r.public(func(path string) string {
		_, header, body := r.read(0, path)
		return header.Get("ETag") + "\n" + body
	})
	path := filepath.Join(files, "load.zip")
	begun, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	first := sync.OnceFunc(func() { close(begun); <-goOn })
	go func() {
		_, err := backup.Write(t.Context(), r.apps[0].DB, path, time.Now(), func(int64, int64) { first() })
		done <- err
	}()
	<-begun
	for round := range 3 {
		r.work(2 + round)
	}
	close(goOn)
	err := <-done
	stopDrafting()
	if err != nil {
		t.Fatal(err)
	}

	restored := r.restore(path, bare(t))
	if got := r.publication(restored); got != published {
		t.Fatalf("the backup is of publication %d, not of %d, after which it was begun", got, published)
	}
	if diff := cmp.Diff(want, r.public(answering(restored))); diff != "" {
		t.Error(diff)
	}
	if here, there := r.publication(r.apps[0]), r.publication(restored); there >= here {
		t.Errorf("the backup is of publication %d, the server at %d: no moment in between was kept", there, here)
	}
	now, then := r.export(r.apps[0]), r.export(restored)
	for line := range then {
		// What the desk only ever adds to: all of it was there before, and is there still.
		if regexp.MustCompile(`^{"table":"(history|revisions|approvals|publications|source_texts)"`).MatchString(line) && !now[line] {
			t.Errorf("the server never had %s", line)
		}
	}

	// And with nobody at work every row is the same.
	path = filepath.Join(files, "idle.zip")
	if _, err := backup.Write(t.Context(), r.apps[0].DB, path, time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	restored = r.restore(path, bare(t))
	if diff := cmp.Diff(sorted(r.export(r.apps[0])), sorted(r.export(restored))); diff != "" {
		t.Error(diff)
	}
}

// tour fills the desk with a story: drafts, reviews, seven languages, a changed sentence.
func (r *replicas) tour() {
	r.Helper()
	token, err := r.apps[0].People.CreateToken(r.Context(), access.By{Actor: access.System(r.user, "Ana")}, access.NewToken{
		Name: "tour", Scopes: access.Scopes{Access: access.ReadOnly, Types: []string{"*"}, Locales: []string{"*"}, Manage: true},
	})
	if err != nil {
		r.Fatal(err)
	}
	var out bytes.Buffer
	err = tour.Run(r.Context(), tour.Config{URLs: r.addresses[:1], Token: token.Secret, Out: &out, HTTP: http.DefaultClient})
	if err != nil {
		r.Fatalf("%v\n%s", err, &out)
	}
}

// work publishes a release and drafts a new city.
func (r *replicas) work(round int) {
	r.Helper()
	r.release(round)
	if err := r.draft(fmt.Sprint(round)); err != nil {
		r.Fatal(err)
	}
}

// draftOn drafts cities one after the other until it is told to stop.
func (r *replicas) draftOn() (stop func()) {
	var stopping atomic.Bool
	ended := make(chan error, 1)
	go func() {
		var err error
		for i := 0; err == nil && !stopping.Load(); i++ {
			err = r.draft(fmt.Sprint("more ", i))
		}
		ended <- err
	}()
	return func() {
		stopping.Store(true)
		if err := <-ended; err != nil {
			r.Error(err)
		}
	}
}

func (r *replicas) draft(name string) error {
	author := access.Actor{UserID: r.user, Name: "Ana", Grants: []access.Grant{{Role: "researcher", Type: "*", Locale: "*", Country: "*"}}}
	_, err := r.apps[0].Desk.CreateEntry(r.Context(), content.By{Actor: author}, content.NewEntry{
		Type: "city", SourceLocale: "en", Fields: schema.Fields{"name": "Draft " + name}, Slug: "draft-" + name,
	})
	return err
}

// publication is the number of the last publication.
func (r *replicas) publication(a *app.App) int64 {
	r.Helper()
	var value []int64
	if err := a.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		value, err = db.Query[int64](tx, "SELECT value FROM counters WHERE name = 'publication'")
		return err
	}); err != nil {
		r.Fatal(err)
	}
	return value[0]
}

// public asks one server for a bit of everything.
func (r *replicas) public(answer func(path string) string) map[string]string {
	r.Helper()
	all := map[string]string{}
	for _, path := range []string{
		"/api/v1/cities?locale=en&page[size]=2&count=true", "/api/v1/cities?locale=el", "/api/v1/cities/town-1?locale=pl",
		"/api/v1/cities/" + r.cities[2].ID + "?locale=*", "/api/v1/cities.geojson?locale=de", "/api/v1/changes?since=0",
		"/en/cities/town-0", "/pl/cities", "/sitemap.xml",
	} {
		all[path] = answer(path)
	}
	return all
}

func answering(a *app.App) func(path string) string {
	return func(path string) string {
		recorder := httptest.NewRecorder()
		a.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
		return recorder.Header().Get("ETag") + "\n" + recorder.Body.String()
	}
}

// restore fills a bare database and opens the system on it, under the address of the first.
func (r *replicas) restore(path, url string) *app.App {
	r.Helper()
	c := configured(r.T, url, "MC_PUBLIC_URL="+r.apps[0].Config.PublicURL)
	d, err := app.ReachDatabase(r.Context(), c, app.Options{})
	if err != nil {
		r.Fatal(err)
	}
	archive, err := backup.Open(path)
	if err != nil {
		r.Fatal(err)
	}
	defer archive.Close()
	if err := backup.Restore(r.Context(), d, archive, nil); err != nil {
		r.Fatal(err)
	}
	if err := d.Close(); err != nil {
		r.Fatal(err)
	}
	return open(r.T, c, app.Options{})
}

// export is the set of all exported lines.
func (r *replicas) export(a *app.App) map[string]bool {
	r.Helper()
	var out strings.Builder
	n, err := backup.Export(r.Context(), a.DB, &out, nil)
	if err != nil {
		r.Fatal(err)
	}
	lines := map[string]bool{}
	for line := range strings.Lines(out.String()) {
		lines[line] = true
	}
	if int(n) != len(lines) || !strings.Contains(out.String(), `{"table":"history"`) {
		r.Errorf("%d rows, %d lines", n, len(lines))
	}
	return lines
}

func sorted(set map[string]bool) []string {
	lines := make([]string, 0, len(set))
	for line := range set {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}
