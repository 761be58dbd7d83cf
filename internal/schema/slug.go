package schema

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the longest slug made from a title, in bytes.
const maxSlug = 100

// Slugify turns a title into lower-case ASCII words with hyphens. Greek follows
// ELOT 743; German umlauts become two letters in German only, because Zürich is
// "zurich" in French, and signs inside a word (Migrant:innen) vanish. "" means that no letter or digit was left.
func Slugify(text, locale string) string {
	text = strings.ToLower(norm.NFC.String(text))
	if locale == "de" {
		text = umlauts.Replace(text)
	}
	text = latinGreek(insideWord.ReplaceAllString(text, "$1$2"))
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch ascii, known := letters[r]; {
		case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case known:
			b.WriteString(ascii)
		case unicode.IsMark(r) || r == '·' || r == '\u00ad':
		default:
			b.WriteByte(' ')
		}
	}
	return shorten(strings.Join(strings.Fields(b.String()), "-"))
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// insideWord are the signs of gender-inclusive spellings (Migrant:innen), which
// do not part a word.
var insideWord = regexp.MustCompile(`(\p{L})[:*_](\p{L})`)

// shorten cuts a slug between words where it can.
func shorten(slug string) string {
	if len(slug) <= maxSlug {
		return slug
	}
	cut := slug[:maxSlug]
	if at := strings.LastIndexByte(cut, '-'); at > maxSlug/2 && slug[maxSlug] != '-' {
		cut = cut[:at]
	}
	return strings.Trim(cut, "-")
}

// letters that have no decomposition into an ASCII letter and a mark.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "ng",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f",
	'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// latinGreek writes the pairs of Greek letters that sound as one. A diaeresis
// or an accent on the first letter keeps the two apart (Μάιος, άυλος).
func latinGreek(s string) string {
	runes := []rune(s)
	var b strings.Builder
	for i := 0; i < len(runes); i++ {
		var next rune
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch r := runes[i]; {
		case strings.ContainsRune("αεη", r) && (next == 'υ' || next == 'ύ'):
			b.WriteString(letters[r])
			b.WriteString(upsilon(runes[i+2:]))
			i++
		case r == 'ο' && (next == 'υ' || next == 'ύ'):
			b.WriteString("ou")
			i++
		case r == 'γ' && (next == 'γ' || next == 'ξ' || next == 'χ'):
			b.WriteByte('n')
		case r == 'μ' && next == 'π' && (i == 0 || !unicode.IsLetter(runes[i-1])):
			b.WriteByte('b')
			i++
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// upsilon after α, ε or η is f before a voiceless consonant and at the end of a
// word, v otherwise.
func upsilon(rest []rune) string {
	if len(rest) == 0 || !unicode.IsLetter(rest[0]) || strings.ContainsRune("θκξπσςτφχψ", rest[0]) {
		return "f"
	}
	return "v"
}
