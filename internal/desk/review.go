package desk

import (
	"cmp"
	"context"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/quality"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// Review is what somebody has to know who vouches for a text, even in a
// language that she cannot read.
type Review struct {
	Entry      string      `json:"entry"`
	Locale     string      `json:"locale"`
	State      string      `json:"state"`
	Revision   string      `json:"revision,omitempty"`
	Number     int64       `json:"revision_number,omitempty"`
	Hash       string      `json:"content_hash,omitempty"`
	Submitted  *Act        `json:"submitted,omitempty"`
	Since      string      `json:"since,omitempty"` // the live revision that Changes begins with
	Segments   int         `json:"segments"`
	Written    []Share     `json:"written"`  // whose words they are
	Reviewed   []Share     `json:"reviewed"` // who has approved the very words of somebody else, at any time
	Changes    []Changed   `json:"changes"`  // since the last publication
	Findings   []Different `json:"findings"` // numbers, dates, links that differ from the source
	Writers    []Named     `json:"writers"`  // since the last publication
	Approvals  []Named     `json:"approvals"`
	Open       []Named     `json:"open"`     // writers whose words nobody else has approved
	Eligible   []Named     `json:"eligible"` // who could approve it now
	MustChange int64       `json:"must_change"`
}

// Share is how many segments are one person's.
type Share struct {
	Named
	Segments int `json:"segments"`
}

// Different is a segment with something that its source says otherwise. Source
// and Target are the two texts, in place of the places that the finding names:
// they stand behind it so that the description of the interface says so, too.
type Different struct {
	quality.Finding
	Key    string `json:"key"`
	Field  string `json:"field"`
	Source string `json:"source"`
	Target string `json:"target"`
}

// Review gathers what a reviewer needs to know of a document's newest text.
func (b *Board) Review(ctx context.Context, a access.Actor, ref content.Ref) (*Review, error) {
	return read(ctx, b, func(tx *db.Tx) (*Review, error) {
		e, doc, t, err := b.typed(tx, a, ref)
		if err != nil {
			return nil, err
		}
		v := &Review{
			Entry: ref.Entry, Locale: ref.Locale, State: doc.State, Written: []Share{}, Reviewed: []Share{}, Changes: []Changed{},
			Findings: []Different{}, Writers: []Named{}, Approvals: []Named{}, Open: []Named{}, Eligible: []Named{},
		}
		tr, err := b.trace(tx, t, ref)
		if err != nil {
			return nil, err
		}
		head := tr.find(doc.HeadRevisionID)
		if head == nil {
			return v, nil
		}
		v.Revision, v.Number, v.Hash, v.Segments = head.ID, head.Number, head.ContentHash, len(tr.source)
		if err := b.people(tx, v, e, doc, head); err != nil {
			return nil, err
		}
		return v, b.wordsOf(tx, t, v, tr, head)
	})
}

// typed loads a document that the actor may read, with its content type.
func (b *Board) typed(tx *db.Tx, a access.Actor, ref content.Ref) (*db.Entry, *db.Document, *schema.Type, error) {
	e, doc, err := b.document(tx, a, ref)
	if err != nil {
		return nil, nil, nil, err
	}
	t := b.Model.Type(e.Type)
	if t == nil {
		err = fault.New(fault.Conflict, "type_not_configured", "The content type %q of this entry is no longer configured.", e.Type)
	}
	return e, doc, t, err
}

// people fills in who wrote, who approved and who still could.
func (b *Board) people(tx *db.Tx, v *Review, e *db.Entry, doc *db.Document, head *db.Revision) error {
	eyes, err := b.Content.Eyes(tx, doc, head)
	if err != nil {
		return err
	}
	names, err := namesOf(tx, slices.Concat(eyes.Writers, eyes.Approvals))
	if err != nil {
		return err
	}
	v.Writers, v.Approvals, v.Open = named(eyes.Writers, names), named(eyes.Approvals, names), named(eyes.Open, names)
	actors, err := b.actors(tx, nil)
	if err != nil {
		return err
	}
	for _, id := range sortedKeys(actors) {
		covers := len(eyes.Writers) == 0 || slices.ContainsFunc(eyes.Open, func(w string) bool { return w != id })
		if covers && !slices.Contains(eyes.Approvals, id) && b.may(actors[id], workflow.Approve, e, doc.Locale) {
			v.Eligible = append(v.Eligible, Named{id, actors[id].Name})
		}
	}
	slices.SortStableFunc(v.Eligible, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	open, err := openThreads(tx, e.ID)
	if err != nil {
		return err
	}
	v.MustChange = open[doc.Locale].MustChange
	v.Submitted, err = lastSubmit(tx, doc)
	return err
}

func lastSubmit(tx *db.Tx, doc *db.Document) (*Act, error) {
	if doc.State != string(workflow.InReview) {
		return nil, nil
	}
	acts, err := db.Query[Act](tx, `SELECT h.actor AS "by", u.name, h.at FROM history h JOIN users u ON u.id = h.actor
		WHERE h.entry_id = ? AND h.locale = ? AND h.verb = 'submit' ORDER BY h.number DESC LIMIT 1`, doc.EntryID, doc.Locale)
	if err != nil || len(acts) == 0 {
		return nil, err
	}
	return &acts[0], nil
}

// wordsOf fills in whose words the text has, what changed, and what differs
// from the source.
func (b *Board) wordsOf(tx *db.Tx, typ *schema.Type, v *Review, tr *trace, head *db.Revision) error {
	var ids []string
	for _, rev := range tr.revisions {
		ids = append(ids, rev.Author)
	}
	approvals, err := db.Find[db.Approval](tx, "entry_id = ? AND locale = ? ORDER BY at, id", v.Entry, v.Locale)
	if err != nil {
		return err
	}
	for _, a := range approvals {
		ids = append(ids, a.UserID)
	}
	names, err := namesOf(tx, ids)
	if err != nil {
		return err
	}
	authors := tr.authors(head.ID)
	written, reviewed := map[string]int{}, map[string]map[string]bool{}
	for key, p := range tr.words[head.ID] {
		written[authors[key].Author]++
		for _, a := range approvals {
			if tr.words[a.RevisionID][key].hash != p.hash || authors[key].Author == a.UserID {
				continue
			}
			if reviewed[a.UserID] == nil {
				reviewed[a.UserID] = map[string]bool{}
			}
			reviewed[a.UserID][key] = true
		}
	}
	for _, id := range sortedKeys(written) {
		v.Written = append(v.Written, Share{Named{id, names[id]}, written[id]})
	}
	for _, id := range sortedKeys(reviewed) {
		v.Reviewed = append(v.Reviewed, Share{Named{id, names[id]}, len(reviewed[id])})
	}
	live, err := db.First[db.Published](tx, "entry_id = ? AND locale = ?", v.Entry, v.Locale)
	if err != nil {
		return err
	}
	if live != nil {
		v.Since = live.RevisionID
	}
	v.Changes = tr.changed(v.Since, head.ID, names)
	return b.findings(tx, typ, v, tr, head)
}

// factual are the checks whose findings somebody can judge who does not read
// the language.
var factual = []string{"placeholders", "links", "dates", "numbers"}

func (b *Board) findings(tx *db.Tx, typ *schema.Type, v *Review, tr *trace, head *db.Revision) error {
	if head.MadeFrom == "" {
		return nil
	}
	base, err := db.First[db.Revision](tx, "id = ?", head.MadeFrom)
	if err != nil || base == nil {
		return err
	}
	_, targets, err := lineage.Words(tx, typ, head)
	if err != nil {
		return err
	}
	for _, s := range tr.source {
		t := targets[s.Key]
		if !t.HasText() {
			continue
		}
		in := quality.Input{
			Source: quality.Text{Locale: base.Locale, Text: s.Text, Inline: codes(s.Inline)},
			Target: quality.Text{Locale: v.Locale, Text: t.Text, Inline: codes(t.Inline)}, Kind: s.Kind,
		}
		for _, f := range quality.Check(in) {
			if slices.Contains(factual, f.Code) {
				v.Findings = append(v.Findings, Different{Key: s.Key, Field: s.Field, Source: s.Text, Target: t.Text, Finding: f})
			}
		}
	}
	return nil
}

func codes(inline []segment.Inline) []quality.Inline {
	var out []quality.Inline
	for _, i := range inline {
		out = append(out, quality.Inline(i))
	}
	return out
}

// Feedback is what became of the words that somebody submitted.
type Feedback struct {
	Entry     string    `json:"entry"`
	Locale    string    `json:"locale"`
	State     string    `json:"state"`
	Submitted string    `json:"submitted"` // revision
	At        db.Time   `json:"submitted_at"`
	Now       string    `json:"now"` // the approved revision, or the newest until there is one
	Approved  bool      `json:"approved"`
	Segments  int       `json:"segments"`
	Changed   []Changed `json:"changed"` // by others
}

// Feedback compares what the actor submitted last with what was approved.
func (b *Board) Feedback(ctx context.Context, a access.Actor, ref content.Ref) (*Feedback, error) {
	return read(ctx, b, func(tx *db.Tx) (*Feedback, error) {
		_, doc, t, err := b.typed(tx, a, ref)
		if err != nil {
			return nil, err
		}
		rows, err := db.Query[db.History](tx, `SELECT * FROM history WHERE entry_id = ? AND locale = ? AND verb = 'submit' AND actor = ?
			ORDER BY number DESC LIMIT 1`, ref.Entry, ref.Locale, a.UserID)
		if err != nil {
			return nil, err
		}
		tr, err := b.trace(tx, t, ref)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 || tr.find(rows[0].RevisionID) == nil {
			return nil, fault.New(fault.NotFound, "nothing_submitted", "You have not submitted this text lately, so there is nothing to compare.")
		}
		now := tr.find(doc.HeadRevisionID)
		approved := tr.find(doc.ApprovedRevisionID)
		if approved != nil && approved.Number >= tr.find(rows[0].RevisionID).Number {
			now = approved
		} else {
			approved = nil
		}
		v := &Feedback{
			Entry: ref.Entry, Locale: ref.Locale, State: doc.State, Submitted: rows[0].RevisionID, At: rows[0].At,
			Now: now.ID, Approved: approved != nil, Segments: len(tr.source), Changed: []Changed{},
		}
		var ids []string
		for _, rev := range tr.revisions {
			ids = append(ids, rev.Author)
		}
		names, err := namesOf(tx, ids)
		for _, c := range tr.changed(v.Submitted, v.Now, names) {
			if c.By == nil || c.By.By != a.UserID {
				v.Changed = append(v.Changed, c)
			}
		}
		return v, err
	})
}
