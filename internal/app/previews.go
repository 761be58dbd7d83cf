package app

import (
	"context"
	"net/url"

	"movingcities/internal/access"
	"movingcities/internal/preview"
)

// previewLinks makes the links to unpublished texts, signed with a key of their own.
func (a *App) previewLinks(ctx context.Context, o Options, policy *access.Policy, public *url.URL) (*preview.Links, error) {
	secret, err := storedSecret(ctx, a.DB, o.Rand, previewSecret)
	if err != nil {
		return nil, err
	}
	return preview.New(preview.Config{
		DB: a.DB, Model: a.Model, Policy: policy, People: a.People, Content: a.Desk, Public: a.Public,
		PublicURL: public, Secret: secret, Clock: o.Clock, NewID: o.NewID,
	}), nil
}
