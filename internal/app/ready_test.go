package app

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A proxy that asks every few seconds hears that the server stops while the server
// still listens.
func TestWhoWatchesIsToldBeforeTheListenerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReadiness()
		for range 3 {
			require.True(t, r.ask(time.Now()))
			time.Sleep(4 * time.Second)
		}
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			r.stop(t.Context(), time.Now())
		}()
		time.Sleep(3 * time.Second)
		select {
		case <-closed:
			t.Fatal("it closed before the proxy asked")
		default:
		}
		require.False(t, r.ask(time.Now()))
		<-closed
		require.False(t, r.ask(time.Now()), "and whoever comes after that hears the same")
	})
}

func TestNobodyIsWaitedForWhoDoesNotWatch(t *testing.T) {
	asked := func(times int, pause, since time.Duration) *readiness {
		r := newReadiness()
		for range times {
			r.ask(time.Now())
			time.Sleep(pause)
		}
		time.Sleep(since)
		return r
	}
	synctest.Test(t, func(t *testing.T) {
		for name, r := range map[string]*readiness{
			"never asked": asked(0, 0, 0), "asked once": asked(1, 0, time.Second), "gone for long": asked(5, time.Second, time.Minute),
			"a script that waited for the start": asked(50, 20*time.Millisecond, time.Second),
		} {
			began := time.Now()
			r.stop(t.Context(), began)
			require.Zero(t, time.Since(began), name)
		}
		slow := asked(3, time.Minute, 0)
		began := time.Now()
		slow.stop(t.Context(), began)
		require.Equal(t, leaving, time.Since(began), "asked once a minute")
	})
}
