package db_test

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/migrations"
)

// rows has every row struct. A table without one here fails the test below.
var rows = []any{
	db.Alias{},
	db.Approval{},
	db.Audit{},
	db.Comment{},
	db.Mention{},
	db.Preference{},
	db.Preview{},
	db.Presence{},
	db.SetAside{},
	db.Setting{},
	db.Document{},
	db.Entry{},
	db.Grant{},
	db.History{},
	db.Idempotency{},
	db.Link{},
	db.Listing{},
	db.MemoryPair{},
	db.MemoryWord{},
	db.Job{},
	db.JobItem{},
	db.MachineUsage{},
	db.Concept{},
	db.Term{},
	db.SearchDocument{},
	db.SearchPosting{},
	db.SearchWord{},
	db.DraftsDocument{},
	db.DraftsPosting{},
	db.DraftsWord{},
	db.DraftsMark{},
	db.Dismissal{},
	db.Publication{},
	db.Published{},
	db.PublishedValue{},
	db.Release{},
	db.ReleaseItem{},
	db.Revision{},
	db.SegmentCount{},
	db.Session{},
	db.Slug{},
	db.Snooze{},
	db.SourceChange{},
	db.SourceText{},
	db.Throttle{},
	db.Token{},
	db.User{},
	db.Waiting{},
}

// column is one column of one table as either database describes it.
type column struct {
	Table, Name, Type string
	Nullable          bool
	Key               bool // part of the primary key
}

// index is one index, with its columns in order. Names are left out: SQLite makes them up.
type index struct {
	Table, Columns string
	IsUnique       bool
}

func TestBothSchemasAgreeWithTheRows(t *testing.T) {
	columns, indexes := map[string][]column{}, map[string][]index{}
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		require.NoError(t, d.Migrate(t.Context()))
		name := t.Name()[strings.LastIndex(t.Name(), "/")+1:]
		columns[name], indexes[name] = columnsOf(t, d), indexesOf(t, d)
		require.ElementsMatch(t, columnsOfRows(t, d), withoutCounters(columns[name]))
	})
	require.NotEmpty(t, indexes["sqlite"])
	require.ElementsMatch(t, columns["sqlite"], columns["postgres"])
	require.ElementsMatch(t, indexes["sqlite"], indexes["postgres"])
}

// withoutCounters leaves out the one table that is only used by name.
func withoutCounters(all []column) []column {
	return slices.DeleteFunc(slices.Clone(all), func(c column) bool { return c.Table == "counters" })
}

func columnsOfRows(t *testing.T, d *db.DB) []column {
	types := map[reflect.Type]string{
		reflect.TypeFor[string]():  "TEXT",
		reflect.TypeFor[int64]():   "BIGINT",
		reflect.TypeFor[db.Time](): "BIGINT",
		reflect.TypeFor[float64](): "DOUBLE PRECISION",
		reflect.TypeFor[bool]():    "BOOLEAN",
		reflect.TypeFor[[]byte]():  "BYTEA",
	}
	var all []column
	require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) error {
		for _, row := range rows {
			statement := &gorm.Statement{DB: tx.Gorm()}
			require.NoError(t, statement.Parse(row))
			for _, field := range statement.Schema.Fields {
				goType, nullable := field.FieldType, field.FieldType.Kind() == reflect.Pointer
				if nullable {
					goType = goType.Elem()
				}
				require.Contains(t, types, goType, "%s.%s", statement.Table, field.Name)
				all = append(all, column{statement.Table, field.DBName, types[goType], nullable, field.PrimaryKey})
			}
		}
		return nil
	}))
	return all
}

func columnsOf(t *testing.T, d *db.DB) []column {
	sql := `SELECT m.name AS "table", c.name, upper(c.type) AS type, c."notnull" = 0 AS nullable, c.pk > 0 AS key
		FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version'`
	if d.Postgres() {
		sql = `SELECT c.table_name AS "table", c.column_name AS name, upper(c.data_type) AS type, c.is_nullable = 'YES' AS nullable,
				EXISTS (SELECT 1 FROM information_schema.key_column_usage u
					JOIN information_schema.table_constraints k USING (constraint_name, table_name, table_schema)
					WHERE k.constraint_type = 'PRIMARY KEY' AND u.table_name = c.table_name AND u.column_name = c.column_name) AS key
			FROM information_schema.columns c
			WHERE c.table_schema = 'public' AND c.table_name <> 'goose_db_version'`
	}
	return described[column](t, d, sql)
}

