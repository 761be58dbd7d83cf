package db_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func version(t *testing.T, d *db.DB) int64 {
	t.Helper()
	return count(t, d, "SELECT version FROM documents WHERE entry_id = 'palermo' AND locale = 'it'")
}

// TestConcurrentReadThenWriteTransactionsAllCommit runs them in two processes,
// so to say: each with connections of its own.
func TestConcurrentReadThenWriteTransactionsAllCommit(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		processes := []*db.DB{open(t, url), open(t, url)}
		palermo(t, processes[0])
		var calls atomic.Int64
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				for range 20 {
					err := processes[i%2].Write(t.Context(), func(tx *db.Tx) error {
						calls.Add(1)
						return raiseVersion(tx)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		require.EqualValues(t, 160, version(t, processes[0]))
		require.EqualValues(t, 160, calls.Load(), "all waited in line, none ran in vain")
	})
}

// raiseVersion reads, decides and then writes, as every verb does.
func raiseVersion(tx *db.Tx) error {
	if err := tx.LockEntry("palermo"); err != nil {
		return err
	}
	document, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", "palermo", "it")
	if err != nil {
		return err
	}
	touched, err := tx.Exec("UPDATE documents SET version = ? WHERE entry_id = ? AND locale = ? AND version = ?",
		document.Version+1, "palermo", "it", document.Version)
	if err == nil && touched != 1 {
		err = errors.New("somebody else wrote in between")
	}
	return err
}

func TestAFailedOrPanickingWriteLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		refusal := fault.New(fault.Conflict, "too_late", "Too late.")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			require.NoError(t, tx.Insert(&db.Alias{Path: "/a", EntryID: "palermo"}))
			return refusal
		})
		require.Same(t, refusal, err, "errors of the function come back as they are")

		require.Panics(t, func() {
			_ = d.Write(t.Context(), func(tx *db.Tx) error {
				require.NoError(t, tx.Insert(&db.Alias{Path: "/b", EntryID: "palermo"}))
				panic("a mistake of ours")
			})
		})
		require.Zero(t, count(t, d, "SELECT count(*) FROM aliases"))
		write(t, d, func(tx *db.Tx) error { return tx.Insert(&db.Alias{Path: "/c", EntryID: "palermo"}) })
	})
}

func TestReadSeesOneSnapshot(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
			before, err := db.Query[int64](tx, "SELECT count(*) FROM aliases")
			require.NoError(t, err)
			write(t, d, func(tx *db.Tx) error { return tx.Insert(&db.Alias{Path: "/a", EntryID: "palermo"}) })
			after, err := db.Query[int64](tx, "SELECT count(*) FROM aliases")
			require.NoError(t, err)
			require.Equal(t, before, after)
			return nil
		}))
		require.EqualValues(t, 1, count(t, d, "SELECT count(*) FROM aliases"))
	})
}

func TestReadCannotWrite(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		require.Error(t, d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Alias{Path: "/a", EntryID: "palermo"})
		}))
		require.Zero(t, count(t, d, "SELECT count(*) FROM aliases"))
	})
}

func TestADeadlockIsResolvedByRepeating(t *testing.T) {
	d := open(t, apptest.Postgres(t))
	palermo(t, d)
	write(t, d, func(tx *db.Tx) error {
		return tx.Insert(&db.Entry{ID: "utrecht", Type: "city", SourceLocale: "en", CreatedAt: noon, CreatedBy: "ada"})
	})
	var calls sync.Map
	var group, bothHoldOne sync.WaitGroup
	bothHoldOne.Add(2)
	for _, order := range [][]string{{"palermo", "utrecht"}, {"utrecht", "palermo"}} {
		group.Go(func() {
			attempts := 0
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				attempts++
				if err := tx.LockEntry(order[0]); err != nil {
					return err
				}
				if attempts == 1 {
					bothHoldOne.Done()
					bothHoldOne.Wait()
				}
				return tx.LockEntry(order[1])
			})
			if err != nil {
				t.Error(err)
			}
			calls.Store(order[0], attempts)
		})
	}
	group.Wait()
	first, _ := calls.Load("palermo")
	second, _ := calls.Load("utrecht")
	require.Equal(t, 3, first.(int)+second.(int), "one of the two was repeated once")
}

func TestRepeatingEndsAfterFiveTimes(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		calls := 0
		err := d.Write(t.Context(), func(*db.Tx) error {
			calls++
			return &pgconn.PgError{Code: "40001"}
		})
		require.True(t, fault.Is(err, "database_unavailable"), "%v", err)
		require.Equal(t, 6, calls)
	})
}

func TestOtherErrorsAreNotRepeated(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		calls := 0
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			calls++
			_, err := tx.Exec("SELECT nonsense")
			return err
		})
		require.Error(t, err)
		require.Equal(t, fault.Internal, fault.Of(err).Kind)
		require.Equal(t, 1, calls)
	})
}

// TestABusyFileIsWaitedFor has another process hold SQLite's lock for longer
// than SQLite itself is told to wait.
func TestABusyFileIsWaitedFor(t *testing.T) {
	url := apptest.SQLite(t)
	d := open(t, url)
	palermo(t, d)
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec("PRAGMA busy_timeout = 1")
		return err
	})
	release := hold(t, url)
	done := make(chan error, 1)
	go func() {
		done <- d.Write(t.Context(), func(tx *db.Tx) error { return tx.Insert(&db.Alias{Path: "/a", EntryID: "palermo"}) })
	}()
	time.Sleep(5 * time.Millisecond)
	release()
	require.NoError(t, <-done)
}

