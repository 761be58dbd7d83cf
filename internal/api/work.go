package api

import (
	"context"
	"time"

	"movingcities/internal/desk"
	"movingcities/internal/workflow"
)

type nextRequest struct {
	Locale string `path:"locale" format:"document"`
	Except string `query:"except" format:"uuid" description:"The entry one comes from."`
}

func (s *Server) getNext(ctx context.Context, x *call, in *nextRequest) (*desk.NextItem, error) {
	return s.Board.Next(ctx, x.actor(), in.Locale, in.Except)
}

type statisticsRequest struct {
	Type    string `query:"type" validate:"max=100"`
	Country string `query:"country" validate:"omitempty,len=2"`
}

func (s *Server) getStatistics(ctx context.Context, x *call, in *statisticsRequest) (*desk.Statistics, error) {
	return s.Board.Statistics(ctx, x.actor(), desk.StatisticsQuery{Type: in.Type, Country: in.Country})
}

type sourceChangesRequest struct {
	documentPath
	Size  int    `query:"size" validate:"min=0,max=200"`
	After string `query:"after" validate:"max=500"`
}

func (s *Server) listSourceChanges(ctx context.Context, x *call, in *sourceChangesRequest) (*desk.ChangesPage, error) {
	return s.Board.Changes(ctx, x.actor(), in.ref(), in.Size, in.After)
}

func (s *Server) getImpact(ctx context.Context, x *call, in *documentRequest) (*desk.Impact, error) {
	return s.Board.Impact(ctx, x.actor(), in.ref())
}

type snoozeRequest struct {
	documentPath
	Body struct {
		Until *time.Time `json:"until,omitempty" description:"Back in the queue at once, if left out."`
	} `body:"json"`
}

func (s *Server) snoozeDocument(ctx context.Context, x *call, in *snoozeRequest) (*desk.Snoozed, error) {
	return s.Board.Snooze(ctx, x.by(), in.ref(), in.Body.Until)
}

// bulkRequest has a bound of its own on its documents, so that it ends within
// the time of one request.
type bulkRequest struct {
	Verb string `path:"verb" enum:"assign,due,take,hand_over,submit"`
	Body struct {
		Documents []desk.BulkDocument `json:"documents" validate:"required,min=1,max=200,dive"`
		Assignee  string              `json:"assignee,omitempty" validate:"omitempty,uuid" description:"assign, hand_over: nobody, if left out."`
		DueAt     *time.Time          `json:"due_at,omitempty" description:"due: no date, if left out; assign: as it is, if left out."`
		Comment   string              `json:"comment,omitempty" validate:"max=5000"`
		Minor     bool                `json:"minor,omitempty" description:"submit: the changes need no translator's eye."`
	} `body:"json"`
}

func (s *Server) doBulk(ctx context.Context, x *call, in *bulkRequest) (*desk.BulkAnswer, error) {
	b := in.Body
	return s.Board.Bulk(ctx, x.by(), desk.BulkInput{
		Verb: workflow.Verb(in.Verb), Documents: b.Documents, Assignee: b.Assignee, DueAt: b.DueAt, Comment: b.Comment, Minor: b.Minor,
	})
}
