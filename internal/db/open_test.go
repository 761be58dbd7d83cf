package db_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

func TestOpenRefusesWhatItCannotKeep(t *testing.T) {
	for _, url := range []string{
		"", "movingcities.db", "mysql://root@localhost/cms",
		"sqlite:", "sqlite::memory:", // every connection would see a database of its own
		"sqlite:" + filepath.Join(t.TempDir(), "missing", "test.db"),
		"postgres://localhost:notaport/cms",
	} {
		_, err := db.Open(t.Context(), db.Config{URL: url})
		require.Error(t, err, url)
	}
}

func TestOpenErrorsHoldNoPassword(t *testing.T) {
	for _, url := range []string{"postgres://cms:s3cret@127.0.0.1:1/cms", "postgres://cms:s3cret@localhost:notaport/cms"} {
		_, err := db.Open(t.Context(), db.Config{URL: url, Timeout: time.Second})
		require.Error(t, err)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

func TestTheSQLiteFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "with space & ? # 100%.db")
	d := open(t, "sqlite:"+path)
	require.NoError(t, d.Migrate(t.Context()))
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode(), name)
	}
}

func TestSQLiteIsSetUpForDurability(t *testing.T) {
	d := open(t, apptest.SQLite(t))
	pragma := func(name string) (value string) {
		write(t, d, func(tx *db.Tx) error {
			values, err := db.Query[string](tx, "PRAGMA "+name)
			value = values[0]
			return err
		})
		return value
	}
	require.Equal(t, "wal", pragma("journal_mode"))
	require.Equal(t, "2", pragma("synchronous"), "FULL")
	require.Equal(t, "1", pragma("foreign_keys"))
	require.Equal(t, "5000", pragma("busy_timeout"))
}

func TestTheLogNamesStatementsButNoValues(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		var lines bytes.Buffer
		d := openWith(t, db.Config{URL: url, Logger: slog.New(slog.NewTextHandler(&lines, nil))})
		palermo(t, d)
		require.Empty(t, lines.String(), "quick and successful statements are not logged")

		require.Error(t, d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Entry{ID: "palermo", CreatedBy: "ada"})
		}))
		require.Empty(t, lines.String(), "a duplicate is the caller's matter")

		require.Error(t, d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Alias{Path: "/secret-path", EntryID: "secret-entry"})
		}))
		require.Contains(t, lines.String(), "INSERT INTO")
		require.NotContains(t, lines.String(), "secret-")
	})
}
