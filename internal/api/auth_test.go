package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
)

func TestSignInOpensASession(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		o := openOffice(t, address)
		credentials := map[string]string{"email": " Ana@Example.org ", "password": secret}
		r := o.send(http.MethodPost, "/api/desk/session", credentials).want(t, 200, "")

		set := r.Header.Get("Set-Cookie")
		for _, attribute := range []string{"__Host-mc_session=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Max-Age=1209600"} {
			if !strings.Contains(set, attribute) {
				t.Errorf("Set-Cookie %q lacks %q", set, attribute)
			}
		}
		if strings.Contains(set, "Domain") || strings.Contains(string(r.body), sessionOf(t, r)) || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("the session leaks: %q, %s, %q", set, r.body, r.Header.Get("Cache-Control"))
		}
		want := map[string]any{
			"user":   map[string]any{"id": o.admin.ID, "name": "Ana", "locale": "en"},
			"grants": []any{map[string]any{"role": "admin", "type": "*", "locale": "*", "country": "*"}},
			"manage": true, "csrf": access.CSRF(sessionOf(t, r)), "expires_at": "2026-12-07T09:00:00Z",
		}
		got := r.json(t)
		want["can"] = got["can"] // TestTheSessionTellsWhatSomebodyMayBegin
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("session (-want +got):\n%s", diff)
		}
		ana := visitor{o, sessionOf(t, r), want["csrf"].(string)}
		if diff := cmp.Diff(want, ana.get("/api/desk/session").want(t, 200, "").json(t)); diff != "" {
			t.Errorf("session later (-want +got):\n%s", diff)
		}
	})
}

func TestTheSessionTellsWhatSomebodyMayBegin(t *testing.T) {
	o := newOffice(t)
	begins := func(v visitor, typ string) any {
		can := v.get("/api/desk/session").want(t, 200, "").json(t)["can"].(map[string]any)
		for _, one := range can["create"].([]any) {
			if one := one.(map[string]any); one["type"] == typ {
				return one["locales"]
			}
		}
		return nil
	}
	eleni := o.add("eleni@example.org", access.Grant{Role: "researcher", Type: "city", Locale: "el", Country: "*"})
	italy := o.add("dora@example.org", access.Grant{Role: "researcher", Type: "city", Locale: "el", Country: "IT"})
	jonas := o.add("jonas@example.org", access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "*"})
	for who, v := range map[string]visitor{"everywhere": eleni, "in one country": italy} {
		if diff := cmp.Diff([]any{"el"}, begins(v, "city")); diff != "" {
			t.Errorf("a researcher of Greek, %s: %s", who, diff)
		}
	}
	if begins(eleni, "network") != nil || begins(jonas, "city") != nil {
		t.Error("somebody may begin what is not hers")
	}
}

func TestAnAdminDoesNotChangeHerOwnRights(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	own := "/api/desk/people/" + o.admin.ID + "/grants"
	before := len(o.refusals())
	ana.send(http.MethodPost, own, access.Grant{Role: "translator", Type: "*", Locale: "de", Country: "*"}).want(t, 403, "own_grants")
	ana.send(http.MethodDelete, own+"/"+o.admin.Grants[0].ID, nil).want(t, 403, "own_grants")
	if refused := o.refusals()[before:]; len(refused) != 2 {
		t.Errorf("the audit log has %q", refused)
	}
}

func TestANewSignInEndsTheSessionItCameWith(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	credentials := map[string]string{"email": "ana@example.org", "password": secret}
	r := o.send(http.MethodPost, "/api/desk/session", credentials, cookie(ana.cookie)).want(t, 200, "")
	if sessionOf(t, r) == ana.cookie {
		t.Error("the session kept its id")
	}
	ana.get("/api/desk/session").want(t, 401, "not_signed_in")
	o.send(http.MethodPost, "/api/desk/session", credentials, cookie("gone")).want(t, 200, "")
}

func TestSignOutEndsTheSessionOnTheServer(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	r := ana.send(http.MethodDelete, "/api/desk/session", nil).want(t, 204, "")
	if !strings.Contains(r.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("the cookie stays: %q", r.Header.Get("Set-Cookie"))
	}
	ana.get("/api/desk/session").want(t, 401, "not_signed_in")
}

