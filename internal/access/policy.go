package access

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"

	"movingcities/internal/workflow"
	"movingcities/policies"
)

// The roles that the code itself knows; all others exist in the policy only.
const (
	Admin      = "admin"
	Researcher = "researcher"
)

// Manage is the right to people, grants, other people's tokens and the audit
// log. It is no verb of a document.
const Manage workflow.Verb = "manage"

// The parts of an entry that the policy tells apart.
const (
	partSource = "source" // the document in the entry's source locale
	partTarget = "target" // a translation
	partShared = und
)

// question is what Casbin is asked.
type question struct {
	role, typ, part string
	verb            workflow.Verb
	own             string
}

// Policy answers who may do what. Casbin is asked every question there is once,
// at load; the answers are an immutable table, which is safe for concurrent use
// and cannot grow stale, because the policy is part of the program.
type Policy struct {
	roles   []string
	types   []string // that the rules name
	answers map[question]bool
}

// NewPolicy loads the embedded model and rules. An error is a fault of the
// build: it names the line of the policy.
func NewPolicy() (*Policy, error) {
	return loadPolicy(policies.Model, policies.Rules)
}

func loadPolicy(modelText, rules string) (*Policy, error) {
	if err := checkRules(rules); err != nil {
		return nil, err
	}
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("policies/model.conf: %w", err)
	}
	enforcer, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(rules))
	if err != nil {
		return nil, fmt.Errorf("policies/policy.csv: %w", err)
	}
	lines, err := enforcer.GetPolicy()
	if err != nil {
		return nil, fmt.Errorf("policies/policy.csv: %w", err)
	}
	p := &Policy{types: []string{Any}, answers: map[question]bool{}}
	for _, line := range lines {
		p.roles = addOnce(p.roles, line[0])
		p.types = addOnce(p.types, line[1])
	}
	return p, p.ask(enforcer)
}

func addOnce(list []string, value string) []string {
	if slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// ask fills the table with Casbin's answer to every question.
func (p *Policy) ask(enforcer *casbin.Enforcer) error {
	for _, role := range p.roles {
		for _, typ := range p.types {
			for _, part := range parts() {
				for _, verb := range append(workflow.Verbs(), Manage) {
					for _, own := range []string{"own", "other"} {
						allowed, err := enforcer.Enforce(role, typ, part, string(verb), own)
						if err != nil {
							return fmt.Errorf("policies: %w", err)
						}
						p.answers[question{role, typ, part, verb, own}] = allowed
					}
				}
			}
		}
	}
	return nil
}

func parts() []string { return []string{partSource, partTarget, partShared} }

// checkRules finds what Casbin would pass over in silence: a misspelt verb or
// part denies, a line with a missing value is skipped.
func checkRules(rules string) error {
	reader := csv.NewReader(strings.NewReader(rules))
	reader.Comment, reader.TrimLeadingSpace, reader.FieldsPerRecord = '#', true, -1
	known := func(value string, of ...string) bool { return slices.Contains(of, value) }
	for {
		f, err := reader.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("policies/policy.csv: %w", err)
		}
		line, _ := reader.FieldPos(0)
		switch {
		case f[0] == "g" && len(f) == 3:
		case f[0] != "p" || len(f) != 6:
			return fmt.Errorf("policies/policy.csv:%d: write p with five values or g with two", line)
		case !known(f[3], append(parts(), Any)...):
			return fmt.Errorf("policies/policy.csv:%d: %q is no part, write source, target, und or *", line, f[3])
		case !slices.Contains(append(workflow.Verbs(), Manage, Any), workflow.Verb(f[4])):
			return fmt.Errorf("policies/policy.csv:%d: %q is no verb", line, f[4])
		case !known(f[5], "own", "other", Any):
			return fmt.Errorf("policies/policy.csv:%d: %q is not own, other or *", line, f[5])
		}
	}
}

// Roles lists the roles that can be granted, in the order of the policy.
func (p *Policy) Roles() []string { return slices.Clone(p.roles) }

// May tells whether the actor may do this to this document. One grant has to
// cover the document and allow the verb; grants are never combined. A token
// must allow it as well. Create is asked about the entry's source locale,
// archive and unarchive about und, whatever locale the object names. Read and
// comment need a grant for the type and country only.
func (p *Policy) May(a Actor, v workflow.Verb, o Object) bool {
	o = aboutEntry(v, o)
	if !a.present() || (a.Token != nil && !a.Token.Scopes.allow(v, o)) {
		return false
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		covered := g.Covers(o) || (everyLocale(v) && g.CoversEntry(o))
		return covered && p.allows(g.Role, v, o)
	})
}

// everyLocale lists the verbs that a grant allows beside its own locale: who
// works on one has to see the others, and to ask about them.
func everyLocale(v workflow.Verb) bool { return v == workflow.Read || v == workflow.Comment }

// MayManage tells whether the actor may manage people and grants and read the
// audit log. It takes a grant for everything; a token must have been made for it.
func (p *Policy) MayManage(a Actor) bool {
	return a.present() && (a.Token == nil || a.Token.Scopes.Manage) && slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g == everywhere(g.Role) && p.allows(g.Role, Manage, Object{Type: Any, Locale: und})
	})
}

// present is false for nobody, and for a token that lost its ceiling on the way.
func (a Actor) present() bool {
	return a.UserID != "" && (a.Kind == KindToken) == (a.Token != nil)
}

func aboutEntry(v workflow.Verb, o Object) Object {
	switch v {
	case workflow.Create:
		o.Locale = o.SourceLocale
	case workflow.Archive, workflow.Unarchive:
		o.Locale = und
	}
	return o
}

func (p *Policy) allows(role string, v workflow.Verb, o Object) bool {
	q := question{role: role, typ: Any, part: partTarget, verb: v, own: "other"}
	if slices.Contains(p.types, o.Type) {
		q.typ = o.Type
	}
	switch o.Locale {
	case und:
		q.part = partShared
	case o.SourceLocale:
		q.part = partSource
	}
	if o.Own {
		q.own = "own"
	}
	return p.answers[q]
}
