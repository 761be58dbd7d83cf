package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

const (
	format        = "movingcities-backup"
	formatVersion = 1
	manifestName  = "manifest.json"
	// patience is how long reading or writing the whole database may take.
	patience = 24 * time.Hour
	// often is after how many rows progress is told.
	often = 500
)

// Manifest says what a backup holds.
type Manifest struct {
	Format        string    `json:"format"`
	FormatVersion int       `json:"format_version"`
	MadeAt        time.Time `json:"made_at"`
	Migrations    []int64   `json:"migrations"`
	Tables        []Table   `json:"tables"`
}

// Table is one table of a backup.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Rows is the number of rows of all tables.
func (m *Manifest) Rows() int64 {
	var n int64
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// Progress is told how many rows of how many are done.
type Progress func(done, total int64)

// Write copies the database, as it is at one moment, into the file; everybody may
// go on working. The file appears when it is complete; an error leaves none.
func Write(ctx context.Context, d *db.DB, path string, now time.Time, progress Progress) (*Manifest, error) {
	var m *Manifest
	err := writeFile(path, func(file *os.File) error {
		applied, _, err := d.Migrations(ctx)
		if err == nil && len(applied) == 0 {
			err = fault.New(fault.Conflict, "no_schema", "There is nothing to copy: this database has no tables. Is it the right one? \"movingcities serve --check\" names it.")
		}
		if err != nil {
			return err
		}
		m = &Manifest{Format: format, FormatVersion: formatVersion, MadeAt: now.UTC(), Migrations: applied}
		return m.write(ctx, d, file, progress)
	})
	return m, err
}

func (m *Manifest) write(ctx context.Context, d *db.DB, file io.Writer, progress Progress) error {
	archive := zip.NewWriter(file)
	err := snapshot(ctx, d, func(tx *db.Tx) error {
		all, total, err := copied(tx, fleeting)
		if err != nil {
			return err
		}
		step := counter(progress, total)
		for _, t := range all {
			written, err := writeTable(archive, tx, t, step)
			if err != nil {
				return err
			}
			m.Tables = append(m.Tables, written)
		}
		return nil
	})
	if err != nil {
		return err
	}
	last, err := archive.Create(manifestName)
	if err == nil {
		encoder := json.NewEncoder(last)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(m)
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

// snapshot reads the database as it is at one moment. What is written out cannot
// be taken back, so a read that would have to be repeated fails instead.
func snapshot(ctx context.Context, d *db.DB, read func(*db.Tx) error) error {
	begun := false
	return d.WithTimeout(patience).Read(ctx, func(tx *db.Tx) error {
		if begun {
			return fault.New(fault.Unavailable, "snapshot_lost", "The database ended the reading before it was complete. Please run the command again.")
		}
		begun = true
		return read(tx)
	})
}

// copied lists the tables but those left out, and counts their rows.
func copied(tx *db.Tx, without func(string) bool) (kept []table, total int64, err error) {
	all, err := tables(tx)
	if err != nil {
		return nil, 0, err
	}
	for _, t := range all {
		if without(t.Name) {
			continue
		}
		n, err := count(tx, t.Name)
		if err != nil {
			return nil, 0, err
		}
		kept, total = append(kept, t), total+n
	}
	return kept, total, nil
}

// counter calls progress for some of the rows, and for the last one.
func counter(progress Progress, total int64) func() {
	done := int64(0)
	return func() {
		done++
		if progress != nil && (done%often == 0 || done == total) {
			progress(done, total)
		}
	}
}

func writeTable(archive *zip.Writer, tx *db.Tx, t table, step func()) (Table, error) {
	written := Table{Name: t.Name, Columns: t.Columns}
	member, err := archive.Create(memberName(t.Name))
	if err != nil {
		return written, fmt.Errorf("write the backup: %w", err)
	}
	sum, l := sha256.New(), newLine()
	err = eachRow(tx, t, func(values []any) error {
		l.buffer.Reset()
		if err := l.object(t.Columns, values); err != nil {
			return err
		}
		l.buffer.WriteByte('\n')
		written.Rows++
		step()
		_, _ = sum.Write(l.buffer.Bytes()) // a hash does not fail
		if _, err := member.Write(l.buffer.Bytes()); err != nil {
			return fmt.Errorf("write the backup: %w", err)
		}
		return nil
	})
	written.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return written, err
}

func memberName(table string) string { return "tables/" + table + ".jsonl" }
