package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	defaultTimeout = 5 * time.Second
	insertBatch    = 200 // rows per INSERT; both databases limit the placeholders of a statement
	postgresConns  = 20  // well below the 100 of a default server, so that two replicas fit
)

// Config says which database to open and how long it may take to answer.
type Config struct {
	// URL is sqlite:PATH or postgres://user@host/name.
	URL string
	// Timeout bounds one transaction, waiting and repeating included. 0 is 5 s.
	Timeout time.Duration
	// Logger receives slow and failed statements, without their values. Nil logs nothing.
	Logger *slog.Logger
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	writer   *gorm.DB
	reader   *gorm.DB // the same as writer on Postgres
	postgres *pgx.ConnConfig
	timeout  time.Duration
	// session is the timeout that Postgres sessions were opened with.
	session time.Duration
}

// Open connects to the database and proves that it answers; it creates a
// missing SQLite file, but not the directory, and applies no migration. The
// error names what to correct and holds no password.
func Open(ctx context.Context, c Config) (*DB, error) {
	d := &DB{timeout: cmp.Or(c.Timeout, defaultTimeout)}
	d.session = d.timeout
	// PrepareStmt stays off: what it prepares inside a transaction ends with it,
	// and is prepared anew the next time. The Postgres driver keeps its own.
	settings := &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true, // every statement already runs in one
		CreateBatchSize:        insertBatch,
		Logger:                 statementLog{cmp.Or(c.Logger, slog.New(slog.DiscardHandler))},
	}
	scheme, rest, _ := strings.Cut(c.URL, ":")
	var err error
	switch scheme {
	case "sqlite":
		err = d.openSQLite(ctx, rest, settings)
	case "postgres", "postgresql":
		err = d.openPostgres(ctx, c.URL, settings)
	default:
		err = errors.New("db: the database URL must be sqlite:PATH or postgres://user@host/name")
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Close waits for running statements and closes all connections. SQLite's
// readers go first, so that the writer, as the last one, folds the write-ahead
// log back into the file.
func (d *DB) Close() error {
	var errs []error
	for _, pool := range []*gorm.DB{d.reader, d.writer} {
		if pool == nil {
			continue
		}
		conns, err := pool.DB()
		if err == nil {
			err = conns.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// WithTimeout is the same database with another bound on every transaction, for
// long work such as a rebuild or an import. It shares the connections of d and
// must not be closed for itself.
func (d *DB) WithTimeout(timeout time.Duration) *DB {
	patient := *d
	patient.timeout = timeout
	return &patient
}

// Postgres tells which of the two databases this is.
func (d *DB) Postgres() bool { return d.postgres != nil }

// openSQLite opens one connection for writing and several for reading. Writers
// queue for the one connection, and BEGIN IMMEDIATE takes the lock before the
// first read: otherwise a transaction that reads and then writes fails at once
// when another one wrote in between, whatever busy_timeout says.
func (d *DB) openSQLite(ctx context.Context, path string, settings *gorm.Config) error {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return errors.New("db: the database URL must name a file, as in sqlite:var/movingcities.db")
	}
	// SQLite would create the file readable for everybody; it holds password hashes.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("db: open the SQLite file: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("db: open the SQLite file: %w", err)
	}
	base := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(" + strconv.FormatInt(d.timeout.Milliseconds(), 10) + ")"
	writing := base + "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_txlock=immediate"
	if d.writer, err = dialSQLite(ctx, writing, 1, *settings); err != nil {
		return err
	}
	// One more than may read at once is for Watch.
	d.reader, err = dialSQLite(ctx, base+"&_query_only=1", max(4, runtime.NumCPU())+1, *settings)
	return err
}

func dialSQLite(ctx context.Context, dsn string, conns int, settings gorm.Config) (*gorm.DB, error) {
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("db: open SQLite: %w", err)
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return dial(ctx, pool, sqliteDialector{&gormsqlite.Dialector{Conn: pool}}, settings)
}

// openPostgres sets, unless the URL says otherwise, limits that hold on the
// server too, so that a client that vanished leaves no lock behind.
func (d *DB) openPostgres(ctx context.Context, address string, settings *gorm.Config) error {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return fmt.Errorf("db: the database URL cannot be read: %w", err)
	}
	d.postgres = config
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = d.timeout
	}
	limited := config.Copy()
	millis := strconv.FormatInt(d.timeout.Milliseconds(), 10)
	for name, value := range map[string]string{
		"application_name": "movingcities", "statement_timeout": millis, "idle_in_transaction_session_timeout": millis,
	} {
		if _, set := limited.RuntimeParams[name]; !set {
			limited.RuntimeParams[name] = value
		}
	}
	pool := stdlib.OpenDB(*limited)
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	d.writer, err = dial(ctx, pool, postgres.New(postgres.Config{Conn: pool}), *settings)
	d.reader = d.writer
	return err
}

func dial(ctx context.Context, pool *sql.DB, dialector gorm.Dialector, settings gorm.Config) (*gorm.DB, error) {
	err := pool.PingContext(ctx)
	if err == nil {
		var opened *gorm.DB
		if opened, err = gorm.Open(dialector, &settings); err == nil {
			return opened, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("db: the database does not answer: %w", err), pool.Close())
}

// sqliteDialector gives GORM the pure Go driver's errors in GORM's own terms;
// GORM's dialector understands only those of the C driver.
type sqliteDialector struct{ *gormsqlite.Dialector }

// Translate recognises duplicate keys and violated references.
func (sqliteDialector) Translate(err error) error {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		switch failure.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
		}
	}
	return err
}
