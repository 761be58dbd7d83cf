package desk

import (
	"context"
	"slices"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// WorkbenchQuery says what a translator wants beside her text.
type WorkbenchQuery struct {
	References []string // locales whose text is shown for comparison
	Only       string   // the segments with this to do: to_do, missing, source_changed, unconfirmed, current; empty: all
}

const maxReferences = 10

// Workbench is a translation beside its source with what helps to translate it:
// who changed the source, what was approved before, and other languages. The
// progress is that of the whole text, whatever Only picks.
func (b *Board) Workbench(ctx context.Context, a access.Actor, ref content.Ref, q WorkbenchQuery) (*content.SegmentsView, error) {
	if len(q.References) > maxReferences {
		return nil, fault.New(fault.Invalid, "too_many_references", "Ask for at most %d languages beside the text.", maxReferences)
	}
	return read(ctx, b, func(tx *db.Tx) (*content.SegmentsView, error) {
		seen, err := b.Content.Look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		v, err := b.Content.SegmentsIn(tx, a, ref)
		if err != nil {
			return nil, err
		}
		if err := addChanges(tx, v); err != nil {
			return nil, err
		}
		if err := b.addFormer(tx, v, seen); err != nil {
			return nil, err
		}
		for _, locale := range q.References {
			if err := b.addReference(tx, v, seen, a, locale); err != nil {
				return nil, err
			}
		}
		if q.Only != "" {
			v.Segments = slices.DeleteFunc(v.Segments, func(s content.SegmentView) bool { return !asked(s.Status, q.Only) })
		}
		return v, nil
	})
}

func asked(status, only string) bool {
	return status == only || only == "to_do" && status != content.StatusCurrent
}

func addChanges(tx *db.Tx, v *content.SegmentsView) error {
	byKey, err := newestChanges(tx, content.Ref{Entry: v.Entry, Locale: v.Follows})
	for i := range v.Segments {
		s := &v.Segments[i]
		if change, ok := byKey[s.Key]; ok && len(s.Diff) > 0 {
			s.Change = &change
		}
	}
	return err
}

// addFormer shows the last approved translation where the working copy says
// something else, or its source has changed.
func (b *Board) addFormer(tx *db.Tx, v *content.SegmentsView, seen *content.Seen) error {
	approved, err := db.First[db.Revision](tx, "id = ? AND made_from <> ''", seen.Doc.ApprovedRevisionID)
	if err != nil || approved == nil {
		return err
	}
	targets, err := targetsOf(tx, approved.ID)
	if err != nil {
		return err
	}
	for i := range v.Segments {
		s := &v.Segments[i]
		t := targets[s.Key]
		if t.Text == "" || t.Text == s.Target.Text && !s.Stale {
			continue
		}
		s.Former = &content.FormerText{Text: t.Text, Revision: approved.ID, Number: approved.Number, At: approved.CreatedAt}
		if t.Text != s.Target.Text {
			s.Former.Diff = segment.Diff(t.Text, s.Target.Text)
		}
	}
	return nil
}

// addReference puts another language beside the segments: its approved text, or
// what there is of a first draft. Segments that this language does not have, as
// in a rewritten text, stay without.
func (b *Board) addReference(tx *db.Tx, v *content.SegmentsView, seen *content.Seen, a access.Actor, locale string) error {
	other, err := b.Content.Look(tx, a, content.Ref{Entry: v.Entry, Locale: locale})
	if err != nil {
		return err
	}
	revision := other.Doc.ApprovedRevisionID
	if revision == "" {
		revision = other.Doc.HeadRevisionID
	}
	texts := map[string]string{}
	if other.Doc.Follows != "" {
		targets, err := targetsOf(tx, revision)
		if err != nil {
			return err
		}
		for key, t := range targets {
			texts[key] = t.Text
		}
	} else {
		segments, err := segmentsOf(tx, seen.Type, revision)
		if err != nil {
			return err
		}
		for _, s := range segments {
			texts[s.Key] = s.Text
		}
	}
	for i := range v.Segments {
		s := &v.Segments[i]
		if text := texts[s.Key]; text != "" {
			if s.References == nil {
				s.References = map[string]string{}
			}
			s.References[locale] = text
		}
	}
	return nil
}

// segmentsOf lists the segments of the revision with this id; none without an id.
func segmentsOf(tx *db.Tx, t *schema.Type, revision string) ([]segment.Segment, error) {
	rev, err := lineage.Revision(tx, revision)
	if err != nil {
		return nil, err
	}
	return lineage.Split(tx, t, rev)
}

// targetsOf lists the translated segments of the revision with this id; none
// without an id, and none of a text that holds its own words.
func targetsOf(tx *db.Tx, revision string) (map[string]segment.Target, error) {
	rev, err := lineage.Revision(tx, revision)
	if err != nil {
		return nil, err
	}
	return lineage.Targets(rev)
}
