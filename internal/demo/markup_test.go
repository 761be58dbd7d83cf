package demo_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"movingcities/internal/demo"
)

func TestInline(t *testing.T) {
	nodes, err := demo.Inline("**An alternative:** In 2016 there were [angry protests](https://example.org/a).")
	require.NoError(t, err)
	want := []any{
		map[string]any{"type": "text", "text": "An alternative:", "marks": []any{map[string]any{"type": "bold"}}},
		map[string]any{"type": "text", "text": " In 2016 there were "},
		map[string]any{"type": "text", "text": "angry protests", "marks": []any{
			map[string]any{"type": "link", "attrs": map[string]any{"href": "https://example.org/a"}},
		}},
		map[string]any{"type": "text", "text": "."},
	}
	require.Empty(t, cmp.Diff(want, nodes))
}

func TestInlineRefusesBrokenMarkup(t *testing.T) {
	for _, text := range []string{"**open", "a ** b", "[text](", "[text](a b)", "**[both](https://a.example)**", "[**both**](https://a.example)"} {
		_, err := demo.Inline(text)
		require.Error(t, err, text)
	}
}

// Whatever is accepted can be written back: no character is lost or invented.
func TestInlineKeepsEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`[a-zäλ .,:«»’()]{1,12}`)
		var b strings.Builder
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			text := plain.Draw(t, "text")
			switch rapid.IntRange(0, 2).Draw(t, "form") {
			case 0:
				b.WriteString(text)
			case 1:
				b.WriteString("**" + text + "**")
			case 2:
				b.WriteString("[" + text + "](https://example.org/" + rapid.StringMatching(`[a-z%0-9]{0,8}`).Draw(t, "path") + ")")
			}
		}
		nodes, err := demo.Inline(b.String())
		if err != nil {
			t.Fatal(err)
		}
		if got := markdown(nodes); got != b.String() {
			t.Fatalf("%q became %q", b.String(), got)
		}
	})
}

func FuzzInline(f *testing.F) {
	f.Add("**a:** b [c](https://d.example) e")
	f.Add("***")
	f.Fuzz(func(t *testing.T, text string) {
		nodes, err := demo.Inline(text)
		if err == nil && markdown(nodes) != text {
			t.Fatalf("%q became %q", text, markdown(nodes))
		}
	})
}

// markdown writes inline nodes the way fixtures do.
func markdown(nodes []any) string {
	var b strings.Builder
	for _, n := range nodes {
		node := n.(map[string]any)
		text := node["text"].(string)
		if marks, ok := node["marks"].([]any); ok {
			mark := marks[0].(map[string]any)
			if mark["type"] == "bold" {
				text = "**" + text + "**"
			} else {
				text = "[" + text + "](" + mark["attrs"].(map[string]any)["href"].(string) + ")"
			}
		}
		b.WriteString(text)
	}
	return b.String()
}
