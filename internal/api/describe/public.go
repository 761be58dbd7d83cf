package describe

import (
	"strconv"
	"strings"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// Entries says that an operation reads the public entries of a content type,
// and in which form.
type Entries struct {
	Type *schema.Type
	Form Form
}

// Form is how public entries are answered.
type Form int

// The forms.
const (
	One Form = iota
	List
	Map // GeoJSON
)

func (d *describer) entryParameters(e Entries) []object {
	parameters := []object{
		d.localeParameter(e.Form),
		queryParameter("fallback", object{"type": "string", "enum": []string{"none"}}, "none: leave out what is not live in this very locale."),
	}
	if e.Form != Map {
		parameters = append(parameters,
			queryParameter("fields", text(), "Names of fields to answer with, with commas; all if left out."),
			queryParameter("include", text(), "Relations of "+e.Type.Name+", or paths of types that relate to it, to answer with whole entries, with commas."))
	}
	if e.Form == List {
		size := object{"type": "integer", "minimum": 1, "maximum": published.MaxPageSize, "default": published.DefaultPageSize}
		parameters = append(parameters,
			queryParameter("page[size]", size, "How many entries a page has."),
			queryParameter("page[after]", text(), "The cursor in page.next of the page before."),
			queryParameter("sort", text(), "Up to "+strconv.Itoa(published.MaxSortKeys)+" of "+strings.Join(sortable(e.Type), ", ")+", with commas; - before a name turns its order round."),
			queryParameter("count", object{"type": "boolean"}, "Also count all entries that fit."),
			queryParameter("q", text(), "Only entries that a search for these words finds, the best first unless sort or near is given."))
	}
	if e.Form != One {
		parameters = append(parameters, d.filterParameters(e.Type)...)
	}
	return parameters
}

func queryParameter(name string, schema object, description string) object {
	return object{"name": name, "in": "query", "schema": schema, "description": description}
}

func (d *describer) localeParameter(form Form) object {
	codes, about := []string{}, "The language to answer in. Aliases redirect."
	if form != Map {
		codes, about = []string{published.AllLocales}, "The language to answer in; * gives all. Aliases redirect."
	}
	for _, l := range d.Model.Locales() {
		codes = append(append(codes, l.Code), l.Aliases...)
	}
	p := queryParameter("locale", object{"type": "string", "enum": codes}, about)
	p["required"] = true
	return p
}

func sortable(t *schema.Type) []string {
	names := []string{"title", "published_at", "revised_at"}
	for _, f := range t.Fields {
		if f.Sort {
			names = append(names, f.Name)
		}
	}
	return names
}

// filterParameters lists every filter of a type by its full name.
func (d *describer) filterParameters(t *schema.Type) []object {
	var parameters []object
	if t.PointField != "" {
		parameters = append(parameters,
			queryParameter("bbox", text(), "west,south,east,north in degrees"),
			queryParameter("near", text(), "lat,lon,km"))
	}
	for _, f := range t.Fields {
		if !f.Filter {
			continue
		}
		name := "filter[" + f.Name + "]"
		parameters = append(parameters,
			queryParameter(name, text(), label(f.Labels[d.locale], "Several values with commas: any of them.")),
			queryParameter(name+"["+published.OpNe+"]", text(), label(f.Labels[d.locale], "None of these values.")))
		if f.Kind == schema.Number || f.Kind == schema.Figure || f.Kind == schema.Date {
			for _, op := range []string{published.OpGt, published.OpGte, published.OpLt, published.OpLte} {
				parameters = append(parameters, queryParameter(name+"["+op+"]", text(), f.Labels[d.locale]))
			}
		}
	}
	return parameters
}

// entryResponses completes what an operation on entries may answer.
func (d *describer) entryResponses(e Entries, success, responses object) {
	moved := object{"description": "The same under its right address.", "headers": object{"Location": object{"schema": text()}}}
	responses["301"] = moved
	entry := ref(typeName(e.Type))
	included := object{"type": "array", "items": d.anyEntry()}
	switch e.Form {
	case One:
		answer := shape(object{"data": entry, "included": included}, "data")
		success["content"] = object{jsonType: object{"schema": answer}}
	case List:
		page := shape(object{
			"next":  object{"type": []string{"string", "null"}, "description": "null on the last page"},
			"total": object{"type": "integer", "minimum": 0},
		}, "next")
		answer := shape(object{"data": object{"type": "array", "items": entry}, "included": included, "page": page}, "data", "page")
		success["content"] = object{jsonType: object{"schema": answer}}
	case Map:
		if content, ok := success["content"].(object); ok {
			success["content"] = object{geoJSONType: content[jsonType]}
		}
	}
}

func (d *describer) anyEntry() object {
	var types []any
	for _, t := range d.Model.Public() {
		types = append(types, ref(typeName(t)))
	}
	return object{"oneOf": types}
}
