package site

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// writer turns rich text into HTML. It numbers citations by the sources of the
// entry and counts them, so that every source can lead back.
type writer struct {
	out     strings.Builder
	lang    string
	prefix  string             // of ids
	cite    func(n int) string // the name of a citation for readers
	numbers map[string]int     // of sources by id
	cited   map[int]int        // how often
}

// html writes one rich text. Everything the writer does not know is left out;
// all text is escaped.
func (w *writer) html(doc any) template.HTML {
	w.out.Reset()
	node, _ := doc.(map[string]any)
	w.blocks(node)
	return template.HTML(w.out.String()) //nolint:gosec // made of escaped text only
}

func (w *writer) blocks(parent map[string]any) {
	for _, node := range objects(parent, "content") {
		w.block(node)
	}
}

func (w *writer) block(node map[string]any) {
	tag := ""
	switch text(node, "type") {
	case "paragraph":
		w.element("p", node, w.inlines)
		return
	case "heading":
		level, _ := whole(object(node, "attrs")["level"])
		w.element(fmt.Sprintf("h%d", min(max(level, 2), 4)+1), node, w.inlines)
		return
	case "bulletList":
		tag = "ul"
	case "orderedList":
		tag = "ol"
	case "listItem":
		tag = "li"
	case "blockquote":
		tag = "blockquote"
	default:
		return
	}
	w.element(tag, node, w.blocks)
}

func (w *writer) element(tag string, node map[string]any, inside func(map[string]any)) {
	w.out.WriteString("<" + tag + ">")
	inside(node)
	w.out.WriteString("</" + tag + ">")
}

func (w *writer) inlines(parent map[string]any) {
	for _, node := range objects(parent, "content") {
		switch text(node, "type") {
		case "hardBreak":
			w.out.WriteString("<br>")
		case "text":
			w.marked(html.EscapeString(tied(w.lang, text(node, "text"))), objects(node, "marks"))
		}
	}
}

func (w *writer) marked(inner string, marks []map[string]any) {
	after := ""
	for _, m := range marks {
		attrs := object(m, "attrs")
		switch text(m, "type") {
		case "bold":
			inner = "<strong>" + inner + "</strong>"
		case "italic":
			inner = "<em>" + inner + "</em>"
		case "link":
			inner = anchor(text(attrs, "href"), inner)
		case "citation":
			after += w.citation(text(attrs, "source"))
		}
	}
	w.out.WriteString(inner + after)
}

// anchor links to addresses that lead somewhere and run nothing.
func anchor(href, inner string) string {
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:", "/", "#"} {
		if strings.HasPrefix(href, scheme) {
			rel := ""
			if strings.HasPrefix(href, "http") {
				rel = ` rel="external"`
			}
			return `<a href="` + html.EscapeString(href) + `"` + rel + ">" + inner + "</a>"
		}
	}
	return inner
}

func (w *writer) citation(source string) string {
	n := w.numbers[source]
	if n == 0 {
		return ""
	}
	w.cited[n]++
	label := `"` + html.EscapeString(w.cite(n)) + `"`
	return fmt.Sprintf(`<sup><a class="cite" id="%scite-%d-%d" href="#%ssource-%d" aria-label=%s>%d</a></sup>`,
		w.prefix, n, w.cited[n], w.prefix, n, label, n)
}

var polishWord = regexp.MustCompile(`(^|[\s(„])([aiouwzAIOUWZ]) `)

// tied keeps Polish words of one letter with the word after them.
func tied(lang, s string) string {
	if lang != "pl" {
		return s
	}
	return polishWord.ReplaceAllString(s, "$1$2\u00a0")
}
