package schema

import (
	"iter"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of one rich text.
const (
	maxBlocks = 5_000
	maxDepth  = 8       // blocks within blocks
	maxRunes  = 200_000 // characters in all blocks together
	maxHref   = 2_048
)

// The closed schema of rich text, as TipTap writes it. What is not named here
// is refused: the browser of a reader gets nothing else.
var (
	anyBlock = []string{"paragraph", "heading", "bulletList", "orderedList", "blockquote"}
	children = map[string][]string{
		"doc":         anyBlock,
		"blockquote":  anyBlock,
		"listItem":    anyBlock,
		"bulletList":  {"listItem"},
		"orderedList": {"listItem"},
		"paragraph":   {"text", "hardBreak"},
		"heading":     {"text", "hardBreak"},
	}
	attributes = map[string][]string{
		"paragraph": {"id"}, "heading": {"id", "level"}, "bulletList": {"id"}, "orderedList": {"id", "start"},
		"listItem": {"id"}, "blockquote": {"id"}, "link": {"href"}, "citation": {"source"},
	}
	markNames = []string{"bold", "italic", "link", "citation"} // in canonical order
)

// richText walks one rich text within a document.
type richText struct {
	*checker
	blocks, runes int
	full          bool // a limit was passed: said once, then nothing more is read
}

func (c *checker) richText(path string, v any) (any, bool) {
	doc, ok := v.(map[string]any)
	if !ok || doc["type"] != "doc" {
		c.shape(path, `rich text: an object of type "doc"`)
		return nil, false
	}
	r := &richText{checker: c}
	r.attrs(path, doc)
	content := r.content(path, "doc", doc, 0)
	return map[string]any{"type": "doc", "content": content}, len(content) > 0
}

// inside yields what stands in a node and may stand there, with its path.
func (r *richText) inside(path, parent string, node map[string]any) iter.Seq2[string, map[string]any] {
	return func(yield func(string, map[string]any) bool) {
		r.only(path, node, "type", "attrs", "content")
		list, ok := node["content"].([]any)
		if !ok && node["content"] != nil {
			r.shape(join(path, "content"), "a list")
		}
		for i, child := range list {
			at := join(path, "content/"+strconv.Itoa(i))
			child, _ := child.(map[string]any)
			kind, _ := child["type"].(string)
			if !slices.Contains(children[parent], kind) {
				r.problem(at, "unknown_node", "%q cannot stand in %q; allowed here: %s.", kind, parent, strings.Join(children[parent], ", "))
			} else if r.full || !yield(at, child) {
				return
			}
		}
	}
}

// content reads the blocks in a block. Empty ones are dropped, save the first
// of a list item that has more: an item starts with a paragraph.
func (r *richText) content(path, parent string, node map[string]any, depth int) []any {
	var out []any
	emptyFirst := false
	for path, child := range r.inside(path, parent, node) {
		kind, _ := child["type"].(string)
		first := parent == "listItem" && len(out) == 0
		if first && kind != "paragraph" {
			r.problem(path, "unknown_node", "A list item starts with a paragraph.")
		}
		block := r.block(path, kind, child, depth+1)
		empty := block["content"] == nil
		emptyFirst = emptyFirst || first && empty
		if first || !empty {
			out = append(out, block)
		}
	}
	if emptyFirst && len(out) == 1 {
		return nil
	}
	return out
}

// block gives a block its canonical form; without content it is empty.
func (r *richText) block(path, kind string, node map[string]any, depth int) map[string]any {
	if r.blocks++; r.blocks > maxBlocks || depth > maxDepth {
		r.full = true
		r.problem(path, "too_large", "A text has at most %d blocks, and at most %d within each other.", maxBlocks, maxDepth)
		return nil
	}
	given := r.attrs(path, node, attributes[kind]...)
	attrs := map[string]any{"id": r.id(join(path, "attrs/id"), given["id"], r.ids)}
	out := map[string]any{"type": kind, "attrs": attrs}
	switch n, _ := number(given["level"]); {
	case kind != "heading":
	case n == "2" || n == "3" || n == "4":
		attrs["level"] = n
	default:
		r.problem(join(path, "attrs/level"), "bad_level", "A heading has the level 2, 3 or 4.")
	}
	if n, _ := number(given["start"]); given["start"] != nil && n != "1" {
		r.problem(join(path, "attrs/start"), "unknown_attribute", "A numbered list starts with 1.")
	}
	var content []any
	if kind == "paragraph" || kind == "heading" {
		content = r.inline(path, kind, node)
	} else {
		content = r.content(path, kind, node, depth)
	}
	if len(content) > 0 {
		out["content"] = content
	}
	return out
}

// inline reads texts and line breaks, and joins texts with the same marks. A
// block that holds only spaces and breaks is empty.
func (r *richText) inline(path, parent string, node map[string]any) []any {
	var out []any
	filled := false
	for path, child := range r.inside(path, parent, node) {
		r.attrs(path, child)
		marks := r.marks(path, child["marks"])
		if child["type"] == "hardBreak" {
			r.only(path, child, "type", "attrs", "marks")
			out = append(out, map[string]any{"type": "hardBreak"})
			continue
		}
		r.only(path, child, "type", "attrs", "text", "marks")
		text := r.run(path, child["text"])
		filled = filled || strings.TrimSpace(text) != ""
		out = appendText(out, text, marks)
	}
	if !filled {
		return nil
	}
	return out
}

// run is the text of one text node, counted against the limit of the whole.
func (r *richText) run(path string, v any) string {
	s, ok := v.(string)
	if !ok {
		r.shape(join(path, "text"), "a text")
	}
	s = clean(s, false)
	if r.runes += utf8.RuneCountInString(s); r.runes > maxRunes && !r.full {
		r.full = true
		r.problem(path, "too_large", "A text has at most %d characters.", maxRunes)
	}
	return s
}

func appendText(out []any, text string, marks []any) []any {
	if text == "" {
		return out
	}
	if len(out) > 0 {
		last, _ := out[len(out)-1].(map[string]any)
		before, _ := last["marks"].([]any)
		if s, ok := last["text"].(string); ok && reflect.DeepEqual(before, marks) {
			last["text"] = norm.NFC.String(s + text)
			return out
		}
	}
	run := map[string]any{"type": "text", "text": text}
	if len(marks) > 0 {
		run["marks"] = marks
	}
	return append(out, run)
}

// marks gives the marks of a text in canonical order, each sort once.
func (r *richText) marks(path string, v any) []any {
	list, ok := v.([]any)
	if !ok && v != nil {
		r.shape(join(path, "marks"), "a list of marks")
	}
	found := map[string]any{}
	for i, mark := range list {
		at := join(path, "marks/"+strconv.Itoa(i))
		mark, _ := mark.(map[string]any)
		name, _ := mark["type"].(string)
		if !slices.Contains(markNames, name) {
			r.problem(at, "unknown_mark", "%q is not a mark; allowed: %s.", name, strings.Join(markNames, ", "))
			continue
		}
		r.only(at, mark, "type", "attrs")
		clean := map[string]any{"type": name}
		if attrs := r.markAttrs(at, name, mark); attrs != nil {
			clean["attrs"] = attrs
		}
		if found[name] == nil {
			found[name] = clean
		}
	}
	var out []any
	for _, name := range markNames {
		if found[name] != nil {
			out = append(out, found[name])
		}
	}
	return out
}

func (r *richText) markAttrs(path, name string, mark map[string]any) map[string]any {
	given := r.attrs(path, mark, attributes[name]...)
	switch name {
	case "link":
		href, _ := given["href"].(string)
		href, ok := cleanHref(href)
		if !ok {
			r.problem(join(path, "attrs/href"), "bad_link", "A link goes to https://…, http://…, mailto:…, tel:…, or within the site to /… or #….")
		}
		return map[string]any{"href": href}
	case "citation":
		source, _ := given["source"].(string)
		if !idPattern.MatchString(source) {
			r.problem(join(path, "attrs/source"), "bad_id", "A citation names the id of a source.")
		}
		return map[string]any{"source": source}
	}
	return nil
}

// attrs are the attributes of a node or mark that are not null (editors write
// null for what is not set). Anything not declared is a problem.
func (r *richText) attrs(path string, node map[string]any, names ...string) map[string]any {
	if node["attrs"] == nil {
		return nil
	}
	given, ok := node["attrs"].(map[string]any)
	if !ok {
		r.shape(join(path, "attrs"), "an object")
		return nil
	}
	set := map[string]any{}
	for name, v := range given {
		if v != nil {
			set[name] = v
		}
	}
	r.only(join(path, "attrs"), set, names...)
	return set
}

// only is stricter than closed: rich text keeps nothing from an earlier schema.
func (r *richText) only(path string, in map[string]any, names ...string) {
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if !slices.Contains(names, name) {
			r.problem(join(path, name), "unknown_attribute", "%q is not allowed here.", name)
		}
	}
}