func indexesOf(t *testing.T, d *db.DB) []index {
	sql := `SELECT m.name AS "table", i."unique" AS is_unique, (SELECT group_concat(c.name, ',') FROM pragma_index_info(i.name) c) AS columns
		FROM sqlite_master m, pragma_index_list(m.name) i
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version'`
	if d.Postgres() {
		sql = `SELECT t.relname AS "table", i.indisunique AS is_unique,
				(SELECT string_agg(a.attname, ',' ORDER BY k.ord) FROM unnest(i.indkey) WITH ORDINALITY k (num, ord)
					JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num) AS columns
			FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
			WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'goose_db_version'`
	}
	return described[index](t, d, sql)
}

func described[T any](t *testing.T, d *db.DB, sql string) (all []T) {
	require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) (err error) {
		all, err = db.Query[T](tx, sql)
		return err
	}))
	return all
}

func TestMigratingTwiceIsMigratingOnce(t *testing.T) {
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		pending, err := d.Pending(t.Context())
		require.NoError(t, err)
		require.True(t, pending, "a bare database")

		require.NoError(t, d.Migrate(t.Context()))
		pending, err = d.Pending(t.Context())
		require.NoError(t, err)
		require.False(t, pending)

		before := count(t, d, "SELECT count(*) FROM goose_db_version")
		require.NoError(t, d.Migrate(t.Context()))
		require.Equal(t, before, count(t, d, "SELECT count(*) FROM goose_db_version"))
	})
}

func TestReplicasThatStartTogetherMigrateOnce(t *testing.T) {
	url := apptest.BarePostgres(t)
	replicas := []*db.DB{open(t, url), open(t, url), open(t, url)}
	var group sync.WaitGroup
	for _, replica := range replicas {
		group.Go(func() {
			if err := replica.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	require.EqualValues(t, 1, count(t, replicas[0], "SELECT count(*) FROM goose_db_version WHERE version_id = 1"))
}

func TestMigratingBackLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		require.NotEmpty(t, columnsOf(t, d))
		require.NoError(t, d.MigrateDown(t.Context(), migrations.Files))
		require.Empty(t, columnsOf(t, d))
		require.NoError(t, d.Migrate(t.Context()), "and the way up is open again")
	})
}

func TestAMigrationMayDifferBetweenTheDatabases(t *testing.T) {
	file := func(table string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE " + table + " (id BIGINT NOT NULL);\n-- +goose Down\nDROP TABLE " + table + ";\n")}
	}
	files := fstest.MapFS{
		"0001_common.sql":         file("common"),
		"0002_index.sqlite.sql":   file("only_sqlite"),
		"0002_index.postgres.sql": file("only_postgres"),
	}
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		require.NoError(t, d.MigrateWith(t.Context(), files))
		var tables []string
		for _, c := range columnsOf(t, d) {
			tables = append(tables, c.Table)
		}
		require.ElementsMatch(t, []string{"common", "only_" + t.Name()[strings.LastIndex(t.Name(), "/")+1:]}, tables)
	})
}

func TestAFailedMigrationLeavesTheSchemaAsItWas(t *testing.T) {
	files := fstest.MapFS{"0001_half.sql": {Data: []byte("-- +goose Up\nCREATE TABLE half (id BIGINT);\nCREATE TABLE half (id BIGINT);\n")}}
	apptest.EachBareDB(t, func(t *testing.T, url string) {
		d := open(t, url)
		require.Error(t, d.MigrateWith(t.Context(), files))
		require.Empty(t, columnsOf(t, d))
	})
}

func TestAnOlderProgramDoesNotTouchANewerSchema(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, ?)", true)
			return err
		})
		_, err := d.Pending(t.Context())
		require.ErrorContains(t, err, "start the newer program")
		require.ErrorContains(t, d.Migrate(t.Context()), "start the newer program")
	})
}
