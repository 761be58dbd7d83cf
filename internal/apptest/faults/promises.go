package faults

import (
	"context"
	"fmt"

	"movingcities/internal/db"
)

// promises are queries that find what must never be there, whatever happened.
// Each gives one line per finding.
var promises = []struct{ name, query string }{
	{"history counts without gaps", `SELECT entry_id || ' ' || locale FROM history GROUP BY entry_id, locale HAVING COUNT(*) <> MAX(number)`},
	{"versions strictly increase", `SELECT h.entry_id || ' ' || h.locale FROM history h JOIN history b
		ON b.entry_id = h.entry_id AND b.locale = h.locale AND b.number = h.number - 1 WHERE h.version <= b.version`},
	{"history does not fork", `SELECT h.entry_id || ' ' || h.locale FROM history h JOIN history b
		ON b.entry_id = h.entry_id AND b.locale = h.locale AND b.number = h.number - 1 WHERE h.from_state <> b.to_state`},
	{"a document is where its history ends", `SELECT d.entry_id || ' ' || d.locale FROM documents d JOIN history h ON h.entry_id = d.entry_id AND h.locale = d.locale
		WHERE h.number = (SELECT MAX(number) FROM history l WHERE l.entry_id = d.entry_id AND l.locale = d.locale) AND (h.to_state <> d.state OR h.version > d.version)`},
	{"revisions count without gaps", `SELECT entry_id || ' ' || locale FROM revisions GROUP BY entry_id, locale HAVING COUNT(*) <> MAX(number)`},
	{"the newest text is there", `SELECT d.entry_id || ' ' || d.locale FROM documents d LEFT JOIN revisions r ON r.id = d.head_revision_id
		WHERE d.head_revision_id <> '' AND (r.id IS NULL OR r.entry_id <> d.entry_id OR r.locale <> d.locale)`},
	{"only approved texts are public", `SELECT p.entry_id || ' ' || p.locale FROM published p LEFT JOIN revisions r ON r.id = p.revision_id
		WHERE NOT EXISTS (SELECT 1 FROM approvals a WHERE a.entry_id = p.entry_id AND a.locale = p.locale AND a.content_hash = r.content_hash)`},
	{"no publication is ahead of the counter", `SELECT entry_id || ' ' || locale FROM publications WHERE seq > (SELECT value FROM counters WHERE name = 'publication')`},
	{"what is public is the last publication", `SELECT p.entry_id || ' ' || p.locale FROM publications p LEFT JOIN published l ON l.entry_id = p.entry_id AND l.locale = p.locale
		WHERE p.seq = (SELECT MAX(seq) FROM publications n WHERE n.entry_id = p.entry_id AND n.locale = p.locale)
		AND (p.kind = 'published') <> (l.revision_id IS NOT NULL AND l.revision_id = p.revision_id AND l.seq = p.seq)`},
	{"every publication has its line in the history", `SELECT p.entry_id || ' ' || p.locale FROM publications p GROUP BY p.entry_id, p.locale
		HAVING COUNT(*) <> (SELECT COUNT(*) FROM history h WHERE h.entry_id = p.entry_id AND h.locale = p.locale AND h.verb IN ('publish', 'unpublish'))`},
	{"a language is never live without the shared part", `SELECT entry_id || ' ' || locale FROM published p WHERE locale <> 'und'
		AND NOT EXISTS (SELECT 1 FROM published u WHERE u.entry_id = p.entry_id AND u.locale = 'und')`},
	{"what is live has its address and its place in the lists", `SELECT entry_id || ' ' || locale FROM published p WHERE locale <> 'und'
		AND (NOT EXISTS (SELECT 1 FROM slugs s WHERE s.entry_id = p.entry_id AND s.locale = p.locale AND s.slug = p.slug)
		OR NOT EXISTS (SELECT 1 FROM listing l WHERE l.entry_id = p.entry_id AND l.locale = p.locale))`},
	{"a remembered request has its answer", `SELECT user_id || ' ' || key FROM idempotency WHERE answer = ''`},
	{"a release is whole", `SELECT r.id || ' ' || i.entry_id || ' ' || i.locale FROM releases r JOIN release_items i ON i.release_id = r.id WHERE (r.published_at IS NOT NULL)
		<> EXISTS (SELECT 1 FROM publications p WHERE p.release_id = r.id AND p.entry_id = i.entry_id AND p.locale = i.locale)`},
}

// Broken says which promises the database breaks.
func Broken(ctx context.Context, d *db.DB) ([]string, error) {
	var broken []string
	err := d.Read(ctx, func(tx *db.Tx) error {
		broken = nil
		for _, p := range promises {
			found, err := db.Query[string](tx, p.query)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			for _, where := range found {
				broken = append(broken, p.name+": "+where)
			}
		}
		return nil
	})
	return broken, err
}

// Standing is where a document stands, as far as a verb changes it.
type Standing struct {
	EntryID, Locale, State      string
	Version, History, Revisions int64
	Publications, Live          int64
}

// Standings are all documents, by entry and locale.
func Standings(ctx context.Context, d *db.DB) (map[[2]string]Standing, error) {
	var rows []Standing
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = db.Query[Standing](tx, `SELECT d.entry_id, d.locale, d.state, d.version,
			(SELECT COUNT(*) FROM history h WHERE h.entry_id = d.entry_id AND h.locale = d.locale) AS history,
			(SELECT COUNT(*) FROM revisions r WHERE r.entry_id = d.entry_id AND r.locale = d.locale) AS revisions,
			(SELECT COUNT(*) FROM publications p WHERE p.entry_id = d.entry_id AND p.locale = d.locale) AS publications,
			COALESCE((SELECT MAX(seq) FROM published l WHERE l.entry_id = d.entry_id AND l.locale = d.locale), 0) AS live FROM documents d`)
		return err
	})
	all := map[[2]string]Standing{}
	for _, s := range rows {
		all[[2]string{s.EntryID, s.Locale}] = s
	}
	return all, err
}
