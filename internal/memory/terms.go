package memory

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"movingcities/internal/language"
)

// What the glossary says of a term.
const (
	Preferred = "preferred"
	Admitted  = "admitted"
	Forbidden = "forbidden"
)

// Concept is a thing with its terms in all languages.
type Concept struct {
	ID         string `json:"concept"`
	Definition string `json:"definition_en"`
	// Everyday is for words such as resident, which a good text renders in many ways:
	// a translation without the preferred term is told so, but not warned.
	Everyday bool              `json:"everyday,omitempty"`
	Terms    map[string][]Term `json:"terms"` // by locale
}

// Term is a word, or several, for a concept in one language.
type Term struct {
	Text   string `json:"term"`
	Status string `json:"status"`
	Note   string `json:"note"`
}

// Hit is a term in a text.
type Hit struct {
	Span
	Concept string `json:"concept"`
	Term    string `json:"term"` // as the glossary has it
	Status  string `json:"status"`
	Note    string `json:"note,omitempty"`
}

// Recogniser finds the terms of one language in texts. It does not change once
// made, so that many may use it at once.
type Recogniser struct {
	locale  string
	byFirst map[string][]wanted // by the first characters of the first stem
}

// wanted is a term, prepared.
type wanted struct {
	Term
	concept string
	words   []form
}

// form is one word of a term. An acronym is only found as it is written: MENA is
// not the Italian verb.
type form struct {
	stem    string
	acronym string
}

// anchor is how many characters of a first stem two forms of a word have to share.
const anchor = 2

// NewRecogniser prepares the terms that the concepts have in a language.
func NewRecogniser(locale string, concepts []Concept) *Recogniser {
	r := &Recogniser{locale: locale, byFirst: map[string][]wanted{}}
	for _, c := range concepts {
		for _, t := range c.Terms[locale] {
			forms := r.forms(t.Text, words(scan(t.Text)))
			if len(forms) > 0 {
				first := head(forms[0].stem)
				r.byFirst[first] = append(r.byFirst[first], wanted{Term: t, concept: c.ID, words: forms})
			}
		}
	}
	return r
}

func (r *Recogniser) forms(text string, list []token) []form {
	out := make([]form, len(list))
	for i, t := range list {
		out[i].stem = language.Stem(r.locale, t.fold)
		if raw := text[t.start:t.end]; acronym(raw) {
			out[i].acronym = raw
		}
	}
	return out
}

