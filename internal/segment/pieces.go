package segment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Form says what a Piece is.
type Form int

// The forms of a piece.
const (
	Literal Form = literal // text as it reads
	Opening Form = opening // <1>
	Closing Form = closing // </1>
	Void    Form = void    // <1/>
)

// Piece is a stretch of literal text or one tag. Text is set on literal pieces only
// and means what it says: nothing in it is escaped.
type Piece struct {
	Form Form
	Text string
	Tag  int
}

// Pieces cuts a text in memory form for formats that write tags in their own way.
// No two literal pieces follow each other. Join gives the text again, byte for byte.
func Pieces(text string) []Piece {
	var out []Piece
	for _, p := range pieces(text) {
		if n := len(out) - 1; p.form == literal && n >= 0 && out[n].Form == Literal {
			out[n].Text += p.text
			continue
		}
		out = append(out, Piece{Form: Form(p.form), Text: p.text, Tag: p.tag})
	}
	return out
}

// Join writes pieces as a text in memory form.
func Join(list []Piece) string {
	var e encoder
	var text strings.Builder
	flush := func() {
		e.out.WriteString(escape(text.String()))
		text.Reset()
	}
	for _, p := range list {
		if p.Form == Literal {
			text.WriteString(p.Text)
			continue
		}
		flush()
		switch p.Form {
		case Opening:
			e.tag("<", p.Tag, ">")
		case Closing:
			e.tag("</", p.Tag, ">")
		default:
			e.tag("<", p.Tag, "/>")
		}
	}
	flush()
	return e.out.String()
}

// Hash identifies the words and codes of a target, "" if it has neither. It is what
// two writers of one segment compare; From, State and Note do not count.
func (t Target) Hash() string {
	if t.Text == "" && len(t.Inline) == 0 {
		return ""
	}
	inline, _ := json.Marshal(t.Inline) // plain strings and numbers: cannot fail
	sum := sha256.Sum256([]byte(t.Text + "\x00" + string(inline)))
	return hex.EncodeToString(sum[:])
}
