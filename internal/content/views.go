package content

import (
	"sort"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// EntryView is an entry with the state of each of its documents.
type EntryView struct {
	ID           string    `json:"id"`
	Type         string    `json:"type"`
	SourceLocale string    `json:"source_locale"`
	Country      string    `json:"country,omitempty"`
	Title        string    `json:"title"`
	CreatedAt    db.Time   `json:"created_at"`
	CreatedBy    string    `json:"created_by"`
	ArchivedAt   *db.Time  `json:"archived_at,omitempty"`
	Documents    []Summary `json:"documents"`
}

// Summary is a document without its text.
type Summary struct {
	Locale           string          `json:"locale"`
	State            string          `json:"state"`
	Version          int64           `json:"version"`
	Follows          string          `json:"follows,omitempty"`
	Title            string          `json:"title"`
	Revision         string          `json:"revision,omitempty"`
	ApprovedRevision string          `json:"approved_revision,omitempty"`
	Live             *LiveView       `json:"live,omitempty"`
	Counts           *CountsView     `json:"counts,omitempty"`
	ChangesRequested bool            `json:"changes_requested,omitempty"`
	Assignee         string          `json:"assignee,omitempty"`
	DueAt            *db.Time        `json:"due_at,omitempty"`
	ChangedAt        db.Time         `json:"changed_at"`
	Can              []workflow.Verb `json:"can"`
}

// LiveView is what the public sees of a document, and whether the working copy
// has gone on since.
type LiveView struct {
	Revision    string  `json:"revision"`
	Slug        string  `json:"slug"`
	PublishedAt db.Time `json:"published_at"`
	RevisedAt   db.Time `json:"revised_at"`
	EditedSince bool    `json:"edited_since"`
}

// CountsView says how far a translation is, in segments and words.
type CountsView struct {
	Total           int64 `json:"total"`
	Empty           int64 `json:"empty"`
	Stale           int64 `json:"stale"`
	Translated      int64 `json:"translated"`
	TotalWords      int64 `json:"total_words"`
	EmptyWords      int64 `json:"empty_words"`
	StaleWords      int64 `json:"stale_words"`
	TranslatedWords int64 `json:"translated_words"`
}

// DocumentView is a document with its whole working text.
type DocumentView struct {
	Entry        string `json:"entry"`
	Type         string `json:"type"`
	SourceLocale string `json:"source_locale"`
	Summary
	Slug      string        `json:"slug,omitempty"`
	Fields    schema.Fields `json:"fields"`
	Author    string        `json:"author,omitempty"`
	SavedAt   *db.Time      `json:"saved_at,omitempty"`
	Minor     bool          `json:"minor,omitempty"`
	MinorKeys []string      `json:"minor_keys,omitempty"` // the segments declared minor at submit
	Review    *ReviewView   `json:"review,omitempty"`
	Awaiting  []string      `json:"awaiting,omitempty"` // relays whose own source has moved
	Blocked   []Blocked     `json:"blocked"`
}

// ReviewView is what four eyes still ask for.
type ReviewView struct {
	Writers   []string `json:"writers"`   // since the last publication
	Approvals []string `json:"approvals"` // of exactly this text
	Open      []string `json:"open"`      // writers whose words nobody else has approved
}

// Blocked says why a verb the person has the right for is not possible now.
type Blocked struct {
	Verb     workflow.Verb   `json:"verb"`
	Code     string          `json:"code"`
	Path     string          `json:"path,omitempty"`
	Problems []fault.Problem `json:"problems,omitempty"`
}

// surroundings is what the summaries of an entry's documents are made of.
type surroundings struct {
	entry  *db.Entry
	docs   []db.Document
	live   map[string]db.Published
	counts map[string]db.SegmentCount
}

// surroundings loads what many entries' summaries need in a few statements,
// and no texts.
func (d *Desk) surroundings(tx *db.Tx, entries []db.Entry) ([]*surroundings, error) {
	all := make([]*surroundings, len(entries))
	byID := make(map[string]*surroundings, len(entries))
	ids := make([]string, len(entries))
	for i := range entries {
		all[i] = &surroundings{
			entry: &entries[i], live: map[string]db.Published{}, counts: map[string]db.SegmentCount{},
		}
		byID[entries[i].ID], ids[i] = all[i], entries[i].ID
	}
	if len(ids) == 0 {
		return all, nil
	}
	docs, err := db.Find[db.Document](tx, "entry_id IN ?", ids)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		byID[doc.EntryID].docs = append(byID[doc.EntryID].docs, doc)
	}
	counts, err := db.Find[db.SegmentCount](tx, "entry_id IN ?", ids)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		byID[c.EntryID].counts[c.Locale] = c
	}
	live, err := d.published.Live(tx, ids...)
	if err != nil {
		return nil, err
	}
	for _, p := range live {
		byID[p.EntryID].live[p.Locale] = p
	}
	return all, nil
}

