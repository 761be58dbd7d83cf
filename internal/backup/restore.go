package backup

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

const (
	// batchValues and batchBytes bound one INSERT; SQLite takes 32766 values.
	batchValues = 8000
	batchBytes  = 1 << 20
)

// Restore fills an empty database from a backup of either database, and then
// brings it to the schema of this program. The file is read and compared with
// its checksums first. All rows arrive in one transaction: after an error the
// database is as empty as before. Nobody may work with it meanwhile.
func Restore(ctx context.Context, d *db.DB, a *Archive, progress Progress) error {
	if err := a.Check(); err != nil {
		return err
	}
	if err := a.prepare(ctx, d); err != nil {
		return err
	}
	total := a.Manifest.Rows()
	err := d.WithTimeout(patience).Write(ctx, func(tx *db.Tx) error {
		return a.fill(tx, counter(progress, total))
	})
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		return fmt.Errorf("all rows are restored, but the schema is still that of the backup; run \"movingcities migrate\": %w", err)
	}
	return nil
}

// prepare gives a database without tables the schema that the backup was made
// of, and refuses one with another schema.
func (a *Archive) prepare(ctx context.Context, d *db.DB) error {
	applied, known, err := d.Migrations(ctx)
	if err != nil {
		return err
	}
	want := a.Manifest.Migrations
	if len(want) == 0 || len(want) > len(known) || !slices.Equal(want, known[:len(want)]) {
		return fault.New(fault.Conflict, "backup_schema",
			"The backup was made with the migrations %v, which this program does not have (it has %v). Restore it with the program that wrote it, then migrate.", want, known)
	}
	if len(applied) > 0 && !slices.Equal(applied, want) {
		return fault.New(fault.Conflict, "backup_schema",
			"The database has the migrations %v, the backup %v. Restore into a database that has no tables at all; it is migrated afterwards.", applied, want)
	}
	if len(applied) > 0 {
		return nil
	}
	return d.MigrateTo(ctx, want[len(want)-1])
}

// fill puts all rows in; the tables that others refer to come first.
func (a *Archive) fill(tx *db.Tx, step func()) error {
	all, err := tables(tx)
	if err != nil {
		return err
	}
	if err := refuseFilled(tx, all); err != nil {
		return err
	}
	held := map[string]Table{}
	for _, t := range a.Manifest.Tables {
		held[t.Name] = t
	}
	for _, t := range all {
		from, there := held[t.Name]
		delete(held, t.Name)
		if !there && fleeting(t.Name) {
			continue
		}
		if !there || !slices.Equal(t.Columns, from.Columns) {
			return damaged(nil, "the table "+t.Name+" does not have the columns of its migrations")
		}
		if err := a.fillTable(tx, t, from, step); err != nil {
			return err
		}
	}
	for name := range held {
		return damaged(nil, "it has a table "+strconv.Quote(name)+", which none of its migrations makes")
	}
	if tx.Postgres() { // otherwise the first questions are planned as if the tables were empty
		_, err = tx.Exec("ANALYZE")
	}
	return err
}

// refuseFilled wants a database in which nobody has done anything yet.
func refuseFilled(tx *db.Tx, all []table) error {
	for _, t := range all {
		if seeded(t.Name) {
			continue
		}
		n, err := count(tx, t.Name)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(fault.Conflict, "not_empty",
				"The database is not empty: its table %s has %d rows. A backup is restored only into an empty database; name a new one in MC_DATABASE_URL.", t.Name, n)
		}
	}
	return nil
}

func (a *Archive) fillTable(tx *db.Tx, t table, from Table, step func()) error {
	if seeded(t.Name) {
		if _, err := tx.Exec("DELETE FROM " + quoted(t.Name)); err != nil {
			return err
		}
	}
	b := &batch{tx: tx, table: t}
	err := a.eachLine(from, func(text []byte) error {
		values, err := parse(text, t.Columns)
		if err != nil {
			return damaged(err, "a row of the table "+t.Name+" cannot be read")
		}
		step()
		return b.add(values, len(text))
	})
	if err != nil {
		return err
	}
	return b.flush()
}

// batch gathers rows of one table for one INSERT.
type batch struct {
	tx     *db.Tx
	table  table
	values []any
	bytes  int
}

func (b *batch) add(values []any, size int) error {
	b.values = append(b.values, values...)
	b.bytes += size
	if b.bytes >= batchBytes || len(b.values)+len(values) > batchValues {
		return b.flush()
	}
	return nil
}

func (b *batch) flush() error {
	if len(b.values) == 0 {
		return nil
	}
	// Straight to the driver: GORM would take every slice of bytes and every
	// placeholder apart.
	statement := b.tx.Gorm().Statement
	_, err := statement.ConnPool.ExecContext(statement.Context, b.insert(), b.values...)
	if err != nil {
		return fmt.Errorf("restore table %s: %w", b.table.Name, err)
	}
	clear(b.values)
	b.values, b.bytes = b.values[:0], 0
	return nil
}

func (b *batch) insert() string {
	var sql strings.Builder
	sql.WriteString("INSERT INTO " + quoted(b.table.Name) + " (" + b.table.names() + ") VALUES ")
	for i := range b.values {
		switch {
		case i == 0:
			sql.WriteString("(")
		case i%len(b.table.Columns) == 0:
			sql.WriteString("), (")
		default:
			sql.WriteString(", ")
		}
		if b.tx.Postgres() {
			sql.WriteString("$" + strconv.Itoa(i+1))
		} else {
			sql.WriteString("?")
		}
	}
	sql.WriteString(")")
	return sql.String()
}