// A credential that was offered and fails is refused on every route there is,
// even where none is needed.
func TestBadCredentialsNeverFallBack(t *testing.T) {
	o := newOffice(t)
	ana, ben := o.signIn("ana@example.org"), o.add("ben@example.org")
	token := func(v visitor) string {
		return v.send(http.MethodPost, "/api/desk/tokens", map[string]any{
			"name": "script", "scopes": map[string]any{"access": "read", "types": []string{"*"}, "locales": []string{"*"}},
		}).want(t, 201, "").json(t)["secret"].(string)
	}
	anas, bens := token(ana), token(ben)
	revoked := ana.get("/api/desk/tokens").json(t)["data"].([]any)[0].(map[string]any)["id"].(string)

	bearer := func(secret string) edit { return header("Authorization", "Bearer "+secret) }
	tests := []struct {
		name  string
		edits []edit
		code  string
	}{
		{"broken cookie", []edit{cookie("x")}, "not_signed_in"},
		{"empty cookie", []edit{cookie("")}, "not_signed_in"},
		{"broken token", []edit{bearer("mct_x")}, "token_invalid"},
		{"session token as bearer", []edit{bearer(ana.cookie)}, "token_invalid"},
		{"token as cookie", []edit{cookie(anas)}, "not_signed_in"},
		{"empty bearer", []edit{header("Authorization", "Bearer ")}, "bad_credential"},
		{"another scheme", []edit{header("Authorization", "Basic YW5hOng=")}, "bad_credential"},
		{"good token, then bad", []edit{bearer(anas), bearer("mct_x")}, "token_invalid"},
		{"bad cookie and good token", []edit{cookie("x"), bearer(anas)}, "not_signed_in"},
		{"good cookie and bad token", []edit{cookie(ana.cookie), bearer("mct_x")}, "token_invalid"},
		{"good cookie, then bad", []edit{cookie(ana.cookie), cookie("x")}, "not_signed_in"},
		{"cookie and token of two people", []edit{cookie(ana.cookie), bearer(bens)}, "bad_credential"},
		{"two cookies of two people", []edit{cookie(ana.cookie), cookie(ben.cookie)}, "bad_credential"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, path := range []string{"/api/v1/locales", "/api/desk/roles", "/api/desk/people", "/api/v1/cities?locale=en"} {
				r := o.get(path, test.edits...).want(t, 401, test.code)
				if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s: %v", path, r.Header)
				}
			}
		})
	}
	o.get("/api/desk/roles", cookie(ana.cookie), bearer(anas)).want(t, 200, "")
	o.get("/api/v1/locales", bearer(anas)).want(t, 200, "")

	ana.send(http.MethodDelete, "/api/desk/tokens/"+revoked, nil).want(t, 200, "")
	o.get("/api/v1/locales", bearer(anas)).want(t, 401, "token_invalid")
	o.pass(91 * 24 * time.Hour)
	o.get("/api/v1/locales", bearer(bens)).want(t, 401, "token_invalid")
}

func TestAFailedCookieIsTakenAway(t *testing.T) {
	o := newOffice(t)
	r := o.get("/api/v1/locales", cookie("ended")).want(t, 401, "not_signed_in")
	if !strings.Contains(r.Header.Get("Set-Cookie"), sessionCookie+"=; Path=/; Max-Age=0") {
		t.Errorf("Set-Cookie is %q", r.Header.Get("Set-Cookie"))
	}
}

func TestChangesNeedTheTokenOfTheSession(t *testing.T) {
	o := newOffice(t)
	ana, ben := o.signIn("ana@example.org"), o.add("ben@example.org")
	change := map[string]string{"name": "Ana Maria"}
	for name, edits := range map[string][]edit{
		"none":               {without(csrfHeader)},
		"empty":              {without(csrfHeader), header(csrfHeader, "")},
		"of another session": {without(csrfHeader), header(csrfHeader, ben.csrf)},
		"the session itself": {without(csrfHeader), header(csrfHeader, ana.cookie)},
	} {
		t.Run(name, func(t *testing.T) {
			ana.send(http.MethodPatch, "/api/desk/me", change, edits...).want(t, 403, "csrf")
		})
	}
	if name := ana.get("/api/desk/me").json(t)["name"]; name != "Ana" {
		t.Errorf("a refused change was made: %v", name)
	}
	ana.send(http.MethodPatch, "/api/desk/me", change).want(t, 200, "")
}

