package content

import (
	"context"
	"fmt"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// maxReleaseItems bounds a release, so that its one transaction stays short.
const maxReleaseItems = 500

// ReleaseItem is one document of a release. An item to publish pins the
// revision; text written later is not part of it.
type ReleaseItem struct {
	Entry    string `json:"entry" validate:"required,uuid"`
	Locale   string `json:"locale" validate:"required"`
	Revision string `json:"revision,omitempty" validate:"omitempty,uuid"`
	Action   string `json:"action" validate:"oneof=publish unpublish"`
}

// ReleaseView is a set of documents that go live, or leave, together.
type ReleaseView struct {
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Version     int64         `json:"version"`
	CreatedBy   string        `json:"created_by"`
	CreatedAt   db.Time       `json:"created_at"`
	PublishedBy string        `json:"published_by,omitempty"`
	PublishedAt *db.Time      `json:"published_at,omitempty"`
	Items       []ReleaseItem `json:"items"`
}

// CreateRelease makes a release, with or without its first items.
func (d *Desk) CreateRelease(ctx context.Context, by By, title string, items []ReleaseItem) (*ReleaseView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*ReleaseView, error) {
		if !d.policy.MaySomewhere(by.Actor, workflow.Publish) {
			return nil, fault.New(fault.Forbidden, "no_right", "You may not publish, so you cannot prepare a release.")
		}
		r := &db.Release{ID: d.newID(), Title: title, Version: 1, CreatedBy: by.Actor.UserID, CreatedAt: d.now()}
		if err := tx.Insert(r); err != nil {
			return nil, err
		}
		if err := d.putItems(tx, by, r, items); err != nil {
			return nil, err
		}
		return d.releaseView(tx, by.Actor, r)
	})
}

// ChangeRelease adds or replaces items and removes others, on the version that
// was read.
func (d *Desk) ChangeRelease(ctx context.Context, by By, id string, version int64, put []ReleaseItem, remove []Ref) (*ReleaseView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*ReleaseView, error) {
		r, err := d.openRelease(tx, by.Actor, id, &version)
		if err != nil {
			return nil, err
		}
		for _, ref := range remove {
			if _, err := d.itemDocument(tx, by, ref); err != nil {
				return nil, err
			}
			if _, err := tx.Exec("DELETE FROM release_items WHERE release_id = ? AND entry_id = ? AND locale = ?", id, ref.Entry, ref.Locale); err != nil {
				return nil, err
			}
		}
		if err := d.putItems(tx, by, r, put); err != nil {
			return nil, err
		}
		return d.releaseView(tx, by.Actor, r)
	})
}

// openRelease loads a release that is still being prepared and takes its next
// version: two people who change or publish it at once meet here, and the
// second is refused.
func (d *Desk) openRelease(tx *db.Tx, a access.Actor, id string, version *int64) (*db.Release, error) {
	r, err := d.release(tx, a, id)
	if err != nil {
		return nil, err
	}
	if r.PublishedAt != nil {
		return nil, fault.New(fault.Conflict, "release_published", "This release has been published.").With("version", r.Version)
	}
	if version != nil && *version != r.Version {
		return nil, fault.New(fault.Conflict, "version_mismatch", "The release has changed. Look at it again.").With("version", r.Version)
	}
	n, err := tx.Exec("UPDATE releases SET version = version + 1 WHERE id = ? AND version = ? AND published_at IS NULL", id, r.Version)
	if err != nil {
		return nil, err
	}
	if n != 1 {
		return nil, fault.New(fault.Conflict, "version_mismatch", "The release has changed. Look at it again.")
	}
	r.Version++
	return r, nil
}

func (d *Desk) release(tx *db.Tx, a access.Actor, id string) (*db.Release, error) {
	r, err := db.First[db.Release](tx, "id = ?", id)
	if err != nil {
		return nil, err
	}
	if r == nil || !d.policy.MaySomewhere(a, workflow.Publish) {
		return nil, fault.New(fault.NotFound, "release_not_found", "There is no such release.")
	}
	return r, nil
}

func (d *Desk) itemDocument(tx *db.Tx, by By, ref Ref) (*work, error) {
	w, err := d.look(tx, by.Actor, ref)
	if err != nil {
		return nil, err
	}
	return w, w.allowed(workflow.Publish)
}

func (d *Desk) putItems(tx *db.Tx, by By, r *db.Release, items []ReleaseItem) error {
	for i, it := range items {
		w, err := d.itemDocument(tx, by, Ref{it.Entry, it.Locale})
		if err != nil {
			return fault.Of(err).With("item", i)
		}
		if it.Action == "publish" {
			if it.Revision == "" {
				it.Revision = w.doc.ApprovedRevisionID
			}
			if it.Revision == "" || it.Revision != w.doc.ApprovedRevisionID {
				return fault.New(fault.Conflict, "not_approved", "Only an approved text can be part of a release.").With("item", i)
			}
		} else {
			it.Revision = ""
		}
		if _, err := tx.Exec("DELETE FROM release_items WHERE release_id = ? AND entry_id = ? AND locale = ?", r.ID, it.Entry, it.Locale); err != nil {
			return err
		}
		row := &db.ReleaseItem{ReleaseID: r.ID, EntryID: it.Entry, Locale: it.Locale, RevisionID: it.Revision, Action: it.Action}
		if err := tx.Insert(row); err != nil {
			return err
		}
	}
	rows, err := db.Find[db.ReleaseItem](tx, "release_id = ?", r.ID)
	if err == nil && len(rows) > maxReleaseItems {
		return fault.New(fault.Unprocessable, "release_too_large", "A release holds at most %d documents. Make a second one.", maxReleaseItems)
	}
	return err
}

