package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
)

// SetAside is a rewrite that was parked, and whether it was taken up again.
type SetAside struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Revision string `json:"revision"` // the rewrite
	Base     string `json:"base"`     // what the document went back to
	Parked   Act    `json:"parked"`
	TakenUp  *Act   `json:"taken_up,omitempty"`
}

// maxSetAsides bounds the list; older ones are still among the revisions.
const maxSetAsides = 100

// SetAsides lists the rewrites of a document that were set aside, those that
// wait first, then the newest.
func (b *Board) SetAsides(ctx context.Context, a access.Actor, ref content.Ref) ([]SetAside, error) {
	return read(ctx, b, func(tx *db.Tx) ([]SetAside, error) {
		if _, _, err := b.document(tx, a, ref); err != nil {
			return nil, err
		}
		rows, err := db.Find[db.SetAside](tx, "entry_id = ? AND locale = ? ORDER BY taken_up_at IS NOT NULL, id DESC LIMIT ?",
			ref.Entry, ref.Locale, maxSetAsides)
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, r := range rows {
			ids = append(ids, r.CreatedBy, r.TakenUpBy)
		}
		names, err := namesOf(tx, ids)
		out := []SetAside{}
		for _, r := range rows {
			v := SetAside{
				ID: r.ID, Name: r.Name, Revision: r.RevisionID, Base: r.BaseRevisionID,
				Parked: Act{By: r.CreatedBy, Name: names[r.CreatedBy], At: r.CreatedAt},
			}
			if r.TakenUpAt != nil {
				v.TakenUp = &Act{By: r.TakenUpBy, Name: names[r.TakenUpBy], At: *r.TakenUpAt}
			}
			out = append(out, v)
		}
		return out, err
	})
}
