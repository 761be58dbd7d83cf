package catalogue_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/apptest/catalogue"
)

// hostile are texts that a browser would make something of.
func hostile() map[string]string {
	paragraph := func(inside string) string {
		return `{"type":"doc","content":[{"type":"paragraph","content":[` + inside + `]}]}`
	}
	linked := func(href string) string {
		address, _ := json.Marshal(href)
		return paragraph(`{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":` + string(address) + `}}]}`)
	}
	all := map[string]string{
		"an unknown node":         `{"type":"doc","content":[{"type":"iframe","attrs":{"src":"https://evil.example"}}]}`,
		"raw HTML":                `{"type":"doc","content":[{"type":"html","content":"<script>1</script>"}]}`,
		"a string for a document": `"<p onclick=alert(1)>x</p>"`,
		"an unknown mark":         paragraph(`{"type":"text","text":"x","marks":[{"type":"textStyle","attrs":{"style":"x:expression(1)"}}]}`),
		"a handler":               `{"type":"doc","content":[{"type":"paragraph","attrs":{"onclick":"alert(1)"},"content":[]}]}`,
		"a style":                 `{"type":"doc","content":[{"type":"paragraph","attrs":{"style":"position:fixed"},"content":[]}]}`,
		"a link with more":        paragraph(`{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"/en/","onmouseover":"alert(1)"}}]}`),
		"another key":             `{"type":"doc","content":[],"__proto__":{"x":1}}`,
		"a deep one":              `{"type":"doc","content":[` + strings.Repeat(`{"type":"blockquote","content":[`, 500) + strings.Repeat(`]}`, 500) + `]}`,
		"100,000 nodes":           `{"type":"doc","content":[` + strings.TrimSuffix(strings.Repeat(`{"type":"paragraph"},`, 100_000), ",") + `]}`,
	}
	for _, href := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		"&#106;avascript:alert(1)", "javascript&colon;alert(1)", "vbscript:x", "data:text/html,<script>1</script>", "blob:x", "file:///etc/passwd", "//evil.example", `\\evil.example`,
		"/\\evil.example", "https:evil.example", "http://", "intent:x",
	} {
		all["a link to "+href] = linked(href)
	}
	return all
}

// Rich text is a closed schema, also for who goes past the editor: what is not in
// it is refused before it is stored, and what is stored comes out as it went in.
func TestRichText(t *testing.T) {
	catalogue.Each(t, func(h *catalogue.House) {
		h.Check("S-77", func(h *catalogue.House) {
			id := city(h, "Texts", "texts", "Live")
			at := "/api/desk/entries/" + id + "/documents/en"
			put := func(body string) catalogue.Answer {
				h.Helper()
				tag := h.Ask(catalogue.Question{Actor: "editor", Path: at}).Header.Get("ETag")
				fields := `{"fields":{"name":"Texts","tagline":"T","summary":"S","sections":[{"kind":"unique","heading":"H","body":` + body + `}]}}`
				return h.Ask(catalogue.Question{Actor: "editor", Method: http.MethodPut, Path: at, Body: fields, Headers: map[string]string{"If-Match": tag}, Within: 5 * time.Second})
			}
			texts := hostile()
			for _, what := range slices.Sorted(maps.Keys(texts)) { // the same order on both databases
				if a := put(texts[what]); a.Status < http.StatusBadRequest {
					h.Errorf("%q is taken: %d", what, a.Status)
				}
			}
			kind := `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"<b>\"&'</b> "},` +
				`{"type":"text","text":"here","marks":[{"type":"link","attrs":{"href":"https://there.example/?a=1&b=<2>"}}]}]}]}`
			if a := put(kind); a.Status != http.StatusOK {
				h.Fatalf("a harmless text is refused: %d %s", a.Status, a.Body)
			}
			h.GoLive(id)
			h.Eventually(bound, catalogue.Question{Path: "/en/cities/texts"}, func(a catalogue.Answer) bool {
				return strings.Contains(a.Body, "&lt;b&gt;") && strings.Contains(a.Body, `href="https://there.example/?a=1&amp;b=`)
			})
			a := h.Ask(catalogue.Question{Path: "/en/cities/texts"})
			if strings.Contains(a.Body, "<b>\"") || strings.Contains(a.Body, "b=<2>") {
				h.Errorf("the page holds markup of the text")
			}
		})
	})
}
