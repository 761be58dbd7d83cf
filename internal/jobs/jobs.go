// Package jobs keeps long work in the database, so that it goes on after a restart
// and no two processes do the same part of it. Whoever holds a job has it for a
// limited time; what she reports afterwards does not count.
package jobs

import (
	"time"

	"movingcities/internal/db"
)

// States of a job; items have Waiting, Done and Skipped.
const (
	Waiting   = "waiting"
	Running   = "running"
	Done      = "done"
	Failed    = "failed"
	Cancelled = "cancelled"
	Skipped   = "skipped"
)

// Create stores a job with its documents.
func Create(tx *db.Tx, job *db.Job, items []db.JobItem) error {
	job.State, job.Total, job.CreatedAt, job.ChangedAt = Waiting, int64(len(items)), job.LeaseUntil, job.LeaseUntil
	if err := tx.Insert(job); err != nil {
		return err
	}
	for i := range items {
		items[i].JobID, items[i].Number, items[i].State = job.ID, int64(i+1), Waiting
	}
	return tx.Insert(items)
}

// Claim gives the holder the open job that waited longest, with its next document;
// the document is nil when all are done. No job is nil.
func Claim(tx *db.Tx, kind, holder string, now db.Time, lease time.Duration) (*db.Job, *db.JobItem, error) {
	job, err := db.First[db.Job](tx,
		"kind = ? AND state IN ('waiting', 'running') AND lease_until <= ? ORDER BY lease_until, id", kind, now)
	if err != nil || job == nil {
		return nil, nil, err
	}
	n, err := tx.Exec(`UPDATE jobs SET state = 'running', holder = ?, lease_until = ?
		WHERE id = ? AND holder = ? AND lease_until <= ? AND state IN ('waiting', 'running')`,
		holder, db.At(now.Add(lease)), job.ID, job.Holder, now)
	if err != nil || n == 0 {
		return nil, nil, err // somebody else was faster
	}
	job.State, job.Holder = Running, holder
	item, err := db.First[db.JobItem](tx, "job_id = ? AND state = 'waiting' ORDER BY number", job.ID)
	return job, item, err
}

// Progress is what was done since the last report.
type Progress struct{ Written, Broken, Characters int64 }

// Report adds progress to a document under work and prolongs the lease. It says
// whether the holder may go on: not when the job was cancelled or the lease lost.
func Report(tx *db.Tx, item *db.JobItem, holder string, p Progress, now db.Time, lease time.Duration) (bool, error) {
	n, err := tx.Exec(`UPDATE jobs SET written = written + ?, characters = characters + ?, lease_until = ?, changed_at = ?, attempts = 0
		WHERE id = ? AND holder = ?`, p.Written, p.Characters, db.At(now.Add(lease)), now, item.JobID, holder)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err = tx.Exec("UPDATE job_items SET written = written + ?, broken = broken + ? WHERE job_id = ? AND number = ?",
		p.Written, p.Broken, item.JobID, item.Number); err != nil {
		return false, err
	}
	open, err := db.Query[string](tx, "SELECT id FROM jobs WHERE id = ? AND state = 'running'", item.JobID)
	return len(open) == 1, err
}

// Settle ends the work on a document and lets go of the job. The code says why it
// was skipped; empty means done.
func Settle(tx *db.Tx, item *db.JobItem, holder, code string, now db.Time) error {
	state, skipped := Done, 0
	if code != "" {
		state, skipped = Skipped, 1
	}
	n, err := tx.Exec(`UPDATE jobs SET done = done + 1, skipped = skipped + ?, attempts = 0, holder = '', lease_until = ?, changed_at = ?
		WHERE id = ? AND holder = ?`, skipped, now, now, item.JobID, holder)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec("UPDATE job_items SET state = ?, code = ? WHERE job_id = ? AND number = ?", state, code, item.JobID, item.Number)
	return err
}

// Delay lets go of a job after a failure that may pass.
func Delay(tx *db.Tx, id, holder string, attempts int64, now db.Time, until time.Time) error {
	_, err := tx.Exec("UPDATE jobs SET attempts = ?, holder = '', lease_until = ?, changed_at = ? WHERE id = ? AND holder = ?",
		attempts, db.At(until), now, id, holder)
	return err
}

// End ends a job as Done or Failed, with a code; a cancelled one stays cancelled.
func End(tx *db.Tx, id, holder, state, code string, now db.Time) error {
	_, err := tx.Exec(`UPDATE jobs SET state = ?, code = ?, holder = '', changed_at = ?, ended_at = ?
		WHERE id = ? AND holder = ? AND state = 'running'`, state, code, now, now, id, holder)
	return err
}

// Cancel ends a job that is open. It says whether there was something to end.
func Cancel(tx *db.Tx, id string, now db.Time) (bool, error) {
	n, err := tx.Exec("UPDATE jobs SET state = 'cancelled', changed_at = ?, ended_at = ? WHERE id = ? AND state IN ('waiting', 'running')", now, now, id)
	return n == 1, err
}

// Month names the month of a moment, as usage is counted.
func Month(now db.Time) string { return now.UTC().Format("2006-01") }

// Spend counts characters against the limit of their month. It says whether they
// were within it; otherwise nothing is counted.
func Spend(tx *db.Tx, month string, characters, limit int64) (bool, error) {
	if _, err := tx.InsertIgnore(&db.MachineUsage{Month: month}); err != nil {
		return false, err
	}
	n, err := tx.Exec("UPDATE machine_usage SET characters = characters + ? WHERE month = ? AND characters + ? <= ?",
		characters, month, characters, limit)
	return n == 1, err
}

// Refund gives back what was counted and never handed over.
func Refund(tx *db.Tx, month string, characters int64) error {
	_, err := tx.Exec("UPDATE machine_usage SET characters = characters - ? WHERE month = ?", characters, month)
	return err
}

// Spent is what the month has cost so far.
func Spent(tx *db.Tx, month string) (int64, error) {
	rows, err := db.Query[int64](tx, "SELECT characters FROM machine_usage WHERE month = ?", month)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0], nil
}
