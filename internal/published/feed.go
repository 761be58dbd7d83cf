package published

import (
	"context"
	"strings"

	"movingcities/internal/db"
)

// Changes answers with the publications after the number since, oldest first,
// at most limit of them (0 is MaxChanges). Reading on from Feed.Next misses
// nothing and repeats nothing. A negative number or a limit beyond MaxChanges is
// Invalid invalid_query.
func (r *Reader) Changes(ctx context.Context, since int64, limit int) (*Feed, error) {
	var found problems
	if since < 0 {
		found.add("since", "invalid_value", "Give 0 or the number of the last change you know.")
	}
	if limit < 0 || limit > MaxChanges {
		found.add("limit", "invalid_value", "Give a whole number from 1 to %d.", MaxChanges)
	}
	if err := found.fault(); err != nil {
		return nil, err
	}
	if limit == 0 {
		limit = MaxChanges
	}
	feed := &Feed{Next: since}
	err := r.read(ctx, func(tx *db.Tx) error {
		var err error
		feed.Data, err = db.Query[Change](tx, `SELECT seq, kind, entry_id AS id, type, locale, slug, at
			FROM publications WHERE seq > ? ORDER BY seq LIMIT ?`, since, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	if feed.More = len(feed.Data) > limit; feed.More {
		feed.Data = feed.Data[:limit]
	}
	if n := len(feed.Data); n > 0 {
		feed.Next = feed.Data[n-1].Seq
	} else {
		feed.Data = []Change{}
	}
	return feed, nil
}

// Resolve finds the entry at an address of the earlier site. NotFound not_found
// is an address that nobody claimed, Gone gone one whose entry is not public.
func (r *Reader) Resolve(ctx context.Context, path string) (*Address, error) {
	path = "/" + strings.Trim(path, "/")
	if path == "/" || !clean(path) || len(path) > maxTextBytes {
		return nil, notFound()
	}
	types := []string{}
	for _, t := range r.Model.Public() {
		types = append(types, t.Name)
	}
	var rows []Address
	err := r.read(ctx, func(tx *db.Tx) error {
		var err error
		rows, err = db.Query[Address](tx, `SELECT l.entry_id AS id, l.type, l.locale, p.slug FROM aliases a
			LEFT JOIN listing l ON l.type IN ? AND l.locale = a.locale AND l.entry_id = a.entry_id
			LEFT JOIN published p ON p.entry_id = l.entry_id AND p.locale = l.served_locale
			WHERE a.path = ?`, types, path)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, notFound()
	case rows[0].ID == "":
		return nil, gone()
	}
	return &rows[0], nil
}

// FormerAddress is where something public was before: under a path of the
// earlier site, or under a slug that it has no more.
type FormerAddress struct{ Path, Type, Locale, Slug string }

// Former lists the former addresses of everything that is public.
func (r *Reader) Former(ctx context.Context) ([]FormerAddress, error) {
	var all []FormerAddress
	err := r.read(ctx, func(tx *db.Tx) error {
		var err error
		all, err = db.Query[FormerAddress](tx, `SELECT a.path, '' AS type, a.locale, '' AS slug FROM aliases a
			WHERE EXISTS (SELECT 1 FROM published p WHERE p.entry_id = a.entry_id)
			UNION ALL SELECT '' AS path, s.type, s.locale, s.slug FROM slugs s
			WHERE EXISTS (SELECT 1 FROM published p WHERE p.entry_id = s.entry_id AND p.locale = s.locale AND p.slug <> s.slug)
			ORDER BY 1, 2, 3, 4`)
		return err
	})
	return all, err
}
