package faults_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/apptest/faults"
)

func TestMain(m *testing.M) {
	apptest.Main(m, func() { _ = os.RemoveAll(place()) })
}

// What is made once for all tests of this process: the program, and its directory.
var (
	place = sync.OnceValue(func() string {
		directory, err := os.MkdirTemp("", "mcfaults")
		if err != nil {
			panic(err) // no test could run
		}
		return directory
	})
	built = sync.OnceValues(func() (faults.Program, error) { return faults.Build(place()) })
)

func program(t testing.TB) faults.Program {
	t.Helper()
	p, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// long tells whether everything is to be tried, and not a sample.
func long() bool { return os.Getenv("MC_FAULTS") == "long" }

// chance is where a test takes its choices from. MC_FAULTS_SEED repeats them.
func chance(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if given, err := strconv.ParseUint(os.Getenv("MC_FAULTS_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("MC_FAULTS_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// onPostgres is a world whose server reaches Postgres through a proxy.
func onPostgres(t testing.TB) (*faults.World, *faults.Proxy) {
	t.Helper()
	p := program(t)
	url := apptest.Postgres(t)
	proxy, err := faults.NewProxy(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	return faults.NewWorld(t, p, url, proxy.URL), proxy
}

func broken(w *faults.World) {
	w.Helper()
	found, err := faults.Broken(w.Context(), w.DB)
	if err != nil {
		w.Fatal(err)
	}
	for _, one := range found {
		w.Error("broken: " + one)
	}
}

func standings(w *faults.World) map[[2]string]faults.Standing {
	w.Helper()
	all, err := faults.Standings(w.Context(), w.DB)
	if err != nil {
		w.Fatal(err)
	}
	return all
}

// progress says what changed: nothing ("old"), all of the documents that were
// meant, each by one step ("new"), or something in between ("half …").
func progress(before, now map[[2]string]faults.Standing, meant [][2]string, publishes bool) string {
	moved := 0
	for key, b := range before {
		n := now[key]
		if n == b {
			continue
		}
		published := int64(0)
		if publishes {
			published = 1
		}
		if n.Version != b.Version+1 || n.History != b.History+1 || n.Publications != b.Publications+published || (n.Live != b.Live) != publishes {
			return fmt.Sprintf("half: %+v became %+v", b, n)
		}
		moved++
	}
	switch {
	case moved == 0 && len(now) == len(before):
		return "old"
	case moved == len(meant) && len(now) == len(before):
		return "new"
	}
	return fmt.Sprintf("half: %d of %d documents moved", moved, len(meant))
}
