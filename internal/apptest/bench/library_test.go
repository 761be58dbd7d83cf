package bench_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
)

// library has a database of each size, made once; who measures takes a copy.
type library struct {
	name string
	open func() (shelf, error)

	mu     sync.Mutex
	shelf  shelf
	people people
	cities []string // that went through the hands of people; the others are their copies
	sizes  map[int]string
	failed error // to begin
	copies int
}

func libraries() []*library { return []*library{sqlites, postgreses} }

// Made once for all benchmarks of the process, which have no other place for it.
var (
	sqlites    = &library{name: "sqlite", open: newFiles}
	postgreses = &library{name: "postgres", open: newDatabases}
)

func TestMain(m *testing.M) {
	apptest.Main(m, func() {
		for _, l := range libraries() {
			if l.shelf != nil {
				_ = l.shelf.clear() // what is left is temporary
			}
		}
	})
}

// sizes are what ENTRIES says, smallest first.
func sizes(b *testing.B) []int {
	b.Helper()
	text := os.Getenv("ENTRIES")
	if text == "" {
		text = "1000"
	}
	var all []int
	for _, one := range strings.Fields(text) {
		n, err := strconv.Atoi(one)
		if err != nil || n < prototypes || len(all) > 0 && n <= all[len(all)-1] {
			b.Fatalf("ENTRIES must be numbers from %d, in order: %q", prototypes, text)
		}
		all = append(all, n)
	}
	return all
}

// borrow gives the address of a database with so many entries, for this benchmark alone.
func (l *library) borrow(b *testing.B, entries int) string {
	b.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx := context.Background() // the database outlives the benchmark that made it
	original, err := l.of(ctx, entries)
	if err != nil {
		b.Fatalf("make a database of %d entries: %v", entries, err)
	}
	l.copies++
	name := fmt.Sprintf("copy_%d", l.copies)
	if err := l.shelf.copy(ctx, name, original); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.shelf.drop(ctx, name); err != nil {
			b.Error(err)
		}
	})
	return l.shelf.address(name)
}

// of is the name of the database of a size.
func (l *library) of(ctx context.Context, entries int) (string, error) {
	if name, there := l.sizes[entries]; there {
		return name, nil
	}
	began := time.Now()
	if l.sizes == nil && l.failed == nil {
		l.failed = l.begin(ctx)
	}
	if l.failed != nil {
		return "", l.failed
	}
	name := fmt.Sprintf("entries_%d", entries)
	if err := l.shelf.copy(ctx, name, "begun"); err != nil {
		return "", err
	}
	if err := l.with(ctx, name, func(d *db.DB) error { return multiply(ctx, d, entries/prototypes-1) }); err != nil {
		return "", err
	}
	l.sizes[entries] = name
	fmt.Fprintf(os.Stderr, "%s: %d entries in seven languages, made in %s\n", l.name, entries, time.Since(began).Round(time.Second))
	return name, nil
}

// begin lets people make the first entries.
func (l *library) begin(ctx context.Context) (err error) {
	if l.shelf, err = l.open(); err != nil {
		return err
	}
	if err := l.shelf.create(ctx, "begun"); err != nil {
		return err
	}
	return l.with(ctx, "begun", func(d *db.DB) error {
		if err := d.Migrate(ctx); err != nil {
			return err
		}
		l.sizes = map[int]string{}
		l.people, l.cities, err = write(ctx, l.shelf.address("begun"))
		return err
	})
}

func (l *library) with(ctx context.Context, name string, act func(*db.DB) error) error {
	d, err := db.Open(ctx, db.Config{URL: l.shelf.address(name), Timeout: time.Hour})
	if err != nil {
		return err
	}
	return errors.Join(act(d), d.Close())
}

// each measures on both databases, at every size.
func each(b *testing.B, measure func(b *testing.B, h *house)) {
	for _, l := range libraries() {
		for _, entries := range sizes(b) {
			b.Run(fmt.Sprintf("%s/%d", l.name, entries), func(b *testing.B) { measure(b, enter(b, l, entries)) })
		}
	}
}
