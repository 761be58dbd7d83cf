// Command speed compares what readers get from Moving Cities with nginx, which
// serves the same bytes as files, and with a bare net/http handler that holds
// them in memory. The server has the first core, the load (wrk) the second:
//
//	go run ./internal/apptest/speed -entries 1000 -rounds 5
//
// It needs nginx, wrk and taskset. Only the ratios of one run mean something.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"
)

// options are what the command line says.
type options struct {
	entries int
	rounds  int
	length  time.Duration
	dir     string
	budget  string
}

// target is an address to measure.
type target struct {
	name  string
	path  string
	known bool // ask with the ETag, to be answered with 304
}

func targets(entries int) []target {
	city := cityName(entries / 2)
	return []target{
		{name: "one document", path: "/api/v1/cities/" + city + "?locale=pl"},
		{name: "filtered list", path: "/api/v1/cities?filter[country]=DE&locale=de"},
		{name: "GeoJSON", path: "/api/v1/cities.geojson?filter[country]=DE&locale=en"},
		{name: "profile page", path: "/en/cities/" + city},
		{name: "304", path: "/api/v1/cities/" + city + "?locale=pl", known: true},
	}
}

func main() {
	var o options
	flag.IntVar(&o.entries, "entries", 1000, "number of cities, each in seven languages")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the medians count")
	flag.DurationVar(&o.length, "length", 3*time.Second, "length of one measurement")
	flag.StringVar(&o.dir, "dir", "", "directory to keep the database in; a temporary one if empty")
	flag.StringVar(&o.budget, "budget", "256MiB", "MC_CACHE_BYTES")
	bare := flag.String("bare", "", "serve the files of this directory from memory on -listen, and nothing else")
	listen := flag.String("listen", "", "address of -bare")
	flag.Parse()
	err := error(nil)
	if *bare != "" {
		err = serveBare(*bare, *listen)
	} else {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		err = run(ctx, o)
		stop()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "mcspeed")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }() // what is left is a temporary directory
		o.dir = dir
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	database := filepath.Join(o.dir, fmt.Sprintf("cities-%d.db", o.entries))
	if err := fill(ctx, database, o.entries); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	field, err := start(ctx, o, database)
	if err != nil {
		return err
	}
	defer field.stop()
	fmt.Printf("%d cities in 7 languages; ready %s after the start\n\n", o.entries, field.ready.Round(time.Millisecond))
	if err := field.race(ctx, o); err != nil {
		return err
	}
	return field.firstAnswers(ctx, database, o.entries)
}

// race measures every target on every server in turn, so that what else the
// machine does hits them alike.
func (f *field) race(ctx context.Context, o options) error {
	fmt.Println("| answers a second | nginx | bare | ours | ÷ nginx | ÷ bare | p99 ÷ bare | speed by processor time ÷ nginx | ÷ bare |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, t := range targets(o.entries) {
		runs := map[string][]measured{}
		for range o.rounds {
			for _, s := range f.servers {
				m, err := s.measure(ctx, t, o.length)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", s.name, t.name, err)
				}
				runs[s.name] = append(runs[s.name], m)
			}
		}
		nginx, bare, ours := median(runs["nginx"]), median(runs["bare"]), median(runs["ours"])
		fmt.Printf("| %s | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", t.name, nginx.rate, bare.rate, ours.rate,
			ours.rate/nginx.rate, ours.rate/bare.rate, ratio(ours.p99, bare.p99), ratio(nginx.cost, ours.cost), ratio(bare.cost, ours.cost))
	}
	return nil
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// measured is what a run found: answers a second, how long the slowest of a
// hundred took, and how long the processor worked for one.
type measured struct {
	rate      float64
	p99, cost time.Duration
}

// median takes the middle of each value for itself.
func median(runs []measured) measured {
	middle := func(value func(measured) float64) float64 {
		values := make([]float64, len(runs))
		for i, r := range runs {
			values[i] = value(r)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return measured{
		rate: middle(func(m measured) float64 { return m.rate }),
		p99:  time.Duration(middle(func(m measured) float64 { return float64(m.p99) })),
		cost: time.Duration(middle(func(m measured) float64 { return float64(m.cost) })),
	}
}
