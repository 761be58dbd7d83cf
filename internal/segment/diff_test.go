package segment

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		want     []Token
	}{
		"equal":         {"a b", "a b", []Token{{Same, "a b"}}},
		"nothing":       {"", "", nil},
		"all new":       {"", "a <1>b</1>", []Token{{Added, "a <1>b</1>"}}},
		"all gone":      {"a b", "", []Token{{Removed, "a b"}}},
		"word put in":   {"stranieri residenti", "stranieri e apolidi residenti", []Token{{Same, "stranieri "}, {Added, "e apolidi "}, {Same, "residenti"}}},
		"with a comma":  {"A B C", "A, x B D", []Token{{Same, "A"}, {Added, ", x"}, {Same, " B "}, {Removed, "C"}, {Added, "D"}}},
		"comma gone":    {"A, x B D", "A B C", []Token{{Same, "A"}, {Removed, ", x"}, {Same, " B "}, {Removed, "D"}, {Added, "C"}}},
		"word replaced": {"In 1850, the port", "In 1851, the port", []Token{{Same, "In "}, {Removed, "1850"}, {Added, "1851"}, {Same, ", the port"}}},
		"phrase":        {"the big old port", "the very small port", []Token{{Same, "the "}, {Removed, "big old"}, {Added, "very small"}, {Same, " port"}}},
		"sign":          {"The port", "The port.", []Token{{Same, "The port"}, {Added, "."}}},
		"tag":           {"See <1>this</1>", "See <2>this</2>", []Token{{Same, "See "}, {Removed, "<1>"}, {Added, "<2>"}, {Same, "this"}, {Removed, "</1>"}, {Added, "</2>"}}},
		"escaped tag":   {`a \<1> b`, `a \<2> b`, []Token{{Same, "a "}, {Removed, `\<1>`}, {Added, `\<2>`}, {Same, " b"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Diff(c.from, c.to)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A long text that was wholly rewritten is shown as replaced, in bounded time.
func TestDiffOfStrangers(t *testing.T) {
	from, to := strings.Repeat("a b ", 20_000), strings.Repeat("c.d ", 20_000)
	checkDiff(t, from, to)
	checkDiff(t, "x "+from, "x "+to)
}

// checkDiff asserts that a diff holds both texts and no two tokens that should be one.
func checkDiff(t interface{ Fatalf(string, ...any) }, from, to string) {
	var before, after strings.Builder
	op := ""
	for _, token := range Diff(from, to) {
		if token.Op != Added {
			before.WriteString(token.Text)
		}
		if token.Op != Removed {
			after.WriteString(token.Text)
		}
		if token.Op == op || token.Text == "" || (token.Op == Removed && op == Added) {
			t.Fatalf("diff of %q and %q: %s %q after %s", from, to, token.Op, token.Text, op)
		}
		op = token.Op
	}
	if before.String() != from || after.String() != to {
		t.Fatalf("diff of %q and %q does not hold them", from, to)
	}
}

var phrase = rapid.StringOfN(rapid.SampledFrom([]rune("ab .<1/>\\é")), 0, 30, -1)

func TestDiffHoldsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkDiff(t, phrase.Draw(t, "from"), phrase.Draw(t, "to"))
	})
}

// The subsequence is the longest: checked against the textbook table.
func TestCommonIsLongest(t *testing.T) {
	list := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		table := make([][]int, len(a)+1)
		table[0] = make([]int, len(b)+1)
		for i := range a {
			table[i+1] = make([]int, len(b)+1)
			for j := range b {
				table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
				if a[i] == b[j] {
					table[i+1][j+1] = table[i][j] + 1
				}
			}
		}
		got, ok := common(a, b, maxEdits)
		if !ok || len(got) != table[len(a)][len(b)] {
			t.Fatalf("%v and %v: %v, want %d", a, b, got, table[len(a)][len(b)])
		}
		last := match{-1, -1}
		for _, m := range got {
			if a[m.a] != b[m.b] || m.a <= last.a || m.b <= last.b {
				t.Fatalf("%v and %v: %v is no common subsequence", a, b, got)
			}
			last = m
		}
	})
}

func TestChangedWords(t *testing.T) {
	long := strings.Repeat("one two three four five six ", 20) // 120 words
	for name, c := range map[string]struct {
		from, to string
		want     int
	}{
		"one of 120":     {long, strings.Replace(long, "three", "drei", 1), 1},
		"one put in":     {long, "zero " + long, 1},
		"one taken out":  {long, strings.TrimPrefix(long, "one "), 1},
		"two places":     {"a b c d e", "x b c d y", 2},
		"longer phrase":  {"a b c", "a x y z c", 3},
		"only a sign":    {"a b", "a, b.", 0},
		"only a tag":     {"a b", "a <1>b</1>", 0},
		"tag in a word":  {"unable", "un<1>able</1>", 0},
		"all":            {"a b", "c d e", 3},
		"from nothing":   {"", "c d e", 3},
		"to nothing":     {"c d e", "", 3},
		"nothing at all": {"", "", 0},
	} {
		if got := ChangedWords(c.from, c.to); got != c.want {
			t.Errorf("%s: %d changed words, want %d", name, got, c.want)
		}
	}
}

func TestSimilarity(t *testing.T) {
	words := strings.Fields
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"a b c d", "a b c d", 1},
		{"a b c d", "a c d", 6.0 / 7},
		{"a b c", "a b d e f g h", 0.4},
		{"a b", "b a", 0.5},
		{"", "", 0},
		{"a", "", 0},
	} {
		if got := similarity(words(c.a), words(c.b), 0); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
		cut := c.want
		if cut < 0.6 {
			cut = 0
		}
		if got := similarity(words(c.a), words(c.b), 0.6); got != cut {
			t.Errorf("%q and %q from 0.6: %v, want %v", c.a, c.b, got, cut)
		}
	}
}
