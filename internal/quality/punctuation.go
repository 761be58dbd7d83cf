package quality

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// endings name the signs that may end a text; rules.endings has what a language says
// otherwise. Two texts end alike if the names are the same.
var endings = map[rune]string{
	'.': "a full stop", '?': "a question mark", '!': "an exclamation mark", '…': "an ellipsis",
	':': "a colon", ';': "a semicolon", '·': "a mark of another language",
}

const endNone = "no punctuation mark"

// closers may follow the last sign of a text and are not compared.
const closers = "\"'”“’‘»«›‹)]}"

// last is the index of the last sign that counts, -1 if there is none, and its name.
func (v *view) last() (int, string) {
	i := len(v.prose) - 1
	for unicode.IsSpace(v.char(i)) || noWidth(v.char(i)) || among(v.char(i), closers) {
		i--
	}
	sign := v.char(i)
	switch two := string([]rune{v.char(i - 1), sign}); two {
	case "..":
		sign = '…'
	case "?!":
		sign = '?'
	}
	return i, cmp.Or(v.rules.endings[sign], endings[sign], endNone)
}

// abbreviated says that the full stop at i may belong to an abbreviation alone.
func (v *view) abbreviated(i int) bool {
	text := " " + string(lower(v.prose[:max(i, 0)]))
	return v.char(i) == '.' && slices.ContainsFunc(v.rules.abbreviations, func(short string) bool {
		before, found := strings.CutSuffix(text, short)
		return found && strings.HasSuffix(strings.TrimRight(before, "("), " ")
	})
}

// checkEndPunctuation compares the last signs, quotation marks and brackets apart.
func checkEndPunctuation(p *pair) {
	s, want := p.source.last()
	t, got := p.target.last()
	if t < 0 || s < 0 {
		return
	}
	place := []Span{p.target.span(t, t+1)}
	switch {
	case got == endings['.'] && p.target.rules.stopAfterQuote && among(p.target.char(t+1), "”»") && !p.target.abbreviated(t):
		p.warn("end_punctuation", place, "The full stop stands before the closing quotation mark. Put it behind.")
	case want == got, got == endNone && p.source.abbreviated(s), want == endNone && p.target.abbreviated(t):
	default:
		p.add("end_punctuation", Warning, []Span{p.source.span(s, s+1)}, place,
			"The source ends with %s, the translation with %s. End them alike, or dismiss this.", want, got)
	}
}

// checkInvertedMarks wants ¿ or ¡ for every question and exclamation in Spanish, where
// it begins, and none elsewhere. (?) and (!) express doubt.
func checkInvertedMarks(p *pair) {
	v := p.target
	if v.lang != "es" {
		p.warn("inverted_marks", v.where(func(_ int, r rune) bool { return among(r, "¿¡") }), "¿ and ¡ are Spanish. Remove them.")
		return
	}
	open := -1
	p.warn("inverted_marks", v.where(func(i int, r rune) bool {
		switch {
		case among(r, "¿¡"):
			open = i
		case among(r, "?!") && !among(v.char(i-1), "?!("):
			missing := open < 0
			open = -1
			return missing
		}
		return false
	}), "The opening ¿ or ¡ is missing. Put it where the question or exclamation begins.")
	if open >= 0 {
		p.warn("inverted_marks", []Span{v.span(open, open+1)}, "The question or exclamation that opens here is not closed. Put ? or ! at its end.")
	}
}

// checkSemicolon finds an English ; left in Greek, where it asks a question.
func checkSemicolon(p *pair) {
	v := p.target
	if v.lang == "el" && p.source.lang != "el" && slices.Contains(p.source.prose, ';') {
		p.warn("semicolon", v.where(func(i int, r rune) bool {
			return among(r, ";\u037e") && unicode.IsSpace(v.char(i+1)) && unicode.IsLower(v.char(i+2))
		}), "In Greek ; is a question mark. Write · for a semicolon.")
	}
}
