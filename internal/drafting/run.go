package drafting

import (
	"context"
	"errors"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/jobs"
	"movingcities/internal/machine"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

const (
	// polling is how often a process looks for jobs that others started or left.
	polling = 15 * time.Second
	// lease is longer than a portion can take with all its attempts.
	lease = 4 * time.Minute
	// patience is how often a job fails in a row before it is given up, each time
	// a minute later than the last.
	patience = 5
)

// Run works on jobs until ctx ends. Any number of processes may do so.
func (d *Drafter) Run(ctx context.Context) {
	if d.Engine == nil {
		return
	}
	ticker := time.NewTicker(polling)
	defer ticker.Stop()
	for {
		worked, err := d.Step(ctx)
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "a job of machine translation waits", "cause", err)
		}
		if worked && err == nil && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-d.wake:
		}
	}
}

// Step does the next document of the job that waited longest, and says whether there
// was one. What it could not finish goes on later.
func (d *Drafter) Step(ctx context.Context) (bool, error) {
	var job *db.Job
	var item *db.JobItem
	holder := d.NewID()
	err := d.DB.Write(ctx, func(tx *db.Tx) (err error) {
		job, item, err = jobs.Claim(tx, kind, holder, d.now(), lease)
		return err
	})
	if err != nil || job == nil {
		return false, err
	}
	if item != nil {
		err = d.document(ctx, holder, job, item)
	}
	// Also when ctx has ended: so that another process can go on at once.
	ending := context.WithoutCancel(ctx)
	return true, errors.Join(d.DB.Write(ending, func(tx *db.Tx) error { return d.settle(ctx, tx, holder, job, item, err) }), quiet(err))
}

// errStopped ends the work on a document whose job is no longer ours.
var errStopped = errors.New("the job was cancelled or taken over")

// quiet leaves the errors that an operator should hear of.
func quiet(err error) error {
	if kind := fault.Of(err).Kind; err != nil && !errors.Is(err, errStopped) && (kind == fault.Internal || kind == fault.Unavailable) {
		return err
	}
	return nil
}

// settle decides what an error means: for the document, for the job, or for now.
func (d *Drafter) settle(ctx context.Context, tx *db.Tx, holder string, job *db.Job, item *db.JobItem, err error) error {
	now, code := d.now(), fault.Of(err).Code
	switch {
	case item == nil:
		return jobs.End(tx, job.ID, holder, jobs.Done, "", now)
	case err == nil:
		return jobs.Settle(tx, item, holder, "", now)
	case errors.Is(err, errStopped):
		return nil
	case ctx.Err() != nil:
		return jobs.Delay(tx, job.ID, holder, job.Attempts, now, now.Time)
	case hopeless(code):
		return jobs.End(tx, job.ID, holder, jobs.Failed, code, now)
	case quiet(err) == nil:
		return jobs.Settle(tx, item, holder, code, now)
	case job.Attempts+1 >= patience:
		return jobs.End(tx, job.ID, holder, jobs.Failed, code, now)
	default:
		attempts := job.Attempts + 1
		return jobs.Delay(tx, job.ID, holder, attempts, now, now.Add(time.Duration(attempts)*time.Minute))
	}
}

// hopeless are the failures that no other document would escape.
func hopeless(code string) bool {
	switch code {
	case "machine_refused", "machine_quota", "machine_budget", "not_signed_in":
		return true
	}
	return false
}

// document translates what is open in one document and saves it portion by portion.
func (d *Drafter) document(ctx context.Context, holder string, job *db.Job, item *db.JobItem) error {
	actor, err := d.Actor(ctx, job.ByUser)
	if err != nil {
		return err
	}
	ref := content.Ref{Entry: item.EntryID, Locale: item.Locale}
	if err := d.Courier.MayWrite(ctx, actor, ref); err != nil {
		return err
	}
	view, err := d.Content.Segments(ctx, actor, ref)
	if err != nil {
		return err
	}
	if view.State == string(workflow.InReview) {
		return fault.New(fault.Conflict, "in_review", "The text is in review.")
	}
	todo := open(view)
	if len(todo) == 0 {
		return nil
	}
	_, err = d.translate(ctx, actor, view, todo, func(portion []machine.Text) error {
		now := todo[:len(portion)]
		todo = todo[len(portion):]
		p, err := d.save(ctx, actor, ref, now, portion)
		if err != nil {
			return err
		}
		goOn := false
		err = d.DB.Write(ctx, func(tx *db.Tx) (err error) {
			goOn, err = jobs.Report(tx, item, holder, p, d.now(), lease)
			return err
		})
		if err == nil && !goOn {
			return errStopped
		}
		return err
	})
	return err
}

// save writes a portion as drafts of a machine. Where somebody has written since, or
// the source has changed, her words and the gap stay.
func (d *Drafter) save(ctx context.Context, a access.Actor, ref content.Ref, segments []content.SegmentView, texts []machine.Text) (jobs.Progress, error) {
	for attempt := 1; ; attempt++ {
		view, err := d.Content.Segments(ctx, a, ref)
		if err != nil {
			return jobs.Progress{}, err
		}
		present := make(map[string]content.SegmentView, len(view.Segments))
		for _, s := range view.Segments {
			present[s.Key] = s
		}
		in, p := content.SegmentsInput{Note: "Translated by " + d.Engine.Name() + "."}, jobs.Progress{}
		for i, s := range segments {
			p.Characters += characters([]string{s.Source})
			now, there := present[s.Key]
			switch {
			case texts[i].Broken:
				p.Broken++
			case there && now.Hash == s.Hash && now.Target.Hash == s.Target.Hash && now.Target.State == s.Target.State:
				in.Segments = append(in.Segments, content.SegmentInput{
					Key: s.Key, Text: texts[i].Text, From: s.Hash, IfHash: s.Target.Hash, State: segment.StateMachine,
				})
			}
		}
		if p.Written = int64(len(in.Segments)); p.Written == 0 {
			return p, nil
		}
		_, err = d.Courier.Save(ctx, content.By{Actor: a, Origin: content.OriginMachine}, view, in)
		if attempt == 4 || !fault.Is(err, "segment_conflict") {
			return p, err
		}
	}
}
