// Package content holds every verb that changes content, and the one door they
// all pass. A verb is a file; the door (door.go) opens the transaction's unit of
// work, authorises it, consults the state machine, checks the version and writes
// history. Whatever changes a document without the door is a bug.
package content

import (
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// Desk is the editorial side of the system: all verbs, and the reads that
// editors need. It is safe for concurrent use.
type Desk struct {
	db        *db.DB
	model     *schema.Model
	policy    *access.Policy
	published *published.Store
	clock     func() time.Time
	newID     func() string
}

// Config holds what a Desk works with. Every part is needed.
type Config struct {
	DB        *db.DB
	Model     *schema.Model
	Policy    *access.Policy
	Published *published.Store
	Clock     func() time.Time
	NewID     func() string // UUIDv7
}

// New makes a Desk.
func New(c Config) *Desk {
	return &Desk{
		db: c.DB, model: c.Model, policy: c.Policy, published: c.Published,
		clock: c.Clock, newID: c.NewID,
	}
}

// By says who acts and how: the person, the origin of the text (empty means
// human) and the idempotency key of the request, if it had one.
type By struct {
	Actor  access.Actor
	Origin string
	Once   *db.Once
}

// Ref names a document: an entry in one locale, or its shared part under und.
type Ref struct {
	Entry  string `json:"entry"`
	Locale string `json:"locale"`
}

// Origins of a revision.
const (
	OriginHuman   = "human"
	OriginImport  = "import"
	OriginAPI     = "api"
	OriginRestore = "restore"
	OriginMachine = "mt"
)

func (d *Desk) now() db.Time { return db.At(d.clock()) }

// localesOf gives the locales in which an entry of a type has documents: und
// first where the type has a shared part, then the locales in configured order.
func (d *Desk) localesOf(t *schema.Type) []string {
	var locales []string
	if t.HasPart(schema.Shared) {
		locales = append(locales, schema.Und)
	}
	if t.HasPart(schema.Localized) {
		for _, l := range d.model.Locales() {
			locales = append(locales, l.Code)
		}
	}
	return locales
}

func object(e *db.Entry, locale string) access.Object {
	return access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: locale}
}

func (d *Desk) may(a access.Actor, v workflow.Verb, e *db.Entry, locale string) bool {
	return d.policy.May(a, v, object(e, locale))
}

// entry loads an entry that the actor may read; what she may not read is
// answered exactly like what does not exist.
func (d *Desk) entry(tx *db.Tx, a access.Actor, id string) (*db.Entry, *schema.Type, error) {
	e, err := db.First[db.Entry](tx, "id = ?", id)
	if err != nil {
		return nil, nil, err
	}
	if e == nil || !d.may(a, workflow.Read, e, e.SourceLocale) {
		return nil, nil, fault.New(fault.NotFound, "entry_not_found", "There is no entry with this id that you may read.")
	}
	t := d.model.Type(e.Type)
	if t == nil {
		return nil, nil, fault.New(fault.Conflict, "type_not_configured",
			"The content type %q of this entry is no longer configured. Bring its definition back to work on it.", e.Type)
	}
	return e, t, nil
}

func (d *Desk) document(tx *db.Tx, e *db.Entry, locale string) (*db.Document, error) {
	doc, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", e.ID, locale)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, fault.New(fault.NotFound, "document_not_found", "This entry has no document in %q.", locale)
	}
	return doc, nil
}
