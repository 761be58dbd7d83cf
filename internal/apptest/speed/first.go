package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"movingcities/config"
	"movingcities/internal/db"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// publications is how often the first answers after a publication are taken.
const publications = 20

// firstAnswers publishes from another process, as replicas do, and measures how
// long the publication takes to be visible, and the first answer of each kind.
func (f *field) firstAnswers(ctx context.Context, database string, entries int) (err error) {
	ours := f.servers[0]
	d, err := db.Open(ctx, db.Config{URL: "sqlite:" + database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	model, err := schema.Load(config.Files)
	if err != nil {
		return err
	}
	store := &published.Store{Model: model}
	visible, took := []time.Duration{}, map[string][]time.Duration{}
	for i := range publications {
		mark := fmt.Sprintf("mark %d of %d.", i, time.Now().UnixNano())
		n := 1 + i%(entries-1)
		changed := "/api/v1/cities/" + cityName(n) + "?locale=en"
		if _, err := ours.get(ctx, changed); err != nil { // it is in memory as it was
			return err
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return publish(tx, store, n, mark) }); err != nil {
			return err
		}
		committed := time.Now()
		for {
			r, err := ours.get(ctx, changed)
			if err != nil {
				return err
			}
			if strings.Contains(string(r.body), mark) {
				break
			}
			time.Sleep(time.Millisecond)
		}
		visible = append(visible, time.Since(committed))
		for _, t := range targets(entries)[:4] {
			asked := time.Now()
			if _, err := ours.get(ctx, t.path); err != nil {
				return err
			}
			took[t.name] = append(took[t.name], time.Since(asked))
		}
	}
	fmt.Printf("\nafter a publication by another process: visible within %s (p95, SQLite); first answers, p95:", p95(visible))
	for _, t := range targets(entries)[:4] {
		fmt.Printf(" %s %s;", t.name, p95(took[t.name]))
	}
	fmt.Printf("\nmemory of the process: %s\n", resident(ours.command.Process.Pid))
	return nil
}

func p95(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)*95/100].Round(10 * time.Microsecond)
}

// resident is the memory a process has now and had at most.
func resident(pid int) string {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return "unknown"
	}
	var parts []string
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "VmRSS:") || strings.HasPrefix(line, "VmHWM:") {
			parts = append(parts, strings.Join(strings.Fields(line), " "))
		}
	}
	return strings.Join(parts, ", ")
}
