package access_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func (h *house) try(email, password, peer string) error {
	_, err := h.SignIn(h.ctx, access.Credentials{Email: email, Password: password}, access.Call{Peer: peer})
	return err
}

func TestSignIn(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		session := must[*access.Session](t)(h.SignIn(h.ctx,
			access.Credentials{Email: "  ANA@Example.org ", Password: secret}, access.Call{Peer: "192.0.2.7", RequestID: "r1"}))
		if session.Actor.Name != "Ana" || session.Actor.Kind != access.KindUser || !h.policy.MayManage(session.Actor) {
			t.Errorf("got %+v", session.Actor)
		}
		if len(session.Token) != 43 || session.CSRF != access.CSRF(session.Token) {
			t.Errorf("token %q, CSRF %q", session.Token, session.CSRF)
		}
		if n := h.count("SELECT COUNT(*) FROM sessions WHERE token_hash = ?", session.Token); n != 0 {
			t.Error("the token itself is stored")
		}
		found := must[*access.Session](t)(h.Session(h.ctx, session.Token))
		if found.Actor.UserID != session.Actor.UserID || found.CSRF != session.CSRF || found.ExpiresAt != session.ExpiresAt {
			t.Errorf("got %+v", found)
		}
		if h.count("SELECT COUNT(*) FROM audit WHERE action = 'sign_in' AND outcome = 'ok' AND actor = ? AND peer = '192.0.2.7' AND request_id = 'r1'", found.Actor.UserID) != 1 {
			t.Error("the sign-in is not in the audit log")
		}
	})
}

// Whoever asks learns nothing about who has an account.
func TestWrongAnswersAreAlike(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		h.add("active@example.org")
		gone := h.add("gone@example.org")
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, gone.ID))
		must[*access.Invitation](t)(h.CreateUser(h.ctx, h.admin, access.NewUser{Email: "new@example.org", Name: "New", Locale: "en"}))
		answers := map[string]bool{}
		for _, c := range []access.Credentials{
			{Email: "active@example.org", Password: "wrong wrong wrong"},
			{Email: "nobody@example.org", Password: secret},
			{Email: "gone@example.org", Password: secret},
			{Email: "new@example.org", Password: secret},
			{Email: "new@example.org"},
			{Email: "active@example.org"},
			{Email: "active@example.org", Password: strings.Repeat(secret, 1000)},
			{},
		} {
			_, err := h.SignIn(h.ctx, c, access.Call{Peer: "192.0.2.7"})
			refused(t, err, fault.Unauthenticated, "sign_in_failed")
			f := fault.Of(err)
			answers[fmt.Sprint(f.Kind, f.Code, f.Detail, f.Extra, f.Problems)] = true
		}
		if len(answers) != 1 {
			t.Errorf("answers differ: %v", answers)
		}
		if n := h.audited("sign_in", "refused"); n != 8 {
			t.Errorf("%d refusals are in the audit log, not 8", n)
		}
		if h.count("SELECT COUNT(*) FROM audit WHERE object LIKE '%example.org%' OR actor LIKE '%example.org%'") != 0 {
			t.Error("the log repeats what was typed")
		}
	})
}

func TestThrottlePerAccount(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		h.add("maria@example.org")
		spellings := []string{"maria@example.org", "MARIA@example.org", " maria@example.org\t"}
		for i := range 10 { // each from another peer, in another spelling
			refused(t, h.try(spellings[i%3], "wrong", fmt.Sprintf("198.51.100.%d", i)), fault.Unauthenticated, "sign_in_failed")
		}
		err := h.try("maria@example.org", secret, "198.51.100.99")
		refused(t, err, fault.TooMany, "too_many_attempts")
		if fault.Of(err).Extra["retry_after"] != 30 {
			t.Errorf("got %v", fault.Of(err).Extra)
		}
		if err := h.try("ana@example.org", secret, "198.51.100.99"); err != nil {
			t.Errorf("another account is slowed, too: %v", err)
		}
		h.pass(30 * time.Second)
		if err := h.try("maria@example.org", secret, "198.51.100.99"); err != nil {
			t.Errorf("the owner is locked out: %v", err)
		}
	})
}

