package segment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// encode writes spans as a text in memory form and lists what its tags stand for.
// Tags are numbered by first appearance. Where marks overlap, one is closed and
// opened again under its number, so that tags always nest.
func encode(list []span) (string, []Inline) {
	e := encoder{list: bridge(list)}
	for i, s := range e.list {
		kept := e.closeAllBut(s.marks)
		e.open(i, kept)
		if s.void != nil {
			e.tag("<", e.number(*s.void), "/>")
		} else {
			e.out.WriteString(escape(s.text))
		}
	}
	e.closeAllBut(nil)
	return e.out.String(), e.inline
}

// bridge puts the marks that go on after a void node on the node as well, so that a
// bold passage with a line break in it has one pair of tags and not two.
func bridge(list []span) []span {
	out := slices.Clone(list)
	var next []Inline // the marks of the next text
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].void == nil {
			next = out[i].marks
		} else {
			out[i].marks = next
		}
	}
	for i := range out {
		if out[i].void == nil {
			continue
		}
		out[i].marks = slices.DeleteFunc(slices.Clone(out[i].marks), func(mark Inline) bool {
			return i == 0 || !has(out[i-1].marks, mark)
		})
	}
	return out
}

type encoder struct {
	list   []span
	out    strings.Builder
	inline []Inline
	stack  []Inline // open marks with their numbers, the innermost last
}

func (e *encoder) number(c Inline) int {
	c.Tag = len(e.inline) + 1
	e.inline = append(e.inline, c)
	return c.Tag
}

// tag writes a tag; backslashes of the literal text directly before it are doubled.
func (e *encoder) tag(before string, number int, after string) {
	sofar := e.out.String()
	slashes := len(sofar) - len(strings.TrimRight(sofar, `\`))
	e.out.WriteString(strings.Repeat(`\`, slashes) + before + strconv.Itoa(number) + after)
}

// closeAllBut closes every mark that is not among those wanted, and with it those
// opened inside it. It returns the ones that have to be opened again.
func (e *encoder) closeAllBut(wanted []Inline) []Inline {
	var reopen []Inline
	first := slices.IndexFunc(e.stack, func(open Inline) bool { return !has(wanted, open) })
	for first >= 0 && len(e.stack) > first {
		top := e.stack[len(e.stack)-1]
		e.stack = e.stack[:len(e.stack)-1]
		e.tag("</", top.Tag, ">")
		if has(wanted, top) {
			reopen = append(reopen, top)
		}
	}
	return reopen
}

// open opens the marks of span i that are not open yet, the longest outside.
func (e *encoder) open(i int, reopen []Inline) {
	var due []Inline
	for _, mark := range e.list[i].marks {
		if !has(e.stack, mark) {
			due = append(due, mark)
		}
	}
	slices.SortStableFunc(due, func(a, b Inline) int { return cmp.Compare(e.end(i, b), e.end(i, a)) })
	for _, mark := range due {
		if at := slices.IndexFunc(reopen, mark.equal); at >= 0 {
			mark = reopen[at]
		} else {
			mark.Tag = e.number(mark)
		}
		e.stack = append(e.stack, mark)
		e.tag("<", mark.Tag, ">")
	}
}

// end is the index of the first span from i on without the mark.
func (e *encoder) end(i int, mark Inline) int {
	for i < len(e.list) && has(e.list[i].marks, mark) {
		i++
	}
	return i
}

func has(list []Inline, c Inline) bool { return slices.ContainsFunc(list, c.equal) }

// decode reads a text in memory form, asking known what a tag stands for. A tag that
// is unknown, of the wrong form or without its other half is left out; the text
// inside it stays. Crossing tags are taken for what they cover.
func decode(text string, known func(tag int) (Inline, bool)) []span {
	list := pieces(text)
	paired := pair(list)
	var out []span
	var open []Inline
	for i, p := range list {
		c, ok := known(p.tag)
		isMark := slices.Contains(markOrder, c.Type)
		switch {
		case p.form == literal:
			out = add(out, span{text: p.text, marks: marksIn(open)})
		case p.form == void && ok && !isMark:
			out = add(out, span{void: &Inline{Type: c.Type, Attrs: c.Attrs}})
		case p.form == opening && paired[i] && ok && isMark:
			open = append(open, c)
		case p.form == closing && paired[i]:
			open = slices.DeleteFunc(open, func(c Inline) bool { return c.Tag == p.tag })
		}
	}
	return out
}

// pair marks the opening and closing tags that belong together: a closing tag and
// the last opening one before it. A tag within itself is dropped.
func pair(list []piece) []bool {
	paired := make([]bool, len(list))
	waiting := map[int]int{}
	for i, p := range list {
		switch p.form {
		case opening:
			waiting[p.tag] = i
		case closing:
			if start, ok := waiting[p.tag]; ok {
				paired[i], paired[start] = true, true
				delete(waiting, p.tag)
			}
		}
	}
	return paired
}

// marksIn is the set of the open marks in mark order. A link within a link is not
// possible: the inner one counts.
func marksIn(open []Inline) []Inline {
	var marks []Inline
	link := false
	for _, mark := range slices.Backward(open) {
		mark.Tag = 0
		if mark.Type == "link" && link || has(marks, mark) {
			continue
		}
		link = link || mark.Type == "link"
		marks = append(marks, mark)
	}
	slices.SortFunc(marks, byMarkOrder)
	return marks
}
