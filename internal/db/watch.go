package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// watching is the name by which Postgres shows the connection.
const watching = "movingcities watch"

// reconnecting is the pause after a connection of a Watch was lost.
const reconnecting = 100 * time.Millisecond

// Watch looks at a number in the database again and again, on a connection of
// its own: a pool that is busy does not make it late.
type Watch struct {
	Query   string        // gives one number; has no parameters
	Channel string        // looked at too when somebody notifies it; on Postgres only
	Every   time.Duration // time between two looks, and the longest that one may take
	// Seen is told every number. Lost is told once each time that the number
	// cannot be seen any more, and why.
	Seen func(int64)
	Lost func(error)
}

// Watch looks until ctx ends. A lost connection is opened anew.
func (d *DB) Watch(ctx context.Context, w Watch) {
	look, lost := d.watchSQLite, false
	if d.Postgres() {
		look = d.watchPostgres
	}
	seen := w.Seen
	w.Seen = func(n int64) { lost = false; seen(n) }
	for ctx.Err() == nil {
		err := look(ctx, w)
		if ctx.Err() == nil && !lost {
			lost = true
			w.Lost(fmt.Errorf("db: watch: %w", err))
		}
		wait(ctx, reconnecting)
	}
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// watchSQLite takes a connection from the readers, which have one more for it.
func (d *DB) watchSQLite(ctx context.Context, w Watch) error {
	pool, err := d.reader.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // back to the pool
	for {
		if err := w.look(ctx, func(ctx context.Context, n *int64) error { return sqliteRow(ctx, conn, w.Query, n) }); err != nil {
			return err
		}
		wait(ctx, w.Every)
	}
}

func sqliteRow(ctx context.Context, conn *sql.Conn, query string, n *int64) error {
	return conn.QueryRowContext(ctx, query).Scan(n)
}

// look asks once, for no longer than the time between two looks.
func (w Watch) look(ctx context.Context, ask func(context.Context, *int64) error) error {
	limited, cancel := context.WithTimeout(ctx, w.Every)
	defer cancel()
	var n int64
	if err := ask(limited, &n); err != nil {
		return err
	}
	w.Seen(n)
	return nil
}

// watchPostgres listens before it looks for the first time, so that nothing
// happens unseen in between. It looks at times without being notified too:
// a pooler in between may swallow notifications without a word.
func (d *DB) watchPostgres(ctx context.Context, w Watch) error {
	dialing, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	config := d.postgres.Copy()
	config.RuntimeParams["application_name"] = watching
	conn, err := pgx.ConnectConfig(dialing, config)
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), reconnecting)
		defer cancel()
		_ = conn.Close(closing) // it is of no more use either way
	}()
	if _, err := conn.Exec(dialing, "LISTEN "+pgx.Identifier{w.Channel}.Sanitize()); err != nil {
		return err
	}
	for {
		if err := w.look(ctx, func(ctx context.Context, n *int64) error { return conn.QueryRow(ctx, w.Query).Scan(n) }); err != nil {
			return err
		}
		waiting, cancel := context.WithTimeout(ctx, w.Every)
		_, err := conn.WaitForNotification(waiting)
		cancel()
		if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) && !pgconn.Timeout(err) || conn.IsClosed()) {
			return err
		}
	}
}
