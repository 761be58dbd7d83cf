package content

import (
	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// judge fills in what four eyes ask for and which possible verbs are blocked.
func (d *Desk) judge(tx *db.Tx, a access.Actor, w *work, v *DocumentView) error {
	v.Blocked = []Blocked{}
	if w.head == nil {
		return nil
	}
	eyes, err := d.fourEyes(tx, w.doc, w.head)
	if err != nil {
		return err
	}
	v.Review = reviewView(eyes)
	checks := map[workflow.Verb]func() error{
		workflow.Submit: func() error {
			problems, err := w.incomplete()
			if err != nil {
				return err
			}
			return fault.WithProblems("incomplete", "", problems)
		},
		workflow.Approve: func() error {
			if !eyes.helps(a.UserID) {
				return ownWords(eyes)
			}
			return w.settled()
		},
		workflow.Publish: w.publishable,
	}
	for _, verb := range v.Can {
		check, ok := checks[verb]
		if !ok {
			continue
		}
		if err := check(); err != nil {
			f := fault.Of(err)
			if f.Kind == fault.Internal {
				return err
			}
			v.Blocked = append(v.Blocked, Blocked{Verb: verb, Code: f.Code, Problems: f.Problems})
		}
	}
	return nil
}

func reviewView(e fourEyes) *ReviewView {
	v := &ReviewView{Writers: []string{}, Approvals: []string{}, Open: []string{}}
	v.Writers = append(v.Writers, e.writers...)
	v.Open = append(v.Open, e.open()...)
	for _, a := range e.approvals {
		v.Approvals = append(v.Approvals, a.user)
	}
	return v
}
