package segment

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"movingcities/internal/schema"
)

// The states of a target.
const (
	StateDraft      = "draft"      // typed, not yet confirmed
	StateTranslated = "translated" // confirmed by a translator
	StateMachine    = "machine"    // proposed by a machine, not yet confirmed
	StateLeftEmpty  = "left_empty" // meant to have no text
)

// Target is the translation of one segment. From is the hash of the text it was made
// from. Inline holds only what differs from the source: a tag that is not in it
// stands for what the source's tag stands for, and so follows it.
type Target struct {
	Text   string   `json:"text"`
	Inline []Inline `json:"inline,omitempty"`
	From   string   `json:"from"`
	State  string   `json:"state"`
	Note   string   `json:"note,omitempty"`
}

// HasText says whether the target puts a text in the place of its segment.
func (t Target) HasText() bool { return t.State != StateLeftEmpty && !blank(t.Text) }

// Rebase fits the target's own inline codes to the source it will be merged with.
// While the target is made from exactly this source, codes equal to the source's are
// dropped, so that corrected links reach the translation. When the source has moved
// on, the codes of former, the text the target was made from, are pinned: the same
// number may stand for another link now.
func Rebase(t Target, source Segment, former []Inline) Target {
	own := slices.Clone(t.Inline)
	if t.From == source.Hash {
		of := byTag(source.Inline)
		own = slices.DeleteFunc(own, func(c Inline) bool { return of[c.Tag].equal(c) })
	} else {
		has, used := byTag(own), map[int]bool{}
		for _, p := range pieces(t.Text) {
			used[p.tag] = true
		}
		for _, c := range former {
			if _, ok := has[c.Tag]; !ok && used[c.Tag] {
				own = append(own, c)
			}
		}
	}
	if len(own) == 0 {
		own = nil
	}
	t.Inline = own
	return t
}

func byTag(list []Inline) map[int]Inline {
	out := make(map[int]Inline, len(list))
	for _, c := range list {
		out[c.Tag] = c
	}
	return out
}

// Merge is the full content of a translation: the base with its structure and ids,
// and the targets' texts in the places of the base's. A segment without text becomes
// empty, or is left out with everything that held nothing else where the type says
// `empty: omit`. Targets whose segment is not in the base are passed over. Fields
// that the type does not count as localized now keep the base's value unless there
// is a target. Nothing returned is shared with the arguments.
func Merge(t *schema.Type, base schema.Fields, targets map[string]Target) schema.Fields {
	m := merger{
		targets: targets,
		omit:    t.Policies.Empty == "omit",
		more:    map[string][]any{},
		gone:    map[string]bool{},
		had:     map[string]int{},
		has:     map[string]int{},
	}
	out := clone(base)
	walk(t, out, visitor{text: m.fill, leave: m.leave})
	return out
}

type merger struct {
	targets  map[string]Target
	omit     bool
	more     map[string][]any // further paragraphs of a target, by the key of the first
	gone     map[string]bool  // keys of plain texts that are empty now
	had, has map[string]int   // segments and texts of list items and sections, by id
}

// fill puts the target's text in the place of the source's.
func (m *merger) fill(p place) {
	source, inline := p.read()
	if blank(source) {
		return
	}
	m.had[p.item]++
	target, ok := m.targets[p.key]
	switch {
	case p.retained && !ok:
		m.has[p.item]++
	case target.HasText():
		m.has[p.item]++
		if p.name != "" {
			p.owner[p.name] = lines(Plain(target.Text), p.lines || strings.Contains(source, "\n"))
		} else {
			m.fillBlock(p, source, decode(target.Text, codes(inline, target.Inline)))
		}
	default:
		m.gone[p.key] = true
		if p.name != "" {
			delete(p.owner, p.name)
		} else {
			delete(p.owner, "content")
		}
	}
}

// fillBlock sets the content of a text block. A blank line in the target of a
// paragraph begins another one, unless the source itself holds such a line. The ids
// of further paragraphs follow from the first's, so that they are the same whenever
// the same texts are merged, and what follows this translation can rely on them.
func (m *merger) fillBlock(p place, source string, list []span) {
	own := strings.Contains(source, "\n")
	parts := [][]span{list}
	if str(p.owner["type"]) == "paragraph" && !(own && blankLine.MatchString(source)) {
		parts = paragraphs(list)
	}
	for i, part := range parts {
		for j := range part {
			part[j].text = lines(part[j].text, own)
		}
		if i == 0 {
			p.owner["content"] = content(part)
			continue
		}
		m.more[p.key] = append(m.more[p.key], map[string]any{
			"type":    "paragraph",
			"attrs":   map[string]any{"id": derivedID(p.key, i)},
			"content": content(part),
		})
	}
}