// What pages of other sites can make a browser send, with the cookie and even
// with the right token, changes nothing; neither can they sign somebody in.
func TestRequestsFromOtherSites(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	refused := map[string][]edit{
		"cross-site":                  {header("Sec-Fetch-Site", "cross-site")},
		"same-site":                   {header("Sec-Fetch-Site", "same-site")},
		"evil origin":                 {header("Origin", "https://evil.example")},
		"no origin that can be named": {header("Origin", "null")},
		"our host as prefix":          {header("Origin", "https://cities.example.org.evil.example")},
		"our host over plain http":    {header("Origin", "http://cities.example.org")},
	}
	for name, edits := range refused {
		t.Run(name, func(t *testing.T) {
			ana.send(http.MethodPatch, "/api/desk/me", map[string]string{"name": "Evil"}, edits...).want(t, 403, "cross_origin")
			ana.send(http.MethodDelete, "/api/desk/session", nil, edits...).want(t, 403, "cross_origin")
			o.send(http.MethodPost, "/api/desk/session", map[string]string{"email": "ana@example.org", "password": secret}, edits...).want(t, 403, "cross_origin")
		})
	}
	for name, edits := range map[string][]edit{
		"our own page":            {header("Sec-Fetch-Site", "same-origin"), header("Origin", "https://cities.example.org")},
		"the public origin":       {header("Origin", "https://cities.example.org")},
		"no browser":              {},
		"typed into the location": {header("Sec-Fetch-Site", "none")},
	} {
		t.Run(name, func(t *testing.T) {
			ana.send(http.MethodPatch, "/api/desk/me", map[string]string{"name": "Ana"}, edits...).want(t, 200, "")
		})
	}
}

func TestOnlyJSONChangesAnything(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	const body = `{"name": "Evil"}`
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json-patch+json", "application/json; charset=latin1", ""} {
		ana.send(http.MethodPatch, "/api/desk/me", body, without("Content-Type"), header("Content-Type", kind)).want(t, 415, "unsupported_media_type")
	}
	ana.send(http.MethodPatch, "/api/desk/me", body, header("Content-Encoding", "gzip")).want(t, 415, "unsupported_encoding")
	ana.send(http.MethodPost, "/api/desk/me", body, header("X-HTTP-Method-Override", "PATCH")).want(t, 405, "method_not_allowed")
	ana.get("/api/desk/me?_method=PATCH&name=Evil").want(t, 400, "invalid_parameters")
	if name := ana.get("/api/desk/me").json(t)["name"]; name != "Ana" {
		t.Errorf("the name is %v", name)
	}
	ana.send(http.MethodPatch, "/api/desk/me", `{"name": "Ana"}`, without("Content-Type"), header("Content-Type", "application/json; charset=utf-8")).want(t, 200, "")
}

func TestTokensAreNoSessions(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	made := ana.send(http.MethodPost, "/api/desk/tokens", map[string]any{
		"name": "script", "scopes": map[string]any{"access": "write", "types": []string{"*"}, "locales": []string{"*"}},
	}).want(t, 201, "").json(t)
	bearer := header("Authorization", "bearer "+made["secret"].(string))
	o.get("/api/desk/roles", bearer).want(t, 200, "")
	for _, call := range [][2]string{
		{http.MethodPost, "/api/desk/tokens"},
		{http.MethodGet, "/api/desk/session"},
		{http.MethodDelete, "/api/desk/session"},
		{http.MethodGet, "/api/desk/tokens"},
		{http.MethodGet, "/api/desk/people/" + o.admin.ID + "/tokens"},
		{http.MethodPatch, "/api/desk/me"},
		{http.MethodPut, "/api/desk/me/password"},
	} {
		o.send(call[0], call[1], nil, bearer).want(t, 403, "session_required")
		o.send(call[0], call[1], nil, bearer, cookie(ana.cookie)).want(t, 403, "session_required")
	}
	for _, path := range []string{"/api/desk/people", "/api/desk/people/" + o.admin.ID, "/api/desk/audit"} {
		o.get(path, bearer).want(t, 403, "no_right") // it was not made for managing people
	}
}

func TestThrottlingAnswersWithRetryAfter(t *testing.T) {
	o := newOffice(t)
	wrong := map[string]string{"email": "ana@example.org", "password": "wrong wrong wrong"}
	for range 10 {
		o.send(http.MethodPost, "/api/desk/session", wrong).want(t, 401, "sign_in_failed")
	}
	r := o.send(http.MethodPost, "/api/desk/session", wrong, header("X-Forwarded-For", "198.51.100.9"), header("X-Real-IP", "198.51.100.9")).want(t, 429, "too_many_attempts")
	if r.Header.Get("Retry-After") != "30" {
		t.Errorf("Retry-After is %q", r.Header.Get("Retry-After"))
	}
	if found := o.refusals(); len(found) != 11 {
		t.Errorf("11 refusals left %d rows: %v", len(found), found)
	}
}

