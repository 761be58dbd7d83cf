package quality

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Edit is one thing that Fix did. At is where Now stands in the fixed text, in runes;
// Code is the check that it is for.
type Edit struct {
	Code string `json:"code"`
	At   int    `json:"at"`
	Was  string `json:"was"`
	Now  string `json:"now"`
}

// fixes in their order: quotation marks are settled before spaces inside them.
var fixes = []func(*view) []change{apostrophes, greekSigns, ownQuotes, innerSpaces, frenchSpaces, oneLetterWords}

// Fix corrects the typography of a text in memory form: what doc.go lists, in the
// languages that have rules. It never touches tags, addresses and placeholders, changes
// nothing the second time, and says what it did in the order of the text. A text that
// is not UTF-8, too long to be a paragraph, or such that one fix asks for another for
// ever comes back as it is.
func Fix(locale, text string) (fixed string, edits []Edit) {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > longest {
		return text, nil
	}
	fixed = text
	for range 4 {
		before := fixed
		for _, fix := range fixes {
			v := newView(Text{Locale: locale, Text: fixed})
			fixed, edits = v.apply(fix(v), []rune(fixed), edits)
		}
		if fixed == before {
			return fixed, edits
		}
	}
	return text, nil
}

// apply makes the changes, which are in order and apart, and records them among the
// edits made before.
func (v *view) apply(changes []change, text []rune, edits []Edit) (string, []Edit) {
	moved := 0
	for _, c := range changes {
		e := Edit{Code: c.code, At: v.span(c.from, c.to).Start + moved, Was: string(v.prose[c.from:c.to]), Now: c.now}
		text = slices.Replace(text, e.At, e.At+c.to-c.from, []rune(e.Now)...)
		grown := utf8.RuneCountInString(e.Now) - (c.to - c.from)
		moved += grown
		edits = insert(edits, e, grown)
	}
	return string(text), edits
}

// insert puts an edit in the order of the text; what stands behind it moves. Of two
// edits of the same rune one remains.
func insert(edits []Edit, e Edit, grown int) []Edit {
	at := 0
	for at < len(edits) && (edits[at].At < e.At || edits[at].At == e.At && edits[at].Now == "") {
		at++
	}
	if at < len(edits) && edits[at].At == e.At && e.Was == edits[at].Now {
		e.Was = edits[at].Was
		edits = slices.Delete(edits, at, at+1)
	}
	for i := at; i < len(edits); i++ {
		edits[i].At += grown
	}
	if e.Was == e.Now {
		return edits
	}
	return slices.Insert(edits, at, e)
}

// Undo takes edits of Fix back, all or some of them, each exactly where Fix put it. It
// reports false and changes nothing if the text is no longer the one that they fit.
func Undo(fixed string, edits []Edit) (string, bool) {
	if !utf8.ValidString(fixed) { // of which Fix changes nothing
		return fixed, len(edits) == 0
	}
	text := []rune(fixed)
	for _, e := range slices.Backward(edits) {
		end := e.At + utf8.RuneCountInString(e.Now)
		if e.At < 0 || end > len(text) || string(text[e.At:end]) != e.Now {
			return fixed, false
		}
		text = slices.Replace(text, e.At, end, []rune(e.Was)...)
	}
	return string(text), true
}

// greekSigns replaces signs that were typed in Latin, behind Greek letters only: a title
// in another language keeps its own.
func greekSigns(v *view) []change {
	return v.replace("end_punctuation", func(i int, r rune) rune {
		if unicode.Is(unicode.Greek, v.char(i-1)) {
			return v.rules.signs[r]
		}
		return 0
	})
}
