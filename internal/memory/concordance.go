package memory

import (
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/language"
)

// Search asks where a phrase occurs.
type Search struct {
	Source   string // locales
	Target   string
	Text     string
	InTarget bool // look in the translations instead of the sources
	Limit    int  // how many at most; 20 when zero
	// Keep leaves out what the asker may not read, before anything is counted; nil
	// keeps all.
	Keep func([]Found) ([]Found, error)
}

// Found is a pair that holds a phrase, with the places of the phrase in the side
// that was searched.
type Found struct {
	ID     string  `json:"id"`
	Source string  `json:"source"`
	Target string  `json:"target"`
	Places []Span  `json:"places"`
	Entry  string  `json:"entry"`
	Key    string  `json:"key"`
	Author string  `json:"author"`
	At     db.Time `json:"at"`
}

// Span is a part of a text, from Start up to End, counted in UTF-16 code units as
// a browser does.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

const (
	// batch is how many pairs with the words of a phrase are read at once.
	batch = 500
	// maxBatches bounds a search for words that are common but never stand together.
	maxBatches = 20
)

// Concordance finds pairs that hold the words of a phrase one after another, in
// any inflected form, newest first. Pairs translated in either direction count.
func Concordance(tx *db.Tx, s Search) ([]Found, error) {
	searched := s.Source
	if s.InTarget {
		searched = s.Target
	}
	found, phrase := []Found{}, stemmed(searched, words(scan(s.Text)))
	if len(phrase) == 0 {
		return found, nil
	}
	var last *db.MemoryPair
	for range maxBatches {
		pairs, err := s.pairs(tx, searched, phrase, last)
		if err != nil {
			return nil, err
		}
		holding := s.holding(pairs, searched, phrase)
		if s.Keep != nil {
			if holding, err = s.Keep(holding); err != nil {
				return nil, err
			}
		}
		if found = append(found, holding...); len(found) >= s.limit() {
			return found[:s.limit()], nil
		}
		if len(pairs) < batch {
			break
		}
		last = &pairs[len(pairs)-1]
	}
	return found, nil
}

// pairs are the newest before the last one whose searched side has all words of
// a phrase, in whatever order.
func (s Search) pairs(tx *db.Tx, searched string, phrase []string, last *db.MemoryPair) ([]db.MemoryPair, error) {
	texts, args := textsWith(searched, phrase)
	sql := `SELECT * FROM memory_pairs WHERE deleted_at IS NULL AND (source_locale = ? AND target_locale = ? AND source_id IN (` + texts + `)
		OR target_locale = ? AND source_locale = ? AND target_id IN (` + texts + `))`
	given := slices.Concat([]any{searched, s.other(searched)}, args, []any{searched, s.other(searched)}, args)
	if last != nil {
		sql, given = sql+" AND (at < ? OR at = ? AND id > ?)", append(given, last.At, last.At, last.ID)
	}
	return db.Query[db.MemoryPair](tx, sql+" ORDER BY at DESC, id LIMIT ?", append(given, batch)...)
}

// holding are the pairs that hold the words one after another.
func (s Search) holding(pairs []db.MemoryPair, searched string, phrase []string) []Found {
	var found []Found
	for _, p := range pairs {
		f := Found{ID: p.ID, Source: p.SourceText, Target: p.TargetText, Entry: p.EntryID, Key: p.Key, Author: p.Author, At: p.At}
		if p.SourceLocale != s.Source {
			f.Source, f.Target = f.Target, f.Source
		}
		text := f.Source
		if s.InTarget {
			text = f.Target
		}
		if f.Places = places(searched, text, phrase); len(f.Places) > 0 {
			found = append(found, f)
		}
	}
	return found
}

func (s Search) limit() int {
	if s.Limit > 0 {
		return s.Limit
	}
	return 20
}

func (s Search) other(locale string) string {
	if locale == s.Source {
		return s.Target
	}
	return s.Source
}

// textsWith is the SQL that names the texts with all words of a phrase.
func textsWith(locale string, phrase []string) (sql string, args []any) {
	different := slices.Compact(slices.Sorted(slices.Values(phrase)))
	return `SELECT text_id FROM memory_words WHERE locale = ? AND word IN ? GROUP BY text_id HAVING COUNT(*) = ?`,
		[]any{locale, different, len(different)}
}

// places are all places where the stems stand one after another.
func places(locale, text string, phrase []string) []Span {
	var out []Span
	list := words(scan(text))
	own := stemmed(locale, list)
	for i := 0; i+len(phrase) <= len(own); i++ {
		if slices.Equal(own[i:i+len(phrase)], phrase) {
			out = append(out, span(text, list[i].start, list[i+len(phrase)-1].end))
		}
	}
	return out
}

func stemmed(locale string, list []token) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = language.Stem(locale, t.fold)
	}
	return out
}

// span turns places in bytes into those of a browser.
func span(text string, start, end int) Span {
	from := units(text[:start])
	return Span{Start: from, End: from + units(text[start:end])}
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// Using finds the places whose newest approved translation holds a term, in any
// inflected form, newest first.
func Using(tx *db.Tx, locale, term string) ([]Found, error) {
	out := []Found{}
	phrase := stemmed(locale, words(scan(term)))
	if len(phrase) == 0 {
		return out, nil
	}
	texts, args := textsWith(locale, phrase)
	pairs, err := db.Query[db.MemoryPair](tx, `SELECT * FROM memory_pairs p WHERE target_locale = ? AND target_id IN (`+texts+`) AND deleted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM memory_pairs n WHERE n.entry_id = p.entry_id AND n.target_locale = p.target_locale AND n.key = p.key
			AND (n.at > p.at OR n.at = p.at AND n.id > p.id)) ORDER BY at DESC, id LIMIT ?`,
		slices.Concat([]any{locale}, args, []any{maxBatches * batch})...)
	for _, p := range pairs {
		if spans := places(locale, p.TargetText, phrase); len(spans) > 0 {
			out = append(out, Found{
				ID: p.ID, Source: p.SourceText, Target: p.TargetText, Places: spans, Entry: p.EntryID, Key: p.Key, Author: p.Author, At: p.At,
			})
		}
	}
	return out, err
}

// Delete takes a wrong pair out of all answers; what was fed once does not come
// back. It says whether there was such a pair.
func Delete(tx *db.Tx, id, by string, at db.Time) (bool, error) {
	n, err := tx.Exec("UPDATE memory_pairs SET deleted_by = ?, deleted_at = ? WHERE id = ? AND deleted_at IS NULL", by, at, id)
	return n > 0, err
}

// Pair is a pair that was not deleted, or nil.
func Pair(tx *db.Tx, id string) (*db.MemoryPair, error) {
	return db.First[db.MemoryPair](tx, "id = ? AND deleted_at IS NULL", id)
}
