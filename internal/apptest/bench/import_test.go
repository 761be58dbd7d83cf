package bench_test

import (
	"crypto/rand"
	"testing"
	"time"

	"movingcities/internal/app"
	"movingcities/internal/db"
	"movingcities/internal/demo"
)

// BenchmarkImport brings in the demonstration content, through the verbs that
// people use, beside the entries that are there. The times are of one entry with
// everything that is done to it, verbs/s of all; x-update is how many updates of
// one row, each in a transaction, would take as long as one verb.
func BenchmarkImport(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		for range b.N { // one, as it takes longer than a benchmark is to take
			before := verbs(h)
			var entries, least times
			var all time.Duration
			began := time.Now()
			report, err := demo.Load(b.Context(), demo.Config{
				Desk: h.Patient(), Glossary: h.Glossary, People: h.People, Model: h.Model, FS: app.DemoFiles(h.Config), Rand: rand.Reader,
				Progress: func(done, _ int, _ string) {
					took := time.Since(began)
					entries, all = append(entries, took), all+took
					least = append(least, h.update(done))
					began = time.Now()
				},
			})
			if err != nil || report.Already {
				b.Fatalf("loaded before: %v, %v", report.Already, err)
			}
			done := float64(verbs(h) - before)
			b.ReportMetric(entries.at(.5), "ms/p50")
			b.ReportMetric(entries.at(.95), "ms/p95")
			b.ReportMetric(all.Seconds(), "s/all")
			b.ReportMetric(done/all.Seconds(), "verbs/s")
			b.ReportMetric(least.at(.5), "ms/p50-update")
			b.ReportMetric(float64(all.Milliseconds())/done/least.at(.5), "x-update")
			b.ReportMetric(0, "ns/op")
		}
	})
}

// verbs is how many have been done.
func verbs(h *house) int64 {
	h.Helper()
	var n []int64
	err := h.DB.Read(h.Context(), func(tx *db.Tx) (err error) {
		n, err = db.Query[int64](tx, "SELECT COUNT(*) FROM history")
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return n[0]
}
