package drafting

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/jobs"
	"movingcities/internal/transfer"
	"movingcities/internal/workflow"
)

// kind is that of the jobs of this package.
const kind = "machine"

// Job is a batch of documents, and how far it has come.
type Job struct {
	ID         string   `json:"id"`
	By         string   `json:"by"`
	Locale     string   `json:"locale"`
	State      string   `json:"state"` // waiting, running, done, failed, cancelled
	Code       string   `json:"code,omitempty"`
	Total      int64    `json:"total"` // documents
	Done       int64    `json:"done"`
	Skipped    int64    `json:"skipped"`
	Written    int64    `json:"written"`    // segments
	Characters int64    `json:"characters"` // handed over
	CreatedAt  db.Time  `json:"created_at"`
	ChangedAt  db.Time  `json:"changed_at"`
	EndedAt    *db.Time `json:"ended_at,omitempty"`
	Items      []Item   `json:"items,omitempty"` // of a single job
}

// Item is one document of a job. Broken counts texts that came back without their
// links or marks and were not written.
type Item struct {
	Entry   string `json:"entry"`
	Locale  string `json:"locale"`
	State   string `json:"state"` // waiting, done, skipped
	Code    string `json:"code,omitempty"`
	Written int64  `json:"written"`
	Broken  int64  `json:"broken,omitempty"`
}

func jobOf(j db.Job) *Job {
	return &Job{
		ID: j.ID, By: j.ByUser, Locale: j.Locale, State: j.State, Code: j.Code, Total: j.Total, Done: j.Done, Skipped: j.Skipped,
		Written: j.Written, Characters: j.Characters, CreatedAt: j.CreatedAt, ChangedAt: j.ChangedAt, EndedAt: j.EndedAt,
	}
}

// Start begins a job over the documents of a selection that the actor may write.
// It runs later, with the rights that she has then; a token's narrower rights would
// be gone by then, so a token cannot start one.
func (d *Drafter) Start(ctx context.Context, by content.By, s transfer.Selection) (*Job, error) {
	if by.Actor.Token != nil {
		return nil, fault.New(fault.Forbidden, "session_required", "A token cannot start a job. Sign in.")
	}
	if s.Only == "" {
		s.Only = transfer.OnlyTodo
	}
	refs, err := d.Courier.Select(ctx, by.Actor, s, workflow.Segments)
	if err != nil {
		return nil, err
	}
	if err := d.ready(); err != nil {
		return nil, err
	}
	job, err := db.Run(ctx, d.DB, by.Once, d.now(), func(tx *db.Tx) (*Job, error) {
		row := db.Job{ID: d.NewID(), Kind: kind, ByUser: by.Actor.UserID, Locale: s.Locale, LeaseUntil: d.now()}
		items := make([]db.JobItem, len(refs))
		for i, ref := range refs {
			items[i] = db.JobItem{EntryID: ref.Entry, Locale: ref.Locale}
		}
		if err := jobs.Create(tx, &row, items); err != nil {
			return nil, err
		}
		return jobOf(row), nil
	})
	select {
	case d.wake <- struct{}{}:
	default: // it is awake
	}
	return job, err
}

// Find shows a job with its documents to the person who started it.
func (d *Drafter) Find(ctx context.Context, a access.Actor, id string) (*Job, error) {
	var job *Job
	err := d.DB.Read(ctx, func(tx *db.Tx) error {
		row, err := d.own(tx, a, id)
		if err != nil {
			return err
		}
		job = jobOf(*row)
		items, err := db.Find[db.JobItem](tx, "job_id = ? ORDER BY number", id)
		for _, i := range items {
			job.Items = append(job.Items, Item{Entry: i.EntryID, Locale: i.Locale, State: i.State, Code: i.Code, Written: i.Written, Broken: i.Broken})
		}
		return err
	})
	return job, err
}

// own loads a job of the actor; those of others are as if they were not there, but
// for those who manage people.
func (d *Drafter) own(tx *db.Tx, a access.Actor, id string) (*db.Job, error) {
	row, err := db.First[db.Job](tx, "id = ? AND kind = ?", id, kind)
	if err != nil {
		return nil, err
	}
	if row == nil || a.UserID == "" || row.ByUser != a.UserID && !d.Manages(a) {
		return nil, fault.New(fault.NotFound, "job_not_found", "There is no job with this id that you may see.")
	}
	return row, nil
}

// Page is a page of jobs, newest first, without their documents.
type Page struct {
	Data []*Job `json:"data"`
	Next string `json:"next,omitempty"`
}

const pageSize = 50

// List shows one's own jobs, and everybody's to those who manage people, from the
// one after a given id on.
func (d *Drafter) List(ctx context.Context, a access.Actor, after string) (*Page, error) {
	if a.UserID == "" {
		return nil, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	page := &Page{Data: []*Job{}}
	err := d.DB.Read(ctx, func(tx *db.Tx) error {
		rows, err := db.Find[db.Job](tx, "kind = ? AND (by_user = ? OR ?) AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?",
			kind, a.UserID, d.Manages(a), after, after, pageSize+1)
		if len(rows) > pageSize {
			rows = rows[:pageSize]
			page.Next = rows[pageSize-1].ID
		}
		for _, row := range rows {
			page.Data = append(page.Data, jobOf(row))
		}
		return err
	})
	return page, err
}

// Cancel ends a job. The portion that is at the service comes to its end; what is
// written stays.
func (d *Drafter) Cancel(ctx context.Context, by content.By, id string) (*Job, error) {
	return db.Run(ctx, d.DB, by.Once, d.now(), func(tx *db.Tx) (*Job, error) {
		if _, err := d.own(tx, by.Actor, id); err != nil {
			return nil, err
		}
		ended, err := jobs.Cancel(tx, id, d.now())
		if err != nil {
			return nil, err
		}
		if !ended {
			return nil, fault.New(fault.Conflict, "job_ended", "The job has ended already.")
		}
		row, err := d.own(tx, by.Actor, id)
		if err != nil {
			return nil, err
		}
		return jobOf(*row), nil
	})
}
