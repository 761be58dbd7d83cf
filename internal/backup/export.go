package backup

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"movingcities/internal/db"
)

// ExportFile is Export into a file, which appears when it is complete.
func ExportFile(ctx context.Context, d *db.DB, path string, progress Progress) (int64, error) {
	var rows int64
	err := writeFile(path, func(file *os.File) (err error) {
		rows, err = Export(ctx, d, file, progress)
		return err
	})
	return rows, err
}

// Export writes what the database holds at one moment for people and other
// programs, and tells how many rows that is. A line is
// {"table": "revisions", "row": {…}}: times as in RFC 3339, content as the
// objects it consists of. Hashes of passwords, sessions, links and tokens are
// not in it, nor what is only derived from the rest.
func Export(ctx context.Context, d *db.DB, to io.Writer, progress Progress) (rows int64, err error) {
	out := bufio.NewWriterSize(to, 64<<10)
	err = snapshot(ctx, d, func(tx *db.Tx) error {
		all, total, err := copied(tx, kept)
		if err != nil {
			return err
		}
		step := counter(progress, total)
		for _, t := range all {
			t.Columns = slices.DeleteFunc(t.Columns, func(c Column) bool { return secret(c.Name) })
			if err := exportTable(out, tx, t, step); err != nil {
				return err
			}
		}
		rows = total
		return nil
	})
	if err == nil {
		err = out.Flush()
	}
	return rows, err
}

// kept tells the tables that no export holds: keys to the system, and what the
// program computes from the other tables for its own use.
func kept(name string) bool {
	switch name {
	case "sessions", "links", "throttles", "idempotency", "settings", "presence",
		"counters", "segment_counts", "waiting", "listing", "published_values", "memory_words":
		return true
	}
	return strings.HasPrefix(name, "search_") || strings.HasPrefix(name, "drafts_") // the indexes for searching
}

// secret tells the columns with which somebody might get in.
func secret(column string) bool {
	return column == "password_hash" || column == "token_hash" || strings.Contains(column, "secret")
}

func exportTable(out *bufio.Writer, tx *db.Tx, t table, step func()) error {
	l := newLine()
	return eachRow(tx, t, func(values []any) error {
		for i, c := range t.Columns {
			values[i] = readable(t.Name, c, values[i])
		}
		l.buffer.Reset()
		l.buffer.WriteString(`{"table":`)
		if err := l.value(t.Name); err != nil {
			return err
		}
		l.buffer.WriteString(`,"row":`)
		if err := l.object(t.Columns, values); err != nil {
			return err
		}
		l.buffer.WriteString("}\n")
		step()
		if _, err := out.Write(l.buffer.Bytes()); err != nil {
			return fmt.Errorf("write the export: %w", err)
		}
		return nil
	})
}

// readable gives moments and content the form in which others expect them.
func readable(table string, c Column, value any) any {
	switch v := value.(type) {
	case int64:
		if at := time.UnixMicro(v).UTC(); moment(c.Name) && at.Year() >= 0 && at.Year() <= 9999 { // RFC 3339 has no others
			return at
		}
	case string:
		if structured(table+"."+c.Name) && json.Valid([]byte(v)) {
			return json.RawMessage(v)
		}
	}
	return value
}

// moment tells the columns that hold times, by the names that migrations give them.
func moment(column string) bool {
	switch column {
	case "at", "since", "until":
		return true
	}
	return strings.HasSuffix(column, "_at") || strings.HasSuffix(column, "_until")
}

// structured tells the columns whose text is JSON.
func structured(column string) bool {
	switch column {
	case "revisions.content", "published.body", "source_texts.inline", "documents.minor_keys", "tokens.scopes", "preferences.value":
		return true
	}
	return false
}
