package api

import (
	"context"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/glossary"
	"movingcities/internal/memory"
	"movingcities/internal/workbench"
)

const concept = base + "/glossary/{concept}"

// benchTable is what surrounds a translator's segment: memory, terms, checks.
func (s *Server) benchTable() []Route {
	return []Route{
		operation(get, document+"/segments/{key}/help", "getHelp", "Matches, terms and findings of one segment", s.getHelp),
		operation(post, document+"/checks/dismiss", "dismissFinding", "Set a warning aside until its source changes", s.dismissFinding),
		operation(post, document+"/checks/restore", "restoreFinding", "Take a dismissal back", s.restoreFinding),
		operation(post, document+"/prefill", "prefill", "Fill exact matches of the memory in as drafts", s.prefill),
		operation(get, base+"/memory", "searchMemory", "Where a phrase occurs in approved text of two languages", s.searchMemory),
		operation(get, base+"/memory/stats", "getMemoryStats", "How much the memory and the glossary hold", s.getMemoryStats),
		operation(del, base+"/memory/{pair}", "deletePair", "Take a wrong pair out of the memory for good", s.deletePair),
		operation(get, base+"/glossary", "listConcepts", "The house's terms", s.listConcepts),
		operation(get, concept, "getConcept", "A concept with its terms in all languages", s.getConcept),
		operation(patch, concept, "changeConcept", "Define a concept anew, or say that its words are everyday ones", s.changeConcept),
		operation(post, concept+"/proposals", "proposeTerm", "Suggest a term for an editor to approve", s.proposeTerm),
		operation(post, concept+"/decisions", "decideTerm", "Approve a proposed term or take it away", s.decideTerm),
		operation(get, base+"/proposals/{locale}", "listProposals", "The terms of a language that wait for approval", s.listProposals),
		operation(get, base+"/usage/{locale}", "getTermUsage", "Approved segments that use a term", s.getTermUsage),
	}
}

type helpRequest struct {
	documentPath
	Key string `path:"key"`
}

func (s *Server) getHelp(ctx context.Context, x *call, in *helpRequest) (*workbench.Help, error) {
	return s.Bench.Help(ctx, x.actor(), in.ref(), in.Key)
}

type asideRequest struct {
	documentPath
	Body workbench.Aside `body:"json"`
}

func (s *Server) dismissFinding(ctx context.Context, x *call, in *asideRequest) (*workbench.SegmentsView, error) {
	return s.Bench.Dismiss(ctx, x.by(), in.ref(), in.Body)
}

func (s *Server) restoreFinding(ctx context.Context, x *call, in *asideRequest) (*workbench.SegmentsView, error) {
	return s.Bench.Restore(ctx, x.by(), in.ref(), in.Body)
}

func (s *Server) prefill(ctx context.Context, x *call, in *documentRequest) (*content.SegmentsView, error) {
	return s.Desk.Prefill(ctx, x.by(), in.ref())
}

type searchMemoryRequest struct {
	Source string `query:"source" format:"locale" validate:"required"`
	Target string `query:"target" format:"locale" validate:"required"`
	Text   string `query:"q" validate:"required,max=500"`
	In     string `query:"in" validate:"omitempty,oneof=source target" description:"The side to look in; source, if left out."`
	Size   int    `query:"size" validate:"min=0,max=100"`
}

// FoundList is where a phrase occurs, newest first.
type FoundList struct {
	Data []memory.Found `json:"data"`
}

func (s *Server) searchMemory(ctx context.Context, x *call, in *searchMemoryRequest) (FoundList, error) {
	found, err := s.Desk.Concordance(ctx, x.actor(), memory.Search{
		Source: in.Source, Target: in.Target, Text: in.Text, InTarget: in.In == "target", Limit: in.Size,
	})
	return FoundList{found}, err
}

func (s *Server) getMemoryStats(ctx context.Context, _ *call, _ *none) (*workbench.Memory, error) {
	return s.Bench.Stats(ctx)
}

type memoryPairRequest struct {
	Pair string `path:"pair"`
}

func (s *Server) deletePair(ctx context.Context, x *call, in *memoryPairRequest) (none, error) {
	return none{}, s.Desk.DeletePair(ctx, x.by(), in.Pair)
}

type listConceptsRequest struct {
	Text   string `query:"q" validate:"max=200"`
	Locale string `query:"locale" format:"locale" description:"Whose terms are searched; all languages and the definitions, if left out."`
	Size   int    `query:"size" validate:"min=0,max=200"`
	After  string `query:"after" validate:"max=200"`
}

