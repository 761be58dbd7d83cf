package access_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

const fresh = "three red kites over Tilos"

func (h *house) invite(email string) *access.Invitation {
	h.t.Helper()
	return must[*access.Invitation](h.t)(h.CreateUser(h.ctx, h.admin, access.NewUser{Email: email, Name: "Nikos", Locale: "el"}))
}

func (h *house) accept(token string) error {
	_, err := h.AcceptLink(h.ctx, token, fresh, access.Call{Peer: "192.0.2.9"})
	return err
}

func TestInvitation(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		invited := h.invite("Nikos@Example.org")
		if invited.Person.State != access.Invited || invited.Person.Email != "nikos@example.org" || invited.Link.Kind != access.InvitationLink {
			t.Errorf("got %+v %+v", invited.Person, invited.Link)
		}
		if h.count("SELECT COUNT(*) FROM links WHERE token_hash = ?", invited.Link.Token) != 0 {
			t.Error("the token itself is stored")
		}
		holder := must[*access.LinkHolder](t)(h.LinkHolder(h.ctx, invited.Link.Token))
		if *holder != (access.LinkHolder{Kind: "invitation", Email: "nikos@example.org", Name: "Nikos", Locale: "el"}) {
			t.Errorf("got %+v", holder)
		}

		_, err := h.AcceptLink(h.ctx, invited.Link.Token, "too short", access.Call{})
		refused(t, err, fault.Unprocessable, "password_refused")
		if p := fault.Of(err).Problems; len(p) != 1 || p[0].Path != "password" || p[0].Code != "too_short" {
			t.Errorf("got %v", p)
		}
		if err := h.accept(invited.Link.Token); err != nil {
			t.Fatalf("a refused password used the link up: %v", err)
		}
		if err := h.try("nikos@example.org", fresh, "192.0.2.9"); err != nil {
			t.Error(err)
		}
		refused(t, h.accept(invited.Link.Token), fault.NotFound, "link_invalid")
		_, err = h.LinkHolder(h.ctx, invited.Link.Token)
		refused(t, err, fault.NotFound, "link_invalid")
		if h.audited("link.accept", "ok") != 1 || h.audited("link.accept", "refused") != 1 {
			t.Error("the audit log is not complete")
		}
	})
}

func TestResetEndsSessionsAndKeepsTokens(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		session := h.signIn("maria@example.org")
		token := must[*access.CreatedToken](t)(h.CreateToken(h.ctx, access.By{Actor: session.Actor}, access.NewToken{Name: "sync", Scopes: everything("read")}))
		reset := must[*access.Invitation](t)(h.MakeLink(h.ctx, h.admin, maria.ID))
		if reset.Link.Kind != access.ResetLink || reset.Link.ExpiresAt != db.At(h.clock().Add(24*time.Hour)) {
			t.Errorf("got %+v", reset.Link)
		}
		h.alive(session.Token) // making a link changes nothing yet
		if err := h.accept(reset.Link.Token); err != nil {
			t.Fatal(err)
		}
		h.dead(session.Token)
		must[access.Actor](t)(h.TokenActor(h.ctx, token.Secret))
		refused(t, h.try("maria@example.org", secret, "192.0.2.9"), fault.Unauthenticated, "sign_in_failed")
		if err := h.try("maria@example.org", fresh, "192.0.2.9"); err != nil {
			t.Error(err)
		}
	})
}

func TestLinksThatNoLongerWork(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, h *house, person access.Person){
		"replaced by a newer one": func(t *testing.T, h *house, person access.Person) {
			must[*access.Invitation](t)(h.MakeLink(h.ctx, h.admin, person.ID))
		},
		"expired": func(t *testing.T, h *house, person access.Person) { h.pass(7 * 24 * time.Hour) },
		"the person is disabled": func(t *testing.T, h *house, person access.Person) {
			must[*access.Person](t)(h.Disable(h.ctx, h.admin, person.ID))
		},
		"disabled and enabled again": func(t *testing.T, h *house, person access.Person) {
			must[*access.Person](t)(h.Disable(h.ctx, h.admin, person.ID))
			must[*access.Person](t)(h.Enable(h.ctx, h.admin, person.ID))
		},
		"the address changed": func(t *testing.T, h *house, person access.Person) {
			other := "other@example.org"
			must[*access.Person](t)(h.UpdateUser(h.ctx, access.By{Actor: h.admin.Actor}, person.ID, access.PersonChange{Email: &other}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachDB(t, func(t *testing.T, h *house) {
				invited := h.invite("nikos@example.org")
				h.pass(7*24*time.Hour - time.Second)
				must[*access.LinkHolder](t)(h.LinkHolder(h.ctx, invited.Link.Token))
				spoil(t, h, invited.Person)
				refused(t, h.accept(invited.Link.Token), fault.NotFound, "link_invalid")
				if h.count("SELECT COUNT(*) FROM users WHERE email LIKE 'nikos%' AND password_hash <> ''") != 0 {
					t.Error("a password was set")
				}
			})
		})
	}
	eachDB(t, func(t *testing.T, h *house) {
		for _, token := range []string{"", "x", h.signIn("ana@example.org").Token} {
			refused(t, h.accept(token), fault.NotFound, "link_invalid")
		}
		gone := h.add("gone@example.org")
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, gone.ID))
		_, err := h.MakeLink(h.ctx, h.admin, gone.ID)
		refused(t, err, fault.Conflict, "user_disabled")
	})
}

