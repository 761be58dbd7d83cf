package content

import (
	"context"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// VerbInput is what a verb on a document may need beside its name.
type VerbInput struct {
	Revision  string // the revision that was read: needed by submit, approve, request_changes; restore: the one to bring back
	Comment   string
	Also      []Also            // documents of the same entry that go with it, in one transaction
	Minor     bool              // submit: the change needs no translator's eye
	MinorKeys []string          // submit: of the change, these sentences need none
	Override  string            // approve: an admin's reason for doing without four eyes
	Assignee  string            // assign, hand_over: a user id, or empty for nobody
	DueAt     *time.Time        // assign, due
	KeepDue   bool              // assign: leave the date as it is when DueAt is nil
	Changes   []string          // revoke_minor: ids of changes of the followed text
	Follows   string            // follow: the locale to translate from
	Fields    []string          // restore: only these; empty: the whole text
	SetAside  string            // take_up: the rewrite
	Choice    map[string]string // take_up: yours (of the rewrite) or theirs, by the key of each overlap
}

// Also is another document of the entry that the verb is done to as well.
type Also struct {
	Locale    string   `json:"locale" validate:"required"`
	Revision  string   `json:"revision"`
	MinorKeys []string `json:"minor_keys,omitempty" validate:"max=1000" description:"submit: the changed sentences that need no translator's eye."`
}

// acts says for each verb on a document what it does behind the door.
func acts(in VerbInput) map[workflow.Verb]func(*work) error {
	return map[workflow.Verb]func(*work) error{
		workflow.Load: (*work).loadBase,
		workflow.Restore: func(w *work) error {
			if len(in.Fields) > 0 {
				return w.restoreFields(in.Revision, in.Fields)
			}
			return w.restore(in.Revision)
		},
		workflow.SetAside:       (*work).setAside,
		workflow.TakeUp:         func(w *work) error { return w.takeUp(in.SetAside, in.Choice) },
		workflow.Follow:         func(w *work) error { return w.follow(in.Follows) },
		workflow.Detach:         (*work).detach,
		workflow.Submit:         func(w *work) error { return w.submit(in.Minor, in.MinorKeys) },
		workflow.Withdraw:       (*work).withdraw,
		workflow.RequestChanges: func(w *work) error { return w.requestChanges() },
		workflow.Approve:        func(w *work) error { return w.approve(in.Override) },
		workflow.Publish:        func(w *work) error { return w.publish("") },
		workflow.Unpublish:      func(w *work) error { return w.unpublish("") },
		workflow.Assign:         func(w *work) error { return w.assign(in.Assignee, w.due(in)) },
		workflow.Due:            func(w *work) error { return w.assign(w.doc.Assignee, dueAt(in.DueAt)) },
		workflow.Take:           (*work).take,
		workflow.HandOver:       func(w *work) error { return w.handOver(in.Assignee) },
		workflow.Revoke:         func(w *work) error { return w.revokeMinor(in.Changes) },
	}
}

// together lists the verbs that may take other documents of the entry along.
var together = map[workflow.Verb]bool{
	workflow.Submit: true, workflow.Approve: true, workflow.Publish: true, workflow.Unpublish: true,
}

// Do applies a verb to a document, and to those named in Also, in one
// transaction: all of it happens or nothing does.
func (d *Desk) Do(ctx context.Context, by By, ref Ref, verb workflow.Verb, in VerbInput) (*DocumentView, error) {
	if _, ok := acts(in)[verb]; !ok {
		return nil, fault.New(fault.NotFound, "unknown_verb", "There is no verb %q for a document.", string(verb))
	}
	all, err := d.withOthers(ref, verb, in)
	if err != nil {
		return nil, err
	}
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*DocumentView, error) {
		var own *work
		for _, one := range all {
			w, err := d.do(tx, by, Ref{ref.Entry, one.Locale}, verb, in, one)
			if err != nil {
				return nil, inDocument(err, ref.Locale, one.Locale)
			}
			if one.Locale == ref.Locale {
				own = w
			}
		}
		return d.documentView(tx, by.Actor, own)
	})
}

func (d *Desk) do(tx *db.Tx, by By, ref Ref, verb workflow.Verb, in VerbInput, one Also) (*work, error) {
	in.MinorKeys = one.MinorKeys
	m := motion{verb: verb, revision: one.Revision, comment: in.Comment, act: acts(in)[verb]}
	if verb == workflow.Restore {
		m.revision = "" // names the revision to bring back, not the one on the screen
	}
	return d.move(tx, by, ref, m)
}

// needsRevision lists the verbs that vouch for a text: whoever uses them must
// say which text she has read.
var needsRevision = map[workflow.Verb]bool{
	workflow.Submit: true, workflow.Approve: true, workflow.RequestChanges: true, workflow.Restore: true,
	workflow.SetAside: true, workflow.TakeUp: true,
}

// withOthers puts the documents in the order in which the verb can be done to
// them: the shared part goes live first and leaves last.
func (d *Desk) withOthers(ref Ref, verb workflow.Verb, in VerbInput) ([]Also, error) {
	all := append([]Also{{ref.Locale, in.Revision, in.MinorKeys}}, in.Also...)
	if len(in.Also) > 0 && !together[verb] {
		return nil, fault.New(fault.Invalid, "also_not_possible", "%q is done to one document at a time.", string(verb))
	}
	seen := map[string]bool{}
	for _, a := range all {
		if a.Locale == "" {
			return nil, fault.New(fault.Invalid, "locale_required", "Name the locale of each document.")
		}
		if seen[a.Locale] {
			return nil, fault.New(fault.Invalid, "duplicate_locale", "%q is named twice.", a.Locale)
		}
		seen[a.Locale] = true
		if needsRevision[verb] && a.Revision == "" {
			return nil, fault.New(fault.PreconditionRequired, "revision_required",
				"Name the revision of %q that you have read.", a.Locale)
		}
	}
	ordered := make([]Also, 0, len(all))
	first, last := schema.Und, ""
	if verb == workflow.Unpublish {
		first, last = "", schema.Und
	}
	for _, pass := range []func(string) bool{
		func(l string) bool { return l == first },
		func(l string) bool { return l != first && l != last },
		func(l string) bool { return l == last },
	} {
		for _, a := range all {
			if pass(a.Locale) {
				ordered = append(ordered, a)
			}
		}
	}
	return ordered, nil
}

// inDocument says of a refusal in another document than the one asked for
// where it happened.
func inDocument(err error, asked, locale string) error {
	f := fault.Of(err)
	if asked == locale || f.Kind == fault.Internal {
		return err
	}
	return f.With("locale", locale)
}

func dueAt(t *time.Time) *db.Time {
	if t == nil {
		return nil
	}
	at := db.At(*t)
	return &at
}