// hold keeps others from writing, as another process would, until release is
// called: SQLite's one write lock, or the lock on the entry.
func hold(t *testing.T, url string) (release func()) {
	t.Helper()
	driver, address, lock := "sqlite", strings.TrimPrefix(url, "sqlite:")+"?_txlock=immediate", "SELECT 1"
	if strings.HasPrefix(url, "postgres:") {
		driver, address, lock = "pgx", url, "SELECT 1 FROM entries WHERE id = 'palermo' FOR UPDATE"
	}
	other, err := sql.Open(driver, address)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	tx, err := other.BeginTx(context.WithoutCancel(t.Context()), nil)
	require.NoError(t, err)
	_, err = tx.Exec(lock)
	require.NoError(t, err)
	return func() { require.NoError(t, tx.Rollback()) }
}

func requireUnavailable(t *testing.T, err error, since time.Time) {
	t.Helper()
	require.True(t, fault.Is(err, "database_unavailable"), "%v", err)
	require.Equal(t, fault.Unavailable, fault.Of(err).Kind)
	require.Less(t, time.Since(since), 3*time.Second, "the answer comes at the deadline")
}

func TestAWriteThatWaitsTooLongIsUnavailable(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		palermo(t, open(t, url))
		d := openWith(t, db.Config{URL: url, Timeout: 200 * time.Millisecond})
		defer hold(t, url)()
		began := time.Now()
		requireUnavailable(t, d.Write(t.Context(), func(tx *db.Tx) error { return tx.LockEntry("palermo") }), began)
	})
}

func TestASlowFunctionIsUnavailable(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		palermo(t, open(t, url))
		d := openWith(t, db.Config{URL: url, Timeout: 300 * time.Millisecond})
		began := time.Now()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			time.Sleep(400 * time.Millisecond)
			return tx.Insert(&db.Alias{Path: "/late", EntryID: "palermo"})
		})
		requireUnavailable(t, err, began)
		require.Zero(t, count(t, d, "SELECT count(*) FROM aliases"))

		patient := d.WithTimeout(10 * time.Second)
		write(t, patient, func(tx *db.Tx) error {
			if tx.Postgres() {
				if _, err := tx.Exec("SELECT pg_sleep(0.4)"); err != nil {
					return err
				}
			}
			time.Sleep(400 * time.Millisecond)
			return tx.Insert(&db.Alias{Path: "/patient", EntryID: "palermo"})
		})
	})
}

func TestACallerThatLeftGetsNoExcuse(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Write(ctx, func(tx *db.Tx) error {
			cancel()
			_, err := tx.Exec("DELETE FROM aliases")
			return err
		})
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, fault.Is(err, "database_unavailable"))
	})
}

func TestAClosedDatabaseIsUnavailable(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), db.Config{URL: url})
		require.NoError(t, err)
		require.NoError(t, d.Close())
		began := time.Now()
		requireUnavailable(t, d.Read(t.Context(), func(*db.Tx) error { return nil }), began)
	})
}

func TestALostConnectionIsUnavailableAndTheNextOneWorks(t *testing.T) {
	d := open(t, apptest.Postgres(t))
	began := time.Now()
	requireUnavailable(t, d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("SELECT pg_terminate_backend(pg_backend_pid())")
		return err
	}), began)
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM aliases")
		return err
	})
}

// TestASilentNetworkIsUnavailable cuts the connection the worst way: nothing is
// refused, nothing is answered.
func TestASilentNetworkIsUnavailable(t *testing.T) {
	address, silence := throughProxy(t, apptest.Postgres(t))
	palermo(t, open(t, address))
	d := openWith(t, db.Config{URL: address, Timeout: time.Second})
	write(t, d, func(tx *db.Tx) error { return tx.LockEntry("palermo") })
	silence()
	began := time.Now()
	requireUnavailable(t, d.Write(t.Context(), func(tx *db.Tx) error { return tx.LockEntry("palermo") }), began)
	began = time.Now()
	requireUnavailable(t, d.Read(t.Context(), func(*db.Tx) error { return nil }), began)
}

// throughProxy is the same database behind a TCP port that can fall silent.
func throughProxy(t *testing.T, address string) (proxied string, silence func()) {
	t.Helper()
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	server, err := pgconn.ParseConfig(address)
	require.NoError(t, err)
	network, target := pgconn.NetworkAddress(server.Host, server.Port)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	silent := make(chan struct{})
	relay := func(to, from net.Conn) {
		buffer := make([]byte, 4096)
		for {
			n, err := from.Read(buffer)
			select {
			case <-silent:
				<-t.Context().Done()
				err = errors.Join(err, io.EOF)
			default:
			}
			if err != nil {
				_ = to.Close()
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
	}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			backend, err := net.Dial(network, target)
			if err != nil {
				t.Error(err)
				return
			}
			go relay(client, backend)
			go relay(backend, client)
		}
	}()
	query := parsed.Query()
	query.Del("host")
	query.Del("port")
	query.Set("sslmode", "disable")
	parsed.RawQuery, parsed.Host = query.Encode(), listener.Addr().String()
	return parsed.String(), func() { close(silent) }
}

// TestATableThatChangedUnderAPreparedStatement is what happens to one replica
// while another one, of a newer version, migrates.
func TestATableThatChangedUnderAPreparedStatement(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		read := func() error {
			return d.Read(t.Context(), func(tx *db.Tx) error {
				_, err := db.Find[db.Alias](tx, "path = ?", "/a")
				return err
			})
		}
		require.NoError(t, read())
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec("ALTER TABLE aliases ADD COLUMN note TEXT")
			return err
		})
		require.NoError(t, read())
	})
}
