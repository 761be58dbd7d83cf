package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/backup"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func TestMain(m *testing.M) { apptest.Main(m) }

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Config{URL: url, Timeout: time.Minute})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// eachWay runs a test from SQLite to Postgres and back; to has no tables yet.
func eachWay(t *testing.T, test func(t *testing.T, from, to *db.DB)) {
	t.Helper()
	t.Run("sqlite to postgres", func(t *testing.T) { test(t, open(t, apptest.SQLite(t)), open(t, apptest.BarePostgres(t))) })
	t.Run("postgres to sqlite", func(t *testing.T) {
		test(t, open(t, apptest.Postgres(t)), open(t, "sqlite:"+filepath.Join(t.TempDir(), "bare.db")))
	})
}

// column is a column as either database describes it.
type column struct {
	Table, Name, Type string
	Nullable          bool
}

// columnsOf asks the database for all it has, in another way than the program does.
func columnsOf(t *testing.T, tx *db.Tx) map[string][]column {
	t.Helper()
	sql := `SELECT m.name AS "table", c.name, c.type, c."notnull" = 0 AS nullable FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name <> 'sqlite_sequence'`
	if tx.Postgres() {
		sql = `SELECT t.tablename AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
			FROM pg_tables t JOIN pg_attribute a ON a.attrelid = t.tablename::regclass AND a.attnum > 0 AND NOT a.attisdropped
			WHERE t.schemaname = 'public'`
	}
	all, err := db.Query[column](tx, sql)
	require.NoError(t, err)
	byTable := map[string][]column{}
	for _, c := range all {
		byTable[c.Table] = append(byTable[c.Table], c)
	}
	delete(byTable, "goose_db_version") // the migrations: named in the manifest
	return byTable
}

// awkward is a text with what quoting, encoding and databases stumble over.
const awkward = "x \"ζ\" \\ <b>&\u2028 ś'\n\t\U0001F3D9 ?"

// fill puts two rows into every table, whatever columns it has: one with all
// columns filled, and one with nothing where nothing is allowed. References hold
// because all texts of a row are the same.
func fill(t *testing.T, d *db.DB) {
	t.Helper()
	require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error {
		left := columnsOf(t, tx)
		for len(left) > 0 {
			before := len(left)
			for name, columns := range left {
				if slices.ContainsFunc(parents(t, tx, name), func(p string) bool { return left[p] != nil }) {
					continue
				}
				insert(t, tx, name, columns)
				delete(left, name)
			}
			require.Less(t, len(left), before, "tables that wait for each other")
		}
		return nil
	}))
}

func parents(t *testing.T, tx *db.Tx, table string) []string {
	t.Helper()
	sql := `SELECT "table" FROM pragma_foreign_key_list(?)`
	if tx.Postgres() {
		sql = `SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = ?::regclass`
	}
	found, err := db.Query[string](tx, sql, table)
	require.NoError(t, err)
	return found
}

func insert(t *testing.T, tx *db.Tx, table string, columns []column) {
	t.Helper()
	for row := range 2 {
		var names, marks []string
		var values []any
		for _, c := range columns {
			names, marks = append(names, `"`+c.Name+`"`), append(marks, "?")
			var value any
			switch {
			case row == 1 && c.Nullable:
			case strings.EqualFold(c.Type, "text"):
				value = []string{awkward, "y"}[row]
			case strings.EqualFold(c.Type, "bigint"):
				value = []int64{1<<60 + 1, -1 << 62}[row]
			case strings.EqualFold(c.Type, "double precision"):
				value = []float64{0.1, -1e300}[row]
			case strings.EqualFold(c.Type, "boolean"):
				value = row == 0
			case strings.EqualFold(c.Type, "bytea"):
				value = [][]byte{{0, 255, '"'}, {1}}[row]
			default:
				t.Fatalf("%s.%s: a new type %s; the backup must learn it too", c.Table, c.Name, c.Type)
			}
			values = append(values, value)
		}
		_, err := tx.Exec(`INSERT INTO "`+table+`" (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`, values...)
		require.NoError(t, err, table)
	}
}

