package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
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

// DiscardSetAside takes a rewrite off the list of those that wait. Its words
// stay among the revisions. Whoever may take it up may discard it.
func (b *Board) DiscardSetAside(ctx context.Context, by content.By, ref content.Ref, id string) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		// A rewrite that is being taken up is not discarded under her hands.
		if err := tx.LockEntry(ref.Entry); err != nil {
			return err
		}
		e, _, err := b.document(tx, by.Actor, ref)
		if err != nil {
			return err
		}
		if !b.may(by.Actor, workflow.TakeUp, e, ref.Locale) {
			return fault.New(fault.Forbidden, "no_right", "Only those who may write this text decide about its rewrites.")
		}
		n, err := tx.Exec("DELETE FROM set_asides WHERE id = ? AND entry_id = ? AND locale = ? AND taken_up_at IS NULL", id, ref.Entry, ref.Locale)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "set_aside_not_found", "No rewrite with this id waits here.")
		}
		return err
	})
}
