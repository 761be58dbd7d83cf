package quality

import "testing"

// A long paragraph in every language: what opening a document costs for each segment,
// and confirming one.
func BenchmarkParagraph(b *testing.B) {
	longest := map[string]Input{}
	for _, s := range demo(b) {
		if in := longest[s.Target.Locale]; len(s.Target.Text) > len(in.Target.Text) {
			longest[s.Target.Locale] = s.Input
		}
	}
	b.Run("Check", func(b *testing.B) {
		for b.Loop() {
			for _, in := range longest {
				Check(in)
			}
		}
	})
	b.Run("Fix", func(b *testing.B) {
		for b.Loop() {
			for _, in := range longest {
				Fix(in.Target.Locale, in.Target.Text)
			}
		}
	})
}
