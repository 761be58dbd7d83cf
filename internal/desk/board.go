// Package desk is where people find their work and talk about it: the matrix of
// languages, the queues, and what surrounds them. It changes no text; that is
// the business of package content.
package desk

import (
	"context"
	"log/slog"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Board shows what waits for whom. All parts are needed; it is safe for
// concurrent use.
type Board struct {
	DB      *db.DB
	Model   *schema.Model
	Policy  *access.Policy
	Content *content.Desk
	Clock   func() time.Time
	NewID   func() string // UUIDv7
	Log     *slog.Logger
}

// read runs fn on one snapshot of the database.
func read[T any](ctx context.Context, b *Board, fn func(*db.Tx) (T, error)) (T, error) {
	var out T
	err := b.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = fn(tx)
		return err
	})
	return out, err
}
