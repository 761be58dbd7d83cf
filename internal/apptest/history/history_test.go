package history_test

import (
	"testing"

	"movingcities/internal/apptest/history"
)

// The checker accepts what one order explains, and finds each planted fault.
func TestPlantedFaultsAreFound(t *testing.T) {
	const document = "page en"
	for name, c := range map[string]struct {
		sound bool
		last  func(r *history.Recorder, during int64)
	}{
		"the second text is read":             {true, read(3, "b")},
		"an accepted text is lost":            {false, read(2, "a")},
		"a version has another text":          {false, read(3, "z")},
		"what has no answer may be there":     {true, unanswered(read(4, "c"))},
		"what has no answer may be missing":   {true, unanswered(read(3, "b"))},
		"what has no answer is there by half": {false, unanswered(read(4, "b"))},
		"a read during the writes may see the first": {true, func(r *history.Recorder, during int64) {
			r.Read(during, document, history.State{Version: 2, Text: "a"})
		}},
		"two writes on one version are both accepted": {false, write(2, "c", history.Done, 3)},
		"a write on the present version is refused":   {false, write(3, "c", history.Refused, 0)},
		"a write on an earlier version is refused":    {true, write(2, "c", history.Refused, 0)},
		"a version goes back":                         {false, write(3, "c", history.Done, 2)},
	} {
		t.Run(name, func(t *testing.T) {
			r := &history.Recorder{}
			r.Write(r.Now(), document, 1, "a", history.Done, 2)
			during := r.Now()
			r.Write(r.Now(), document, 2, "b", history.Done, 3)
			c.last(r, during)
			if err := r.Check(); (err == nil) != c.sound {
				t.Errorf("got %v", err)
			}
		})
	}
}

func read(version int64, text string) func(*history.Recorder, int64) {
	return func(r *history.Recorder, _ int64) {
		r.Read(r.Now(), "page en", history.State{Version: version, Text: text})
	}
}

func write(on int64, text string, o history.Outcome, version int64) func(*history.Recorder, int64) {
	return func(r *history.Recorder, _ int64) { r.Write(r.Now(), "page en", on, text, o, version) }
}

func unanswered(then func(*history.Recorder, int64)) func(*history.Recorder, int64) {
	return func(r *history.Recorder, during int64) {
		r.Write(r.Now(), "page en", 3, "c", history.Unknown, 0)
		then(r, during)
	}
}
