package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/apptest"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// What an operator does in the night, and on the day when it is needed: the new
// machine has the other database.
func TestBackupAndRestore(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d := newDesk(t, "MC_DATABASE_URL="+url)
		d.run(exitDone, "user", "add", "ada@example.org", "--name", "Ada Conti", "--admin", "--set-password")
		out, _ := d.run(exitDone, "backup", "night.zip")
		if !strings.HasPrefix(out, "night.zip holds ") {
			t.Error(out)
		}
		want, _ := d.run(exitDone, "user", "list")

		bare := apptest.BarePostgres(t)
		if strings.HasPrefix(url, "postgres") {
			bare = "sqlite:" + filepath.Join(t.TempDir(), "new.db")
		}
		other := &desk{t, []string{"MC_DATABASE_URL=" + bare}}
		if out, _ = other.run(exitDone, "restore", "night.zip"); !strings.HasPrefix(out, "Restored ") {
			t.Error(out)
		}
		got, _ := other.run(exitDone, "user", "list")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		_, errOut := other.run(exitFailed, "restore", "night.zip")
		if !strings.Contains(errOut, "The database is not empty") {
			t.Error(errOut)
		}
	})
}

func TestBackupThatCannotBe(t *testing.T) {
	d := newDesk(t)
	d.run(exitUsage, "backup")
	d.run(exitUsage, "restore")
	_, errOut := d.run(exitFailed, "backup", "night.zip")
	if !strings.Contains(errOut, "this database has no tables") {
		t.Error(errOut)
	}
	if err := os.WriteFile("night.zip", []byte("no backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"night.zip": "The file is no sound backup", "missing.zip": "no such file"} {
		if _, errOut := d.run(exitFailed, "restore", file); !strings.Contains(errOut, want) {
			t.Errorf("%s: %s", file, errOut)
		}
	}
	d.run(exitDone, "migrate")
	d.run(exitFailed, "backup", "missing/night.zip")
}

func TestExportAll(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d := newDesk(t, "MC_DATABASE_URL="+url)
		d.run(exitDone, "user", "add", "ada@example.org", "--name", "Ada Conti", "--admin", "--set-password")
		out, _ := d.run(exitDone, "export", "all")
		tables := map[string]int{}
		for line := range strings.Lines(out) {
			var row struct{ Table string }
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			tables[row.Table]++
		}
		if tables["users"] != 1 || tables["grants"] != 1 || strings.Contains(out, "argon2") {
			t.Error(out)
		}
		d.run(exitDone, "export", "all", "all.jsonl")
		text, err := os.ReadFile("all.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(out, string(text)); diff != "" {
			t.Error(diff)
		}
	})
}
