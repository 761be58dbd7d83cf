// Package strict decodes the JSON bodies of requests. It takes what was meant
// and nothing else.
package strict

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"movingcities/internal/fault"
)

// MaxDepth bounds the nesting of a body: rich text with four levels of lists
// inside a section needs 28.
const MaxDepth = 32

// Decode reads exactly one JSON object from data into dst, a pointer to a
// struct. It is stricter than encoding/json, which takes "ROLE" for "role", the
// last of two equal keys and half a number: keys are compared exactly, unknown
// and repeated ones are refused at every depth, so are nulls where the struct
// has no pointer, numbers no computer can hold, NUL in text (which Postgres
// refuses) and anything after the object. Numbers in free-form parts stay
// json.Number. The fault (Invalid) names every offending path at once.
func Decode(data []byte, dst any) error {
	tree, problems := parse(data)
	if len(problems) == 0 {
		problems = misfits(nil, tree, reflect.TypeOf(dst).Elem(), "")
	}
	if len(problems) > 0 {
		return invalidBody(problems)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(dst); err != nil {
		return invalidBody([]fault.Problem{conversionProblem(err)})
	}
	return nil
}

func invalidBody(problems []fault.Problem) error {
	e := fault.New(fault.Invalid, "invalid_body", "The body does not fit this request. Correct what the errors name and send it again.")
	e.Problems = problems
	return e
}

// conversionProblem reports what only the conversion itself finds: a number
// that is too large for its field, a date that is none.
func conversionProblem(err error) fault.Problem {
	p := fault.Problem{Code: "invalid_value", Message: "This value has the wrong form."}
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		p.Path = strings.ReplaceAll(typed.Field, ".", "/")
	}
	return p
}

// parser walks the tokens of one JSON text and builds the value they describe.
type parser struct {
	decoder  *json.Decoder
	problems []fault.Problem
}

// errStop ends the walk when going on would mean nothing.
var errStop = errors.New("stop")

// parse gives the JSON object in data as map[string]any, or what is wrong with it.
func parse(data []byte) (any, []fault.Problem) {
	if !utf8.Valid(data) {
		return nil, []fault.Problem{{Code: "not_utf8", Message: "The body must be UTF-8."}}
	}
	p := &parser{decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	value, err := p.value("", 0)
	if err == nil {
		if _, isObject := value.(map[string]any); !isObject {
			p.add("", "not_an_object", "The body must be a JSON object.")
		} else if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
			p.add("", "trailing_data", "Nothing may follow the JSON object.")
		}
	} else if !errors.Is(err, errStop) {
		p.add("", "not_json", "The body is not valid JSON (noticed at byte "+strconv.FormatInt(p.decoder.InputOffset(), 10)+").")
	}
	return value, p.problems
}

func (p *parser) add(path, code, message string) {
	p.problems = append(p.problems, fault.Problem{Path: path, Code: code, Message: message})
}

func (p *parser) value(path string, depth int) (any, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if depth == MaxDepth {
			p.add(path, "too_deep", "The body may be nested at most "+strconv.Itoa(MaxDepth)+" levels deep.")
			return nil, errStop
		}
		if token == '{' {
			return p.object(path, depth+1)
		}
		return p.array(path, depth+1)
	case json.Number:
		if f, err := token.Float64(); err != nil || math.IsInf(f, 0) {
			p.add(path, "number_out_of_range", "This number is too large.")
		}
	case string:
		p.text(path, token)
	}
	return token, nil
}

func (p *parser) text(path, s string) {
	if strings.ContainsRune(s, 0) {
		p.add(path, "nul_in_text", "Text must not contain the NUL character.")
	}
}

func (p *parser) object(path string, depth int) (any, error) {
	object := map[string]any{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, errors.New("object key is not a string")
		}
		at := Join(path, key)
		p.text(at, key)
		if _, twice := object[key]; twice {
			p.add(at, "duplicate_key", "This key appears twice.")
		}
		if object[key], err = p.value(at, depth); err != nil {
			return nil, err
		}
	}
	_, err := p.decoder.Token() // the closing brace
	return object, err
}

