package faults_test

import (
	"sync"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/db"
)

// A database that was restarted leaves a pool of dead connections behind. Nobody
// meets one of them: what has not begun, or only reads, takes the next.
func TestDeadConnectionsAreMetByNobody(t *testing.T) {
	proxy, err := faults.NewProxy(apptest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	d, err := db.Open(t.Context(), db.Config{URL: proxy.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	ask := func(tx *db.Tx) error {
		_, err := db.Query[int64](tx, "SELECT value FROM counters")
		return err
	}
	for _, transaction := range []func(func(*db.Tx) error) error{
		func(fn func(*db.Tx) error) error { return d.Read(t.Context(), fn) },
		func(fn func(*db.Tx) error) error { return d.Write(t.Context(), fn) },
	} {
		var together, asked sync.WaitGroup // so that each has a connection of its own
		together.Add(20)
		for range 20 {
			asked.Go(func() {
				if err := d.Read(t.Context(), func(tx *db.Tx) error { together.Done(); together.Wait(); return ask(tx) }); err != nil {
					t.Error(err)
				}
			})
		}
		asked.Wait()
		proxy.Cut()
		if err := transaction(ask); err != nil {
			t.Error(err)
		}
	}
	reads := 0
	err = d.Read(t.Context(), func(tx *db.Tx) error {
		if reads++; reads == 1 {
			proxy.Cut() // in the middle
		}
		return ask(tx)
	})
	if err != nil || reads != 2 {
		t.Errorf("a read whose connection broke was tried %d times: %v", reads, err)
	}
}
