package memory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/db"
)

// The bounds of a lookup's work, whatever the size of the memory.
const (
	maxWords      = 40   // of the query that are looked up, the longest
	maxCounted    = 300  // up to here the texts with a word are counted; beyond, it is frequent
	maxPerWord    = 800  // index rows read for one word, those of the nearest length
	maxRows       = 2800 // index rows read in all, unless the rarest words alone are more
	leastWords    = 5    // so many of the rarest words are read in any case
	maxCandidates = 120  // texts that are compared
)

// rated is a word of the query with the number of texts that hold it, counted up
// to maxCounted.
type rated struct {
	Word string
	N    int
}

// candidates names the texts in the memory that may be like the one asked for: the
// text itself, and those of a similar length that share most of its rarest words.
func candidates(tx *db.Tx, a asked) ([]int64, error) {
	own := textID(a.hash)
	asked, err := rarest(tx, a)
	if err != nil || len(asked) == 0 {
		return []int64{own}, err
	}
	var sql []string
	var args []any
	least, most := sizes(a)
	const nearest = "SELECT * FROM (SELECT text_id, size FROM memory_words WHERE locale = ? AND word = ? AND size BETWEEN ? AND ? "
	for _, w := range asked {
		sql = append(sql, nearest+"ORDER BY size, text_id LIMIT ?) w", nearest+"ORDER BY size DESC, text_id DESC LIMIT ?) w")
		args = append(args, a.Source, w.Word, len(a.tokens), most, maxPerWord/2, a.Source, w.Word, least, len(a.tokens)-1, maxPerWord/2)
	}
	args = append(args, len(a.tokens), maxCandidates)
	ids, err := db.Query[int64](tx, "SELECT text_id FROM ("+strings.Join(sql, " UNION ALL ")+
		") found GROUP BY text_id ORDER BY COUNT(*) DESC, ABS(MIN(size) - ?), text_id LIMIT ?", args...)
	return append(ids, own), err
}

// sizes are the lengths that a text can have to reach the lowest score wanted.
func sizes(a asked) (least, most int) {
	n := len(a.tokens)
	return n * a.Least / 100, n*100/a.Least + 1
}

// rarest gives the words of the query that the fewest texts hold, as many as the
// bounds allow, so that a frequent word costs nothing.
func rarest(tx *db.Tx, a asked) ([]rated, error) {
	list := stems(a.Source, a.tokens)
	slices.SortFunc(list, func(x, y string) int {
		return cmp.Or(utf8.RuneCountInString(y)-utf8.RuneCountInString(x), strings.Compare(x, y))
	})
	list = list[:min(len(list), maxWords)]
	if len(list) == 0 {
		return nil, nil
	}
	var sql []string
	var args []any
	least, most := sizes(a)
	for _, w := range list {
		sql = append(sql, "SELECT CAST(? AS TEXT) AS word, COUNT(*) AS n FROM (SELECT 1 FROM memory_words WHERE locale = ? AND word = ? AND size BETWEEN ? AND ? LIMIT ?) w")
		args = append(args, w, a.Source, w, least, most, maxCounted)
	}
	counted, err := db.Query[rated](tx, strings.Join(sql, " UNION ALL "), args...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(counted, func(x, y rated) int { // of two frequent words the longer is likely the rarer
		return cmp.Or(x.N-y.N, utf8.RuneCountInString(y.Word)-utf8.RuneCountInString(x.Word), strings.Compare(x.Word, y.Word))
	})
	var chosen []rated
	rows, used := 0, 0
	for _, w := range counted {
		if w.N == 0 {
			continue
		}
		cost := w.N
		if cost == maxCounted {
			cost = maxPerWord
		}
		rows, used = rows+cost, used+1
		if used > leastWords && rows > maxRows {
			break
		}
		chosen = append(chosen, w)
	}
	return chosen, nil
}