func TestRefusalsAreRecordedOnce(t *testing.T) {
	o := newOffice(t)
	ben := o.add("ben@example.org", access.Grant{Role: "translator", Type: "city", Locale: "de", Country: "*"})
	ben.get("/api/desk/people").want(t, 403, "no_right")
	ben.send(http.MethodPatch, "/api/desk/me", "{}", without(csrfHeader)).want(t, 403, "csrf")
	ben.get("/api/desk/entries/"+someID).want(t, 404, "entry_not_found")
	ben.get("/api/desk/entries/nonsense").want(t, 404, "not_found")
	ben.get("/api/desk/people?x=1").want(t, 400, "invalid_parameters")
	o.get("/api/v1/locales", cookie("broken")).want(t, 401, "not_signed_in")
	want := []string{"listLocales not_signed_in", "getEntry entry_not_found", "changeMe csrf", "listPeople no_right"}
	if diff := cmp.Diff(want, o.refusals()); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
}

func TestStrangersCannotFillTheAuditLog(t *testing.T) {
	o := newOffice(t)
	for range 80 {
		o.get("/api/v1/locales", cookie("broken")).want(t, 401, "not_signed_in")
	}
	if found := len(o.refusals()); found != 50 { // a page of the log
		t.Errorf("the first page has %d rows", found)
	}
	var rows int64
	if err := o.count(&rows, "audit WHERE outcome = 'refused'"); err != nil || rows != 60 {
		t.Errorf("80 requests left %d rows (%v)", rows, err)
	}
	o.pass(3 * time.Second)
	for range 5 {
		o.get("/api/v1/locales", cookie("broken"))
	}
	if err := o.count(&rows, "audit WHERE outcome = 'refused'"); err != nil || rows != 63 {
		t.Errorf("three seconds later there are %d rows (%v)", rows, err)
	}
}

func TestLinksAreBuiltFromConfiguration(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	spoof := []edit{
		func(r *http.Request) { r.Host = "evil.example" },
		header("X-Forwarded-Host", "evil.example"), header("Forwarded", "host=evil.example"), header("X-Forwarded-Proto", "http"),
	}
	body := map[string]any{"email": "ben@example.org", "name": "Ben", "locale": "de", "grants": []any{}}
	link := ana.send(http.MethodPost, "/api/desk/people", body, spoof...).want(t, 201, "").json(t)["link"].(map[string]any)
	address, err := url.Parse(link["url"].(string))
	if err != nil || address.Scheme != "https" || address.Host != "cities.example.org" || address.Path != "/admin/link" || address.RawQuery != "" {
		t.Fatalf("the link is %v", link["url"])
	}
	token := address.Fragment

	holder := o.send(http.MethodPost, "/api/desk/links/read", map[string]string{"token": token}).want(t, 200, "").json(t)
	if holder["email"] != "ben@example.org" || holder["kind"] != "invitation" {
		t.Errorf("the link is for %v", holder)
	}
	accept := map[string]string{"token": token, "password": secret}
	o.send(http.MethodPost, "/api/desk/links/accept", accept, header("Sec-Fetch-Site", "cross-site")).want(t, 403, "cross_origin")
	o.send(http.MethodPost, "/api/desk/links/accept", map[string]string{"token": token, "password": "short"}).want(t, 422, "password_refused")
	o.send(http.MethodPost, "/api/desk/links/accept", accept).want(t, 200, "")
	o.send(http.MethodPost, "/api/desk/links/accept", accept).want(t, 404, "link_invalid")
	o.signIn("ben@example.org")
}

func TestARepeatedInvitationShowsNoLink(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	body := map[string]any{"email": "ben@example.org", "name": "Ben", "locale": "de", "grants": []any{}}
	key := header("Idempotency-Key", "invite-ben")
	first := ana.send(http.MethodPost, "/api/desk/people", body, key).want(t, 201, "").json(t)
	again := ana.send(http.MethodPost, "/api/desk/people", body, key).want(t, 201, "").json(t)
	if first["link"].(map[string]any)["url"] == "" || again["link"].(map[string]any)["url"] != "" {
		t.Errorf("links: %v, then %v", first["link"], again["link"])
	}
	delete(first, "link")
	delete(again, "link")
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the answer changed:\n%s", diff)
	}
	body["name"] = "Bert"
	ana.send(http.MethodPost, "/api/desk/people", body, key).want(t, 422, "idempotency_mismatch")
}