func (p *parser) array(path string, depth int) (any, error) {
	array := []any{}
	for p.decoder.More() {
		element, err := p.value(Join(path, strconv.Itoa(len(array))), depth)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	_, err := p.decoder.Token() // the closing bracket
	return array, err
}

// Join appends a key to a path; keys come from the client and are cut so that
// an answer never grows with them.
func Join(path, key string) string {
	if len(key) > 64 {
		key = strings.ToValidUTF8(key[:64], "") + "…"
	}
	if path == "" {
		return key
	}
	return path + "/" + key
}

// misfits compares a parsed value with the Go type it is meant for and appends
// one problem per place that does not fit.
func misfits(problems []fault.Problem, value any, t reflect.Type, path string) []fault.Problem {
	wrong := func(code, message string) []fault.Problem {
		return append(problems, fault.Problem{Path: path, Code: code, Message: message})
	}
	if t.Kind() == reflect.Pointer {
		if value == nil {
			return problems
		}
		return misfits(problems, value, t.Elem(), path)
	}
	if t.Kind() == reflect.Interface {
		return problems
	}
	if value == nil {
		return wrong("null", "This must not be null; leave it out instead.")
	}
	if expected := expects(t); !slices.Contains(expected, kindOf(value)) {
		return wrong("wrong_type", "This must be "+strings.Join(expected, " or ")+", not "+kindOf(value)+".")
	}
	switch value := value.(type) {
	case map[string]any:
		return objectMisfits(problems, value, t, path)
	case []any:
		for i, element := range value {
			problems = misfits(problems, element, t.Elem(), Join(path, strconv.Itoa(i)))
		}
	case json.Number:
		if isInteger(t.Kind()) && strings.ContainsAny(value.String(), ".eE") {
			return wrong("wrong_type", "This must be a whole number.")
		}
	}
	return problems
}

func objectMisfits(problems []fault.Problem, object map[string]any, t reflect.Type, path string) []fault.Problem {
	known := map[string]reflect.Type{}
	if t.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(t) {
			if name := Key(f); name != "" {
				known[name] = f.Type
			}
		}
	}
	for _, key := range sortedKeys(object) {
		at := Join(path, key)
		field, ok := known[key]
		switch {
		case t.Kind() == reflect.Map:
			problems = misfits(problems, object[key], t.Elem(), at)
		case ok:
			problems = misfits(problems, object[key], field, at)
		default:
			problems = append(problems, fault.Problem{Path: at, Code: "unknown_field", Message: "This field is not known here."})
		}
	}
	return problems
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Key is the key of a struct field in JSON, or "" if it has none. A field
// without a json tag has none: nothing can be assigned that was not named.
func Key(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// The JSON kinds, as the messages call them.
const (
	aString = "a string"
	aNumber = "a number"
	aBool   = "true or false"
	aList   = "a list"
	anObj   = "an object"
)

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return aString
	case json.Number:
		return aNumber
	case bool:
		return aBool
	case []any:
		return aList
	case map[string]any:
		return anObj
	default:
		return "null"
	}
}

// expects says which JSON kinds a Go type takes.
func expects(t reflect.Type) []string {
	switch {
	case t == reflect.TypeFor[json.Number]():
		return []string{aNumber}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return []string{aString}
	}
	switch t.Kind() {
	case reflect.String:
		return []string{aString}
	case reflect.Bool:
		return []string{aBool}
	case reflect.Slice, reflect.Array:
		return []string{aList}
	case reflect.Map, reflect.Struct:
		return []string{anObj}
	default:
		return []string{aNumber}
	}
}

func isInteger(k reflect.Kind) bool {
	return k >= reflect.Int && k <= reflect.Uint64
}
