package transfer_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/lineage"
	"movingcities/internal/segment"
	"movingcities/internal/transfer"
	"movingcities/internal/workflow"
)

func TestATranslationLeavesAndComesBack(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		file := translated(w.exported(entry))
		before := w.rows()
		dry, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(file), true)
		w.ok(err)
		if after := w.rows(); after != before {
			t.Fatalf("a dry run wrote: %s, then %s", before, after)
		}
		all := len(file.Segments)
		if !dry.DryRun || dry.Counts[exchange.Apply] != all || len(dry.Lines) != all || dry.Refused() != 0 || dry.Version != 0 {
			t.Fatalf("the dry run says %+v", dry)
		}
		if l := dry.Lines[0]; l.Source != "Λιβαδειά" || l.Text != "de: Λιβαδειά" || l.Present != "" {
			t.Errorf("the first line is %+v", l)
		}
		done, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(file), false)
		w.ok(err)
		if done.Counts[exchange.Apply] != all || done.Version == 0 {
			t.Errorf("the import says %+v", done)
		}
		view := w.segments(entry, "de")
		if view.State != string(workflow.Draft) || view.Counts.Empty != 0 {
			t.Errorf("afterwards it is %s with %+v", view.State, view.Counts)
		}
		var head *db.Revision
		w.ok(w.db.Read(t.Context(), func(tx *db.Tx) error {
			head, err = lineage.Revision(tx, view.Revision)
			return err
		}))
		if head.Origin != content.OriginImport || head.Author != w.jonas.Actor.UserID {
			t.Errorf("written by %s, origin %s", head.Author, head.Origin)
		}
		// What is there now goes out and comes back without a trace.
		again, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(w.exported(entry)), false)
		w.ok(err)
		if again.Counts[exchange.Same] != all || w.segments(entry, "de").Version != view.Version {
			t.Errorf("a second import did %+v", again.Counts)
		}
	})
}

// The file was exported, then one Greek sentence changed and one was added.
func TestAnOldFileBringsWhatIsStillRight(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		file := translated(w.exported(entry))
		w.rewrite(entry, "Το λιμάνι ιδρύθηκε το 1851.", "Μεγάλωσε με το εμπόριο.", "Τα ναυπηγεία έκλεισαν.")
		done, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(file), false)
		w.ok(err)
		for _, l := range done.Lines {
			wanted := exchange.Apply
			if strings.Contains(l.Text, "1850") {
				wanted = exchange.OutdatedSource
			}
			if l.Verdict != wanted {
				t.Errorf("%s: %s %s", l.Key, l.Verdict, l.Message)
			}
		}
		if done.Counts[exchange.OutdatedSource] != 1 || done.Refused() != 1 {
			t.Errorf("counted %+v", done.Counts)
		}
		if c := w.segments(entry, "de").Counts; c.Empty != 2 || c.Stale != 0 {
			t.Errorf("afterwards %+v", c)
		}
	})
}

// The document itself was begun on the former source: the import brings the newest
// source in, as the workbench does when it is opened.
func TestAFileOfTheNewestSourceIsSavedOnTheNewestSource(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		_, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(translated(w.exported(entry))), false)
		w.ok(err)
		w.rewrite(entry, "Το λιμάνι ιδρύθηκε το 1850.", "Μεγάλωσε με το εμπόριο.", "Τα ναυπηγεία έκλεισαν.")
		done, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(translated(w.exported(entry))), false)
		w.ok(err)
		view := w.segments(entry, "de")
		if done.Counts[exchange.Apply] != 1 || view.Counts.Empty != 0 || view.MadeFrom != view.Base {
			t.Errorf("did %+v, left %+v", done.Counts, view.Counts)
		}
	})
}

func TestNewerWordsOfAPersonAreNeverOverwritten(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		file := translated(w.exported(entry))
		name := w.segments(entry, "de").Segments[0]
		_, err := w.desk.SaveSegments(t.Context(), w.maria, german(entry), content.SegmentsInput{Segments: []content.SegmentInput{
			{Key: name.Key, Text: "Livadia", From: name.Hash, State: segment.StateTranslated},
		}})
		w.ok(err)
		done, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(file), false)
		w.ok(err)
		if l := done.Lines[0]; l.Verdict != exchange.ChangedMeanwhile || l.Present != "Livadia" {
			t.Errorf("the line is %+v", l)
		}
		if now := w.segments(entry, "de").Segments; now[0].Target.Text != "Livadia" || now[1].Target.Text != file.Segments[1].Target.Text {
			t.Errorf("left %q and %q", now[0].Target.Text, now[1].Target.Text)
		}
	})
}