func TestIdempotencyKeysAreChecked(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	for _, key := range []string{"", "two words", "łódź", strings.Repeat("x", 129)} {
		ana.send(http.MethodPost, "/api/desk/releases", map[string]string{"title": "x"}, header("Idempotency-Key", key)).want(t, 400, "invalid_idempotency_key")
	}
	ana.send(http.MethodPost, "/api/desk/releases", map[string]string{"title": "x"}, header("Idempotency-Key", "a"), header("Idempotency-Key", "b")).want(t, 400, "invalid_idempotency_key")
	ana.send(http.MethodPost, "/api/desk/releases", map[string]string{"title": "x"}, header("Idempotency-Key", strings.Repeat("~", 128))).want(t, 201, "")
}

// What a person sends about themselves or others sets only what is named.
func TestMassAssignment(t *testing.T) {
	o := newOffice(t)
	ana := o.signIn("ana@example.org")
	for _, extra := range []string{"id", "role", "state", "password_hash", "demonstration", "grants", "email", "disabled_at", "created_at"} {
		ana.send(http.MethodPatch, "/api/desk/me", map[string]any{"name": "Ana", extra: "x"}).want(t, 400, "invalid_body")
	}
	for _, extra := range []string{"id", "password", "state", "demonstration", "Email", "created_by"} {
		ana.send(http.MethodPost, "/api/desk/people", map[string]any{"email": "b@example.org", "name": "B", "locale": "de", "grants": []any{}, extra: "x"}).want(t, 400, "invalid_body")
	}
}

func TestPeopleAndTheirRights(t *testing.T) {
	o := newOffice(t)
	ana, ben := o.signIn("ana@example.org"), o.add("ben@example.org")
	id := ben.get("/api/desk/me").json(t)["id"].(string)
	person := "/api/desk/people/" + id

	grant := map[string]string{"role": "translator", "type": "city", "locale": "de", "country": "*"}
	held := ana.send(http.MethodPost, person+"/grants", grant).want(t, 200, "").json(t)["grants"].([]any)
	if len(held) != 1 {
		t.Fatalf("Ben holds %v", held)
	}
	if colleagues := ben.get("/api/desk/colleagues").want(t, 200, "").json(t)["data"].([]any); len(colleagues) != 2 {
		t.Errorf("the colleagues are %v", colleagues)
	}
	ana.send(http.MethodPost, person+"/grants", map[string]string{"role": "king", "type": "city", "locale": "de", "country": "*"}).want(t, 422, "grant_not_valid")
	ana.send(http.MethodDelete, person+"/grants/"+held[0].(map[string]any)["id"].(string), nil).want(t, 200, "")
	ben.get("/api/desk/colleagues").want(t, 403, "no_right")

	ana.send(http.MethodPatch, person, map[string]string{"email": "benjamin@example.org"}).want(t, 200, "")
	if len(ana.get("/api/desk/people").want(t, 200, "").json(t)["data"].([]any)) != 2 {
		t.Error("not everybody is listed")
	}
	ana.send(http.MethodDelete, person+"/sessions", nil).want(t, 204, "")
	ben.get("/api/desk/me").want(t, 401, "not_signed_in")
	ben = o.signIn("benjamin@example.org")
	ben.send(http.MethodPut, "/api/desk/me/password", map[string]string{"present": secret, "next": "a harp, a lamp, a pear"}).want(t, 204, "")
	if state := ana.send(http.MethodPost, person+"/disable", nil).want(t, 200, "").json(t)["state"]; state != "disabled" {
		t.Errorf("Ben is %v", state)
	}
	ben.get("/api/desk/me").want(t, 401, "not_signed_in")
	ana.send(http.MethodPost, person+"/links", nil).want(t, 409, "user_disabled")
	ana.send(http.MethodPost, person+"/enable", nil).want(t, 200, "")
	ana.send(http.MethodPost, person+"/links", nil).want(t, 201, "")
	ana.get(person+"/tokens").want(t, 200, "")
	rows := ana.get("/api/desk/audit?size=3&outcome=ok").want(t, 200, "").json(t)
	if len(rows["rows"].([]any)) != 3 || rows["next"] == "" {
		t.Errorf("the audit log says %v", rows)
	}
}