func (d *Desk) summary(a access.Actor, s *surroundings, doc *db.Document) Summary {
	v := Summary{
		Locale: doc.Locale, State: doc.State, Version: doc.Version, Follows: doc.Follows, Title: doc.Title,
		Revision: doc.HeadRevisionID, ApprovedRevision: doc.ApprovedRevisionID,
		ChangesRequested: doc.Returned && doc.State == string(workflow.Draft),
		Assignee:         doc.Assignee, DueAt: doc.DueAt, ChangedAt: doc.ChangedAt, Can: d.can(a, s, doc),
	}
	if row, ok := s.live[doc.Locale]; ok {
		v.Live = &LiveView{
			Revision: row.RevisionID, Slug: row.Slug, PublishedAt: row.PublishedAt, RevisedAt: row.RevisedAt,
			EditedSince: row.RevisionID != doc.HeadRevisionID,
		}
	}
	if c, ok := s.counts[doc.Locale]; ok && doc.Follows != "" {
		v.Counts = countsView(c)
	}
	return v
}

func countsView(c db.SegmentCount) *CountsView {
	return &CountsView{
		Total: c.Total, Empty: c.Empty, Stale: c.Stale, Translated: c.Translated,
		TotalWords: c.TotalWords, EmptyWords: c.EmptyWords, StaleWords: c.StaleWords, TranslatedWords: c.TranslatedWords,
	}
}

// can lists the verbs that right and state allow. What else may stand in the
// way of one is told by Blocked of the whole document.
func (d *Desk) can(a access.Actor, s *surroundings, doc *db.Document) []workflow.Verb {
	verbs := []workflow.Verb{}
	for _, v := range workflow.Verbs() {
		if d.possible(a, s, doc, v) {
			verbs = append(verbs, v)
		}
	}
	return verbs
}

func (d *Desk) possible(a access.Actor, s *surroundings, doc *db.Document, v workflow.Verb) bool {
	if v == workflow.Create || !d.may(a, v, s.entry, doc.Locale) {
		return false
	}
	if (s.entry.ArchivedAt != nil) != (v == workflow.Unarchive) && v != workflow.Read {
		return false
	}
	if _, err := workflow.Next(workflow.State(doc.State), v); err != nil {
		return false
	}
	_, live := s.live[doc.Locale]
	switch v {
	case workflow.Save:
		return doc.Follows == "" && d.mayWriteNow(a, s.entry, doc)
	case workflow.Segments:
		return doc.Follows != "" && d.mayWriteNow(a, s.entry, doc)
	case workflow.Load, workflow.Follow, workflow.Detach, workflow.Revoke:
		return doc.Follows != ""
	case workflow.Take:
		return doc.Assignee == ""
	case workflow.HandOver:
		return doc.Assignee == a.UserID
	case workflow.Unpublish:
		return live
	default:
		return true
	}
}

func (d *Desk) mayWriteNow(a access.Actor, e *db.Entry, doc *db.Document) bool {
	return doc.State != string(workflow.InReview) || d.may(a, workflow.Approve, e, doc.Locale)
}

// Overviews shows entries that the caller has found the actor may read, with
// the state of all their documents. It reads no texts.
func (d *Desk) Overviews(tx *db.Tx, a access.Actor, entries []db.Entry) ([]EntryView, error) {
	all, err := d.surroundings(tx, entries)
	views := make([]EntryView, 0, len(all))
	for _, s := range all {
		views = append(views, *d.overview(a, s))
	}
	return views, err
}

func (d *Desk) entryView(tx *db.Tx, a access.Actor, e *db.Entry) (*EntryView, error) {
	all, err := d.surroundings(tx, []db.Entry{*e})
	if err != nil {
		return nil, err
	}
	return d.overview(a, all[0]), nil
}

