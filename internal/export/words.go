package export

import (
	"encoding/json"
	"html"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"movingcities/internal/language"
	"movingcities/internal/site/texts"
)

// wordList is what the script of the search page knows in one language. Forms are
// the words as they are written in the texts, folded; each leads to the
// documents with any form of the same word.
type wordList struct {
	Kinds     []kind              `json:"kinds"`
	Documents []found             `json:"documents"`
	Forms     map[string]int      `json:"forms"`    // of a word: its place in Postings
	Postings  [][]int             `json:"postings"` // numbers of documents times 4, plus weight
	Counts    map[string][]string `json:"counts"`   // how numbers are said, for samples()
	Samples   []int               `json:"samples"`
	Said      map[string]string   `json:"said"`
}

type kind struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type found struct {
	Address string `json:"address"`
	Title   string `json:"title"`
	Kind    string `json:"kind"`
	Of      string `json:"of,omitempty"`
	Summary string `json:"summary,omitempty"`
}

// How much a word says about a document by where it stands.
const (
	inText    = 1
	inSummary = 2
	inTitle   = 3
)

// longest is how many bytes a form of a word may have; what is longer is an address.
const longest = 40

var (
	titleTag    = regexp.MustCompile(`(?s)<h1[^>]*>(.*?)</h1>`)
	mainTag     = regexp.MustCompile(`(?s)<main[^>]*>(.*)</main>`)
	silent      = regexp.MustCompile(`(?s)<(form|nav|noscript|svg|script)\b.*?</(form|nav|noscript|svg|script)>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
	summaryTag  = regexp.MustCompile(`<meta name="description" content="([^"]*)">`)
	elsewhere   = regexp.MustCompile(`<link rel="alternate" hreflang="[a-z-]+" href="([^"]+)">`)
	letterParts = regexp.MustCompile(`[\pL\pM\pN]+`)
)

// samples are numbers that between them need every plural form of a language.
func samples() []int { return []int{0, 1, 2, 3, 5, 11, 12, 21, 22, 25, 100, 101, 1000000} }

// words writes the index of each language, made from the pages that were kept.
func (r *run) words() error {
	for _, l := range r.Model.Locales() {
		list := &wordList{Forms: map[string]int{}, Counts: map[string][]string{}, Samples: samples(), Said: map[string]string{}}
		for _, name := range []string{"city", "approach", "network", "policy_area", "page"} {
			if t := r.Model.Type(name); t != nil {
				list.Kinds = append(list.Kinds, kind{name, t.Names[l.Code].Other})
			}
		}
		for _, key := range []string{"search.results", "count.cities", "count.approaches"} {
			for _, n := range samples() {
				said := r.texts.Say(l.Code, key, texts.Named("count", n))
				list.Counts[key] = append(list.Counts[key], strings.Replace(said, texts.Number(l.Code, n), "#", 1))
			}
		}
		for _, key := range []string{"search.no_results_hint", "search.start", "search.too_short", "search.partly"} {
			list.Said[key] = r.texts.Say(l.Code, key, nil)
		}
		list.Said["search.no_results"] = r.texts.Say(l.Code, "search.no_results", texts.Named("query", "{query}"))
		r.gather(l.Code, list)
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		if err := r.tree.put(l.Code+"/words.json", raw, ""); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is what the page in a file is about, empty for lists and copies.
func kindOf(name string) string {
	parts := strings.Split(path.Dir(name), "/")
	switch {
	case len(parts) == 3 && parts[1] == "cities":
		return "city"
	case len(parts) == 4 && parts[1] == "cities":
		return "approach"
	case len(parts) == 3 && parts[1] == "networks":
		return "network"
	case len(parts) == 3 && parts[1] == "about":
		return "page"
	case len(parts) == 5 && parts[1] == "approaches" && parts[3] == "area":
		return "policy_area"
	}
	return ""
}

func readable(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(markup, " "))), " ")
}

func first(in *regexp.Regexp, page []byte) string {
	if found := in.FindSubmatch(page); found != nil {
		return string(found[1])
	}
	return ""
}

// vocabulary gathers words: forms of one word have one number.
type vocabulary struct {
	lang     string
	stems    map[string]int
	forms    map[string]int
	postings []map[int]int // document and weight, by the number of the word
}

// learn takes the words of a text of a document.
func (v *vocabulary) learn(document int, text string, weight int) {
	for _, word := range letterParts.FindAllString(text, -1) {
		fold := language.Fold(word)
		form := language.Plain(fold)
		if language.Stop(v.lang, fold) && weight < inTitle || len(form) > longest {
			continue
		}
		stem := language.Stem(v.lang, fold)
		at, known := v.stems[stem]
		if !known {
			at = len(v.postings)
			v.stems[stem], v.postings = at, append(v.postings, map[int]int{})
		}
		if _, known := v.forms[form]; !known {
			v.forms[form] = at
		}
		v.postings[at][document] = max(v.postings[at][document], weight)
	}
}

// gather reads the pages of a language.
func (r *run) gather(lang string, list *wordList) {
	v := &vocabulary{lang: lang, stems: map[string]int{}, forms: list.Forms}
	for _, name := range slices.Sorted(maps.Keys(r.pages)) {
		about, page := kindOf(name), r.pages[name]
		if !strings.HasPrefix(name, lang+"/") || strings.Contains(string(page), `<meta name="robots"`) {
			continue // of another language, or in one
		}
		d := found{Address: "/" + path.Dir(name), Title: readable(first(titleTag, page)), Kind: about, Summary: readable(first(summaryTag, page))}
		number := len(list.Documents)
		if about == "policy_area" {
			_, d.Title, _ = strings.Cut(d.Title, ": ")
		} else {
			for _, other := range elsewhere.FindAllSubmatch(page, -1) {
				v.learn(number, path.Base(string(other[1])), inTitle)
			}
			v.learn(number, readable(silent.ReplaceAllString(first(mainTag, page), " ")), inText)
		}
		if about == "approach" {
			d.Of = readable(first(titleTag, r.pages[path.Dir(path.Dir(name))+"/"+index]))
		}
		list.Documents = append(list.Documents, d)
		v.learn(number, d.Title, inTitle)
		v.learn(number, d.Summary, inSummary)
	}
	for _, posting := range v.postings {
		var line []int
		for number, weight := range posting {
			line = append(line, number*4+weight)
		}
		slices.Sort(line)
		list.Postings = append(list.Postings, line)
	}
}
