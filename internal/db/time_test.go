package db_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"movingcities/internal/db"
)

func TestTimeIsInUTCAndExactToTheMicrosecond(t *testing.T) {
	athens := time.FixedZone("Athens", 2*60*60)
	at := db.At(time.Date(2026, 3, 1, 14, 0, 0, 123_456_789, athens))
	require.Equal(t, "2026-03-01T12:00:00.123456Z", at.Format(time.RFC3339Nano))
}

func TestTimeIsRFC3339InJSON(t *testing.T) {
	athens := time.FixedZone("Athens", 2*60*60)
	text, err := json.Marshal(struct{ At, Never any }{db.Time{Time: time.Date(2026, 3, 1, 14, 0, 0, 0, athens)}, (*db.Time)(nil)})
	require.NoError(t, err)
	require.JSONEq(t, `{"At": "2026-03-01T12:00:00Z", "Never": null}`, string(text))

	var read struct{ At db.Time }
	require.NoError(t, json.Unmarshal([]byte(`{"At": "2026-03-01T14:00:00.1234567+02:00"}`), &read))
	require.Equal(t, db.At(time.Date(2026, 3, 1, 12, 0, 0, 123_456_000, time.UTC)), read.At)
	require.Error(t, json.Unmarshal([]byte(`{"At": "yesterday"}`), &read))
}

func TestTimeSurvivesStorageAndJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := db.At(time.UnixMicro(rapid.Int64Range(-1<<55, 1<<55).Draw(t, "microseconds")))
		stored, err := at.Value()
		require.NoError(t, err)
		var scanned db.Time
		require.NoError(t, scanned.Scan(stored))
		require.Equal(t, at, scanned)

		text, err := json.Marshal(at)
		require.NoError(t, err)
		var decoded db.Time
		require.NoError(t, json.Unmarshal(text, &decoded))
		require.Equal(t, at, decoded)
	})
}

func TestTimeRefusesWhatItDidNotStore(t *testing.T) {
	var at db.Time
	require.Error(t, at.Scan("2026-03-01"))
	require.Error(t, at.Scan(nil))
}

// TestGORMPutsNoTimesIn: it would fill in an empty created_at or updated_at from
// a clock that no test can set.
func TestGORMPutsNoTimesIn(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		write(t, d, func(tx *db.Tx) error {
			if err := tx.Insert(&db.Throttle{Subject: "peer"}); err != nil {
				return err
			}
			return tx.Insert(&db.Entry{ID: "utrecht", CreatedBy: "ada"})
		})
		never, err := db.Time{}.Value()
		require.NoError(t, err)
		require.Equal(t, never, count(t, d, "SELECT created_at FROM entries WHERE id = 'utrecht'"))
		require.Equal(t, never, count(t, d, "SELECT updated_at FROM throttles"))
	})
}

func TestTimeInRowsAndConditions(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		later := db.At(noon.Add(time.Microsecond))
		write(t, d, func(tx *db.Tx) error {
			return tx.Insert([]db.Document{
				{EntryID: "palermo", Locale: "pl", ChangedAt: later},
				{EntryID: "palermo", Locale: "und", DueAt: &later, ChangedAt: later},
			})
		})
		require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
			before, err := db.Find[db.Document](tx, "changed_at < ?", later)
			require.NoError(t, err)
			require.Len(t, before, 1)
			require.Equal(t, noon, before[0].ChangedAt)
			require.Nil(t, before[0].DueAt)

			due, err := db.First[db.Document](tx, "due_at = ?", &later)
			require.NoError(t, err)
			require.Equal(t, "und", due.Locale)
			require.Equal(t, &later, due.DueAt)

			viaGorm, err := db.Query[int64](tx, "SELECT count(*) FROM documents WHERE changed_at IN ?", []db.Time{noon, later})
			require.NoError(t, err)
			require.Equal(t, []int64{3}, viaGorm)

			never, err := db.First[db.Document](tx, "due_at = ?", (*db.Time)(nil))
			require.NoError(t, err)
			require.Nil(t, never, "nothing equals NULL")

			var rows []db.Document
			require.NoError(t, tx.Gorm().Where("due_at >= ?", noon).Find(&rows).Error)
			require.Len(t, rows, 1)
			return nil
		}))
		write(t, d, func(tx *db.Tx) error {
			touched, err := tx.Exec("UPDATE documents SET due_at = ? WHERE locale = 'und'", (*db.Time)(nil))
			require.EqualValues(t, 1, touched)
			return err
		})
		require.Zero(t, count(t, d, "SELECT count(*) FROM documents WHERE due_at IS NOT NULL"))
	})
}
