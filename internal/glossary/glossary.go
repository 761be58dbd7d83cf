// Package glossary holds the verbs of the house's terms: reading them, proposing
// and approving new ones, and comparing a translation with them. It changes no
// document, so it does not pass the door.
//
// The glossary is one for the whole house: a right to change it has to hold for
// all types and countries.
package glossary

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/memory"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// Glossary is safe for concurrent use.
type Glossary struct{ c Config }

// Config holds what a Glossary works with. Every part is needed.
type Config struct {
	DB     *db.DB
	Model  *schema.Model
	Policy *access.Policy
	Clock  func() time.Time
}

// New makes a Glossary.
func New(c Config) *Glossary { return &Glossary{c: c} }

// may asks for a right over everything in a locale.
func (g *Glossary) may(a access.Actor, v workflow.Verb, locale string) error {
	if !g.c.Policy.May(a, v, access.Object{Type: access.Any, Country: access.Any, Locale: locale}) {
		return fault.New(fault.Forbidden, "no_right", "You may not do this to the terms in %s. Ask an admin for the right.", locale)
	}
	return nil
}

func (g *Glossary) locale(code string) error {
	if _, ok := g.c.Model.Locale(code); !ok {
		return fault.New(fault.NotFound, "unknown_locale", "There is no locale %q.", code)
	}
	return nil
}

func (g *Glossary) now() db.Time { return db.At(g.c.Clock()) }

// Concepts lists all concepts with their approved terms. Everybody who has
// signed in may read them.
func (g *Glossary) Concepts(ctx context.Context, a access.Actor) ([]memory.Concept, error) {
	if a.UserID == "" {
		return nil, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	var all []memory.Concept
	err := g.c.DB.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = memory.Glossary(tx)
		return err
	})
	return all, err
}

// Search narrows the list of concepts: Text is looked for in definitions and in
// the terms of Locale, or of all languages.
type Search struct {
	Text   string
	Locale string
	Size   int
	After  string // the id of the last concept seen
}

// ConceptPage is a part of the glossary, in order of the concepts' ids.
type ConceptPage struct {
	Data  []memory.Concept `json:"data"`
	Total int              `json:"total"`
	Next  string           `json:"next,omitempty"`
	Can   []string         `json:"can"` // "change", for an editor of everything
}

// Search lists concepts, whatever the case of the words.
func (g *Glossary) Search(ctx context.Context, a access.Actor, s Search) (*ConceptPage, error) {
	all, err := g.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	wanted := strings.ToLower(norm.NFC.String(strings.TrimSpace(s.Text)))
	all = slices.DeleteFunc(all, func(c memory.Concept) bool { return !holds(c, s.Locale, wanted) })
	page := &ConceptPage{Total: len(all), Can: []string{}}
	if g.may(a, workflow.Publish, schema.Und) == nil {
		page.Can = append(page.Can, "change")
	}
	from, _ := slices.BinarySearchFunc(all, s.After, func(c memory.Concept, id string) int {
		if c.ID <= id {
			return -1
		}
		return 1
	})
	size := s.Size
	if size < 1 || size > 200 {
		size = 50
	}
	page.Data = all[from:min(from+size, len(all))]
	if from+size < len(all) {
		page.Next = page.Data[size-1].ID
	}
	return page, nil
}

func holds(c memory.Concept, locale, text string) bool {
	if locale == "" && strings.Contains(strings.ToLower(c.ID+" "+c.Definition), text) {
		return true
	}
	for l, terms := range c.Terms {
		if locale != "" && l != locale {
			continue
		}
		if slices.ContainsFunc(terms, func(t memory.Term) bool { return strings.Contains(strings.ToLower(t.Text), text) }) {
			return true
		}
	}
	return false
}

// Concept gives one concept with its approved terms.
func (g *Glossary) Concept(ctx context.Context, a access.Actor, id string) (*memory.Concept, error) {
	all, err := g.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, errNoConcept()
}

// Comparison is a source and its translation.
type Comparison struct {
	Source     string // locales
	Target     string
	SourceText string // in memory form
	TargetText string
}

// Findings are the terms in both texts, and what the translation does against them.
type Findings struct {
	Source   []memory.Hit     `json:"source"`
	Target   []memory.Hit     `json:"target"`
	Warnings []memory.Warning `json:"warnings"`
}

// Compare finds the terms in a source and its translation, which may be empty.
func (g *Glossary) Compare(ctx context.Context, a access.Actor, c Comparison) (*Findings, error) {
	all, err := g.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	source, target := memory.NewRecogniser(c.Source, all), memory.NewRecogniser(c.Target, all)
	f := &Findings{Source: source.Terms(c.SourceText), Target: target.Terms(c.TargetText), Warnings: []memory.Warning{}}
	if strings.TrimSpace(c.TargetText) != "" {
		f.Warnings = memory.Check(all, source, target, c.SourceText, c.TargetText)
	}
	return f, nil
}

