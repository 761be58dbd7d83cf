package desk

import (
	"context"
	"strconv"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

func itoa(i int) string { return strconv.Itoa(i) }

func (b *Board) now() db.Time { return db.At(b.Clock()) }

func (b *Board) may(a access.Actor, v workflow.Verb, e *db.Entry, locale string) bool {
	return b.Policy.May(a, v, access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: locale})
}

// entry loads an entry that the actor may read; any other is not there.
func (b *Board) entry(tx *db.Tx, a access.Actor, id string) (*db.Entry, error) {
	e, err := db.First[db.Entry](tx, "id = ?", id)
	if err == nil && (e == nil || !b.may(a, workflow.Read, e, e.SourceLocale)) {
		err = fault.New(fault.NotFound, "entry_not_found", "There is no entry with this id that you may read.")
	}
	return e, err
}

func (b *Board) document(tx *db.Tx, a access.Actor, ref content.Ref) (*db.Entry, *db.Document, error) {
	e, err := b.entry(tx, a, ref.Entry)
	if err != nil {
		return nil, nil, err
	}
	doc, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", ref.Entry, ref.Locale)
	if err == nil && doc == nil {
		err = fault.New(fault.NotFound, "document_not_found", "This entry has no document in %q.", ref.Locale)
	}
	return e, doc, err
}

// actors are the active people of these ids (nil: all) with their present
// rights, to be asked what they may do. They are never who acts.
func (b *Board) actors(tx *db.Tx, ids []string) (map[string]access.Actor, error) {
	sql, args := "u.disabled_at IS NULL", []any(nil)
	if ids != nil {
		sql, args = sql+" AND u.id IN ?", []any{ids}
	}
	rows, err := db.Query[struct{ ID, Name, Role, Type, Locale, Country string }](tx, `SELECT u.id, u.name, g.role, g.type, g.locale, g.country
		FROM users u JOIN grants g ON g.user_id = u.id WHERE `+sql, args...)
	actors := map[string]access.Actor{}
	for _, r := range rows {
		a := actors[r.ID]
		a.UserID, a.Name, a.Kind = r.ID, r.Name, access.KindUser
		a.Grants = append(a.Grants, access.Grant{Role: r.Role, Type: r.Type, Locale: r.Locale, Country: r.Country})
		actors[r.ID] = a
	}
	return actors, err
}

// ThreadsQuery narrows the threads of a document.
type ThreadsQuery struct {
	State string // open, resolved; empty: both
	At    string
	Size  int
	After string
}

// ThreadsPage is a page of the threads of a document, oldest first. Those of
// a translation have with them the questions about the texts that it follows:
// each is asked once, and everybody sees it with its answer.
type ThreadsPage struct {
	Data   []Thread `json:"data"`
	Counts Open     `json:"counts"` // of this document alone
	Next   string   `json:"next,omitempty"`
}

// Open counts the threads of a document that are not resolved.
type Open struct {
	Open       int64 `json:"open"`
	Questions  int64 `json:"questions"`
	MustChange int64 `json:"must_change"`
}

// Threads lists the threads of a document.
func (b *Board) Threads(ctx context.Context, a access.Actor, ref content.Ref, q ThreadsQuery) (*ThreadsPage, error) {
	size, err := pageSize(q.Size)
	if err != nil {
		return nil, err
	}
	return read(ctx, b, func(tx *db.Tx) (*ThreadsPage, error) {
		_, doc, err := b.document(tx, a, ref)
		if err != nil {
			return nil, err
		}
		c := &clause{}
		if err := q.narrow(c); err != nil {
			return nil, err
		}
		followed, err := chain(tx, doc)
		if err != nil {
			return nil, err
		}
		c.and("c.entry_id = ? AND c.id = c.thread_id AND (c.locale = ? OR (c.kind = ? AND c.locale IN ?))",
			ref.Entry, ref.Locale, KindQuestion, followed)
		ids, err := db.Query[string](tx, "SELECT c.id FROM comments c WHERE "+c.String()+" ORDER BY c.id LIMIT ?", append(c.args, size+1)...)
		if err != nil {
			return nil, err
		}
		page := &ThreadsPage{}
		if len(ids) > size {
			ids = ids[:size]
			page.Next = encodeCursor(ids[size-1])
		}
		if page.Data, err = b.threads(tx, a, ids); err != nil {
			return nil, err
		}
		open, err := openThreads(tx, ref.Entry)
		page.Counts = open[ref.Locale]
		return page, err
	})
}

func (q ThreadsQuery) narrow(c *clause) error {
	switch q.State {
	case "open":
		c.and("c.resolved_at IS NULL")
	case "resolved":
		c.and("c.resolved_at IS NOT NULL")
	}
	if q.At != "" {
		c.and("c.place = ?", q.At)
	}
	if q.After != "" {
		var id string
		if err := decodeCursor(q.After, &id); err != nil {
			return err
		}
		c.and("c.id > ?", id)
	}
	return nil
}

// chain lists the locales that a translation follows, the nearest first.
func chain(tx *db.Tx, doc *db.Document) ([]string, error) {
	docs, err := db.Query[db.Document](tx, "SELECT locale, follows FROM documents WHERE entry_id = ?", doc.EntryID)
	follows := map[string]string{}
	for _, d := range docs {
		follows[d.Locale] = d.Follows
	}
	locales := []string{}
	for l := doc.Follows; l != "" && len(locales) <= len(docs); l = follows[l] {
		locales = append(locales, l)
	}
	return locales, err
}