func (s *Server) listConcepts(ctx context.Context, x *call, in *listConceptsRequest) (*glossary.ConceptPage, error) {
	return s.Glossary.Search(ctx, x.actor(), glossary.Search{Text: in.Text, Locale: in.Locale, Size: in.Size, After: in.After})
}

type conceptRequest struct {
	Concept string `path:"concept"`
}

func (s *Server) getConcept(ctx context.Context, x *call, in *conceptRequest) (*memory.Concept, error) {
	return s.Glossary.Concept(ctx, x.actor(), in.Concept)
}

type changeConceptRequest struct {
	Concept string `path:"concept"`
	Body    struct {
		Definition *string `json:"definition,omitempty" validate:"omitempty,max=2000" description:"In English."`
		Everyday   *bool   `json:"everyday,omitempty" description:"True: a translation may well say it with another word; no warning then."`
	} `body:"json"`
}

func (s *Server) changeConcept(ctx context.Context, x *call, in *changeConceptRequest) (*memory.Concept, error) {
	err := s.Glossary.Change(ctx, x.actor(), x.once, in.Concept, glossary.Change{Definition: in.Body.Definition, Everyday: in.Body.Everyday})
	if err != nil {
		return nil, err
	}
	return s.Glossary.Concept(ctx, x.actor(), in.Concept)
}

type proposeTermRequest struct {
	Concept string `path:"concept"`
	Body    struct {
		Locale string `json:"locale" validate:"required"`
		Term   string `json:"term" validate:"required,max=200"`
		Status string `json:"status" validate:"required,oneof=preferred admitted forbidden"`
		Note   string `json:"note,omitempty" validate:"max=2000"`
	} `body:"json"`
}

func (s *Server) proposeTerm(ctx context.Context, x *call, in *proposeTermRequest) (*ProposalList, error) {
	b := in.Body
	err := s.Glossary.Propose(ctx, x.actor(), x.once, in.Concept, b.Locale, memory.Term{Text: b.Term, Status: b.Status, Note: b.Note})
	if err != nil {
		return nil, err
	}
	return s.proposals(ctx, x, b.Locale)
}

type decideTermRequest struct {
	Concept string `path:"concept"`
	Body    struct {
		Locale  string `json:"locale" validate:"required"`
		Term    string `json:"term" validate:"required,max=200"`
		Approve bool   `json:"approve" description:"False takes the proposal away."`
	} `body:"json"`
}

func (s *Server) decideTerm(ctx context.Context, x *call, in *decideTermRequest) (*memory.Concept, error) {
	b := in.Body
	if err := s.Glossary.Decide(ctx, x.actor(), x.once, in.Concept, b.Locale, b.Term, b.Approve); err != nil {
		return nil, err
	}
	return s.Glossary.Concept(ctx, x.actor(), in.Concept)
}

// ProposalList is the terms of a language that wait for approval, oldest first.
type ProposalList struct {
	Data []Proposal `json:"data"`
}

// Proposal is a term that somebody has suggested.
type Proposal struct {
	Concept string  `json:"concept"`
	Locale  string  `json:"locale"`
	Term    string  `json:"term"`
	Status  string  `json:"status"`
	Note    string  `json:"note"`
	By      string  `json:"by"`
	At      db.Time `json:"at"`
}

type localeRequest struct {
	Locale string `path:"locale" format:"locale"`
}

func (s *Server) listProposals(ctx context.Context, x *call, in *localeRequest) (*ProposalList, error) {
	return s.proposals(ctx, x, in.Locale)
}

func (s *Server) proposals(ctx context.Context, x *call, locale string) (*ProposalList, error) {
	waiting, err := s.Glossary.Proposals(ctx, x.actor(), locale)
	list := &ProposalList{Data: []Proposal{}}
	for _, t := range waiting {
		list.Data = append(list.Data, Proposal{
			Concept: t.ConceptID, Locale: t.Locale, Term: t.Term, Status: t.Status, Note: t.Note, By: t.ProposedBy, At: t.ProposedAt,
		})
	}
	return list, err
}

type usageRequest struct {
	Locale string `path:"locale" format:"locale"`
	Term   string `query:"term" validate:"required,max=200"`
}

func (s *Server) getTermUsage(ctx context.Context, x *call, in *usageRequest) (*workbench.Usage, error) {
	return s.Bench.Using(ctx, x.actor(), in.Locale, in.Term)
}
