package describe

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/swaggest/jsonschema-go"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// side tells which way a struct goes. In a request a field is required when its
// validate tag says so; in an answer always, unless it may be left out.
type side int

const (
	asked side = iota
	answered
)

// reflect gives the schema of a Go type; structs become components.
func (d *describer) reflect(t reflect.Type, as side) (object, error) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	reflector := jsonschema.Reflector{}
	reflector.AddTypeMapping(db.Time{}, jsonschema.String.ToSchemaOrBool().TypeObject.WithFormat("date-time"))
	root, err := reflector.Reflect(reflect.New(t).Elem().Interface(),
		jsonschema.RootRef,
		jsonschema.DefinitionsPrefix(schemaPrefix),
		jsonschema.InterceptDefName(func(t reflect.Type, _ string) string { return d.name(t) }),
		jsonschema.InterceptNullability(neverNullLists),
		jsonschema.InterceptProp(func(p jsonschema.InterceptPropParams) error { return refine(p, as) }),
		jsonschema.CollectDefinitions(func(name string, schema jsonschema.Schema) {
			if _, known := d.schemas[name]; !known {
				d.schemas[name] = simple(schema)
			}
		}),
	)
	if err != nil {
		return nil, err
	}
	return simple(root), nil
}

// neverNullLists: our lists are empty, never null.
func neverNullLists(p jsonschema.InterceptNullabilityParams) {
	if k := p.Type.Kind(); (k == reflect.Slice || k == reflect.Map) && p.Schema.Ref == nil {
		p.Schema.RemoveType(jsonschema.Null)
	}
}

// refine adds to a property what its tags promise, and what Fields hold.
func refine(p jsonschema.InterceptPropParams, as side) error {
	if !p.Processed {
		return nil
	}
	tag := p.Field.Tag.Get("json")
	optional := strings.Contains(tag, "omitempty") || strings.Contains(tag, "omitzero")
	if as == answered && !optional || as == asked && isRequired(p.Field) {
		if !slices.Contains(p.ParentSchema.Required, p.Name) {
			p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
		}
	}
	if as == answered && !optional && p.Field.Type.Kind() == reflect.Pointer {
		orNull(p.PropertySchema)
	}
	if p.Field.Type == reflect.TypeFor[schema.Fields]() {
		*p.PropertySchema = jsonschema.Schema{}
		p.PropertySchema.WithRef(schemaPrefix + "Fields")
		return nil
	}
	rules := object{}
	if p.PropertySchema.HasType(jsonschema.Array) {
		rules["type"] = "array"
	}
	constrain(rules, p.Field.Tag.Get("validate"), p.Field.Type.Kind() == reflect.String)
	delete(rules, "type")
	for name, value := range rules {
		p.PropertySchema.WithExtraPropertiesItem(name, value)
	}
	return nil
}

// orNull lets a property be null, which a pointer without omitempty can be.
func orNull(s *jsonschema.Schema) {
	if s.Ref == nil {
		s.AddType(jsonschema.Null)
		return
	}
	target := jsonschema.Schema{Ref: s.Ref}
	*s = jsonschema.Schema{AnyOf: []jsonschema.SchemaOrBool{target.ToSchemaOrBool(), jsonschema.Null.ToSchemaOrBool()}}
}

func isRequired(f reflect.StructField) bool {
	return slices.Contains(strings.Split(f.Tag.Get("validate"), ","), "required")
}

// constrain writes the rules of a validate tag into a schema. What JSON Schema
// cannot say is left to the server.
func constrain(schema object, rules string, isText bool) {
	least, most := "minimum", "maximum"
	switch {
	case schema["type"] == "array":
		least, most = "minItems", "maxItems"
	case isText:
		least, most = "minLength", "maxLength"
	}
	for _, rule := range strings.Split(rules, ",") {
		name, value, _ := strings.Cut(rule, "=")
		n, err := strconv.Atoi(value)
		switch {
		case name == "dive":
			return
		case name == "min" && err == nil:
			schema[least] = n
		case name == "max" && err == nil:
			schema[most] = n
		case name == "len" && err == nil:
			schema[least], schema[most] = n, n
		case name == "required" && isText:
			schema["minLength"] = 1
		case name == "oneof":
			schema["enum"] = strings.Fields(value)
		case name == "email", name == "uuid":
			schema["format"] = name
		}
	}
}

// name is that of the Go type, with that of its package where two would clash.
func (d *describer) name(t reflect.Type) string {
	name := t.Name()
	if t == reflect.TypeFor[fault.Problem]() {
		name = "FieldProblem"
	}
	if taken, ok := d.names[name]; ok && taken != t {
		_, pkg, _ := cutLast(t.PkgPath(), "/")
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	d.names[name] = t
	return name
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return "", s, false
}

// simple turns a reflected schema into a plain object. A schema that the
// library itself made cannot fail to encode.
func simple(schema jsonschema.Schema) object {
	plain, err := schema.ToSchemaOrBool().ToSimpleMap()
	if err != nil {
		panic(err)
	}
	return plain
}
