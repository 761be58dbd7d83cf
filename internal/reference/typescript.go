package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var identifier = regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)

// typescript is a client without dependencies: a type for each schema, one for
// each question, and a few lines around fetch.
func (d *document) typescript(base string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// Types and a small client of the public API of %s.\n// Made from %s%s; it needs nothing but fetch.\n\n", base, base, openapi)
	for _, name := range d.reachable() {
		s := d.Components.Schemas[name]
		if s == nil {
			continue
		}
		comment(&b, s.Description, "")
		fmt.Fprintf(&b, "export type %s = %s\n\n", name, script(s, ""))
	}
	b.WriteString("/** What can be asked: the parameters of each path, and its answer. */\nexport interface Questions {\n")
	for _, p := range d.public() {
		o := d.operation(p)
		comment(&b, o.Summary, "  ")
		fmt.Fprintf(&b, "  %s: {\n    parameters: {\n", quote(p))
		for _, one := range append(o.Common, o.Filters...) {
			optional := "?"
			if one.Required {
				optional = ""
			}
			comment(&b, one.Description, "      ")
			fmt.Fprintf(&b, "      %s%s: %s\n", property(one.Name), optional, script(one.Schema, "      "))
		}
		fmt.Fprintf(&b, "    }\n    answer: %s\n  }\n", strings.ReplaceAll(o.Answer, "\n", "\n    "))
	}
	b.WriteString("}\n")
	tail, err := files.ReadFile("static/client.ts")
	if err != nil { // embedded
		return b.String()
	}
	b.WriteString(strings.ReplaceAll(string(tail), "http://127.0.0.1:8080", base))
	return b.String()
}

func comment(b *strings.Builder, text, indent string) {
	if text != "" {
		fmt.Fprintf(b, "%s/** %s */\n", indent, strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "), "*/", "* /"))
	}
}

func quote(s any) string {
	raw, err := json.Marshal(s)
	if err != nil { // a value that came out of JSON goes into it again
		return "unknown"
	}
	return string(raw)
}

func property(name string) string {
	if identifier.MatchString(name) {
		return name
	}
	return quote(name)
}

// script writes a schema as a type.
func script(s *schema, indent string) string {
	switch {
	case s == nil:
		return "unknown"
	case s.Ref != "":
		return refName(s)
	case s.Const != nil:
		return quote(s.Const)
	case len(s.Enum) > 0:
		var all []string
		for _, v := range s.Enum {
			all = append(all, quote(v))
		}
		return strings.Join(all, " | ")
	case len(s.AllOf) > 0:
		return joined(s.AllOf, " & ", indent)
	case len(s.OneOf) > 0:
		return joined(s.OneOf, " | ", indent)
	case len(s.AnyOf) > 0:
		return joined(s.AnyOf, " | ", indent)
	}
	types, several := s.Type.([]any)
	if !several {
		types = []any{s.Type}
	}
	var all []string
	for _, t := range types {
		all = append(all, s.typed(t, indent))
	}
	return strings.Join(all, " | ")
}

func joined(list []*schema, with, indent string) string {
	var all []string
	for _, one := range list {
		text := script(one, indent)
		if strings.Contains(text, " | ") {
			text = "(" + text + ")"
		}
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, with)
}

func (s *schema) typed(name any, indent string) string {
	switch name {
	case "string", "boolean", "null":
		return fmt.Sprint(name)
	case "integer", "number":
		return "number"
	case "array":
		return "Array<" + script(s.Items, indent) + ">"
	}
	if extra := s.extra(); extra != nil && len(s.Properties) == 0 {
		return "Record<string, " + script(extra, indent) + ">"
	}
	switch {
	case name == nil && len(s.Properties) == 0:
		return "unknown"
	case len(s.Properties) == 0:
		return "Record<string, unknown>"
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		optional := "?"
		if slices.Contains(s.Required, key) {
			optional = ""
		}
		comment(&b, s.Properties[key].Description, indent+"  ")
		fmt.Fprintf(&b, "%s  %s%s: %s\n", indent, property(key), optional, script(s.Properties[key], indent+"  "))
	}
	b.WriteString(indent + "}")
	return b.String()
}
