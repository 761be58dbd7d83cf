package search

import (
	"cmp"
	"slices"
)

// Count is how many of what was found have a value.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets count what was found, each without regard to its own restriction.
type Facets struct {
	Type    []Count `json:"type"`
	Country []Count `json:"country"`
}

// outcome is what a question found, before any text is read.
type outcome struct {
	main, others []hit
	complete     bool
	facets       Facets
	corrected    string // the question that was answered in the place of the one asked
	words        []questionWord
	terms        map[string]map[string]bool // by locale, for the marks
	markers      map[string]*marker         // by locale
}

// find answers a question from the index; a question with words that nothing is
// found by is answered as it was probably meant.
func (a *asked) find() (*outcome, error) {
	words, err := a.parse()
	if err != nil {
		return nil, err
	}
	a.words, a.lists = words, map[string][]posting{}
	if err := a.readFacets(); err != nil {
		return nil, err
	}
	found, misspelt, err := a.evaluate()
	if err != nil || len(misspelt) == 0 {
		return found, err
	}
	text, err := a.corrected(misspelt)
	if err != nil || text == "" {
		return found, err
	}
	again := *a
	again.Text = text
	if again.words, err = again.parse(); err != nil {
		return found, nil //nolint:nilerr // too long with the words put in: the answer stays what it was
	}
	better, _, err := again.evaluate()
	if err != nil || len(better.main) == 0 {
		return found, err
	}
	better.corrected = text
	return better, nil
}

func (a *asked) evaluate() (*outcome, []int, error) {
	meanings, err := a.meanings(a.words)
	if err != nil {
		return nil, nil, err
	}
	out := &outcome{words: a.words, terms: map[string]map[string]bool{}, markers: map[string]*marker{}}
	others := map[string][]map[string]float64{}
	var keys []string
	note := func(locale string, terms map[string]float64) {
		for key := range terms {
			keys = append(keys, key)
			if out.terms[locale] == nil {
				out.terms[locale] = map[string]bool{}
			}
			out.terms[locale][key] = true
		}
	}
	for _, terms := range meanings {
		note(a.Locale, terms)
	}
	for _, l := range a.model.Locales() {
		if l.Code == a.Locale || !a.Others {
			continue
		}
		for _, w := range a.words {
			terms := map[string]float64{}
			keysOf(l.Code, l.Code, w, terms)
			others[l.Code] = append(others[l.Code], terms)
			note(l.Code, terms)
		}
	}
	if err := a.read(keys); err != nil {
		return nil, nil, err
	}
	var main []hit
	main, out.complete = a.hits(a.score(meanings), false)
	a.count(out, main)
	out.main = a.restricted(main)
	out.others = a.elsewhere(main, others)
	misspelt, err := a.misspelt(meanings)
	return out, misspelt, err
}

// restricted keeps the hits of the types and the country asked for, the best first.
func (a *asked) restricted(hits []hit) []hit {
	kept := slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return !a.ofType(h.number) || a.Country != "" && a.country.value(h.number) != a.Country
	})
	slices.SortFunc(kept, func(a, b hit) int {
		return cmp.Or(b.words-a.words, cmp.Compare(b.score, a.score), cmp.Compare(a.number, b.number))
	})
	return kept
}

func (a *asked) ofType(n int64) bool {
	return len(a.Types) == 0 || slices.Contains(a.Types, a.types.value(n))
}

// elsewhere are the entries that only their texts in other languages hold all
// the words of, each in the language that fits best.
func (a *asked) elsewhere(main []hit, others map[string][]map[string]float64) []hit {
	const here = -1
	at := make([]int, len(a.types.of)) // place in found, from 1
	for _, h := range main {
		at[h.number] = here
	}
	var found []hit
	for _, l := range a.model.Locales() {
		if others[l.Code] == nil {
			continue
		}
		hits, _ := a.hits(a.score(others[l.Code]), true)
		for _, h := range hits {
			h.locale = l.Code
			switch i := at[h.number]; {
			case i == 0:
				found = append(found, h)
				at[h.number] = len(found)
			case i > 0 && found[i-1].score < h.score:
				found[i-1] = h
			}
		}
	}
	return a.restricted(found)
}

func (a *asked) count(out *outcome, hits []hit) {
	types, countries := map[string]int{}, map[string]int{}
	for _, h := range hits {
		country := a.country.value(h.number)
		if a.Country == "" || country == a.Country {
			types[a.types.value(h.number)]++
		}
		if country != "" && a.ofType(h.number) {
			countries[country]++
		}
	}
	out.facets = Facets{Type: counted(types), Country: counted(countries)}
}

// counted sorts by frequency, then by value.
func counted(counts map[string]int) []Count {
	all := []Count{}
	for value, n := range counts {
		all = append(all, Count{value, n})
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return all
}

// page picks the hits that are answered with: a page, or the best of each type.
func (a *asked) page(hits []hit) []hit {
	if a.PerType > 0 {
		taken := map[string]int{}
		return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
			typ := a.types.value(h.number)
			taken[typ]++
			return taken[typ] > a.PerType
		})
	}
	size := cmp.Or(a.Size, DefaultPage)
	from := min(a.After, len(hits))
	return hits[from:min(from+size, len(hits))]
}