// Seed adds concepts with terms that count at once; what is there stays as it is.
// It takes an editor of everything.
func (g *Glossary) Seed(ctx context.Context, a access.Actor, concepts []memory.Concept) error {
	if err := g.may(a, workflow.Publish, schema.Und); err != nil {
		return err
	}
	for _, c := range concepts {
		for locale, terms := range c.Terms {
			if err := g.locale(locale); err != nil {
				return err
			}
			for _, t := range terms {
				if problems := faults(t); len(problems) > 0 {
					return fault.WithProblems("invalid_term", "The concept "+c.ID+" has a faulty term.", problems)
				}
			}
		}
	}
	return g.c.DB.Write(ctx, func(tx *db.Tx) error { return memory.Seed(tx, concepts, a.UserID, g.now()) })
}

// Propose suggests a term for a concept, for an editor to approve. Whoever may
// translate into the language may do so.
func (g *Glossary) Propose(ctx context.Context, a access.Actor, once *db.Once, concept, locale string, t memory.Term) error {
	if err := g.locale(locale); err != nil {
		return err
	}
	if err := g.may(a, workflow.Segments, locale); err != nil {
		return err
	}
	t.Text = strings.Join(strings.Fields(norm.NFC.String(t.Text)), " ")
	if err := fault.WithProblems("invalid_term", "This cannot be a term.", faults(t)); err != nil {
		return err
	}
	return g.change(ctx, once, func(tx *db.Tx) error {
		added, err := memory.Propose(tx, concept, locale, t, a.UserID, g.now())
		if err == nil && !added {
			return fault.New(fault.Conflict, "term_exists", "The concept does not exist, or has this term already.")
		}
		return err
	})
}

func faults(t memory.Term) []fault.Problem {
	var out []fault.Problem
	if t.Text == "" || len(t.Text) > 200 {
		out = append(out, fault.Problem{Path: "term", Code: "length", Message: "A term has 1 to 200 bytes."})
	}
	if !slices.Contains([]string{memory.Preferred, memory.Admitted, memory.Forbidden}, t.Status) {
		out = append(out, fault.Problem{Path: "status", Code: "unknown_status", Message: "Choose preferred, admitted or forbidden."})
	}
	return out
}

// Change is what an editor says anew of a concept; nil leaves it as it is.
type Change struct {
	Definition *string
	Everyday   *bool
}

// Change gives a concept another definition, or says whether its words are everyday
// ones, whose absence in a translation is no warning. It takes an editor of
// everything.
func (g *Glossary) Change(ctx context.Context, a access.Actor, once *db.Once, concept string, to Change) error {
	if err := g.may(a, workflow.Publish, schema.Und); err != nil {
		return err
	}
	return g.change(ctx, once, func(tx *db.Tx) error {
		known, err := db.First[db.Concept](tx, "id = ?", concept)
		if err != nil {
			return err
		}
		if known == nil {
			return errNoConcept()
		}
		if to.Definition != nil {
			known.Definition = norm.NFC.String(strings.TrimSpace(*to.Definition))
		}
		if to.Everyday != nil {
			known.Everyday = *to.Everyday
		}
		return memory.Change(tx, known.ID, known.Definition, known.Everyday)
	})
}

func errNoConcept() error {
	return fault.New(fault.NotFound, "concept_not_found", "The glossary has no such concept.")
}

// Proposals lists what waits for approval in a language, oldest first, for those
// who may propose.
func (g *Glossary) Proposals(ctx context.Context, a access.Actor, locale string) ([]db.Term, error) {
	if err := g.may(a, workflow.Segments, locale); err != nil {
		return nil, err
	}
	var waiting []db.Term
	err := g.c.DB.Read(ctx, func(tx *db.Tx) (err error) {
		waiting, err = memory.Proposals(tx, locale)
		return err
	})
	return waiting, err
}

// Decide approves a proposal or takes it away. Editors of the language may do so.
func (g *Glossary) Decide(ctx context.Context, a access.Actor, once *db.Once, concept, locale, term string, approve bool) error {
	if err := g.may(a, workflow.Publish, locale); err != nil {
		return err
	}
	return g.change(ctx, once, func(tx *db.Tx) error {
		var done bool
		var err error
		if approve {
			done, err = memory.Approve(tx, concept, locale, term, a.UserID, g.now())
		} else {
			done, err = memory.Reject(tx, concept, locale, term)
		}
		if err == nil && !done {
			return fault.New(fault.NotFound, "proposal_not_found", "There is no such proposal; somebody may have decided it already.")
		}
		return err
	})
}

// change writes once for an idempotency key, which may be nil.
func (g *Glossary) change(ctx context.Context, once *db.Once, act func(*db.Tx) error) error {
	_, err := db.Run(ctx, g.c.DB, once, g.now(), func(tx *db.Tx) (struct{}, error) { return struct{}{}, act(tx) })
	return err
}
