package bench_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"movingcities/internal/db"
)

// BenchmarkGrowth asks for one document and for the first page of a list where
// there are few entries and, in turns, where there are many. What counts is the
// processor time of everything: this process, which asks too, and Postgres.
// x-growth is that with many entries as a part of that with few; the aim is 1.1.
func BenchmarkGrowth(b *testing.B) {
	for _, l := range libraries() {
		all := sizes(b)
		if len(all) < 2 {
			b.Skip("ENTRIES names one size only")
		}
		b.Run(l.name, func(b *testing.B) {
			few, many := enter(b, l, all[0]), enter(b, l, all[len(all)-1])
			for i, r := range reads(few) {
				b.Run(r.name+"/kept", func(b *testing.B) { grow(b, few, many, few.kept, many.kept, r.path, reads(many)[i].path, 1000) })
				b.Run(r.name+"/anew", func(b *testing.B) { grow(b, few, many, few.anew, many.anew, r.path, reads(many)[i].path, 100) })
			}
		})
	}
}

func grow(b *testing.B, few, many *house, fewAt, manyAt, fewPath, manyPath string, round int) {
	b.Helper()
	fewOpen, manyOpen := dial(b, fewAt), dial(b, manyAt)
	var fewCost, manyCost times
	var ratios []float64
	for b.Loop() {
		for range 15 {
			one := few.spent(fewOpen, fewPath, round)
			other := many.spent(manyOpen, manyPath, round)
			fewCost, manyCost = append(fewCost, one), append(manyCost, other)
			ratios = append(ratios, float64(other)/float64(one))
		}
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op") // of a whole round
	b.ReportMetric(fewCost.at(.5), "ms/few")
	b.ReportMetric(manyCost.at(.5), "ms/many")
	b.ReportMetric(ratios[len(ratios)/2], "x-growth") // of neighbours in time, whatever else the machine did meanwhile
}

// spent is the processor time of an answer, in the mean of so many: that of this
// process and of its connections in Postgres.
func (h *house) spent(c connection, path string, answers int) time.Duration {
	h.Helper()
	pids := h.backends()
	before := h.processor(pids)
	for range answers {
		h.read(c, path)
	}
	return (h.processor(pids) - before) / time.Duration(answers)
}

func (h *house) processor(pids []int) time.Duration {
	h.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		h.Fatal(err)
	}
	sum := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if err != nil {
			h.Fatal(err)
		}
		worked, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			h.Fatal(err)
		}
		sum += time.Duration(worked)
	}
	return sum
}

// backends are the processes of Postgres that serve this database.
func (h *house) backends() []int {
	h.Helper()
	if !h.DB.Postgres() {
		return nil
	}
	var pids []int
	err := h.DB.Read(h.Context(), func(tx *db.Tx) (err error) {
		pids, err = db.Query[int](tx, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'")
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	slices.Sort(pids)
	return pids
}