var (
	blankLine = regexp.MustCompile(`\s*\n\s*\n\s*`)
	lineBreak = regexp.MustCompile(`\s*\n\s*`)
)

// lines keeps the line feeds of a text or makes them spaces.
func lines(text string, keep bool) string {
	if keep || !strings.Contains(text, "\n") {
		return text
	}
	return lineBreak.ReplaceAllString(text, " ")
}

// paragraphs divides spans at blank lines; the marks around such a line go on.
func paragraphs(list []span) [][]span {
	out := [][]span{nil}
	for _, s := range list {
		if !strings.Contains(s.text, "\n") {
			out[len(out)-1] = add(out[len(out)-1], s)
			continue
		}
		for i, part := range blankLine.Split(s.text, -1) {
			if i > 0 && len(out[len(out)-1]) > 0 {
				out = append(out, nil)
			}
			out[len(out)-1] = add(out[len(out)-1], span{text: part, marks: s.marks})
		}
	}
	if last := len(out) - 1; last > 0 && len(out[last]) == 0 {
		out = out[:last]
	}
	return out
}

// derivedID is a name-based UUID for the nth further paragraph of a block.
func derivedID(id string, n int) string {
	space, err := uuid.Parse(id)
	if err != nil { // ids given by an importer need not be UUIDs
		space = uuid.NewSHA1(uuid.NameSpaceOID, []byte(id))
	}
	return uuid.NewSHA1(space, []byte(strconv.Itoa(n))).String()
}

// pointsTo names the attribute that each mark with a destination must have.
var pointsTo = map[string]string{"link": "href", "citation": "source"}

// codes says what a tag of a target stands for: the target's own code if it has one,
// with the base's attributes where it says nothing, otherwise the base's. Own codes
// bring only marks and attributes of the closed schema, whatever a client sent.
func codes(base, own []Inline) func(tag int) (Inline, bool) {
	bases, owns := byTag(base), byTag(own)
	return func(tag int) (Inline, bool) {
		of, inBase := bases[tag]
		c, isOwn := owns[tag]
		if !isOwn {
			return of, inBase
		}
		attrs := map[string]string{}
		if inBase && of.Type == c.Type {
			maps.Copy(attrs, of.Attrs)
		}
		name, needed := pointsTo[c.Type]
		if value := c.Attrs[name]; needed && value != "" {
			attrs[name] = value
		}
		allowed := c.Type == "hardBreak" || slices.Contains(markOrder, c.Type)
		return Inline{Tag: tag, Type: c.Type, Attrs: attrs}, allowed && (!needed || attrs[name] != "")
	}
}

// leave adds further paragraphs to a rich text and takes out what is to be omitted.
func (m *merger) leave(f *schema.Field, owner map[string]any, key string) {
	switch f.Kind {
	case schema.RichText:
		if doc, ok := owner[f.Name].(map[string]any); ok && m.arrange(doc) {
			delete(owner, f.Name)
		}
	case schema.Quotation:
		if m.omit && m.gone[key+".text"] {
			delete(owner, f.Name)
		}
	default:
		list, ok := owner[f.Name].([]any)
		if !ok || !m.omit || len(list) == 0 {
			return
		}
		list = slices.DeleteFunc(list, func(member any) bool {
			item, _ := member.(map[string]any)
			return m.lost(f, item)
		})
		owner[f.Name] = list
		if len(list) == 0 {
			delete(owner, f.Name)
		}
	}
}

// lost says that omitting took all texts of an item, or one it cannot be without. A
// relation stands without its texts: it still says which entry is meant.
func (m *merger) lost(f *schema.Field, item map[string]any) bool {
	id := str(item["id"])
	if id == "" || m.had[id] == m.has[id] {
		return false
	}
	if f.Kind == schema.Sections && item["body"] == nil {
		return true
	}
	return m.has[id] == 0 && f.Kind != schema.Relation || slices.ContainsFunc(f.Fields, func(member *schema.Field) bool {
		return member.Required && item[member.Name] == nil
	})
}

// arrange rebuilds the blocks of a rich text or a block and says whether omitting
// left nothing of them.
func (m *merger) arrange(parent map[string]any) bool {
	blocks, _ := parent["content"].([]any)
	if len(blocks) == 0 {
		return false
	}
	out := make([]any, 0, len(blocks))
	var first []any // of a list item: stays, empty, before what is left of the item
	for i, raw := range blocks {
		block, _ := raw.(map[string]any)
		switch _, filled := block["content"]; {
		case !isTextBlock(block):
			if !m.arrange(block) {
				out = append(out, raw)
			}
		case filled || !m.omit:
			out = append(append(out, raw), m.more[blockID(block)]...)
		case i == 0 && str(parent["type"]) == "listItem":
			first = []any{raw}
		}
	}
	if len(out) == 0 {
		return true
	}
	parent["content"] = append(first, out...)
	return false
}
