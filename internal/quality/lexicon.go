package quality

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
)

// lexicon says what a word means; a key with * at its end is the stem of many.
type lexicon map[string]float64

// look finds a word in any case; the longest stem counts.
func (l lexicon) look(word string) (float64, bool) {
	word = strings.ToLower(word)
	value, ok := l[word]
	for end := len(word); end > 0 && !ok; end-- {
		value, ok = l[word[:end]+"*"]
	}
	return value, ok
}

//go:embed words.txt
var wordList string

// lexicons are the lists of words.txt, by language and list ("pl months"); dateForms the
// forms of a date with a name of the month, by language.
var lexicons, dateForms = readWords(wordList)

// readWords expects the form that words.txt explains and TestWords holds it to.
func readWords(text string) (map[string]lexicon, map[string]*regexp.Regexp) {
	lists, dates := map[string]lexicon{}, map[string]*regexp.Regexp{}
	for line := range strings.Lines(text) {
		lang, line, _ := strings.Cut(strings.TrimSpace(line), " ")
		list, entries, _ := strings.Cut(line, " ")
		if len(lang) != 2 { // a comment, or nothing
			continue
		}
		l, all := lexicon{}, []string{}
		for entry := range strings.SplitSeq(entries, ";") {
			words := strings.Fields(entry)
			value, _ := strconv.ParseFloat(words[0], 64)
			for _, word := range words[1:] {
				l[strings.ToLower(word)] = value
			}
			all = append(all, words[1:]...)
		}
		if lists[lang+" "+list] = l; list == "months" {
			dates[lang] = dateForm(lang, strings.Join(all, "|"))
		}
	}
	return lists, dates
}

// dateForm is what may stand around the name of a month: 3rd of March, 1er mars, 3. März,
// March 3, 2021, 3 de marzo del 2021, Μαρτίου του 2021.
func dateForm(lang, names string) *regexp.Regexp {
	before := `(?:\b(\d{1,2})(?:st|nd|rd|th|er|º|°|η|ης|\.)?[\s\x{a0}\x{202f}]+(?:of |de )?)?`
	after := `()`
	if lang == "en" {
		after = `(?:\s(\d{1,2})(?:st|nd|rd|th)?\b)?`
	}
	year := `(?:,?[\s\x{a0}\x{202f}]+(?:of |de |del |του )?(\d{4})\b)?`
	return regexp.MustCompile(before + `(` + names + `)\.?` + after + year)
}
