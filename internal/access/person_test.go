package access_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func TestBootstrapWorksOnce(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		h := bareHouse(t, url)
		_, err := h.Operator(h.ctx, "")
		refused(t, err, fault.NotFound, "no_operator")
		var group sync.WaitGroup
		var made atomic.Int64
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			group.Go(func() {
				_, err := h.Bootstrap(h.ctx, access.NewUser{Email: name + "@example.org", Name: name, Locale: "en"}, access.Call{Peer: "command line"})
				if err == nil {
					made.Add(1)
				} else if !fault.Is(err, "already_set_up") {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if made.Load() != 1 || h.count("SELECT COUNT(*) FROM users") != 1 {
			t.Fatalf("%d first admins", made.Load())
		}
		if h.count("SELECT COUNT(*) FROM grants WHERE created_by = user_id AND role = 'admin'") != 1 {
			t.Error("the first admin is not noted as made by themselves")
		}
		operator := must[access.Actor](t)(h.Operator(h.ctx, ""))
		if operator.Kind != access.KindSystem || !h.policy.MayManage(operator) || operator.Call.Peer != "command line" {
			t.Errorf("got %+v", operator)
		}
		if h.audited("user.create", "ok") != 1 || h.audited("grant.add", "ok") != 1 || h.audited("link.invitation", "ok") != 1 {
			t.Error("the audit log is not complete")
		}
	})
}

func TestCreateAndList(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		made := must[*access.Invitation](t)(h.CreateUser(h.ctx, h.admin, access.NewUser{
			Email: "jonas@example.org", Name: " Jonas K. ", Locale: "de",
			Grants: []access.Grant{grant("translator", "*", "de", "*"), grant("translator", "city", "el", "GR"), grant("translator", "*", "de", "*")},
		}))
		if made.Person.Name != "Jonas K." || len(made.Person.Grants) != 2 {
			t.Errorf("got %+v", made.Person)
		}
		_, err := h.CreateUser(h.ctx, h.admin, access.NewUser{Email: "JONAS@example.org ", Name: "Jonas", Locale: "de"})
		refused(t, err, fault.Conflict, "email_taken")

		everybody := must[[]access.Person](t)(h.Users(h.ctx, h.admin.Actor))
		if len(everybody) != 2 || everybody[0].Name != "Ana" || everybody[0].State != access.Active || everybody[0].LastSeenAt == nil ||
			everybody[1].State != access.Invited || everybody[1].LastSeenAt != nil || everybody[1].Grants[1].Locale != "el" {
			t.Errorf("got %+v", everybody)
		}
		text, err := json.Marshal(everybody)
		if err != nil || strings.Contains(string(text), "argon2") || strings.Contains(strings.ToLower(string(text)), "password") {
			t.Errorf("%v: %s", err, text)
		}
		colleagues := must[[]access.Colleague](t)(h.Colleagues(h.ctx, h.admin.Actor))
		if len(colleagues) != 2 || colleagues[1].Name != "Jonas K." || len(colleagues[1].Grants) != 2 {
			t.Errorf("got %+v", colleagues)
		}
	})
}

func TestWhatCannotBeRightIsNamed(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		_, err := h.CreateUser(h.ctx, h.system(), access.NewUser{
			Email: "Ana <ana@example.org>", Name: "two\nlines", Locale: "xx", Password: "short",
			Grants: []access.Grant{
				grant("owner", "*", "*", "*"), grant("editor", "poem", "*", "*"), grant("editor", "*", "xx", "*"),
				grant("editor", "*", "und", "XX"), grant("admin", "city", "*", "*"),
				{},
			},
		})
		refused(t, err, fault.Unprocessable, "person_not_valid")
		var paths []string
		for _, p := range fault.Of(err).Problems {
			paths = append(paths, p.Path+" "+p.Code)
		}
		want := []string{
			"email not_an_email", "name not_a_name", "locale unknown",
			"grants/0/role unknown", "grants/1/type unknown", "grants/2/locale unknown", "grants/3/country unknown",
			"grants/4/role admin_is_everywhere",
			"grants/5/role unknown", "grants/5/type unknown", "grants/5/locale unknown", "grants/5/country unknown",
			"password too_short",
		}
		if !slices.Equal(paths, want) {
			t.Errorf("got %q", paths)
		}
		if h.count("SELECT COUNT(*) FROM users") != 1 {
			t.Error("somebody was made")
		}
	})
}

