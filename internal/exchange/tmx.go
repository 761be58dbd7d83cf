package exchange

import (
	"io"
	"iter"
	"slices"
	"strconv"

	"movingcities/internal/segment"
)

// Memory is a translation memory: texts that mean the same.
type Memory struct {
	SourceLocale string
	Units        []MemoryUnit
}

// MemoryUnit is one text in two or more languages, the source first.
type MemoryUnit struct {
	ID    string
	Texts []MemoryText
}

// MemoryText is a text in memory form with the codes that it uses.
type MemoryText struct {
	Locale string
	Text   string
	Inline []segment.Inline
}

const nsXML = "http://www.w3.org/XML/1998/namespace"

// WriteTMX writes the memory as TMX 1.4b. Pairs of tags become <bpt> and <ept>, halves
// <it>, void ones <ph>; x holds the number, and the content what it stands for.
// Characters that XML cannot hold become U+FFFD.
func WriteTMX(w io.Writer, m Memory) error {
	return StreamTMX(w, m.SourceLocale, func(yield func(MemoryUnit, error) bool) {
		for _, u := range m.Units {
			if !yield(u, nil) {
				return
			}
		}
	})
}

// StreamTMX is WriteTMX for a memory of any size: it holds one unit at a time. An
// error of the sequence ends the file before its end, so that nobody takes it for
// whole.
func StreamTMX(w io.Writer, source string, units iter.Seq2[MemoryUnit, error]) error {
	var b builder
	flush := func() error {
		_, err := w.Write(b.Bytes())
		b.Reset()
		return err
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.tag("tmx", "version", "1.4")
	b.tag("header/", "creationtool", "movingcities", "creationtoolversion", "1", "segtype", "block", "o-tmf", "movingcities",
		"adminlang", "en", "srclang", source, "datatype", "xml")
	b.tag("body")
	for u, err := range units {
		if err != nil {
			return err
		}
		tmxUnit(&b, u)
		if err := flush(); err != nil {
			return err
		}
	}
	b.WriteString("\n</body></tmx>\n")
	return flush()
}

func tmxUnit(b *builder, u MemoryUnit) {
	b.newline(2)
	b.tag("tu", "tuid", u.ID)
	for _, t := range u.Texts {
		b.tag("tuv", "xml:lang", t.Locale)
		b.tag("seg")
		tmxText(b, t)
		b.end("seg")
		b.end("tuv")
	}
	b.end("tu")
}

func tmxText(b *builder, t MemoryText) {
	list := segment.Pieces(t.Text)
	places, _ := nest(list)
	pair := 0
	for i, p := range list {
		x := strconv.Itoa(p.Tag)
		meaning, kind := "", ""
		if c, at := code(t.Inline, p.Tag); at >= 0 {
			meaning, kind = marshal(c), c.Type
		}
		switch {
		case p.Form == segment.Literal:
			b.escape(clean(p.Text))
		case p.Form == segment.Void:
			b.element("ph", meaning, "x", x, "type", kind)
		case places[i].partner < 0:
			b.element("it", meaning, "pos", map[segment.Form]string{segment.Opening: "begin", segment.Closing: "end"}[p.Form], "x", x, "type", kind)
		case p.Form == segment.Opening:
			pair++
			places[i].id = strconv.Itoa(pair)
			b.element("bpt", meaning, "i", places[i].id, "x", x, "type", kind)
		default:
			b.element("ept", "", "i", places[places[i].partner].id)
		}
	}
}

// ReadTMX reads a translation memory. Codes of other tools keep their place as tags
// without meaning, so that a match can still be compared with its source.
func ReadTMX(r io.Reader) (Memory, error) {
	var m Memory
	seen := false
	err := readXML(r, map[string]string{"": "", nsXML: "xml"}, []string{"tu"}, func(n *node, path string) error {
		switch {
		case path == "tmx":
			seen = true
		case path == "tmx/header":
			m.SourceLocale = n.attr("srclang")
		case n.name == "tu" && path == "tmx/body/tu":
			if len(m.Units) == MaxSegments {
				return tooLarge("Line %d: there are more than %d entries. Divide the file.", n.line, MaxSegments)
			}
			u := MemoryUnit{ID: n.attr("tuid")}
			for _, v := range n.all("tuv") {
				t := readTuv(v)
				if t.Locale == "" || len(t.Text) > maxText {
					return invalid("Line %d: a text needs a language and at most %d bytes.", v.line, maxText)
				}
				u.Texts = append(u.Texts, t)
			}
			m.Units = append(m.Units, u)
		}
		return nil
	})
	if err == nil && !seen {
		err = invalid("Line 1: this is not a TMX file.")
	}
	if err != nil {
		return Memory{}, err
	}
	return m, nil
}

func readTuv(v *node) MemoryText {
	t := tmxReader{text: MemoryText{Locale: v.attr("lang")}, pairs: map[string]int{}}
	t.pieces(v.first("seg"))
	t.text.Text = segment.Join(t.list)
	slices.SortStableFunc(t.text.Inline, func(a, b segment.Inline) int { return a.Tag - b.Tag })
	return t.text
}

type tmxReader struct {
	text  MemoryText
	list  []segment.Piece
	pairs map[string]int // tag of a <bpt> by its i
	last  int            // the highest number so far
}

func (t *tmxReader) pieces(seg *node) {
	for _, child := range seg.children {
		n, ok := child.(*node)
		if !ok {
			text, _ := child.(string)
			t.list = append(t.list, segment.Piece{Text: text})
			continue
		}
		switch n.name {
		case "bpt":
			t.pairs[n.attr("i")] = t.tag(n, segment.Opening)
		case "ept":
			if tag, ok := t.pairs[n.attr("i")]; ok {
				t.list = append(t.list, segment.Piece{Form: segment.Closing, Tag: tag})
			}
		case "it":
			form := segment.Opening
			if n.attr("pos") == "end" {
				form = segment.Closing
			}
			t.tag(n, form)
		case "ph":
			t.tag(n, segment.Void)
		case "hi":
			t.pieces(n)
		}
	}
}

// tag adds a tag with the number that x says, or with the next free one.
func (t *tmxReader) tag(n *node, form segment.Form) int {
	tag, err := strconv.Atoi(n.attr("x"))
	if err != nil || tag < 1 || tag > 999_999 {
		tag = t.last + 1
	}
	t.last = max(t.last, tag)
	t.list = append(t.list, segment.Piece{Form: form, Tag: tag})
	if c, ok := unmarshalCode(n.text()); ok && c.Tag == tag {
		if _, at := code(t.text.Inline, tag); at < 0 {
			t.text.Inline = append(t.text.Inline, c)
		}
	}
	return tag
}
