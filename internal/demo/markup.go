package demo

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// stableID is the same identifier for the same place in the fixtures on every
// load, so that an interrupted load finds what it made, and so that a paragraph
// has one id in all languages. It has the form of a UUIDv7 of the platform's
// first day: lists that sort by id put it before whatever is made later.
func stableID(place ...string) string {
	const firstDay = 1634803200000 // 2021-10-21T08:00:00Z in milliseconds
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], firstDay)
	sum := sha256.Sum256([]byte(strings.Join(place, "/")))
	var id uuid.UUID
	copy(id[:6], stamp[2:])
	copy(id[6:], sum[:])
	id[6] = 0x70 | id[6]&0x0f // version 7
	id[8] = 0x80 | id[8]&0x3f // variant of RFC 9562
	return id.String()
}

// markup finds the two things a fixture paragraph may hold besides plain text.
var markup = regexp.MustCompile(`\*\*(.+?)\*\*|\[([^\[\]]+)\]\(([^()\s]+)\)`)

// inline reads **bold** and [text](address) as rich-text nodes. Anything that
// looks like a mark but is not a complete one is an error: it would otherwise
// be printed with its asterisks and brackets.
func inline(text string) ([]any, error) {
	var nodes []any
	at := 0
	for _, m := range markup.FindAllStringSubmatchIndex(text, -1) {
		nodes = appendText(nodes, text[at:m[0]], nil)
		if m[2] >= 0 {
			nodes = appendText(nodes, text[m[2]:m[3]], map[string]any{"type": "bold"})
		} else {
			link := map[string]any{"type": "link", "attrs": map[string]any{"href": text[m[6]:m[7]]}}
			nodes = appendText(nodes, text[m[4]:m[5]], link)
		}
		at = m[1]
	}
	nodes = appendText(nodes, text[at:], nil)
	for _, n := range nodes {
		node, _ := n.(map[string]any)
		text, _ := node["text"].(string)
		if strings.Contains(text, "**") || strings.Contains(text, "](") {
			return nil, fmt.Errorf("markup is not closed or nested in %q", text)
		}
	}
	return nodes, nil
}

func appendText(nodes []any, text string, mark map[string]any) []any {
	if text == "" {
		return nodes
	}
	node := map[string]any{"type": "text", "text": text}
	if mark != nil {
		node["marks"] = []any{mark}
	}
	return append(nodes, node)
}

// richText makes a document of one paragraph block for each text. The id of a
// block is that of its place, the same in every language.
func richText(paragraphs []string, place ...string) (map[string]any, error) {
	blocks := make([]any, 0, len(paragraphs))
	for i, p := range paragraphs {
		nodes, err := inline(p)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, map[string]any{
			"type":    "paragraph",
			"attrs":   map[string]any{"id": stableID(slices.Concat(place, []string{fmt.Sprint(i)})...)},
			"content": nodes,
		})
	}
	return map[string]any{"type": "doc", "content": blocks}, nil
}
