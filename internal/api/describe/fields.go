package describe

import (
	"strings"

	"movingcities/internal/schema"
)

// describeModel adds what content is made of: for every content type the stored
// form of its fields (CityFields), the form the public reads (CityPublic) and
// the whole public entry (City).
func (d *describer) describeModel() {
	d.schemas["RichText"] = richText()
	d.schemas["RichTextNode"] = richTextNode()
	d.schemas["Translation"] = object{
		"type": "object", "required": []string{"source_locale", "stale"},
		"description": "Where a text comes from: follows is the locale it was translated from, stale counts the segments whose source had changed when it was published.",
		"properties":  object{"source_locale": text(), "follows": text(), "stale": object{"type": "integer", "minimum": 0}},
	}
	var stored []any
	for _, t := range d.Model.Types() {
		name := typeName(t)
		d.schemas[name+"Fields"] = d.fieldsObject(t.Fields, false)
		if !t.Internal {
			d.schemas[name+"Public"] = d.fieldsObject(t.Fields, true)
			d.schemas[name] = d.entryObject(t)
		}
		stored = append(stored, ref(name+"Fields"))
	}
	d.schemas["Fields"] = object{
		"description": "The fields of one document, by the type of its entry: the shared ones under und, the localized ones under a locale.",
		"anyOf":       stored,
	}
}

