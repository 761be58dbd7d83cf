package quality

import (
	"slices"
	"unicode"
)

// quotation is a pair of quotation marks, by their indexes in prose. depth is 0 for the
// first level.
type quotation struct{ open, close, depth int }

// quotations pairs the quotation marks of a text, whatever language they belong to.
// stray are the marks without a partner. Apostrophes are none of both.
func (v *view) quotations() (pairs []quotation, stray []int) {
	var open []int
	for i := range v.prose {
		depth := len(open) - 1
		top := rune(0)
		if depth >= 0 {
			top = v.prose[open[depth]]
		}
		switch v.role(i, top) {
		case opening:
			open = append(open, i)
		case closing:
			if !partners(top, v.prose[i]) {
				stray = append(stray, i)
				continue
			}
			pairs = append(pairs, quotation{open[depth], i, depth})
			open = open[:depth]
		}
	}
	for _, i := range open {
		if !among(v.prose[i], "'‘") { // may be an apostrophe after all
			stray = append(stray, i)
		}
	}
	return pairs, stray
}

// role tells from the sign, what stands around it and the innermost open mark.
func (v *view) role(i int, top rune) int {
	r := v.prose[i]
	within := inWord(v.char(i-1)) && inWord(v.char(i+1))
	switch {
	case among(r, "„‚"), among(r, "“\"‘") && v.opensHere(i):
		return opening
	case among(r, "«»‹›"):
		if top == mirrored[r] || among(r, "»›") && !v.opensHere(i) {
			return closing
		}
		return opening
	case r == '"' && top == 0 && isDigit(v.char(i-1)): // inches
		return neither
	case among(r, "”“\""), r == '‘' && top == '‚', r == '’' && among(top, "‘‚") && !within, r == '\'' && top == '\'' && !within:
		return closing
	case r == '\'' && v.opensHere(i) && v.closesLater(i+1):
		return opening
	}
	return neither
}

// opensHere says whether a mark at i stands where one opens: before something to read,
// behind space, a bracket, a dash, an elided article or another opening mark.
func (v *view) opensHere(i int) bool {
	before, next := v.char(i-1), v.char(i+1)
	if next == 0 || unicode.IsSpace(next) && !(noBreak(next) && among(v.prose[i], "«»")) {
		return false
	}
	return before == 0 || unicode.IsSpace(before) || among(before, "([{–—-/„“‚‘«»¿¡’'\"")
}

// closesLater says whether a straight single mark from i on stands at the end of a
// word, without another one at a beginning before it.
func (v *view) closesLater(i int) bool {
	for ; i < len(v.prose); i++ {
		if v.prose[i] == '\'' && !(inWord(v.char(i-1)) && inWord(v.char(i+1))) {
			return !v.opensHere(i)
		}
	}
	return false
}

var mirrored = map[rune]rune{'«': '»', '»': '«', '‹': '›', '›': '‹'}

// partners says whether two marks may belong together, in some language or by a slip:
// guillemets with guillemets, double marks with double, single with single.
func partners(open, end rune) bool {
	if other, angled := mirrored[end]; angled {
		return open == other
	}
	return open != 0 && mirrored[open] == 0 && among(open, "'‘’‚") == among(end, "'‘’‚")
}

// allowed are the marks of the language at a depth. Within a quotation segment, which
// the page sets in marks of its own, the first level may be the second.
func (v *view) allowed(depth int, quoted bool) []marks {
	switch {
	case depth == 1:
		return v.rules.inner
	case depth == 0 && !quoted:
		return v.rules.outer
	}
	return slices.Concat(v.rules.inner, v.rules.outer)
}

// checkQuotes wants the language's own marks, in pairs, and without space inside or, in
// French, with no-break spaces.
func checkQuotes(p *pair) {
	v := p.target
	if v.rules.outer == nil {
		return
	}
	var typed, foreign, lone []Span
	pairs, stray := v.quotations()
	for _, q := range pairs {
		places := []Span{v.span(q.open, q.open+1), v.span(q.close, q.close+1)}
		if among(v.prose[q.open], "\"'") || among(v.prose[q.close], "\"'") {
			typed = append(typed, places...)
		} else if !slices.Contains(v.allowed(q.depth, p.Kind == "quotation"), marks{v.prose[q.open], v.prose[q.close]}) {
			foreign = append(foreign, places...)
		}
	}
	for _, i := range stray {
		lone = append(lone, v.span(i, i+1))
	}
	misplaced := func(c change) bool { return c.code == "quotes" && (c.from == c.to || c.now == "") }
	own, within := v.rules.outer[0], v.rules.inner[0]
	p.warn("quotes", lone, "A quotation mark has no partner. Put the other one, or remove it.")
	p.warn("quotes", typed, "These are straight quotation marks. Write %c %c.", own.open, own.close)
	p.warn("quotes", foreign, "These are not the quotation marks of the language here. Write %c %c, within others %c %c.",
		own.open, own.close, within.open, within.close)
	p.warn("quotes", v.around(slices.Concat(innerSpaces(v), frenchSpaces(v)), misplaced),
		"The space inside guillemets is wrong. French has a no-break space there, other languages none.")
}

// ownQuotes replaces marks of other languages and straight ones, if every mark of the
// text has its partner: otherwise nobody knows what was meant.
func ownQuotes(v *view) []change {
	pairs, stray := v.quotations()
	if v.rules.outer == nil || len(stray) > 0 {
		return nil
	}
	now := map[int]rune{}
	for _, q := range pairs {
		// The kind of the segment is unknown here, so what may be right stays.
		if !slices.Contains(v.allowed(q.depth, true), marks{v.prose[q.open], v.prose[q.close]}) {
			own := v.allowed(q.depth, false)[0]
			now[q.open], now[q.close] = own.open, own.close
		}
	}
	return v.replace("quotes", func(i int, _ rune) rune { return now[i] })
}

// apostrophes replaces the keyboard's apostrophe, and accents typed for one.
func apostrophes(v *view) []change {
	quoting := map[int]bool{}
	pairs, _ := v.quotations()
	for _, q := range pairs {
		quoting[q.open], quoting[q.close] = true, true
	}
	return v.replace("apostrophe", func(i int, r rune) rune {
		if unicode.IsLetter(v.char(i-1)) && (r == '\'' && !quoting[i] || v.accentFor(i)) {
			return '’'
		}
		return 0
	})
}

// accentFor says that an accent at i stands for an apostrophe.
func (v *view) accentFor(i int) bool {
	return among(v.char(i), "´`") && unicode.IsLetter(v.char(i-1)) && unicode.IsLetter(v.char(i+1))
}

// replace lists the changes of single runes; 0 leaves one as it is.
func (v *view) replace(code string, by func(i int, r rune) rune) []change {
	var out []change
	for i, r := range v.prose {
		if now := by(i, r); now != 0 {
			out = append(out, change{code, i, i + 1, string(now)})
		}
	}
	return out
}