// Thread shows one thread, to which a link leads.
func (b *Board) Thread(ctx context.Context, a access.Actor, id string) (*Thread, error) {
	return read(ctx, b, func(tx *db.Tx) (*Thread, error) {
		c, err := db.First[db.Comment](tx, "id = ?", id)
		if err != nil {
			return nil, err
		}
		if c == nil {
			return nil, noComment()
		}
		if _, err := b.entry(tx, a, c.EntryID); err != nil {
			if fault.Is(err, "entry_not_found") {
				return nil, noComment()
			}
			return nil, err
		}
		threads, err := b.threads(tx, a, []string{c.ThreadID})
		if err != nil {
			return nil, err
		}
		return &threads[0], nil
	})
}

// LocaleOpen is the open threads of one document of an entry.
type LocaleOpen struct {
	Locale string `json:"locale"`
	Open
}

// OpenThreads counts the open threads of each document of an entry that has any.
func (b *Board) OpenThreads(ctx context.Context, a access.Actor, entry string) ([]LocaleOpen, error) {
	return read(ctx, b, func(tx *db.Tx) ([]LocaleOpen, error) {
		if _, err := b.entry(tx, a, entry); err != nil {
			return nil, err
		}
		open, err := openThreads(tx, entry)
		out := []LocaleOpen{}
		for _, l := range sortedKeys(open) {
			out = append(out, LocaleOpen{l, open[l]})
		}
		return out, err
	})
}

func openThreads(tx *db.Tx, entry string) (map[string]Open, error) {
	rows, err := db.Query[struct {
		Locale, Kind string
		N            int64
	}](tx, `SELECT locale, kind, COUNT(*) AS n FROM comments WHERE entry_id = ? AND id = thread_id AND resolved_at IS NULL
		GROUP BY locale, kind`, entry)
	open := map[string]Open{}
	for _, r := range rows {
		o := open[r.Locale]
		o.Open += r.N
		switch r.Kind {
		case KindQuestion:
			o.Questions = r.N
		case KindMustChange:
			o.MustChange = r.N
		}
		open[r.Locale] = o
	}
	return open, err
}

type commentRow struct {
	db.Comment
	Name, ResolvedName string
}

// threads shows threads of entries that the actor may read, in the order of ids.
func (b *Board) threads(tx *db.Tx, a access.Actor, ids []string) ([]Thread, error) {
	out := make([]Thread, 0, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := db.Query[commentRow](tx, `SELECT c.*, u.name AS name, COALESCE(r.name, '') AS resolved_name FROM comments c
		JOIN users u ON u.id = c.author LEFT JOIN users r ON r.id = c.resolved_by
		WHERE c.thread_id IN ? ORDER BY c.thread_id, c.id`, ids)
	if err != nil || len(rows) == 0 {
		return out, err
	}
	named, err := mentioned(tx, ids)
	if err != nil {
		return nil, err
	}
	e, err := db.First[db.Entry](tx, "id = ?", rows[0].EntryID) // all of one entry
	if err != nil {
		return nil, err
	}
	var first *db.Comment
	for i := range rows {
		c := &rows[i].Comment
		if c.ID == c.ThreadID {
			first = c
			out = append(out, b.thread(a, e, rows[i]))
		}
		t := &out[len(out)-1]
		v := CommentView{
			ID: c.ID, Author: c.Author, Name: rows[i].Name, Body: c.Body, Mentions: append([]Named{}, named[c.ID]...),
			CreatedAt: c.CreatedAt, EditedAt: c.EditedAt, Can: []string{},
		}
		if c.Author == a.UserID && b.editable(first, c) && b.mayComment(a, e, c.Locale) == nil {
			v.Can = append(v.Can, "edit")
		}
		t.Comments = append(t.Comments, v)
	}
	return out, nil
}

func (b *Board) thread(a access.Actor, e *db.Entry, r commentRow) Thread {
	t := Thread{ID: r.ID, Entry: r.EntryID, Locale: r.Locale, At: r.Place, Kind: r.Kind, Revision: r.RevisionID, Can: []string{}}
	settle := "resolve"
	if r.ResolvedAt != nil {
		t.Resolved, settle = &Act{By: r.ResolvedBy, Name: r.ResolvedName, At: *r.ResolvedAt}, "reopen"
	}
	if b.mayComment(a, e, r.Locale) == nil {
		t.Can = append(t.Can, "reply")
		if b.maySettle(a, e, &r.Comment) {
			t.Can = append(t.Can, settle)
		}
	}
	return t
}

func mentioned(tx *db.Tx, threads []string) (map[string][]Named, error) {
	rows, err := db.Query[struct{ CommentID, ID, Name string }](tx, `SELECT m.comment_id, u.id, u.name FROM mentions m
		JOIN comments c ON c.id = m.comment_id JOIN users u ON u.id = m.user_id WHERE c.thread_id IN ? ORDER BY u.name, u.id`, threads)
	named := map[string][]Named{}
	for _, r := range rows {
		named[r.CommentID] = append(named[r.CommentID], Named{r.ID, r.Name})
	}
	return named, err
}