// Every verb on people is an admin's; a refusal changes nothing.
func TestOnlyAdminsManage(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		other := h.add("other@example.org")
		h.add("maria@example.org", grant("editor", "*", "*", "*"), grant("coordinator", "*", "*", "*"))
		maria := h.by("maria@example.org")
		created := must[*access.CreatedToken](t)(h.CreateToken(h.ctx, h.by("ana@example.org"), access.NewToken{Name: "t", Scopes: everything("write")}))
		token := access.By{Actor: must[access.Actor](t)(h.TokenActor(h.ctx, created.Secret))}
		name, email := "X", "x@example.org"
		people := h.count("SELECT COUNT(*) FROM audit")
		for who, by := range map[string]access.By{"an editor": maria, "an admin's token": token, "nobody": {}} {
			for what, verb := range map[string]func() error{
				"list":    func() error { _, err := h.Users(h.ctx, by.Actor); return err },
				"look up": func() error { _, err := h.User(h.ctx, by.Actor, other.ID); return err },
				"create": func() error {
					_, err := h.CreateUser(h.ctx, by, access.NewUser{Email: "y@example.org", Name: "Y", Locale: "en"})
					return err
				},
				"rename": func() error {
					_, err := h.UpdateUser(h.ctx, by, other.ID, access.PersonChange{Name: &name})
					return err
				},
				"own address": func() error {
					_, err := h.UpdateUser(h.ctx, by, by.Actor.UserID, access.PersonChange{Email: &email})
					return err
				},
				"disable":  func() error { _, err := h.Disable(h.ctx, by, other.ID); return err },
				"enable":   func() error { _, err := h.Enable(h.ctx, by, other.ID); return err },
				"grant":    func() error { _, err := h.Grant(h.ctx, by, by.Actor.UserID, grant("admin", "*", "*", "*")); return err },
				"revoke":   func() error { _, err := h.Revoke(h.ctx, by, other.ID, "x"); return err },
				"link":     func() error { _, err := h.MakeLink(h.ctx, by, other.ID); return err },
				"sign out": func() error { return h.EndSessions(h.ctx, by, other.ID) },
				"tokens":   func() error { _, err := h.Tokens(h.ctx, by.Actor, other.ID); return err },
				"audit":    func() error { _, err := h.AuditLog(h.ctx, by.Actor, access.AuditQuery{}); return err },
				"set a password": func() error {
					_, err := h.CreateUser(h.ctx, by, access.NewUser{Email: "y@example.org", Name: "Y", Locale: "en", Password: fresh})
					return err
				},
			} {
				if err := verb(); fault.Of(err).Kind != fault.Forbidden {
					t.Errorf("%s: %s: got %v", who, what, err)
				}
			}
		}
		if h.count("SELECT COUNT(*) FROM audit") != people || h.count("SELECT COUNT(*) FROM users") != 3 {
			t.Error("something changed")
		}
		if _, err := h.CreateUser(h.ctx, h.admin, access.NewUser{Email: "y@example.org", Name: "Y", Locale: "en", Password: fresh}); fault.Of(err).Kind != fault.Forbidden {
			t.Errorf("an admin chose somebody's password: %v", err)
		}
	})
}

// An admin who was demoted a moment ago is refused, although the request
// began before.
func TestRightsAreCheckedAgainInTheTransaction(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		boss := h.add("boss@example.org", grant("admin", "*", "*", "*"))
		began := h.by("boss@example.org")
		must[*access.Person](t)(h.Revoke(h.ctx, h.admin, boss.ID, boss.Grants[0].ID))
		_, err := h.MakeLink(h.ctx, began, h.admin.Actor.UserID)
		refused(t, err, fault.Forbidden, "no_right")
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, boss.ID))
		_, err = h.CreateToken(h.ctx, began, access.NewToken{Name: "t", Scopes: everything("read")})
		refused(t, err, fault.Unauthenticated, "not_signed_in")
	})
}

func TestOwnProfile(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		by := h.by("maria@example.org")
		name, locale := "María", "el"
		got := must[*access.Person](t)(h.UpdateUser(h.ctx, by, maria.ID, access.PersonChange{Name: &name, Locale: &locale}))
		if got.Name != name || got.Locale != locale || got.Email != "maria@example.org" {
			t.Errorf("got %+v", got)
		}
		seen := must[*access.Person](t)(h.User(h.ctx, by.Actor, maria.ID))
		if seen.Name != name {
			t.Errorf("got %+v", seen)
		}
		empty := ""
		_, err := h.UpdateUser(h.ctx, by, maria.ID, access.PersonChange{Name: &empty, Locale: &empty})
		refused(t, err, fault.Unprocessable, "person_not_valid")
	})
}

