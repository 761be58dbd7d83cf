package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"movingcities/internal/segment"
)

// WriteXLIFF writes the file as XLIFF 2.1: one <unit> with one <segment> for each
// segment. Tags become <pc> and <ph>, or <sc> and <ec> where a text has them in a
// form that does not nest. What the tags stand for is in <originalData>, the
// source's as s1, s2… and the target's own as t1, t2…; hashes and the like are in the
// metadata module. The only errors are those of w and texts that are not UTF-8.
func WriteXLIFF(w io.Writer, f File) error {
	if err := f.checkText(); err != nil {
		return err
	}
	if len(f.Segments) == 0 {
		return invalid("There is no text to translate in this document, so there is nothing to export.")
	}
	x := xliffWriter{}
	x.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	x.tag("xliff", "xmlns", nsXLIFF, "xmlns:mda", nsMetadata, "version", "2.1", "srcLang", f.SourceLocale, "trgLang", f.TargetLocale)
	x.newline(1)
	x.tag("file", "id", "document", "original", f.Entry, "canResegment", "no", "xml:space", "preserve")
	x.metadata(2, metaDocument,
		"format", metaFormat, "entry", f.Entry, "type", f.Type, "revision", f.Revision, "stage", string(f.Stage))
	for _, s := range f.Segments {
		x.unit(s, f.Stage)
	}
	x.WriteString("\n  </file>\n</xliff>\n")
	_, err := w.Write(x.Bytes())
	return err
}

type xliffWriter struct{ builder }

func (x *xliffWriter) metadata(depth int, category string, pairs ...string) {
	x.newline(depth)
	x.tag("mda:metadata")
	x.newline(depth + 1)
	x.tag("mda:metaGroup", "category", category)
	for pair := range slices.Chunk(pairs, 2) {
		if name, value := pair[0], pair[1]; value != "" {
			x.newline(depth + 2)
			x.element("mda:meta", value, "type", name)
		}
	}
	x.newline(depth + 1)
	x.end("mda:metaGroup")
	x.newline(depth)
	x.end("mda:metadata")
}

func (x *xliffWriter) unit(s Segment, stage Stage) {
	x.newline(2)
	x.tag("unit", "id", unitID(s.Key), "name", s.Key)
	x.metadata(3, metaSegment,
		"format", metaFormat, "field", s.Field, "kind", s.Kind,
		"source-hash", s.SourceHash, "target-hash", s.TargetHash, "from", s.Target.From)
	x.notes(s)
	x.originalData(s)
	state, sub := s.xliffState(stage)
	x.newline(3)
	x.tag("segment", "id", "segment", "state", state, "subState", sub)
	x.newline(4)
	x.content("source", s.Source, s.SourceInline, nil)
	if s.Target.Text != "" || s.Target.State != "" {
		x.newline(4)
		x.content("target", s.Target.Text, s.SourceInline, s.Target.Inline)
	}
	x.newline(3)
	x.end("segment")
	x.newline(2)
	x.end("unit")
}

func (x *xliffWriter) notes(s Segment) {
	if s.Note == "" && s.Target.Note == "" {
		return
	}
	x.newline(3)
	x.tag("notes")
	for _, n := range [][3]string{{noteContext, "source", s.Note}, {noteTarget, "target", s.Target.Note}} {
		if n[2] != "" {
			x.newline(4)
			x.element("note", n[2], "id", n[0], "appliesTo", n[1], "category", n[0])
		}
	}
	x.newline(3)
	x.end("notes")
}

func (x *xliffWriter) originalData(s Segment) {
	if len(s.SourceInline)+len(s.Target.Inline) == 0 {
		return
	}
	x.newline(3)
	x.tag("originalData")
	for i, c := range s.SourceInline {
		x.data("s"+strconv.Itoa(i+1), c)
	}
	for i, c := range s.Target.Inline {
		x.data("t"+strconv.Itoa(i+1), c)
	}
	x.newline(3)
	x.end("originalData")
}

func (x *xliffWriter) data(id string, c segment.Inline) {
	x.newline(4)
	x.tag("data", "id", id)
	x.literal(marshal(c))
	x.end("data")
}

// literal writes text with <cp> for the characters that XML cannot hold.
func (x *xliffWriter) literal(text string) {
	rest := 0
	for i, r := range text {
		if !inXML(r) {
			x.escape(text[rest:i])
			x.tag("cp/", "hex", fmt.Sprintf("%04X", r))
			rest = i + len(string(r))
		}
	}
	x.escape(text[rest:])
}

