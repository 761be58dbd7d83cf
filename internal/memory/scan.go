package memory

import (
	"unicode"
	"unicode/utf8"

	"movingcities/internal/language"
)

// kind tells the tokens of a text apart.
type kind int

const (
	word kind = iota // a run of letters, marks and digits
	sign             // one other character that is not white space
	tag              // an inline code in memory form, <1>, </1> or <2/>
)

// token is a piece of a text, with its place in bytes.
type token struct {
	kind       kind
	start, end int
	fold       string // as it is compared: NFC, lower case, one form of sigma
}

// scan cuts a text in memory form into tokens; white space is between them.
// Apostrophes and hyphens divide words, so that "d’asile" is found by "asile".
func scan(text string) []token {
	var out []token
	for at := 0; at < len(text); {
		if end := tagEnd(text, at); end > at {
			out = append(out, token{tag, at, end, text[at:end]})
			at = end
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case unicode.IsSpace(r):
			at += size
		case language.Letter(r):
			end := at + size
			for end < len(text) {
				next, size := utf8.DecodeRuneInString(text[end:])
				if !language.Letter(next) {
					break
				}
				end += size
			}
			out = append(out, token{word, at, end, language.Fold(text[at:end])})
			at = end
		default:
			out = append(out, token{sign, at, at + size, text[at : at+size]})
			at += size
		}
	}
	return out
}

// words leaves only the words of a scan.
func words(tokens []token) []token {
	var out []token
	for _, t := range tokens {
		if t.kind == word {
			out = append(out, t)
		}
	}
	return out
}

// tagEnd is where the tag that begins at a byte ends, or the same byte when none
// begins there. A backslash before it makes it literal text.
func tagEnd(text string, at int) int {
	if text[at] != '<' || at > 0 && text[at-1] == '\\' {
		return at
	}
	i := at + 1
	if i < len(text) && text[i] == '/' {
		i++
	}
	digits := i
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	if i == digits {
		return at
	}
	if i < len(text) && text[i] == '/' {
		i++
	}
	if i < len(text) && text[i] == '>' {
		return i + 1
	}
	return at
}
