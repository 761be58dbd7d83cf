package desk

import (
	"context"
	"strings"
	"time"
	"unicode"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// Kinds of thread. A question stands beside the source that several languages
// translate, and is shown in all of them; an open must_change blocks approval.
const (
	KindComment    = "comment"
	KindQuestion   = "question"
	KindMustChange = content.MustChange
)

// editWithin is how long an author may mend what she has written.
const editWithin = time.Hour

// NewComment begins a thread, or answers one (then Kind and At are not asked for).
type NewComment struct {
	Kind     string
	At       string // field path or segment key; empty: the whole document
	Body     string // plain text
	Mentions []string
}

// Thread is a conversation beside a document.
type Thread struct {
	ID       string        `json:"id"`
	Entry    string        `json:"entry"`
	Locale   string        `json:"locale"`
	At       string        `json:"at,omitempty"`
	Kind     string        `json:"kind"`
	Revision string        `json:"revision,omitempty"` // the newest when it began
	Resolved *Act          `json:"resolved,omitempty"`
	Can      []string      `json:"can"` // reply, resolve, reopen
	Comments []CommentView `json:"comments"`
}

// CommentView is one contribution to a thread.
type CommentView struct {
	ID        string   `json:"id"`
	Author    string   `json:"author"`
	Name      string   `json:"name"`
	Body      string   `json:"body"`
	Mentions  []Named  `json:"mentions"`
	CreatedAt db.Time  `json:"created_at"`
	EditedAt  *db.Time `json:"edited_at,omitempty"`
	Can       []string `json:"can"` // edit
}

// Named is a person by id and name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Comment begins a thread beside a document. Whoever may read it may do so;
// must_change is for those who may send it back.
func (b *Board) Comment(ctx context.Context, by content.By, ref content.Ref, in NewComment) (*Thread, error) {
	return b.discuss(ctx, by, func(tx *db.Tx) (string, error) {
		e, doc, err := b.lockDocument(tx, by.Actor, ref)
		if err != nil {
			return "", err
		}
		if in.Kind == KindMustChange && !b.may(by.Actor, workflow.RequestChanges, e, ref.Locale) {
			return "", fault.New(fault.Forbidden, "no_right", "Only those who may review this text can say what must change. Ask a question instead.")
		}
		id := b.NewID()
		return id, b.insert(tx, by.Actor, e, &db.Comment{
			ID: id, ThreadID: id, EntryID: ref.Entry, Locale: ref.Locale, Place: in.At, Kind: in.Kind, RevisionID: doc.HeadRevisionID,
		}, in)
	})
}

// Reply adds to a thread; one that was resolved stays so until it is reopened.
func (b *Board) Reply(ctx context.Context, by content.By, thread string, in NewComment) (*Thread, error) {
	return b.discuss(ctx, by, func(tx *db.Tx) (string, error) {
		first, e, err := b.first(tx, by.Actor, thread)
		if err != nil {
			return "", err
		}
		if err := b.mayComment(by.Actor, e, first.Locale); err != nil {
			return "", err
		}
		return thread, b.insert(tx, by.Actor, e, &db.Comment{
			ID: b.NewID(), ThreadID: thread, EntryID: first.EntryID, Locale: first.Locale, Place: first.Place, Kind: first.Kind,
			RevisionID: first.RevisionID,
		}, in)
	})
}

// EditComment mends what its author wrote within the last hour, as long as the
// thread is open. It shows as edited.
func (b *Board) EditComment(ctx context.Context, by content.By, id string, in NewComment) (*Thread, error) {
	return b.discuss(ctx, by, func(tx *db.Tx) (string, error) {
		c, err := db.First[db.Comment](tx, "id = ?", id)
		if err != nil {
			return "", err
		}
		if c == nil {
			return "", noComment()
		}
		first, e, err := b.first(tx, by.Actor, c.ThreadID)
		if err != nil {
			return "", err
		}
		if err := b.mayComment(by.Actor, e, first.Locale); err != nil {
			return "", err
		}
		if c.Author != by.Actor.UserID {
			return "", fault.New(fault.Forbidden, "not_yours", "Only its author can change this comment. Write an answer instead.")
		}
		if !b.editable(first, c) {
			return "", fault.New(fault.Conflict, "too_late", "A comment can be changed for an hour, while its thread is open. Write an answer instead.")
		}
		body, err := plain(in.Body)
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec("DELETE FROM mentions WHERE comment_id = ?", id); err != nil {
			return "", err
		}
		if err := b.mention(tx, e, id, in.Mentions); err != nil {
			return "", err
		}
		now := b.now()
		_, err = tx.Exec("UPDATE comments SET body = ?, edited_at = ?, changed_at = ? WHERE id = ?", body, now, now, id)
		return c.ThreadID, err
	})
}

// ResolveThread settles a thread, or opens it again. Whether what must change
// has changed is for whoever said so, and for any reviewer, to decide.
func (b *Board) ResolveThread(ctx context.Context, by content.By, thread string, resolved bool) (*Thread, error) {
	return b.discuss(ctx, by, func(tx *db.Tx) (string, error) {
		first, e, err := b.first(tx, by.Actor, thread)
		if err != nil {
			return "", err
		}
		if err := b.mayComment(by.Actor, e, first.Locale); err != nil {
			return "", err
		}
		if !b.maySettle(by.Actor, e, first) {
			return "", fault.New(fault.Forbidden, "no_right", "Whoever said what must change decides whether it has, or another reviewer.")
		}
		if (first.ResolvedAt != nil) == resolved {
			return thread, nil
		}
		now := b.now()
		if resolved {
			_, err = tx.Exec("UPDATE comments SET resolved_at = ?, resolved_by = ?, changed_at = ? WHERE id = ?", now, by.Actor.UserID, now, thread)
		} else {
			_, err = tx.Exec("UPDATE comments SET resolved_at = NULL, resolved_by = '', changed_at = ? WHERE id = ?", now, thread)
		}
		return thread, err
	})
}

// discuss runs a change to a thread and answers with the thread as it then is.
func (b *Board) discuss(ctx context.Context, by content.By, fn func(*db.Tx) (string, error)) (*Thread, error) {
	return db.Run(ctx, b.DB, by.Once, b.now(), func(tx *db.Tx) (*Thread, error) {
		id, err := fn(tx)
		if err != nil {
			return nil, err
		}
		threads, err := b.threads(tx, by.Actor, []string{id})
		if err != nil {
			return nil, err
		}
		return &threads[0], nil
	})
}

func (b *Board) insert(tx *db.Tx, a access.Actor, e *db.Entry, c *db.Comment, in NewComment) error {
	body, err := plain(in.Body)
	if err != nil {
		return err
	}
	c.Body, c.Author, c.CreatedAt, c.ChangedAt = body, a.UserID, b.now(), b.now()
	if err := tx.Insert(c); err != nil {
		return err
	}
	return b.mention(tx, e, c.ID, in.Mentions)
}

// plain brings a comment to plain text without control characters.
func plain(body string) (string, error) {
	body = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(body, "\r\n", "\n"))
	if body = strings.TrimSpace(body); body == "" {
		return "", fault.WithProblems("invalid_fields", "A comment needs some text.",
			[]fault.Problem{{Path: "body", Code: "required", Message: "Write something."}})
	}
	return body, nil
}

