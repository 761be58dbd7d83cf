package desk

import (
	"context"
	"slices"

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

// workKinds names the kinds by their rank in the table of what waits.
var workKinds = []string{
	WorkChanged, WorkChangesRequested, WorkInReview, WorkApproved, WorkStale, WorkDraft, WorkMissing,
}

// QueueQuery narrows a queue.
type QueueQuery struct {
	Kind     string // one of the kinds of work; empty: all
	Type     string
	Assignee string
	Snoozed  bool // only what the asker has put off; otherwise everything else
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
	Revision     string              `json:"revision,omitempty"` // the newest, for submit
	Assignee     string              `json:"assignee,omitempty"`
	HandOver     *HandOver           `json:"hand_over,omitempty"` // how the assignee came to it, if there is a note
	DueAt        *db.Time            `json:"due_at,omitempty"`
	Snoozed      *db.Time            `json:"snoozed_until,omitempty"`
	ChangedAt    db.Time             `json:"changed_at"`
}

type queueRow struct {
	EntryID, Type, SourceLocale, Title, SourceTitle, Follows, State, Assignee, HeadRevisionID string
	Live                                                                                      bool
	DueAt                                                                                     *db.Time
	ChangedAt                                                                                 db.Time
	Rank, Due                                                                                 int64
	db.SegmentCount                                                                           `gorm:"-:migration"`
}

// Queue lists the documents of one locale that wait for somebody: changed
// sentences of live pages first, then by due date. What the asker has put off
// is left out.
func (b *Board) Queue(ctx context.Context, a access.Actor, locale string, q QueueQuery) (*QueuePage, error) {
	if _, ok := b.Model.Locale(locale); !ok && locale != schema.Und {
		return nil, fault.New(fault.NotFound, "unknown_locale", "There is no queue for %q.", locale)
	}
	size, err := pageSize(q.Size)
	if err != nil {
		return nil, err
	}
	pick, err := q.pick(size)
	if err != nil {
		return nil, err
	}
	c := b.queueOf(a, locale, q)
	return read(ctx, b, func(tx *db.Tx) (*QueuePage, error) {
		rows, totals, err := queueRows(tx, c, pick)
		if err != nil {
			return nil, err
		}
		page := &QueuePage{Locale: locale, Totals: totals, Data: []QueueItem{}}
		if len(rows) > size {
			rows = rows[:size]
			last := rows[size-1]
			page.Next = encodeCursor(queuePlace{last.Rank, last.Due, last.EntryID})
		}
		for _, r := range rows {
			page.Data = append(page.Data, r.item())
		}
		if q.Snoozed {
			if err := snoozedUntil(tx, a.UserID, locale, page.Data); err != nil {
				return nil, err
			}
		}
		return page, handOvers(tx, locale, page.Data)
	})
}

func (b *Board) queueOf(a access.Actor, locale string, q QueueQuery) *clause {
	c := &clause{}
	c.and("w.locale = ?", locale)
	b.readableAs(c, a, "w")
	if q.Type != "" {
		c.and("w.type = ?", q.Type)
	}
	if q.Assignee != "" {
		c.and("w.assignee = ?", q.Assignee)
	}
	b.snoozed(c, a.UserID, locale, q.Snoozed)
	return c
}

type queuePlace struct {
	Rank, Due int64
	Entry     string
}

// pick chooses from what waits.
type pick struct {
	clause
	order string
	limit int
}

const byUrgency = "w.rank, w.due, w.entry_id"

func (q QueueQuery) pick(size int) (pick, error) {
	p := pick{order: byUrgency, limit: size + 1}
	if q.Kind != "" {
		rank, err := rankOf(q.Kind)
		if err != nil {
			return p, err
		}
		p.and("w.rank = ?", rank)
	}
	if q.After != "" {
		var at queuePlace
		if err := decodeCursor(q.After, &at); err != nil {
			return p, err
		}
		p.and("(w.rank > ? OR (w.rank = ? AND (w.due > ? OR (w.due = ? AND w.entry_id > ?))))", at.Rank, at.Rank, at.Due, at.Due, at.Entry)
	}
	return p, nil
}

// queueRows counts what waits by its kind, and picks some of it.
func queueRows(tx *db.Tx, c *clause, p pick) ([]queueRow, map[string]int64, error) {
	counted, err := db.Query[struct{ Rank, N int64 }](tx, "SELECT rank, COUNT(*) AS n FROM waiting w WHERE "+c.String()+" GROUP BY rank", c.args...)
	if err != nil {
		return nil, nil, err
	}
	totals := map[string]int64{}
	for _, kind := range workKinds {
		totals[kind] = 0
	}
	for _, t := range counted {
		totals[workKinds[t.Rank]] = t.N
	}
	args := append(slices.Clone(c.args), p.args...)
	rows, err := db.Query[queueRow](tx, `SELECT w.rank, w.due, d.entry_id, e.type, e.source_locale, d.title, COALESCE(src.title, '') AS source_title,
		d.follows, d.state, d.assignee, d.head_revision_id, d.due_at, d.changed_at, p.entry_id IS NOT NULL AS live,
		COALESCE(s.total, 0) AS total, COALESCE(s.empty, 0) AS empty, COALESCE(s.stale, 0) AS stale,
		COALESCE(s.translated, 0) AS translated, COALESCE(s.total_words, 0) AS total_words, COALESCE(s.empty_words, 0) AS empty_words,
		COALESCE(s.stale_words, 0) AS stale_words, COALESCE(s.translated_words, 0) AS translated_words
		FROM (SELECT * FROM waiting w WHERE `+c.String()+" AND "+p.String()+" ORDER BY "+p.order+` LIMIT ?) w
		JOIN documents d ON d.entry_id = w.entry_id AND d.locale = w.locale
		JOIN entries e ON e.id = w.entry_id
		LEFT JOIN documents src ON src.entry_id = w.entry_id AND src.locale = e.source_locale
		LEFT JOIN segment_counts s ON s.entry_id = w.entry_id AND s.locale = w.locale
		LEFT JOIN published p ON p.entry_id = w.entry_id AND p.locale = w.locale
		ORDER BY `+p.order, append(args, p.limit)...)
	return rows, totals, err
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
		Kind: workKinds[r.Rank], State: r.State, Live: r.Live, Revision: r.HeadRevisionID, Assignee: r.Assignee, DueAt: r.DueAt, ChangedAt: r.ChangedAt,
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
