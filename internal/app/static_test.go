package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/export"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

const secretDraft = "CNRY-draft-5f0c2d9a11e7b634"

// exported is an installation with a draft, and a directory for its files.
type exported struct {
	*city
	dir string
	to  *export.Exporter
}

func newExported(t *testing.T, url string) *exported {
	t.Helper()
	x := &exported{city: newCity(t, url), dir: filepath.Join(t.TempDir(), "site")}
	var err error
	if x.to, err = x.app.Exporter("https://cities.example.org", "test"); err != nil {
		t.Fatal(err)
	}
	ref := content.Ref{Entry: x.entry, Locale: "el"}
	doc, err := x.app.Desk.Document(t.Context(), x.admin, ref)
	if err != nil {
		t.Fatal(err)
	}
	doc.Fields["tagline"] = secretDraft
	_, err = x.app.Desk.Save(t.Context(), content.By{Actor: x.admin}, ref, content.SaveInput{Version: doc.Version, Fields: doc.Fields, Slug: doc.Slug})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// publish writes a tagline of the live entry as publishing does.
func (x *exported) publish(slug, tagline string) {
	x.t.Helper()
	fields, err := schema.Decode([]byte(`{"name":"Λιβαδειά","tagline":"` + tagline + `","summary":"Περίληψη"}`))
	if err != nil {
		x.t.Fatal(err)
	}
	x.change(func(tx *db.Tx, store *published.Store, entry db.Entry) error {
		_, err := store.Publish(tx, published.Document{
			Entry: entry, Locale: "el", Slug: slug, Fields: fields, Title: "Λιβαδειά", RevisionID: "revision", By: x.admin.UserID, At: db.At(time.Now()),
		})
		return err
	})
}

func (x *exported) change(do func(*db.Tx, *published.Store, db.Entry) error) {
	x.t.Helper()
	store := &published.Store{Model: x.app.Model, Committed: x.app.Cache.Published}
	err := x.app.DB.Write(x.t.Context(), func(tx *db.Tx) error {
		entries, err := db.Query[db.Entry](tx, "SELECT * FROM entries WHERE id = ?", x.entry)
		if err != nil {
			return err
		}
		return do(tx, store, entries[0])
	})
	if err != nil {
		x.t.Fatal(err)
	}
}

type writes = func(*export.Exporter, context.Context, string, export.Since) (*export.Report, error)

func (x *exported) export(write writes, dir string, since export.Since) *export.Report {
	x.t.Helper()
	report, err := write(x.to, x.t.Context(), dir, since)
	if err != nil {
		x.t.Fatal(err)
	}
	if len(report.Dead) > 0 {
		x.t.Errorf("links lead nowhere: %v", report.Dead)
	}
	return report
}

// files are the contents of a directory by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var localLink = regexp.MustCompile(`(?:href|src)="(?:https://cities\.example\.org)?(/[^/"#][^"#]*|/)["#]`)

// On one database: all that an export asks of it is asked by the handlers, which
// have their own tests, and by that of the API below.
//
// An export holds what is public and nothing else, and every link in it leads to
// a file. Another export after a publication writes what has changed and no
// other file, takes away what is withdrawn, and is the same as one made afresh.
func TestExportOfTheWebsite(t *testing.T) {
	x := newExported(t, apptest.SQLite(t))
	write := (*export.Exporter).Pages
	x.export(write, x.dir, export.Since{})
	first := files(t, x.dir)
	x.checkFiles(first)
	for _, name := range []string{
		"index.html", "404.html", "el/404.html", "el/index.html", "el/cities/livadia/index.html", "fr/cities/livadia/index.html", "el/feed.xml",
		"sitemap.xml", "el/sitemap.xml", "robots.txt", "el/card/europe.png", "el/card/" + x.entry + ".png", "el/words.json", "el/search/index.html",
		"el/-/region/south/index.html", "el/cities/-/country/GR/index.html", "gr/livadia/index.html", "nginx/moved.map", "nginx/site.conf",
	} {
		if first[name] == "" {
			t.Errorf("%s is not there", name)
		}
	}
	for name, body := range first {
		if strings.Contains(body, "/add-city") || strings.Contains(body, `method="post"`) {
			t.Errorf("%s offers to send something", name)
		}
		for _, found := range localLink.FindAllStringSubmatch(body, -1) {
			at := strings.TrimPrefix(found[1], "/")
			if first[at] == "" && first[filepath.Join(at, "index.html")] == "" && !strings.Contains(at, "?") {
				t.Errorf("%s: there is no file for /%s", name, at)
			}
		}
	}

	again := x.export(write, x.dir, export.Since{})
	if again.Written != 0 || again.Removed != 0 {
		t.Errorf("nothing was published, and yet %d files were written and %d removed", again.Written, again.Removed)
	}
	before := modified(t, x.dir)
	x.publish("livadeia", "Η πόλη του νερού")
	x.export(write, x.dir, export.Since{Given: true, Seq: -1})
	second := files(t, x.dir)
	fresh := filepath.Join(t.TempDir(), "fresh")
	x.export(write, fresh, export.Since{})
	same(t, second, files(t, fresh))
	if !strings.Contains(second["el/cities/livadeia/index.html"], "Η πόλη του νερού") || !strings.Contains(second["el/cities/livadia/index.html"], `url=/el/cities/livadeia"`) {
		t.Error("the profile is not where it should be, or its old address does not lead there")
	}
	for name, at := range modified(t, x.dir) {
		if changed := first[name] != second[name]; !changed && !at.Equal(before[name]) {
			t.Errorf("%s was written, though it is the same", name)
		}
	}

	x.change(func(tx *db.Tx, store *published.Store, entry db.Entry) error {
		_, err := store.Unpublish(tx, entry, "el", published.KindUnpublished, x.admin.UserID, "", db.At(time.Now()))
		return err
	})
	gone := x.export(write, x.dir, export.Since{Given: true, Seq: -1})
	if last := files(t, x.dir); gone.Removed == 0 || last["el/cities/livadeia/index.html"] != "" || last["el/cities/livadia/index.html"] != "" {
		t.Errorf("what was withdrawn is still there (%d removed)", gone.Removed)
	}
}

// checkFiles compares with the sums and looks for what must not be there.
func (x *exported) checkFiles(all map[string]string) {
	x.t.Helper()
	listed := map[string]bool{}
	for line := range strings.Lines(all["SHA256SUMS"]) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = true
		if got := sha256.Sum256([]byte(all[name])); hex.EncodeToString(got[:]) != sum {
			x.t.Errorf("%s is not what its sum says", name)
		}
	}
	for name, body := range all {
		if strings.Contains(body, secretDraft) || strings.Contains(body, "example.org/el") && strings.Contains(body, "ana@") {
			x.t.Errorf("%s holds what is not public", name)
		}
		if !listed[name] && name != "SHA256SUMS" && name != "export.json" {
			x.t.Errorf("%s is in no list", name)
		}
	}
}

