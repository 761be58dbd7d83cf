package access_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

func (h *house) token(by access.By, scopes access.Scopes) *access.CreatedToken {
	h.t.Helper()
	return must[*access.CreatedToken](h.t)(h.CreateToken(h.ctx, by, access.NewToken{Name: "sync", Scopes: scopes, Days: 30}))
}

func (h *house) tokenDead(secret string) {
	h.t.Helper()
	_, err := h.TokenActor(h.ctx, secret)
	refused(h.t, err, fault.Unauthenticated, "token_invalid")
}

func TestToken(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org", grant("editor", "*", "*", "*"))
		scopes := access.Scopes{Access: access.Write, Types: []string{"city"}, Locales: []string{"de", "und"}, Verbs: []workflow.Verb{workflow.Segments}}
		made := h.token(h.by("maria@example.org"), scopes)
		if !strings.HasPrefix(made.Secret, "mct_") || made.ExpiresAt != db.At(h.clock().Add(30*24*time.Hour)) || made.UserID != maria.ID {
			t.Errorf("got %+v", made)
		}
		if h.count("SELECT COUNT(*) FROM tokens WHERE token_hash LIKE '%'||?||'%'", made.Secret) != 0 {
			t.Error("the secret is stored")
		}
		actor := must[access.Actor](t)(h.TokenActor(h.ctx, made.Secret))
		if actor.Kind != access.KindToken || actor.UserID != maria.ID || actor.Token.ID != made.ID || actor.Token.Name != "sync" ||
			!slices.Equal(actor.Token.Scopes.Locales, scopes.Locales) || len(actor.Grants) != 1 {
			t.Errorf("got %+v %+v", actor, actor.Token)
		}
		german := access.Object{Type: "city", SourceLocale: "en", Locale: "de"}
		if !h.policy.May(actor, workflow.Segments, german) || h.policy.May(actor, workflow.Publish, german) {
			t.Error("the scopes do not hold")
		}
		must[*access.Person](t)(h.Revoke(h.ctx, h.admin, maria.ID, maria.Grants[0].ID))
		if actor := must[access.Actor](t)(h.TokenActor(h.ctx, made.Secret)); h.policy.May(actor, workflow.Segments, german) {
			t.Error("the token outlives its owner's right")
		}
	})
}

func TestTokensEnd(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		by := h.by("maria@example.org")
		revoked, expired := h.token(by, everything("read")), h.token(by, everything("read"))
		for _, secret := range []string{"", "mct_", "x", revoked.Secret + "x", revoked.ID, strings.ToUpper(revoked.Secret)} {
			h.tokenDead(secret)
		}
		got := must[*access.Token](t)(h.RevokeToken(h.ctx, by, revoked.ID))
		if got.RevokedAt == nil {
			t.Errorf("got %+v", got)
		}
		h.tokenDead(revoked.Secret)
		must[*access.Token](t)(h.RevokeToken(h.ctx, by, revoked.ID)) // again is fine
		if h.audited("token.revoke", "ok") != 1 {
			t.Error("revoked twice")
		}
		h.pass(30*24*time.Hour - time.Second)
		must[access.Actor](t)(h.TokenActor(h.ctx, expired.Secret))
		h.pass(time.Second)
		h.tokenDead(expired.Secret)

		last := h.token(h.by("maria@example.org"), everything("read"))
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, maria.ID))
		h.tokenDead(last.Secret)
		must[*access.Person](t)(h.Enable(h.ctx, h.system(), maria.ID))
		h.tokenDead(last.Secret) // disabling revoked it for good
	})
}

func TestLastUseOfATokenIsNoted(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		made := h.token(h.by("ana@example.org"), everything("read"))
		used := func() *db.Time {
			must[access.Actor](t)(h.TokenActor(h.ctx, made.Secret))
			return must[[]access.Token](t)(h.Tokens(h.ctx, h.admin.Actor, made.UserID))[0].LastUsedAt
		}
		first := used()
		if first == nil || *first != db.At(h.clock()) {
			t.Fatalf("got %v", first)
		}
		h.pass(4 * time.Minute)
		if again := used(); *again != *first {
			t.Errorf("noted after four minutes: %v", again)
		}
		h.pass(time.Minute)
		if later := used(); *later == *first {
			t.Error("not noted after five minutes")
		}
	})
}

