package quality

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// opaque stands in prose for every rune of an address or a placeholder, which no
// check of language reads and no fix touches.
const opaque = '\uFFFC'

// What a tag or a quotation mark does. A tag that does neither is void.
const (
	opening = iota
	closing
	neither
)

// tag is a numbered tag; pos is the index in prose of what follows it, which for a
// void tag is its line break.
type tag struct {
	form, number, pos int
	span              Span
}

// literal is an address or a placeholder.
type literal struct {
	text string
	span Span
}

// view is a text as it reads. The checks work on prose and translate places back with
// span, so that tags neither hide nor cause a finding.
type view struct {
	lang    string
	rules   rules
	inline  map[int]Inline
	plain   string // as segment.Plain gives it
	prose   []rune // plain, with addresses and placeholders opaque
	at      []int  // where each rune of prose stands in the text
	tags    []tag
	links   []literal
	holders []literal
}

var (
	tagForm = regexp.MustCompile(`\\*<(?:[1-9][0-9]{0,5}/?|/[1-9][0-9]{0,5})>`)
	holder  = regexp.MustCompile(`\{\{[^{}]*\}\}|\{[A-Za-z_][A-Za-z0-9_.]*\}|%\([A-Za-z_]+\)[sd]|%[sd]\b`)
	address = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s\x{a0}\x{202f}<>"«»“”„]+|[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)
)

func newView(t Text) *view {
	lang, _, _ := strings.Cut(strings.ToLower(t.Locale), "-")
	v := &view{lang: lang, rules: languages[lang], inline: map[int]Inline{}}
	for _, code := range t.Inline {
		v.inline[code.Tag] = code
	}
	v.read([]rune(t.Text))
	v.plain = string(v.prose)
	v.holders = v.protect(holder, "{", "%")
	v.links = v.protect(address, "@", "://", "www.")
	return v
}

// read takes the tags out of the text. Literal text of a tag's form has a backslash
// before it, and backslashes directly before a tag are doubled: segment writes them so.
func (v *view) read(text []rune) {
	say := func(from, to int) {
		v.prose = append(v.prose, text[from:to]...)
		for i := from; i < to; i++ {
			v.at = append(v.at, i)
		}
	}
	rest := 0
	for _, m := range find(text, tagForm) {
		start := m[0]
		for text[start] == '\\' {
			start++
		}
		slashes := start - m[0]
		say(rest, m[0]+slashes/2)
		if rest = m[1]; slashes%2 == 1 {
			say(start, rest)
			continue
		}
		written := string(text[start:rest])
		t := tag{pos: len(v.prose), span: Span{start, rest}}
		t.number, _ = strconv.Atoi(strings.Trim(written, "</>"))
		if written[1] == '/' {
			t.form = closing
		} else if written[len(written)-2] == '/' {
			t.form = neither
			v.prose, v.at = append(v.prose, '\n'), append(v.at, start)
		}
		v.tags = append(v.tags, t)
	}
	say(rest, len(text))
}

// find gives the matches in a text as indexes of its runes, with those of the
// submatches; -1 for one that took no part.
func find(text []rune, form *regexp.Regexp) [][]int {
	s := string(text)
	matches := form.FindAllStringSubmatchIndex(s, -1)
	base, runes := 0, 0
	for _, m := range matches {
		runes += utf8.RuneCountInString(s[base:m[0]])
		base = m[0]
		for i, at := range m {
			if at >= 0 {
				m[i] = runes + utf8.RuneCountInString(s[base:at])
			}
		}
	}
	return matches
}

// protect takes what has the form out of prose, but not the signs of the sentence that
// an address seems to end with. Without one of the hints there is none.
func (v *view) protect(form *regexp.Regexp, hints ...string) []literal {
	if !slices.ContainsFunc(hints, func(hint string) bool { return strings.Contains(v.plain, hint) }) {
		return nil
	}
	var out []literal
	for _, m := range find(v.prose, form) {
		text := string(v.prose[m[0]:m[1]])
		if form == address {
			text = strings.TrimRight(text, ".,;:!?…·'’‘)]}\u037e")
		}
		to := m[0] + utf8.RuneCountInString(text)
		out = append(out, literal{text, v.span(m[0], to)})
		for i := m[0]; i < to; i++ {
			v.prose[i] = opaque
		}
	}
	return out
}

// span is where prose[from:to] stands in the text. An empty stretch is directly behind
// the rune before it, so that what is put in there stays outside a tag that opens.
func (v *view) span(from, to int) Span {
	switch {
	case from < to:
		return Span{v.at[from], v.at[to-1] + 1}
	case from > 0:
		return Span{v.at[from-1] + 1, v.at[from-1] + 1}
	}
	return Span{}
}

// char is prose[i], or 0 beyond either end.
func (v *view) char(i int) rune {
	if i < 0 || i >= len(v.prose) {
		return 0
	}
	return v.prose[i]
}

// where lists the places of single runes.
func (v *view) where(is func(i int, r rune) bool) []Span {
	var out []Span
	for i, r := range v.prose {
		if is(i, r) {
			out = append(out, v.span(i, i+1))
		}
	}
	return out
}

// around lists the places of changes, with the runes beside them.
func (v *view) around(list []change, is func(c change) bool) []Span {
	var out []Span
	for _, c := range list {
		if is(c) {
			out = append(out, v.span(max(c.from-1, 0), min(c.to+1, len(v.prose))))
		}
	}
	return out
}

// blank says that there is nothing to read.
func (v *view) blank() bool {
	return strings.TrimFunc(v.plain, func(r rune) bool { return unicode.IsSpace(r) || noWidth(r) }) == ""
}

// word is a run of letters, with the apostrophes and marks inside it.
type word struct {
	from, to int
	text     string
}

// split lists the words of prose. Hyphens divide them; digits are no part of one.
func (v *view) split() []word {
	var out []word
	for i := 0; i < len(v.prose); i++ {
		from := i
		for unicode.IsLetter(v.char(i)) || i > from && (unicode.IsMark(v.char(i)) || isApostrophe(v.char(i)) && unicode.IsLetter(v.char(i+1))) {
			i++
		}
		if i > from {
			out = append(out, word{from, i, string(v.prose[from:i])})
		}
	}
	return out
}

func inWord(r rune) bool       { return unicode.IsLetter(r) || unicode.IsMark(r) }
func isApostrophe(r rune) bool { return r == '\'' || r == '’' }
func isDigit(r rune) bool      { return '0' <= r && r <= '9' }
func noBreak(r rune) bool      { return r == '\u00a0' || r == '\u202f' }
func inline(r rune) bool       { return unicode.IsSpace(r) && r != '\n' }

// noWidth is a character that nobody sees and that breaks searching. Joiners are left
// out: emoji and some scripts need them.
func noWidth(r rune) bool { return r == '\u200b' || r == '\u2060' || r == '\ufeff' }

// among says whether r is one of the signs; 0, beyond an end, is none.
func among(r rune, signs string) bool { return r != 0 && strings.ContainsRune(signs, r) }