func TestAddressesStayUnique(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		taken, free := "ANA@example.org", "m@example.org"
		_, err := h.UpdateUser(h.ctx, h.admin, maria.ID, access.PersonChange{Email: &taken})
		refused(t, err, fault.Conflict, "email_taken")
		got := must[*access.Person](t)(h.UpdateUser(h.ctx, h.admin, maria.ID, access.PersonChange{Email: &free}))
		if got.Email != free {
			t.Errorf("got %s", got.Email)
		}
		h.signIn(free)
		_, err = h.UpdateUser(h.ctx, h.admin, "nobody", access.PersonChange{Email: &free})
		refused(t, err, fault.NotFound, "user_not_found")
	})
}

func TestGrantAndRevoke(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org")
		german := grant("translator", "*", "de", "*")
		for range 2 { // the second time changes nothing
			got := must[*access.Person](t)(h.Grant(h.ctx, h.admin, maria.ID, german))
			if len(got.Grants) != 1 || got.Grants[0].Grant != german {
				t.Fatalf("got %v", got.Grants)
			}
			maria = *got
		}
		if n := h.count("SELECT COUNT(*) FROM audit WHERE action = 'grant.add' AND object = ?", "user:"+maria.ID+" translator type:* locale:de country:*"); n != 1 {
			t.Errorf("%d rows in the audit log", n)
		}
		_, err := h.Revoke(h.ctx, h.admin, h.add("nikos@example.org").ID, maria.Grants[0].ID)
		refused(t, err, fault.NotFound, "grant_not_found") // somebody else's
		if got := must[*access.Person](t)(h.Revoke(h.ctx, h.admin, maria.ID, maria.Grants[0].ID)); len(got.Grants) != 0 {
			t.Errorf("still %v", got.Grants)
		}
		_, err = h.Grant(h.ctx, h.admin, "nobody", german)
		refused(t, err, fault.NotFound, "user_not_found")
		_, err = h.Grant(h.ctx, h.admin, maria.ID, grant("root", "*", "*", "*"))
		refused(t, err, fault.Unprocessable, "grant_not_valid")
	})
}

func TestNobodyChangesTheirOwnRights(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		ana := must[*access.Person](t)(h.User(h.ctx, h.admin.Actor, h.admin.Actor.UserID))
		h.add("boss@example.org", grant("admin", "*", "*", "*")) // Ana would not be missed
		rows := h.count("SELECT COUNT(*) FROM audit")
		_, err := h.Grant(h.ctx, h.admin, ana.ID, grant("translator", "*", "de", "*"))
		refused(t, err, fault.Forbidden, "own_grants")
		_, err = h.Grant(h.ctx, h.admin, ana.ID, ana.Grants[0].Grant) // what she holds already, too
		refused(t, err, fault.Forbidden, "own_grants")
		_, err = h.Revoke(h.ctx, h.admin, ana.ID, ana.Grants[0].ID)
		refused(t, err, fault.Forbidden, "own_grants")
		if after := must[*access.Person](t)(h.User(h.ctx, h.admin.Actor, ana.ID)); len(after.Grants) != len(ana.Grants) {
			t.Errorf("her rights have changed: %v", after.Grants)
		}
		if after := h.count("SELECT COUNT(*) FROM audit"); after != rows {
			t.Errorf("%d rows in the audit log beside the refusals, which the door of the API records", after-rows)
		}
		must[*access.Person](t)(h.Grant(h.ctx, h.system(), ana.ID, grant("translator", "*", "de", "*"))) // on the command line
	})
}

