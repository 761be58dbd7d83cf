package content

import (
	"encoding/json"
	"fmt"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// submit hands the text to review once it is complete by the strict rules.
func (w *work) submit(minor bool, keys []string) error {
	problems, err := w.incomplete()
	if err != nil {
		return err
	}
	if err := fault.WithProblems("incomplete", "The text is not complete yet.", problems); err != nil {
		return err
	}
	if err := w.sound(); err != nil {
		return err
	}
	w.doc.Minor, w.doc.MinorKeys, w.doc.Returned = minor, "", false
	return w.declareMinor(keys)
}

// declareMinor writes down which of the changed segments need no translator's
// eye. A key that has not changed is refused: its writer looked at another text.
func (w *work) declareMinor(keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	before, err := lineage.Revision(w.tx, w.doc.ApprovedRevisionID)
	if err != nil {
		return err
	}
	old, err := lineage.Split(w.tx, w.typ, before)
	if err != nil {
		return err
	}
	now, err := lineage.Split(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	changed := map[string]bool{}
	for _, c := range segment.Changes(old, now) {
		changed[c.Key] = c.From != ""
	}
	var problems []fault.Problem
	for i, key := range keys {
		if !changed[key] {
			problems = append(problems, fault.Problem{
				Path: fmt.Sprintf("minor_keys/%d", i), Code: "unchanged_segment", Message: "This sentence has not changed since the last approval.",
			})
		}
	}
	if err := fault.WithProblems("invalid_segments", "Only changed sentences can be declared minor.", problems); err != nil {
		return err
	}
	declared, err := json.Marshal(keys)
	w.doc.MinorKeys = string(declared)
	return err
}

// minor tells of each changed segment whether it was declared minor, and who
// did so when she submitted the text.
func (w *work) minor() (of func(key string) bool, by string, err error) {
	of = DeclaredMinor(w.doc)
	if !w.doc.Minor && w.doc.MinorKeys == "" {
		return of, "", nil
	}
	last, err := db.First[db.History](w.tx, "entry_id = ? AND locale = ? AND verb = 'submit' ORDER BY number DESC", w.doc.EntryID, w.doc.Locale)
	if err == nil && last != nil {
		by = last.Actor
	}
	return of, by, err
}

// DeclaredMinor tells of each changed segment of a document whether its
// submitter said that it needs no translator's eye.
func DeclaredMinor(doc *db.Document) func(key string) bool {
	keys := minorKeys(doc)
	return func(key string) bool { return doc.Minor || slices.Contains(keys, key) }
}

func minorKeys(doc *db.Document) []string {
	var keys []string
	_ = json.Unmarshal([]byte(doc.MinorKeys), &keys) // empty, or what declareMinor wrote
	return keys
}

func (w *work) withdraw() error {
	w.doc.Returned = false
	return nil
}

// sound refuses a translation with a text that would break the page, confirmed or
// not. What the checks only warn of goes along: the reviewer sees it.
func (w *work) sound() error {
	if w.doc.Follows == "" {
		return nil
	}
	set, _, err := w.segmentSet()
	if err != nil {
		return err
	}
	var problems []fault.Problem
	for _, key := range sortedKeys(set.targets) {
		if _, there := set.keys[key]; !there || !set.targets[key].HasText() {
			continue
		}
		problem, err := set.faulty(key, set.targets[key])
		if err != nil {
			return err
		}
		if problem != nil {
			problem.Path = "segments/" + key
			problems = append(problems, *problem)
		}
	}
	return set.withFaults(fault.WithProblems("faulty_segments", "Some sentences would break the page. Correct them first.", problems))
}

func (w *work) requestChanges() error {
	if w.comment == "" {
		return fault.New(fault.Unprocessable, "comment_required", "Say what should change.")
	}
	w.doc.Returned = true
	return nil
}

// approve vouches for the head's hash. The document is approved when for every
// person who wrote since the last publication somebody else has approved
// exactly this hash; until then the approval is kept and the review goes on.
func (w *work) approve(override string) error {
	if override != "" && !w.desk.policy.MayManage(w.by.Actor) {
		return fault.New(fault.Forbidden, "no_right", "Only an admin may override four eyes.")
	}
	eyes, err := w.desk.fourEyes(w.tx, w.doc, w.head)
	if err != nil {
		return err
	}
	if override == "" && !eyes.helps(w.by.Actor.UserID) {
		return ownWords(eyes)
	}
	if err := w.settled(); err != nil {
		return err
	}
	err = w.tx.Insert(&db.Approval{
		ID: w.desk.newID(), EntryID: w.doc.EntryID, Locale: w.doc.Locale, RevisionID: w.head.ID,
		ContentHash: w.head.ContentHash, UserID: w.by.Actor.UserID, Reason: override, At: w.at,
	})
	if err != nil {
		return err
	}
	eyes.approvals = append(eyes.approvals, approval{user: w.by.Actor.UserID, override: override != ""})
	if len(eyes.open()) > 0 {
		w.doc.State = string(workflow.InReview)
		return nil
	}
	return w.moveBase()
}

func ownWords(eyes fourEyes) error {
	return fault.New(fault.Conflict, "four_eyes",
		"You wrote this text since its last publication, so somebody else has to approve it.").
		With("writers", eyes.writers).With("open", eyes.open())
}

// fourEyes is who wrote a text since its last publication, and who has
// approved exactly its present hash.
type fourEyes struct {
	writers   []string
	approvals []approval
}

type approval struct {
	user     string
	override bool
}

// open lists the writers whose words nobody else has approved yet. A text
// without writers since the last publication still needs one approval.
func (e fourEyes) open() []string {
	var open []string
	for _, writer := range e.writers {
		if !slices.ContainsFunc(e.approvals, func(a approval) bool { return a.override || a.user != writer }) {
			open = append(open, writer)
		}
	}
	return open
}

// helps tells whether this user's approval would cover a writer who is not
// covered yet.
func (e fourEyes) helps(user string) bool {
	if slices.ContainsFunc(e.approvals, func(a approval) bool { return a.user == user }) {
		return false
	}
	if len(e.writers) == 0 {
		return true
	}
	return slices.ContainsFunc(e.open(), func(writer string) bool { return writer != user })
}

func (d *Desk) fourEyes(tx *db.Tx, doc *db.Document, head *db.Revision) (fourEyes, error) {
	var e fourEyes
	writers, err := db.Query[struct{ Author string }](tx, `SELECT DISTINCT author FROM revisions
		WHERE entry_id = ? AND locale = ? AND number > COALESCE((
			SELECT MAX(r.number) FROM publications p JOIN revisions r ON r.id = p.revision_id
			WHERE p.entry_id = ? AND p.locale = ? AND p.kind = 'published'), 0)
		ORDER BY author`, doc.EntryID, doc.Locale, doc.EntryID, doc.Locale)
	if err != nil {
		return e, err
	}
	for _, w := range writers {
		e.writers = append(e.writers, w.Author)
	}
	rows, err := db.Find[db.Approval](tx, "entry_id = ? AND locale = ? AND content_hash = ? AND voided_at IS NULL",
		doc.EntryID, doc.Locale, head.ContentHash)
	if err != nil {
		return e, err
	}
	for _, r := range rows {
		e.approvals = append(e.approvals, approval{user: r.UserID, override: r.Reason != ""})
	}
	return e, nil
}
