package content

import (
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// loadBase brings the newest followed base into a translation: its segments
// stay as they are, each with the hash of the text it was made from, so that
// exactly what changed shows as stale. A missing document becomes a draft.
func (w *work) loadBase() error {
	if w.doc.Follows == "" {
		return fault.New(fault.Conflict, "not_tracked", "This text holds its own words and follows no other language.")
	}
	base, segments, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return err
	}
	if base == nil {
		return noBase(w.doc.Follows)
	}
	if w.head != nil && w.head.MadeFrom == base.ID {
		return errUnchanged
	}
	set := &segmentSet{base: base}
	if set.targets, err = lineage.Targets(w.head); err != nil {
		return err
	}
	if set.known, err = lineage.Former(w.tx, w.doc.EntryID, w.doc.Follows); err != nil {
		return err
	}
	for _, s := range segments {
		if t, ok := set.targets[s.Key]; ok {
			if set.targets[s.Key], err = set.fit(s, t); err != nil {
				return err
			}
		}
	}
	if err := w.writeTargets(set); err != nil {
		return err
	}
	return lineage.Recount(w.tx, w.doc, w.head, segments)
}

// writeTargets stores the segments of a translation.
func (w *work) writeTargets(set *segmentSet) error {
	fields, err := lineage.Full(w.tx, w.typ, set.base)
	if err != nil {
		return err
	}
	merged := segment.Merge(w.typ, fields, set.targets)
	// A target's own inline codes can hold what no source would be allowed to.
	_, problems := w.typ.Normalize(schema.Localized, w.typ.Present(schema.Localized, merged), w.desk.newID)
	if err := fault.WithProblems("invalid_content", "The translation does not fit its content type.", problems); err != nil {
		return err
	}
	slug, err := w.slugFor(set.slug, merged)
	if err != nil {
		return err
	}
	return w.write(text{
		targets: set.targets, madeFrom: set.base, slug: slug, note: set.note, origin: w.origin(), append: set.append,
	})
}

// recountSelf refreshes the counts of this translation against the newest base.
func (w *work) recountSelf() error {
	_, segments, err := lineage.Base(w.tx, w.typ, w.doc)
	if err != nil {
		return err
	}
	return lineage.Recount(w.tx, w.doc, w.head, segments)
}

// follow chooses the locale a translation is made from. The texts that are
// there stay; what they were made from is compared with the new base, so a
// change of the followed locale shows as stale until somebody has looked.
func (w *work) follow(locale string) error {
	if w.doc.Follows == "" {
		return fault.New(fault.Conflict, "not_tracked", "Only a translation can follow a language.")
	}
	if locale == w.doc.Follows {
		return errUnchanged
	}
	if err := w.canFollow(locale); err != nil {
		return err
	}
	w.doc.Follows = locale
	return w.recountSelf()
}

func (w *work) canFollow(locale string) error {
	docs, err := db.Find[db.Document](w.tx, "entry_id = ?", w.doc.EntryID)
	if err != nil {
		return err
	}
	follows := map[string]string{}
	for _, doc := range docs {
		follows[doc.Locale] = doc.Follows
	}
	if _, ok := follows[locale]; !ok || schema.PartOf(locale) != schema.PartOf(w.doc.Locale) {
		return fault.New(fault.Unprocessable, "unknown_locale", "This entry has no text in %q to follow.", locale)
	}
	follows[w.doc.Locale] = locale
	return noCircle(follows, w.doc.Locale)
}

// detach turns a translation into a text of its own that follows nothing any
// more: it can be rewritten freely, and never shows as stale. Not a word changes.
func (w *work) detach() error {
	if w.doc.Follows == "" {
		return fault.New(fault.Conflict, "not_tracked", "This text follows no other language already.")
	}
	fields, err := lineage.Full(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	w.doc.Follows = ""
	if err := w.write(text{fields: fields, slug: w.head.Slug, note: w.comment, origin: w.origin()}); err != nil {
		return err
	}
	_, err = w.tx.Exec("DELETE FROM segment_counts WHERE entry_id = ? AND locale = ?", w.doc.EntryID, w.doc.Locale)
	return err
}
