package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const apiPath = "/api/v1/"

// document is what of an OpenAPI document the reference reads.
type document struct {
	Paths      map[string]struct{ Get *described }
	Components struct{ Schemas map[string]*schema }
}

type described struct {
	OperationID string
	Summary     string
	Parameters  []parameter
	Responses   map[string]struct {
		Content map[string]struct{ Schema *schema }
	}
}

type parameter struct {
	Name, In, Description string
	Required              bool
	Schema                *schema
}

// Choices are the values that a parameter takes, if they are few.
func (p parameter) Choices() []string {
	var all []string
	for _, v := range p.Schema.Enum {
		all = append(all, fmt.Sprint(v))
	}
	return all
}

// field is a parameter in a form.
type field struct {
	parameter
	ID string
}

// schema is JSON Schema as far as our documents use it.
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Description          string
	Enum                 []any
	Const                any
	Format               string
	Default              any
	Properties           map[string]*schema
	Required             []string
	Items                *schema
	AdditionalProperties json.RawMessage
	OneOf, AnyOf, AllOf  []*schema
}

func read(openapi []byte) (*document, error) {
	d := &document{}
	return d, json.Unmarshal(openapi, d)
}

// public are the paths of the public API.
func (d *document) public() []string {
	var all []string
	for _, p := range slices.Sorted(maps.Keys(d.Paths)) {
		if strings.HasPrefix(p, apiPath) && d.Paths[p].Get != nil {
			all = append(all, p)
		}
	}
	return all
}

// operation is one question that can be asked.
type operation struct {
	ID, Path, Summary string
	Media             string
	Answer            string // its type in TypeScript
	Common, Filters   []parameter
}

// Tried tells whether a form without a script can ask it.
func (o operation) Tried() bool { return !strings.Contains(o.Path, "{") }

// Field gives a parameter an id that no other has.
func (o operation) Field(p parameter) field {
	return field{p, o.ID + "-" + strings.Trim(strings.NewReplacer("[", "-", "]", "").Replace(p.Name), "-")}
}

func (d *document) operation(path string) operation {
	get := d.Paths[path].Get
	o := operation{ID: get.OperationID, Path: path, Summary: get.Summary}
	for _, p := range get.Parameters {
		if p.Schema == nil {
			p.Schema = &schema{}
		}
		if strings.HasPrefix(p.Name, "filter[") {
			o.Filters = append(o.Filters, p)
		} else {
			o.Common = append(o.Common, p)
		}
	}
	for media, content := range get.Responses["200"].Content {
		o.Media, o.Answer = media, script(content.Schema, "")
	}
	return o
}

// reachable are the schemas that answers of the public API are made of.
func (d *document) reachable() []string {
	seen := map[string]bool{"Problem": true}
	var walk func(*schema)
	walk = func(s *schema) {
		if s == nil {
			return
		}
		if name := refName(s); name != "" && !seen[name] {
			seen[name] = true
			walk(d.Components.Schemas[name])
		}
		for _, p := range s.Properties {
			walk(p)
		}
		for _, list := range [][]*schema{s.OneOf, s.AnyOf, s.AllOf, {s.Items, s.extra()}} {
			for _, one := range list {
				walk(one)
			}
		}
	}
	walk(d.Components.Schemas["Problem"])
	for _, p := range d.public() {
		for _, content := range d.Paths[p].Get.Responses["200"].Content {
			walk(content.Schema)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func refName(s *schema) string { return strings.TrimPrefix(s.Ref, "#/components/schemas/") }

// extra is the schema of further properties, nil if there are none.
func (s *schema) extra() *schema {
	var extra schema
	if len(s.AdditionalProperties) == 0 || string(s.AdditionalProperties) == "false" {
		return nil
	}
	if json.Unmarshal(s.AdditionalProperties, &extra) != nil { // true
		return &schema{}
	}
	return &extra
}
