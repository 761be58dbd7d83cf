package search

import (
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// How well the ways of matching count.
const (
	exactly       = 1.0
	beginningOnly = 0.35
	maxBeginnings = 15
	maxRead       = 400 // words of the vocabulary read for one beginning or one error
	few           = 5   // hits with all words, up to which those that lack one are shown after them
)

// hit is an entry that was found, with the locale of the text that was.
type hit struct {
	number int64
	locale string // empty: in the locale asked for, or by its name in any
	words  int    // of the question that it has
	score  float64
}

// asked is a question on its way: its words, and what the index has for them.
type asked struct {
	Query
	tx    *db.Tx
	index index
	model *schema.Model
	may   func(typ, country string) bool // nil: everything

	words   []questionWord
	lists   map[string][]posting // by key
	types   *facet
	country *facet
}

// posting is a part of a list as it is stored.
type posting struct {
	block int64
	list  []byte
}

// facet says the value of each entry.
type facet struct {
	values []string
	of     []int16 // by number: index into values, or -1
}

func (f *facet) value(number int64) string {
	if number >= int64(len(f.of)) || f.of[number] < 0 {
		return ""
	}
	return f.values[f.of[number]]
}

// keys are the terms of a word in a locale with how well each counts.
func keysOf(locale, within string, w questionWord, into map[string]float64) {
	for _, form := range wanted(locale, w.fold) {
		into[entryIn(within, form)] = exactly
	}
}

// meanings are, for each word, the keys of its terms in the asked locale and in
// the names.
func (a *asked) meanings(words []questionWord) ([]map[string]float64, error) {
	all := make([]map[string]float64, len(words))
	for i, w := range words {
		all[i] = map[string]float64{}
		keysOf(a.Locale, schema.Und, w, all[i])
		all[i][entryIn(schema.Und, plain(w.fold))] = exactly
		keysOf(a.Locale, a.Locale, w, all[i])
		if !w.prefix {
			continue
		}
		terms, err := a.beginnings(w)
		if err != nil {
			return nil, err
		}
		for _, term := range terms {
			if _, known := all[i][term]; !known {
				all[i][term] = beginningOnly
			}
		}
	}
	return all, nil
}

// beginnings are the terms of the shortest words that begin like a word.
func (a *asked) beginnings(w questionWord) ([]string, error) {
	var terms []string
	for _, locale := range []string{a.Locale, schema.Und} {
		from := entryIn(locale, plain(w.fold))
		rows, err := db.Query[db.SearchWord](a.tx, "SELECT word, term FROM "+a.index.words()+
			" WHERE word >= ? AND word < ? ORDER BY word, term LIMIT ?", from, from+"\U0010FFFF", maxRead)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(rows, func(x, y db.SearchWord) int { return cmp.Compare(len(x.Word), len(y.Word)) })
		n := 0
		for _, r := range rows {
			if n < maxBeginnings && !slices.Contains(terms, r.Term) {
				terms, n = append(terms, r.Term), n+1
			}
		}
	}
	return terms, nil
}

// read loads the lists of keys that are not there yet.
func (a *asked) read(keys []string) error {
	var missing []string
	for _, key := range keys {
		if _, there := a.lists[key]; !there && !slices.Contains(missing, key) {
			missing = append(missing, key)
		}
	}
	for some := range slices.Chunk(missing, rowsAtOnce) {
		for _, key := range some {
			a.lists[key] = nil
		}
		err := a.each("word IN ?", func(word string, p posting) { a.lists[word] = append(a.lists[word], p) }, padded(some))
		if err != nil {
			return err
		}
	}
	return nil
}

// each reads rows of the lists without the detour through structs: a question for
// frequent words reads a thousand of them.
func (a *asked) each(condition string, found func(word string, p posting), args ...any) error {
	rows, err := a.tx.Gorm().Raw("SELECT word, block, list FROM "+a.index.postings()+" WHERE "+condition, args...).Rows()
	if err != nil {
		return err
	}
	for rows.Next() {
		var word string
		var p posting
		if err := rows.Scan(&word, &p.block, &p.list); err != nil {
			return errors.Join(err, rows.Close())
		}
		found(word, p)
	}
	return errors.Join(rows.Err(), rows.Close())
}

// readFacets loads type and country of every entry.
func (a *asked) readFacets() error {
	type row struct {
		word string
		posting
	}
	var rows []row
	err := a.each("word >= ? AND word < ?", func(word string, p posting) { rows = append(rows, row{word, p}) }, facets, facets+"\U0010FFFF")
	if err != nil {
		return err
	}
	a.types, a.country = &facet{}, &facet{}
	size := int64(0)
	for _, r := range rows {
		size = max(size, (r.block+1)*blockSize)
	}
	for _, f := range []*facet{a.types, a.country} {
		f.of = slices.Repeat([]int16{-1}, int(size))
	}
	for _, r := range rows {
		name, value, _ := strings.Cut(strings.TrimPrefix(r.word, facets), "/")
		f := a.types
		if name == countryFacet {
			f = a.country
		}
		at := slices.Index(f.values, value)
		if at < 0 {
			at, f.values = len(f.values), append(f.values, value)
		}
		for rest := range postings(r.list) {
			f.of[r.block*blockSize+int64(rest)] = int16(at)
		}
	}
	return nil
}

// scores adds up the words of one language: each entry's score, and in a bit per
// word which of them it has.
type scores struct {
	points []float32
	has    []uint16
}

func (a *asked) score(meanings []map[string]float64) scores {
	size := len(a.types.of)
	s := scores{make([]float32, size), make([]uint16, size)}
	best := make([]float32, size)
	for i, terms := range meanings {
		clear(best)
		for key, factor := range terms {
			list := a.lists[key]
			weigh := float32(factor * rarity(list, size))
			for _, p := range list {
				from := p.block * blockSize
				for rest, weight := range postings(p.list) {
					if n := from + int64(rest); n < int64(size) {
						best[n] = max(best[n], weigh*float32(weight))
					}
				}
			}
		}
		for n, points := range best {
			if points > 0 {
				s.points[n] += points
				s.has[n] |= 1 << i
			}
		}
	}
	return s
}

// rarity is the inverse document frequency of a list.
func rarity(list []posting, size int) float64 {
	n := 0
	for _, p := range list {
		n += len(p.list) / postingSize
	}
	return math.Log(1 + (float64(size)-float64(n)+0.5)/(float64(n)+0.5))
}

// hits are the entries with all words, unordered. Are there few of them, those
// that lack one of three or more words are added; is there none, those with the
// most words, at least half.
func (a *asked) hits(s scores, all bool) (found []hit, complete bool) {
	having := make([]int, len(a.words)+1) // entries by how many words they have
	for n, has := range s.has {
		if has != 0 && a.admits(int64(n)) {
			having[bits.OnesCount16(has)]++
		}
	}
	least := len(a.words)
	complete = having[least] > 0
	switch {
	case all && !complete:
		return nil, false
	case all, having[least] >= few:
	case complete && least >= 3:
		least--
	case !complete:
		for least > 0 && having[least] == 0 {
			least--
		}
		if 2*least < len(a.words) || least == 0 {
			return nil, false
		}
	}
	for n, has := range s.has {
		if words := bits.OnesCount16(has); words >= least && a.admits(int64(n)) {
			found = append(found, hit{number: int64(n), words: words, score: float64(s.points[n])})
		}
	}
	return found, complete
}

func (a *asked) admits(n int64) bool {
	typ := a.types.value(n)
	return typ != "" && (a.may == nil || a.may(typ, a.country.value(n)))
}