// Changing a name or language is no reason to ask for a new link.
func TestLinksOutliveARename(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		invited := h.invite("nikos@example.org")
		name, same := "Nikolaos", " NIKOS@example.org"
		must[*access.Person](t)(h.UpdateUser(h.ctx, h.admin, invited.Person.ID, access.PersonChange{Name: &name, Email: &same}))
		if err := h.accept(invited.Link.Token); err != nil {
			t.Error(err)
		}
	})
}

func TestALinkWorksOnceInParallel(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		token := h.invite("nikos@example.org").Link.Token
		var group sync.WaitGroup
		var accepted atomic.Int64
		for range 50 {
			group.Go(func() {
				switch err := h.accept(token); {
				case err == nil:
					accepted.Add(1)
				case !fault.Is(err, "link_invalid"):
					t.Errorf("got %v", err)
				}
			})
		}
		group.Wait()
		if accepted.Load() != 1 || h.audited("link.accept", "ok") != 1 || h.audited("link.accept", "refused") != 49 {
			t.Errorf("the link was used %d times", accepted.Load())
		}
	})
}

// Two admins who make a link at once leave one that works.
func TestNewestLinkInParallel(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		person := h.invite("nikos@example.org").Person
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := h.MakeLink(h.ctx, h.admin, person.ID); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := h.count("SELECT COUNT(*) FROM links"); n != 1 {
			t.Errorf("%d links work", n)
		}
	})
}

func TestChangePassword(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		here, there := h.signIn("maria@example.org"), h.signIn("maria@example.org")
		token := must[*access.CreatedToken](t)(h.CreateToken(h.ctx, access.By{Actor: here.Actor}, access.NewToken{Name: "sync", Scopes: everything("read")}))
		link := must[*access.Invitation](t)(h.MakeLink(h.ctx, h.admin, maria.ID)).Link

		change := func(present, next string) error {
			return h.ChangePassword(h.ctx, here.Actor, here.Token, present, next)
		}
		refused(t, change("wrong", fresh), fault.Unprocessable, "wrong_password")
		refused(t, change(secret, "maria@example.org"), fault.Unprocessable, "password_refused")
		h.alive(there.Token)
		if err := change(secret, fresh); err != nil {
			t.Fatal(err)
		}
		h.alive(here.Token)
		h.dead(there.Token)
		refused(t, h.accept(link.Token), fault.NotFound, "link_invalid")
		must[access.Actor](t)(h.TokenActor(h.ctx, token.Secret))
		refused(t, change(secret, fresh), fault.Unprocessable, "wrong_password")
		if h.audited("password.change", "ok") != 1 || h.audited("password.change", "refused") != 2 {
			t.Error("the audit log is not complete")
		}

		byToken := must[access.Actor](t)(h.TokenActor(h.ctx, token.Secret))
		refused(t, h.ChangePassword(h.ctx, byToken, "", fresh, secret), fault.Forbidden, "session_required")
		refused(t, h.ChangePassword(h.ctx, access.Actor{}, "", fresh, secret), fault.Forbidden, "no_right")
	})
}

// Somebody at an unlocked computer cannot try out passwords.
func TestChangePasswordIsThrottled(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		session := h.signIn("ana@example.org")
		session.Actor.Call.Peer = "192.0.2.77"
		for range 10 {
			refused(t, h.ChangePassword(h.ctx, session.Actor, session.Token, "wrong", fresh), fault.Unprocessable, "wrong_password")
		}
		refused(t, h.ChangePassword(h.ctx, session.Actor, session.Token, secret, fresh), fault.TooMany, "too_many_attempts")
		h.alive(session.Token)
	})
}
