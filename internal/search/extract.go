package search

import (
	"regexp"
	"strings"

	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// inlineCode is a numbered tag of a segment in memory form.
var inlineCode = regexp.MustCompile(`</?[0-9]+/?>`)

// readable is the text of a segment without its inline codes.
func readable(text string) string {
	return strings.ReplaceAll(inlineCode.ReplaceAllString(text, ""), `\<`, "<")
}

// localizedParts are the texts of a document in a language, in their order.
func localizedParts(t *schema.Type, fields schema.Fields) []part {
	var parts []part
	for _, s := range segment.Split(t, fields) {
		parts = append(parts, part{classOf(t, s.Field, s.Kind), readable(s.Text)})
	}
	return parts
}

func classOf(t *schema.Type, field, kind string) class {
	f := t.Field(field)
	switch {
	case field == t.TitleField:
		return title
	case kind == "heading":
		return heading
	case f != nil && f.Kind == schema.Text:
		return lead
	}
	return body
}

// sharedParts are the plain texts that an entry has in no particular language.
func sharedParts(t *schema.Type, fields schema.Fields) []part {
	var parts []part
	for _, f := range t.Fields {
		text, is := fields[f.Name].(string)
		if !is || f.Kind != schema.Text || f.Localized {
			continue
		}
		parts = append(parts, part{classOf(t, f.Name, ""), text})
	}
	return parts
}
