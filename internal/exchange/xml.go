package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// Limits of an XML file beyond its size.
const (
	maxDepth      = 32
	maxAttributes = 64
	maxTag        = 64 << 10 // bytes from < to >
	maxNodes      = 20_000   // elements within one record
)

// node is an element with what is in it: strings and *nodes in their order.
type node struct {
	name     string // local name, with a prefix if the namespace is not the main one
	attrs    []xml.Attr
	children []any
	line     int
}

// attr is the value of an attribute by its local name; a namespaced one such as
// xml:lang is found by that name as well.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// text is all text below the node.
func (n *node) text() string {
	var b strings.Builder
	for _, c := range n.children {
		switch c := c.(type) {
		case string:
			b.WriteString(c)
		case *node:
			if r, ok := codePoint(c); ok {
				b.WriteRune(r)
			}
			b.WriteString(c.text())
		}
	}
	return b.String()
}

// each ranges over the elements directly below.
func (n *node) each(yield func(*node) bool) {
	for _, c := range n.children {
		if child, ok := c.(*node); ok && !yield(child) {
			return
		}
	}
}

// all lists the elements directly below that have one of the names.
func (n *node) all(names ...string) []*node {
	var out []*node
	for c := range n.each {
		if slices.Contains(names, c.name) {
			out = append(out, c)
		}
	}
	return out
}

// first is the first element directly below with the name, or an empty one.
func (n *node) first(name string) *node {
	if list := n.all(name); len(list) > 0 {
		return list[0]
	}
	return &node{}
}

// xmlReader reads XML that strangers wrote. It expands nothing but character
// references and the five entities, and opens nothing.
type xmlReader struct {
	decoder  *xml.Decoder
	prefixes map[string]string // namespace to prefix; "" is the main namespace
	path     []string
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxBytes {
		return nil, tooLarge("The file is larger than %d MiB. Divide it.", MaxBytes>>20)
	}
	return data, nil
}

// readXML goes through a file. visit gets each element named in whole with all that
// is in it, and of the others only the start tag; path is made of local names from the
// root down.
func readXML(r io.Reader, prefixes map[string]string, whole []string, visit func(n *node, path string) error) error {
	data, err := readAll(r)
	if err != nil {
		return err
	}
	if err := prescan(data); err != nil {
		return err
	}
	x := &xmlReader{decoder: xml.NewDecoder(bytes.NewReader(data)), prefixes: prefixes}
	seen := false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			if !seen {
				return invalid("The file holds no XML.")
			}
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(*node)
		if !ok {
			continue
		}
		seen = true
		path := strings.Join(x.path, "/")
		if slices.Contains(whole, start.name) {
			budget := maxNodes
			if err := x.fill(start, &budget); err != nil {
				return err
			}
		}
		if err := visit(start, path); err != nil {
			return err
		}
	}
}

// fill reads what is in the element up to its end.
func (x *xmlReader) fill(n *node, budget *int) error {
	if *budget--; *budget < 0 {
		return tooLarge("Line %d: there are more than %d elements in one record.", x.line(), maxNodes)
	}
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return invalid("Line %d: the file ends in the middle of <%s>.", x.line(), n.name)
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case string:
			n.children = append(n.children, token)
		case *node:
			n.children = append(n.children, token)
			if err := x.fill(token, budget); err != nil {
				return err
			}
		case nil:
			return nil
		}
	}
}

func (x *xmlReader) line() int {
	line, _ := x.decoder.InputPos()
	return line
}

// next is a *node for a start tag, a string for text and nil for an end tag.
func (x *xmlReader) next() (any, error) {
	for {
		token, err := x.decoder.Token()
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case errors.As(err, &syntax):
			return nil, notWellFormed(syntax)
		case err != nil:
			return nil, invalid("Line %d: this cannot be read; the file must be XML 1.0 in UTF-8.", x.line())
		}
		switch t := token.(type) {
		case xml.StartElement:
			return x.start(t)
		case xml.EndElement:
			x.path = x.path[:len(x.path)-1]
			return nil, nil
		case xml.CharData:
			return string(t), nil
		case xml.Directive:
			return nil, invalid("Line %d: document type declarations are not accepted. Remove the line with <!DOCTYPE.", x.line())
		case xml.ProcInst:
			if t.Target != "xml" {
				return nil, invalid("Line %d: processing instructions are not accepted.", x.line())
			}
		}
	}
}

