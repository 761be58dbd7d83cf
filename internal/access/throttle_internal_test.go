package access

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNetwork(t *testing.T) {
	for peer, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7",
		"::ffff:192.0.2.7":     "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::":       "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
		"command line":         "command line",
		"":                     "",
	} {
		if got := network(peer); got != want {
			t.Errorf("%q: got %q", peer, got)
		}
	}
}

func TestBucket(t *testing.T) {
	l := limit{burst: 3, every: 10 * time.Second}
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	level := 0.0
	for range 3 {
		var wait time.Duration
		if level, wait = l.add(level); wait != 0 {
			t.Fatalf("slowed within the burst: %v", wait)
		}
	}
	if _, wait := l.add(level); wait != 10*time.Second {
		t.Errorf("wait %v", wait)
	}
	if got := l.leaked(level, start, start.Add(5*time.Second)); got != 2.5 {
		t.Errorf("leaked to %v", got)
	}
	if got := l.leaked(level, start, start.Add(time.Hour)); got != 0 {
		t.Errorf("leaked to %v", got)
	}
	if got := l.leaked(level, start, start.Add(-time.Hour)); got != level {
		t.Errorf("a clock that went back leaked to %v", got)
	}
}

// However attempts come, no more get through than the burst and one for every
// interval; and who waits as long as told gets through.
func TestBucketProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := limit{burst: float64(rapid.IntRange(1, 20).Draw(t, "burst")), every: time.Duration(rapid.IntRange(1, 60).Draw(t, "every")) * time.Second}
		start := time.Unix(0, 0)
		now, since, level, through := start, start, 0.0, 0
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 30_000), 1, 100).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			next, wait := l.add(l.leaked(level, since, now))
			if wait < 0 || wait > l.every {
				t.Fatalf("told to wait %v", wait)
			}
			if wait == 0 {
				level, since, through = next, now, through+1
				continue
			}
			if _, after := l.add(l.leaked(level, since, now.Add(wait))); after > time.Millisecond {
				t.Fatalf("waited %v as told, and has to wait %v more", wait, after)
			}
		}
		if most := l.burst + now.Sub(start).Seconds()/l.every.Seconds() + 1e-6; float64(through) > most {
			t.Fatalf("%d got through, at most %v may", through, most)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "1.a", "-1.0190", ".", "1.a\n", "9223372036854775808.x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		micros, id, err := parseCursor(text)
		if err != nil || text == "" {
			return
		}
		if id == "" || len(id) > 64 || oneLine(id) != id {
			t.Fatalf("%q was taken as %d and %q", text, micros, id)
		}
	})
}