func modified(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	for name := range files(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = info.ModTime()
	}
	return all
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] && name != "export.json" {
			t.Errorf("%s is not as a fresh export has it", name)
		}
	}
	for name := range got {
		if _, known := want[name]; !known {
			t.Errorf("%s is not in a fresh export", name)
		}
	}
}

// The API as files: the same documents as the server sends, lists that lead from
// page to page, and the change feed.
func TestExportOfTheAPI(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		x := newExported(t, url)
		write := (*export.Exporter).Documents
		x.export(write, x.dir, export.Since{})
		all := files(t, x.dir)
		x.checkFiles(all)
		answer := httptest.NewRecorder()
		x.app.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/cities/livadia?locale=el", nil))
		if got := all["api/v1/el/cities/livadia.json"]; got == "" || got != answer.Body.String() {
			t.Errorf("the file says %.200s, the server %.200s", got, answer.Body)
		}
		var list published.Page
		if err := json.Unmarshal([]byte(all["api/v1/el/cities/index.json"]), &list); err != nil || len(list.Data) != 1 || list.Page.Next != nil {
			t.Errorf("the list is %.300s, %v", all["api/v1/el/cities/index.json"], err)
		}
		var feed published.Feed
		if err := json.Unmarshal([]byte(all["api/v1/changes/0.json"]), &feed); err != nil || len(feed.Data) == 0 || feed.More {
			t.Errorf("the feed is %.300s, %v", all["api/v1/changes/0.json"], err)
		}
		for _, name := range []string{"api/v1/openapi.json", "api/v1/types.json", "api/v1/locales.json", "api/v1/el/cities.geojson"} {
			if all[name] == "" {
				t.Errorf("%s is not there", name)
			}
		}
		x.publish("livadia", "Η πόλη του νερού")
		if former, err := x.app.Public.Former(t.Context()); err != nil || len(former) != 0 {
			t.Errorf("nothing has moved, and yet %v, %v", former, err)
		}
		report := x.export(write, x.dir, export.Since{Given: true, Seq: -1})
		if want := 2*7 + 1; report.Written != want { // the entry and its list in each language that it answers in, and the feed
			t.Errorf("%d files were written, want %d", report.Written, want)
		}
		fresh := filepath.Join(t.TempDir(), "fresh")
		x.export(write, fresh, export.Since{})
		same(t, files(t, x.dir), files(t, fresh))
	})
}

// A directory with anything else in it is left alone, and so is what an export
// cannot know.
func TestExportRefusesWhatItCannotVouchFor(t *testing.T) {
	x := newExported(t, apptest.SQLite(t))
	refused := func(what, dir string, since export.Since, code string) {
		t.Helper()
		if _, err := x.to.Documents(t.Context(), dir, since); !fault.Is(err, code) {
			t.Errorf("%s: %v, want %s", what, err, code)
		}
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "index.html"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("somebody's files", foreign, export.Since{}, "not_an_export")
	refused("nothing to begin with", x.dir, export.Since{Given: true, Seq: -1}, "nothing_before")
	x.export((*export.Exporter).Documents, x.dir, export.Since{})
	refused("changes that nobody has seen", x.dir, export.Since{Given: true, Seq: 1 << 40}, "gap")
	if _, err := x.to.Pages(t.Context(), x.dir, export.Since{}); !fault.Is(err, "other_export") {
		t.Errorf("pages among documents: %v", err)
	}
	if err := os.WriteFile(filepath.Join(x.dir, "mine.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(x.dir, "api/v1/types.json")
	if err := os.WriteFile(broken, []byte("half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	if report := x.export((*export.Exporter).Documents, x.dir, export.Since{}); report.Written != 1 {
		t.Errorf("%d files were written to mend one", report.Written)
	}
	if body, err := os.ReadFile(broken); err != nil || !bytes.HasPrefix(body, []byte("{")) {
		t.Error("a broken file was not mended")
	}
	if _, err := os.Stat(filepath.Join(x.dir, "mine.txt")); err != nil {
		t.Error("a file that somebody put there is gone")
	}
	x.to.Program = "another"
	refused("an export by another version", x.dir, export.Since{Given: true, Seq: -1}, "other_settings")
	if _, err := x.app.Exporter("https://cities.example.org/below", ""); err == nil {
		t.Error("a base with a path was taken")
	}
}
