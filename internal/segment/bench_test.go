package segment

import (
	"fmt"
	"strings"
	"testing"

	"movingcities/internal/schema"
)

// large is a document of 300 paragraphs in ten sections.
func large() schema.Fields {
	var sections []any
	for i := range 10 {
		var blocks []any
		for j := range 30 {
			text := fmt.Sprintf("Paragraph %d of section %d says <1>something else</1> than its neighbours, with a <10>link</10>. ", j, i)
			blocks = append(blocks, para(fmt.Sprintf("p%d-%d", i, j), text+strings.Repeat(fmt.Sprintf("word%d ", i*j), 40)))
		}
		sections = append(sections, item(fmt.Sprintf("s%d", i), object{"kind": "context", "body": doc(blocks...)}))
	}
	return schema.Fields{"sections": sections}
}

func BenchmarkSplit300(b *testing.B) {
	typ, f := profile("forbid"), large()
	for b.Loop() {
		if got := len(Split(typ, f)); got != 300 {
			b.Fatal(got)
		}
	}
}

func BenchmarkMerge300(b *testing.B) {
	typ, f := profile("forbid"), large()
	targets := translated(Split(typ, f), sourceText)
	for b.Loop() {
		Merge(typ, f, targets)
	}
}

// BenchmarkRekey300WithoutIDs is the worst save: an import that lost every id and
// changed every paragraph.
func BenchmarkRekey300WithoutIDs(b *testing.B) {
	typ, old := profile("forbid"), large()
	edited := clone(old)
	walk(typ, edited, visitor{block: func(block object) {
		delete(block, "attrs")
		for inline := range objects(block["content"]) {
			inline["text"] = strings.Replace(inline["text"].(string), "Paragraph", "Passage", 1)
			break
		}
	}})
	for b.Loop() {
		Rekey(typ, old, edited, counter())
	}
}

func BenchmarkCount300(b *testing.B) {
	typ, f := profile("forbid"), large()
	segments := Split(typ, f)
	targets := translated(segments, sourceText)
	for b.Loop() {
		Count(segments, targets, func(string) []Step { return nil }, func(string, string) (string, bool) { return "", false })
	}
}
