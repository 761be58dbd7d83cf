package api

import (
	"context"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

type listEntriesRequest struct {
	Type       string `query:"type" validate:"max=100"`
	Country    string `query:"country" validate:"omitempty,len=2"`
	Locale     string `query:"locale" format:"document" description:"Whose documents the filters are about; state and live need it."`
	State      string `query:"state" validate:"omitempty,oneof=missing draft in_review approved"`
	Stale      bool   `query:"stale"`
	Live       string `query:"live" validate:"omitempty,oneof=true false"`
	Assignee   string `query:"assignee" format:"uuid"`
	Related    string `query:"related" format:"uuid" description:"An entry that their live content points to, such as a policy area."`
	Unassigned bool   `query:"unassigned" description:"Only entries with something to write that is nobody's."`
	DueBefore  string `query:"due_before" validate:"omitempty,datetime=2006-01-02T15:04:05Z07:00"`
	Mine       bool   `query:"mine" description:"Only entries with work in a language that one writes."`
	Archived   bool   `query:"archived"`
	Size       int    `query:"size" validate:"min=0,max=200"`
	After      string `query:"after" validate:"max=500"`
}

func (s *Server) listEntries(ctx context.Context, x *call, in *listEntriesRequest) (*desk.EntriesPage, error) {
	q := desk.EntriesQuery{
		Type: in.Type, Country: in.Country, Locale: in.Locale, State: in.State, Stale: in.Stale,
		Assignee: in.Assignee, Unassigned: in.Unassigned, Related: in.Related, Mine: in.Mine, Archived: in.Archived, Size: in.Size, After: in.After,
	}
	if in.Live != "" {
		live := in.Live == "true"
		q.Live = &live
	}
	if in.DueBefore != "" {
		due, err := time.Parse(time.RFC3339, in.DueBefore)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "invalid_parameters", "Write due_before like 2026-11-28T00:00:00Z.")
		}
		q.DueBefore = &due
	}
	return s.Board.Entries(ctx, x.actor(), q)
}

// createEntryRequest has no id: that is for importers, who do not come this way.
type createEntryRequest struct {
	Body struct {
		Type         string            `json:"type" validate:"required,max=100"`
		SourceLocale string            `json:"source_locale" validate:"required"`
		Shared       schema.Fields     `json:"shared,omitempty"`
		Fields       schema.Fields     `json:"fields,omitempty"`
		Slug         string            `json:"slug,omitempty" validate:"max=200"`
		Follows      map[string]string `json:"follows,omitempty" validate:"max=100"`
		Note         string            `json:"note,omitempty" validate:"max=2000"`
	} `body:"json"`
}

func (s *Server) createEntry(ctx context.Context, x *call, in *createEntryRequest) (*content.EntryView, error) {
	b := in.Body
	entry, err := s.Desk.CreateEntry(ctx, x.by(), content.NewEntry{
		Type: b.Type, SourceLocale: b.SourceLocale, Shared: b.Shared, Fields: b.Fields,
		Slug: b.Slug, Follows: b.Follows, Note: b.Note,
	})
	if err != nil {
		return nil, err
	}
	x.w.Header().Set("Location", "/api/desk/entries/"+entry.ID)
	return entry, nil
}

type entryIDRequest struct {
	ID string `path:"id" format:"uuid"`
}

func (s *Server) getEntry(ctx context.Context, x *call, in *entryIDRequest) (*content.EntryView, error) {
	return s.Desk.Entry(ctx, x.actor(), in.ID)
}

type shelveRequest struct {
	ID   string `path:"id" format:"uuid"`
	Body *struct {
		Comment string `json:"comment,omitempty" validate:"max=5000"`
	} `body:"json"`
}

func (in *shelveRequest) comment() string {
	if in.Body == nil {
		return ""
	}
	return in.Body.Comment
}

func (s *Server) archiveEntry(ctx context.Context, x *call, in *shelveRequest) (*content.EntryView, error) {
	return s.Desk.Archive(ctx, x.by(), in.ID, in.comment())
}

func (s *Server) unarchiveEntry(ctx context.Context, x *call, in *shelveRequest) (*content.EntryView, error) {
	return s.Desk.Unarchive(ctx, x.by(), in.ID, in.comment())
}

type queueRequest struct {
	Locale   string `path:"locale" format:"document"`
	Kind     string `query:"kind" validate:"max=100"`
	Type     string `query:"type" validate:"max=100"`
	Assignee string `query:"assignee" format:"uuid"`
	Snoozed  bool   `query:"snoozed" description:"Only what one has put off; otherwise everything else."`
	Size     int    `query:"size" validate:"min=0,max=200"`
	After    string `query:"after" validate:"max=500"`
}

func (s *Server) getQueue(ctx context.Context, x *call, in *queueRequest) (*desk.QueuePage, error) {
	return s.Board.Queue(ctx, x.actor(), in.Locale, desk.QueueQuery{
		Kind: in.Kind, Type: in.Type, Assignee: in.Assignee, Snoozed: in.Snoozed, Size: in.Size, After: in.After,
	})
}

// ReleaseList is the newest releases, without their items.
type ReleaseList struct {
	Data []content.ReleaseView `json:"data"`
}

func (s *Server) listReleases(ctx context.Context, x *call, _ *none) (ReleaseList, error) {
	releases, err := s.Desk.Releases(ctx, x.actor())
	return ReleaseList{releases}, err
}

type createReleaseRequest struct {
	Body struct {
		Title string                `json:"title" validate:"required,max=200"`
		Items []content.ReleaseItem `json:"items,omitempty" validate:"max=500,dive"`
	} `body:"json"`
}

func (s *Server) createRelease(ctx context.Context, x *call, in *createReleaseRequest) (*content.ReleaseView, error) {
	release, err := s.Desk.CreateRelease(ctx, x.by(), in.Body.Title, in.Body.Items)
	if err != nil {
		return nil, err
	}
	x.w.Header().Set("Location", "/api/desk/releases/"+release.ID)
	return tagged(x, release, release.Version), nil
}

func (s *Server) getRelease(ctx context.Context, x *call, in *entryIDRequest) (*content.ReleaseView, error) {
	release, err := s.Desk.Release(ctx, x.actor(), in.ID)
	if err != nil {
		return nil, err
	}
	return tagged(x, release, release.Version), nil
}

type changeReleaseRequest struct {
	ID      string `path:"id" format:"uuid"`
	Version int64  `header:"If-Match"`
	Body    struct {
		Put    []content.ReleaseItem `json:"put,omitempty" validate:"max=500,dive"`
		Remove []content.Ref         `json:"remove,omitempty" validate:"max=500"`
	} `body:"json"`
}

func (s *Server) changeRelease(ctx context.Context, x *call, in *changeReleaseRequest) (*content.ReleaseView, error) {
	release, err := s.Desk.ChangeRelease(ctx, x.by(), in.ID, in.Version, in.Body.Put, in.Body.Remove)
	if err != nil {
		return nil, err
	}
	return tagged(x, release, release.Version), nil
}

func (s *Server) publishRelease(ctx context.Context, x *call, in *entryIDRequest) (*content.ReleaseView, error) {
	release, err := s.Desk.PublishRelease(ctx, x.by(), in.ID)
	if err != nil {
		return nil, err
	}
	return tagged(x, release, release.Version), nil
}

// tagged announces the version of what is answered, to be sent back as If-Match.
func tagged[T any](x *call, answer T, version int64) T {
	x.w.Header().Set("ETag", versionTag(version))
	return answer
}
