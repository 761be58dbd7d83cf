package site

import (
	"strconv"
	"testing"

	"movingcities/internal/schema"
)

func TestRichText(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"marks":        {`[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"bold"}]},{"type":"hardBreak"},{"type":"text","text":"b","marks":[{"type":"italic"}]}]}]`, `<p><strong>a</strong><br><em>b</em></p>`},
		"escapes":      {`[{"type":"paragraph","content":[{"type":"text","text":"<script>&"}]}]`, `<p>&lt;script&gt;&amp;</p>`},
		"links":        {`[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"https://e.org/\"y"}}]}]}]`, `<p><a href="https://e.org/&#34;y" rel="external">x</a></p>`},
		"unsafe links": {`[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"javascript:alert(1)"}}]}]}]`, `<p>x</p>`},
		"lists":        {`[{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}]}]`, `<ul><li><p>x</p></li></ul>`},
		"headings":     {`[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"x"}]}]`, `<h3>x</h3>`},
		"citations":    {`[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"citation","attrs":{"source":"s2"}}]}]}]`, `<p>x<sup><a class="cite" id="cite-2-1" href="#source-2" aria-label="Source 2">2</a></sup></p>`},
		"no source":    {`[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"citation","attrs":{"source":"gone"}}]}]}]`, `<p>x</p>`},
		"unknown":      {`[{"type":"iframe","attrs":{"src":"https://e.org"}}]`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := schema.Decode([]byte(`{"type":"doc","content":` + c.doc + `}`))
			if err != nil {
				t.Fatal(err)
			}
			w := &writer{
				lang: "en", numbers: map[string]int{"s1": 1, "s2": 2}, cited: map[int]int{},
				cite: func(n int) string { return "Source " + strconv.Itoa(n) },
			}
			if got := string(w.html(doc)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestPolishWordsOfOneLetterAreTied(t *testing.T) {
	if got := tied("pl", "Miasto i gmina w Polsce"); got != "Miasto i\u00a0gmina w\u00a0Polsce" {
		t.Errorf("got %q", got)
	}
	if got := tied("en", "a city"); got != "a city" {
		t.Errorf("got %q", got)
	}
}
