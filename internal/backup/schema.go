package backup

import (
	"fmt"
	"slices"
	"strings"

	"movingcities/internal/db"
)

// Kind is what a column holds, the same on both databases.
type Kind string

// The kinds of columns.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	Bytes   Kind = "bytes"
)

// kinds gives the kind of a column by its type in SQL.
func kinds() map[string]Kind {
	return map[string]Kind{"TEXT": Text, "BIGINT": Integer, "DOUBLE PRECISION": Number, "BOOLEAN": Boolean, "BYTEA": Bytes}
}

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// table is one table of a database, its columns in the order of their names.
type table struct {
	Name    string
	Columns []Column
}

// fleeting tells the tables whose rows end with the sign-ins they belong to.
func fleeting(name string) bool { return name == "sessions" || name == "links" }

// seeded tells the tables that have rows before anybody works with the database.
func seeded(name string) bool { return name == "counters" || name == "settings" }

// tables lists the tables of the program so that each comes after those it
// refers to. A column of an unknown type is an error: nothing may be left out
// without a word.
func tables(tx *db.Tx) ([]table, error) {
	sql := `SELECT m.name AS "table", c.name AS name, upper(c.type) AS type
		FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name <> 'goose_db_version'
		ORDER BY m.name, c.name`
	if tx.Postgres() {
		sql = `SELECT c.table_name AS "table", c.column_name AS name, upper(c.data_type) AS type
			FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
			WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'goose_db_version'
			ORDER BY c.table_name COLLATE "C", c.column_name COLLATE "C"`
	}
	found, err := db.Query[struct{ Table, Name, Type string }](tx, sql)
	if err != nil {
		return nil, err
	}
	var all []table
	for _, c := range found {
		kind, known := kinds()[c.Type]
		if !known {
			return nil, fmt.Errorf("backup: column %s.%s has the type %s, for which there is no form in a backup", c.Table, c.Name, c.Type)
		}
		if len(all) == 0 || all[len(all)-1].Name != c.Table {
			all = append(all, table{Name: c.Table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, Column{c.Name, kind})
	}
	return sorted(tx, all)
}

// sorted puts the tables that others refer to first.
func sorted(tx *db.Tx, all []table) ([]table, error) {
	sql := `SELECT m.name AS child, f."table" AS parent FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`
	if tx.Postgres() {
		sql = `SELECT c.relname AS child, p.relname AS parent FROM pg_constraint k
			JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE k.contype = 'f' AND n.nspname = current_schema()`
	}
	references, err := db.Query[struct{ Child, Parent string }](tx, sql)
	if err != nil {
		return nil, err
	}
	parents := map[string][]string{}
	for _, r := range references {
		parents[r.Child] = append(parents[r.Child], r.Parent)
	}
	done, ordered := map[string]bool{}, make([]table, 0, len(all))
	ready := func(t table) bool {
		return !slices.ContainsFunc(parents[t.Name], func(p string) bool { return !done[p] })
	}
	for len(all) > 0 {
		i := slices.IndexFunc(all, ready)
		if i < 0 {
			return nil, fmt.Errorf("backup: table %s is part of a circle of references, which no order of rows can satisfy", all[0].Name)
		}
		done[all[i].Name] = true
		ordered = append(ordered, all[i])
		all = slices.Delete(all, i, i+1)
	}
	return ordered, nil
}

func (t table) names() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func count(tx *db.Tx, name string) (int64, error) {
	counted, err := db.Query[int64](tx, "SELECT COUNT(*) FROM "+quoted(name))
	if err != nil {
		return 0, err
	}
	return counted[0], nil
}
