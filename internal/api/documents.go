package api

import (
	"context"
	"strings"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/schema"
	"movingcities/internal/workbench"
	"movingcities/internal/workflow"
)

// documentPath names a document in the path of a request, and nowhere else.
type documentPath struct {
	Entry  string `path:"id" format:"uuid"`
	Locale string `path:"locale" format:"document"`
}

func (p documentPath) ref() content.Ref { return content.Ref{Entry: p.Entry, Locale: p.Locale} }

type documentRequest struct{ documentPath }

func (s *Server) getDocument(ctx context.Context, x *call, in *documentRequest) (*content.DocumentView, error) {
	document, err := s.Desk.Document(ctx, x.actor(), in.ref())
	if err != nil {
		return nil, err
	}
	return tagged(x, document, document.Version), nil
}

type saveDocumentRequest struct {
	documentPath
	Version int64 `header:"If-Match"`
	Body    struct {
		Fields schema.Fields `json:"fields" validate:"required"`
		Slug   string        `json:"slug,omitempty" validate:"max=200"`
		Note   string        `json:"note,omitempty" validate:"max=2000"`
	} `body:"json"`
}

func (s *Server) saveDocument(ctx context.Context, x *call, in *saveDocumentRequest) (*content.DocumentView, error) {
	document, err := s.Desk.Save(ctx, x.by(), in.ref(), content.SaveInput{
		Version: in.Version, Fields: in.Body.Fields, Slug: in.Body.Slug, Note: in.Body.Note,
	})
	if err != nil {
		return nil, err
	}
	return tagged(x, document, document.Version), nil
}

type verbRequest struct {
	documentPath
	Verb string    `path:"verb" enum:"load,restore,set_aside,take_up,follow,detach,submit,withdraw,request_changes,approve,publish,unpublish,assign,due,take,hand_over,revoke_minor"`
	Body *verbBody `body:"json"`
}

type verbBody struct {
	Revision  string            `json:"revision,omitempty" validate:"omitempty,uuid" description:"The revision that was read; submit, approve, request_changes and restore need it."`
	Comment   string            `json:"comment,omitempty" validate:"max=5000"`
	Also      []content.Also    `json:"also,omitempty" validate:"max=20,dive" description:"Documents of the same entry that go with it, in one transaction."`
	Minor     bool              `json:"minor,omitempty" description:"submit: the whole change needs no translator's eye."`
	MinorKeys []string          `json:"minor_keys,omitempty" validate:"max=1000,dive,max=200" description:"submit: of the change, these sentences need no translator's eye."`
	Override  string            `json:"override,omitempty" validate:"max=2000" description:"approve: an admin's reason for doing without four eyes."`
	Assignee  string            `json:"assignee,omitempty" validate:"omitempty,uuid" description:"assign, hand_over: nobody, if left out."`
	DueAt     *time.Time        `json:"due_at,omitempty" description:"assign, due: no date, if left out."`
	Changes   []string          `json:"changes,omitempty" validate:"max=1000,dive,uuid" description:"revoke_minor: the changes of the followed text that are not minor."`
	Follows   string            `json:"follows,omitempty" description:"follow: the locale to translate from."`
	Fields    []string          `json:"fields,omitempty" validate:"max=100,dive,max=100" description:"restore: only these fields; the whole text, if left out."`
	SetAside  string            `json:"set_aside,omitempty" validate:"omitempty,uuid" description:"take_up: the rewrite that was set aside."`
	Choice    map[string]string `json:"choice,omitempty" validate:"max=1000,dive,oneof=yours theirs" description:"take_up: for each overlap by its key, yours (the rewrite) or theirs (the text there is now)."`
}

func (s *Server) doVerb(ctx context.Context, x *call, in *verbRequest) (*content.DocumentView, error) {
	b := verbBody{}
	if in.Body != nil {
		b = *in.Body
	}
	document, err := s.Desk.Do(ctx, x.by(), in.ref(), workflow.Verb(in.Verb), content.VerbInput{
		Revision: b.Revision, Comment: b.Comment, Also: b.Also, Minor: b.Minor, MinorKeys: b.MinorKeys, Override: b.Override,
		Assignee: b.Assignee, DueAt: b.DueAt, Changes: b.Changes, Follows: b.Follows,
		Fields: b.Fields, SetAside: b.SetAside, Choice: b.Choice,
	})
	if err != nil {
		return nil, err
	}
	return tagged(x, document, document.Version), nil
}

