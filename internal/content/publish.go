package content

import (
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// publish makes the approved text live, together with its address. A text that
// is live already stays as it is. release is empty for a publication alone.
func (w *work) publish(release string) error {
	if err := w.publishable(); err != nil {
		return err
	}
	live, err := w.live()
	if err != nil {
		return err
	}
	stale, err := w.staleCount()
	if err != nil {
		return err
	}
	if row := live[w.doc.Locale]; row != nil && row.Stale == int64(stale) && row.Follows == w.doc.Follows {
		if same, err := w.sameWords(row.RevisionID); err != nil || same {
			return orUnchanged(err)
		}
	}
	fields, err := lineage.Full(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	_, err = w.desk.published.Publish(w.tx, published.Document{
		Entry: *w.entry, Locale: w.doc.Locale, Follows: w.doc.Follows, RevisionID: w.head.ID,
		Slug: w.head.Slug, Title: w.doc.Title, Fields: fields, Stale: stale,
		By: w.by.Actor.UserID, ReleaseID: release, At: w.at,
	})
	return err
}

func orUnchanged(err error) error {
	if err != nil {
		return err
	}
	return errUnchanged
}

// publishable says what stands between the approved text and its publication:
// an incomplete text by today's rules, or a shared part that is not live.
func (w *work) publishable() error {
	if w.head == nil || w.head.ID != w.doc.ApprovedRevisionID {
		return fault.New(fault.Conflict, "not_approved", "Only an approved text can be published.").With("state", w.doc.State)
	}
	problems, err := w.incomplete()
	if err != nil {
		return err
	}
	if err := fault.WithProblems("incomplete", "The text no longer fits its content type.", problems); err != nil {
		return err
	}
	if w.doc.Locale == schema.Und || !w.typ.HasPart(schema.Shared) {
		return nil
	}
	live, err := w.live()
	if err != nil {
		return err
	}
	if live[schema.Und] == nil {
		return fault.New(fault.Conflict, "shared_not_live",
			"The shared fields of this entry are not live yet. Publish them together with this text.")
	}
	return nil
}

// live gives what is live of the entry, by locale.
func (w *work) live() (map[string]*db.Published, error) {
	rows, err := w.desk.published.Live(w.tx, w.entry.ID)
	live := make(map[string]*db.Published, len(rows))
	for i := range rows {
		live[rows[i].Locale] = &rows[i]
	}
	return live, err
}

// unpublish takes the text down. The shared part stays as long as a language
// that needs it is live.
func (w *work) unpublish(release string) error {
	live, err := w.live()
	if err != nil {
		return err
	}
	if live[w.doc.Locale] == nil {
		return fault.New(fault.Conflict, "not_live", "This text is not live.")
	}
	if w.doc.Locale == schema.Und && len(live) > 1 {
		return fault.New(fault.Conflict, "shared_needed",
			"Languages of this entry are live and need the shared fields. Unpublish them first, or together.")
	}
	w.revisionID = live[w.doc.Locale].RevisionID
	_, err = w.desk.published.Unpublish(w.tx, *w.entry, w.doc.Locale, "unpublished", w.by.Actor.UserID, release, w.at)
	return err
}

func (w *work) staleCount() (int, error) {
	if w.doc.Follows == "" {
		return 0, nil
	}
	row, err := db.First[db.SegmentCount](w.tx, "entry_id = ? AND locale = ?", w.doc.EntryID, w.doc.Locale)
	if err != nil || row == nil {
		return 0, err
	}
	return int(row.Stale), nil
}

// incomplete lists everything the strict rules find wrong with the head: what
// is required and missing, what breaks a rule, segments without text, and
// stale segments where the type forbids them.
func (w *work) incomplete() ([]fault.Problem, error) {
	fields, err := lineage.Full(w.tx, w.typ, w.head)
	if err != nil {
		return nil, err
	}
	problems, err := w.emptySegments()
	if err != nil {
		return nil, err
	}
	if len(problems) == 0 {
		problems = w.typ.Validate(schema.PartOf(w.doc.Locale), fields)
	}
	if w.doc.Locale != schema.Und {
		uncited, err := w.citations(fields)
		if err != nil {
			return nil, err
		}
		problems = append(problems, uncited...)
	}
	if w.hasSlug() && w.head.Slug == "" {
		problems = append(problems, fault.Problem{Path: "slug", Code: "required", Message: "Give the page an address."})
	}
	if w.typ.Policies.Stale == "forbid" {
		stale, err := w.staleCount()
		if err != nil {
			return nil, err
		}
		if stale > 0 {
			problems = append(problems, fault.Problem{Path: "", Code: "stale", Message: "Bring every sentence up to date with its source first."})
		}
	}
	return problems, nil
}

// citations reports those that name no source of the entry's shared part.
func (w *work) citations(fields schema.Fields) ([]fault.Problem, error) {
	rows, err := db.Query[db.Revision](w.tx, `SELECT r.* FROM documents d JOIN revisions r ON r.id = d.head_revision_id
		WHERE d.entry_id = ? AND d.locale = ?`, w.doc.EntryID, schema.Und)
	if err != nil {
		return nil, err
	}
	var shared schema.Fields
	if len(rows) > 0 {
		if shared, err = lineage.Full(w.tx, w.typ, &rows[0]); err != nil {
			return nil, err
		}
	}
	return w.typ.Citations(schema.Localized, fields, shared), nil
}

func (w *work) emptySegments() ([]fault.Problem, error) {
	if w.head.MadeFrom == "" || w.typ.Policies.Empty == "omit" {
		return nil, nil
	}
	base, err := lineage.Revision(w.tx, w.head.MadeFrom)
	if err != nil {
		return nil, err
	}
	segments, err := lineage.Split(w.tx, w.typ, base)
	if err != nil {
		return nil, err
	}
	targets, err := lineage.Targets(w.head)
	if err != nil {
		return nil, err
	}
	var problems []fault.Problem
	for _, s := range segments {
		if t := targets[s.Key]; !t.HasText() && t.State != segment.StateLeftEmpty {
			problems = append(problems, fault.Problem{
				Path: "segments/" + s.Key, Code: "empty_segment",
				Message: "Translate this sentence, or mark it as left empty on purpose.",
			})
		}
	}
	return problems, nil
}
