package memory

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"movingcities/internal/db"
)

// The bounds of a lookup's work, whatever the size of the memory.
const (
	maxWords      = 40   // of the query that are looked up, the longest
	maxCounted    = 200  // up to here the texts with a word are counted; beyond, it is frequent
	maxPerWord    = 800  // index rows read for one word, those of the nearest length
	maxRows       = 2000 // index rows read in all, unless the rarest words alone are more
	leastWords    = 5    // so many of the rarest words are read in any case
	maxCandidates = 100  // texts that are compared
)

// rated is a word of the query with the number of texts that hold it, counted up
// to maxCounted.
type rated struct {
	Word string
	N    int
}

// weight says how much a shared word tells: the rarer the more.
func (r rated) weight() int { return 2 + bits.Len(uint(maxPerWord/max(1, r.N))) }

// likeliest puts texts first that share much of the rare words for their length.
const likeliest = ` GROUP BY text_id
	ORDER BY SUM(weight) * 1000 / (CASE WHEN MIN(size) > ? THEN MIN(size) ELSE ? END) DESC, text_id LIMIT ?`

// candidates names the texts in the memory that may be like the one asked for: the
// text itself, and those of a similar length that share most of its rarest words.
func candidates(tx *db.Tx, a asked) ([]int64, error) {
	own := textID(a.hash)
	asked, err := rarest(tx, a)
	if err != nil || len(asked) == 0 {
		return []int64{own}, err
	}
	sql, args := a.holdingOnSQLite(asked)
	if tx.Postgres() {
		sql, args = a.holdingOnPostgres(asked)
	}
	ids, err := db.Query[int64](tx, sql+likeliest, append(args, len(a.tokens), len(a.tokens), maxCandidates)...)
	return append(ids, own), err
}

func (a asked) holdingOnSQLite(words []rated) (string, []any) {
	var sql []string
	var args []any
	least, most := sizes(a)
	n := len(a.tokens)
	const nearest = "SELECT * FROM (SELECT text_id, size, ? AS weight FROM memory_words WHERE locale = ? AND word = ? AND size BETWEEN ? AND ? "
	for _, w := range words {
		sql = append(sql, nearest+"ORDER BY size, text_id LIMIT ?) w", nearest+"ORDER BY size DESC, text_id DESC LIMIT ?) w")
		args = append(args, w.weight(), a.Source, w.Word, n, most, maxPerWord/2, w.weight(), a.Source, w.Word, least, n-1, maxPerWord/2)
	}
	return "SELECT text_id FROM (" + strings.Join(sql, " UNION ALL ") + ") found", args
}

// holdingOnPostgres is one text for any number of words, planned once a
// connection. The lateral subqueries with their limits leave the planner nothing
// but the index, even before it has statistics of the table.
func (a asked) holdingOnPostgres(words []rated) (string, []any) {
	least, most := sizes(a)
	n := len(a.tokens)
	var list, weights []string
	for _, w := range words {
		list, weights = append(list, w.Word), append(weights, strconv.Itoa(w.weight()))
	}
	return `SELECT f.text_id FROM unnest(string_to_array(?, ' '), string_to_array(?, ' ')::int[]) w(word, weight), LATERAL (
		(SELECT text_id, size FROM memory_words m WHERE m.locale = ? AND m.word = w.word AND m.size BETWEEN ? AND ?
			ORDER BY m.size, m.text_id LIMIT ?) UNION ALL
		(SELECT text_id, size FROM memory_words m WHERE m.locale = ? AND m.word = w.word AND m.size BETWEEN ? AND ?
			ORDER BY m.size DESC, m.text_id DESC LIMIT ?)) f`,
		[]any{strings.Join(list, " "), strings.Join(weights, " "), a.Source, n, most, maxPerWord / 2, a.Source, least, n - 1, maxPerWord / 2}
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
	counted, err := count(tx, a, list)
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

// count tells how many texts of a similar length hold each word, up to maxCounted.
func count(tx *db.Tx, a asked, words []string) ([]rated, error) {
	least, most := sizes(a)
	if tx.Postgres() {
		return db.Query[rated](tx, `SELECT w.word, (SELECT COUNT(*) FROM (SELECT 1 FROM memory_words m
			WHERE m.locale = ? AND m.word = w.word AND m.size BETWEEN ? AND ? LIMIT ?) x) AS n
			FROM unnest(string_to_array(?, ' ')) w(word)`, a.Source, least, most, maxCounted, strings.Join(words, " "))
	}
	var sql []string
	var args []any
	for _, w := range words {
		sql = append(sql, "SELECT CAST(? AS TEXT) AS word, COUNT(*) AS n FROM (SELECT 1 FROM memory_words WHERE locale = ? AND word = ? AND size BETWEEN ? AND ? LIMIT ?) w")
		args = append(args, w, a.Source, w, least, most, maxCounted)
	}
	return db.Query[rated](tx, strings.Join(sql, " UNION ALL "), args...)
}
