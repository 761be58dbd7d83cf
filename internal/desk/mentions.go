package desk

import (
	"context"
	"maps"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/db"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Why a comment is in somebody's list.
const (
	ReasonMention  = "mention"  // she is named in it
	ReasonQuestion = "question" // asked about a text that she wrote last or is assigned
)

// Mentions is a page of the open threads that somebody should answer, those
// with the newest word to her first.
type Mentions struct {
	Total int64       `json:"total"`
	Items []MentionOf `json:"items"`
	Next  string      `json:"next,omitempty"`
}

// MentionOf is one comment that somebody should read, and where it leads.
type MentionOf struct {
	Reason    string  `json:"reason"`
	Comment   string  `json:"comment"`
	Thread    string  `json:"thread"`
	Entry     string  `json:"entry"`
	Locale    string  `json:"locale"`
	At        string  `json:"at,omitempty"`
	Kind      string  `json:"kind"`
	Title     string  `json:"title"`
	Author    string  `json:"author"`
	Name      string  `json:"name"`
	Body      string  `json:"body"`
	CreatedAt db.Time `json:"created_at"`
}

// Mentions lists what is left of a person's mentions and questions to her.
func (b *Board) Mentions(ctx context.Context, a access.Actor, size int, after string) (*Mentions, error) {
	size, err := pageSize(size)
	if err != nil {
		return nil, err
	}
	return read(ctx, b, func(tx *db.Tx) (*Mentions, error) {
		m, err := b.mentionsAfter(tx, a, size, after)
		return &m, err
	})
}

func (b *Board) mentions(tx *db.Tx, a access.Actor, size int) (Mentions, error) {
	return b.mentionsAfter(tx, a, size, "")
}

// toHer are the comments of open threads that name somebody, and the questions
// of others about her texts; a thread counts once, by its newest comment to her.
const toHer = `SELECT MAX(c.id) AS comment, c.thread_id AS thread, MAX(CASE WHEN m.user_id IS NULL THEN 0 ELSE 1 END) AS named
	FROM comments c
	JOIN comments f ON f.id = c.thread_id AND f.resolved_at IS NULL
	JOIN entries e ON e.id = c.entry_id AND e.archived_at IS NULL
	LEFT JOIN mentions m ON m.comment_id = c.id AND m.user_id = ?
	LEFT JOIN documents d ON d.entry_id = c.entry_id AND d.locale = c.locale
	LEFT JOIN revisions r ON r.id = d.head_revision_id
	WHERE c.id IN (SELECT comment_id FROM mentions WHERE user_id = ?
		UNION SELECT q.id FROM comments q WHERE q.kind = 'question' AND q.resolved_at IS NULL AND q.id = q.thread_id)
	AND (m.user_id IS NOT NULL OR (c.author <> ? AND (d.assignee = ? OR r.author = ?))) AND `

func (b *Board) mentionsAfter(tx *db.Tx, a access.Actor, size int, after string) (Mentions, error) {
	me, c := a.UserID, &clause{}
	b.readable(c, a)
	inner := toHer + c.String() + " GROUP BY c.thread_id"
	args := append([]any{me, me, me, me, me}, c.args...)
	out := Mentions{Items: []MentionOf{}}
	totals, err := db.Query[int64](tx, "SELECT COUNT(*) FROM ("+inner+") w", args...)
	if err != nil {
		return out, err
	}
	out.Total = totals[0]
	place := "z" // sorts behind every id
	if after != "" {
		if err := decodeCursor(after, &place); err != nil {
			return out, err
		}
	}
	out.Items, err = db.Query[MentionOf](tx, `SELECT CASE WHEN w.named = 1 THEN 'mention' ELSE 'question' END AS reason,
		c.id AS comment, c.thread_id AS thread, c.entry_id AS entry, c.locale, c.place AS at, c.kind,
		COALESCE(NULLIF(d.title, ''), src.title, '') AS title, c.author, u.name, c.body, c.created_at
		FROM (`+inner+`) w JOIN comments c ON c.id = w.comment JOIN users u ON u.id = c.author JOIN entries e ON e.id = c.entry_id
		JOIN documents d ON d.entry_id = c.entry_id AND d.locale = c.locale
		LEFT JOIN documents src ON src.entry_id = c.entry_id AND src.locale = e.source_locale
		WHERE c.id < ? ORDER BY c.id DESC LIMIT ?`, append(args, place, size+1)...)
	if err != nil {
		return out, err
	}
	if len(out.Items) > size {
		out.Items = out.Items[:size]
		out.Next = encodeCursor(out.Items[size-1].Comment)
	}
	return out, nil
}