// typeName is the name of a content type as a component: policy_area is PolicyArea.
func typeName(t *schema.Type) string {
	var b strings.Builder
	for _, word := range strings.Split(t.Name, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func (d *describer) entryObject(t *schema.Type) object {
	properties := object{
		"id": uuidSchema(), "type": object{"const": t.Name}, "locale": d.localeSchema(), "slug": text(),
		"slugs":        object{"type": "object", "additionalProperties": text(), "description": "The address in every live locale."},
		"title":        text(),
		"fields":       ref(typeName(t) + "Public"),
		"translation":  ref("Translation"),
		"published_at": object{"type": "string", "format": "date-time"},
		"revised_at":   object{"type": "string", "format": "date-time"},
		"distance_km":  object{"type": "number", "minimum": 0, "description": "From the point asked for with near."},
		"locales": object{
			"type": "object", "additionalProperties": ref(typeName(t)),
			"description": "With locale=* the entry in each live locale, and no fields of its own.",
		},
	}
	return object{
		"type": "object", "description": t.Names[d.locale].One,
		"required": []string{"id", "type", "slugs"}, "properties": properties,
	}
}

// fieldsObject describes fields by name. Nothing is required: a draft may be
// incomplete, and a public entry leaves empty fields out.
func (d *describer) fieldsObject(fields []*schema.Field, public bool) object {
	properties := object{}
	for _, f := range fields {
		properties[f.Name] = d.fieldSchema(f, public)
	}
	return object{"type": "object", "properties": properties}
}

// fieldSchema describes the value of a field, as it is written or, in public,
// as the world reads it: codes come with labels, relations with their target.
func (d *describer) fieldSchema(f *schema.Field, public bool) object {
	one := d.valueSchema(f, public)
	if f.Many || f.Kind == schema.List || f.Kind == schema.Sections || f.Kind == schema.Sources {
		one = object{"type": "array", "items": one}
		if f.Max > 0 {
			one["maxItems"] = f.Max
		}
	}
	if name := label(f.Labels[d.locale], f.Help[d.locale]); name != "" {
		if _, isRef := one["$ref"]; isRef {
			one = object{"allOf": []any{one}}
		}
		one["description"] = name
	}
	return one
}

func label(parts ...string) string {
	var present []string
	for _, p := range parts {
		if p != "" {
			present = append(present, p)
		}
	}
	return strings.Join(present, ". ")
}

func (d *describer) valueSchema(f *schema.Field, public bool) object {
	switch f.Kind {
	case schema.Text:
		s := text()
		if f.Max > 0 {
			s["maxLength"] = f.Max
		}
		return s
	case schema.RichText:
		return ref("RichText")
	case schema.Enum:
		return d.code(f.Options, public)
	case schema.Country:
		s := object{"type": "string", "pattern": "^[A-Z]{2}$"}
		if public {
			return shape(object{"code": s, "name": text()}, "code", "name")
		}
		return s
	case schema.Number:
		if f.Integer {
			return object{"type": "integer"}
		}
		return object{"type": "number"}
	case schema.Date:
		if f.Time {
			return object{"type": "string", "format": "date-time"}
		}
		return object{"type": "string", "format": "date"}
	case schema.Boolean:
		return object{"type": "boolean"}
	case schema.URL:
		return object{"type": "string", "format": "uri"}
	case schema.Email:
		return object{"type": "string", "format": "email"}
	default:
		return d.compound(f, public)
	}
}

// compound describes the kinds whose value is an object.
func (d *describer) compound(f *schema.Field, public bool) object {
	switch f.Kind {
	case schema.Figure:
		return d.figure(f)
	case schema.Point:
		return shape(object{
			"lat": object{"type": "number", "minimum": -90, "maximum": 90},
			"lon": object{"type": "number", "minimum": -180, "maximum": 180},
		}, "lat", "lon")
	case schema.Relation:
		return d.relation(f, public)
	case schema.List:
		s := d.fieldsObject(f.Fields, public)
		members(s)["id"] = text()
		return s
	case schema.Sections:
		return shape(object{"id": text(), "kind": d.code(f.Kinds, public), "heading": text(), "body": ref("RichText")}, "id", "kind")
	case schema.Quotation:
		return shape(object{"text": text(), "speaker": text(), "function": text()})
	case schema.Sources:
		return shape(object{
			"id": text(), "title": text(), "url": object{"type": "string", "format": "uri"}, "publisher": text(),
			"accessed": object{"type": "string", "format": "date"},
		}, "id")
	default:
		return object{"type": "object"}
	}
}

// members gives the properties of an object's schema, to add to them.
func members(s object) object {
	properties, ok := s["properties"].(object)
	if !ok {
		properties = object{}
		s["properties"] = properties
	}
	return properties
}

func (d *describer) figure(f *schema.Field) object {
	unit := text()
	if len(f.Units) > 0 {
		unit = d.code(f.Units, false)
	}
	return shape(object{
		"value":  object{"type": []string{"number", "null"}, "description": "null: not known"},
		"unit":   unit,
		"year":   object{"anyOf": []any{object{"type": "integer"}, object{"const": "not_known"}}},
		"source": object{"type": "string", "description": "Free text, or the id of one of the entry's sources."},
	}, "value")
}

func (d *describer) relation(f *schema.Field, public bool) object {
	s := d.fieldsObject(f.Fields, public)
	properties := members(s)
	if public {
		for name, value := range map[string]object{"id": uuidSchema(), "type": {"const": f.Target}, "locale": text(), "slug": text(), "title": text()} {
			properties[name] = value
		}
		s["required"] = []string{"id", "type", "locale", "slug", "title"}
		return s
	}
	properties["entry"] = object{"type": "string", "format": "uuid", "description": "An entry of the type " + f.Target + "."}
	s["required"] = []string{"entry"}
	if f.Many {
		properties["id"] = text()
	}
	return s
}

// code describes one of a list of codes, in public together with its label.
func (d *describer) code(options []schema.Option, public bool) object {
	s := object{"type": "string"}
	var codes, labels []string
	for _, o := range options {
		codes = append(codes, o.Code)
		labels = append(labels, o.Code+": "+o.Labels[d.locale])
	}
	if len(codes) > 0 {
		s["enum"] = codes
		s["description"] = strings.Join(labels, "; ")
	}
	if public {
		return shape(object{"code": s, "label": text()}, "code", "label")
	}
	return s
}

func shape(properties object, required ...string) object {
	s := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func text() object       { return object{"type": "string"} }
func uuidSchema() object { return object{"type": "string", "format": "uuid"} }

// localeSchema lists the locales, and und, in which a document can be served.
func (d *describer) localeSchema() object {
	codes := []string{schema.Und}
	for _, l := range d.Model.Locales() {
		codes = append(codes, l.Code)
	}
	return object{"type": "string", "enum": codes}
}

func richText() object {
	return object{
		"type": "object", "required": []string{"type"}, "description": "ProseMirror JSON in a closed schema.",
		"properties": object{"type": object{"const": "doc"}, "content": object{"type": "array", "items": ref("RichTextNode")}},
	}
}

func richTextNode() object {
	mark := shape(object{
		"type": object{"enum": []string{"bold", "italic", "link", "citation"}}, "attrs": object{"type": "object"},
	}, "type")
	return shape(object{
		"type": object{"enum": []string{
			"paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote", "text", "hardBreak",
		}},
		"attrs":   object{"type": "object", "description": "id of a block; level of a heading"},
		"content": object{"type": "array", "items": ref("RichTextNode")},
		"text":    text(),
		"marks":   object{"type": "array", "items": mark},
	}, "type")
}
