// Package desk is how people at work find what they work on and talk about it. It
// changes no content.
package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/search"
	"movingcities/internal/workflow"
)

// Finder searches the working copies, drafts included.
type Finder struct {
	Drafts *search.Drafts
	Policy *access.Policy
}

// Find answers with the entries that the actor may read and with nothing of any
// other: no hit, no number, no suggestion. Faults are those of search.Reader.Search.
func (f *Finder) Find(ctx context.Context, a access.Actor, q search.Query) (*search.Result, error) {
	allowed := map[[2]string]bool{}
	return f.Drafts.Search(ctx, q, func(typ, country string) bool {
		at := [2]string{typ, country}
		may, asked := allowed[at]
		if !asked {
			may = f.Policy.May(a, workflow.Read, access.Object{Type: typ, Country: country})
			allowed[at] = may
		}
		return may
	})
}
