package access

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Outcomes of an audited act.
const (
	OK      = "ok"
	Refused = "refused"
)

// Record writes a row that another part has to report, such as a refused
// request, in a transaction of its own. Refusals of SignIn, AcceptLink and
// ChangePassword are recorded by these themselves. ID and At are filled in.
func (p *People) Record(ctx context.Context, row db.Audit) error {
	return p.c.DB.Write(ctx, func(tx *db.Tx) error { return p.writeAudit(tx, row) })
}

// audit writes that the actor did this, in the transaction that did it.
func (p *People) audit(tx *db.Tx, a Actor, action, object string) error {
	return p.writeAudit(tx, db.Audit{
		Actor: a.UserID, Action: action, Object: object, Outcome: OK, Peer: a.Call.Peer, RequestID: a.Call.RequestID,
	})
}

// Note writes that the actor did this, for a package above that does it in the
// same transaction.
func (p *People) Note(tx *db.Tx, a Actor, action, object string) error {
	return p.audit(tx, a, action, object)
}

func (p *People) writeAudit(tx *db.Tx, row db.Audit) error {
	row.ID, row.At = p.c.NewID(), p.now()
	for _, text := range []*string{&row.Actor, &row.Action, &row.Object, &row.Outcome, &row.Code, &row.Peer, &row.RequestID} {
		*text = oneLine(*text)
	}
	return tx.Insert(&row)
}

// oneLine keeps what a stranger sent from forging lines of the log or filling it.
func oneLine(text string) string {
	const longest = 300
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

// AuditQuery selects rows of the audit log; an empty value selects all.
type AuditQuery struct {
	Actor, Action, Outcome string
	Size                   int    // rows of a page, at most 100; 0 is 50
	After                  string // Next of the page before
}

// AuditRow is one act, newest first in a page.
type AuditRow struct {
	ID        string  `json:"id"`
	At        db.Time `json:"at"`
	Actor     string  `json:"actor"`
	ActorName string  `json:"actor_name"`
	Action    string  `json:"action"`
	Object    string  `json:"object"`
	Outcome   string  `json:"outcome"`
	Code      string  `json:"code"`
	Peer      string  `json:"peer"`
	RequestID string  `json:"request_id"`
}

// AuditPage is a page of the audit log; Next is empty on the last one.
type AuditPage struct {
	Rows []AuditRow `json:"rows"`
	Next string     `json:"next"`
}

// AuditLog reads the log backwards; admins only. A Next that was not made here
// is Invalid "bad_cursor".
func (p *People) AuditLog(ctx context.Context, a Actor, q AuditQuery) (*AuditPage, error) {
	if err := p.admin(a); err != nil {
		return nil, err
	}
	micros, id, err := parseCursor(q.After)
	if err != nil {
		return nil, err
	}
	size := 50
	if q.Size > 0 {
		size = min(q.Size, 100)
	}
	page := &AuditPage{Rows: []AuditRow{}}
	err = p.c.DB.Read(ctx, func(tx *db.Tx) error {
		rows, err := db.Query[AuditRow](tx, `SELECT a.*, COALESCE(u.name, '') AS actor_name
			FROM audit a LEFT JOIN users u ON u.id = a.actor
			WHERE (? = '' OR a.actor = ?) AND (? = '' OR a.action = ?) AND (? = '' OR a.outcome = ?) AND (a.at, a.id) < (?, ?)
			ORDER BY a.at DESC, a.id DESC LIMIT ?`,
			q.Actor, q.Actor, q.Action, q.Action, q.Outcome, q.Outcome, micros, id, size+1)
		page.Rows = append(page.Rows[:0], rows...)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(page.Rows) > size {
		page.Rows = page.Rows[:size]
		last := page.Rows[size-1]
		page.Next = fmt.Sprintf("%d.%s", last.At.UnixMicro(), last.ID)
	}
	return page, nil
}

// parseCursor reads where a page ended; an empty cursor is before the newest row.
func parseCursor(text string) (int64, string, error) {
	if text == "" {
		return math.MaxInt64, "", nil
	}
	at, id, found := strings.Cut(text, ".")
	micros, err := strconv.ParseInt(at, 10, 64)
	if !found || err != nil || id == "" || len(id) > 64 || oneLine(id) != id {
		return 0, "", fault.New(fault.Invalid, "bad_cursor", "This is no place in the log. Start again from the newest rows.")
	}
	return micros, id, nil
}
