package published

import (
	"context"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Limits of what one public request may cost. What goes beyond is refused with 400.
const (
	DefaultPageSize  = 25
	MaxPageSize      = 100
	MaxFilters       = 10
	MaxFilterValues  = 20
	MaxIncludes      = 5
	MaxSortKeys      = 3
	MaxIncluded      = 500  // entries included in one answer
	MaxFeatures      = 5000 // entries of one GeoJSON answer
	MaxChanges       = 100  // publications in one answer of the feed
	maxNearKM        = 20038
	maxProblems      = 20
	maxTextBytes     = 500 // of a text that can be filtered by; the indexes take no more than about 2,700
	maxSlugBytes     = 200
	maxSortKeyBytes  = 500
	maxParameterName = 60
)

// Reader answers the public. Every method reads from one snapshot with a number
// of statements that does not depend on how many entries the answer holds. It
// may be used by many goroutines.
type Reader struct {
	DB    *db.DB
	Model *schema.Model
	// Secret authenticates cursors. All processes that serve the same public
	// address need the same one, and it must not be empty.
	Secret []byte

	snapshot *db.Tx // set inside Snapshot
}

// Snapshot lets fn ask several questions of one snapshot, so that a page made of
// several answers shows no mixture. The Reader that fn gets must not be used
// after fn has returned, nor by two goroutines at once; fn may be repeated.
func (r *Reader) Snapshot(ctx context.Context, fn func(*Reader) error) error {
	return r.read(ctx, func(tx *db.Tx) error {
		inside := *r
		inside.snapshot = tx
		return fn(&inside)
	})
}

func (r *Reader) read(ctx context.Context, fn func(*db.Tx) error) error {
	if r.snapshot != nil {
		return fn(r.snapshot)
	}
	return r.DB.Read(ctx, fn)
}

// lookEvery is how often Follow looks without having been told of anything. It
// learns of every publication within twice this time, or that it cannot.
const lookEvery = 250 * time.Millisecond

// Follow tells seen the number of the last publication, again and again until
// ctx ends, whichever process made it: on Postgres at once, on SQLite a quarter
// of a second later. It tells lost when the database does not answer, so that
// nobody takes what may be old for new.
func (r *Reader) Follow(ctx context.Context, seen func(generation int64), lost func(error)) {
	r.DB.Watch(ctx, db.Watch{Query: generationQuery, Channel: Channel, Every: lookEvery, Seen: seen, Lost: lost})
}

// Generation is the number of the last publication. An answer read after it is
// at least as new, so a cache may keep the answer under this number.
func (r *Reader) Generation(ctx context.Context) (int64, error) {
	var generation int64
	err := r.read(ctx, func(tx *db.Tx) error {
		var err error
		generation, err = Generation(tx)
		return err
	})
	return generation, err
}
