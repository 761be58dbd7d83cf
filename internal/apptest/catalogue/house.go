// Package catalogue runs the security checks of the project, by number, against
// whole servers: two on one Postgres, and one on SQLite. After every request of
// every check five things are asserted: no server fails or ends; what was refused
// has changed nothing; no secret reaches somebody who may not read it; the answer
// came in time; and all servers and both databases answer alike.
package catalogue

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// Anonymous is the actor without credentials.
const Anonymous = "anonymous"

// House is one installation: servers on one database, people, and secrets.
type House struct {
	*testing.T
	Apps      []*app.App
	Addresses []string
	Admin     access.Actor
	Emails    map[string]string // of the actors

	actors     map[string]map[string]string // headers
	canaries   map[string]canary
	transcript []string
	shift      atomic.Int64 // of the clock
	asked      int
}

// canary is a secret word and who may read it.
type canary struct {
	kind    string
	readers []string
}

// PublicURL is where the world would reach the servers, through a proxy.
const PublicURL = "http://127.0.0.1:8080"

// Phrase is everybody's password.
const Phrase = "a boat, a lamp, a pear"

// Each runs a check on SQLite with one server and on Postgres with two, and
// compares what the check was answered.
func Each(t *testing.T, check func(h *House), environ ...string) {
	t.Helper()
	var first []string
	for _, one := range []struct {
		name    string
		servers int
		url     func(testing.TB) string
	}{{"sqlite", 1, apptest.SQLite}, {"postgres", 2, apptest.Postgres}} {
		t.Run(one.name, func(t *testing.T) {
			h := open(t, one.url(t), one.servers, environ...)
			check(h)
			if first == nil {
				first = h.transcript
			} else if line, other := differ(first, h.transcript); line != other {
				t.Errorf("the databases differ: SQLite answers %q, Postgres %q", line, other)
			}
		})
	}
}

func differ(a, b []string) (string, string) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return "nothing", b[i]
		case i >= len(b):
			return a[i], "nothing"
		case a[i] != b[i]:
			return a[i], b[i]
		}
	}
	return "", ""
}

// Check runs one check of the catalogue, by its number, and asserts at its end
// that every server is still there.
func (h *House) Check(number string, check func(h *House)) {
	h.Helper()
	whole := h.T
	whole.Run(number, func(t *testing.T) {
		h.T = t
		defer func() { h.T = whole }()
		check(h)
		h.Alive()
	})
}

func open(t *testing.T, url string, servers int, environ ...string) *House {
	t.Helper()
	h := &House{T: t, actors: map[string]map[string]string{Anonymous: {}}, Emails: map[string]string{}, canaries: map[string]canary{}}
	t.Chdir(t.TempDir())
	for range servers {
		h.start(url, environ...)
	}
	h.people()
	return h
}

// start adds a server of the same database.
func (h *House) start(url string, environ ...string) {
	h.Helper()
	c, err := app.LoadConfig(append(environ, "MC_DATABASE_URL="+url, "MC_LISTEN=127.0.0.1:0", "MC_PUBLIC_URL="+PublicURL))
	if err != nil {
		h.Fatal(err)
	}
	listener, c, err := app.Listen(h.Context(), c)
	if err != nil {
		h.Fatal(err)
	}
	a, err := app.New(h.Context(), c, app.Options{
		Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8},
		Clock:   func() time.Time { return time.Now().Add(time.Duration(h.shift.Load())) },
	})
	if err == nil {
		err = a.Adopt(h.Context())
	}
	if err != nil {
		h.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	h.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			h.Error("the server did not stop as it should:", err)
		}
		if err := a.Close(); err != nil {
			h.Error(err)
		}
	})
	h.Apps, h.Addresses = append(h.Apps, a), append(h.Addresses, "http://"+c.Listen)
}

// Later moves the clocks of all servers.
func (h *House) Later(by time.Duration) { h.shift.Add(int64(by)) }

// roles are the people of the catalogue with what they may do.
func roles() map[string]access.Grant {
	return map[string]access.Grant{
		"researcher":    {Role: "researcher", Type: "*", Locale: "en", Country: "*"},
		"translator de": {Role: "translator", Type: "*", Locale: "de", Country: "*"},
		"translator fr": {Role: "translator", Type: "*", Locale: "fr", Country: "*"},
		"editor":        {Role: "editor", Type: "*", Locale: "*", Country: "*"},
		"editor 2":      {Role: "editor", Type: "*", Locale: "*", Country: "*"},
		"coordinator":   {Role: "coordinator", Type: "*", Locale: "*", Country: "*"},
	}
}

func (h *House) people() {
	h.Helper()
	first := h.Apps[0]
	made, err := first.People.Bootstrap(h.Context(), access.NewUser{Email: "admin@example.org", Name: "Admin", Locale: "en", Password: Phrase}, access.Call{Peer: "test"})
	if err != nil {
		h.Fatal(err)
	}
	if h.Admin, err = first.People.Actor(h.Context(), made.Person.ID); err != nil {
		h.Fatal(err)
	}
	h.signIn("admin", "admin@example.org")
	for _, name := range slices.Sorted(maps.Keys(roles())) {
		email := strings.ReplaceAll(name, " ", ".") + "@example.org"
		_, err := first.People.CreateUser(h.Context(), access.By{Actor: access.System(h.Admin.UserID, "Admin")}, access.NewUser{
			Email: email, Name: name, Locale: "en", Password: Phrase, Grants: []access.Grant{roles()[name]},
		})
		if err != nil {
			h.Fatal(err)
		}
		h.signIn(name, email)
	}
	for name, kind := range map[string]string{"read token": access.ReadOnly, "write token": access.Write} {
		made, err := first.People.CreateToken(h.Context(), access.By{Actor: h.Admin}, access.NewToken{
			Name: name, Scopes: access.Scopes{Access: kind, Types: []string{"*"}, Locales: []string{"*"}},
		})
		if err != nil {
			h.Fatal(err)
		}
		h.actors[name] = map[string]string{"Authorization": "Bearer " + made.Secret}
	}
}