func TestWhoseTokens(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		h.add("jonas@example.org")
		of, jonas := h.by("maria@example.org"), h.by("jonas@example.org")
		made := h.token(of, everything("write"))
		asToken := access.By{Actor: must[access.Actor](t)(h.TokenActor(h.ctx, made.Secret))}

		_, err := h.Tokens(h.ctx, jonas.Actor, maria.ID)
		refused(t, err, fault.Forbidden, "no_right")
		_, err = h.RevokeToken(h.ctx, jonas, made.ID)
		refused(t, err, fault.NotFound, "token_not_found")
		_, err = h.RevokeToken(h.ctx, jonas, "nothing")
		refused(t, err, fault.NotFound, "token_not_found")

		_, err = h.CreateToken(h.ctx, asToken, access.NewToken{Name: "child", Scopes: everything("write")})
		refused(t, err, fault.Forbidden, "session_required")
		_, err = h.Tokens(h.ctx, asToken.Actor, maria.ID)
		refused(t, err, fault.Forbidden, "session_required")
		_, err = h.RevokeToken(h.ctx, asToken, made.ID)
		refused(t, err, fault.Forbidden, "session_required")

		if list := must[[]access.Token](t)(h.Tokens(h.ctx, of.Actor, maria.ID)); len(list) != 1 || list[0].ID != made.ID {
			t.Errorf("got %+v", list)
		}
		must[*access.Token](t)(h.RevokeToken(h.ctx, h.admin, made.ID))
		h.tokenDead(made.Secret)
	})
}

func TestScopesAreChecked(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		_, err := h.CreateToken(h.ctx, h.admin, access.NewToken{Days: 400, Scopes: access.Scopes{
			Access: "admin", Types: []string{"city", "poem"}, Locales: []string{"xx", "und", "*"}, Verbs: []workflow.Verb{"save", "manage"},
		}})
		refused(t, err, fault.Unprocessable, "token_not_valid")
		var paths []string
		for _, p := range fault.Of(err).Problems {
			paths = append(paths, p.Path)
		}
		if want := []string{"name", "scopes/access", "scopes/types/1", "scopes/locales/0", "scopes/verbs/1", "days"}; !slices.Equal(paths, want) {
			t.Errorf("got %q", paths)
		}
		_, err = h.CreateToken(h.ctx, h.admin, access.NewToken{Name: "t", Scopes: access.Scopes{Access: access.ReadOnly}})
		if got := len(fault.Of(err).Problems); got != 2 { // a token for nothing is a mistake
			t.Errorf("got %v", err)
		}
		if made := must[*access.CreatedToken](t)(h.CreateToken(h.ctx, h.admin, access.NewToken{Name: "t", Scopes: everything("read")})); made.ExpiresAt != db.At(h.clock().Add(90*24*time.Hour)) {
			t.Errorf("got %v", made.ExpiresAt)
		}
	})
}

func TestATokenThatManagesPeopleSparesAdmins(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		scopes := everything(access.ReadOnly)
		scopes.Manage = true
		made := h.token(h.admin, scopes)
		token := access.By{Actor: must[access.Actor](t)(h.TokenActor(h.ctx, made.Secret))}
		admin := access.Grant{Role: access.Admin, Type: "*", Locale: "*", Country: "*"}
		editor := access.Grant{Role: "editor", Type: "*", Locale: "de", Country: "*"}
		own := h.admin.Actor.UserID

		invited, err := h.CreateUser(h.ctx, token, access.NewUser{Email: "nina@example.org", Name: "Nina", Locale: "en", Grants: []access.Grant{editor}})
		if err != nil || invited.Link.Token == "" {
			t.Fatal("it cannot invite an editor:", err)
		}
		_, err = h.CreateUser(h.ctx, token, access.NewUser{Email: "second@example.org", Name: "Second", Locale: "en", Grants: []access.Grant{admin}})
		refused(t, err, fault.Forbidden, "session_required")
		_, err = h.Grant(h.ctx, token, invited.Person.ID, admin)
		refused(t, err, fault.Forbidden, "session_required")
		_, err = h.MakeLink(h.ctx, token, own)
		refused(t, err, fault.Forbidden, "session_required")
		email := "mine@example.org"
		_, err = h.UpdateUser(h.ctx, token, own, access.PersonChange{Email: &email})
		refused(t, err, fault.Forbidden, "session_required")
		_, err = h.Disable(h.ctx, token, own)
		refused(t, err, fault.Forbidden, "session_required")
		refused(t, h.EndSessions(h.ctx, token, own), fault.Forbidden, "session_required")
	})
}
