package search

import (
	"strings"
	"unicode/utf8"

	"movingcities/internal/language"
	"movingcities/internal/schema"
)

// Run is a piece of a text, marked or not.
type Run struct {
	Text string `json:"text"`
	Mark bool   `json:"mark,omitempty"`
}

const (
	excerptWords = 34
	before       = 8   // words before the first mark
	longest      = 400 // bytes of an excerpt in which no word ends
)

// marker finds the words of texts in one language that a question is found by.
// What it finds out about a word it keeps for the next text.
type marker struct {
	locale string
	terms  map[string]bool
	first  map[rune]bool     // a stem begins like its word, so most words need no look
	starts map[rune]bool     // the same by the letter as it is written
	seen   map[string]string // the term of a word, empty for none
}

func newMarker(locale string, terms map[string]bool) *marker {
	m := &marker{locale: locale, terms: terms, first: map[rune]bool{}, starts: map[rune]bool{}, seen: map[string]string{}}
	for key := range terms {
		_, term, _ := strings.Cut(key, "/")
		m.first[initial(term)] = true
	}
	return m
}

// excerpt cuts the place with the most of the wanted terms out of a text and
// marks them. A text without any is shown from its beginning.
func (m *marker) excerpt(text string) []Run {
	words := spans(text)
	if len(words) == 0 {
		return nil
	}
	marks := m.marked(text, words)
	from := atBeginning(text, words, marks, best(marks))
	to := min(len(words), from+excerptWords)
	return runs(text, words[from:to], marks[from:to], from > 0, to < len(words))
}

// marked names the term that each word is found by, empty for the others.
func (m *marker) marked(text string, words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		written := text[w.start:w.end]
		if !m.mayBegin(written) {
			continue
		}
		term, known := m.seen[written]
		if !known {
			if fold := language.Fold(written); m.first[initial(fold)] && !language.Stop(m.locale, fold) {
				for _, form := range append(forms(m.locale, fold), plain(fold)) {
					if m.terms[entryIn(m.locale, form)] || m.terms[entryIn(schema.Und, form)] {
						term = form
					}
				}
			}
			m.seen[written] = term
		}
		out[i] = term
	}
	return out
}

// mayBegin tells from the first letter alone that most words are not wanted. In
// the scripts of Europe it stays the same letter whatever follows.
func (m *marker) mayBegin(written string) bool {
	r, size := utf8.DecodeRuneInString(written)
	if r > europeanScripts {
		return true
	}
	may, known := m.starts[r]
	if !known {
		may = m.first[initial(language.Fold(written[:size]))]
		m.starts[r] = may
	}
	return may
}

// europeanScripts is the last letter of Cyrillic, after Latin and Greek.
const europeanScripts = 0x52F

// initial is the first letter of a word without its accent.
func initial(fold string) rune {
	_, size := utf8.DecodeRuneInString(fold)
	r, _ := utf8.DecodeRuneInString(language.Plain(fold[:size]))
	return r
}

// best is where a window of words begins that has the most different marks.
func best(marks []string) int {
	at, most := 0, 0
	for i, m := range marks {
		if m == "" {
			continue
		}
		different := map[string]bool{}
		total := 0
		for _, other := range marks[i:min(len(marks), i+excerptWords-before)] {
			if other != "" {
				different[other] = true
				total++
			}
		}
		if value := 10*len(different) + min(total, 5); value > most {
			at, most = max(0, i-before), value
		}
	}
	return at
}

// atBeginning moves the start of an excerpt to where a paragraph begins, when one
// begins in the words before the first mark.
func atBeginning(text string, words []word, marks []string, from int) int {
	for i := max(1, from); from > 0 && i < len(words) && marks[i-1] == ""; i++ {
		if strings.Contains(text[words[i-1].end:words[i].start], "\n") {
			return i
		}
	}
	return from
}

func runs(text string, words []word, marks []string, cutBefore, cutAfter bool) []Run {
	var out []Run
	add := func(s string, mark bool) {
		if s == "" {
			return
		}
		s = strings.ReplaceAll(s, "\n", " · ")
		if n := len(out); n > 0 && out[n-1].Mark == mark {
			out[n-1].Text += s
			return
		}
		out = append(out, Run{s, mark})
	}
	if cutBefore && !strings.HasSuffix(strings.TrimRight(text[:words[0].start], " –—-«„“\"'("), "\n") {
		add("… ", false)
	}
	at, end := words[0].start, words[len(words)-1].end
	if !cutBefore {
		at = 0
	}
	if end-at > longest { // text without spaces, or of very long words
		end = at + longest
		for !utf8.RuneStart(text[end]) {
			end--
		}
	}
	for i, w := range words {
		if w.end > end {
			break
		}
		add(text[at:w.start], false)
		add(text[w.start:w.end], marks[i] != "")
		at = w.end
	}
	if cutAfter {
		add(" …", false)
	} else {
		add(text[at:min(len(text), at+longest)], false)
	}
	return out
}