var (
	mailAddress = regexp.MustCompile(`^[^@%?&=,]+@[^@%?&=,]+$`)
	phoneNumber = regexp.MustCompile(`^\+?[0-9().\-]{2,40}$`)
)

// cleanHref accepts what is known to be harmless instead of looking for what is
// not: no spaces, controls, invisible letters or backslashes anywhere, and then
// one of four schemes, a path of this site or a fragment.
func cleanHref(s string) (string, bool) {
	s = norm.NFC.String(strings.TrimSpace(s))
	if s == "" || len(s) > maxHref || strings.ContainsFunc(s, hidden) {
		return "", false
	}
	if s[0] == '#' || (s[0] == '/' && !strings.HasPrefix(s, "//")) {
		return s, true
	}
	name, rest, _ := strings.Cut(s, ":")
	name = strings.ToLower(name)
	switch name {
	case "http", "https":
		u, err := url.Parse(name + ":" + rest)
		if err != nil || !strings.HasPrefix(rest, "//") || u.Hostname() == "" || u.User != nil {
			return "", false
		}
	case "mailto":
		address, _, _ := strings.Cut(rest, "?")
		if !mailAddress.MatchString(address) || strings.Contains(strings.ToLower(rest), "%0") {
			return "", false
		}
	case "tel":
		if !phoneNumber.MatchString(rest) {
			return "", false
		}
	default:
		return "", false
	}
	return name + ":" + rest, true
}

// hidden are characters that browsers drop or read as another one.
func hidden(r rune) bool {
	return r == '\\' || r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// PlainText is the text of a rich text, a line for each paragraph, heading and
// line break. Anything that is not rich text gives "".
func PlainText(doc any) string {
	var b strings.Builder
	plainText(&b, doc)
	return strings.TrimSpace(b.String())
}

func plainText(b *strings.Builder, v any) {
	node, _ := v.(map[string]any)
	if text, ok := node["text"].(string); ok {
		b.WriteString(text)
	}
	content, _ := node["content"].([]any)
	for _, child := range content {
		plainText(b, child)
	}
	switch node["type"] {
	case "paragraph", "heading", "hardBreak":
		b.WriteByte('\n')
	}
}
