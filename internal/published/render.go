package published

import (
	"encoding/json"

	"movingcities/internal/schema"
)

// answer writes a loaded entry as the public sees it; nil if it is not live.
func (c *composer) answer(id string) *Entry {
	e := c.loaded[id]
	if e == nil {
		return nil
	}
	if c.plan.query.Locale != AllLocales {
		return c.in(e, id, c.plan.listed, e.served)
	}
	all := &Entry{ID: id, Type: e.typ.Name, Slugs: c.slugs(e), Locales: map[string]*Entry{}}
	for locale := range all.Slugs {
		asked := locale
		if locale == schema.Und {
			asked = c.plan.listed
		}
		all.Locales[locale] = c.in(e, id, asked, locale)
	}
	return all
}

// in writes an entry with the document of one locale and the names of another.
func (c *composer) in(e *composed, id, asked, served string) *Entry {
	doc := e.docs[served]
	out := &Entry{
		ID: id, Type: e.typ.Name, Locale: served, Slug: doc.Slug, Slugs: c.slugs(e), Title: doc.Title,
		Fields: map[string]any{}, PublishedAt: doc.PublishedAt, RevisedAt: doc.RevisedAt,
	}
	if out.Title == "" {
		out.Title = e.docs[schema.Und].Title
	}
	if served != schema.Und {
		out.Translation = &Translation{SourceLocale: doc.SourceLocale, Follows: doc.Follows, Stale: doc.Stale}
	}
	fields := e.typ.Fields
	if e.typ == c.plan.typ {
		fields = c.plan.fields
	}
	for _, f := range fields {
		if v, ok := e.bodies.value(f, served); ok {
			c.set(out.Fields, f, v, asked)
		}
	}
	return out
}

// slugs are the addresses of an entry in all locales it is live in.
func (c *composer) slugs(e *composed) map[string]string {
	slugs := map[string]string{}
	for locale, doc := range e.docs {
		if _, known := c.model.Locale(locale); known || locale == e.served {
			slugs[locale] = doc.Slug
		}
	}
	return slugs
}

// set puts a value under the field's name, or nothing where there is nothing to
// show or the stored value is of a kind the field had once.
func (c *composer) set(in map[string]any, f *schema.Field, v any, asked string) {
	if shown, ok := c.show(f, v, asked); ok {
		in[f.Name] = shown
	}
}

func (c *composer) show(f *schema.Field, v any, asked string) (any, bool) {
	switch f.Kind {
	case schema.Enum:
		return each(f.Many, v, func(code string) (any, bool) { return coded(f.Options, code, asked), true })
	case schema.Country:
		code, ok := v.(string)
		return map[string]any{"code": code, "name": c.model.CountryName(code, asked)}, ok
	case schema.Relation:
		return each(f.Many, v, func(link map[string]any) (any, bool) { return c.link(f, link, asked) })
	case schema.List:
		return each(true, v, func(member map[string]any) (any, bool) { return c.member(f, member, asked) })
	case schema.Sections:
		return each(true, v, func(section map[string]any) (any, bool) {
			out := map[string]any{}
			for name, value := range section {
				out[name] = value
			}
			code, ok := section["kind"].(string)
			out["kind"] = coded(f.Kinds, code, asked)
			return out, ok
		})
	}
	return v, fits(f, v)
}

// member shows one member of a list; not one that would tell by a gap that what
// it is about exists, but is not live.
func (c *composer) member(f *schema.Field, member map[string]any, asked string) (any, bool) {
	out := map[string]any{}
	c.setAll(out, f.Fields, member, asked)
	for _, of := range f.Fields {
		if _, shown := out[of.Name]; of.Kind == schema.Relation && of.Required && !shown {
			return nil, false
		}
	}
	if len(out) == 0 {
		return nil, false
	}
	out["id"] = member["id"]
	return out, true
}

func (c *composer) setAll(in map[string]any, fields []*schema.Field, from map[string]any, asked string) {
	for _, f := range fields {
		if v, ok := from[f.Name]; ok {
			c.set(in, f, v, asked)
		}
	}
}

// link shows the entry a relation points to, with the relation's attributes,
// which cannot take the names of what is told about the entry itself.
func (c *composer) link(f *schema.Field, value map[string]any, asked string) (any, bool) {
	id, _ := value["entry"].(string)
	to, live := c.targets[target{asked, id}]
	if !live || to.Type != f.Target {
		return nil, false
	}
	out := map[string]any{}
	c.setAll(out, f.Fields, value, asked)
	out["id"], out["type"], out["locale"] = id, to.Type, to.ServedLocale
	out["slug"], out["title"] = to.Slug, to.Title
	return out, true
}

// each shows a value, or with many its members; what cannot be shown is left
// out, and with nothing left there is no value.
func each[T any](many bool, v any, show func(T) (any, bool)) (any, bool) {
	if !many {
		one, ok := v.(T)
		if !ok {
			return nil, false
		}
		return show(one)
	}
	members, _ := v.([]any)
	var shown []any
	for _, member := range members {
		if typed, ok := member.(T); ok {
			if out, ok := show(typed); ok {
				shown = append(shown, out)
			}
		}
	}
	return shown, len(shown) > 0
}

// coded is a code with its label in the locale asked for; a code that is no
// longer configured stands for itself.
func coded(options []schema.Option, code, asked string) map[string]any {
	label := code
	for _, o := range options {
		if o.Code == code && o.Labels[asked] != "" {
			label = o.Labels[asked]
		}
	}
	return map[string]any{"code": code, "label": label}
}

// fits tells whether a value has the JSON type of the field's kind, so that a
// field that changed its kind does not break the readers of the other one.
func fits(f *schema.Field, v any) bool {
	switch v.(type) {
	case string:
		return f.Kind == schema.Text || f.Kind == schema.URL || f.Kind == schema.Email || f.Kind == schema.Date
	case json.Number:
		return f.Kind == schema.Number
	case bool:
		return f.Kind == schema.Boolean
	case []any:
		return f.Kind == schema.Sources
	case map[string]any:
		switch f.Kind {
		case schema.RichText, schema.Figure, schema.Point, schema.Quotation:
			return true
		}
	}
	return false
}
