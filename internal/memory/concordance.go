package memory

import (
	"slices"

	"movingcities/internal/db"
)

// Search asks where a phrase occurs.
type Search struct {
	Source   string // locales
	Target   string
	Text     string
	InTarget bool // look in the translations instead of the sources
	Limit    int  // how many at most; 20 when zero
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

// maxFound bounds how many texts with the phrase's rarest words are read.
const maxFound = 500

// Concordance finds pairs that hold the words of a phrase one after another, in
// any inflected form, newest first. Pairs translated in either direction count.
func Concordance(tx *db.Tx, s Search) ([]Found, error) {
	searched := s.Source
	if s.InTarget {
		searched = s.Target
	}
	phrase := stemmed(searched, words(scan(s.Text)))
	if len(phrase) == 0 {
		return []Found{}, nil
	}
	ids, err := holding(tx, searched, phrase)
	if err != nil || len(ids) == 0 {
		return []Found{}, err
	}
	pairs, err := db.Query[db.MemoryPair](tx, `SELECT * FROM memory_pairs WHERE deleted_at IS NULL AND (
			source_locale = ? AND target_locale = ? AND source_id IN ? OR target_locale = ? AND source_locale = ? AND target_id IN ?)
		ORDER BY at DESC, id`, searched, s.other(searched), ids, searched, s.other(searched), ids)
	if err != nil {
		return nil, err
	}
	found := []Found{}
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
		if len(found) == s.limit() {
			break
		}
	}
	return found, nil
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

// holding names texts that hold all words of a phrase, as far as the bound allows.
func holding(tx *db.Tx, locale string, phrase []string) ([]int64, error) {
	different := slices.Compact(slices.Sorted(slices.Values(phrase)))
	return db.Query[int64](tx, `SELECT text_id FROM memory_words WHERE locale = ? AND word IN ?
		GROUP BY text_id HAVING COUNT(*) = ? ORDER BY text_id LIMIT ?`, locale, different, len(different), maxFound)
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
		out[i] = stem(locale, t.fold)
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
	ids, err := holding(tx, locale, phrase)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	pairs, err := db.Query[db.MemoryPair](tx, `SELECT * FROM memory_pairs p WHERE target_locale = ? AND target_id IN ? AND deleted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM memory_pairs n WHERE n.entry_id = p.entry_id AND n.target_locale = p.target_locale AND n.key = p.key
			AND (n.at > p.at OR n.at = p.at AND n.id > p.id)) ORDER BY at DESC, id`, locale, ids)
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