// PublishRelease puts every item into effect in one transaction: readers see
// all of it or nothing. Whatever stands in the way is reported for every item
// at once, and then nothing has changed.
func (d *Desk) PublishRelease(ctx context.Context, by By, id string) (*ReleaseView, error) {
	return db.Run(ctx, d.db, by.Once, d.now(), func(tx *db.Tx) (*ReleaseView, error) {
		r, err := d.openRelease(tx, by.Actor, id, nil)
		if err != nil {
			return nil, err
		}
		items, err := db.Find[db.ReleaseItem](tx, "release_id = ?", id)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			return nil, fault.New(fault.Conflict, "release_empty", "This release holds no documents yet.")
		}
		if err := d.lockAll(tx, items); err != nil {
			return nil, err
		}
		var problems []fault.Problem
		for _, it := range inOrder(items) {
			if err := d.effect(tx, by, r, it); err != nil {
				f := fault.Of(err)
				if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
					return nil, err
				}
				problems = append(problems, fault.Problem{Path: it.EntryID + "/" + it.Locale, Code: f.Code, Message: f.Detail})
			}
		}
		if len(problems) > 0 {
			f := fault.New(fault.Conflict, "release_blocked", "Nothing was published: %d of %d documents are not ready.", len(problems), len(items))
			f.Problems = problems
			return nil, f
		}
		return d.closeRelease(tx, by, r)
	})
}

// lockAll locks the entries in one order, so that two releases cannot wait for
// each other.
func (d *Desk) lockAll(tx *db.Tx, items []db.ReleaseItem) error {
	ids := map[string]bool{}
	for _, it := range items {
		ids[it.EntryID] = true
	}
	for _, id := range sortedKeys(ids) {
		if err := tx.LockEntry(id); err != nil {
			return err
		}
	}
	return nil
}

// inOrder puts shared parts first among what is published and last among what
// is taken down.
func inOrder(items []db.ReleaseItem) []db.ReleaseItem {
	rank := func(it db.ReleaseItem) string {
		place := 1
		if it.Locale == schema.Und {
			place = 0
			if it.Action == "unpublish" {
				place = 2
			}
		}
		return fmt.Sprintf("%d %s %s", place, it.EntryID, it.Locale)
	}
	out := slices.Clone(items)
	slices.SortFunc(out, func(a, b db.ReleaseItem) int {
		if rank(a) < rank(b) {
			return -1
		}
		return 1
	})
	return out
}

func (d *Desk) effect(tx *db.Tx, by By, r *db.Release, it db.ReleaseItem) error {
	m := motion{verb: workflow.Unpublish, comment: r.Title, act: func(w *work) error { return w.unpublish(r.ID) }}
	if it.Action == "publish" {
		m.verb, m.revision = workflow.Publish, it.RevisionID
		m.act = func(w *work) error { return w.publish(r.ID) }
	}
	_, err := d.move(tx, by, Ref{it.EntryID, it.Locale}, m)
	return err
}

func (d *Desk) closeRelease(tx *db.Tx, by By, r *db.Release) (*ReleaseView, error) {
	now := d.now()
	r.PublishedBy, r.PublishedAt = by.Actor.UserID, &now
	if _, err := tx.Exec("UPDATE releases SET published_by = ?, published_at = ? WHERE id = ?", r.PublishedBy, now, r.ID); err != nil {
		return nil, err
	}
	return d.releaseView(tx, by.Actor, r)
}

// Release shows a release with those items that the actor may read.
func (d *Desk) Release(ctx context.Context, a access.Actor, id string) (*ReleaseView, error) {
	return read(ctx, d, func(tx *db.Tx) (*ReleaseView, error) {
		r, err := d.release(tx, a, id)
		if err != nil {
			return nil, err
		}
		return d.releaseView(tx, a, r)
	})
}

// Releases lists the newest hundred releases without their items.
func (d *Desk) Releases(ctx context.Context, a access.Actor) ([]ReleaseView, error) {
	return read(ctx, d, func(tx *db.Tx) ([]ReleaseView, error) {
		if !d.policy.MaySomewhere(a, workflow.Publish) {
			return nil, fault.New(fault.Forbidden, "no_right", "Releases are for those who publish.")
		}
		rows, err := db.Query[db.Release](tx, "SELECT * FROM releases ORDER BY id DESC LIMIT 100")
		views := make([]ReleaseView, 0, len(rows))
		for i := range rows {
			views = append(views, releaseHead(&rows[i]))
		}
		return views, err
	})
}

func releaseHead(r *db.Release) ReleaseView {
	return ReleaseView{
		ID: r.ID, Title: r.Title, Version: r.Version, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt,
		PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt, Items: []ReleaseItem{},
	}
}

func (d *Desk) releaseView(tx *db.Tx, a access.Actor, r *db.Release) (*ReleaseView, error) {
	v := releaseHead(r)
	items, err := db.Query[db.ReleaseItem](tx, "SELECT * FROM release_items WHERE release_id = ? ORDER BY entry_id, locale", r.ID)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		if _, _, err := d.entry(tx, a, it.EntryID); fault.Is(err, "entry_not_found") {
			continue
		} else if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, ReleaseItem{Entry: it.EntryID, Locale: it.Locale, Revision: it.RevisionID, Action: it.Action})
	}
	return &v, nil
}
