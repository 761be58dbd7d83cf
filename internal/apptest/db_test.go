package apptest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

func TestMain(m *testing.M) { apptest.Main(m) }

func TestEveryTestHasAMigratedDatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		apptest.EachDB(t, func(t *testing.T, url string) {
			d, err := db.Open(t.Context(), db.Config{URL: url})
			require.NoError(t, err)
			pending, err := d.Pending(t.Context())
			require.NoError(t, err)
			require.False(t, pending)
			require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error {
				return tx.Insert(&db.Throttle{Subject: "the same key in every test"})
			}))
			require.NoError(t, d.Close())
		})
	}
}

func TestABareDatabaseHasNoSchema(t *testing.T) {
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), db.Config{URL: url})
		require.NoError(t, err)
		pending, err := d.Pending(t.Context())
		require.NoError(t, err)
		require.True(t, pending)
		require.NoError(t, d.Close())
	})
}

func TestADatabaseIsDroppedWithItsTestEvenWhileInUse(t *testing.T) {
	var url string
	var left *pgx.Conn
	t.Run("leaves a connection open", func(t *testing.T) {
		var err error
		url = apptest.Postgres(t)
		left, err = pgx.Connect(t.Context(), url)
		require.NoError(t, err)
	})
	require.Error(t, left.Ping(t.Context()))
	_, err := pgx.Connect(t.Context(), url)
	require.ErrorContains(t, err, "does not exist")
}
