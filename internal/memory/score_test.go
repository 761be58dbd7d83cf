package memory

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestScore(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       int
	}{
		{"equal", "The harbour was founded in 1850.", "The harbour was founded in 1850.", 100},
		{"another case", "The Harbour", "the harbour", 99},
		{"another form of the same characters", "cafe\u0301", "caf\u00e9", 99},
		{"final sigma is a sigma", "Ο δημοσ", "ο δήμος", 50},
		{"one word of four", "the city of Palermo", "the city of Milan", 75},
		{"a full stop is a token", "the city council votes.", "the city council votes", 80},
		{"tags are tokens", "a <1>new</1> centre", "a new centre", 60},
		{"nothing in common", "one two", "three four", 0},
		{"empty beside text", "", "text", 0},
		{"blank texts", " ", "  ", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Score(c.a, c.b); got != c.want {
				t.Errorf("Score(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
			}
		})
	}
}

// texts are sentences of few words, so that two of them have much in common.
func texts() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{"city", "City", "council", "of", "<1>", "</1>", "δήμος", "1850", ".", "ą", "é", "e\u0301"})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ") })
}

func TestScoreIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts().Draw(t, "a"), texts().Draw(t, "b")
		if Score(a, b) != Score(b, a) {
			t.Fatalf("%d one way and %d the other", Score(a, b), Score(b, a))
		}
	})
}

func TestOnlyEqualTextsScore100(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts().Draw(t, "a"), texts().Draw(t, "b")
		score := Score(a, b)
		if (score == ScoreExact) != (a == b) || score < 0 || score > ScoreExact {
			t.Fatalf("score %d", score)
		}
	})
}

func TestTheMoreWordsAreMissingTheLowerTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.SliceOfN(rapid.StringMatching(`[a-zα-ω]{1,4}`), 1, 12).Draw(t, "words")
		left, last := slices.Clone(whole), ScoreExact
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for len(left) > 0 {
			at := random.IntN(len(left))
			left = slices.Delete(left, at, at+1)
			score := Score(strings.Join(whole, " "), strings.Join(left, " "))
			if score >= last && last > 0 {
				t.Fatalf("%d after one more word was dropped, %d before", score, last)
			}
			last = score
		}
	})
}
