package desk_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/schema"
)

// manyEntries is how many entries the measured desk has; with seven languages and
// the shared part that is eight documents each.
const manyEntries = 10_000

// BenchmarkDesk measures what a person waits for at the database when she opens
// the queue of her language, the matrix with its filters, and the statistics.
// The goal is 50 ms for queue and matrix.
func BenchmarkDesk(b *testing.B) {
	for _, database := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", apptest.SQLite}, {"postgres", apptest.Postgres}} {
		b.Run(database.name, func(b *testing.B) {
			board := largeDesk(b, database.url(b))
			translator := access.Actor{UserID: "u1", Kind: access.KindUser, Grants: []access.Grant{
				{Role: "translator", Type: "*", Locale: "de", Country: "*"},
				{Role: "translator", Type: "*", Locale: "fr", Country: "*"},
			}}
			soon := dayOne.Add(48 * time.Hour)
			second, err := board.Queue(b.Context(), translator, "de", desk.QueueQuery{})
			if err != nil {
				b.Fatal(err)
			}
			for name, ask := range map[string]func(context.Context) error{
				"queue": func(ctx context.Context) error {
					return failed(board.Queue(ctx, translator, "de", desk.QueueQuery{}))
				},
				"queue, second page": func(ctx context.Context) error {
					return failed(board.Queue(ctx, translator, "de", desk.QueueQuery{After: second.Next}))
				},
				"queue, missing": func(ctx context.Context) error {
					return failed(board.Queue(ctx, translator, "de", desk.QueueQuery{Kind: desk.WorkMissing}))
				},
				"next": func(ctx context.Context) error {
					return failed(board.Next(ctx, translator, "de", "e00001"))
				},
				"matrix": func(ctx context.Context) error {
					return failed(board.Entries(ctx, translator, desk.EntriesQuery{}))
				},
				"matrix, mine": func(ctx context.Context) error {
					return failed(board.Entries(ctx, translator, desk.EntriesQuery{Mine: true}))
				},
				"matrix, stale anywhere": func(ctx context.Context) error {
					return failed(board.Entries(ctx, translator, desk.EntriesQuery{Stale: true}))
				},
				"matrix, assigned and due": func(ctx context.Context) error {
					return failed(board.Entries(ctx, translator, desk.EntriesQuery{Assignee: "u1", DueBefore: &soon}))
				},
				"statistics": func(ctx context.Context) error {
					return failed(board.Statistics(ctx, translator, desk.StatisticsQuery{}))
				},
			} {
				b.Run(name, func(b *testing.B) {
					var took []float64
					for b.Loop() {
						began := time.Now()
						if err := ask(b.Context()); err != nil {
							b.Fatal(err)
						}
						took = append(took, float64(time.Since(began).Microseconds())/1000)
					}
					slices.Sort(took)
					b.ReportMetric(took[len(took)/2], "ms/p50")
					b.ReportMetric(took[0], "ms/best")
				})
			}
		})
	}
}

func failed[T any](_ T, err error) error { return err }