type segmentsRequest struct {
	documentPath
	Reference []string `query:"reference" validate:"max=10,dive,max=100" description:"Languages to show beside the text: repeated, or with commas between them."`
	Only      string   `query:"only" validate:"omitempty,oneof=to_do missing source_changed unconfirmed current" description:"Only the segments with this to do."`
}

// getSegments shows what the desk knows of a translation, with its findings.
// They are those of the whole text, whichever segments are asked for.
func (s *Server) getSegments(ctx context.Context, x *call, in *segmentsRequest) (*workbench.SegmentsView, error) {
	q := desk.WorkbenchQuery{Only: in.Only}
	for _, locales := range in.Reference {
		q.References = append(q.References, strings.Split(locales, ",")...)
	}
	view, err := s.Board.Workbench(ctx, x.actor(), in.ref(), q)
	if err != nil {
		return nil, err
	}
	checked, err := s.Bench.Segments(ctx, x.actor(), in.ref())
	if err != nil {
		return nil, err
	}
	checked.SegmentsView = *view
	return checked, nil
}

type saveSegmentsRequest struct {
	documentPath
	Body struct {
		Segments []content.SegmentInput `json:"segments" validate:"max=1000,dive"`
		Slug     string                 `json:"slug,omitempty" validate:"max=200"`
		Note     string                 `json:"note,omitempty" validate:"max=2000"`
	} `body:"json"`
}

// saveSegments needs no If-Match: each segment says what it replaces.
func (s *Server) saveSegments(ctx context.Context, x *call, in *saveSegmentsRequest) (*content.SegmentsView, error) {
	return s.Desk.SaveSegments(ctx, x.by(), in.ref(), content.SegmentsInput{
		Segments: in.Body.Segments, Slug: in.Body.Slug, Note: in.Body.Note,
	})
}

type markSegmentsRequest struct {
	documentPath
	Action string `path:"action" enum:"confirm,still_right,undo"`
	Body   struct {
		Marks []content.Mark `json:"marks" validate:"required,min=1,max=1000,dive"`
	} `body:"json"`
}

func (s *Server) markSegments(ctx context.Context, x *call, in *markSegmentsRequest) (*content.SegmentsView, error) {
	return s.Desk.MarkSegments(ctx, x.by(), in.ref(), in.Action, in.Body.Marks)
}

// RevisionList is a document's revisions, newest first, without their texts.
type RevisionList struct {
	Data []desk.RevisionView `json:"data"`
}

func (s *Server) listRevisions(ctx context.Context, x *call, in *documentRequest) (RevisionList, error) {
	revisions, err := s.Board.Revisions(ctx, x.actor(), in.ref())
	return RevisionList{revisions}, err
}

type revisionRequest struct {
	documentPath
	Revision string `path:"revision" format:"uuid"`
}

func (s *Server) getRevision(ctx context.Context, x *call, in *revisionRequest) (*desk.RevisionView, error) {
	return s.Board.Revision(ctx, x.actor(), in.ref(), in.Revision)
}

type diffRequest struct {
	documentPath
	From string `query:"from" format:"uuid" validate:"required"`
	To   string `query:"to" format:"uuid" validate:"required"`
}

func (s *Server) getDiff(ctx context.Context, x *call, in *diffRequest) (*desk.DiffView, error) {
	return s.Board.Diff(ctx, x.actor(), in.ref(), in.From, in.To)
}

// HistoryList is what was done to a document, newest first.
type HistoryList struct {
	Data []content.HistoryView `json:"data"`
}

func (s *Server) listHistory(ctx context.Context, x *call, in *documentRequest) (HistoryList, error) {
	history, err := s.Desk.History(ctx, x.actor(), in.ref())
	return HistoryList{history}, err
}
