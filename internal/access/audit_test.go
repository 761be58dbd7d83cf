package access_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func TestAuditLog(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		for i := range 7 {
			if i%3 == 0 {
				h.pass(time.Second) // several rows share a moment
			}
			err := h.Record(h.ctx, db.Audit{Actor: h.admin.Actor.UserID, Action: "publish", Object: "entry:1", Outcome: access.Refused, Code: "no_right", RequestID: "r" + string(rune('0'+i))})
			if err != nil {
				t.Fatal(err)
			}
		}
		var requests []string
		q := access.AuditQuery{Action: "publish", Size: 3}
		for pages := 1; ; pages++ {
			page := must[*access.AuditPage](t)(h.AuditLog(h.ctx, h.admin.Actor, q))
			for _, row := range page.Rows {
				requests = append(requests, row.RequestID)
				if row.ActorName != "Ana" || row.Code != "no_right" {
					t.Errorf("got %+v", row)
				}
			}
			if q.After = page.Next; q.After == "" {
				if pages != 3 {
					t.Errorf("%d pages", pages)
				}
				break
			}
		}
		if got := strings.Join(requests, " "); got != "r6 r5 r4 r3 r2 r1 r0" {
			t.Errorf("got %s", got)
		}
		all := must[*access.AuditPage](t)(h.AuditLog(h.ctx, h.admin.Actor, access.AuditQuery{Outcome: access.OK, Actor: h.admin.Actor.UserID, Size: 1000}))
		var acts []string
		for _, row := range all.Rows {
			acts = append(acts, row.Action)
		}
		if got := strings.Join(acts, " "); got != "sign_in grant.add user.create" {
			t.Errorf("got %s", got)
		}
		none := must[*access.AuditPage](t)(h.AuditLog(h.ctx, h.admin.Actor, access.AuditQuery{Actor: "nobody"}))
		if none.Rows == nil || len(none.Rows) != 0 || none.Next != "" {
			t.Errorf("got %+v", none)
		}
		for _, bad := range []string{"x", "1", "1.", ".a", "a.b", "1.a\nb", "99999999999999999999.a"} {
			_, err := h.AuditLog(h.ctx, h.admin.Actor, access.AuditQuery{After: bad})
			refused(t, err, fault.Invalid, "bad_cursor")
		}
	})
}

// What a stranger sends cannot forge a line of the log, nor fill it.
func TestAuditRowsStayOnOneLine(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		err := h.Record(h.ctx, db.Audit{
			Action: "request", Outcome: access.Refused,
			Object: "a\r\nb\x00c\x1b[31m\u202e\u2028\xff", RequestID: strings.Repeat("ä", 5000),
		})
		if err != nil {
			t.Fatal(err)
		}
		row := must[*access.AuditPage](t)(h.AuditLog(h.ctx, h.admin.Actor, access.AuditQuery{Action: "request"})).Rows[0]
		if strings.ContainsFunc(row.Object, unicode.IsControl) || !strings.HasPrefix(row.Object, "a��b�c�[31m�") {
			t.Errorf("got %q", row.Object)
		}
		if len([]rune(row.RequestID)) != 300 {
			t.Errorf("%d characters", len([]rune(row.RequestID)))
		}
	})
}
