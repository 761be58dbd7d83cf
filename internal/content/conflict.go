package content

import (
	"movingcities/internal/compare"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
)

// crossed is overtaken for a writer whose new text is at hand: beside what is
// there now, the answer holds the text she began with, if it is still known,
// and both changes merged, with the places that both have changed.
func (w *work) crossed(version int64, mine text) error {
	err := w.overtaken()
	f := fault.Of(err)
	if f.Kind == fault.Internal || w.head == nil {
		return err
	}
	rev, err := lineage.At(w.tx, w.doc, version)
	if err != nil || rev == nil {
		return orFault(err, f)
	}
	base, err := w.desk.shown(w.tx, w.typ, rev)
	if err != nil {
		return err
	}
	theirs, err := w.desk.shown(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	yours := w.typ.Present(schema.PartOf(w.doc.Locale), mine.fields)
	merged, overlaps := compare.Merge(base, yours, theirs, nil)
	return f.With("base", map[string]any{"revision": rev.ID, "version": version, "fields": base, "slug": rev.Slug}).
		With("merged", merged).With("overlaps", append([]compare.Overlap{}, overlaps...))
}

func orFault(err error, f *fault.Error) error {
	if err != nil {
		return err
	}
	return f
}

// restoreFields brings some fields of an older revision back and leaves the
// others as they are.
func (w *work) restoreFields(id string, names []string) error {
	for _, name := range names {
		if f := w.typ.Field(name); f == nil || f.Localized != (schema.PartOf(w.doc.Locale) == schema.Localized) {
			return fault.New(fault.Unprocessable, "unknown_field", "This text has no field %q.", name)
		}
	}
	old, err := lineage.Of(w.tx, w.doc.EntryID, w.doc.Locale, id)
	if err != nil {
		return err
	}
	if w.doc.Follows != "" {
		return w.restoreSegments(old, names)
	}
	before, err := lineage.Full(w.tx, w.typ, old)
	if err != nil {
		return err
	}
	fields, err := lineage.Full(w.tx, w.typ, w.head)
	if err != nil {
		return err
	}
	for _, name := range names {
		if v, ok := before[name]; ok {
			fields[name] = v
		} else {
			delete(fields, name)
		}
	}
	if err := w.moveCountry(fields); err != nil {
		return err
	}
	return w.write(text{fields: fields, slug: w.head.Slug, note: w.comment, origin: OriginRestore})
}

// restoreSegments is restoreFields for a translation: the segments of these
// fields that the text it follows still has.
func (w *work) restoreSegments(old *db.Revision, names []string) error {
	before, err := w.targetsOf(old)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	return w.retarget(func(set *segmentSet) error {
		for key, s := range set.keys {
			if t, ok := before[key]; wanted[s.Field] && ok {
				set.targets[key] = t
			} else if wanted[s.Field] {
				delete(set.targets, key)
			}
		}
		return nil
	})
}

// retarget changes segments of a translation as a whole, in a revision of its own.
func (w *work) retarget(change func(*segmentSet) error) error {
	set, newest, err := w.segmentSet()
	if err != nil {
		return err
	}
	if err := change(set); err != nil {
		return err
	}
	for key, s := range set.keys {
		if t, ok := set.targets[key]; ok {
			if set.targets[key], err = set.fit(s, t); err != nil {
				return err
			}
		}
	}
	w.by.Origin, set.append, set.note = OriginRestore, true, w.comment
	if err := w.writeTargets(set); err != nil {
		return err
	}
	return lineage.Recount(w.tx, w.doc, w.head, newest)
}
