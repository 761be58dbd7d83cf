package segment_test

import (
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/segment"
)

// Whatever a text looks like, also one that is full of half tags and backslashes,
// its pieces joined are the text.
func TestPiecesJoinToTheSameText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			`\`, "<", ">", "/", "1", "<1>", "</1>", "<2/>", `\<1>`, "a", " ", "\n", "ü", "<0>", "<12345678>",
		}), 0, 30).Draw(t, "parts")
		text := ""
		for _, p := range parts {
			text += p
		}
		if got := segment.Join(segment.Pieces(text)); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
