package db

import (
	"errors"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Tx is a running transaction. It must not be used after the function that
// received it has returned, nor by two goroutines at once.
type Tx struct {
	gorm     *gorm.DB
	postgres bool
	after    []func()
}

// OnCommit lets act run once the transaction has committed, before whoever
// began it goes on. It runs in no transaction and must not fail.
func (t *Tx) OnCommit(act func()) { t.after = append(t.after, act) }

// Gorm is the transaction for statements that the helpers here do not cover.
// Conditions go in as text with ? placeholders: GORM drops the zero values of a
// struct condition without a word.
func (t *Tx) Gorm() *gorm.DB { return t.gorm }

// Postgres tells which SQL the transaction speaks, where the two must differ.
func (t *Tx) Postgres() bool { return t.postgres }

// LockEntry makes other writers of the same entry wait until this transaction
// ends. An entry that does not exist locks nothing. SQLite has one writer
// anyway. It belongs into Write only.
func (t *Tx) LockEntry(id string) error {
	if !t.postgres {
		return nil
	}
	_, err := t.Exec("SELECT 1 FROM entries WHERE id = ? FOR UPDATE", id)
	return err
}

// Exec runs one statement with ? placeholders and tells how many rows it
// touched. A slice fills "IN ?".
func (t *Tx) Exec(sql string, args ...any) (int64, error) {
	done := t.gorm.Exec(sql, args...)
	return done.RowsAffected, done.Error
}

// Insert adds rows, a pointer to a row struct or a slice of them; an empty slice
// adds nothing. A row that is already there is an error that IsDuplicate knows.
func (t *Tx) Insert(rows any) error { return t.gorm.Create(rows).Error }

// InsertIgnore adds those rows whose keys are still free and tells how many that were.
func (t *Tx) InsertIgnore(rows any) (int64, error) {
	done := t.gorm.Clauses(clause.OnConflict{DoNothing: true}).Create(rows)
	return done.RowsAffected, done.Error
}

// First is the first row of T's table that meets the condition, or nil when
// there is none. The condition is SQL after WHERE with ? placeholders and may
// end in ORDER BY; it must not be empty and never holds a caller's text.
func First[T any](tx *Tx, condition string, args ...any) (*T, error) {
	rows, err := Find[T](tx, condition+" LIMIT 1", args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// Find is all rows of T's table that meet the condition, which is as in First
// and may end in ORDER BY and LIMIT. Without ORDER BY their order is undefined.
func Find[T any](tx *Tx, condition string, args ...any) ([]T, error) {
	if trimmed := strings.TrimSpace(condition); trimmed == "" || strings.HasPrefix(trimmed, "LIMIT ") {
		return nil, errors.New("db: a query needs a condition; an empty one would read the whole table")
	}
	table := &gorm.Statement{DB: tx.gorm}
	if err := table.Parse(new(T)); err != nil {
		return nil, err
	}
	return Query[T](tx, "SELECT * FROM "+table.Table+" WHERE "+condition, args...)
}

// Query runs any statement that answers with rows (SELECT, or RETURNING inside
// Write) with ? placeholders. T is a struct whose fields are named like the
// columns, or a plain type for a single column.
func Query[T any](tx *Tx, sql string, args ...any) ([]T, error) {
	var rows []T
	// Find, not Scan: Scan puts another logger in the place of ours, which writes values.
	err := tx.gorm.Raw(sql, args...).Find(&rows).Error
	return rows, err
}
