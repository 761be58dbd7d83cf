package bench_test

import (
	"context"
	"fmt"
	"strings"

	"movingcities/config"
	"movingcities/internal/db"
	"movingcities/internal/schema"
	"movingcities/internal/search"
)

// copied are the tables that belong to entries, and which of their columns hold
// ids, or are to be different in every copy.
func copied() []struct{ table, ids, words, numbers string } {
	return []struct{ table, ids, words, numbers string }{
		{"entries", "id", "", ""},
		{"documents", "entry_id head_revision_id approved_revision_id", "", ""},
		{"revisions", "id entry_id parent_id made_from", "slug", ""},
		{"approvals", "id entry_id revision_id", "", ""},
		{"history", "entry_id revision_id", "", ""},
		{"source_texts", "entry_id", "", ""},
		{"segment_counts", "entry_id", "", ""},
		{"publications", "entry_id revision_id", "slug", "seq"},
		{"published", "entry_id revision_id", "slug", "seq"},
		{"published_values", "entry_id", "", ""},
		{"listing", "entry_id", "sort_key", ""},
		{"slugs", "entry_id", "slug", ""},
		{"memory_pairs", "entry_id", "id", "source_id target_id"},
	}
}

// multiply adds so many copies of every entry, with all that belongs to it. They
// say the same in other rows: what is done to one entry costs as much as among
// others that are all different, since nothing but search looks at words; and for
// it these are the most frequent words there can be.
func multiply(ctx context.Context, d *db.DB, copies int) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		last, err := db.Query[int64](tx, "SELECT value FROM counters WHERE name = 'publication'")
		if err != nil {
			return err
		}
		for _, t := range copied() {
			if err := multiplyRows(tx, t.table, t.ids, t.words, t.numbers, copies, last[0]); err != nil {
				return fmt.Errorf("%s: %w", t.table, err)
			}
		}
		if _, err := tx.Exec("UPDATE counters SET value = value * ? WHERE name = 'publication'", copies+1); err != nil {
			return err
		}
		model, err := schema.Load(config.Files)
		if err != nil {
			return err
		}
		if err := (&search.Store{Model: model}).Rebuild(tx); err != nil {
			return err
		}
		_, err = tx.Exec("ANALYZE") // as a server that lives longer has done
		return err
	})
}

func multiplyRows(tx *db.Tx, table, ids, words, numbers string, copies int, step int64) error {
	if copies == 0 {
		return nil
	}
	columns, err := columnsOf(tx, table)
	if err != nil {
		return err
	}
	digits := "printf('%012d', n)"
	if tx.Postgres() {
		digits = "lpad(n::text, 12, '0')"
	}
	values := make([]string, len(columns))
	for i, c := range columns {
		switch {
		case has(ids, c):
			values[i] = fmt.Sprintf("CASE WHEN %[1]s = '' THEN '' ELSE substr(%[1]s, 1, 24) || %[2]s END", c, digits)
		case has(words, c):
			values[i] = fmt.Sprintf("CASE WHEN %[1]s = '' THEN '' ELSE %[1]s || %[2]s END", c, digits)
		case has(numbers, c):
			values[i] = fmt.Sprintf("%s + n * %d", c, step)
		default:
			values[i] = c
		}
	}
	_, err = tx.Exec(fmt.Sprintf(`INSERT INTO %s (%s)
		WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < %d)
		SELECT %s FROM counted, %s`, table, strings.Join(columns, ", "), copies, strings.Join(values, ", "), table))
	return err
}

func has(list, one string) bool { return strings.Contains(" "+list+" ", " "+one+" ") }

func columnsOf(tx *db.Tx, table string) ([]string, error) {
	rows, err := tx.Gorm().Raw("SELECT * FROM " + table + " LIMIT 0").Rows()
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if closed := rows.Close(); err == nil {
		err = closed
	}
	return columns, err
}