func acronym(s string) bool {
	return utf8.RuneCountInString(s) > 1 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

func head(stem string) string {
	end := 0
	for range anchor {
		_, size := utf8.DecodeRuneInString(stem[end:])
		end += size
	}
	return stem[:end]
}

// Terms finds all terms in a text in memory form, in any inflected form, in order.
// Of terms that overlap the first and longest counts; where several concepts have
// the same words, there is a hit for each.
func (r *Recogniser) Terms(text string) []Hit {
	out := []Hit{}
	tokens := scan(text)
	list := words(tokens)
	forms := r.forms(text, list)
	reach := joinedUntil(tokens)
	for i := 0; i < len(list); {
		length := 0
		var best []wanted
		for _, w := range r.byFirst[head(forms[i].stem)] {
			n := len(w.words)
			if n < length || i+n > reach[i] || !fits(w.words, forms[i:i+n]) {
				continue
			}
			if n > length {
				length, best = n, nil
			}
			best = append(best, w)
		}
		for _, w := range exactFirst(best, list[i:i+length]) {
			out = append(out, Hit{
				Span: span(text, list[i].start, list[i+length-1].end), Concept: w.concept, Term: w.Text, Status: w.Status, Note: w.Note,
			})
		}
		i += max(1, length)
	}
	return out
}

// exactFirst leaves one term a concept: the one that is written as in the text
// when there is such a one, else the first of the glossary.
func exactFirst(found []wanted, list []token) []wanted {
	slices.SortStableFunc(found, func(a, b wanted) int {
		if a.concept != b.concept {
			return strings.Compare(a.concept, b.concept)
		}
		return distance(folds(words(scan(a.Text))), folds(list)) - distance(folds(words(scan(b.Text))), folds(list))
	})
	return slices.CompactFunc(found, func(a, b wanted) bool { return a.concept == b.concept })
}

func fits(term, text []form) bool {
	for i, w := range term {
		if w.acronym != "" && w.acronym != text[i].acronym || !near(w.stem, text[i].stem) {
			return false
		}
	}
	return true
}

// parting is the signs that no term runs over.
const parting = ".,;:!?·…"

// joinedUntil gives for each word the number of the first word behind it that a
// sign parts from it: a term does not run over the end of a sentence or a comma.
func joinedUntil(tokens []token) []int {
	var group []int
	groups := 0
	for i, t := range tokens {
		inside := i > 0 && i+1 < len(tokens) && tokens[i-1].end == t.start && tokens[i+1].start == t.end
		switch {
		case t.kind == word:
			group = append(group, groups)
		case t.kind == sign && strings.Contains(parting, t.fold) && !inside: // Migrant:innen is one word
			groups++
		}
	}
	until := make([]int, len(group))
	for i := len(group) - 1; i >= 0; i-- {
		until[i] = i + 1
		if i+1 < len(group) && group[i+1] == group[i] {
			until[i] = until[i+1]
		}
	}
	return until
}

// Kinds of a Warning.
const (
	MissingPreferred = "missing_preferred"
	ForbiddenUsed    = "forbidden_term"
)

// Warning says what a translation does against the glossary. Span is in the
// source for what is missing, in the target for what is forbidden.
type Warning struct {
	Kind    string   `json:"kind"`
	Concept string   `json:"concept"`
	Term    string   `json:"term"` // of the glossary: in the source, or the forbidden one
	Use     []string `json:"use"`  // what to write instead
	Note    string   `json:"note,omitempty"`
	// Everyday says that the missing term is one of many right words.
	Everyday bool `json:"everyday,omitempty"`
	Span
}

// Check compares a translation with its source by the glossary: a concept that the
// source names by its preferred term shall have its preferred term, or an admitted
// one, in the target, and nothing forbidden shall be there. An admitted term of the
// source is often wider than the concept, and asks for nothing.
//
// How often it fires on the demonstration content TestFalseAlarmsOfTheGlossary prints.
func Check(concepts []Concept, source, target *Recogniser, sourceText, targetText string) []Warning {
	out := []Warning{}
	used := map[string]bool{}
	hits := target.Terms(targetText)
	for _, h := range hits {
		used[h.Concept] = used[h.Concept] || h.Status != Forbidden
	}
	named := source.Terms(sourceText)
	told := map[string]bool{}
	for _, h := range named {
		use, everyday := suggested(concepts, h.Concept, target.locale)
		if told[h.Concept] || h.Status != Preferred || !h.isForm() || len(use) == 0 || slices.ContainsFunc(named, func(o Hit) bool { return o.Span == h.Span && used[o.Concept] }) {
			continue
		}
		told[h.Concept] = true
		out = append(out, Warning{Kind: MissingPreferred, Concept: h.Concept, Term: h.Term, Use: use, Everyday: everyday, Span: h.Span})
	}
	for _, h := range hits {
		if h.Status == Forbidden && h.isForm() {
			use, _ := suggested(concepts, h.Concept, target.locale)
			out = append(out, Warning{Kind: ForbiddenUsed, Concept: h.Concept, Term: h.Term, Use: use, Note: h.Note, Span: h.Span})
		}
	}
	return out
}

// slack is how many characters a word may be longer or shorter than that of a term
// to be taken for a form of it: networks of network, but not networking.
const slack = 2

// isForm says whether the words in the text are forms of the term, and not only
// others from the same root.
func (h Hit) isForm() bool {
	term := utf8.RuneCountInString(h.Term)
	return max(term, h.End-h.Start)-min(term, h.End-h.Start) <= slack*(1+strings.Count(h.Term, " "))
}

// suggested are the preferred terms of a concept in a language, and whether the
// concept has everyday words.
func suggested(concepts []Concept, id, locale string) (out []string, everyday bool) {
	for _, c := range concepts {
		if c.ID != id {
			continue
		}
		everyday = c.Everyday
		for _, t := range c.Terms[locale] {
			if t.Status == Preferred {
				out = append(out, t.Text)
			}
		}
	}
	return out, everyday
}