// Every table is in a backup, with every column, and comes out on the other
// database as it went in. This test fails when a migration brings a table that
// the backup does not find.
func TestEverythingComesBackOnTheOtherDatabase(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to *db.DB) {
		fill(t, from)
		path := filepath.Join(t.TempDir(), "a.zip")
		var told []int64
		made, err := backup.Write(t.Context(), from, path, noon, func(done, total int64) { told = append(told, done, total) })
		require.NoError(t, err)
		require.Equal(t, []int64{made.Rows(), made.Rows()}, told, "the progress of so few rows")

		want := read(t, from, func(tx *db.Tx) map[string][]column { return columnsOf(t, tx) })
		delete(want, "sessions")
		delete(want, "links")
		require.Len(t, made.Tables, len(want))
		for _, table := range made.Tables {
			require.Len(t, table.Columns, len(want[table.Name]), table.Name)
			require.GreaterOrEqual(t, table.Rows, int64(2), table.Name)
		}

		restore(t, to, path)
		again, err := backup.Write(t.Context(), to, filepath.Join(t.TempDir(), "b.zip"), noon, nil)
		require.NoError(t, err)
		require.Equal(t, sums(made), sums(again))
		require.Zero(t, read(t, to, func(tx *db.Tx) int64 { return rows(t, tx, "sessions") + rows(t, tx, "links") }))
	})
}

func restore(t *testing.T, to *db.DB, path string) {
	t.Helper()
	require.NoError(t, tryRestore(t, to, path))
}

func tryRestore(t *testing.T, to *db.DB, path string) error {
	t.Helper()
	archive, err := backup.Open(path)
	if err != nil {
		return err
	}
	defer archive.Close()
	return backup.Restore(t.Context(), to, archive, nil)
}

// sums are the checksums of the tables; rows come in the order they were written.
func sums(m *backup.Manifest) map[string]string {
	all := map[string]string{}
	for _, t := range m.Tables {
		all[t.Name] = t.SHA256
	}
	return all
}

func read[T any](t *testing.T, d *db.DB, fn func(*db.Tx) T) (value T) {
	t.Helper()
	require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error { value = fn(tx); return nil }))
	return value
}

func rows(t *testing.T, tx *db.Tx, table string) int64 {
	t.Helper()
	n, err := db.Query[int64](tx, "SELECT COUNT(*) FROM "+table)
	require.NoError(t, err)
	return n[0]
}

// A backup outlives the version that wrote it.
func TestABackupOfAnOlderVersion(t *testing.T) {
	eachWay(t, func(t *testing.T, _, to *db.DB) {
		from := open(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db"))
		require.NoError(t, from.MigrateTo(t.Context(), 1))
		fill(t, from)
		path := filepath.Join(t.TempDir(), "old.zip")
		made, err := backup.Write(t.Context(), from, path, noon, nil)
		require.NoError(t, err)
		require.Equal(t, []int64{1}, made.Migrations)
		restore(t, to, path)
		pending, err := to.Pending(t.Context())
		require.NoError(t, err)
		require.False(t, pending)
		require.EqualValues(t, 2, read(t, to, func(tx *db.Tx) int64 { return rows(t, tx, "revisions") }))

		migrated := open(t, apptest.SQLite(t))
		err = tryRestore(t, migrated, path)
		require.True(t, fault.Is(err, "backup_schema"), "into tables of another version: %v", err)
	})
}

// A database in which anything happened is left as it is.
func TestOnlyIntoAnEmptyDatabase(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to *db.DB) {
		path := filepath.Join(t.TempDir(), "a.zip")
		_, err := backup.Write(t.Context(), from, path, noon, nil)
		require.NoError(t, err)
		require.NoError(t, to.Migrate(t.Context()))
		restore(t, to, path) // tables without rows are empty enough

		require.NoError(t, to.Write(t.Context(), func(tx *db.Tx) error {
			return tx.Insert(&db.Audit{ID: "1", At: db.At(noon), Action: "sign_in"})
		}))
		err = tryRestore(t, to, path)
		require.True(t, fault.Is(err, "not_empty"), "%v", err)
		require.EqualValues(t, 1, read(t, to, func(tx *db.Tx) int64 { return rows(t, tx, "audit") }))
	})
}

