package api

import (
	"context"

	"movingcities/internal/content"
	"movingcities/internal/preview"
)

type previewsRequest struct {
	Entry string `path:"id" format:"uuid"`
	Size  int    `query:"size" validate:"min=0,max=100"`
	After string `query:"after" format:"uuid"`
}

func (s *Server) listPreviews(ctx context.Context, x *call, in *previewsRequest) (*preview.Page, error) {
	return s.Previews.List(ctx, x.actor(), in.Entry, in.Size, in.After)
}

type createPreviewRequest struct {
	Entry string `path:"id" format:"uuid"`
	Body  struct {
		Locale   string `json:"locale" validate:"required,max=35" description:"Of the text; und for shared fields."`
		Revision string `json:"revision,omitempty" validate:"omitempty,uuid" description:"The newest, if left out."`
		Language string `json:"language,omitempty" validate:"max=35" description:"Of the page, where the text is of shared fields; the source language, if left out."`
		Days     int    `json:"days,omitempty" validate:"min=0,max=30" description:"7, if left out."`
	} `body:"json"`
}

func (s *Server) createPreview(ctx context.Context, x *call, in *createPreviewRequest) (*preview.Link, error) {
	b := in.Body
	return s.Previews.Create(ctx, x.by(), preview.NewLink{
		Ref: content.Ref{Entry: in.Entry, Locale: b.Locale}, Revision: b.Revision, Language: b.Language, Days: b.Days,
	})
}

type previewRequest struct {
	ID string `path:"id" format:"uuid"`
}

func (s *Server) revokePreview(ctx context.Context, x *call, in *previewRequest) (none, error) {
	return none{}, s.Previews.Revoke(ctx, x.actor(), in.ID)
}

func (s *Server) previewTable() []Route {
	return []Route{
		operation(get, entry+"/previews", "listPreviews", "Links to unpublished texts of an entry, newest first", s.listPreviews).needs(Session),
		operation(post, entry+"/previews", "createPreview", "Make a link that shows a text as it is now, without an account", s.createPreview).needs(Session).created(),
		operation(del, base+"/previews/{id}", "revokePreview", "End a link for good", s.revokePreview).needs(Session),
	}
}
