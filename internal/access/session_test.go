package access_test

import (
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/fault"
)

func (h *house) dead(token string) {
	h.t.Helper()
	_, err := h.Session(h.ctx, token)
	refused(h.t, err, fault.Unauthenticated, "not_signed_in")
}

func (h *house) alive(token string) *access.Session {
	h.t.Helper()
	return must[*access.Session](h.t)(h.Session(h.ctx, token))
}

func TestBadSessionsAreNobody(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		session := h.signIn("ana@example.org")
		for _, token := range []string{"", "x", session.Token + "x", session.Token[:42], session.CSRF} {
			h.dead(token)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		idle, used := h.signIn("ana@example.org").Token, h.signIn("ana@example.org").Token
		for range 6 { // two days and a bit at a time
			h.pass(51 * time.Hour)
			h.alive(used)
		}
		h.dead(idle)
		h.pass(31 * time.Hour) // 14 days and an hour in all
		h.dead(used)

		abandoned := h.signIn("ana@example.org").Token
		h.pass(3*24*time.Hour - time.Second)
		h.alive(abandoned)
		h.pass(3 * 24 * time.Hour)
		h.dead(abandoned)
	})
}

// Reading a page must not write each time.
func TestLastUseIsNotedOnceInAWhile(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		token := h.signIn("ana@example.org").Token
		latest := func() int64 { return h.count("SELECT MAX(last_seen_at) FROM sessions") }
		first := latest()
		h.pass(4 * time.Minute)
		h.alive(token)
		if latest() != first {
			t.Error("noted after four minutes")
		}
		h.pass(time.Minute)
		h.alive(token)
		if got := latest() - first; got != (5 * time.Minute).Microseconds() {
			t.Errorf("noted %d µs later", got)
		}
	})
}

func TestSignOut(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		here, there := h.signIn("ana@example.org").Token, h.signIn("ana@example.org").Token
		for range 2 { // doing it again is fine
			if err := h.SignOut(h.ctx, here, access.Call{}); err != nil {
				t.Fatal(err)
			}
		}
		h.dead(here)
		h.alive(there)
		if n := h.audited("sign_out", "ok"); n != 1 {
			t.Errorf("%d rows in the audit log", n)
		}
	})
}

// Signing in again ends the session the browser had, so that a session id
// planted in it is worth nothing.
func TestSignInGivesANewSession(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		first := h.signIn("ana@example.org").Token
		second := must[*access.Session](t)(h.SignIn(h.ctx,
			access.Credentials{Email: "ana@example.org", Password: secret, Previous: first}, access.Call{})).Token
		if first == second {
			t.Error("the session id is the same")
		}
		h.dead(first)
		h.alive(second)
	})
}

func TestSignOutEverywhere(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		phone, desk, ana := h.signIn("maria@example.org"), h.signIn("maria@example.org"), h.signIn("ana@example.org")
		refused(t, h.EndSessions(h.ctx, access.By{Actor: phone.Actor}, ana.Actor.UserID), fault.Forbidden, "no_right")
		if err := h.EndSessions(h.ctx, access.By{Actor: phone.Actor}, maria.ID); err != nil {
			t.Fatal(err)
		}
		h.dead(phone.Token)
		h.dead(desk.Token)
		h.alive(ana.Token)
		again := h.signIn("maria@example.org").Token
		if err := h.EndSessions(h.ctx, h.admin, maria.ID); err != nil {
			t.Fatal(err)
		}
		h.dead(again)
		refused(t, h.EndSessions(h.ctx, h.admin, "nobody"), fault.NotFound, "user_not_found")
	})
}

// A change of rights holds at the next request.
func TestRightsAreReadEachTime(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org", grant("editor", "*", "*", "*"))
		token := h.signIn("maria@example.org").Token
		if got := h.alive(token).Actor.Grants; len(got) != 1 || got[0].Role != "editor" {
			t.Fatalf("got %v", got)
		}
		must[*access.Person](t)(h.Revoke(h.ctx, h.admin, maria.ID, maria.Grants[0].ID))
		if got := h.alive(token).Actor.Grants; len(got) != 0 {
			t.Errorf("still %v", got)
		}
		must[*access.Person](t)(h.Grant(h.ctx, h.admin, maria.ID, grant("admin", "*", "*", "*")))
		if !h.policy.MayManage(h.alive(token).Actor) {
			t.Error("the new right does not hold yet")
		}
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, maria.ID))
		h.dead(token)
		must[*access.Person](t)(h.Enable(h.ctx, h.admin, maria.ID))
		h.dead(token) // and does not come back
		h.signIn("maria@example.org")
	})
}

func TestCSRF(t *testing.T) {
	csrf := access.CSRF("token")
	for _, c := range []struct {
		token, given string
		want         bool
	}{
		{"token", csrf, true},
		{"token", "", false},
		{"token", "token", false},
		{"other", csrf, false},
		{"", access.CSRF(""), false},
		{"", "", false},
		{"token", csrf + "=", false},
	} {
		if got := access.ValidCSRF(c.token, c.given); got != c.want {
			t.Errorf("%q with %q: %v", c.token, c.given, got)
		}
	}
}
