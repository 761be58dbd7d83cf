// Package segment splits a document into the smallest texts that are translated,
// puts translations back into the structure of what they follow, and tells exactly
// which of them were made from a text that is no longer there.
//
// Staleness is never stored and never a matter of time: it follows from the hash
// that a target was made from, the hash its segment has now, and the changes that
// somebody declared minor. A text that returns to what it was is fresh again by
// itself. Segments are known by the ids of blocks and items, so that moving text
// changes nothing; Rekey keeps those ids through edits that lose them.
package segment

import "movingcities/internal/schema"

// Segment is one text of a document. Key is the field, itemId.field or the block's
// id; Field is the field it belongs to. Text is in memory form: inline codes are
// numbered tags, <1>bold</1> and <2/>, with Inline holding what stands behind them.
type Segment struct {
	Key    string   `json:"key"`
	Field  string   `json:"field"`
	Kind   string   `json:"kind"`
	Text   string   `json:"text"`
	Inline []Inline `json:"inline,omitempty"`
	Hash   string   `json:"hash"`
	Words  int      `json:"words"`
}

// Split lists the segments of the localized part in document order. Empty blocks and
// fields have nothing to translate and are structure, as is every value that is not
// text.
func Split(t *schema.Type, localized schema.Fields) []Segment {
	var out []Segment
	walk(t, localized, visitor{text: func(p place) {
		if p.retained {
			return
		}
		text, inline := p.read()
		if blank(text) {
			return
		}
		out = append(out, Segment{
			Key: p.key, Field: p.field, Kind: p.kind,
			Text: text, Inline: inline, Hash: Hash(text), Words: Words(text),
		})
	}})
	return out
}