func TestForeignFilesAreRefusedLineByLine(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry, other := w.livadia(), w.livadia()
		file := translated(w.exported(entry))
		before := w.rows()
		verdicts := func(by content.By, ref content.Ref, f exchange.File) map[exchange.Verdict]int {
			t.Helper()
			r, err := w.courier.Import(t.Context(), by, ref, w.xliff(f), false)
			w.ok(err)
			return r.Counts
		}
		all := len(file.Segments)
		for _, test := range []struct {
			by   content.By
			ref  content.Ref
			want exchange.Verdict
		}{
			{w.jonas, german(other), exchange.WrongEntry},
			{w.claire, content.Ref{Entry: entry, Locale: "fr"}, exchange.WrongLanguage},
		} {
			if diff := cmp.Diff(map[exchange.Verdict]int{test.want: all}, verdicts(test.by, test.ref, file)); diff != "" {
				t.Error(diff)
			}
		}
		for i := range file.Segments {
			file.Segments[i].Key = "x" + file.Segments[i].Key
		}
		if diff := cmp.Diff(map[exchange.Verdict]int{exchange.Foreign: all}, verdicts(w.jonas, german(entry), file)); diff != "" {
			t.Error(diff)
		}
		if after := w.rows(); after != before {
			t.Errorf("wrote: %s, then %s", before, after)
		}
	})
}

// Whoever translates German may look at a French file, and bring none in: neither
// for good nor for trying.
func TestNobodyImportsWithoutTheRight(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		french := content.Ref{Entry: entry, Locale: "fr"}
		body := w.download(w.courier.Document(t.Context(), w.jonas.Actor, french, transfer.XLSX))
		csv := []byte("concept,locale,term\nhome,fr,toit\n")
		tmx := []byte(`<tmx version="1.4"><header srclang="el"/><body/></tmx>`)
		before := w.rows()
		for _, dry := range []bool{true, false} {
			_, err := w.courier.Import(t.Context(), w.jonas, french, body, dry)
			want(t, err, "no_right")
			_, err = w.courier.ImportMemory(t.Context(), w.jonas, transfer.Pair{Source: "el", Target: "fr"}, tmx, dry)
			want(t, err, "no_right")
			for _, direct := range []bool{true, false} {
				_, err = w.courier.ImportTerms(t.Context(), w.jonas, csv, direct, dry)
				want(t, err, "no_right")
			}
		}
		if after := w.rows(); after != before {
			t.Errorf("wrote: %s, then %s", before, after)
		}
	})
}

func TestARepeatedImportGetsTheFirstAnswer(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		body := w.xliff(translated(w.exported(entry)))
		by := w.jonas
		by.Once = &db.Once{UserID: by.Actor.UserID, Key: "1", Method: "POST", Path: "/", BodyHash: "x"}
		first, err := w.courier.Import(t.Context(), by, german(entry), body, false)
		w.ok(err)
		second, err := w.courier.Import(t.Context(), by, german(entry), body, false)
		w.ok(err)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("the second answer is another:\n%s", diff)
		}
	})
}

func TestASelectionComesAsAnArchive(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		done, open := w.livadia(), w.livadia()
		_, err := w.courier.Import(t.Context(), w.jonas, german(done), w.xliff(translated(w.exported(done))), false)
		w.ok(err)
		names := func(s transfer.Selection, f transfer.Format) []string {
			t.Helper()
			body := w.download(w.courier.Documents(t.Context(), w.jonas.Actor, s, f))
			archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
			w.ok(err)
			var out []string
			for _, f := range archive.File {
				opened, err := f.Open()
				w.ok(err)
				body, err := io.ReadAll(opened)
				w.ok(err)
				file, err := transfer.Read(body)
				w.ok(err)
				out = append(out, file.Entry)
				if !strings.Contains(f.Name, file.Entry+".el-de.xl") {
					t.Errorf("a file is named %s", f.Name)
				}
			}
			return out
		}
		if got := names(transfer.Selection{Locale: "de", Type: "city"}, transfer.XLIFF); !cmp.Equal(got, []string{done, open}) {
			t.Errorf("all: %v", got)
		}
		if got := names(transfer.Selection{Locale: "de", Only: transfer.OnlyMissing}, transfer.XLSX); !cmp.Equal(got, []string{open}) {
			t.Errorf("missing: %v", got)
		}
		w.rewrite(done, "Το λιμάνι ιδρύθηκε το 1851.", "Μεγάλωσε με το εμπόριο.")
		if got := names(transfer.Selection{Locale: "de", Source: "el", Only: transfer.OnlyStale}, transfer.XLIFF); !cmp.Equal(got, []string{done}) {
			t.Errorf("stale: %v", got)
		}
		_, err = w.courier.Documents(t.Context(), w.jonas.Actor, transfer.Selection{Locale: "de", Type: "news"}, transfer.XLIFF)
		want(t, err, "nothing_selected")
		stranger := w.person("nina", "translator", "de")
		stranger.Actor.Grants[0].Type = "news"
		_, err = w.courier.Documents(t.Context(), stranger.Actor, transfer.Selection{Locale: "de"}, transfer.XLIFF)
		want(t, err, "nothing_selected")
		_, err = w.courier.Document(t.Context(), stranger.Actor, german(open), transfer.XLIFF)
		want(t, err, "entry_not_found")
	})
}
