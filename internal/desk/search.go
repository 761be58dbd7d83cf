package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/search"
	"movingcities/internal/workflow"
)

// Search looks for words in the working copies, drafts included, of the entries
// that the actor may read, and answers with nothing of any other: no hit, no
// number, no suggestion. Faults are those of search.Reader.Search.
func (b *Board) Search(ctx context.Context, a access.Actor, q search.Query) (*search.Result, error) {
	allowed := map[[2]string]bool{}
	drafts := &search.Drafts{DB: b.DB, Model: b.Model}
	return drafts.Search(ctx, q, func(typ, country string) bool {
		at := [2]string{typ, country}
		may, asked := allowed[at]
		if !asked {
			may = b.Policy.May(a, workflow.Read, access.Object{Type: typ, Country: country})
			allowed[at] = may
		}
		return may
	})
}
