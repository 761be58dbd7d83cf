package demo

import (
	"context"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// dueAfter is the time that the coordinator gives for a document after its
// entry was made.
const dueAfter = 14 * 24 * time.Hour

// task is one entry on its way: the fixture, and what the desk has of it.
type task struct {
	*loader
	Entry
	docs    map[string]*content.Summary
	created time.Time
}

// bring takes an entry as far as it is meant to get: a researcher writes the
// source with the shared part and a reviewer of that language approves both;
// translators and reviewers of each language follow; the chief editor
// publishes all that is ready at once.
func (l *loader) bring(ctx context.Context, e Entry) (*task, error) {
	t := &task{loader: l, Entry: e}
	if err := t.open(ctx); err != nil {
		return nil, err
	}
	own := t.own()
	if err := t.advance(ctx, own, l.by(access.Researcher, e.SourceLocale), l.by(reviewer, e.SourceLocale)); err != nil {
		return nil, err
	}
	for _, locale := range t.translations() {
		if err := t.translate(ctx, locale); err != nil {
			return nil, err
		}
	}
	if len(e.Texts) == 0 {
		return t, nil // goes live in a release
	}
	if err := t.publish(ctx); err != nil {
		return nil, err
	}
	if err := t.assign(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// open finds the entry on the desk, or creates it with its source and shared part.
func (t *task) open(ctx context.Context) error {
	researcher := t.by(access.Researcher, t.SourceLocale)
	view, err := t.Desk.Entry(ctx, researcher.Actor, t.ID)
	if fault.Is(err, "entry_not_found") {
		source := t.Texts[t.SourceLocale]
		follows := map[string]string{}
		for locale, text := range t.Texts {
			if text.Follows != "" {
				follows[locale] = text.Follows
			}
		}
		if len(t.Texts) == 0 {
			source.Slug = t.Slug
		}
		view, err = t.Desk.CreateEntry(ctx, researcher, content.NewEntry{
			ID: t.ID, Type: t.Type, SourceLocale: t.SourceLocale, Shared: t.Shared,
			Fields: source.Fields, Slug: source.Slug, Follows: follows,
		})
	}
	if err != nil {
		return err
	}
	t.created = view.CreatedAt.Time
	t.docs = map[string]*content.Summary{}
	for i := range view.Documents {
		t.docs[view.Documents[i].Locale] = &view.Documents[i]
	}
	return nil
}

// own lists the documents that hold their own text; they go together.
func (t *task) own() []string {
	if len(t.Texts) == 0 {
		return []string{schema.Und}
	}
	return []string{t.SourceLocale, schema.Und}
}

// translations lists the locales that follow another one, each after the one
// it follows.
func (t *task) translations() []string {
	var direct, relayed []string
	for _, l := range t.Model.Locales() {
		switch follows := t.Texts[l.Code].Follows; follows {
		case "":
		case t.SourceLocale:
			direct = append(direct, l.Code)
		default:
			relayed = append(relayed, l.Code)
		}
	}
	return append(direct, relayed...)
}

// goal is that of the document; the shared part goes as far as the source.
func (t *task) goal(locale string) exception {
	if locale == schema.Und {
		locale = t.SourceLocale
	}
	return t.Entry.goal(locale)
}

// advance takes documents through review as far as they are meant to get. What
// has been live once is left alone: it may be somebody's work by now.
func (t *task) advance(ctx context.Context, locales []string, author, judge content.By) error {
	var fresh []string
	for _, l := range locales {
		if t.docs[l].Live == nil {
			fresh = append(fresh, l)
		}
	}
	goal := t.goal(locales[0])
	if goal.until >= inReview {
		if err := t.do(ctx, author, workflow.Submit, t.in(workflow.Draft, fresh)); err != nil {
			return err
		}
	}
	if goal.until == changesRequested {
		for _, l := range t.in(workflow.InReview, fresh) {
			_, err := t.Desk.Do(ctx, judge, content.Ref{Entry: t.ID, Locale: l}, workflow.RequestChanges,
				content.VerbInput{Revision: t.docs[l].Revision, Comment: goal.comment})
			if err != nil {
				return err
			}
			t.docs[l].State, t.docs[l].ChangesRequested = string(workflow.Draft), true
		}
	}
	if goal.until >= approved {
		return t.do(ctx, judge, workflow.Approve, t.in(workflow.InReview, fresh))
	}
	return nil
}

// in picks the documents that are in a state. A draft with changes requested
// is no draft to submit again.
func (t *task) in(state workflow.State, locales []string) []string {
	var found []string
	for _, l := range locales {
		if t.docs[l].State == string(state) && !t.docs[l].ChangesRequested {
			found = append(found, l)
		}
	}
	return found
}

// do applies a verb to documents of the entry in one transaction and notes
// what has become of them.
func (t *task) do(ctx context.Context, by content.By, verb workflow.Verb, locales []string) error {
	if len(locales) == 0 {
		return nil
	}
	in := content.VerbInput{Revision: t.docs[locales[0]].Revision}
	for _, l := range locales[1:] {
		in.Also = append(in.Also, content.Also{Locale: l, Revision: t.docs[l].Revision})
	}
	if _, err := t.Desk.Do(ctx, by, content.Ref{Entry: t.ID, Locale: locales[0]}, verb, in); err != nil {
		return err
	}
	for _, l := range locales {
		doc := t.docs[l]
		next, err := workflow.Next(workflow.State(doc.State), verb)
		if err != nil {
			return err
		}
		doc.State = string(next)
		if next == workflow.Approved {
			doc.ApprovedRevision = doc.Revision
		}
	}
	return nil
}

// translate writes a translation that is missing and takes it through review.
// It waits where the text it follows has not been approved.
func (t *task) translate(ctx context.Context, locale string) error {
	text, doc := t.Texts[locale], t.docs[locale]
	goal := t.goal(locale)
	if goal.until == missing || t.docs[text.Follows].ApprovedRevision == "" {
		return nil
	}
	author := t.by(translator, locale)
	if doc.State == string(workflow.Missing) {
		view, err := t.Desk.SaveSegments(ctx, author, content.Ref{Entry: t.ID, Locale: locale},
			content.SegmentsInput{Segments: t.segments(locale, goal.until == draft), Slug: text.Slug})
		if err != nil {
			return err
		}
		doc.State, doc.Revision = view.State, view.Revision
	}
	return t.advance(ctx, []string{locale}, author, t.by(reviewer, locale))
}

// segments pairs the segments of a translation with those it was made from.
// Blocks and items have the same ids in all languages, so equal keys belong
// together. Of a draft, only the first half has been written so far.
func (t *task) segments(locale string, half bool) []content.SegmentInput {
	typ, text := t.Model.Type(t.Type), t.Texts[locale]
	base := segment.Split(typ, t.Texts[text.Follows].Fields)
	if half {
		base = base[:(len(base)+1)/2]
	}
	own := map[string]segment.Segment{}
	for _, s := range segment.Split(typ, text.Fields) {
		own[s.Key] = s
	}
	var in []content.SegmentInput
	for _, s := range base {
		in = append(in, content.SegmentInput{
			Key: s.Key, Text: own[s.Key].Text, Inline: own[s.Key].Inline, From: s.Hash, State: segment.StateTranslated,
		})
	}
	return in
}

// publish makes live what is meant to be, the shared part with the languages.
func (t *task) publish(ctx context.Context) error {
	return t.do(ctx, t.by(editor, access.Any), workflow.Publish, t.toPublish())
}

func (t *task) toPublish() []string {
	var ready []string
	for _, locale := range append(t.own(), t.translations()...) {
		doc := t.docs[locale]
		if t.goal(locale).until == live && doc.State == string(workflow.Approved) && doc.Live == nil {
			ready = append(ready, locale)
		}
	}
	return ready
}

// assign gives the documents that have yet to be written to somebody.
func (t *task) assign(ctx context.Context) error {
	for _, locale := range append([]string{t.SourceLocale}, t.translations()...) {
		goal, doc := t.goal(locale), t.docs[locale]
		if (goal.until > draft && goal.until != changesRequested) || doc.Assignee != "" {
			continue
		}
		who := t.by(translator, locale)
		if locale == t.SourceLocale {
			who = t.by(access.Researcher, locale)
		}
		due := t.created.Add(dueAfter)
		_, err := t.Desk.Do(ctx, t.by(coordinator, access.Any), content.Ref{Entry: t.ID, Locale: locale}, workflow.Assign,
			content.VerbInput{Assignee: who.Actor.UserID, DueAt: &due})
		if err != nil {
			return err
		}
	}
	return nil
}
