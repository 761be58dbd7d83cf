package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"gorm.io/gorm"

	"movingcities/internal/fault"
)

// maxRepeats is how often a transaction that lost against another one is tried again.
const maxRepeats = 5

// Write runs fn in a transaction that commits when fn returns nil and otherwise
// leaves nothing behind. On SQLite it is the only writer; on Postgres it reads
// committed rows, so that what fn decides upon must be locked (LockEntry) or
// compared in the UPDATE. A transaction that lost against another one is
// repeated from the start, so fn must not keep anything from an earlier call.
// So is one whose connection turns out to be dead before fn was called, or while
// it only read: each is taken out of the pool, so one for every connection.
//
// Errors of fn come back as they are. A database that cannot be reached, or
// that does not finish in time, is fault.Unavailable "database_unavailable";
// if that happens during the commit, the change may have been made after all.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return d.transact(ctx, d.writer, d.options(sql.LevelReadCommitted, false), fn)
}

// Read runs fn on one snapshot of the database, which no writer disturbs and
// which fn cannot change. Errors are those of Write.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return d.transact(ctx, d.reader, d.options(sql.LevelRepeatableRead, true), fn)
}

// options names the isolation on Postgres, whose default a server may have
// changed. SQLite knows only one, in which every transaction sees a snapshot.
func (d *DB) options(isolation sql.IsolationLevel, readOnly bool) *sql.TxOptions {
	if !d.Postgres() {
		isolation = sql.LevelDefault
	}
	return &sql.TxOptions{Isolation: isolation, ReadOnly: readOnly}
}

func (d *DB) transact(ctx context.Context, pool *gorm.DB, options *sql.TxOptions, fn func(*Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	for repeats, drops := 0, 0; ; repeats++ {
		began, tx := false, &Tx{postgres: d.Postgres()}
		err := pool.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			began = true
			tx.gorm = g
			if err := d.limit(tx); err != nil {
				return err
			}
			return fn(tx)
		}, options)
		if err == nil {
			for _, act := range tx.after {
				act()
			}
			return nil
		}
		if lost(err) && (!began || options.ReadOnly) && drops < postgresConns && ctx.Err() == nil {
			drops++
			repeats--
			continue
		}
		if !passing(err) || repeats == maxRepeats || !pause(ctx, repeats) {
			return outcome(ctx, err, began)
		}
	}
}

// limit moves the server's own limits along when WithTimeout moved ours.
func (d *DB) limit(tx *Tx) error {
	if !d.Postgres() || d.timeout == d.session {
		return nil
	}
	millis := strconv.FormatInt(d.timeout.Milliseconds(), 10)
	_, err := tx.Exec(`SELECT set_config('statement_timeout', ?, true),
		set_config('idle_in_transaction_session_timeout', ?, true)`, millis, millis)
	return err
}

// pause waits 5 to 10 ms, twice as long each time, and reports whether there is
// time left. The jitter keeps two transactions from colliding in step.
func pause(ctx context.Context, repeats int) bool {
	longest := 10 * time.Millisecond << repeats
	timer := time.NewTimer(longest/2 + rand.N(longest/2))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// outcome is what the caller of a failed transaction is told.
func outcome(ctx context.Context, err error, began bool) error {
	var refused *fault.Error
	if errors.As(err, &refused) {
		return err
	}
	if errors.Is(ctx.Err(), context.Canceled) { // the caller went away; nobody waits for an answer
		return fmt.Errorf("db: transaction given up: %w", errors.Join(ctx.Err(), err))
	}
	if !began || ctx.Err() != nil || passing(err) || unreachable(err) {
		return fault.Wrap(err, fault.Unavailable, "database_unavailable",
			"The database does not answer at the moment. Please try again in a few seconds.")
	}
	return err
}
