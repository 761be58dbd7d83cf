package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// ChangesPage is a page of what happened to the approved sentences of a text.
type ChangesPage struct {
	Data []content.SourceChange `json:"data"`
	Next string                 `json:"next,omitempty"`
}

// changeRow is a change with the people and the revision behind it. Rows older
// than the column have no revision; then who approved stands in for who wrote.
type changeRow struct {
	db.SourceChange
	Revision                                      int64
	Author, AuthorName, DeclaredName, RevokedName string
}

const changeRows = `SELECT c.*, COALESCE(r.number, 0) AS revision, COALESCE(r.author, c.by_user) AS author,
	COALESCE(a.name, '') AS author_name, COALESCE(d.name, '') AS declared_name, COALESCE(v.name, '') AS revoked_name
	FROM source_changes c
	LEFT JOIN revisions r ON r.id = c.revision_id
	LEFT JOIN users a ON a.id = COALESCE(r.author, c.by_user)
	LEFT JOIN users d ON d.id = c.declared_by
	LEFT JOIN users v ON v.id = c.revoked_by
	WHERE c.entry_id = ? AND c.locale = ?`

func (r changeRow) view() content.SourceChange {
	return content.SourceChange{
		ID: r.ID, Key: r.Key, From: r.FromHash, To: r.ToHash, At: r.At, Revision: r.Revision,
		Author: r.Author, AuthorName: r.AuthorName, ApprovedBy: r.ByUser,
		Minor: r.Minor && r.RevokedAt == nil, DeclaredBy: r.DeclaredBy, DeclaredName: r.DeclaredName,
		RevokedAt: r.RevokedAt, RevokedBy: r.RevokedBy, RevokedName: r.RevokedName,
	}
}

type changePlace struct {
	At db.Time
	ID string
}

// Changes lists what approvals did to the sentences of a text, newest first:
// who, when, in which revision, and whether it was declared minor.
func (b *Board) Changes(ctx context.Context, a access.Actor, ref content.Ref, asked int, after string) (*ChangesPage, error) {
	size, err := pageSize(asked)
	if err != nil {
		return nil, err
	}
	sql, args := changeRows, []any{ref.Entry, ref.Locale}
	if after != "" {
		var at changePlace
		if err := decodeCursor(after, &at); err != nil {
			return nil, err
		}
		sql += " AND (c.at < ? OR (c.at = ? AND c.id < ?))"
		args = append(args, at.At, at.At, at.ID)
	}
	return read(ctx, b, func(tx *db.Tx) (*ChangesPage, error) {
		if _, err := b.Content.Look(tx, a, ref); err != nil {
			return nil, err
		}
		rows, err := db.Query[changeRow](tx, sql+" ORDER BY c.at DESC, c.id DESC LIMIT ?", append(args, size+1)...)
		if err != nil {
			return nil, err
		}
		page := &ChangesPage{Data: []content.SourceChange{}}
		if len(rows) > size {
			rows = rows[:size]
			page.Next = encodeCursor(changePlace{rows[size-1].At, rows[size-1].ID})
		}
		return page, page.fill(tx, ref, rows)
	})
}

// fill shows the changes with their words, which are kept for every approved text.
func (page *ChangesPage) fill(tx *db.Tx, ref content.Ref, rows []changeRow) error {
	var hashes []string
	for _, r := range rows {
		hashes = append(hashes, r.FromHash, r.ToHash)
	}
	if len(hashes) == 0 {
		return nil
	}
	kept, err := db.Find[db.SourceText](tx, "entry_id = ? AND locale = ? AND hash IN ?", ref.Entry, ref.Locale, hashes)
	if err != nil {
		return err
	}
	texts := map[string]string{"": ""} // equal hashes are equal texts, whatever the key
	for _, t := range kept {
		texts[t.Hash] = t.Text
	}
	for _, r := range rows {
		v := r.view()
		from, known := texts[r.FromHash]
		to, both := texts[r.ToHash]
		if known && both {
			v.Diff = segment.Diff(from, to)
		}
		page.Data = append(page.Data, v)
	}
	return nil
}

// newestChanges gives the last change of every segment of a text.
func newestChanges(tx *db.Tx, ref content.Ref) (map[string]content.SourceChange, error) {
	if ref.Locale == schema.Und || ref.Locale == "" {
		return nil, nil
	}
	rows, err := db.Query[changeRow](tx, changeRows+" ORDER BY c.at, c.id", ref.Entry, ref.Locale)
	byKey := make(map[string]content.SourceChange, len(rows))
	for _, r := range rows {
		byKey[r.Key] = r.view()
	}
	return byKey, err
}
