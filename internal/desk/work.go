package desk

import (
	"context"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// HandOver is the note that came with a document.
type HandOver struct {
	By   string  `json:"by"`
	Name string  `json:"name"`
	Note string  `json:"note"`
	At   db.Time `json:"at"`
}

// handOvers finds, for the items that somebody is assigned to, the note of the
// last assignment. Who took a document herself left none.
func handOvers(tx *db.Tx, locale string, items []QueueItem) error {
	var ids []string
	for _, it := range items {
		if it.Assignee != "" {
			ids = append(ids, it.Entry)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := db.Query[struct {
		EntryID, Actor, Name, Comment string
		At                            db.Time
	}](tx, `SELECT h.entry_id, h.actor, u.name, h.comment, h.at FROM history h JOIN users u ON u.id = h.actor
		WHERE h.locale = ? AND h.entry_id IN ? AND h.comment <> '' AND h.number = (
			SELECT MAX(x.number) FROM history x WHERE x.entry_id = h.entry_id AND x.locale = h.locale
			AND x.verb IN ('assign', 'take', 'hand_over'))`, locale, ids)
	notes := make(map[string]HandOver, len(rows))
	for _, r := range rows {
		notes[r.EntryID] = HandOver{By: r.Actor, Name: r.Name, Note: r.Comment, At: r.At}
	}
	for i := range items {
		if note, ok := notes[items[i].Entry]; ok && items[i].Assignee != "" {
			items[i].HandOver = &note
		}
	}
	return err
}

// Snoozed says until when a person does not want to see a document in her queue.
type Snoozed struct {
	Entry  string   `json:"entry"`
	Locale string   `json:"locale"`
	Until  *db.Time `json:"until"` // nil: it is in the queue again
}

// Snooze hides a document from the queue of whoever asks until a moment, or
// brings it back at once. It is nobody else's business and changes nothing for
// others; only who could work on the document has a queue with it.
func (b *Board) Snooze(ctx context.Context, by content.By, ref content.Ref, until *time.Time) (*Snoozed, error) {
	now := db.At(b.Clock())
	return db.Run(ctx, b.DB, by.Once, now, func(tx *db.Tx) (*Snoozed, error) {
		seen, err := b.Content.Look(tx, by.Actor, ref)
		if err != nil {
			return nil, err
		}
		if !b.worksOn(by.Actor, seen.Entry, ref.Locale) {
			return nil, fault.New(fault.Forbidden, "no_right", "You have no work in %s here that could be put off.", ref.Locale)
		}
		if _, err := tx.Exec("DELETE FROM snoozes WHERE user_id = ? AND entry_id = ? AND locale = ?", by.Actor.UserID, ref.Entry, ref.Locale); err != nil {
			return nil, err
		}
		answer := &Snoozed{Entry: ref.Entry, Locale: ref.Locale}
		if until == nil {
			return answer, nil
		}
		at := db.At(*until)
		if !at.After(now.Time) {
			return nil, fault.New(fault.Unprocessable, "in_the_past", "Name a moment that is still to come.")
		}
		answer.Until = &at
		return answer, tx.Insert(&db.Snooze{UserID: by.Actor.UserID, EntryID: ref.Entry, Locale: ref.Locale, Until: at})
	})
}

// worksOn tells whether a person has any verb but reading there. A token that
// only reads has none.
func (b *Board) worksOn(a access.Actor, e *db.Entry, locale string) bool {
	object := access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: locale}
	for _, v := range workflow.Verbs() {
		if v != workflow.Read && v != workflow.Comment && v != workflow.Create && b.Policy.May(a, v, object) {
			return true
		}
	}
	return false
}

// snoozed narrows a queue to what the person has not put off, or to what she has.
func (b *Board) snoozed(c *clause, user, locale string, only bool) {
	not := "NOT "
	if only {
		not = ""
	}
	c.and("w.entry_id "+not+"IN (SELECT z.entry_id FROM snoozes z WHERE z.user_id = ? AND z.locale = ? AND z.until > ?)",
		user, locale, db.At(b.Clock()))
}

func snoozedUntil(tx *db.Tx, user, locale string, items []QueueItem) error {
	rows, err := db.Find[db.Snooze](tx, "user_id = ? AND locale = ?", user, locale)
	until := make(map[string]*db.Time, len(rows))
	for i := range rows {
		until[rows[i].EntryID] = &rows[i].Until
	}
	for i := range items {
		items[i].Snoozed = until[items[i].Entry]
	}
	return err
}

// NextItem is what to go on with, if there is anything.
type NextItem struct {
	Next *QueueItem `json:"next"`
	Left int64      `json:"left"` // documents in this queue that a writer can do something about
}

// Next offers a writer the document to go on with in a locale: her own before
// those nobody has, in the order of the queue, and never the one she comes from.
func (b *Board) Next(ctx context.Context, a access.Actor, locale, except string) (*NextItem, error) {
	if _, ok := b.Model.Locale(locale); !ok && locale != schema.Und {
		return nil, fault.New(fault.NotFound, "unknown_locale", "There is no queue for %q.", locale)
	}
	c := b.queueOf(a, locale, QueueQuery{})
	c.and("w.entry_id <> ? AND w.assignee IN ('', ?)", except, a.UserID)
	p := pick{order: "CASE WHEN w.assignee = '' THEN 1 ELSE 0 END, " + byUrgency, limit: 1}
	p.and("w.rank IN (" + writersWork + ")")
	return read(ctx, b, func(tx *db.Tx) (*NextItem, error) {
		rows, totals, err := queueRows(tx, c, p)
		if err != nil {
			return nil, err
		}
		next := &NextItem{Left: totals[WorkChanged] + totals[WorkChangesRequested] + totals[WorkStale] + totals[WorkDraft] + totals[WorkMissing]}
		if len(rows) == 0 {
			return next, nil
		}
		items := []QueueItem{rows[0].item()}
		next.Next = &items[0]
		return next, handOvers(tx, locale, items)
	})
}