// content writes a source or target. own are the codes that the target has for
// itself; all others stand for what the source's stand for.
func (x *xliffWriter) content(name, text string, source, own []segment.Inline) {
	list := segment.Pieces(text)
	ids := codeIDs{}
	places, crossed := nest(list)
	overlap := map[bool]string{true: "yes"}[crossed]
	x.tag(name)
	for i, p := range list {
		if p.Form == segment.Literal {
			x.literal(p.Text)
			continue
		}
		ref := dataRef(source, own, p.Tag)
		kind, sub := codeType(source, own, p.Tag)
		alone := map[bool]string{true: "yes"}[places[i].partner < 0]
		switch element := places[i].element; {
		case element == "pc" && p.Form == segment.Opening:
			x.tag("pc", "id", ids.next(p.Tag), "type", kind, "subType", sub, "dataRefStart", ref, "dataRefEnd", ref, "canOverlap", overlap)
		case element == "pc":
			x.end("pc")
		case element == "sc":
			id := ids.next(p.Tag)
			places[i].id = id
			x.tag("sc/", "id", id, "type", kind, "subType", sub, "dataRef", ref, "isolated", alone)
		case element == "ec" && alone == "":
			x.tag("ec/", "startRef", places[places[i].partner].id, "dataRef", ref)
		case element == "ec":
			x.tag("ec/", "id", ids.next(p.Tag), "type", kind, "subType", sub, "dataRef", ref, "isolated", alone)
		default:
			x.tag("ph/", "id", ids.next(p.Tag), "type", kind, "subType", sub, "dataRef", ref, "equiv", map[string]string{"xlf:lb": "\n"}[sub])
		}
	}
	x.end(name)
}

// codeIDs numbers the codes of one text: a code has its tag's number, and when it
// comes again, as marks do that others cross, the number of the occurrence as well.
type codeIDs map[int]int

func (c codeIDs) next(tag int) string {
	c[tag]++
	if n := c[tag]; n > 1 {
		return fmt.Sprintf("%d-%d", tag, n)
	}
	return strconv.Itoa(tag)
}

func dataRef(source, own []segment.Inline, tag int) string {
	if _, i := code(own, tag); i >= 0 {
		return "t" + strconv.Itoa(i+1)
	}
	if _, i := code(source, tag); i >= 0 {
		return "s" + strconv.Itoa(i+1)
	}
	return ""
}

// codeType tells a tool what a code is. Both are left out for a tag without meaning.
func codeType(source, own []segment.Inline, tag int) (kind, sub string) {
	c, i := code(own, tag)
	if i < 0 {
		c, i = code(source, tag)
	}
	switch {
	case i < 0:
		return "", ""
	case c.Type == "bold":
		return "fmt", "xlf:b"
	case c.Type == "italic":
		return "fmt", "xlf:i"
	case c.Type == "hardBreak":
		return "fmt", "xlf:lb"
	case c.Type == "link":
		return "link", ""
	default:
		return "other", "mc:citation"
	}
}

// maxNested is how many codes may stand in each other as <pc>, so that no text is
// nested deeper than a reader allows.
const maxNested = 16

// place is how a tag is written, and the index of its other half, -1 if it has none.
type place struct {
	element string
	partner int
	id      string // of an opening half that its other half refers to
}

// nest finds the tags that nest, which become <pc>; other pairs and halves become
// <sc> and <ec>, and void tags <ph>. crossed says that there are any of the former,
// which a <pc> around one of them has to permit.
func nest(list []segment.Piece) (out []place, crossed bool) {
	out = make([]place, len(list))
	var open []int
	for i, p := range list {
		out[i] = place{element: "ph", partner: -1}
		switch p.Form {
		case segment.Opening:
			out[i].element = "sc"
			open = append(open, i)
		case segment.Closing:
			out[i].element = "ec"
			at := len(open) - 1
			for at >= 0 && list[open[at]].Tag != p.Tag {
				at--
			}
			if at < 0 {
				continue
			}
			start := open[at]
			out[i].partner, out[start].partner = start, i
			// Nothing that was opened inside is still open: this pair crosses none.
			if at == len(open)-1 && at < maxNested {
				out[i].element, out[start].element = "pc", "pc"
			}
			open = append(open[:at], open[at+1:]...)
		}
	}
	crossed = slices.ContainsFunc(out, func(p place) bool { return p.element == "sc" || p.element == "ec" })
	return out, crossed
}