var dayOne = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// largeDesk writes the rows of a desk at work: most texts current and live, one
// in ten stale, some missing, in review, sent back, assigned and due.
func largeDesk(b *testing.B, url string) *desk.Board {
	b.Helper()
	model, err := schema.Load(config.Files)
	if err != nil {
		b.Fatal(err)
	}
	policy, err := access.NewPolicy()
	if err != nil {
		b.Fatal(err)
	}
	opened, err := db.Open(b.Context(), db.Config{URL: url, Timeout: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = opened.Close() })
	err = opened.Write(b.Context(), func(tx *db.Tx) error {
		user := &db.User{ID: "u1", Email: "u1@example.org", Name: "Jonas", Locale: "de", CreatedAt: db.At(dayOne)}
		if err := tx.Insert(user); err != nil {
			return err
		}
		for from := 0; from < manyEntries; from += 250 {
			if err := writeRows(tx, model, from, from+250); err != nil {
				return err
			}
		}
		if tx.Postgres() {
			_, err := tx.Exec("ANALYZE") // as autovacuum does on a server that lives longer
			return err
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	clock := func() time.Time { return dayOne }
	texts := content.New(content.Config{DB: opened, Model: model, Policy: policy, Clock: clock})
	return &desk.Board{DB: opened, Model: model, Policy: policy, Content: texts, Clock: clock, Log: slog.New(slog.DiscardHandler)}
}

func writeRows(tx *db.Tx, model *schema.Model, from, to int) error {
	var all struct {
		entries   []*db.Entry
		documents []*db.Document
		counts    []*db.SegmentCount
		live      []*db.Published
		snoozes   []*db.Snooze
		waiting   []*db.Waiting
	}
	countries := model.Countries()
	for i := from; i < to; i++ {
		e := &db.Entry{ID: fmt.Sprintf("e%05d", i), Type: "city", SourceLocale: "el", Country: countries[i%len(countries)], CreatedAt: db.At(dayOne), CreatedBy: "u1"}
		all.entries = append(all.entries, e)
		locales := []string{schema.Und}
		for _, l := range model.Locales() {
			locales = append(locales, l.Code)
		}
		for j, locale := range locales {
			doc, count, published := rowsOf(e, locale, i*7+j)
			all.documents = append(all.documents, doc)
			if w := waits(e, doc, count, published); w != nil {
				all.waiting = append(all.waiting, w)
			}
			if count != nil {
				all.counts = append(all.counts, count)
			}
			if published {
				all.live = append(all.live, &db.Published{
					EntryID: e.ID, Locale: locale, Type: "city", SourceLocale: "el", RevisionID: doc.HeadRevisionID,
					Title: doc.Title, Body: "{}", PublishedAt: db.At(dayOne), RevisedAt: db.At(dayOne),
				})
			}
		}
		if i%500 == 0 {
			all.snoozes = append(all.snoozes, &db.Snooze{UserID: "u1", EntryID: e.ID, Locale: "de", Until: db.At(dayOne.Add(time.Hour))})
		}
	}
	for _, rows := range []any{all.entries, all.documents, all.counts, all.live, all.snoozes, all.waiting} {
		if err := tx.Insert(rows); err != nil {
			return err
		}
	}
	return nil
}

func rowsOf(e *db.Entry, locale string, n int) (*db.Document, *db.SegmentCount, bool) {
	doc := &db.Document{
		EntryID: e.ID, Locale: locale, State: "approved", Version: 4, Title: "A city of this name, number " + e.ID,
		HeadRevisionID: e.ID + locale, ApprovedRevisionID: e.ID + locale, ChangedAt: db.At(dayOne),
	}
	published := n%11 != 0
	if locale == schema.Und || locale == "el" {
		return doc, nil, published
	}
	doc.Follows = "el"
	count := &db.SegmentCount{EntryID: e.ID, Locale: locale, Total: 60, Translated: 60, TotalWords: 1100, TranslatedWords: 1100}
	switch n % 20 {
	case 0, 1: // changed sentences of a live page
		count.Stale, count.Translated, count.StaleWords = 2, 58, 12
	case 2: // not begun
		doc.State, doc.HeadRevisionID, doc.ApprovedRevisionID, doc.Title = "missing", "", "", ""
		count.Empty, count.Translated, count.EmptyWords, count.TranslatedWords, published = 60, 0, 1100, 0, false
	case 3:
		doc.State, doc.Returned = "draft", n%40 == 3
	case 4:
		doc.State = "in_review"
	}
	if n%20 < 4 && n%3 == 0 {
		due := db.At(dayOne.Add(time.Duration(n%200) * time.Hour))
		doc.Assignee, doc.DueAt = "u1", &due
	}
	return doc, count, published
}

// waits is what package content writes of a document after every change.
func waits(e *db.Entry, doc *db.Document, count *db.SegmentCount, live bool) *db.Waiting {
	stale := count != nil && count.Stale > 0
	w := &db.Waiting{EntryID: e.ID, Locale: doc.Locale, Type: e.Type, Country: e.Country, Assignee: doc.Assignee, Due: content.NoDue}
	if doc.DueAt != nil {
		w.Due = doc.DueAt.UnixMicro()
	}
	switch {
	case stale && live:
		w.Rank = 0
	case doc.State == "draft" && doc.Returned:
		w.Rank = 1
	case doc.State == "in_review":
		w.Rank = 2
	case doc.State == "approved" && !live:
		w.Rank = 3
	case stale:
		w.Rank = 4
	case doc.State == "draft":
		w.Rank = 5
	case doc.State == "missing":
		w.Rank = 6
	default:
		return nil
	}
	return w
}
