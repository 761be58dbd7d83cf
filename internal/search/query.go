package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/fault"
	"movingcities/internal/language"
	"movingcities/internal/schema"
)

// Limits of one question.
const (
	MaxText     = 200 // characters
	MaxPage     = 50
	DefaultPage = 20
	MaxPosition = 1000 // how far one can page
	maxWords    = 8
	shortest    = 2 // letters in all
)

// Query is a question. The zero values of all but Text and Locale mean: no
// restriction, from the best on, DefaultPage.
type Query struct {
	Text    string
	Locale  string   // in whose way the words are read, and whose texts come first
	Types   []string // only these
	Country string   // ISO 3166 alpha-2
	Size    int
	After   int  // how many of the best to pass over
	PerType int  // answer with so many of each type instead of a page
	Others  bool // look into the other languages too
}

// questionWord is a word that is looked for.
type questionWord struct {
	word
	prefix bool // what begins like it counts too
}

// parse reads a question's words. Whatever the text is, the result is bounded.
func (q Query) parse() ([]questionWord, error) {
	text := q.Text
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > MaxText {
		return nil, invalid("q", "invalid_query_text", "Search for a readable text of at most 200 characters.")
	}
	all := scan(text)
	letters := 0
	for _, w := range all {
		letters += utf8.RuneCountInString(w.fold)
	}
	if letters < shortest {
		return nil, invalid("q", "query_too_short", "Search for at least two letters.")
	}
	telling := slices.DeleteFunc(slices.Clone(all), func(w word) bool { return language.Stop(q.Locale, w.fold) })
	if len(telling) == 0 {
		telling = all
	}
	var out []questionWord
	for i, w := range telling {
		again := slices.ContainsFunc(out, func(o questionWord) bool { return o.fold == w.fold })
		if !again && len(out) < maxWords {
			last := i == len(telling)-1 && w.end == len(strings.TrimRight(text, " "))
			out = append(out, questionWord{word: w, prefix: last && utf8.RuneCountInString(w.fold) >= 3})
		}
	}
	return out, nil
}

func (q Query) check(m *schema.Model) error {
	if _, known := m.Locale(q.Locale); !known {
		return invalid("locale", "unknown_locale", "There is no such locale here.")
	}
	for _, t := range q.Types {
		if m.Type(t) == nil {
			return invalid("type", "unknown_type", "There is no such content type.")
		}
	}
	if q.Country != "" && !slices.Contains(m.Countries(), q.Country) {
		return invalid("country", "unknown_country", "There is no such country code.")
	}
	if q.Size < 0 || q.Size > MaxPage {
		return invalid("page[size]", "invalid_value", "A page holds 1 to 50 results.")
	}
	if q.After < 0 || q.After > MaxPosition {
		return invalid("page[after]", "invalid_value", "Results end at 1000. Search for something narrower.")
	}
	return nil
}

func invalid(path, code, message string) error {
	return &fault.Error{Kind: fault.Invalid, Code: code, Detail: message, Problems: []fault.Problem{{Path: path, Code: code, Message: message}}}
}
