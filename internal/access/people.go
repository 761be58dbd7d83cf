package access

import (
	"context"
	"io"
	"time"

	"movingcities/internal/access/password"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Config is what People is made of.
type Config struct {
	DB     *db.DB
	Policy *Policy
	Clock  func() time.Time
	NewID  func() string
	Rand   io.Reader // a cryptographic source that is safe for concurrent use

	// What a grant, a scope or an interface locale may name.
	Types     []string
	Locales   []string
	Countries []string

	// Hashing is the cost of password hashes; zero is password.DefaultCost.
	Hashing password.Cost
}

// People knows the persons, their credentials and their rights. It is safe for
// concurrent use and keeps nothing about anybody in memory.
type People struct {
	c      Config
	hasher *password.Hasher
}

// NewPeople makes People; nothing is read before the first verb.
func NewPeople(c Config) *People {
	return &People{c, password.NewHasher(c.Hashing, c.Rand)}
}

// By is who asks, and under which key the request may be repeated. Requests
// that carry a password take no key, because a key keeps a fast hash of its
// request.
type By struct {
	Actor Actor
	Once  *db.Once
}

func (p *People) now() db.Time { return db.At(p.c.Clock()) }

// act is the door of every verb on people: it checks the right, takes the key
// of the request, lets verbs wait for each other, and checks the right again
// as it is by then.
func act[T any](ctx context.Context, p *People, by By, allowed func(Actor) error, verb func(*db.Tx) (T, error)) (T, error) {
	if err := allowed(by.Actor); err != nil {
		var none T
		return none, err
	}
	return db.Run(ctx, p.c.DB, by.Once, p.now(), func(tx *db.Tx) (T, error) {
		var none T
		if err := lockPeople(tx); err != nil {
			return none, err
		}
		if err := p.stillAllowed(tx, by.Actor, allowed); err != nil {
			return none, err
		}
		return verb(tx)
	})
}

func (p *People) stillAllowed(tx *db.Tx, a Actor, allowed func(Actor) error) error {
	if a.Kind == KindSystem {
		return nil
	}
	user, err := db.First[db.User](tx, "id = ? AND disabled_at IS NULL", a.UserID)
	if err != nil {
		return err
	}
	if user == nil {
		return notSignedIn()
	}
	if a.Grants, err = grantsOf(tx, a.UserID); err != nil {
		return err
	}
	return allowed(a)
}

// lockPeople makes verbs on people wait for each other, so that "is there
// another admin" and "is this address free" stay true until they commit. It
// comes before any other statement on users. SQLite has one writer anyway.
func lockPeople(tx *db.Tx) error {
	if !tx.Postgres() {
		return nil
	}
	_, err := tx.Exec("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE")
	return err
}

func (p *People) admin(a Actor) error {
	if p.c.Policy.MayManage(a) {
		return nil
	}
	return fault.New(fault.Forbidden, "no_right", "Only an admin may do this.")
}

// selfOrAdmin allows a signed-in person what is their own, and admins all.
func (p *People) selfOrAdmin(userID string) func(Actor) error {
	return func(a Actor) error {
		if a.UserID == userID && a.present() && a.Token == nil {
			return nil
		}
		return p.admin(a)
	}
}

// inPerson allows what selfOrAdmin does, but no token whatever its scopes:
// tokens must not make, list or end tokens, nor touch passwords.
func (p *People) inPerson(userID string) func(Actor) error {
	return func(a Actor) error {
		if a.Token != nil {
			return sessionRequired()
		}
		return p.selfOrAdmin(userID)(a)
	}
}

func sessionRequired() error {
	return fault.New(fault.Forbidden, "session_required", "This needs a person who is signed in; a token may not do it.")
}

// Actor is a person with the rights of this moment, for a job that works in
// somebody's name. A person who is unknown or disabled is Unauthenticated.
func (p *People) Actor(ctx context.Context, userID string) (Actor, error) {
	b, err := p.bearer(ctx, "SELECT id AS user_id, name, locale FROM users WHERE id = ? AND disabled_at IS NULL", userID)
	if err == nil && b == nil {
		err = notSignedIn()
	}
	if err != nil {
		return Actor{}, err
	}
	return b.actor(KindSystem), nil
}

// Operator is who acts on the command line: the person with this e-mail
// address, or without one the first admin. Whoever can run the program holds
// the database, so every right comes with it. NotFound "no_operator" if there
// is no such person.
func (p *People) Operator(ctx context.Context, email string) (Actor, error) {
	b, err := p.bearer(ctx, `SELECT id AS user_id, name, locale FROM users u WHERE disabled_at IS NULL AND (email = ?
		OR ? = '' AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = u.id AND g.role = ?)) ORDER BY created_at, id LIMIT 1`,
		canonicalEmail(email), email, Admin)
	if err != nil {
		return Actor{}, err
	}
	if b == nil {
		return Actor{}, fault.New(fault.NotFound, "no_operator",
			"There is no such person. Make the first admin, or name somebody by e-mail address.")
	}
	operator := System(b.UserID, b.Name)
	operator.Locale, operator.Call.Peer = b.Locale, "command line"
	return operator, nil
}

func grantsOf(tx *db.Tx, userID string) ([]Grant, error) {
	return db.Query[Grant](tx, "SELECT role, type, locale, country FROM grants WHERE user_id = ? ORDER BY id", userID)
}

func notSignedIn() error {
	return fault.New(fault.Unauthenticated, "not_signed_in", "You are not signed in, or your session has ended. Please sign in.")
}
