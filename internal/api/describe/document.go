// Package describe writes the OpenAPI 3.1 document of the API out of its route
// table, the Go structs of requests and answers, and the content types.
package describe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/schema"
)

const (
	schemaPrefix = "#/components/schemas/"
	jsonType     = "application/json"
	geoJSONType  = "application/geo+json"
	problemType  = "application/problem+json"
)

// object is a piece of the document. encoding/json sorts its keys, so the same
// routes and types always give the same bytes.
type object = map[string]any

// API is what is described.
type API struct {
	Model      *schema.Model
	PublicURL  string
	Cookie     string       // name of the session cookie
	CSRFHeader string       // name of the header that goes with the cookie
	Problem    reflect.Type // of every refusal
	Operations []Operation
}

// Operation is one route. Request is a struct with the tags path, query, header
// and body; Answer is nil when there is none.
type Operation struct {
	Method, Path    string // the path with {parameters}
	ID, Tag         string
	Summary         string
	Status          int
	StatusText      string
	Credentials     []Credential // alternatives; none: anybody
	Idempotent      bool
	Request, Answer reflect.Type
	Entries         Entries  // set when it reads public entries
	Accepts, Sends  []string // media types of files in the body and in the answer
}

// Credential is one way to prove who is asking.
type Credential int

// The credentials.
const (
	Session Credential = iota
	Token
)

// describer builds the document.
type describer struct {
	API
	locale  string // of the descriptions
	schemas object
	names   map[string]reflect.Type // definition name → its only type
}

// Document is the OpenAPI document as JSON. It fails when a Go type cannot be
// described.
func Document(api API) ([]byte, error) {
	d := &describer{API: api, locale: api.Model.Locales()[0].Code, schemas: object{}, names: map[string]reflect.Type{}}
	if _, err := d.reflect(api.Problem, answered); err != nil {
		return nil, err
	}
	d.describeModel()
	paths, tags := object{}, []object{}
	for _, o := range api.Operations {
		operation, err := d.operation(o)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", o.Method, o.Path, err)
		}
		known, _ := paths[o.Path].(object)
		if known == nil {
			known = object{}
			paths[o.Path] = known
		}
		known[strings.ToLower(o.Method)] = operation
		if !slices.ContainsFunc(tags, func(t object) bool { return t["name"] == o.Tag }) {
			tags = append(tags, object{"name": o.Tag})
		}
	}
	return json.Marshal(object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Moving Cities", "version": "1",
			"description": "The public API under /api/v1 is anonymous and cacheable. The editorial API under /api/desk takes a session or a personal token.",
		},
		"servers":    []object{{"url": api.PublicURL}},
		"tags":       tags,
		"paths":      paths,
		"components": d.components(),
	})
}

func (d *describer) components() object {
	return object{
		"schemas": d.schemas,
		"securitySchemes": object{
			"session": object{"type": "apiKey", "in": "cookie", "name": d.Cookie, "description": "Set by signing in."},
			"csrf":    object{"type": "apiKey", "in": "header", "name": d.CSRFHeader, "description": "The csrf member of the session; with every unsafe method that uses the cookie."},
			"token":   object{"type": "http", "scheme": "bearer", "description": "A personal access token."},
		},
		"responses": object{"Problem": object{
			"description": "The request was refused; the code says why.",
			"content":     object{problemType: object{"schema": ref(d.Problem.Name())}},
		}},
	}
}

func (d *describer) operation(o Operation) (object, error) {
	parameters, body, err := d.request(o)
	if err != nil {
		return nil, err
	}
	success := object{"description": o.StatusText}
	if o.Answer != nil {
		answer, err := d.reflect(o.Answer, answered)
		if err != nil {
			return nil, err
		}
		success["content"] = object{jsonType: object{"schema": answer}}
	}
	if len(o.Sends) > 0 {
		success["content"] = files(o.Sends)
	}
	responses := object{strconv.Itoa(o.Status): success, "default": object{"$ref": "#/components/responses/Problem"}}
	if o.Entries.Type != nil {
		parameters = append(parameters, d.entryParameters(o.Entries)...)
		d.entryResponses(o.Entries, success, responses)
	}
	operation := object{
		"operationId": o.ID, "summary": o.Summary, "tags": []string{o.Tag}, "security": security(o), "responses": responses,
	}
	if len(parameters) > 0 {
		operation["parameters"] = parameters
	}
	if body != nil {
		operation["requestBody"] = body
	}
	return operation, nil
}

// files describes bodies that are files; OpenAPI 3.1 says no more of bytes.
func files(types []string) object {
	content := object{}
	for _, t := range types {
		content[t] = object{}
	}
	return content
}

func security(o Operation) []object {
	alternatives := []object{}
	for _, c := range o.Credentials {
		switch {
		case c == Token:
			alternatives = append(alternatives, object{"token": []string{}})
		case o.Method == http.MethodGet:
			alternatives = append(alternatives, object{"session": []string{}})
		default:
			alternatives = append(alternatives, object{"session": []string{}, "csrf": []string{}})
		}
	}
	return alternatives
}

// request describes the parameters and the body of an operation.
func (d *describer) request(o Operation) (parameters []object, body object, err error) {
	for _, f := range reflect.VisibleFields(o.Request) {
		for _, in := range []string{"path", "query", "header"} {
			if name, ok := f.Tag.Lookup(in); ok && name != "*" {
				parameters = append(parameters, d.parameter(f, in, name))
			}
		}
		if f.Tag.Get("body") != "" {
			if len(o.Accepts) > 0 {
				body = object{"required": true, "content": files(o.Accepts)}
				continue
			}
			t, optional := f.Type, f.Type.Kind() == reflect.Pointer
			if optional {
				t = t.Elem()
			}
			schema, err := d.reflect(t, asked)
			if err != nil {
				return nil, nil, err
			}
			body = object{"required": !optional, "content": object{jsonType: object{"schema": schema}}}
		}
	}
	if o.Idempotent {
		parameters = append(parameters, object{
			"name": "Idempotency-Key", "in": "header",
			"schema":      object{"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
			"description": "Makes it safe to send the same request again within 24 hours: the effect happens once.",
		})
	}
	return parameters, body, nil
}

func (d *describer) parameter(f reflect.StructField, in, name string) object {
	schema := object{"type": "string"}
	switch f.Type.Kind() {
	case reflect.Bool:
		schema["type"] = "boolean"
	case reflect.Slice:
		schema = object{"type": "array", "items": object{"type": "string"}}
	case reflect.Int, reflect.Int64:
		schema["type"] = "integer"
	}
	switch f.Tag.Get("format") {
	case "uuid":
		schema["format"] = "uuid"
	case "document":
		schema = d.localeSchema()
	}
	if name == "If-Match" {
		schema = object{"type": "string", "pattern": `^"(0|[1-9][0-9]*)"$`, "example": `"12"`}
	}
	if codes := f.Tag.Get("enum"); codes != "" {
		schema["enum"] = strings.Split(codes, ",")
	}
	constrain(schema, f.Tag.Get("validate"), schema["type"] == "string")
	p := object{"name": name, "in": in, "schema": schema, "required": in == "path" || in == "header" || isRequired(f)}
	if text := f.Tag.Get("description"); text != "" {
		p["description"] = text
	}
	return p
}

func ref(name string) object { return object{"$ref": schemaPrefix + name} }