// changed copies a backup and lets change decide about each member of the copy.
func changed(t *testing.T, path string, change func(name string, text []byte) []byte) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer in.Close()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		if text = change(f.Name, text); text == nil {
			continue
		}
		w, err := writer.Create(f.Name)
		require.NoError(t, err)
		_, err = w.Write(text)
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	return file(t, out.Bytes())
}

func file(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "changed.zip")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

// remade lets change write another manifest.
func remade(t *testing.T, path string, change func(*backup.Manifest)) string {
	t.Helper()
	return changed(t, path, func(name string, text []byte) []byte {
		if name != "manifest.json" {
			return text
		}
		var m backup.Manifest
		require.NoError(t, json.Unmarshal(text, &m))
		change(&m)
		text, err := json.Marshal(m)
		require.NoError(t, err)
		return text
	})
}

// Whatever is wrong with the file, the database stays without a single row.
func TestAFileThatIsNotSound(t *testing.T) {
	from := open(t, apptest.SQLite(t))
	fill(t, from)
	path := filepath.Join(t.TempDir(), "a.zip")
	_, err := backup.Write(t.Context(), from, path, noon, nil)
	require.NoError(t, err)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)

	flipped := bytes.Clone(whole)
	flipped[len(flipped)/3] ^= 1
	cases := map[string]struct{ path, code string }{
		"cut off":          {file(t, whole[:len(whole)-100]), "backup_damaged"},
		"empty":            {file(t, nil), "backup_damaged"},
		"another ZIP file": {changed(t, path, func(string, []byte) []byte { return nil }), "backup_damaged"},
		"one bit":          {file(t, flipped), "backup_damaged"},
		"a table missing": {changed(t, path, func(name string, text []byte) []byte {
			if name == "tables/revisions.jsonl" {
				return nil
			}
			return text
		}), "backup_damaged"},
		"a row missing": {changed(t, path, func(name string, text []byte) []byte {
			if name == "tables/history.jsonl" {
				return text[:bytes.IndexByte(text, '\n')+1]
			}
			return text
		}), "backup_damaged"},
		"a newer format":  {remade(t, path, func(m *backup.Manifest) { m.FormatVersion = 2 }), "backup_format"},
		"a newer program": {remade(t, path, func(m *backup.Manifest) { m.Migrations = append(m.Migrations, 9999) }), "backup_schema"},
		"other columns":   {remade(t, path, func(m *backup.Manifest) { m.Tables[3].Columns[0].Name = "other" }), "backup_damaged"},
		"another table":   {remade(t, path, func(m *backup.Manifest) { m.Tables[3].Name = m.Tables[4].Name }), "backup_damaged"},
	}
	// The same person twice: every checksum is right, only the database notices.
	twice := changed(t, path, func(name string, text []byte) []byte {
		if name == "tables/users.jsonl" {
			return append(text, text...)
		}
		return text
	})
	twice = remade(t, twice, func(m *backup.Manifest) {
		for i, table := range m.Tables {
			if table.Name == "users" {
				m.Tables[i].Rows, m.Tables[i].SHA256 = 4, sumOf(t, twice, "tables/users.jsonl")
			}
		}
	})
	cases["a row twice"] = struct{ path, code string }{twice, ""}

	apptest.EachDB(t, func(t *testing.T, url string) {
		to := open(t, url)
		for name, c := range cases {
			err := tryRestore(t, to, c.path)
			require.Error(t, err, name)
			if c.code != "" {
				require.True(t, fault.Is(err, c.code), "%s: %v", name, err)
			}
			left := read(t, to, func(tx *db.Tx) (n int64) {
				for table := range columnsOf(t, tx) {
					if table != "counters" && table != "settings" {
						n += rows(t, tx, table)
					}
				}
				return n
			})
			require.Zero(t, left, name)
		}
		restore(t, to, path) // and the sound one still goes in
	})
}

