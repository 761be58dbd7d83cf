package memory

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/spanish"
	"golang.org/x/text/unicode/norm"
)

// longestWord is in bytes. What is longer is no word of a language and is kept as
// it is, cut to a length that every index takes.
const longestWord = 120

// stem is the part of a folded word that its inflected forms share. In a language
// without rules here every form stands for itself.
func stem(locale, folded string) string {
	if len(folded) > longestWord {
		return strings.ToValidUTF8(folded[:longestWord], "")
	}
	language, _, _ := strings.Cut(locale, "-")
	switch language {
	case "el":
		return greek(folded)
	case "pl":
		return polish(folded)
	case "de":
		return snowball(german.Stem, folded)
	case "en":
		return snowball(english.Stem, folded)
	case "es":
		return snowball(spanish.Stem, folded)
	case "fr":
		return snowball(french.Stem, folded)
	case "it":
		return snowball(italian.Stem, folded)
	}
	return folded
}

func snowball(rules func(*snowballstem.Env) bool, folded string) string {
	env := snowballstem.NewEnv(folded)
	rules(env)
	return env.Current()
}

// greek takes the ending of nouns, adjectives and common verbs off. The tonos goes
// first, since it moves with the case: άνθρωπος, ανθρώπου.
func greek(folded string) string {
	return cut(bare(folded), 3, []string{
		"ουσεσ", "ουμε", "ουνε", "οντασ", "εων", "εωσ", "εισ", "ουσ", "ουν", "ιου", "ιων", "ιεσ", "ιασ", "ιοι",
		"οσ", "ου", "οι", "ων", "ον", "ησ", "εσ", "ασ", "ια", "ιο", "ει", "υσ", "α", "ε", "η", "ι", "ο", "υ", "ω",
	})
}

// polish takes the ending of nouns and adjectives off and undoes the softening
// that comes with some: rada and radzie, migrant and migranci.
func polish(folded string) string {
	s := cut(strings.ReplaceAll(bare(folded), "ł", "l"), 3, []string{
		"iemu", "iego", "iami", "iach", "owie", "ami", "ach", "owi", "iom", "iem", "iej", "imi", "emu", "ego", "ymi", "ych", "ich",
		"ow", "om", "em", "ej", "ym", "im", "ie", "ia", "iu", "io", "a", "e", "i", "o", "u", "y",
	})
	if root, ok := strings.CutSuffix(s, "iec"); ok && len(root) >= 3 {
		s = root + "c"
	}
	if root, ok := strings.CutSuffix(s, "ek"); ok && len(root) >= 3 {
		s = root + "k"
	}
	for _, soft := range [][2]string{{"dz", "d"}, {"rz", "r"}, {"nc", "nt"}, {"c", "k"}} {
		if root, ok := strings.CutSuffix(s, soft[0]); ok && len(root) >= 2 {
			return root + soft[1]
		}
	}
	return s
}

// cut takes the longest of the endings off that leaves at least so many characters.
func cut(s string, atLeast int, endings []string) string {
	best := ""
	for _, e := range endings {
		if len(e) > len(best) && strings.HasSuffix(s, e) && utf8.RuneCountInString(s)-utf8.RuneCountInString(e) >= atLeast {
			best = e
		}
	}
	return strings.TrimSuffix(s, best)
}

// bare takes all accents off.
func bare(s string) string {
	return string(slices.DeleteFunc([]rune(norm.NFD.String(s)), func(r rune) bool { return unicode.Is(unicode.Mn, r) }))
}

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
		if s := stem(locale, t.fold); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
