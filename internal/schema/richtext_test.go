package schema_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"movingcities/internal/schema"
)

// body is a document whose only content is these blocks.
func body(tb testing.TB, blocks string) schema.Fields {
	tb.Helper()
	return content(tb, `{"body": {"type": "doc", "content": [`+blocks+`]}}`)
}

func paragraph(texts string) string {
	return `{"type": "paragraph", "attrs": {"id": "p"}, "content": [` + texts + `]}`
}

func TestRichText(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"blocks get ids": {
			`{"type": "paragraph", "content": [{"type": "text", "text": "a"}]}`,
			`{"type": "paragraph", "attrs": {"id": "new-1"}, "content": [{"type": "text", "text": "a"}]}`,
		},
		"a copied block gets an id of its own": {
			paragraph(`{"type": "text", "text": "a"}`) + "," + paragraph(`{"type": "text", "text": "a"}`),
			paragraph(`{"type": "text", "text": "a"}`) + "," + `{"type": "paragraph", "attrs": {"id": "new-1"}, "content": [{"type": "text", "text": "a"}]}`,
		},
		"texts with the same marks are one": {
			paragraph(`{"type": "text", "text": "Cafe"}, {"type": "text", "text": "\u0301"}, {"type": "text", "text": ""}, {"type": "text", "text": "!", "marks": [{"type": "bold"}]}`),
			paragraph(`{"type": "text", "text": "Café"}, {"type": "text", "text": "!", "marks": [{"type": "bold"}]}`),
		},
		"marks in one order, each once": {
			paragraph(`{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "HTTPS://example.org/a"}}, {"type": "bold"}, {"type": "bold"}]}`),
			paragraph(`{"type": "text", "text": "a", "marks": [{"type": "bold"}, {"type": "link", "attrs": {"href": "https://example.org/a"}}]}`),
		},
		"what an editor leaves unset is not kept": {
			paragraph(`{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "/x", "target": null, "class": null}}]}`),
			paragraph(`{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "/x"}}]}`),
		},
		"a numbered list starts with 1 without saying so": {
			`{"type": "orderedList", "attrs": {"id": "l", "start": 1, "type": null}, "content": [{"type": "listItem", "attrs": {"id": "i"}, "content": [` + paragraph(`{"type": "text", "text": "a"}`) + `]}]}`,
			`{"type": "orderedList", "attrs": {"id": "l"}, "content": [{"type": "listItem", "attrs": {"id": "i"}, "content": [` + paragraph(`{"type": "text", "text": "a"}`) + `]}]}`,
		},
		"empty blocks go, the paragraph that a list item starts with stays": {
			`{"type": "paragraph"}, {"type": "bulletList", "attrs": {"id": "l"}, "content": [
				{"type": "listItem", "attrs": {"id": "i"}, "content": [{"type": "paragraph", "attrs": {"id": "e"}}, ` + paragraph(`{"type": "text", "text": "a"}`) + `]},
				{"type": "listItem", "attrs": {"id": "j"}, "content": [{"type": "paragraph"}, {"type": "paragraph"}]}]},
				{"type": "heading", "attrs": {"id": "h", "level": 2}, "content": [{"type": "text", "text": " "}, {"type": "hardBreak"}]}`,
			`{"type": "bulletList", "attrs": {"id": "l"}, "content": [
				{"type": "listItem", "attrs": {"id": "i"}, "content": [{"type": "paragraph", "attrs": {"id": "e"}}, ` + paragraph(`{"type": "text", "text": "a"}`) + `]}]}`,
		},
		"line breaks, headings, quotes and citations": {
			`{"type": "heading", "attrs": {"id": "h", "level": 3.0}, "content": [{"type": "text", "text": "H"}]},
			 {"type": "blockquote", "attrs": {"id": "q"}, "content": [` + paragraph(`{"type": "text", "text": "a", "marks": [{"type": "citation", "attrs": {"source": "s1"}}]}, {"type": "hardBreak", "marks": [{"type": "bold"}]}, {"type": "text", "text": "b"}`) + `]}`,
			`{"type": "heading", "attrs": {"id": "h", "level": 3}, "content": [{"type": "text", "text": "H"}]},
			 {"type": "blockquote", "attrs": {"id": "q"}, "content": [` + paragraph(`{"type": "text", "text": "a", "marks": [{"type": "citation", "attrs": {"source": "s1"}}]}, {"type": "hardBreak"}, {"type": "text", "text": "b"}`) + `]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, problems := thing(t).Normalize(schema.Localized, body(t, c.in), ids())
			require.Empty(t, lines(problems))
			assert.JSONEq(t, string(schema.Encode(body(t, c.want))), string(schema.Encode(out)))
		})
	}
}

func TestRichTextIsClosed(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"unknown block":            {`{"type": "iframe", "attrs": {"src": "https://x"}}`, "body/content/0: unknown_node"},
		"raw text as a block":      {`"<script>"`, "body/content/0: unknown_node"},
		"text without a block":     {`{"type": "text", "text": "a"}`, "body/content/0: unknown_node"},
		"a list without its list":  {`{"type": "listItem", "content": []}`, "body/content/0: unknown_node"},
		"a block in a paragraph":   {paragraph(`{"type": "paragraph"}`), "body/content/0/content/0: unknown_node"},
		"an item with a list only": {`{"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "blockquote", "content": [` + paragraph(`{"type": "text", "text": "a"}`) + `]}]}]}`, "body/content/0/content/0/content/0: unknown_node"},
		"unknown mark":             {paragraph(`{"type": "text", "text": "a", "marks": [{"type": "textStyle", "attrs": {"color": "red"}}]}`), "body/content/0/content/0/marks/0: unknown_mark"},
		"handler on a block":       {`{"type": "paragraph", "attrs": {"onclick": "x()"}}`, "body/content/0/attrs/onclick: unknown_attribute"},
		"style on a text":          {paragraph(`{"type": "text", "text": "a", "style": "x"}`), "body/content/0/content/0/style: unknown_attribute"},
		"attribute of a mark":      {paragraph(`{"type": "text", "text": "a", "marks": [{"type": "bold", "attrs": {"class": "x"}}]}`), "body/content/0/content/0/marks/0/attrs/class: unknown_attribute"},
		"target of a link":         {paragraph(`{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "/", "target": "_blank"}}]}`), "body/content/0/content/0/marks/0/attrs/target: unknown_attribute"},
		"first level":              {`{"type": "heading", "attrs": {"level": 1}}`, "body/content/0/attrs/level: bad_level"},
		"list from five":           {`{"type": "orderedList", "attrs": {"start": 5}}`, "body/content/0/attrs/start: unknown_attribute"},
		"citation of nothing":      {paragraph(`{"type": "text", "text": "a", "marks": [{"type": "citation"}]}`), "body/content/0/content/0/marks/0/attrs/source: bad_id"},
		"shapes": {
			`{"type": "paragraph", "attrs": 5, "content": "a"}, ` + paragraph(`{"type": "text", "text": 5, "marks": {}}`),
			"body/content/0/attrs: wrong_shape\nbody/content/0/content: wrong_shape\nbody/content/1/content/0/marks: wrong_shape\nbody/content/1/content/0/text: wrong_shape",
		},
		"block id that is no id": {`{"type": "paragraph", "attrs": {"id": "<b>"}}`, "body/content/0/attrs/id: bad_id"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := thing(t).Normalize(schema.Localized, body(t, c.in), ids())
			assert.Equal(t, c.want, lines(problems))
		})
	}
	_, problems := thing(t).Normalize(schema.Localized, content(t, `{"body": {"type": "doc", "content": [], "onload": "x"}}`), ids())
	assert.Equal(t, "body/onload: unknown_attribute", lines(problems))
}

