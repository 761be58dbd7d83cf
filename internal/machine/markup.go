package machine

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/segment"
)

// The tags of a text travel as elements named t1, t2…, which services of both kinds
// keep in their place.

// toXML writes a text in memory form for a service.
func toXML(text string) string {
	var b strings.Builder
	for _, p := range segment.Pieces(text) {
		name := "t" + strconv.Itoa(p.Tag)
		switch p.Form {
		case segment.Opening:
			b.WriteString("<" + name + ">")
		case segment.Closing:
			b.WriteString("</" + name + ">")
		case segment.Void:
			b.WriteString("<" + name + "/>")
		default:
			_ = xml.EscapeText(&b, []byte(p.Text)) // a Builder takes everything
		}
	}
	return b.String()
}

// fromXML reads what came back for a text. Each tag of the source has to be there as
// often as in the source, in the same form, and no other.
func fromXML(source, answer string) Text {
	wanted := map[piece]int{}
	void := map[int]bool{}
	for _, p := range segment.Pieces(source) {
		if p.Form != segment.Literal {
			wanted[piece{p.Form, p.Tag}]++
			void[p.Tag] = void[p.Tag] || p.Form == segment.Void
		}
	}
	pieces, err := parse(answer, void)
	if err != nil {
		return Text{Broken: true}
	}
	for _, p := range pieces {
		if p.Form != segment.Literal {
			wanted[piece{p.Form, p.Tag}]--
		}
	}
	for _, left := range wanted {
		if left != 0 {
			return Text{Broken: true}
		}
	}
	text := segment.Normal(segment.Join(pieces))
	return Text{Text: text, Broken: text == "" && strings.TrimSpace(source) != ""}
}

type piece struct {
	form segment.Form
	tag  int
}

var errForeign = errors.New("an element that was not sent")

func parse(answer string, void map[int]bool) ([]segment.Piece, error) {
	d := xml.NewDecoder(strings.NewReader("<x>" + answer + "</x>"))
	d.Entity = xml.HTMLEntity
	var out []segment.Piece
	literal := func(text string) {
		if n := len(out) - 1; n >= 0 && out[n].Form == segment.Literal {
			out[n].Text += text
		} else {
			out = append(out, segment.Piece{Form: segment.Literal, Text: text})
		}
	}
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.CharData:
			literal(string(t))
		case xml.StartElement:
			if depth++; depth == 1 {
				continue
			}
			tag, err := number(t.Name.Local)
			if err != nil {
				return nil, err
			}
			out = append(out, segment.Piece{Form: segment.Opening, Tag: tag})
		case xml.EndElement:
			if depth--; depth == 0 {
				continue
			}
			tag, err := number(t.Name.Local)
			if err != nil {
				return nil, err
			}
			out = closed(out, tag, void[tag])
		default:
			return nil, errForeign
		}
	}
}

// closed ends an element; <t1></t1> of a void tag is <t1/>, with what a service may
// have put between put behind it.
func closed(out []segment.Piece, tag int, void bool) []segment.Piece {
	if !void {
		return append(out, segment.Piece{Form: segment.Closing, Tag: tag})
	}
	for i := range slices.Backward(out) {
		if out[i].Form == segment.Opening && out[i].Tag == tag {
			out[i].Form = segment.Void
			break
		}
	}
	return out
}

func number(name string) (int, error) {
	digits, ok := strings.CutPrefix(name, "t")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return 0, errForeign
	}
	return n, nil
}
