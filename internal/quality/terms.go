package quality

import (
	"slices"
	"strings"
	"unicode"
)

// checkGlossary looks for each term that the source uses. A term is found as whole
// words; its rendering may go on (Stadtrat, Stadtrats), and other inflected forms are
// those that the glossary lists.
func checkGlossary(p *pair) {
	for _, term := range p.Terms {
		place := p.source.phrase(term.Source, true)
		if len(place) == 0 {
			continue
		}
		wrong := slices.IndexFunc(term.Forbidden, func(s string) bool { return len(p.target.phrase(s, false)) > 0 })
		right := slices.ContainsFunc(append([]string{term.Target}, term.Forms...), func(s string) bool { return len(p.target.phrase(s, false)) > 0 })
		switch {
		case wrong >= 0:
			p.add("glossary", Warning, place, p.target.phrase(term.Forbidden[wrong], false),
				"The glossary decided against “%s”. Write “%s”.", term.Forbidden[wrong], term.Target)
		case !right:
			p.add("glossary", Warning, place, nil,
				"The glossary renders “%s” as “%s”. Use it, or dismiss this if another word is right here.", term.Source, term.Target)
		}
	}
}

// phrase finds words in prose, whatever their case; whole also wants the last one to
// end there.
func (v *view) phrase(words string, whole bool) []Span {
	want, text := lower([]rune(strings.TrimSpace(words))), lower(v.prose)
	for i := 0; len(want) > 0 && i+len(want) <= len(text); i++ {
		end := i + len(want)
		if slices.Equal(text[i:end], want) && !inWord(v.char(i-1)) && (!whole || !inWord(v.char(end))) {
			return []Span{v.span(i, end)}
		}
	}
	return nil
}

// lower keeps the number of runes, which strings.ToLower does not; any space is one.
func lower(s []rune) []rune {
	out := make([]rune, len(s))
	for i, r := range s {
		if out[i] = unicode.ToLower(r); unicode.IsSpace(r) {
			out[i] = ' '
		}
	}
	return out
}
