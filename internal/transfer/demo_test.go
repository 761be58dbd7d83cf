package transfer_test

import (
	"io/fs"
	"testing"

	"movingcities/config"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/demo"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
	"movingcities/internal/transfer"
)

// The largest entry of each type of the demonstration content goes through the
// database: exported empty, filled with its own translation, imported, exported and
// imported again. Every pair of all entries does so without a database in package
// exchange.
func TestDemonstrationContentThroughTheDatabase(t *testing.T) {
	w := newWorld(t, apptest.SQLite(t))
	fixtures, err := fs.Sub(config.Files, "demo")
	w.ok(err)
	entries, err := demo.Entries(fixtures, w.model)
	w.ok(err)
	largest, sizes := map[string]demo.Entry{}, map[string]int{}
	for _, e := range entries {
		if n := len(segment.Split(w.model.Type(e.Type), e.Texts["en"].Fields)); n > sizes[e.Type] {
			largest[e.Type], sizes[e.Type] = e, n
		}
	}
	if len(largest) < 4 {
		t.Fatalf("only %d types", len(largest))
	}
	colleague := w.person("nikos", "editor", "*")
	for _, e := range largest {
		w.demonstrate(e, colleague)
	}
}

func (w *world) demonstrate(e demo.Entry, author content.By) {
	w.t.Helper()
	typ, base := w.model.Type(e.Type), e.Texts["en"].Fields
	made, err := w.desk.CreateEntry(w.t.Context(), author, content.NewEntry{ID: e.ID, Type: e.Type, SourceLocale: "en", Fields: base})
	w.ok(err)
	w.approve(made.ID, "en", author)
	for locale, text := range e.Texts {
		if locale == "en" {
			continue
		}
		ref := content.Ref{Entry: made.ID, Locale: locale}
		file, err := transfer.Read(w.download(w.courier.Document(w.t.Context(), w.maria.Actor, ref, transfer.XLIFF)))
		w.ok(err)
		targets := map[string]segment.Target{}
		for _, s := range segment.Split(typ, text.Fields) {
			targets[s.Key] = segment.Target{Text: s.Text, Inline: s.Inline, State: segment.StateTranslated}
		}
		for i, s := range file.Segments {
			t := targets[s.Key]
			t.From = s.SourceHash
			file.Segments[i].Target = t
			targets[s.Key] = t
		}
		report, err := w.courier.Import(w.t.Context(), w.maria, ref, w.xliff(file), false)
		w.ok(err)
		if report.Refused() > 0 {
			w.t.Errorf("%s %s: %+v", e.Slug, locale, report.Counts)
		}
		doc, err := w.desk.Document(w.t.Context(), w.maria.Actor, ref)
		w.ok(err)
		wanted := schema.Encode(typ.Present(schema.Localized, segment.Merge(typ, base, targets)))
		if string(schema.Encode(doc.Fields)) != string(wanted) {
			w.t.Errorf("%s %s came out as another text", e.Slug, locale)
		}
		body := w.download(w.courier.Document(w.t.Context(), w.maria.Actor, ref, transfer.XLIFF))
		again, err := w.courier.Import(w.t.Context(), w.maria, ref, body, false)
		w.ok(err)
		if again.Version != 0 || again.Refused() > 0 {
			w.t.Errorf("%s %s: coming back it is %+v", e.Slug, locale, again.Counts)
		}
	}
}