// notWellFormed says in our words what the decoder found.
func notWellFormed(e *xml.SyntaxError) error {
	switch {
	case strings.Contains(e.Msg, "entity"):
		return invalid("Line %d: only character references and &lt; &gt; &amp; &apos; &quot; are accepted as entities.", e.Line)
	case strings.Contains(e.Msg, "EOF"):
		return invalid("Line %d: the file is cut off.", e.Line)
	default:
		return invalid("Line %d: this is no well-formed XML.", e.Line)
	}
}

func (x *xmlReader) start(t xml.StartElement) (any, error) {
	if len(t.Attr) > maxAttributes {
		return nil, tooLarge("Line %d: an element has more than %d attributes.", x.line(), maxAttributes)
	}
	x.path = append(x.path, t.Name.Local)
	if len(x.path) > maxDepth {
		return nil, tooLarge("Line %d: elements are nested deeper than %d levels.", x.line(), maxDepth)
	}
	name := t.Name.Local
	if prefix, ok := x.prefixes[t.Name.Space]; !ok {
		name = "?:" + name
	} else if prefix != "" {
		name = prefix + ":" + name
	}
	return &node{name: name, attrs: slices.Clone(t.Attr), line: x.line()}, nil
}

// prescan refuses, before the decoder allocates anything for them, declarations and
// tags that are too long.
func prescan(data []byte) error {
	line := 1
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], '<')
		if next < 0 {
			return nil
		}
		line += bytes.Count(data[i:i+next], []byte("\n"))
		i += next
		rest := data[i:]
		end := 0
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end = after(rest, "-->")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			end = after(rest, "]]>")
		case bytes.HasPrefix(rest, []byte("<!")):
			return invalid("Line %d: document type and other declarations are not accepted. Remove the line with <!DOCTYPE.", line)
		case bytes.HasPrefix(rest, []byte("<?")):
			end = after(rest, "?>")
		default:
			end = tagEnd(rest)
		}
		if end == 0 {
			return invalid("Line %d: the file is cut off; what begins here has no end.", line)
		}
		if end > maxTag && rest[1] != '!' {
			return tooLarge("Line %d: a tag is longer than %d KiB.", line, maxTag>>10)
		}
		line += bytes.Count(rest[:end], []byte("\n"))
		i += end
	}
	return nil
}

func after(data []byte, end string) int {
	if at := bytes.Index(data, []byte(end)); at >= 0 {
		return at + len(end)
	}
	return 0
}

// tagEnd is the index after the > of the tag, which may hold others in its quotes;
// a tag that is too long for us ends where that is certain.
func tagEnd(data []byte) int {
	var quote byte
	for i, b := range data {
		switch {
		case i > maxTag:
			return i
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return i + 1
		}
	}
	return 0
}

// builder writes XML by hand, so that no byte of a text depends on how a library
// lays out elements. Errors cannot happen while it writes to memory.
type builder struct{ bytes.Buffer }

// tag writes a start tag, or an empty element if name ends in "/". Attributes come in
// pairs of name and value; those with an empty value are left out.
func (b *builder) tag(name string, attrs ...string) {
	name, empty := strings.CutSuffix(name, "/")
	b.WriteString("<" + name)
	for pair := range slices.Chunk(attrs, 2) {
		if name, value := pair[0], pair[1]; value != "" {
			b.WriteString(" " + name + `="`)
			b.escape(clean(value))
			b.WriteString(`"`)
		}
	}
	if empty {
		b.WriteString("/")
	}
	b.WriteString(">")
}

func (b *builder) end(name string) { b.WriteString("</" + name + ">") }

func (b *builder) newline(depth int) { b.WriteString("\n" + strings.Repeat("  ", depth)) }

func (b *builder) escape(text string) { _ = xml.EscapeText(b, []byte(text)) }

// element writes an element that holds nothing but text.
func (b *builder) element(name, text string, attrs ...string) {
	b.tag(name, attrs...)
	b.escape(clean(text))
	b.end(name)
}
