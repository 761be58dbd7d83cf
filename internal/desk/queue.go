package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// The kinds of work in a queue, most urgent first.
const (
	WorkChanged          = "changed"           // live, and its source has moved
	WorkChangesRequested = "changes_requested" // a reviewer sent it back
	WorkInReview         = "in_review"         // waits for a reviewer
	WorkApproved         = "approved"          // waits to be published
	WorkStale            = "stale"             // not live yet, but its source has moved
	WorkDraft            = "draft"             // begun
	WorkMissing          = "missing"           // not begun, and its source is there
)

// workRank orders the kinds of work; the same expression sorts on both databases.
const workRank = `CASE
	WHEN s.stale > 0 AND p.entry_id IS NOT NULL AND d.state <> 'in_review' THEN 0
	WHEN d.state = 'draft' AND last.verb = 'request_changes' THEN 1
	WHEN d.state = 'in_review' THEN 2
	WHEN d.state = 'approved' AND (p.entry_id IS NULL OR p.revision_id <> d.head_revision_id) THEN 3
	WHEN s.stale > 0 THEN 4
	WHEN d.state = 'draft' THEN 5
	WHEN d.state = 'missing' AND (d.follows = '' OR s.total > 0) THEN 6
	ELSE 9 END`

var workKinds = []string{
	WorkChanged, WorkChangesRequested, WorkInReview, WorkApproved, WorkStale, WorkDraft, WorkMissing,
}

// QueueQuery narrows a queue.
type QueueQuery struct {
	Kind     string // one of the kinds of work; empty: all
	Type     string
	Assignee string
	Size     int
	After    string
}

// QueuePage is a page of the documents of one locale that wait for somebody.
type QueuePage struct {
	Locale string           `json:"locale"`
	Totals map[string]int64 `json:"totals"` // documents of each kind of work
	Data   []QueueItem      `json:"data"`
	Next   string           `json:"next,omitempty"`
}

// QueueItem is one document that waits for somebody.
type QueueItem struct {
	Entry        string              `json:"entry"`
	Type         string              `json:"type"`
	Title        string              `json:"title"` // in the queue's locale, else in the source's
	SourceLocale string              `json:"source_locale"`
	Follows      string              `json:"follows,omitempty"`
	Kind         string              `json:"kind"`
	State        string              `json:"state"`
	Live         bool                `json:"live"`
	Counts       *content.CountsView `json:"counts,omitempty"`
	Assignee     string              `json:"assignee,omitempty"`
	DueAt        *db.Time            `json:"due_at,omitempty"`
	ChangedAt    db.Time             `json:"changed_at"`
}

// noDue sorts documents without a due date after those with one.
const noDue = int64(1) << 62

type queueRow struct {
	EntryID, Type, SourceLocale, Title, SourceTitle, Follows, State, Assignee string
	Live                                                                      bool
	DueAt                                                                     *db.Time
	ChangedAt                                                                 db.Time
	Rank, Due                                                                 int64
	db.SegmentCount                                                           `gorm:"-:migration"`
}

const queueFrom = ` FROM documents d
	JOIN entries e ON e.id = d.entry_id
	LEFT JOIN documents src ON src.entry_id = d.entry_id AND src.locale = e.source_locale
	LEFT JOIN segment_counts s ON s.entry_id = d.entry_id AND s.locale = d.locale
	LEFT JOIN published p ON p.entry_id = d.entry_id AND p.locale = d.locale
	LEFT JOIN history last ON last.entry_id = d.entry_id AND last.locale = d.locale AND last.number = (
		SELECT MAX(h.number) FROM history h WHERE h.entry_id = d.entry_id AND h.locale = d.locale
		AND h.verb IN ('submit', 'withdraw', 'request_changes'))
	WHERE `

