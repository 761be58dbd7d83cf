package content_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// BenchmarkSaveSegment saves one sentence of a translation of 60, as the
// workbench does after a pause, and opens the workbench. The goal for saving is
// 15 ms in the median on SQLite.
func BenchmarkSaveSegment(b *testing.B) {
	for _, database := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", apptest.SQLite}, {"postgres", apptest.Postgres}} {
		b.Run(database.name, func(b *testing.B) {
			w := newWorld(b, database.url(b))
			var blocks []string
			for i := range 56 { // with name, tagline, summary and heading: 60
				blocks = append(blocks, paragraph(fmt.Sprintf("00000000-0000-4000-8000-%012d", i+1),
					fmt.Sprintf("Το λιμάνι ιδρύθηκε το %d και μεγάλωσε με το εμπόριο, τα ναυπηγεία και όσους ήρθαν από αλλού.", 1800+i)))
			}
			e, err := w.desk.CreateEntry(w.ctx, w.eleni, content.NewEntry{
				Type: "city", SourceLocale: "el", Shared: fields(w, facts), Fields: fields(w, profile("Πόλη", blocks...)),
			})
			if err != nil {
				b.Fatal(describe(err))
			}
			w.goLive(e.ID, "el", w.eleni, schema.Und)
			w.translate(w.jonas, e.ID, "de")
			view := w.segments(e.ID, "de")
			if len(view.Segments) != 60 {
				b.Fatalf("%d segments", len(view.Segments))
			}
			ref, n := content.Ref{Entry: e.ID, Locale: "de"}, 0
			measured(b, "save", func() error {
				n++
				s := &view.Segments[n%60]
				in := content.SegmentInput{Key: s.Key, Text: fmt.Sprintf("Text %d", n), From: s.Hash, IfHash: s.Target.Hash, State: segment.StateTranslated}
				saved, err := w.desk.SaveSegments(w.ctx, w.jonas, ref, content.SegmentsInput{Segments: []content.SegmentInput{in}})
				if err == nil {
					view = saved
				}
				return err
			})
			measured(b, "open", func() error {
				_, err := w.desk.Segments(w.ctx, w.jonas.Actor, ref)
				return err
			})
		})
	}
}

func measured(b *testing.B, name string, act func() error) {
	b.Run(name, func(b *testing.B) {
		var took []float64
		for b.Loop() {
			began := time.Now()
			if err := act(); err != nil {
				b.Fatal(describe(err))
			}
			took = append(took, float64(time.Since(began).Microseconds())/1000)
		}
		slices.Sort(took)
		b.ReportMetric(took[len(took)/2], "ms/p50")
		b.ReportMetric(took[len(took)*95/100], "ms/p95")
		b.ReportMetric(took[0], "ms/best")
	})
}
