package api

import (
	"context"

	"movingcities/internal/drafting"
	"movingcities/internal/transfer"
)

func (s *Server) machineTable() []Route {
	const machine = base + "/machine"
	return []Route{
		operation(post, document+"/suggestion", "suggestSegment", "What a machine makes of one segment; nothing is saved", s.suggestSegment),
		operation(get, machine, "getMachine", "Which service drafts translations, and what this month has cost", s.getMachine),
		operation(get, machine+"/jobs", "listMachine", "One's own batches, newest first", s.listMachine),
		operation(post, machine+"/jobs", "startMachine", "Let a machine draft what nobody has written yet", s.startMachine).needs(Session).created(),
		operation(get, machine+"/jobs/{id}", "getMachineJob", "A batch and how far it has come", s.getMachineJob),
		operation(post, machine+"/jobs/{id}/cancel", "cancelMachine", "End a batch; what is written stays", s.cancelMachine),
	}
}

type suggestRequest struct {
	documentPath
	Body struct {
		Key string `json:"key" validate:"required,max=200"`
	} `body:"json"`
}

func (s *Server) suggestSegment(ctx context.Context, x *call, in *suggestRequest) (*drafting.Suggestion, error) {
	return s.Drafter.Suggest(ctx, x.by(), in.ref(), in.Body.Key)
}

func (s *Server) getMachine(ctx context.Context, x *call, _ *none) (*drafting.Budget, error) {
	return s.Drafter.Spent(ctx, x.actor())
}

type listMachineRequest struct {
	After string `query:"after" format:"uuid"`
}

func (s *Server) listMachine(ctx context.Context, x *call, in *listMachineRequest) (*drafting.Page, error) {
	return s.Drafter.List(ctx, x.actor(), in.After)
}

type startMachineRequest struct {
	Body struct {
		Locale  string   `json:"locale" validate:"required,max=20"`
		Source  string   `json:"source,omitempty" validate:"max=20" description:"The locale they are translated from; any if left out."`
		Type    string   `json:"type,omitempty" validate:"max=100"`
		Entries []string `json:"entries,omitempty" validate:"max=500,dive,uuid" description:"All if left out."`
		Only    string   `json:"only,omitempty" validate:"omitempty,oneof=stale missing todo" description:"todo if left out. Only empty segments, and those a machine wrote, are ever touched."`
	} `body:"json"`
}

func (s *Server) startMachine(ctx context.Context, x *call, in *startMachineRequest) (*drafting.Job, error) {
	b := in.Body
	job, err := s.Drafter.Start(ctx, x.by(), transfer.Selection{
		Locale: b.Locale, Source: b.Source, Type: b.Type, Entries: b.Entries, Only: b.Only,
	})
	if err != nil {
		return nil, err
	}
	x.w.Header().Set("Location", base+"/machine/jobs/"+job.ID)
	return job, nil
}

func (s *Server) getMachineJob(ctx context.Context, x *call, in *entryIDRequest) (*drafting.Job, error) {
	return s.Drafter.Find(ctx, x.actor(), in.ID)
}

func (s *Server) cancelMachine(ctx context.Context, x *call, in *entryIDRequest) (*drafting.Job, error) {
	return s.Drafter.Cancel(ctx, x.by(), in.ID)
}