// Accounts that do not exist are slowed like those that do.
func TestThrottleTellsNothing(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		for range 10 {
			refused(t, h.try("nobody@example.org", "wrong", "198.51.100.1"), fault.Unauthenticated, "sign_in_failed")
		}
		refused(t, h.try("nobody@example.org", "wrong", "198.51.100.1"), fault.TooMany, "too_many_attempts")
		if h.count("SELECT COUNT(*) FROM throttles WHERE subject LIKE '%nobody%'") != 0 {
			t.Error("what was typed is stored")
		}
	})
}

func TestThrottlePerPeer(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		for i := range 30 { // one network of IPv6, many addresses in it
			err := h.try(fmt.Sprintf("n%d@example.org", i), "wrong", fmt.Sprintf("2001:db8::%x", i+1))
			refused(t, err, fault.Unauthenticated, "sign_in_failed")
		}
		refused(t, h.try("ana@example.org", secret, "2001:db8::ffff"), fault.TooMany, "too_many_attempts")
		if err := h.try("ana@example.org", secret, "2001:db8:0:1::1"); err != nil {
			t.Errorf("the neighbours are slowed, too: %v", err)
		}
	})
}

// A guesser who keeps the account's bucket full does not keep its owner out
// of where she signed in before.
func TestThrottleSparesAKnownPeer(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		h.add("maria@example.org")
		if err := h.try("maria@example.org", secret, "192.0.2.50"); err != nil {
			t.Fatal(err)
		}
		h.pass(20 * 24 * time.Hour)
		if err := h.db.Expire(h.ctx, db.At(h.clock())); err != nil { // tidying up does not forget them
			t.Fatal(err)
		}
		for i := range 11 {
			_ = h.try("maria@example.org", "wrong", fmt.Sprintf("198.51.100.%d", i))
		}
		refused(t, h.try("maria@example.org", secret, "198.51.100.77"), fault.TooMany, "too_many_attempts")
		if err := h.try("maria@example.org", secret, "192.0.2.50"); err != nil {
			t.Errorf("the owner is kept out: %v", err)
		}
		for range 10 { // a known peer is no licence to guess
			_ = h.try("maria@example.org", "wrong", "192.0.2.50")
		}
		refused(t, h.try("maria@example.org", secret, "192.0.2.50"), fault.TooMany, "too_many_attempts")
	})
}

// Parallel attempts are counted before their outcome is known.
func TestThrottleHoldsInParallel(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		var group sync.WaitGroup
		var wrong, slowed atomic.Int64
		for range 40 {
			group.Go(func() {
				switch err := h.try("ana@example.org", "wrong", "198.51.100.1"); {
				case fault.Is(err, "sign_in_failed"):
					wrong.Add(1)
				case fault.Is(err, "too_many_attempts"):
					slowed.Add(1)
				default:
					t.Errorf("got %v", err)
				}
			})
		}
		group.Wait()
		if wrong.Load() != 10 || slowed.Load() != 30 {
			t.Errorf("%d were tried and %d slowed", wrong.Load(), slowed.Load())
		}
		if n := h.audited("sign_in", "refused"); n != 40 {
			t.Errorf("%d of 40 refusals are in the audit log", n)
		}
	})
}

func TestSuccessCostsNothing(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		for range 40 {
			if err := h.try("ana@example.org", secret, "198.51.100.1"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A hash of an earlier, cheaper time is made anew when the password is at hand.
func TestHashIsRenewed(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		dearer := h.config()
		dearer.Hashing.Passes = 2
		people := access.NewPeople(dearer)
		if _, err := people.SignIn(h.ctx, access.Credentials{Email: "ana@example.org", Password: secret}, access.Call{}); err != nil {
			t.Fatal(err)
		}
		if hash := query[string](h, "SELECT password_hash FROM users")[0]; !strings.Contains(hash, ",t=2,") {
			t.Errorf("the hash is still %s", hash)
		}
		h.signIn("ana@example.org")
	})
}
