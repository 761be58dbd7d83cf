package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// noon is when every test here takes place.
var noon = db.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	return openWith(t, db.Config{URL: url})
}

func openWith(t *testing.T, config db.Config) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// each runs a test on both databases, migrated and empty.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) { test(t, open(t, url)) })
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	require.NoError(t, d.Write(t.Context(), fn))
}

// count is the number of rows a query of one number answers with.
func count(t *testing.T, d *db.DB, sql string, args ...any) int64 {
	t.Helper()
	var counted []int64
	require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) (err error) {
		counted, err = db.Query[int64](tx, sql, args...)
		return err
	}))
	require.Len(t, counted, 1)
	return counted[0]
}

// palermo adds a user and one entry with a document in Italian.
func palermo(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		if err := tx.Insert(&db.User{ID: "ada", Email: "ada@example.org", PasswordChangedAt: noon, CreatedAt: noon}); err != nil {
			return err
		}
		if err := tx.Insert(&db.Entry{ID: "palermo", Type: "city", SourceLocale: "it", CreatedAt: noon, CreatedBy: "ada"}); err != nil {
			return err
		}
		return tx.Insert(&db.Document{EntryID: "palermo", Locale: "it", State: "draft", ChangedAt: noon})
	})
}
