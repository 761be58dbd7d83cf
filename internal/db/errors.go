package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// IsDuplicate tells whether a statement failed because a row with the same key
// is there already. On Postgres the transaction is lost by then: end it, or use
// InsertIgnore where a duplicate is expected.
func IsDuplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// passing tells whether the same transaction can succeed when it is repeated.
func passing(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", // serialization failure
			"40P01", // deadlock
			"0A000": // a migration of another replica changed a table under a prepared statement
			return true
		}
	}
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// unreachable tells whether err says that the database, not the statement, is at fault.
func unreachable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		for _, class := range []string{
			"08",    // connection lost
			"53",    // no disk space, memory or connections left
			"57",    // shutting down, or a statement took too long
			"58",    // input or output error
			"25P03", // idle in a transaction for too long
			"55P03", // a lock was not to be had
		} {
			if strings.HasPrefix(pg.Code, class) {
				return true
			}
		}
		return false
	}
	switch sqliteCode(err) {
	case sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	var network net.Error
	return errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.DeadlineExceeded)
}

// lost tells whether a connection that had been made broke. One that could not be
// made is no such error: the next could not be made either.
func lost(err error) bool {
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "57P0") // ended by the administrator, a crash or a stop
	}
	var network net.Error
	return errors.As(err, &network) && !network.Timeout() || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// sqliteCode is SQLite's primary result code, or 0 for another kind of error.
func sqliteCode(err error) int {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		return failure.Code() & 0xff
	}
	return 0
}