func (d *Desk) overview(a access.Actor, s *surroundings) *EntryView {
	e := s.entry
	v := &EntryView{
		ID: e.ID, Type: e.Type, SourceLocale: e.SourceLocale, Country: e.Country, CreatedAt: e.CreatedAt,
		CreatedBy: e.CreatedBy, ArchivedAt: e.ArchivedAt, Documents: []Summary{},
	}
	order := map[string]int{} // a locale that is no longer configured is left out; its rows stay
	if t := d.model.Type(e.Type); t != nil {
		for i, locale := range d.localesOf(t) {
			order[locale] = i + 1
		}
	}
	sort.Slice(s.docs, func(i, j int) bool { return order[s.docs[i].Locale] < order[s.docs[j].Locale] })
	for i := range s.docs {
		doc := &s.docs[i]
		if order[doc.Locale] == 0 {
			continue
		}
		v.Documents = append(v.Documents, d.summary(a, s, doc))
		if doc.Title != "" && (doc.Locale == e.SourceLocale || v.Title == "") {
			v.Title = doc.Title
		}
	}
	return v
}

// documentView shows a document after a verb, or as it was found.
func (d *Desk) documentView(tx *db.Tx, a access.Actor, w *work) (*DocumentView, error) {
	all, err := d.surroundings(tx, []db.Entry{*w.entry})
	if err != nil {
		return nil, err
	}
	v := &DocumentView{
		Entry: w.entry.ID, Type: w.entry.Type, SourceLocale: w.entry.SourceLocale,
		Summary: d.summary(a, all[0], w.doc), Fields: schema.Fields{}, Minor: w.doc.Minor, MinorKeys: minorKeys(w.doc),
	}
	if v.Awaiting, err = d.awaiting(tx, w.doc); err != nil {
		return nil, err
	}
	if w.head != nil {
		if v.Fields, err = d.shown(tx, w.typ, w.head); err != nil {
			return nil, err
		}
		v.Slug, v.Author, v.SavedAt = w.head.Slug, w.head.Author, &w.head.CreatedAt
	}
	if err := d.otherSide(tx, w, v.Fields); err != nil {
		return nil, err
	}
	if err := d.judge(tx, a, w, v); err != nil {
		return nil, err
	}
	return v, nil
}

// shown gives the values of a revision that the present definition has on this
// side; what a change of the definition has left behind is kept, not shown.
func (d *Desk) shown(tx *db.Tx, t *schema.Type, rev *db.Revision) (schema.Fields, error) {
	all, err := lineage.Full(tx, t, rev)
	if err != nil {
		return nil, err
	}
	return t.Present(schema.PartOf(rev.Locale), all), nil
}

// otherSide shows, for fields that the definition has moved between shared and
// localized, the value on the side where it was written, until a save moves it.
func (d *Desk) otherSide(tx *db.Tx, w *work, fields schema.Fields) error {
	if w.doc.Follows != "" {
		return nil
	}
	other := schema.Und
	if w.doc.Locale == schema.Und {
		other = w.entry.SourceLocale
	}
	rows, err := db.Query[db.Revision](tx, `SELECT r.* FROM documents d JOIN revisions r ON r.id = d.head_revision_id
		WHERE d.entry_id = ? AND d.locale = ? AND r.made_from = ''`, w.entry.ID, other)
	if err != nil || len(rows) == 0 {
		return err
	}
	content, err := schema.Decode([]byte(rows[0].Content))
	if err != nil {
		return err
	}
	for _, f := range w.typ.Fields {
		_, own := fields[f.Name]
		if value, ok := content[f.Name]; ok && !own && f.Localized == (schema.PartOf(w.doc.Locale) == schema.Localized) {
			fields[f.Name] = value
		}
	}
	return nil
}

// awaiting names the relays between this translation and its source that have
// not caught up with their own source: "Greek moved, English is awaited".
func (d *Desk) awaiting(tx *db.Tx, doc *db.Document) ([]string, error) {
	var out []string
	follows := doc.Follows
	for follows != "" {
		relay, err := db.First[db.Document](tx, "entry_id = ? AND locale = ?", doc.EntryID, follows)
		if err != nil || relay == nil || relay.Follows == "" {
			return out, err
		}
		c, err := db.First[db.SegmentCount](tx, "entry_id = ? AND locale = ?", doc.EntryID, follows)
		if err != nil {
			return nil, err
		}
		if c != nil && c.Stale+c.Empty > 0 {
			out = append(out, follows)
		}
		follows = relay.Follows
	}
	return out, nil
}
