// Package access knows who somebody is and what they may do: people, sessions,
// personal tokens, one-time links, grants, the policy, and the audit log.
//
// A user's grants are read with the session or token at every request and
// nothing about a person is kept in memory, so a change of rights holds at the
// next request on every server.
package access

import (
	"slices"

	"movingcities/internal/workflow"
)

// Kinds of actor.
const (
	KindUser   = "user"   // a person with a session
	KindToken  = "token"  // a program with a person's token
	KindSystem = "system" // the command line, an import or the scheduler, in a person's name
)

// Any in a grant or in the scopes of a token covers every type, locale or country.
const Any = "*"

// und is the locale of the document that holds the shared fields.
const und = "und"

// Actor is who acts. It is an argument of every verb. The zero Actor is nobody
// and is denied everything.
type Actor struct {
	UserID string
	Name   string
	Locale string // of the interface
	Grants []Grant
	Token  *TokenInfo // the ceiling of a token; nil for a session
	Kind   string
	Call   Call
}

// Call says where a request came from. It goes into the audit log only.
type Call struct {
	Peer      string // true peer address, or "command line"
	RequestID string
}

// System acts with every right in the name of a person, whose id history then
// shows. It is for the command line, imports and seeds, never for requests.
func System(userID, name string) Actor {
	return Actor{UserID: userID, Name: name, Kind: KindSystem, Grants: []Grant{everywhere(Admin)}}
}

// TokenInfo is the token an actor came with.
type TokenInfo struct {
	ID     string
	Name   string
	Scopes Scopes
}

// Grant gives a role for a type, a locale and a country, each of which may be Any.
type Grant struct {
	Role    string `json:"role"`
	Type    string `json:"type"`
	Locale  string `json:"locale"` // a locale, und, or Any, which covers und
	Country string `json:"country"`
}

// Object is the document, or entry, that a question is about.
type Object struct {
	Type         string
	Country      string // of the entry; empty if it has none, which only Any covers
	SourceLocale string
	Locale       string // of the document; may be und
	Own          bool   // the actor wrote the newest revision
}

// Covers tells whether the grant is about this document at all. A grant for a
// locale does not cover the shared fields, except for a researcher of the
// entry's source locale, who writes both.
func (g Grant) Covers(o Object) bool {
	if o.Locale == "" || !g.CoversEntry(o) {
		return false
	}
	researcherOfSource := g.Role == Researcher && o.Locale == und && o.SourceLocale != "" && g.Locale == o.SourceLocale
	return covers(g.Locale, o.Locale) || researcherOfSource
}

// CoversEntry is Covers without the locale: reading needs no more, because who
// works on one locale has to see the others.
func (g Grant) CoversEntry(o Object) bool {
	return covers(g.Type, o.Type) && covers(g.Country, o.Country)
}

func covers(granted, asked string) bool {
	return granted == Any || (granted != "" && granted == asked)
}

// Access of a token.
const (
	ReadOnly = "read"
	Write    = "write"
)

// Scopes is the ceiling of a token: it takes away from its owner's present
// rights and never adds. An empty list of types or locales allows none. Types
// limit reading and writing, locales only writing: whoever translates into one
// language has to read the others.
type Scopes struct {
	Access  string          `json:"access"` // ReadOnly or Write
	Types   []string        `json:"types"`
	Locales []string        `json:"locales"`          // to write; und must be named or Any
	Verbs   []workflow.Verb `json:"verbs,omitempty"`  // of a writing token; empty is all. Reading is always among them
	Manage  bool            `json:"manage,omitempty"` // people and grants, if the owner is an admin; never admins, tokens and passwords
}

func (s Scopes) allow(v workflow.Verb, o Object) bool {
	return s.allowVerb(v) && anyCovers(s.Types, o.Type) && (v == workflow.Read || anyCovers(s.Locales, o.Locale))
}

func (s Scopes) allowVerb(v workflow.Verb) bool {
	switch {
	case v == workflow.Read:
		return s.Access == ReadOnly || s.Access == Write
	case s.Access != Write:
		return false
	default:
		return len(s.Verbs) == 0 || slices.Contains(s.Verbs, v)
	}
}

func anyCovers(granted []string, asked string) bool {
	return slices.ContainsFunc(granted, func(g string) bool { return covers(g, asked) })
}
