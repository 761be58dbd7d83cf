package memory

import (
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/language"
)

// near says whether two stems are of one word: equal, or long enough and one goes
// on by a single character, which the rules above leave now and then.
func near(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	return ok && utf8.RuneCountInString(a) >= 5 && utf8.RuneCountInString(rest) == 1
}

// stems lists the different stems of a text's words.
func stems(locale string, tokens []token) []string {
	var out []string
	for _, t := range words(tokens) {
		if s := language.Stem(locale, t.fold); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
