package quality

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// particles are small words of more than three letters within names.
const particles = " against from with dell della delle degli dello nella alla pour avec dans gegen para sobre contra voor tegen przeciw "

// checkSameAsSource finds text left in the source's language. Names, abbreviations,
// addresses, single words and figures may well be the same in two languages.
func checkSameAsSource(p *pair) {
	words := p.target.split()
	ordinary := slices.ContainsFunc(words, func(w word) bool {
		return unicode.IsLower(p.target.prose[w.from]) && utf8.RuneCountInString(w.text) > 3 && !strings.Contains(particles, " "+w.text+" ")
	})
	if p.source.lang != p.target.lang && len(words) > 1 && ordinary && strings.TrimSpace(p.source.plain) == strings.TrimSpace(p.target.plain) {
		p.warn("same_as_source", []Span{p.target.span(0, len(p.target.prose))},
			"The text is the same as the source. Translate it, or dismiss this if it is a name.")
	}
}

// checkRepeatedWord finds a word typed twice. What the source repeats, and what a
// language says twice, may be; two names with capitals (Baden Baden) are one.
func checkRepeatedWord(p *pair) {
	repeated := func(v *view) []Span {
		var places []Span
		var last word
		for _, w := range v.split() {
			between := string(v.prose[last.to:w.from])
			if strings.EqualFold(w.text, last.text) && between != "" && strings.TrimFunc(between, inline) == "" &&
				(unicode.IsLower(v.prose[w.from]) || w.text != last.text) && !slices.Contains(v.rules.twice, strings.ToLower(w.text)) {
				places = append(places, v.span(w.from, w.to))
			}
			last = w
		}
		return places
	}
	if len(repeated(p.source)) == 0 {
		p.warn("repeated_word", repeated(p.target), "A word stands twice in a row. Remove one, or dismiss this if it is meant.")
	}
}

// checkMixedScript finds letters of two alphabets in one word, which look right and are
// found by no search; the micro sign in Greek is one.
func checkMixedScript(p *pair) {
	var places []Span
	for _, w := range p.target.split() {
		scripts := 0
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic} {
			if strings.ContainsFunc(w.text, func(r rune) bool { return unicode.Is(script, r) }) {
				scripts++
			}
		}
		if scripts > 1 || scripts == 1 && strings.ContainsRune(w.text, 'µ') {
			places = append(places, p.target.span(w.from, w.to))
		}
	}
	p.warn("mixed_script", places, "A word mixes letters of two alphabets that look alike. Type it again in one.")
}

// checkApostrophe finds accents typed for apostrophes, and in Italian apostrophes for
// accents: E' for È, and pò for po’.
func checkApostrophe(p *pair) {
	v := p.target
	p.warn("apostrophe", v.where(func(i int, _ rune) bool { return v.accentFor(i) }), "An accent stands for an apostrophe. Write ’.")
	if v.lang != "it" {
		return
	}
	for _, w := range v.split() {
		switch {
		case w.text == "E" && isApostrophe(v.char(w.to)) && unicode.IsSpace(v.char(w.to+1)):
			p.warn("apostrophe", []Span{v.span(w.from, w.to)}, "An apostrophe stands for an accent. Write È.")
		case strings.EqualFold(w.text, "pò"):
			p.warn("apostrophe", []Span{v.span(w.from, w.to)}, "The word is cut, not accented. Write po’.")
		}
	}
}

// checkMaxLength counts characters as schema does: runes of the composed form.
func checkMaxLength(p *pair) {
	if n := utf8.RuneCountInString(norm.NFC.String(p.target.plain)); p.Max > 0 && n > p.Max {
		p.add("max_length", Warning, nil, []Span{p.target.span(min(p.Max, len(p.target.prose)), len(p.target.prose))},
			"This has %d characters; at most %d are allowed. Shorten it.", n, p.Max)
	}
}

// checkLengthRatio finds translations in which something is probably left out or added.
// Languages differ by a third; professional translations of sentences stay within half
// and twice the length. Of a title the length says nothing.
func checkLengthRatio(p *pair) {
	const title = 60
	s, t := utf8.RuneCountInString(p.source.plain), utf8.RuneCountInString(p.target.plain)
	what := "longer"
	switch {
	case s < title, t <= 2*s && s <= 2*t:
		return
	case t < s:
		what = "shorter"
	}
	p.add("length_ratio", Warning, nil, nil, "The translation is much %s than the source. Look whether something is missing or was added.", what)
}
