package published

import (
	"context"

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
}

// Generation is the number of the last publication. An answer read after it is
// at least as new, so a cache may keep the answer under this number.
func (r *Reader) Generation(ctx context.Context) (int64, error) {
	var generation int64
	err := r.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		generation, err = Generation(tx)
		return err
	})
	return generation, err
}
