package segment

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Inline is what stands behind a numbered tag of a text: a mark (<1>…</1>) or an
// inline node without text such as a line break (<1/>). Attrs holds what the tag
// points to (href of a link, source of a citation).
type Inline struct {
	Tag   int               `json:"tag"`
	Type  string            `json:"type"`
	Attrs map[string]string `json:"attrs,omitempty"`
}

func (c Inline) equal(other Inline) bool {
	return c.Type == other.Type && maps.Equal(c.Attrs, other.Attrs)
}

// markOrder is the order in which schema puts the marks of a text.
var markOrder = []string{"bold", "italic", "link", "citation"}

func byMarkOrder(a, b Inline) int {
	return cmp.Or(
		cmp.Compare(slices.Index(markOrder, a.Type), slices.Index(markOrder, b.Type)),
		cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.Attrs["href"], b.Attrs["href"]),
		cmp.Compare(a.Attrs["source"], b.Attrs["source"]),
	)
}

// The forms of a piece.
const (
	literal = iota
	opening
	closing
	void
)

// piece is a stretch of literal text or one tag of a text in memory form.
type piece struct {
	form int
	raw  string // as written
	text string // what literal text means
	tag  int
}

// found is a place in a text that reads like a tag, with the backslashes before it:
// text[from:start] are the backslashes, text[start:end] is the tag.
type found struct {
	from, start, end int
	form, tag        int
}

// nextTag finds the first tag at or after i. Literal text of that form is written
// with one backslash before it, and backslashes that stand directly before a tag are
// doubled; everywhere else a backslash is itself.
func nextTag(text string, i int) (found, bool) {
	for {
		less := strings.IndexByte(text[i:], '<')
		if less < 0 {
			return found{}, false
		}
		start := i + less
		if form, tag, size := tagAt(text[start:]); size > 0 {
			before := strings.TrimRight(text[:start], `\`)
			return found{from: len(before), start: start, end: start + size, form: form, tag: tag}, true
		}
		i = start + 1
	}
}

// tagAt reads <1>, </1> or <1/> at the start of s; its size is 0 if there is none.
func tagAt(s string) (form, tag, size int) {
	i := 1
	form = opening
	if strings.HasPrefix(s, "</") {
		i, form = 2, closing
	}
	first := i
	for i < len(s) && i < first+maxDigits && '0' <= s[i] && s[i] <= '9' {
		tag = 10*tag + int(s[i]-'0')
		i++
	}
	if i == first || s[first] == '0' {
		return 0, 0, 0
	}
	if form == opening && strings.HasPrefix(s[i:], "/") {
		i, form = i+1, void
	}
	if !strings.HasPrefix(s[i:], ">") {
		return 0, 0, 0
	}
	return form, tag, i + 1
}

// maxDigits a tag's number may have: more than any block has inline codes.
const maxDigits = 6

// pieces cuts a text in memory form; every string can be cut, and the raw parts
// joined give it again.
func pieces(text string) []piece {
	var out []piece
	say := func(raw, text string) {
		if raw != "" {
			out = append(out, piece{raw: raw, text: text})
		}
	}
	rest := 0
	for at, ok := nextTag(text, 0); ok; at, ok = nextTag(text, rest) {
		say(text[rest:at.from], text[rest:at.from])
		half := text[at.from : at.from+(at.start-at.from)/2]
		if rest = at.end; (at.start-at.from)%2 == 1 {
			say(text[at.from:at.end], half+text[at.start:at.end])
			continue
		}
		say(text[at.from:at.start], half)
		out = append(out, piece{form: at.form, raw: text[at.start:at.end], tag: at.tag})
	}
	say(text[rest:], text[rest:])
	return out
}

// Plain is a text in memory form without its tags, as it reads; a line break
// becomes a line feed.
func Plain(text string) string { return plain(text, "\n") }

func plain(text, breakAs string) string {
	var b strings.Builder
	for _, p := range pieces(text) {
		if p.form == void {
			b.WriteString(breakAs)
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// blank says that a text has nothing to translate or to read: no text at all, only
// white space or only tags.
func blank(text string) bool { return strings.TrimSpace(Plain(text)) == "" }

// escape writes literal text so that nothing in it reads as a tag.
func escape(text string) string {
	var b strings.Builder
	rest := 0
	for at, ok := nextTag(text, 0); ok; at, ok = nextTag(text, rest) {
		b.WriteString(text[rest:at.start] + text[at.from:at.start] + `\` + text[at.start:at.end])
		rest = at.end
	}
	if rest == 0 {
		return text
	}
	return b.String() + text[rest:]
}

// span is a stretch of inline content: text with the marks on it, or a void node.
type span struct {
	text  string
	marks []Inline // without numbers, in mark order
	void  *Inline
}

// spans reads the inline content of a block, with neighbours of equal marks joined.
func spans(content []any) []span {
	var out []span
	for _, raw := range content {
		inline, ok := raw.(map[string]any)
		if !ok {
			continue
		}
		if kind := str(inline["type"]); kind == "text" {
			out = add(out, span{text: str(inline["text"]), marks: marksOf(inline)})
		} else {
			out = add(out, span{void: &Inline{Type: kind, Attrs: attrsOf(inline)}})
		}
	}
	return out
}

// add appends a span; text with the marks of the text before it joins that.
func add(out []span, s span) []span {
	if s.void == nil {
		if s.text == "" {
			return out
		}
		if n := len(out) - 1; n >= 0 && out[n].void == nil && slices.EqualFunc(out[n].marks, s.marks, Inline.equal) {
			out[n].text += s.text
			return out
		}
	}
	return append(out, s)
}

func marksOf(inline map[string]any) []Inline {
	list, _ := inline["marks"].([]any)
	var marks []Inline
	for _, raw := range list {
		if mark, ok := raw.(map[string]any); ok {
			marks = append(marks, Inline{Type: str(mark["type"]), Attrs: attrsOf(mark)})
		}
	}
	slices.SortFunc(marks, byMarkOrder)
	return slices.CompactFunc(marks, Inline.equal)
}

func attrsOf(holder map[string]any) map[string]string {
	raw, _ := holder["attrs"].(map[string]any)
	if len(raw) == 0 {
		return nil
	}
	attrs := make(map[string]string, len(raw))
	for name, value := range raw {
		attrs[name] = str(value)
	}
	return attrs
}

// content is the inverse of spans.
func content(list []span) []any {
	out := make([]any, 0, len(list))
	for _, s := range list {
		node := map[string]any{"type": "text", "text": s.text}
		if s.void != nil {
			node = nodeOf(*s.void)
		}
		if len(s.marks) > 0 {
			marks := make([]any, len(s.marks))
			for i, mark := range s.marks {
				marks[i] = nodeOf(mark)
			}
			node["marks"] = marks
		}
		out = append(out, node)
	}
	return out
}

func nodeOf(c Inline) map[string]any {
	node := map[string]any{"type": c.Type}
	if len(c.Attrs) > 0 {
		attrs := make(map[string]any, len(c.Attrs))
		for name, value := range c.Attrs {
			attrs[name] = value
		}
		node["attrs"] = attrs
	}
	return node
}

func str(v any) string {
	s, _ := v.(string)
	return s
}