func TestTheLastAdminStays(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		ana := must[*access.Person](t)(h.User(h.ctx, h.admin.Actor, h.admin.Actor.UserID))
		both := func() (disable, revoke error) {
			_, disable = h.Disable(h.ctx, h.admin, ana.ID)
			_, revoke = h.Revoke(h.ctx, h.system(), ana.ID, ana.Grants[0].ID)
			return disable, revoke
		}
		// Neither an invited nor a disabled admin could take over.
		must[*access.Invitation](t)(h.CreateUser(h.ctx, h.admin, access.NewUser{
			Email: "invited@example.org", Name: "I", Locale: "en", Grants: []access.Grant{grant("admin", "*", "*", "*")},
		}))
		gone := h.add("gone@example.org", grant("admin", "*", "*", "*"))
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, gone.ID))
		disable, revoke := both()
		refused(t, disable, fault.Conflict, "last_admin")
		refused(t, revoke, fault.Conflict, "last_admin")

		h.add("boss@example.org", grant("admin", "*", "*", "*"))
		if _, err := h.Revoke(h.ctx, h.system(), ana.ID, ana.Grants[0].ID); err != nil {
			t.Errorf("with another admin: %v", err)
		}
	})
}

// Two admins who disable each other at once cannot both succeed.
func TestTheLastAdminStaysInParallel(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		var all []access.Person
		for _, name := range []string{"b", "c", "d", "e"} {
			all = append(all, h.add(name+"@example.org", grant("admin", "*", "*", "*")))
		}
		must[*access.Person](t)(h.Disable(h.ctx, h.system(), h.admin.Actor.UserID))
		var group sync.WaitGroup
		for _, person := range all {
			group.Go(func() {
				_, err := h.Disable(h.ctx, h.system(), person.ID)
				if err != nil && !fault.Is(err, "last_admin") {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := h.count("SELECT COUNT(*) FROM users WHERE disabled_at IS NULL"); n != 1 {
			t.Errorf("%d admins are left", n)
		}
	})
}

// A repeated request has one effect, and its answer shows no secret again.
func TestRepeatedRequests(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		by := h.admin
		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "k1", Method: "POST", Path: "/people", BodyHash: "h"}
		create := func(by access.By) (*access.Invitation, error) {
			return h.CreateUser(h.ctx, by, access.NewUser{Email: "nikos@example.org", Name: "Nikos", Locale: "el"})
		}
		first, again := must[*access.Invitation](t)(create(by)), must[*access.Invitation](t)(create(by))
		if again.Person.ID != first.Person.ID || first.Link.Token == "" || again.Link.Token != "" || again.Link.ExpiresAt != first.Link.ExpiresAt {
			t.Errorf("got %+v and %+v", first, again)
		}
		must[*access.LinkHolder](t)(h.LinkHolder(h.ctx, first.Link.Token))
		otherwise := *by.Once
		otherwise.BodyHash = "i"
		_, err := create(access.By{Actor: by.Actor, Once: &otherwise})
		refused(t, err, fault.Unprocessable, "idempotency_mismatch")

		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "k2", Method: "POST", Path: "/tokens", BodyHash: "h"}
		token := func() *access.CreatedToken {
			return must[*access.CreatedToken](t)(h.CreateToken(h.ctx, by, access.NewToken{Name: "sync", Scopes: everything("read")}))
		}
		made, kept := token(), token()
		if made.Secret == "" || kept.Secret != "" || kept.ID != made.ID || kept.Name != "sync" {
			t.Errorf("got %+v and %+v", made, kept)
		}
		for _, answer := range query[string](h, "SELECT answer FROM idempotency") {
			if strings.Contains(answer, made.Secret) || strings.Contains(answer, first.Link.Token) {
				t.Error("a secret is stored")
			}
		}
		if h.audited("user.create", "ok") != 2 || h.audited("token.create", "ok") != 1 {
			t.Error("an effect was repeated")
		}
	})
}

func TestActorOfAJob(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		maria := h.add("maria@example.org", grant("editor", "*", "de", "*"))
		got := must[access.Actor](t)(h.Actor(h.ctx, maria.ID))
		if got.Kind != access.KindSystem || got.Name != "maria@example.org" || len(got.Grants) != 1 || h.policy.MayManage(got) {
			t.Errorf("got %+v", got)
		}
		must[*access.Person](t)(h.Disable(h.ctx, h.admin, maria.ID))
		_, err := h.Actor(h.ctx, maria.ID)
		refused(t, err, fault.Unauthenticated, "not_signed_in")
		_, err = h.Operator(h.ctx, "maria@example.org")
		refused(t, err, fault.NotFound, "no_operator")
		operator := must[access.Actor](t)(h.Operator(h.ctx, " Ana@example.org"))
		if operator.UserID != h.admin.Actor.UserID {
			t.Errorf("got %+v", operator)
		}
	})
}
