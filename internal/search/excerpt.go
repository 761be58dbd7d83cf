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

// excerpt cuts the place with the most of the wanted terms out of a text and
// marks them. A text without any is shown from its beginning.
func excerpt(locale, text string, terms map[string]bool, seen map[string]string) []Run {
	words := spans(text)
	if len(words) == 0 {
		return nil
	}
	marks := marked(locale, text, words, terms, seen)
	from := atBeginning(text, words, marks, best(marks))
	to := min(len(words), from+excerptWords)
	return runs(text, words[from:to], marks[from:to], from > 0, to < len(words))
}

// marked names the term that each word is found by, empty for the others. What it
// finds out about a word it keeps in seen, for the next text of the language.
func marked(locale, text string, words []word, terms map[string]bool, seen map[string]string) []string {
	out := make([]string, len(words))
	first := map[rune]bool{} // a stem begins like its word, so most words need none
	for key := range terms {
		_, term, _ := strings.Cut(key, "/")
		first[initial(term)] = true
	}
	for i, w := range words {
		written := text[w.start:w.end]
		term, known := seen[written]
		if !known {
			if fold := language.Fold(written); first[initial(fold)] && !language.Stop(locale, fold) {
				for _, form := range append(forms(locale, fold), plain(fold)) {
					if terms[entryIn(locale, form)] || terms[entryIn(schema.Und, form)] {
						term = form
					}
				}
			}
			seen[written] = term
		}
		out[i] = term
	}
	return out
}

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
