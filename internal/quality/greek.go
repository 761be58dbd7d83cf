package quality

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// checkFinalSigma finds σ at the end of a word and ς within. A lone σ. is a page, and
// one before an apostrophe is cut.
func checkFinalSigma(p *pair) {
	v := p.target
	p.warn("final_sigma", v.where(func(i int, r rune) bool {
		before, next := v.char(i-1), v.char(i+1)
		return inWord(before) && (r == 'σ' && !inWord(next) && !isApostrophe(next) || r == 'ς' && unicode.IsLetter(next))
	}), "Sigma is ς at the end of a word and σ within. Correct it.")
}

// checkAccents finds Greek words of two syllables or more without tonos. Capitals,
// elided words and first parts of compounds (ημι-) have none.
func checkAccents(p *pair) {
	v := p.target
	if v.lang != "el" {
		return
	}
	var places []Span
	for _, w := range v.split() {
		abbreviation := v.char(w.to) == '.' && slices.Contains(v.rules.abbreviations, strings.ToLower(w.text))
		if bare(w.text) && !abbreviation && !among(v.char(w.to), "'’-\u2011") {
			places = append(places, v.span(w.from, w.to))
		}
	}
	p.warn("accents", places, "A Greek word has no accent. Put the tonos.")
}

// bare says that a word is Greek, in small letters after the first, has two syllables
// and no tonos.
func bare(s string) bool {
	letters := []rune(norm.NFD.String(s))
	for i, r := range letters {
		foreign := !unicode.Is(unicode.Greek, r) && !unicode.IsMark(r)
		if foreign || r == '\u0301' || r == '\u0342' || i > 0 && unicode.IsUpper(r) {
			return false
		}
	}
	return syllables(letters) > 1
}

// syllables counts the vowels of a Greek word that sound apart, at the least: two
// letters for one vowel count once, and ι or υ before a vowel may glide into it (για,
// ποιος), so it is not counted. A diaeresis keeps vowels apart.
func syllables(letters []rune) int {
	n := 0
	last := rune(0) // the vowel just before
	for i, r := range letters {
		r = unicode.ToLower(r)
		if !among(r, "αεηιουω") {
			if last = 0; r == '\u0308' {
				last = 'ι'
			}
			continue
		}
		apart := i+1 < len(letters) && letters[i+1] == '\u0308'
		digraph := among(r, "ιυ") && among(last, "αεοηυ") && !apart
		if glide := among(last, "ιυ"); !digraph && !glide {
			n++
		}
		last = r
	}
	return n
}
