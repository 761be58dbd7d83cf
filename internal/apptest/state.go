package apptest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"movingcities/internal/db"
)

// State is every row of the tables that only an accepted change may touch, and of
// the others named. Two equal states mean that nothing was changed between them.
func State(tb testing.TB, d *db.DB, others ...string) string {
	tb.Helper()
	tables := append([]string{
		"users", "grants", "links", "entries", "documents", "revisions", "approvals", "history", "source_changes", "source_texts",
		"segment_counts", "releases", "release_items", "idempotency", "counters", "settings", "publications", "published",
		"published_values", "listing", "slugs", "aliases", "snoozes", "waiting", "dismissals", "memory_pairs", "concepts", "terms",
		"jobs", "job_items", "machine_usage", "comments", "mentions", "preferences", "set_asides", "previews",
	}, others...)
	var all strings.Builder
	err := d.Read(tb.Context(), func(tx *db.Tx) error {
		for _, table := range tables {
			rows, err := db.Query[map[string]any](tx, "SELECT * FROM "+table)
			if err != nil {
				return err
			}
			lines := make([]string, 0, len(rows))
			for _, row := range rows {
				lines = append(lines, fmt.Sprint(row))
			}
			slices.Sort(lines)
			fmt.Fprintln(&all, table, lines)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all.String()
}