// mention notes the people named in a comment. Somebody who cannot read the
// entry would be led to a page that does not exist for her.
func (b *Board) mention(tx *db.Tx, e *db.Entry, comment string, people []string) error {
	if len(people) == 0 {
		return nil
	}
	known, err := b.actors(tx, people)
	if err != nil {
		return err
	}
	var problems []fault.Problem
	for i, id := range people {
		if actor, ok := known[id]; !ok || !b.may(actor, workflow.Read, e, e.SourceLocale) {
			problems = append(problems, fault.Problem{
				Path: "mentions/" + itoa(i), Code: "cannot_read", Message: "There is no active person with this id who may read this entry.",
			})
			continue
		}
		if _, err := tx.InsertIgnore(&db.Mention{UserID: id, CommentID: comment}); err != nil {
			return err
		}
	}
	return fault.WithProblems("invalid_fields", "Some people cannot be named here.", problems)
}

func (b *Board) editable(first, c *db.Comment) bool {
	return first.ResolvedAt == nil && b.now().Sub(c.CreatedAt.Time) <= editWithin
}

func (b *Board) maySettle(a access.Actor, e *db.Entry, first *db.Comment) bool {
	return first.Kind != KindMustChange || first.Author == a.UserID || b.may(a, workflow.Approve, e, first.Locale)
}

func (b *Board) mayComment(a access.Actor, e *db.Entry, locale string) error {
	if !b.may(a, workflow.Comment, e, locale) {
		return fault.New(fault.Forbidden, "no_right", "You may not write here. Ask an admin for the right.").With("verb", workflow.Comment)
	}
	if e.ArchivedAt != nil {
		return fault.New(fault.Conflict, "archived", "This entry is archived. Take it out of the archive first.")
	}
	return nil
}

// first finds the comment that began a thread, and its entry, locked, if the
// actor may read it.
func (b *Board) first(tx *db.Tx, a access.Actor, thread string) (*db.Comment, *db.Entry, error) {
	first, err := db.First[db.Comment](tx, "id = ? AND thread_id = ?", thread, thread)
	if err != nil {
		return nil, nil, err
	}
	if first == nil {
		return nil, nil, noComment()
	}
	if err := tx.LockEntry(first.EntryID); err != nil {
		return nil, nil, err
	}
	e, err := b.entry(tx, a, first.EntryID)
	if fault.Is(err, "entry_not_found") {
		return nil, nil, noComment()
	}
	return first, e, err
}

// lockDocument finds a document that the actor may comment on, and keeps
// approvals of it waiting until the comment is there.
func (b *Board) lockDocument(tx *db.Tx, a access.Actor, ref content.Ref) (*db.Entry, *db.Document, error) {
	if err := tx.LockEntry(ref.Entry); err != nil {
		return nil, nil, err
	}
	e, doc, err := b.document(tx, a, ref)
	if err != nil {
		return nil, nil, err
	}
	return e, doc, b.mayComment(a, e, ref.Locale)
}

func noComment() error {
	return fault.New(fault.NotFound, "comment_not_found", "There is no comment with this id that you may read.")
}
