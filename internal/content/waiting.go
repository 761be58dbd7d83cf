package content

import "movingcities/internal/db"

// NoDue sorts documents without a due date after those with one.
const NoDue = int64(1) << 62

// rank orders the kinds of work, most urgent first; 9 is none. Package desk has
// their names in this order.
const rank = `CASE
	WHEN s.stale > 0 AND p.entry_id IS NOT NULL AND d.state <> 'in_review' THEN 0
	WHEN d.state = 'draft' AND d.returned THEN 1
	WHEN d.state = 'in_review' THEN 2
	WHEN d.state = 'approved' AND (p.entry_id IS NULL OR p.revision_id <> d.head_revision_id) THEN 3
	WHEN s.stale > 0 THEN 4
	WHEN d.state = 'draft' THEN 5
	WHEN d.state = 'missing' AND (d.follows = '' OR s.total > 0) THEN 6
	ELSE 9 END`

// requeue refreshes what waits of an entry, after anything that it depends on
// has changed: states, assignments, counts, what is live. It is a cache, so that
// a queue need not look at the texts that wait for nobody.
func requeue(tx *db.Tx, entry string) error {
	if _, err := tx.Exec("DELETE FROM waiting WHERE entry_id = ?", entry); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO waiting (entry_id, locale, type, country, assignee, rank, due)
		SELECT * FROM (SELECT d.entry_id, d.locale, e.type, e.country, d.assignee, `+rank+` AS rank, COALESCE(d.due_at, ?) AS due
			FROM documents d JOIN entries e ON e.id = d.entry_id
			LEFT JOIN segment_counts s ON s.entry_id = d.entry_id AND s.locale = d.locale
			LEFT JOIN published p ON p.entry_id = d.entry_id AND p.locale = d.locale
			WHERE d.entry_id = ? AND e.archived_at IS NULL) w WHERE rank < 9`, NoDue, entry)
	return err
}