func (h *House) signIn(name, email string) {
	h.Helper()
	s, err := h.Apps[0].People.SignIn(h.Context(), access.Credentials{Email: email, Password: Phrase}, access.Call{})
	if err != nil {
		h.Fatal(err)
	}
	h.Emails[name] = email
	h.actors[name] = map[string]string{"Cookie": "__Host-mc_session=" + s.Token, "X-CSRF-Token": s.CSRF}
}

// Actors lists everybody, the anonymous first.
func (h *House) Actors() []string {
	names := slices.Sorted(maps.Keys(h.actors))
	slices.SortStableFunc(names, func(a, b string) int {
		return boolean(b == Anonymous) - boolean(a == Anonymous)
	})
	return names
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Members are all actors but the anonymous: everybody who may read drafts.
func (h *House) Members() []string { return h.Actors()[1:] }

// Plant makes a secret word. From now on every answer is searched for it, and
// finding it is a failure unless the asker is one of the readers.
func (h *House) Plant(kind string, readers ...string) string {
	h.asked++
	word := fmt.Sprintf("CNRY-%s-%016x", kind, h.asked)
	h.canaries[word] = canary{kind, readers}
	return word
}

// Publish plants nothing more of a word: everybody may read it now.
func (h *House) Publish(word string) { delete(h.canaries, word) }

// Secret takes a word back from the public.
func (h *House) Secret(word, kind string, readers ...string) {
	h.canaries[word] = canary{kind, readers}
}

// State is everything that a refused request must leave as it was: all tables
// but those of sessions, refusals and what expires.
func (h *House) State() string {
	h.Helper()
	return apptest.State(h, h.Apps[0].DB, "tokens")
}

// refusals counts the rows of the audit that say no.
func (h *House) refusals() int {
	h.Helper()
	var n []int
	err := h.Apps[0].DB.Read(h.Context(), func(tx *db.Tx) (err error) {
		n, err = db.Query[int](tx, "SELECT COUNT(*) FROM audit WHERE outcome = ?", access.Refused)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return n[0]
}

// Create makes an entry in English as the admin; shared and fields are JSON.
func (h *House) Create(typ, slug, shared, fields string) string {
	h.Helper()
	e, err := h.Apps[0].Desk.CreateEntry(h.Context(), content.By{Actor: h.Admin}, content.NewEntry{
		Type: typ, SourceLocale: "en", Shared: h.decoded(shared), Fields: h.decoded(fields), Slug: slug,
	})
	if err != nil {
		h.Fatal(err)
	}
	return e.ID
}

func (h *House) decoded(fields string) schema.Fields {
	h.Helper()
	decoded, err := schema.Decode([]byte(fields))
	if err != nil {
		h.Fatal(err)
	}
	return decoded
}

// Save writes the fields of a document as the admin.
func (h *House) Save(entry, locale, fields string) {
	h.Helper()
	ref := content.Ref{Entry: entry, Locale: locale}
	doc, err := h.Apps[0].Desk.Document(h.Context(), h.Admin, ref)
	if err != nil {
		h.Fatal(err)
	}
	in := content.SaveInput{Version: doc.Version, Fields: h.decoded(fields), Slug: doc.Slug}
	if _, err := h.Apps[0].Desk.Save(h.Context(), content.By{Actor: h.Admin}, ref, in); err != nil {
		h.Fatal(err)
	}
}

// GoLive takes the English text and the shared part of an entry to the public, by
// way of an admin's override, through the desk of one of the servers.
func (h *House) GoLive(entry string) {
	h.Helper()
	for _, verb := range []workflow.Verb{workflow.Submit, workflow.Approve, workflow.Publish} {
		h.do(entry, verb, "en", schema.Und)
	}
}

// Withdraw takes the English text from the public.
func (h *House) Withdraw(entry string) { h.do(entry, workflow.Unpublish, "en") }

func (h *House) do(entry string, verb workflow.Verb, locale string, also ...string) {
	h.Helper()
	desk := h.Apps[0].Desk
	read := func(locale string) *content.DocumentView {
		doc, err := desk.Document(h.Context(), h.Admin, content.Ref{Entry: entry, Locale: locale})
		if err != nil {
			h.Fatal(err)
		}
		return doc
	}
	in := content.VerbInput{Revision: read(locale).Revision, Override: "for the test"}
	for _, other := range also {
		doc := read(other)
		if !slices.Contains(doc.Can, verb) {
			continue // it has not changed since it went live
		}
		in.Also = append(in.Also, content.Also{Locale: other, Revision: doc.Revision})
	}
	if _, err := desk.Do(h.Context(), content.By{Actor: h.Admin}, content.Ref{Entry: entry, Locale: locale}, verb, in); err != nil {
		h.Fatal(verb, err, fault.Of(err).Problems)
	}
}

var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
