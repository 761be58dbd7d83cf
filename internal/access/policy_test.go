package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/access"
	"movingcities/internal/workflow"
)

func newPolicy(t *testing.T) *access.Policy {
	t.Helper()
	policy, err := access.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

// person is somebody with a session and these grants, each written as role,
// type, locale, country.
func person(grants ...access.Grant) access.Actor {
	return access.Actor{UserID: "u1", Kind: access.KindUser, Grants: grants}
}

func grant(role, typ, locale, country string) access.Grant {
	return access.Grant{Role: role, Type: typ, Locale: locale, Country: country}
}

func TestWhoMayDoWhat(t *testing.T) {
	policy := newPolicy(t)
	greek := func(locale string) access.Object {
		return access.Object{Type: "city", Country: "GR", SourceLocale: "el", Locale: locale}
	}
	researcher := grant("researcher", "city", "el", "GR")
	translator := grant("translator", "*", "de", "*")
	reviewer := grant("reviewer", "*", "de", "*")
	editor := grant("editor", "*", "el", "*")
	coordinator := grant("coordinator", "*", "*", "*")
	for _, c := range []struct {
		name  string
		grant access.Grant
		verb  workflow.Verb
		of    access.Object
		want  bool
	}{
		{"a researcher writes the source locale", researcher, workflow.Save, greek("el"), true},
		{"and the shared fields of her entries", researcher, workflow.Save, greek("und"), true},
		{"but no translation", researcher, workflow.Save, greek("de"), false},
		{"nor segments of one", researcher, workflow.Segments, greek("de"), false},
		{"she reads all locales", researcher, workflow.Read, greek("pl"), true},
		{"she does not approve", researcher, workflow.Approve, greek("el"), false},
		{"she creates entries in her locale", researcher, workflow.Create, greek(""), true},
		{"not in another one", researcher, workflow.Create, access.Object{Type: "city", Country: "GR", SourceLocale: "en", Locale: "el"}, false},
		{"not of another type", researcher, workflow.Create, access.Object{Type: "news", Country: "GR", SourceLocale: "el"}, false},
		{"not of another country", researcher, workflow.Create, access.Object{Type: "city", Country: "IT", SourceLocale: "el"}, false},
		{"not without a country", researcher, workflow.Create, access.Object{Type: "city", SourceLocale: "el"}, false},
		{"she does not read another country", researcher, workflow.Read, access.Object{Type: "city", Country: "IT", SourceLocale: "el", Locale: "el"}, false},
		{"shared fields of another source locale are not hers", researcher, workflow.Save, access.Object{Type: "city", Country: "GR", SourceLocale: "en", Locale: "und"}, false},

		{"a translator writes segments of the granted locale", translator, workflow.Segments, greek("de"), true},
		{"and submits them", translator, workflow.Submit, greek("de"), true},
		{"not of another locale", translator, workflow.Segments, greek("fr"), false},
		{"not the source", translator, workflow.Save, greek("el"), false},
		{"not the source, even if it is in her locale", translator, workflow.Segments, access.Object{Type: "city", SourceLocale: "de", Locale: "de"}, false},
		{"not the shared fields", translator, workflow.Save, greek("und"), false},
		{"reads them all", translator, workflow.Read, greek("und"), true},
		{"does not approve", translator, workflow.Approve, greek("de"), false},
		{"does not detach", translator, workflow.Detach, greek("de"), false},

		{"a reviewer approves in the granted locale", reviewer, workflow.Approve, greek("de"), true},
		{"not in others", reviewer, workflow.Approve, greek("fr"), false},
		{"does not publish", reviewer, workflow.Publish, greek("de"), false},
		{"does not approve shared fields without a grant for them", reviewer, workflow.Approve, greek("und"), false},
		{"with one, does", grant("reviewer", "*", "und", "*"), workflow.Approve, greek("und"), true},

		{"an editor publishes in the granted locale", editor, workflow.Publish, greek("el"), true},
		{"approves, being a reviewer", editor, workflow.Approve, greek("el"), true},
		{"does not publish another locale", editor, workflow.Publish, greek("de"), false},
		{"does not archive what has other locales", editor, workflow.Archive, greek("el"), false},
		{"archives with a grant for all", grant("editor", "*", "*", "*"), workflow.Archive, greek("el"), true},
		{"does not assign", editor, workflow.Assign, greek("el"), false},

		{"a coordinator assigns", coordinator, workflow.Assign, greek("de"), true},
		{"writes nothing", coordinator, workflow.Save, greek("el"), false},

		{"an admin does everything", grant("admin", "*", "*", "*"), workflow.Publish, greek("und"), true},
		{"an unknown role does nothing", grant("owner", "*", "*", "*"), workflow.Read, greek("el"), false},
		{"an empty grant covers nothing", grant("admin", "", "", ""), workflow.Read, access.Object{}, false},
		{"no write without a locale", grant("admin", "*", "*", "*"), workflow.Save, access.Object{Type: "city"}, false},
		{"an unknown verb is nobody's but the admin's", editor, "destroy", greek("el"), false},
		{"managing is no verb of a document", editor, access.Manage, greek("und"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := policy.May(person(c.grant), c.verb, c.of); got != c.want {
				t.Errorf("%v %s %+v: got %v", c.grant, c.verb, c.of, got)
			}
		})
	}
}

func TestWhoManagesPeople(t *testing.T) {
	policy := newPolicy(t)
	admin := person(grant("admin", "*", "*", "*"))
	token := admin
	token.Kind = access.KindToken
	token.Token = &access.TokenInfo{Scopes: everything(access.Write)}
	steward := token
	steward.Token = &access.TokenInfo{Scopes: access.Scopes{Access: access.ReadOnly, Manage: true}}
	editors := steward
	editors.Grants = []access.Grant{grant("editor", "*", "*", "*")}
	lost := admin
	lost.Kind = access.KindToken // a token whose ceiling got lost on the way
	nobody := admin
	nobody.UserID = ""
	for name, c := range map[string]struct {
		actor access.Actor
		want  bool
	}{
		"an admin":                         {admin, true},
		"the system":                       {access.System("u1", "Ana"), true},
		"the system in nobody's name":      {access.System("", ""), false},
		"an admin's token":                 {token, false},
		"an admin's token made for it":     {steward, true},
		"an editor's token made for it":    {editors, false},
		"a token without its ceiling":      {lost, false},
		"nobody":                           {nobody, false},
		"the zero actor":                   {access.Actor{}, false},
		"an editor of everything":          {person(grant("editor", "*", "*", "*")), false},
		"half an admin":                    {person(grant("admin", "city", "*", "*")), false},
		"an admin of one country":          {person(grant("admin", "*", "*", "GR")), false},
		"two halves are not a whole":       {person(grant("admin", "city", "*", "*"), grant("admin", "*", "de", "*")), false},
		"an editor who is an admin, too":   {person(grant("editor", "*", "de", "*"), grant("admin", "*", "*", "*")), true},
		"a coordinator of everything":      {person(grant("coordinator", "*", "*", "*")), false},
		"somebody with a role not known":   {person(grant("root", "*", "*", "*")), false},
		"an admin grant for und only":      {person(grant("admin", "*", "und", "*")), false},
		"an admin grant for a locale only": {person(grant("admin", "*", "de", "*")), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := policy.MayManage(c.actor); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func everything(how string) access.Scopes {
	return access.Scopes{Access: how, Types: []string{"*"}, Locales: []string{"*"}}
}

func TestATokenIsACeiling(t *testing.T) {
	policy := newPolicy(t)
	editor := grant("editor", "*", "*", "*")
	german := access.Object{Type: "city", Country: "DE", SourceLocale: "en", Locale: "de"}
	for _, c := range []struct {
		name   string
		scopes access.Scopes
		grants []access.Grant
		verb   workflow.Verb
		want   bool
	}{
		{"a reading token reads", everything(access.ReadOnly), []access.Grant{editor}, workflow.Read, true},
		{"and does nothing else", everything(access.ReadOnly), []access.Grant{editor}, workflow.Segments, false},
		{"not even with verbs", access.Scopes{Access: access.ReadOnly, Types: []string{"*"}, Locales: []string{"*"}, Verbs: []workflow.Verb{workflow.Save}}, []access.Grant{editor}, workflow.Save, false},
		{"a writing token writes", everything(access.Write), []access.Grant{editor}, workflow.Segments, true},
		{"what its owner may", everything(access.Write), []access.Grant{grant("translator", "*", "de", "*")}, workflow.Publish, false},
		{"an owner without grants has a useless token", everything(access.Write), nil, workflow.Read, false},
		{"only its types", access.Scopes{Access: access.Write, Types: []string{"news"}, Locales: []string{"*"}}, []access.Grant{editor}, workflow.Segments, false},
		{"only its locales", access.Scopes{Access: access.Write, Types: []string{"*"}, Locales: []string{"fr"}}, []access.Grant{editor}, workflow.Segments, false},
		{"which do not limit reading", access.Scopes{Access: access.Write, Types: []string{"*"}, Locales: []string{"fr"}}, []access.Grant{editor}, workflow.Read, true},
		{"only its verbs", access.Scopes{Access: access.Write, Types: []string{"city"}, Locales: []string{"de"}, Verbs: []workflow.Verb{workflow.Segments}}, []access.Grant{editor}, workflow.Submit, false},
		{"which allow what they name", access.Scopes{Access: access.Write, Types: []string{"city"}, Locales: []string{"de"}, Verbs: []workflow.Verb{workflow.Segments}}, []access.Grant{editor}, workflow.Segments, true},
		{"and reading", access.Scopes{Access: access.Write, Types: []string{"city"}, Locales: []string{"de"}, Verbs: []workflow.Verb{workflow.Segments}}, []access.Grant{editor}, workflow.Read, true},
		{"without a word on access it does nothing", access.Scopes{Types: []string{"*"}, Locales: []string{"*"}}, []access.Grant{editor}, workflow.Read, false},
		{"without types it does nothing", access.Scopes{Access: access.Write, Locales: []string{"*"}}, []access.Grant{editor}, workflow.Read, false},
		{"without locales it writes nothing", access.Scopes{Access: access.Write, Types: []string{"*"}}, []access.Grant{editor}, workflow.Segments, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			actor := person(c.grants...)
			actor.Kind, actor.Token = access.KindToken, &access.TokenInfo{Scopes: c.scopes}
			if got := policy.May(actor, c.verb, german); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// Lists are for those who may do the thing somewhere.
func TestMaySomewhere(t *testing.T) {
	policy := newPolicy(t)
	translator := person(grant("translator", "city", "de", "GR"))
	reading := translator
	reading.Kind, reading.Token = access.KindToken, &access.TokenInfo{Scopes: everything(access.ReadOnly)}
	for _, c := range []struct {
		name  string
		actor access.Actor
		verb  workflow.Verb
		want  bool
	}{
		{"a translator writes somewhere", translator, workflow.Segments, true},
		{"and publishes nowhere", translator, workflow.Publish, false},
		{"a reading token reads somewhere", reading, workflow.Read, true},
		{"and writes nowhere", reading, workflow.Segments, false},
		{"nobody is nowhere", access.Actor{}, workflow.Read, false},
		{"nor is somebody without grants", person(), workflow.Read, false},
		{"managing is not for editors", person(grant("editor", "*", "*", "*")), access.Manage, false},
	} {
		if got := policy.MaySomewhere(c.actor, c.verb); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

// Questions and actors at random: few values, so that they meet.

func types() *rapid.Generator[string] { return rapid.SampledFrom([]string{"*", "city", "news", ""}) }

func locales() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"*", "und", "en", "de", "el", ""})
}
func lands() *rapid.Generator[string] { return rapid.SampledFrom([]string{"*", "DE", "GR", ""}) }

func verbs() *rapid.Generator[workflow.Verb] {
	return rapid.SampledFrom(append(workflow.Verbs(), access.Manage, "destroy", ""))
}

func grants(p *access.Policy) *rapid.Generator[access.Grant] {
	return rapid.Custom(func(t *rapid.T) access.Grant {
		return access.Grant{
			Role: rapid.SampledFrom(append(p.Roles(), "owner", "*", "")).Draw(t, "role"),
			Type: types().Draw(t, "type"), Locale: locales().Draw(t, "locale"), Country: lands().Draw(t, "country"),
		}
	})
}

func scopes() *rapid.Generator[access.Scopes] {
	return rapid.Custom(func(t *rapid.T) access.Scopes {
		return access.Scopes{
			Access: rapid.SampledFrom([]string{access.ReadOnly, access.Write, ""}).Draw(t, "access"),
			Types:  rapid.SliceOfN(types(), 0, 2).Draw(t, "types"), Locales: rapid.SliceOfN(locales(), 0, 3).Draw(t, "locales"),
			Verbs: rapid.SliceOfN(verbs(), 0, 3).Draw(t, "verbs"),
		}
	})
}

func objects() *rapid.Generator[access.Object] {
	return rapid.Custom(func(t *rapid.T) access.Object {
		return access.Object{
			Type: types().Draw(t, "type"), Country: lands().Draw(t, "country"),
			SourceLocale: locales().Draw(t, "source"), Locale: locales().Draw(t, "locale"), Own: rapid.Bool().Draw(t, "own"),
		}
	})
}

func TestPropertiesOfThePolicy(t *testing.T) {
	policy := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) {
		actor := person(rapid.SliceOfN(grants(policy), 0, 5).Draw(t, "grants")...)
		verb, object := verbs().Draw(t, "verb"), objects().Draw(t, "object")
		may := policy.May(actor, verb, object)

		nobody := actor
		nobody.UserID = ""
		if policy.May(nobody, verb, object) || policy.MayManage(nobody) {
			t.Fatal("nobody may do something")
		}
		if policy.May(person(), verb, object) || policy.MayManage(person()) {
			t.Fatal("somebody without grants may do something")
		}
		alone := slices.ContainsFunc(actor.Grants, func(g access.Grant) bool { return policy.May(person(g), verb, object) })
		if may != alone {
			t.Fatalf("all grants together say %v, one of them alone %v", may, alone)
		}
		for i := range actor.Grants {
			less := person(slices.Delete(slices.Clone(actor.Grants), i, i+1)...)
			if !may && policy.May(less, verb, object) || !policy.MayManage(actor) && policy.MayManage(less) {
				t.Fatalf("without grant %d more is allowed", i)
			}
		}

		token := actor
		token.Kind, token.Token = access.KindToken, &access.TokenInfo{Scopes: scopes().Draw(t, "scopes")}
		if policy.May(token, verb, object) && !may {
			t.Fatal("a token may more than its owner")
		}
		if may && object.Locale != "" && !policy.MaySomewhere(actor, verb) {
			t.Fatal("somebody may here and nowhere")
		}
		if policy.MayManage(token) {
			t.Fatal("a token manages people")
		}
		if token.Token.Scopes.Access != access.Write && verb != workflow.Read && policy.May(token, verb, object) {
			t.Fatal("a token that does not write did more than read")
		}
	})
}

// Only admins do what no role names.
func TestDenyByDefault(t *testing.T) {
	policy := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) {
		g := grants(policy).Draw(t, "grant")
		verb := rapid.SampledFrom([]workflow.Verb{"", "destroy", "SAVE", "save ", "*", "read\n"}).Draw(t, "verb")
		if policy.May(person(g), verb, objects().Draw(t, "object")) {
			t.Fatalf("%v may %q", g, verb)
		}
	})
}

func BenchmarkMay(b *testing.B) {
	policy, err := access.NewPolicy()
	if err != nil {
		b.Fatal(err)
	}
	actor := person(grant("researcher", "city", "el", "GR"), grant("translator", "*", "de", "*"))
	object := access.Object{Type: "city", Country: "GR", SourceLocale: "el", Locale: "fr"}
	for b.Loop() {
		policy.May(actor, workflow.Publish, object)
	}
}

func TestRightsAreWhatThePolicyAnswers(t *testing.T) {
	policy := newPolicy(t)
	object := func(locale string) access.Object {
		return access.Object{Type: "city", SourceLocale: "el", Locale: locale}
	}
	for i, rights := range policy.Rights() {
		if rights.Role != policy.Roles()[i] {
			t.Errorf("role %d is %s, want %s", i, rights.Role, policy.Roles()[i])
		}
		holder := person(grant(rights.Role, "*", "*", "*"))
		if got := policy.MayManage(holder); got != rights.Manage {
			t.Errorf("%s manages: %v, the policy answers %v", rights.Role, rights.Manage, got)
		}
		for locale, verbs := range map[string][]workflow.Verb{"el": rights.Source, "de": rights.Target, "und": rights.Shared} {
			for _, verb := range workflow.Verbs() {
				if verb == workflow.Create || verb == workflow.Archive || verb == workflow.Unarchive {
					continue // asked about the entry, whatever the locale
				}
				if got := policy.May(holder, verb, object(locale)); got != slices.Contains(verbs, verb) {
					t.Errorf("%s, %s, %s: said %v, the policy answers %v", rights.Role, locale, verb, !got, got)
				}
			}
		}
	}
}