func TestLinks(t *testing.T) {
	linked := func(href string) schema.Fields {
		quoted, err := json.Marshal(href)
		require.NoError(t, err)
		return body(t, paragraph(fmt.Sprintf(`{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": %s}}]}`, quoted)))
	}
	for _, href := range []string{
		"https://example.org", "http://example.org:8080/a?b=c#d", "https://xn--respekt-fr-griechenland-kpc.de/?p=1492",
		"https://el.wikipedia.org/wiki/Παλέρμο", "mailto:info@example.org", "mailto:info@example.org?subject=A%20question",
		"tel:+39091123456", "/cities/palermo", "/", "#sources", "/a?next=javascript:alert(1)",
	} {
		_, problems := thing(t).Normalize(schema.Localized, linked(href), ids())
		assert.Empty(t, lines(problems), href)
	}
	for _, href := range []string{
		"", " ", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
		"\x01javascript:alert(1)", "javascript\x00:alert(1)", "java\u00adscript:alert(1)", "\u200bjavascript:alert(1)",
		"&#106;avascript:alert(1)", "&#x6A&#x61vascript:alert(1)", "javascript&colon;alert(1)", "javascript%3Aalert(1)",
		"data:text/html;base64,PHNjcmlwdD4=", "DATA:text/html,x", "vbscript:msgbox(1)", "VB\rScript:x", "file:///etc/passwd", "blob:https://x/y",
		"ftp://example.org", "//example.org", `/\example.org`, `\\example.org`, "/\t/example.org", "https:example.org", "https:/example.org",
		"https:///example.org", "https://", "https://user:password@example.org", "https://example.org@evil.example", "http://exa mple.org",
		"example.org", "cities/palermo", "?a=b", "mailto:", "mailto:a", "mailto:a@b%0d%0aBcc:c@d", "mailto:a@b,c@d", "tel:", "tel:call-me", "sms:+39",
		"https://" + strings.Repeat("a", 2048) + ".example",
	} {
		_, problems := thing(t).Normalize(schema.Localized, linked(href), ids())
		assert.Equal(t, "body/content/0/content/0/marks/0/attrs/href: bad_link", lines(problems), "%q", href)
	}
}

