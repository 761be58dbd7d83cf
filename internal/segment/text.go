package segment

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Hash is the identity of a text for staleness: hex SHA-256 over the NFC form
// with white space collapsed and trimmed. Tags count as their numbers, so adding
// a link changes the hash and correcting where it leads does not.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(norm.NFC.String(text)), " ")))
	return hex.EncodeToString(sum[:])
}

// Normal is the form in which target texts are stored: NFC, Unix line ends, no
// white space at either end. Equal texts typed on two systems become equal bytes.
func Normal(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(text))
}

// Words counts what a translator would be paid for: runs of letters and digits.
// Apostrophes, hyphens and dots inside a word join (l’eau, e-mail, 3.5), as do the
// no-break spaces of grouped digits (1 234 567); dashes and lone signs are no words.
func Words(text string) int {
	count := 0
	for token := range scan(plain(text, " ")) {
		if token.word {
			count++
		}
	}
	return count
}

// words lists the words of a text in memory form. A tag inside a word does not
// divide it; a void tag, which is a line break, does.
func words(text string) []string {
	var out []string
	for token := range scan(plain(text, " ")) {
		if token.word {
			out = append(out, token.text)
		}
	}
	return out
}

// token is a word, a run of white space, a tag or a single other character.
type token struct {
	text  string
	word  bool
	blank bool
}

// tokens cuts a text in memory form so that the parts joined give the text again.
func tokens(text string) []token {
	var out []token
	for _, p := range pieces(text) {
		if p.form == literal && p.raw == p.text {
			out = slices.AppendSeq(out, scan(p.raw))
		} else { // tags, and literal text that had to be escaped, stay whole
			out = append(out, token{text: p.raw})
		}
	}
	return out
}

// scan cuts literal text into tokens.
func scan(s string) iter.Seq[token] {
	return func(yield func(token) bool) {
		for s != "" {
			first, end := utf8.DecodeRuneInString(s)
			t := token{word: inWord(first), blank: unicode.IsSpace(first)}
			for last := first; end < len(s) && (t.word || t.blank); {
				r, size := utf8.DecodeRuneInString(s[end:])
				if t.blank && !unicode.IsSpace(r) || t.word && !inWord(r) && !joins(last, r, s[end+size:]) {
					break
				}
				last = r
				end += size
			}
			t.text, s = s[:end], s[end:]
			if !yield(t) {
				return
			}
		}
	}
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// joins says whether a sign holds what stands before and after it together as one
// word. Before it is the last character of a word, or such a sign.
func joins(before, sign rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	switch sign {
	case '\'', '’', '-', '\u2010', '\u2011', '\u00ad', '.', ',', ':', '/', '@', '_':
		return inWord(next)
	case '\u00a0', '\u202f', '\u2009': // digits grouped by no-break or thin spaces
		return unicode.IsDigit(before) && unicode.IsDigit(next)
	}
	return false
}
