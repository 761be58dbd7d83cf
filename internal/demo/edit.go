package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// edit changes a sentence of a live text and publishes it again. Continued
// after an interruption, it takes the document on from the state it is in.
func (l *loader) edit(ctx context.Context, change edit) error {
	e, err := l.find(change.typ, change.slug)
	if err != nil {
		return err
	}
	t := &task{loader: l, Entry: e}
	if err := t.open(ctx); err != nil {
		return err
	}
	author := l.by(translator, change.locale)
	reword := t.rewordSegment
	if change.locale == e.SourceLocale {
		author, reword = l.by(access.Researcher, change.locale), t.rewordSource
	}
	if err := reword(ctx, author, change); err != nil {
		return err
	}
	locale := []string{change.locale}
	if err := t.do(ctx, author, workflow.Submit, t.in(workflow.Draft, locale)); err != nil {
		return err
	}
	if err := t.do(ctx, l.by(reviewer, change.locale), workflow.Approve, t.in(workflow.InReview, locale)); err != nil {
		return err
	}
	return t.do(ctx, l.by(editor, access.Any), workflow.Publish, t.in(workflow.Approved, locale))
}

func (t *task) rewordSource(ctx context.Context, author content.By, change edit) error {
	ref := content.Ref{Entry: t.ID, Locale: change.locale}
	doc, err := t.Desk.Document(ctx, author.Actor, ref)
	if err != nil {
		return err
	}
	text := schema.Encode(doc.Fields)
	if bytes.Contains(text, []byte(change.to)) {
		return nil
	}
	fields, err := schema.Decode(bytes.Replace(text, []byte(change.from), []byte(change.to), 1))
	if err != nil {
		return err
	}
	saved, err := t.Desk.Save(ctx, author, ref, content.SaveInput{Version: doc.Version, Fields: fields})
	if err != nil {
		return err
	}
	t.docs[change.locale].State, t.docs[change.locale].Revision = saved.State, saved.Revision
	return nil
}

func (t *task) rewordSegment(ctx context.Context, author content.By, change edit) error {
	ref := content.Ref{Entry: t.ID, Locale: change.locale}
	view, err := t.Desk.Segments(ctx, author.Actor, ref)
	if err != nil {
		return err
	}
	for _, s := range view.Segments {
		if !strings.Contains(s.Target.Text, change.from) {
			continue
		}
		saved, err := t.Desk.SaveSegments(ctx, author, ref, content.SegmentsInput{Segments: []content.SegmentInput{{
			Key: s.Key, Text: strings.Replace(s.Target.Text, change.from, change.to, 1), Inline: s.Target.Inline,
			From: s.Hash, IfHash: s.Target.Hash, State: segment.StateTranslated,
		}}})
		if err != nil {
			return err
		}
		t.docs[change.locale].State, t.docs[change.locale].Revision = saved.State, saved.Revision
	}
	return nil
}

// keep declares the last stale translation right as it is.
func (l *loader) keep(ctx context.Context) error {
	typ, slug, locale := stillRight()
	ref, author := content.Ref{Entry: entryID(typ, slug), Locale: locale}, l.by(translator, locale)
	view, err := l.Desk.Segments(ctx, author.Actor, ref)
	if err != nil {
		return err
	}
	var marks []content.Mark
	for _, s := range view.Segments {
		if s.Stale {
			marks = append(marks, content.Mark{Key: s.Key, SourceHash: s.Hash})
		}
	}
	if len(marks) == 0 {
		return fmt.Errorf("demo: the last edit left nothing to look at in %s %s", slug, locale)
	}
	_, err = l.Desk.MarkSegments(ctx, author, ref, content.StillRight, marks)
	return err
}

// finished tells whether an earlier load did its last step. History only
// grows, so that this holds whatever people have done since.
func (l *loader) finished(ctx context.Context) (bool, error) {
	typ, slug, locale := stillRight()
	ref := content.Ref{Entry: entryID(typ, slug), Locale: locale}
	rows, err := l.Desk.History(ctx, l.by(translator, locale).Actor, ref)
	if fault.Is(err, "entry_not_found") {
		return false, nil
	}
	return slices.ContainsFunc(rows, func(row content.HistoryView) bool {
		return strings.HasPrefix(row.Comment, content.StillRight)
	}), err
}
