package catalogue

import (
	"context"
	"slices"
	"sync"

	"movingcities/internal/published"
)

// edition is what is kept as of one publication.
type edition[T any] struct {
	generation int64
	content    T
}

// shelf holds the newest edition of something, and the one before it for those
// whose snapshot is a little older. Its lock lets one reader make a new edition
// while others wait for it.
type shelf[T any] struct {
	mu          sync.Mutex
	now, before *edition[T]
}

// make is how an edition comes about: anew, or from an earlier one of which some
// ids, by their types, were touched since.
type maker[T any] struct {
	anew func(context.Context, *published.Reader) (T, error)
	next func(context.Context, *published.Reader, T, map[string][]string) (T, error)
}

// open gives the edition that belongs to the snapshot of r. All reading is done
// in one snapshot, which is begun before the lock is taken: whoever waits for the
// lock holds a connection already, and so does whoever has it.
func (s *shelf[T]) open(ctx context.Context, r *published.Reader, m maker[T]) (content T, err error) {
	err = r.Snapshot(ctx, func(r *published.Reader) error {
		generation, err := r.Generation(ctx)
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, kept := range []*edition[T]{s.now, s.before} {
			if kept != nil && kept.generation == generation {
				content = kept.content
				return nil
			}
		}
		if content, err = s.make(ctx, r, m, generation); err != nil {
			return err
		}
		made := &edition[T]{generation, content}
		if s.now == nil || s.now.generation < generation {
			s.now, s.before = made, s.now
		} else {
			s.before = made
		}
		return nil
	})
	return content, err
}

func (s *shelf[T]) make(ctx context.Context, r *published.Reader, m maker[T], generation int64) (T, error) {
	for _, kept := range []*edition[T]{s.now, s.before} {
		if kept == nil || kept.generation > generation {
			continue
		}
		touched, known, err := r.Touched(ctx, kept.generation, generation)
		if err != nil || known {
			if err == nil {
				return m.next(ctx, r, kept.content, touched)
			}
			var none T
			return none, err
		}
		break // the older one is further away still
	}
	return m.anew(ctx, r)
}

// empty tells whether nothing was ever read.
func (s *shelf[T]) empty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now == nil
}

// replaced is a sorted list without the touched items and with the fresh ones,
// which stand for those that are still there. The old list stays as it is.
func replaced[T any](old []T, touched []string, fresh []T, id func(T) string, order func(a, b T) int) []T {
	gone := make(map[string]bool, len(touched))
	for _, id := range touched {
		gone[id] = true
	}
	slices.SortFunc(fresh, order)
	list := make([]T, 0, len(old)+len(fresh))
	for _, item := range old {
		if gone[id(item)] {
			continue
		}
		for len(fresh) > 0 && order(fresh[0], item) < 0 {
			list, fresh = append(list, fresh[0]), fresh[1:]
		}
		list = append(list, item)
	}
	return append(list, fresh...)
}
