package segment

import (
	"maps"
	"slices"
	"strings"

	"movingcities/internal/schema"
)

// The kinds of segment, which tell a translator what a text is.
const (
	KindText      = "text"
	KindHeading   = "heading"
	KindParagraph = "paragraph"
	KindListItem  = "list_item"
	KindQuotation = "quotation"
)

// place is where the text of one segment stands.
type place struct {
	key      string
	field    string         // the field of the type, or of the list within it ("partners.label")
	kind     string         // one of the kinds of segment
	item     string         // id of the list item or section around it, if any
	owner    map[string]any // what holds the text: fields, an item, a quotation or a text block
	name     string         // the name it has in owner, "" if owner is a text block
	lines    bool           // line feeds may stand in it
	retained bool           // the type says that the field is shared now
}

// read gives the text of the place in memory form.
func (p place) read() (string, []Inline) {
	if p.name != "" {
		return escape(str(p.owner[p.name])), nil
	}
	content, _ := p.owner["content"].([]any)
	return encode(spans(content))
}

// visitor is called for what a walk comes by, in document order. Functions that are
// nil are left out.
type visitor struct {
	text  func(p place)
	item  func(field string, item map[string]any) // of a list, sections or relation, before its fields
	block func(block map[string]any)              // of rich text, before the blocks in it
	// after the blocks or members of owner[f.Name] were visited
	leave func(f *schema.Field, owner map[string]any, key string)
}

// walk visits the declared fields that f holds. Values of another shape than their
// kind says are passed over; a walk never changes anything itself.
func walk(t *schema.Type, f schema.Fields, v visitor) {
	for _, field := range t.Fields {
		w := walker{visitor: v, at: place{retained: !field.Localized}}
		w.value(field, f, "")
	}
}

type walker struct {
	visitor
	at place // what holds for all places below
}

// value visits one field in owner; prefix leads its key.
func (w walker) value(f *schema.Field, owner map[string]any, prefix string) {
	value, ok := owner[f.Name]
	if !ok {
		return
	}
	key := prefix + f.Name
	w.at.field = strings.TrimPrefix(w.at.field+"."+f.Name, ".")
	switch f.Kind {
	case schema.Text:
		w.at.lines = f.Multiline
		w.plain(key, KindText, owner, f.Name)
	case schema.RichText:
		w.rich(f, owner, key)
	case schema.Quotation:
		if quotation, ok := value.(map[string]any); ok {
			w.plain(key+".text", KindQuotation, quotation, "text")
			w.plain(key+".function", KindText, quotation, "function")
			w.left(f, owner, key)
		}
	case schema.List, schema.Sections, schema.Relation:
		if one, ok := value.(map[string]any); ok {
			w.fields(f, one, key+".")
		} else {
			w.items(f, value)
			w.left(f, owner, key)
		}
	}
}

func (w walker) items(f *schema.Field, value any) {
	for item := range objects(value) {
		if w.item != nil {
			w.item(w.at.field, item)
		}
		id := str(item["id"])
		inside := w
		inside.at.item = id
		if f.Kind == schema.Sections {
			inside.plain(id+".heading", KindHeading, item, "heading")
			inside.rich(&schema.Field{Name: "body", Kind: schema.RichText}, item, id+".body")
		} else {
			inside.fields(f, item, id+".")
		}
	}
}

func (w walker) fields(f *schema.Field, owner map[string]any, prefix string) {
	for _, member := range f.Fields {
		w.value(member, owner, prefix)
	}
}

func (w walker) plain(key, kind string, owner map[string]any, name string) {
	if _, ok := owner[name].(string); ok {
		w.place(key, kind, owner, name)
	}
}

// place visits a text. Without an id there is no key, and so no segment: content
// gets its ids when it is saved.
func (w walker) place(key, kind string, owner map[string]any, name string) {
	if w.text == nil || key == "" || strings.HasPrefix(key, ".") {
		return
	}
	p := w.at
	p.key, p.kind, p.owner, p.name = key, kind, owner, name
	w.text(p)
}

func (w walker) rich(f *schema.Field, owner map[string]any, key string) {
	doc, ok := owner[f.Name].(map[string]any)
	if !ok {
		return
	}
	w.blocks(doc, KindParagraph)
	w.left(f, owner, key)
}

func (w walker) blocks(parent map[string]any, kind string) {
	for block := range objects(parent["content"]) {
		if w.block != nil {
			w.block(block)
		}
		switch str(block["type"]) {
		case "paragraph":
			w.place(blockID(block), kind, block, "")
		case "heading":
			w.place(blockID(block), KindHeading, block, "")
		case "listItem":
			w.blocks(block, KindListItem)
		case "blockquote":
			w.blocks(block, KindQuotation)
		default:
			w.blocks(block, kind)
		}
	}
}

func (w walker) left(f *schema.Field, owner map[string]any, key string) {
	if w.leave != nil {
		w.leave(f, owner, key)
	}
}

// objects ranges over the objects of an array.
func objects(value any) func(yield func(map[string]any) bool) {
	list, _ := value.([]any)
	return func(yield func(map[string]any) bool) {
		for _, member := range list {
			if o, ok := member.(map[string]any); ok && !yield(o) {
				return
			}
		}
	}
}

func isTextBlock(block map[string]any) bool {
	kind := str(block["type"])
	return kind == "paragraph" || kind == "heading"
}

func blockID(block map[string]any) string {
	attrs, _ := block["attrs"].(map[string]any)
	return str(attrs["id"])
}

func setBlockID(block map[string]any, id string) {
	attrs, ok := block["attrs"].(map[string]any)
	if !ok {
		attrs = map[string]any{}
		block["attrs"] = attrs
	}
	attrs["id"] = id
}

// clone copies a tree of JSON values, so that what is returned to a caller shares
// nothing with what was given.
func clone[T any](value T) T {
	copied, _ := deep(value).(T)
	return copied
}

func deep(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for name, member := range out {
			out[name] = deep(member)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, member := range out {
			out[i] = deep(member)
		}
		return out
	}
	return value
}
