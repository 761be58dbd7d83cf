package glossary

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/memory"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// What an import does with a term.
const (
	ImportAdd     = "add"     // counts at once
	ImportApprove = "approve" // a proposal that was waiting counts now
	ImportPropose = "propose"
	ImportSame    = "same" // there already
	ImportRefused = "refused"
)

// TermLine is what becomes of one term of a file.
type TermLine struct {
	Concept string `json:"concept"`
	Locale  string `json:"locale"`
	Term    string `json:"term"`
	Status  string `json:"status"`
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"` // of a refusal
	Message string `json:"message"`

	note, definition string
}

// Import brings terms in: as proposals, by whoever may translate into their
// language, or direct, by editors of the language. Only editors of everything make
// new concepts. A term that is there is never changed. A dry run only says what
// would happen; a file of which the actor may import nothing is refused as a whole.
func (g *Glossary) Import(ctx context.Context, a access.Actor, concepts []exchange.Concept, direct, dryRun bool) ([]TermLine, error) {
	begin := g.c.DB.Write
	if dryRun {
		begin = g.c.DB.Read
	}
	var lines []TermLine
	err := begin(ctx, func(tx *db.Tx) error {
		i, err := g.importer(tx, a, direct)
		if err != nil {
			return err
		}
		lines = i.plan(concepts)
		forbidden := func(l TermLine) bool { return l.Code == "no_right" }
		switch {
		case len(lines) > 0 && !slices.ContainsFunc(lines, func(l TermLine) bool { return !forbidden(l) }):
			return fault.New(fault.Forbidden, "no_right", "You may import none of these terms. Ask an admin for the right.")
		case dryRun:
			return nil
		}
		return i.apply(tx, lines)
	})
	return lines, err
}

// importer decides and does, within one transaction.
type importer struct {
	g        *Glossary
	actor    access.Actor
	direct   bool
	concepts map[string]bool
	known    map[[3]string]string // concept, locale, term → status
	waiting  map[[3]string]bool
}

func (g *Glossary) importer(tx *db.Tx, a access.Actor, direct bool) (*importer, error) {
	i := &importer{
		g: g, actor: a, direct: direct, concepts: map[string]bool{}, known: map[[3]string]string{}, waiting: map[[3]string]bool{},
	}
	all, err := memory.Glossary(tx)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		i.concepts[c.ID] = true
		for locale, terms := range c.Terms {
			for _, t := range terms {
				i.known[[3]string{c.ID, locale, t.Text}] = t.Status
			}
		}
	}
	for _, l := range g.c.Model.Locales() {
		proposals, err := memory.Proposals(tx, l.Code)
		if err != nil {
			return nil, err
		}
		for _, p := range proposals {
			key := [3]string{p.ConceptID, p.Locale, p.Term}
			i.known[key], i.waiting[key] = p.Status, true
		}
	}
	return i, nil
}

func (i *importer) plan(concepts []exchange.Concept) []TermLine {
	lines := []TermLine{}
	for _, c := range concepts {
		for _, t := range c.Terms {
			l := TermLine{
				Concept: strings.TrimSpace(c.ID), Locale: t.Locale, Term: strings.Join(strings.Fields(norm.NFC.String(t.Term)), " "),
				Status: status(t.Status), note: t.Note, definition: c.Definition,
			}
			i.judge(&l)
			lines = append(lines, l)
		}
	}
	return lines
}

// status puts the statuses of files into those of the house. A word that is
// deprecated is warned of like one that is forbidden.
func status(s string) string {
	switch s {
	case "":
		return memory.Admitted
	case exchange.TermDeprecated:
		return memory.Forbidden
	default:
		return s
	}
}

func (l *TermLine) refuse(code, message string, args ...any) {
	l.Verdict, l.Code, l.Message = ImportRefused, code, fmt.Sprintf(message, args...)
}

// judge gives a line its verdict; the first reason that holds counts.
func (i *importer) judge(l *TermLine) {
	key := [3]string{l.Concept, l.Locale, l.Term}
	present, there := i.known[key]
	problems := faults(memory.Term{Text: l.Term, Status: l.Status})
	verb := workflow.Segments
	if i.direct {
		verb = workflow.Publish
	}
	switch {
	case i.g.locale(l.Locale) != nil:
		l.refuse("unknown_locale", "There is no locale %q here.", l.Locale)
	case i.g.may(i.actor, verb, l.Locale) != nil:
		l.refuse("no_right", "You may not do this to the terms in %s.", l.Locale)
	case l.Concept == "" || len(l.Concept) > 100:
		l.refuse("invalid_concept", "A concept needs an id of 1 to 100 bytes.")
	case len(problems) > 0:
		l.refuse("invalid_term", "%s", problems[0].Message)
	case !i.concepts[l.Concept] && (!i.direct || i.g.may(i.actor, workflow.Publish, schema.Und) != nil):
		l.refuse("unknown_concept", "The glossary has no such concept. Only a direct import by an editor of everything makes new ones.")
	case there && present != l.Status:
		l.refuse("other_status", "The term is there as %s. An import changes no term that is there.", present)
	case there && i.waiting[key] && i.direct:
		l.Verdict, l.Message = ImportApprove, "Approves the proposal."
	case there:
		l.Verdict, l.Message = ImportSame, "The term is there already."
	case i.direct:
		l.Verdict, l.Message = ImportAdd, "A new term."
		i.concepts[l.Concept] = true
	default:
		l.Verdict, l.Message = ImportPropose, "A proposal, for an editor to approve."
	}
	if l.Verdict != ImportRefused {
		i.known[key] = l.Status // a second time in the file is the same
		delete(i.waiting, key)
	}
}

func (i *importer) apply(tx *db.Tx, lines []TermLine) error {
	by, at := i.actor.UserID, i.g.now()
	for _, l := range lines {
		term := memory.Term{Text: l.Term, Status: l.Status, Note: l.note}
		var err error
		switch l.Verdict {
		case ImportAdd:
			err = memory.Seed(tx, []memory.Concept{{
				ID: l.Concept, Definition: l.definition, Terms: map[string][]memory.Term{l.Locale: {term}},
			}}, by, at)
		case ImportApprove:
			_, err = memory.Approve(tx, l.Concept, l.Locale, l.Term, by, at)
		case ImportPropose:
			_, err = memory.Propose(tx, l.Concept, l.Locale, term, by, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
