package access_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

func TestMain(m *testing.M) { apptest.Main(m) }

const secret = "a boat, a lamp, a pear"

// house is a desk with an admin, and a clock that tests move.
type house struct {
	*access.People
	t      *testing.T
	ctx    context.Context
	db     *db.DB
	policy *access.Policy
	admin  access.By

	mu  sync.Mutex
	now time.Time
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func cheap() password.Cost { return password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8} }

// eachDB runs a test in a house of its own on either database.
func eachDB(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) {
		h := bareHouse(t, url)
		ana, err := h.Bootstrap(h.ctx, access.NewUser{Email: "ana@example.org", Name: "Ana", Locale: "en", Password: secret}, access.Call{Peer: "command line"})
		if err != nil {
			t.Fatal(err)
		}
		h.admin = access.By{Actor: h.signIn("ana@example.org").Actor}
		if h.admin.Actor.UserID != ana.Person.ID {
			t.Fatal("the admin is somebody else")
		}
		test(t, h)
	})
}

func bareHouse(t *testing.T, url string) *house {
	t.Helper()
	h := &house{t: t, ctx: t.Context(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), policy: newPolicy(t)}
	opened, err := db.Open(h.ctx, db.Config{URL: url, Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	h.db = opened
	h.People = access.NewPeople(h.config())
	return h
}

func (h *house) config() access.Config {
	return access.Config{
		DB: h.db, Policy: h.policy, Clock: h.clock, Rand: rand.Reader, Hashing: cheap(),
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Types: []string{"city", "news"}, Locales: []string{"en", "de", "el"}, Countries: []string{"DE", "GR"},
	}
}

// system is the command line.
func (h *house) system() access.By {
	return access.By{Actor: access.System(h.admin.Actor.UserID, "Ana")}
}

// add makes a person who can sign in with the common secret.
func (h *house) add(email string, grants ...access.Grant) access.Person {
	h.t.Helper()
	made, err := h.CreateUser(h.ctx, h.system(), access.NewUser{Email: email, Name: email, Locale: "de", Grants: grants, Password: secret})
	if err != nil {
		h.t.Fatal(err)
	}
	return made.Person
}

func (h *house) signIn(email string) *access.Session {
	h.t.Helper()
	session, err := h.SignIn(h.ctx, access.Credentials{Email: email, Password: secret}, access.Call{Peer: "192.0.2.1"})
	if err != nil {
		h.t.Fatalf("sign in as %s: %v", email, err)
	}
	return session
}

// by is somebody with a new session.
func (h *house) by(email string) access.By { return access.By{Actor: h.signIn(email).Actor} }

// refused checks that err is a fault of this kind and code.
func refused(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if f := fault.Of(err); err == nil || f.Kind != kind || f.Code != code {
		t.Fatalf("got %v, want code %s", err, code)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func query[T any](h *house, sql string, args ...any) []T {
	h.t.Helper()
	var rows []T
	err := h.db.Read(h.ctx, func(tx *db.Tx) error {
		var err error
		rows, err = db.Query[T](tx, sql, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return rows
}

func (h *house) count(sql string, args ...any) int64 {
	h.t.Helper()
	return query[int64](h, sql, args...)[0]
}

// audited tells how often the log has an act with this outcome.
func (h *house) audited(action, outcome string) int64 {
	h.t.Helper()
	return h.count("SELECT COUNT(*) FROM audit WHERE action = ? AND outcome = ?", action, outcome)
}
