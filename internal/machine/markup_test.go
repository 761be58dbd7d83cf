package machine

import (
	"testing"

	"movingcities/internal/segment"
)

// Whatever a service answers, a text is taken only with exactly the tags of its
// source, and what is sent comes back as it was.
func FuzzAnswer(f *testing.F) {
	f.Add("Hello <1>friend</1><2/> & <b> \\<3>", "<t1>x</t1><t2></t2>")
	f.Add("a <1/>", "<t1>&nbsp;</t1>")
	f.Fuzz(func(t *testing.T, source, answer string) {
		source = segment.Normal(source)
		got := fromXML(source, answer)
		if got.Broken != (got.Text == "") && source != "" {
			t.Fatalf("%+v", got)
		}
		if got.Text == "" {
			return
		}
		count := map[piece]int{}
		for _, p := range segment.Pieces(source) {
			count[piece{p.Form, p.Tag}]++
		}
		for _, p := range segment.Pieces(got.Text) {
			if p.Form != segment.Literal {
				count[piece{p.Form, p.Tag}]--
			}
		}
		for p, n := range count {
			if p.form != segment.Literal && n != 0 {
				t.Fatalf("%q and %q became %q", source, answer, got.Text)
			}
		}
	})
}