// Queue lists the documents of one locale that wait for somebody: changed
// sentences of live pages first, then by due date.
func (b *Board) Queue(ctx context.Context, a access.Actor, locale string, q QueueQuery) (*QueuePage, error) {
	if _, ok := b.Model.Locale(locale); !ok && locale != schema.Und {
		return nil, fault.New(fault.NotFound, "unknown_locale", "There is no queue for %q.", locale)
	}
	size, err := pageSize(q.Size)
	if err != nil {
		return nil, err
	}
	c := &clause{}
	c.and("d.locale = ? AND e.archived_at IS NULL", locale)
	b.readable(c, a)
	if q.Type != "" {
		c.and("e.type = ?", q.Type)
	}
	if q.Assignee != "" {
		c.and("d.assignee = ?", q.Assignee)
	}
	return read(ctx, b, func(tx *db.Tx) (*QueuePage, error) {
		page := &QueuePage{Locale: locale, Totals: map[string]int64{}, Data: []QueueItem{}}
		if err := page.count(tx, c); err != nil {
			return nil, err
		}
		return page, page.fill(tx, c, q, size)
	})
}

func (page *QueuePage) count(tx *db.Tx, c *clause) error {
	totals, err := db.Query[struct{ Rank, N int64 }](tx,
		"SELECT rank, COUNT(*) AS n FROM (SELECT "+workRank+" AS rank"+queueFrom+c.String()+") w WHERE rank < 9 GROUP BY rank", c.args...)
	for _, kind := range workKinds {
		page.Totals[kind] = 0
	}
	for _, t := range totals {
		page.Totals[workKinds[t.Rank]] = t.N
	}
	return err
}

type queuePlace struct {
	Rank, Due int64
	Entry     string
}

func (page *QueuePage) fill(tx *db.Tx, c *clause, q QueueQuery, size int) error {
	outer := &clause{}
	outer.and("rank < 9")
	if q.Kind != "" {
		rank, err := rankOf(q.Kind)
		if err != nil {
			return err
		}
		outer.and("rank = ?", rank)
	}
	if q.After != "" {
		var at queuePlace
		if err := decodeCursor(q.After, &at); err != nil {
			return err
		}
		outer.and("(rank > ? OR (rank = ? AND (due > ? OR (due = ? AND entry_id > ?))))", at.Rank, at.Rank, at.Due, at.Due, at.Entry)
	}
	args := append([]any{noDue}, c.args...)
	args = append(append(args, outer.args...), size+1)
	rows, err := db.Query[queueRow](tx, `SELECT * FROM (SELECT d.entry_id, e.type, e.source_locale, d.title, COALESCE(src.title, '') AS source_title,
		d.follows, d.state, d.assignee, d.due_at, d.changed_at, p.entry_id IS NOT NULL AS live, `+workRank+` AS rank,
		COALESCE(d.due_at, ?) AS due, COALESCE(s.total, 0) AS total, COALESCE(s.empty, 0) AS empty, COALESCE(s.stale, 0) AS stale,
		COALESCE(s.translated, 0) AS translated, COALESCE(s.total_words, 0) AS total_words, COALESCE(s.empty_words, 0) AS empty_words,
		COALESCE(s.stale_words, 0) AS stale_words, COALESCE(s.translated_words, 0) AS translated_words`+
		queueFrom+c.String()+") w WHERE "+outer.String()+" ORDER BY rank, due, entry_id LIMIT ?", args...)
	if err != nil {
		return err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		page.Next = encodeCursor(queuePlace{last.Rank, last.Due, last.EntryID})
	}
	for _, r := range rows {
		page.Data = append(page.Data, r.item())
	}
	return nil
}

func rankOf(kind string) (int, error) {
	for rank, k := range workKinds {
		if k == kind {
			return rank, nil
		}
	}
	return 0, fault.New(fault.Invalid, "unknown_kind", "There is no kind of work %q.", kind)
}

func (r queueRow) item() QueueItem {
	it := QueueItem{
		Entry: r.EntryID, Type: r.Type, Title: r.Title, SourceLocale: r.SourceLocale, Follows: r.Follows,
		Kind: workKinds[r.Rank], State: r.State, Live: r.Live, Assignee: r.Assignee, DueAt: r.DueAt, ChangedAt: r.ChangedAt,
	}
	if it.Title == "" {
		it.Title = r.SourceTitle
	}
	if r.Follows != "" {
		it.Counts = &content.CountsView{
			Total: r.Total, Empty: r.Empty, Stale: r.Stale, Translated: r.Translated, TotalWords: r.TotalWords,
			EmptyWords: r.EmptyWords, StaleWords: r.StaleWords, TranslatedWords: r.TranslatedWords,
		}
	}
	return it
}
