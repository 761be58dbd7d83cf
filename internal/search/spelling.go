package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// misspelt are the places of the words that nothing in the language asked for is
// found by, and that no text in another language has as they are.
func (a *asked) misspelt(meanings []map[string]float64) ([]int, error) {
	var at []int
	for i, terms := range meanings {
		known := false
		for key := range terms {
			known = known || len(a.lists[key]) > 0
		}
		if known {
			continue
		}
		var elsewhere []string
		for _, l := range a.model.Locales() {
			elsewhere = append(elsewhere, entryIn(l.Code, plain(a.words[i].fold)))
		}
		rows, err := db.Query[string](a.tx, "SELECT word FROM "+a.index.words()+" WHERE word IN ? LIMIT 1", elsewhere)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			at = append(at, i)
		}
	}
	return at, nil
}

// candidate is a word of the vocabulary that may be meant.
type candidate struct {
	db.SearchWord
	distance int
	size     int64 // of the lists of its term
}

// meant finds the word of the vocabulary that differs least from one that is
// not there; of several, the most frequent. Nil when none is near.
func (a *asked) meant(w questionWord) (*candidate, error) {
	asked := []rune(plain(w.fold))
	allowed := 2
	switch {
	case len(asked) < 4:
		return nil, nil
	case len(asked) < 8:
		allowed = 1
	}
	var near []candidate
	for _, locale := range []string{a.Locale, schema.Und} {
		rows, err := a.similar(locale, asked)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			_, plainWord, _ := strings.Cut(r.Word, "/")
			// A typing error of two signs is common enough in a long word only.
			if d := distance(asked, []rune(plainWord), 2); d <= allowed || d == 2 && len(asked) >= 6 && transposed(asked, []rune(plainWord)) {
				near = append(near, candidate{SearchWord: r, distance: d})
			}
		}
	}
	if len(near) == 0 {
		return nil, nil
	}
	if err := a.weigh(near); err != nil {
		return nil, err
	}
	slices.SortFunc(near, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.distance, y.distance), cmp.Compare(y.size, x.size), cmp.Compare(x.Word, y.Word), cmp.Compare(x.Term, y.Term))
	})
	return &near[0], nil
}

// similar reads the words that share their beginning or their end with one: a
// single error leaves one of the two as it is.
func (a *asked) similar(locale string, asked []rune) ([]db.SearchWord, error) {
	keep := min(3, len(asked)/2)
	ends := slices.Clone(asked)
	slices.Reverse(ends)
	var all []db.SearchWord
	for _, probe := range []struct {
		column string
		start  []rune
	}{{"word", asked[:keep]}, {"reversed", ends[:keep]}} {
		from := entryIn(locale, string(probe.start))
		length := len(locale) + 1 + len(asked)
		rows, err := db.Query[db.SearchWord](a.tx, "SELECT word, term, shown FROM "+a.index.words()+" WHERE "+probe.column+" >= ? AND "+probe.column+
			" < ? AND LENGTH(word) BETWEEN ? AND ? ORDER BY "+probe.column+", term LIMIT ?",
			from, from+"\U0010FFFF", length-2, length+2, 10*maxRead)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func (a *asked) weigh(near []candidate) error {
	sizes := map[string]int64{}
	var keys []string
	for _, c := range near {
		if _, known := sizes[c.Term]; !known {
			sizes[c.Term], keys = 0, append(keys, c.Term)
		}
	}
	for chunk := range chunks(keys) {
		rows, err := db.Query[struct {
			Word string
			Size int64
		}](a.tx, "SELECT word, SUM(LENGTH(list)) AS size FROM "+a.index.postings()+" WHERE word IN ? GROUP BY word", chunk)
		if err != nil {
			return err
		}
		for _, r := range rows {
			sizes[r.Word] = r.Size
		}
	}
	for i := range near {
		near[i].size = sizes[near[i].Term]
	}
	return nil
}

// transposed tells whether the words have the same letters.
func transposed(a, b []rune) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// distance counts the letters that differ, are missing, too many or exchanged
// with their neighbour; more than most counts as most+1.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			edit := 1
			if a[i] == b[j] {
				edit = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+edit)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// corrected is the question with the words that were meant in the place of
// those that are not there; empty when any has no such word.
func (a *asked) corrected(misspelt []int) (string, error) {
	text := a.Text
	for _, i := range slices.Backward(misspelt) {
		w := a.words[i]
		c, err := a.meant(w)
		if err != nil || c == nil {
			return "", err
		}
		shown := c.Shown
		if first, size := utf8.DecodeRuneInString(a.Text[w.start:]); size > 0 && strings.ToUpper(string(first)) == string(first) && strings.ToLower(string(first)) != string(first) {
			r, n := utf8.DecodeRuneInString(shown)
			shown = strings.ToUpper(string(r)) + shown[n:]
		}
		text = text[:w.start] + shown + text[w.end:]
	}
	return text, nil
}
