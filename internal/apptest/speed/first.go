package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	visible, took, worked := []time.Duration{}, map[string][]time.Duration{}, map[string]time.Duration{}
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
		for _, t := range colds(entries) {
			before, asked := ours.processor(), time.Now()
			if r, err := ours.get(ctx, t.path); err != nil || r.status != http.StatusOK {
				return fmt.Errorf("%s answers %d: %w", t.path, r.status, err)
			}
			took[t.name] = append(took[t.name], time.Since(asked))
			worked[t.name] += ours.processor() - before
		}
	}
	fmt.Printf("\nafter a publication by another process: visible within %s (p95, SQLite). First answers:\n\n", p95(visible))
	fmt.Println("| first answer | p50 | p95 | processor time, mean |\n|---|---|---|---|")
	for _, t := range colds(entries) {
		fmt.Printf("| %s | %s | %s | %s |\n", t.name, middle(took[t.name]), p95(took[t.name]), worked[t.name]/publications)
	}
	fmt.Printf("\nmemory of the process: %s\n", resident(ours.command.Process.Pid))
	return nil
}

// colds are what is asked for first after a publication. The first page in a
// language also brings the lists of that language up to date.
func colds(entries int) []target {
	city := cityName(entries / 2)
	return []target{
		{name: "one document", path: "/api/v1/cities/" + city + "?locale=pl"},
		{name: "list, first page", path: "/api/v1/cities?locale=fr"},
		{name: "list, filtered", path: "/api/v1/cities?filter[country]=DE&locale=de"},
		{name: "GeoJSON, filtered", path: "/api/v1/cities.geojson?filter[country]=DE&locale=en"},
		{name: "GeoJSON, all", path: "/api/v1/cities.geojson?locale=en"},
		{name: "profile page", path: "/en/cities/" + city},
		{name: "home", path: "/en/"},
		{name: "cities", path: "/en/cities"},
		{name: "approaches", path: "/en/approaches"},
		{name: "home, next language", path: "/pl/"},
	}
}

func middle(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2].Round(10 * time.Microsecond)
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