func TestRichTextLimits(t *testing.T) {
	th := thing(t)
	one := paragraph(`{"type": "text", "text": "a"}`)
	text := `{"type": "paragraph", "content": [{"type": "text", "text": "a"}]},`
	_, problems := th.Normalize(schema.Localized, body(t, strings.Repeat(text, 4999)+one), ids())
	assert.Empty(t, problems)
	_, problems = th.Normalize(schema.Localized, body(t, strings.Repeat(text, 5000)+one), ids())
	assert.Equal(t, "body/content/5000: too_large", lines(problems))
	_, problems = th.Normalize(schema.Localized, body(t, strings.Repeat(`{"type": "iframe"},`, 100_000)+one), ids())
	assert.Len(t, problems, 101)

	nested := func(depth int) string {
		return strings.Repeat(`{"type": "blockquote", "content": [`, depth-1) + one + strings.Repeat(`]}`, depth-1)
	}
	_, problems = th.Normalize(schema.Localized, body(t, nested(8)), ids())
	assert.Empty(t, problems)
	_, problems = th.Normalize(schema.Localized, body(t, nested(9)), ids())
	assert.Equal(t, "body"+strings.Repeat("/content/0", 9)+": too_large", lines(problems))

	long := strings.Repeat("ä", 100_001)
	_, problems = th.Normalize(schema.Localized, body(t, paragraph(`{"type": "text", "text": "`+long+`"}, {"type": "text", "text": "`+long+`"}`)), ids())
	assert.Equal(t, "body/content/0/content/1: too_large", lines(problems))
}

func TestPlainText(t *testing.T) {
	doc := body(t, `{"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "H"}]},
		{"type": "bulletList", "content": [{"type": "listItem", "content": [`+paragraph(`{"type": "text", "text": "a"}, {"type": "text", "text": "b", "marks": [{"type": "bold"}]}, {"type": "hardBreak"}, {"type": "text", "text": "c"}`)+`]}]}`)
	assert.Equal(t, "H\nab\nc", schema.PlainText(doc["body"]))
	assert.Empty(t, schema.PlainText("text"))
	assert.Empty(t, schema.PlainText(nil))
}

var fuzzNodes = []string{"doc", "paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote", "text", "hardBreak", "bold", "italic", "link", "citation"}

// harmless is an address as a browser reads it: without tabs and line breaks.
var harmless = regexp.MustCompile(`^(https?://[^/\s]|mailto:|tel:|/([^/\\]|$)|#)`)

// FuzzRichText: what passes holds nothing but the closed schema, with ids and
// harmless links, and does not change when it is saved again.
func FuzzRichText(f *testing.F) {
	for _, seed := range []string{
		`{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"p"},"content":[{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"https://example.org"}}]}]}]}`,
		`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"java\tscript:alert(1)"}}]}]}]}`,
		`{"type":"doc","content":[{"type":"orderedList","content":[{"type":"listItem","content":[{"type":"paragraph"},{"type":"blockquote","content":[{"type":"heading","attrs":{"level":2}}]}]}]}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var doc any
		if json.Unmarshal([]byte(text), &doc) != nil {
			t.Skip()
		}
		th := thing(t)
		out, problems := th.Normalize(schema.Localized, schema.Fields{"body": doc}, ids())
		if len(problems) > 0 || out["body"] == nil {
			return
		}
		inspect(t, out["body"])
		again, problems := th.Normalize(schema.Localized, out, nil)
		require.Empty(t, problems)
		require.Equal(t, string(schema.Encode(out)), string(schema.Encode(again)))
	})
}

// inspect fails for anything that the closed schema does not know.
func inspect(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, member := range v {
			inspect(t, member)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		require.True(t, slices.Contains(fuzzNodes, kind), kind)
		attrs, _ := v["attrs"].(map[string]any)
		for name, value := range attrs {
			require.Contains(t, []string{"id", "level", "href", "source"}, name)
			require.NotEmpty(t, value)
		}
		if href, ok := attrs["href"].(string); ok {
			require.Regexp(t, harmless, href)
			_, err := url.Parse(href)
			require.NoError(t, err, href)
		}
		for name := range v {
			require.Contains(t, []string{"type", "attrs", "content", "text", "marks"}, name)
		}
		inspect(t, v["content"])
		inspect(t, v["marks"])
	}
}
