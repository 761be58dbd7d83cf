package db_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

func TestFirstAndFind(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		write(t, d, func(tx *db.Tx) error {
			return tx.Insert([]db.Alias{{Path: "/b", EntryID: "palermo"}, {Path: "/a", EntryID: "palermo"}})
		})
		require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
			first, err := db.First[db.Alias](tx, "entry_id = ? ORDER BY path", "palermo")
			require.NoError(t, err)
			require.Equal(t, &db.Alias{Path: "/a", EntryID: "palermo"}, first)

			none, err := db.First[db.Alias](tx, "path = ?", "/c")
			require.NoError(t, err)
			require.Nil(t, none)

			both, err := db.Find[db.Alias](tx, "path IN ? ORDER BY path DESC", []string{"/a", "/b", "/c"})
			require.NoError(t, err)
			require.Equal(t, []db.Alias{{Path: "/b", EntryID: "palermo"}, {Path: "/a", EntryID: "palermo"}}, both)

			nothing, err := db.Find[db.Alias](tx, "path IN ?", []string{})
			require.NoError(t, err)
			require.Empty(t, nothing, "an empty list of keys matches nothing")
			return nil
		}))
	})
}

func TestAConditionIsNeverEmpty(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
			_, err := db.First[db.Alias](tx, "")
			require.Error(t, err)
			_, err = db.Find[db.Alias](tx, " ")
			require.Error(t, err)
			return nil
		}))
	})
}

func TestQueryAnswersWithStructsOrPlainValues(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
			type row struct {
				SourceLocale string
				Documents    int
				Newest       db.Time
			}
			rows, err := db.Query[row](tx, `SELECT e.source_locale, count(*) AS documents, max(d.changed_at) AS newest
				FROM entries e JOIN documents d ON d.entry_id = e.id GROUP BY e.source_locale`)
			require.NoError(t, err)
			require.Equal(t, []row{{"it", 1, noon}}, rows)

			ids, err := db.Query[string](tx, "SELECT id FROM entries WHERE type = ?", "city")
			require.NoError(t, err)
			require.Equal(t, []string{"palermo"}, ids)
			return nil
		}))
		write(t, d, func(tx *db.Tx) error {
			next, err := db.Query[int64](tx, "UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", "publication")
			require.Equal(t, []int64{1}, next)
			return err
		})
	})
}

func TestInsertTakesNoneOneOrMany(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		const many = 5000 // more placeholders than either database takes in one statement
		write(t, d, func(tx *db.Tx) error {
			require.NoError(t, tx.Insert([]db.Alias{}))
			require.NoError(t, tx.Insert(&db.Alias{Path: "/one", EntryID: "palermo"}))
			var texts []db.SourceText
			for i := range many {
				texts = append(texts, db.SourceText{EntryID: "palermo", Key: fmt.Sprint(i), At: noon})
			}
			return tx.Insert(texts)
		})
		require.EqualValues(t, 1, count(t, d, "SELECT count(*) FROM aliases"))
		require.EqualValues(t, many, count(t, d, "SELECT count(*) FROM source_texts"))
	})
}

func TestDuplicatesAreRecognisedOrIgnored(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		alias := db.Alias{Path: "/legacy", EntryID: "palermo", Locale: "it"}
		write(t, d, func(tx *db.Tx) error { return tx.Insert(&alias) })

		err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Insert(&alias) })
		require.True(t, db.IsDuplicate(err), "a primary key: %v", err)

		err = d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.User{ID: "other", Email: "ada@example.org"})
		})
		require.True(t, db.IsDuplicate(err), "a unique column: %v", err)

		write(t, d, func(tx *db.Tx) error {
			added, err := tx.InsertIgnore([]db.Alias{alias, {Path: "/new", EntryID: "palermo", Locale: "it"}})
			require.EqualValues(t, 1, added)
			return err
		})
		require.EqualValues(t, 2, count(t, d, "SELECT count(*) FROM aliases"))
	})
}

func TestReferencesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Document{EntryID: "nowhere", Locale: "it"})
		})
		require.ErrorIs(t, err, gorm.ErrForeignKeyViolated)
		require.False(t, db.IsDuplicate(err))
	})
}

// The log of statements holds their text, never what people wrote.
func TestTheLogHoldsNoValues(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		var log bytes.Buffer
		d, err := db.Open(t.Context(), db.Config{URL: url, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		for _, fails := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error {
				_, err := db.Query[int64](tx, "SELECT id FROM no_such_table WHERE name = ?", "canary")
				return err
			},
			func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE no_such_table SET name = ?", "canary")
				return err
			},
		} {
			if err := d.Write(t.Context(), fails); err == nil {
				t.Fatal("a table that does not exist was found")
			}
		}
		if n := strings.Count(log.String(), "statement failed"); n != 2 || strings.Contains(log.String(), "canary") {
			t.Errorf("%d lines: %s", n, log.String())
		}
	})
}
