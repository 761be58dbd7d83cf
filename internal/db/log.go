package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"
)

// slow is when a statement is worth a line in the log.
const slow = 200 * time.Millisecond

// statementLog writes slow and failed statements to slog, never their values:
// those are people's texts, addresses and hashes of secrets.
type statementLog struct{ to *slog.Logger }

// LogMode is ignored: the slog handler decides what is written.
func (l statementLog) LogMode(logger.LogLevel) logger.Interface { return l }

// Info of GORM is only of use to somebody who works on GORM.
func (l statementLog) Info(context.Context, string, ...any) {}

// Warn passes on GORM's warnings.
func (l statementLog) Warn(ctx context.Context, format string, args ...any) {
	l.to.WarnContext(ctx, fmt.Sprintf(format, args...))
}

// Error passes on what GORM says about its own use.
func (l statementLog) Error(ctx context.Context, format string, args ...any) {
	l.to.ErrorContext(ctx, fmt.Sprintf(format, args...))
}

// ParamsFilter leaves the placeholders in the statement.
func (l statementLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Trace sees every statement. Expected failures are left to the caller.
func (l statementLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), err error) {
	took := time.Since(begin)
	failed := err != nil && !IsDuplicate(err) && !passing(err) && !errors.Is(err, context.Canceled)
	if !failed && took < slow {
		return
	}
	sql, rows := statement()
	line := l.to.With("sql", sql, "rows", rows, "took", took)
	if failed {
		line.ErrorContext(ctx, "statement failed", "cause", cause(err))
		return
	}
	line.WarnContext(ctx, "slow statement")
}

// cause describes an error without quoting values, which the text of a driver's error may do.
func cause(err error) string {
	var pg *pgconn.PgError
	var lite *sqlite.Error
	switch {
	case errors.As(err, &pg):
		return "SQLSTATE " + pg.Code + " " + pg.ConstraintName
	case errors.As(err, &lite):
		return fmt.Sprintf("SQLite result code %d", lite.Code())
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline exceeded"
	}
	return fmt.Sprintf("%T", err)
}
