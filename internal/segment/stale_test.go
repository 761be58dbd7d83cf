package segment

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChanges(t *testing.T) {
	seg := func(key, hash string) Segment { return Segment{Key: key, Hash: hash} }
	got := Changes(
		[]Segment{seg("a", "1"), seg("b", "2"), seg("c", "3")},
		[]Segment{seg("d", "4"), seg("c", "5"), seg("a", "1")})
	want := []Change{{"d", "", "4"}, {"c", "3", "5"}, {"b", "2", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Steps are written "1>2" for a change and "1~2" for a minor one.
func TestStale(t *testing.T) {
	for name, c := range map[string]struct {
		target  Target
		current string
		steps   string
		want    bool
	}{
		"same text":                       {Target{Text: "x", From: "1"}, "1", "", false},
		"changed":                         {Target{Text: "x", From: "1"}, "2", "1>2", true},
		"changed, no record":              {Target{Text: "x", From: "1"}, "2", "", true},
		"made from an unknown text":       {Target{Text: "x"}, "1", "", true},
		"without text":                    {Target{From: "1"}, "2", "1>2", false},
		"left empty":                      {Target{From: "1", State: StateLeftEmpty}, "2", "1>2", true},
		"taken back":                      {Target{Text: "x", From: "1"}, "1", "1>2 2>1", false},
		"minor":                           {Target{Text: "x", From: "1"}, "2", "1~2", false},
		"minor twice":                     {Target{Text: "x", From: "1"}, "3", "1~2 2~3", false},
		"minor, then not":                 {Target{Text: "x", From: "1"}, "3", "1~2 2>3", true},
		"not, then minor":                 {Target{Text: "x", From: "1"}, "3", "1>2 2~3", true},
		"made after the great change":     {Target{Text: "x", From: "2"}, "3", "1>2 2~3", false},
		"minor, changed, taken back":      {Target{Text: "x", From: "1"}, "2", "1~2 2>3 3>2", false},
		"changed, taken back, then minor": {Target{Text: "x", From: "1"}, "3", "1>2 2>1 1~3", false},
		"minor is said of one direction":  {Target{Text: "x", From: "2"}, "1", "1~2 2>1", true},
		"minor once, later revoked":       {Target{Text: "x", From: "1"}, "2", "1~2 2>1 1>2", true},
		"removed and put back":            {Target{Text: "x", From: "1"}, "1", "1>- ->1", false},
		"minor in a circle":               {Target{Text: "x", From: "1"}, "4", "1~2 2~1 2~3 3~1", true},
	} {
		var steps []Step
		for _, s := range strings.Fields(c.steps) {
			steps = append(steps, Step{From: s[:1], To: s[2:], Minor: s[1] == '~'})
		}
		if got := Stale(c.target, c.current, steps); got != c.want {
			t.Errorf("%s: stale is %v, want %v", name, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("one two three four five six ", 20))
	changed := strings.Replace(long, "four", "quattro", 1)
	seg := func(key, text string) Segment {
		return Segment{Key: key, Text: text, Hash: Hash(text), Words: Words(text)}
	}
	base := []Segment{
		seg("fresh", "a b"), seg("changed", changed), seg("unknown", "a b c"), seg("minor", "a b c d"),
		seg("empty", "a b c d e"), seg("blank", "a"), seg("left", "a b c d e f"), seg("draft", "a b c d e f g"), seg("machine", "a"),
	}
	minor := Step{From: Hash("A b c d"), To: Hash("a b c d"), Minor: true}
	targets := map[string]Target{
		"fresh":   {Text: "x", From: Hash("a b"), State: StateTranslated},
		"changed": {Text: "x", From: Hash(long), State: StateDraft},
		"unknown": {Text: "x", From: "lost", State: StateTranslated},
		"minor":   {Text: "x", From: minor.From, State: StateTranslated},
		"blank":   {Text: " ", From: Hash("a"), State: StateTranslated},
		"left":    {From: Hash("a b c d e f"), State: StateLeftEmpty},
		"draft":   {Text: "x", From: Hash("a b c d e f g"), State: StateDraft},
		"machine": {Text: "x", From: Hash("a"), State: StateMachine},
		"removed": {Text: "x", From: "old", State: StateTranslated},
	}
	got := Count(base, targets,
		func(key string) []Step { return map[string][]Step{"minor": {minor}}[key] },
		func(key, hash string) (string, bool) { return long, hash == Hash(long) && key == "changed" })
	want := Counts{
		Total: 9, Empty: 2, Stale: 2, Translated: 3,
		TotalWords: 149, EmptyWords: 6, StaleWords: 1 + 3, TranslatedWords: 2 + 4 + 6,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