func sumOf(t *testing.T, path, member string) (sum string) {
	t.Helper()
	changed(t, path, func(name string, text []byte) []byte {
		if name == member {
			hashed := sha256.Sum256(text)
			sum = hex.EncodeToString(hashed[:])
		}
		return text
	})
	return sum
}

// A backup that fails leaves the one of yesterday, and nothing beside it.
func TestAFailedBackupLeavesTheFormerFile(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		fill(t, d)
		directory := t.TempDir()
		path := filepath.Join(directory, "a.zip")
		require.NoError(t, os.WriteFile(path, []byte("yesterday"), 0o600))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := backup.Write(ctx, d, path, noon, nil)
		require.Error(t, err)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, "yesterday", string(text))

		_, err = backup.Write(t.Context(), d, path, noon, nil)
		require.NoError(t, err)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode())
		entries, err := os.ReadDir(directory)
		require.NoError(t, err)
		require.Len(t, entries, 1)
	})
}

// A wrong address must not pass for a backup, night after night.
func TestADatabaseWithoutTablesIsNoBackup(t *testing.T) {
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		_, err := backup.Write(t.Context(), open(t, url), filepath.Join(t.TempDir(), "a.zip"), noon, nil)
		require.True(t, fault.Is(err, "no_schema"), "%v", err)
	})
}

// An export has the content and its history, and nothing to get in with.
func TestAnExportHoldsNoSecrets(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		fill(t, d)
		var out bytes.Buffer
		n, err := backup.Export(t.Context(), d, &out, nil)
		require.NoError(t, err)
		seen, lines := map[string]map[string]any{}, int64(0)
		for text := range bytes.Lines(out.Bytes()) {
			var line struct {
				Table string
				Row   map[string]any
			}
			require.NoError(t, json.Unmarshal(text, &line))
			lines++
			if seen[line.Table] == nil {
				seen[line.Table] = line.Row
			}
		}
		require.Equal(t, n, lines)
		for _, table := range []string{"entries", "documents", "revisions", "approvals", "history", "publications", "published", "users", "grants", "audit"} {
			require.Contains(t, seen, table)
		}
		for _, table := range []string{"sessions", "links", "settings", "throttles", "idempotency"} {
			require.NotContains(t, seen, table)
		}
		require.NotContains(t, seen["users"], "password_hash")
		require.NotContains(t, seen["tokens"], "token_hash")
		require.Equal(t, awkward, seen["history"]["comment"])
	})
}

// Contents are objects, not texts that hold objects.
func TestAnExportShowsContentAsJSON(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error {
			at := db.At(noon)
			for _, row := range []any{
				&db.User{ID: "ada", Email: "ada@example.org", PasswordHash: "argon2", PasswordChangedAt: at, CreatedAt: at},
				&db.Entry{ID: "palermo", Type: "city", SourceLocale: "it", CreatedAt: at, CreatedBy: "ada"},
				&db.Document{EntryID: "palermo", Locale: "it", State: "draft", ChangedAt: at},
				&db.Revision{ID: "r", EntryID: "palermo", Locale: "it", Number: 1, Content: `{"name":"Palermo"}`, Author: "ada", CreatedAt: at},
			} {
				if err := tx.Insert(row); err != nil {
					return err
				}
			}
			return nil
		}))
		path := filepath.Join(t.TempDir(), "all.jsonl")
		_, err := backup.ExportFile(t.Context(), d, path, nil)
		require.NoError(t, err)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(text), `{"table":"revisions","row":{"author":"ada","content":{"name":"Palermo"},`)
		require.Contains(t, string(text), `"created_at":"2026-03-01T12:00:00Z"`)
		require.NotContains(t, string(text), "argon2")
	})
}
