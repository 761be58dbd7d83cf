package api

import (
	"context"

	"movingcities/internal/desk"
)

func (s *Server) deskTable() []Route {
	comment := base + "/comments/{id}"
	return []Route{
		operation(get, base+"/home", "getHome", "What waits for oneself, and how far the languages are", s.getHome),
		operation(get, base+"/mentions", "listMentions", "Open threads that name oneself, and questions about one's own texts", s.listMentions),
		operation(get, base+"/settings", "getSettings", "How oneself likes to work", s.getSettings),
		operation(patch, base+"/settings", "changeSettings", "Change some of one's own settings", s.changeSettings).needs(Session),
		operation(get, document+"/review", "getReview", "Who wrote, reviewed and changed a text, and what differs from its source", s.getReview),
		operation(get, document+"/feedback", "getFeedback", "What became of the words that oneself submitted", s.getFeedback),
		operation(get, document+"/set-asides", "listSetAsides", "Rewrites of a document that were set aside", s.listSetAsides),
		operation(del, document+"/set-asides/{aside}", "discardSetAside", "Take a rewrite off the list; it stays among the revisions", s.discardSetAside),
		s.streamRoute(base+"/events", "listenEvents", "What happens at the desk, as server-sent events: document, comment, queue, presence, resync"),
		operation(put, base+"/presence", "putPresence", "Say which document one has open", s.putPresence).needs(Session),
		operation(get, entry+"/comments", "countComments", "Open threads of each document of an entry", s.countComments),
		operation(get, document+"/comments", "listComments", "The threads beside a document, with questions about its source", s.listComments),
		operation(post, document+"/comments", "createComment", "Begin a thread beside a document", s.createComment).created(),
		operation(get, comment, "getComment", "The thread of a comment", s.getComment),
		operation(patch, comment, "editComment", "Change what one wrote within the last hour", s.editComment),
		operation(post, comment+"/replies", "replyComment", "Answer in a thread", s.replyComment).created(),
		operation(post, comment+"/resolve", "resolveComment", "Settle a thread", s.resolveComment),
		operation(post, comment+"/reopen", "reopenComment", "Open a settled thread again", s.reopenComment),
	}
}

func (s *Server) getHome(ctx context.Context, x *call, _ *none) (*desk.Home, error) {
	return s.Board.Home(ctx, x.actor())
}

type pageRequest struct {
	Size  int    `query:"size" validate:"min=0,max=200"`
	After string `query:"after" validate:"max=500"`
}

func (s *Server) listMentions(ctx context.Context, x *call, in *pageRequest) (*desk.Mentions, error) {
	return s.Board.Mentions(ctx, x.actor(), in.Size, in.After)
}

// OpenComments is the open threads of the documents of an entry.
type OpenComments struct {
	Data []desk.LocaleOpen `json:"data"`
}

func (s *Server) countComments(ctx context.Context, x *call, in *entryIDRequest) (OpenComments, error) {
	open, err := s.Board.OpenThreads(ctx, x.actor(), in.ID)
	return OpenComments{open}, err
}

type listCommentsRequest struct {
	documentPath
	State string `query:"state" validate:"omitempty,oneof=open resolved"`
	At    string `query:"at" validate:"max=200" description:"Field path or segment key."`
	Size  int    `query:"size" validate:"min=0,max=200"`
	After string `query:"after" validate:"max=500"`
}

func (s *Server) listComments(ctx context.Context, x *call, in *listCommentsRequest) (*desk.ThreadsPage, error) {
	return s.Board.Threads(ctx, x.actor(), in.ref(), desk.ThreadsQuery{State: in.State, At: in.At, Size: in.Size, After: in.After})
}

type createCommentRequest struct {
	documentPath
	Body struct {
		Kind     string   `json:"kind" validate:"required,oneof=comment question must_change"`
		At       string   `json:"at,omitempty" validate:"max=200" description:"Field path or segment key that the thread stands beside; the whole document, if left out."`
		Body     string   `json:"body" validate:"required,max=5000"`
		Mentions []string `json:"mentions,omitempty" validate:"max=20,dive,uuid"`
	} `body:"json"`
}

func (s *Server) createComment(ctx context.Context, x *call, in *createCommentRequest) (*desk.Thread, error) {
	thread, err := s.Board.Comment(ctx, x.by(), in.ref(), desk.NewComment{
		Kind: in.Body.Kind, At: in.Body.At, Body: in.Body.Body, Mentions: in.Body.Mentions,
	})
	if err != nil {
		return nil, err
	}
	x.w.Header().Set("Location", base+"/comments/"+thread.ID)
	return thread, nil
}

type commentPath struct {
	ID string `path:"id" format:"uuid"`
}

func (s *Server) getComment(ctx context.Context, x *call, in *commentPath) (*desk.Thread, error) {
	return s.Board.Thread(ctx, x.actor(), in.ID)
}

type remarkRequest struct {
	commentPath
	Body struct {
		Body     string   `json:"body" validate:"required,max=5000"`
		Mentions []string `json:"mentions,omitempty" validate:"max=20,dive,uuid"`
	} `body:"json"`
}

func (in *remarkRequest) comment() desk.NewComment {
	return desk.NewComment{Body: in.Body.Body, Mentions: in.Body.Mentions}
}

func (s *Server) editComment(ctx context.Context, x *call, in *remarkRequest) (*desk.Thread, error) {
	return s.Board.EditComment(ctx, x.by(), in.ID, in.comment())
}

func (s *Server) replyComment(ctx context.Context, x *call, in *remarkRequest) (*desk.Thread, error) {
	return s.Board.Reply(ctx, x.by(), in.ID, in.comment())
}

func (s *Server) resolveComment(ctx context.Context, x *call, in *commentPath) (*desk.Thread, error) {
	return s.Board.ResolveThread(ctx, x.by(), in.ID, true)
}

func (s *Server) reopenComment(ctx context.Context, x *call, in *commentPath) (*desk.Thread, error) {
	return s.Board.ResolveThread(ctx, x.by(), in.ID, false)
}

func (s *Server) getSettings(ctx context.Context, x *call, _ *none) (*desk.Settings, error) {
	return s.Board.Settings(ctx, x.actor())
}

type changeSettingsRequest struct {
	Body desk.SettingsChange `body:"json"`
}

func (s *Server) changeSettings(ctx context.Context, x *call, in *changeSettingsRequest) (*desk.Settings, error) {
	return s.Board.ChangeSettings(ctx, x.by(), in.Body)
}

func (s *Server) getReview(ctx context.Context, x *call, in *documentRequest) (*desk.Review, error) {
	return s.Board.Review(ctx, x.actor(), in.ref())
}

func (s *Server) getFeedback(ctx context.Context, x *call, in *documentRequest) (*desk.Feedback, error) {
	return s.Board.Feedback(ctx, x.actor(), in.ref())
}

// SetAsideList is the rewrites of a document that were set aside.
type SetAsideList struct {
	Data []desk.SetAside `json:"data"`
}

func (s *Server) listSetAsides(ctx context.Context, x *call, in *documentRequest) (SetAsideList, error) {
	parked, err := s.Board.SetAsides(ctx, x.actor(), in.ref())
	return SetAsideList{parked}, err
}

type setAsideRequest struct {
	documentPath
	ID string `path:"aside" format:"uuid"`
}

func (s *Server) discardSetAside(ctx context.Context, x *call, in *setAsideRequest) (none, error) {
	return none{}, s.Board.DiscardSetAside(ctx, x.by(), in.ref(), in.ID)
}
