// Package language knows how words of the seven languages inflect and which of
// them say nothing: the forms under which the translation memory, the glossary
// and the search compare words. It is pure.
package language

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

// Stem is the part of a folded word that its inflected forms share. In a language
// without rules here every form stands for itself.
func Stem(locale, folded string) string {
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
	return cut(Bare(folded), 3, []string{
		"ουσεσ", "ουμε", "ουνε", "οντασ", "εων", "εωσ", "εισ", "ουσ", "ουν", "ιου", "ιων", "ιεσ", "ιασ", "ιοι",
		"οσ", "ου", "οι", "ων", "ον", "ησ", "εσ", "ασ", "ια", "ιο", "ει", "υσ", "α", "ε", "η", "ι", "ο", "υ", "ω",
	})
}

// polish takes the ending of nouns and adjectives off and undoes the softening
// that comes with some: rada and radzie, migrant and migranci.
func polish(folded string) string {
	s := cut(strings.ReplaceAll(Bare(folded), "ł", "l"), 3, []string{
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

// Fold is a text as words are compared: NFC, lower case, one form of sigma.
func Fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return strings.ReplaceAll(norm.NFC.String(strings.ToLower(norm.NFC.String(s))), "ς", "σ")
}

// Letter tells whether a character is part of a word. Apostrophes and hyphens
// are not, so that "d’asile" is found by "asile".
func Letter(r rune) bool {
	if r < utf8.RuneSelf { // most are, and the tables of Unicode take their time
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// Bare takes all accents off.
func Bare(s string) string {
	if ascii(s) {
		return s
	}
	return string(slices.DeleteFunc([]rune(norm.NFD.String(s)), func(r rune) bool { return unicode.Is(unicode.Mn, r) }))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Plain takes the accents off and writes what is no accent, but left out by those
// whose keyboard lacks it, with the letters they type instead.
func Plain(s string) string {
	return withoutKeys.Replace(Bare(s))
}

var withoutKeys = strings.NewReplacer("ł", "l", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ı", "i")
