package search

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/language"
	"movingcities/internal/schema"
)

// longestTerm is in bytes; what is longer is no word that anybody types.
const longestTerm = 80

// word is a word of a text with its place in bytes.
type word struct {
	start, end int
	fold       string
}

// scan cuts a text into words.
func scan(text string) []word {
	out := spans(text)
	for i, w := range out {
		out[i].fold = language.Fold(text[w.start:w.end])
	}
	return out
}

// spans are the places of the words of a text.
func spans(text string) []word {
	out := make([]word, 0, len(text)/6+1) // a usual word is longer
	start := -1
	for i, r := range text {
		switch {
		case language.Letter(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			out, start = append(out, word{start: start, end: i}), -1
		}
	}
	if start >= 0 {
		out = append(out, word{start: start, end: len(text)})
	}
	return out
}

// plain is how a word is typed by somebody without its accents at hand.
func plain(fold string) string {
	s := language.Plain(fold)
	if len(s) > longestTerm {
		s = strings.ToValidUTF8(s[:longestTerm], "")
	}
	return s
}

// forms are the terms that a word of a language is found by: its stem, and the
// stem that it seems to have when it is typed without accents. In und a word
// stands for itself.
func forms(locale, fold string) []string {
	if locale == schema.Und {
		return []string{plain(fold)}
	}
	own := plain(language.Stem(locale, fold))
	if bare := plain(language.Stem(locale, language.Bare(fold))); bare != own {
		return []string{own, bare}
	}
	return []string{own}
}

var umlauts = strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü")

// wanted are the terms that a word of a question may mean: in German, ue may
// stand for ü, and a French word that ends in es may end in és, which the stem
// depends on.
func wanted(locale, fold string) []string {
	all := forms(locale, fold)
	other := fold
	switch locale {
	case "de":
		other = umlauts.Replace(fold)
	case "fr":
		for _, end := range [][2]string{{"ees", "ées"}, {"ee", "ée"}, {"es", "és"}, {"e", "é"}} {
			if root, is := strings.CutSuffix(fold, end[0]); is {
				other = root + end[1]
				break
			}
		}
	}
	for _, form := range forms(locale, other) {
		if !slices.Contains(all, form) {
			all = append(all, form)
		}
	}
	return all
}

// class says where in a document a text stands, and so how much it counts.
type class int

const (
	title class = iota
	lead        // summaries and other fields of one paragraph
	heading
	body
)

// part is a text of a document.
type part struct {
	class class
	text  string
}

// How terms are weighed: a word in a title counts as much as many in the body, a
// further occurrence less than the one before, and one in a long text less than
// one in a short text.
const (
	saturation = 4.0
	usualTitle = 2.0   // words
	usualBody  = 250.0 // words
	slope      = 0.4   // of the length
	heaviest   = 255

	countryWeight = 60 // of the name of an entry's country
)

func (c class) boost() float64 { return []float64{14, 3, 2, 1}[c] }

// entryIn says under which key a term of a locale is kept.
func entryIn(locale, term string) string { return locale + "/" + term }

// analysis is what a document is found by.
type analysis struct {
	weights map[string]uint8 // by key
	words   []vocable
	text    string // plain, without the title
}

// vocable is a word of the vocabulary; keys of the locale are before the slash.
type vocable struct{ word, term, shown string }

// analyse weighs the terms of a text. The words of und are given by names and
// need no list of words that say nothing.
func analyse(locale string, parts []part) analysis {
	a := analysis{weights: map[string]uint8{}}
	points := map[string]float64{}
	length, known := 0, map[string]bool{}
	var texts []string
	cache := map[string][]string{}
	for _, p := range parts {
		words := scan(p.text)
		length += len(words)
		worth := p.class.boost()
		if p.class == title {
			worth /= 1 - slope + slope*float64(len(words))/usualTitle
		} else {
			texts = append(texts, strings.TrimSpace(p.text))
		}
		for _, w := range words {
			terms, met := cache[w.fold]
			if !met {
				if !language.Stop(locale, w.fold) {
					terms = forms(locale, w.fold)
				}
				cache[w.fold] = terms
			}
			if len(terms) == 0 {
				continue
			}
			for _, term := range terms {
				points[entryIn(locale, term)] += worth
			}
			if !met {
				a.learn(known, locale, p.text[w.start:w.end], w.fold, terms[0])
			}
		}
	}
	norm := 1 - slope + slope*min(4, float64(length)/usualBody)
	for key, p := range points {
		p /= norm
		a.weights[key] = uint8(max(1, math.Round(heaviest*p/(p+saturation))))
	}
	a.text = strings.Join(texts, "\n")
	return a
}

// learn notes a word for the vocabulary. Numbers and very short words are of no
// use there.
func (a *analysis) learn(known map[string]bool, locale, written, fold, term string) {
	p := plain(fold)
	if utf8.RuneCountInString(p) < 3 || known[p] || strings.ContainsAny(p, "0123456789") {
		return
	}
	known[p] = true
	shown := written
	if locale != schema.Und {
		shown = strings.ToLower(written)
	}
	a.words = append(a.words, vocable{entryIn(locale, p), entryIn(locale, term), shown})
}

// names weighs what an entry is found by in every language: its titles in all of
// them, as they are written and by their stems, the texts that all languages
// share, and the names of its country.
func names(titles map[string]string, shared []part, countries []string) analysis {
	all := analyse(schema.Und, shared)
	known := map[string]bool{}
	put := func(term string, weight uint8) {
		key := entryIn(schema.Und, term)
		all.weights[key] = max(all.weights[key], weight)
	}
	for _, locale := range slices.Sorted(maps.Keys(titles)) {
		own := analyse(locale, []part{{title, titles[locale]}})
		for _, w := range scan(titles[locale]) {
			if language.Stop(locale, w.fold) {
				continue
			}
			terms := forms(locale, w.fold)
			weight := own.weights[entryIn(locale, terms[0])]
			for _, term := range append(terms, plain(w.fold)) {
				put(term, weight)
			}
			all.learn(known, schema.Und, titles[locale][w.start:w.end], w.fold, plain(w.fold))
		}
	}
	for _, name := range countries {
		for _, w := range scan(name) {
			put(plain(w.fold), countryWeight)
			all.learn(known, schema.Und, name[w.start:w.end], w.fold, plain(w.fold))
		}
	}
	return all
}
