package quality

import (
	"slices"
	"strings"
	"unicode"
)

// change is something to put in the place of prose[from:to], which is one rune or none,
// so that no tag lies within.
type change struct {
	code     string
	from, to int
	now      string
}

// checkPunctuationSpacing: French signs want a space before them, which Fix makes a
// no-break one; other signs and languages want none.
func checkPunctuationSpacing(p *pair) {
	v := p.target
	missing := func(c change) bool { return c.code == "punctuation_spacing" && c.from == c.to }
	p.warn("punctuation_spacing", v.around(frenchSpaces(v), missing), "French puts a no-break space before this sign. Put one in.")
	p.warn("punctuation_spacing", v.where(func(i int, r rune) bool {
		next := v.char(i + 1)
		return v.rules.spaced[r] == 0 && among(r, ",.;:!?") && i > 0 && inline(v.prose[i-1]) &&
			(next == 0 || unicode.IsSpace(next) || among(next, closers+"?!"))
	}), "No space stands before this sign. Remove it.")
}

// frenchSpaces are the no-break spaces that belong before signs and inside guillemets,
// in the place of nothing or of a breaking space.
func frenchSpaces(v *view) []change {
	if v.rules.spaced == nil {
		return nil
	}
	var out []change
	put := func(code string, at int, space rune) { // at is where the space stands or should
		switch {
		case v.char(at) == ' ':
			out = append(out, change{code, at, at + 1, string(space)})
		case !unicode.IsSpace(v.char(at)):
			out = append(out, change{code, at, at, string(space)})
		}
	}
	for i, r := range v.prose {
		before := i // where a space before the sign stands or should
		if unicode.IsSpace(v.char(i - 1)) {
			before--
		}
		switch {
		case r == '«' && i+1 < len(v.prose):
			put("quotes", i+1, v.rules.spaced['»'])
		case r == '»' && before > 0 && v.prose[before-1] != '«':
			put("quotes", before, v.rules.spaced[r])
		case v.rules.spaced[r] != 0 && r != '»' && before > 0 && v.ends(before-1, i):
			put("punctuation_spacing", before, v.rules.spaced[r])
		}
	}
	return out
}

// ends says whether the sign at i ends what goes before, and is none of 10:30, 5%-ig,
// (!), ?! or :-).
func (v *view) ends(last, i int) bool {
	r, next := v.prose[last], v.char(i+1)
	if v.prose[i] == '%' {
		return isDigit(r)
	}
	follows := next == 0 || unicode.IsSpace(next) || among(next, closers+"?!,.;:…")
	return follows && (inWord(r) || isDigit(r) || among(r, "\uFFFC)]»”’\"'…%.€$"))
}

// innerSpaces are spaces inside guillemets where the language has none. Where « may
// close, the space behind it is right.
func innerSpaces(v *view) []change {
	if v.rules.spaced != nil || !slices.Contains(v.rules.outer, guillemets) || slices.Contains(v.rules.inner, inwards) {
		return nil
	}
	var out []change
	for i := 0; i < len(v.prose); i++ {
		from := i
		for inline(v.char(i)) {
			i++
		}
		if v.char(from-1) == '«' || v.char(i) == '»' {
			for ; from < i; from++ {
				out = append(out, change{"quotes", from, from + 1, ""})
			}
		}
	}
	return out
}

func checkDoubleSpace(p *pair) {
	p.warn("double_space", p.target.where(func(i int, r rune) bool {
		return inline(r) && i > 0 && inline(p.target.prose[i-1])
	}), "There is more than one space. Leave one.")
}

func checkWhitespaceEdges(p *pair) {
	v := p.target
	p.warn("whitespace_edges", v.where(func(i int, r rune) bool {
		return inline(r) && (i == 0 || i == len(v.prose)-1)
	}), "There is a space at the beginning or the end. Remove it.")
	p.warn("whitespace_edges", v.where(func(_ int, r rune) bool { return noWidth(r) }),
		"There is a character without width, which breaks searching. Remove it.")
}

// checkLineBreaks counts the line breaks of plain text; those of rich text are tags.
func checkLineBreaks(p *pair) {
	s, t := strings.Count(p.source.plain, "\n"), strings.Count(p.target.plain, "\n")
	if s != t && len(p.source.tags)+len(p.target.tags) == 0 {
		p.add("line_breaks", Warning, nil, nil, "The source has %d line breaks, the translation %d. Break the lines alike, or dismiss this.", s, t)
	}
}

// oneLetterWords are the spaces after Polish words of one letter, which must not be
// left at the end of a line.
func oneLetterWords(v *view) []change {
	if v.lang != "pl" {
		return nil
	}
	var out []change
	for i, r := range v.prose {
		before, next := v.char(i-2), v.char(i+1)
		if r == ' ' && among(v.char(i-1), "aiouwzAIOUWZ") && (before == 0 || unicode.IsSpace(before) || among(before, "(„«–—")) &&
			(inWord(next) || unicode.IsDigit(next) || among(next, "„«(")) {
			out = append(out, change{"orphans", i, i + 1, "\u00a0"})
		}
	}
	return out
}

// checkOrphans shows what confirming will tie.
func checkOrphans(p *pair) {
	if places := p.target.around(oneLetterWords(p.target), func(change) bool { return true }); len(places) > 0 {
		p.add("orphans", Info, nil, places, "A word of one letter may end the line. Confirming ties it to the next word.")
	}
}
