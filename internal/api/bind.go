package api

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
	"github.com/google/uuid"

	"movingcities/internal/api/strict"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// maxQuery bounds the query string in bytes.
const maxQuery = 8 << 10

// Every route has one request struct. The tag of a field says where its value
// comes from, and nothing can come from anywhere else:
//
//	path:"id"          a part of the path (a value that does not fit is a 404)
//	query:"size"       a parameter; []string may be repeated; "*" keeps all, for routes that check them alone
//	header:"If-Match"  a header
//	body:"json"        the strictly decoded JSON object; a pointer: may be left out
//	body:"file"        the body as it came, of a route that accepts files
//
// format:"uuid|locale|document|slug" checks a string, validate:"…" is for
// go-playground/validator.
type binder struct {
	model    *schema.Model
	validate *validator.Validate
}

func newBinder(model *schema.Model) *binder {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(publicName)
	return &binder{model: model, validate: v}
}

// skipped stands in validation paths for structs that the client does not see.
const skipped = "~"

func publicName(f reflect.StructField) string {
	if name := strict.Key(f); name != "" {
		return name
	}
	for _, tag := range []string{"path", "query", "header"} {
		if name := f.Tag.Get(tag); name != "" {
			return name
		}
	}
	return skipped
}

// request is what a route may read of an HTTP request.
type request struct {
	path  func(name string) string
	query url.Values
	http.Header
	body []byte
}

// bind fills dst, a pointer to a request struct, and validates it.
func (b *binder) bind(in request, dst any) error {
	var problems []fault.Problem
	v := reflect.ValueOf(dst).Elem()
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		field := v.FieldByIndex(f.Index)
		if name, ok := f.Tag.Lookup("path"); ok {
			if !b.fits(f.Tag.Get("format"), in.path(name)) {
				return fault.New(fault.NotFound, "not_found", "There is nothing at this address.")
			}
			field.SetString(in.path(name))
		}
		if name, ok := f.Tag.Lookup("query"); ok {
			known[name] = true
			problems = append(problems, b.bindQuery(field, f, name, in.query)...)
		}
		if f.Tag.Get("header") == "If-Match" {
			version, err := parseVersion(in.Values("If-Match"))
			if err != nil {
				return err
			}
			field.SetInt(version)
		}
	}
	if problems = append(problems, unknownParameters(in.query, known)...); len(problems) > 0 {
		return invalidParameters(problems)
	}
	if err := bindBody(v, in.body); err != nil {
		return err
	}
	return b.check(dst)
}

func (b *binder) bindQuery(field reflect.Value, f reflect.StructField, name string, query url.Values) []fault.Problem {
	if name == "*" {
		field.Set(reflect.ValueOf(query))
		return nil
	}
	values, given := query[name]
	if !given {
		return nil
	}
	wrong := func(code, message string) []fault.Problem {
		return []fault.Problem{{Path: name, Code: code, Message: message}}
	}
	if field.Kind() == reflect.Slice {
		field.Set(reflect.ValueOf(values))
		return nil
	}
	if len(values) > 1 {
		return wrong("repeated_parameter", "This parameter may be given once.")
	}
	switch field.Kind() {
	case reflect.Bool:
		if values[0] != "true" && values[0] != "false" {
			return wrong("wrong_type", "This must be true or false.")
		}
		field.SetBool(values[0] == "true")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(values[0], 10, 64)
		if err != nil {
			return wrong("wrong_type", "This must be a whole number.")
		}
		field.SetInt(n)
	default:
		if format := f.Tag.Get("format"); values[0] != "" && !b.fits(format, values[0]) {
			return wrong("invalid_"+format, "This is no "+format+" known here.")
		}
		field.SetString(values[0])
	}
	return nil
}

func unknownParameters(query url.Values, known map[string]bool) []fault.Problem {
	if known["*"] {
		return nil
	}
	var problems []fault.Problem
	for name := range query {
		if !known[name] {
			problems = append(problems, fault.Problem{Path: strict.Join("", name), Code: "unknown_parameter", Message: "This parameter is not known here."})
		}
	}
	slices.SortFunc(problems, func(a, b fault.Problem) int { return strings.Compare(a.Path, b.Path) })
	return problems
}

func invalidParameters(problems []fault.Problem) error {
	e := fault.New(fault.Invalid, "invalid_parameters", "The parameters do not fit this request. Correct what the errors name.")
	e.Problems = problems
	return e
}

// bindBody decodes the body into the field that is tagged for it; a route
// without such a field takes no body at all.
func bindBody(v reflect.Value, body []byte) error {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("body") == "" {
			continue
		}
		field := v.Field(i)
		if v.Type().Field(i).Tag.Get("body") == "file" {
			if len(body) == 0 {
				return fault.New(fault.Invalid, "file_required", "Send the file as the body of the request.")
			}
			field.SetBytes(body)
			return nil
		}
		if field.Kind() == reflect.Pointer {
			if len(body) == 0 {
				return nil
			}
			field.Set(reflect.New(field.Type().Elem()))
			field = field.Elem()
		}
		return strict.Decode(body, field.Addr().Interface())
	}
	if len(body) > 0 {
		return fault.New(fault.Invalid, "unexpected_body", "This request takes no body.")
	}
	return nil
}

// fits checks a string against the format of its field, so that only values of
// the right form ever reach a query.
func (b *binder) fits(format, value string) bool {
	switch format {
	case "uuid":
		return isUUID(value)
	case "locale":
		_, ok := b.model.Locale(value)
		return ok
	case "document":
		_, ok := b.model.Locale(value)
		return ok || value == schema.Und
	case "slug":
		return value != "" && len(value) <= 200 && storable(value)
	default:
		return storable(value)
	}
}

// isUUID takes the one canonical form; uuid.Parse would take four.
func isUUID(s string) bool {
	id, err := uuid.Parse(s)
	return err == nil && id.String() == s
}

// storable tells whether both databases can hold or compare this text.
func storable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// parseQuery reads the parameters; unlike url.URL.Query it drops nothing.
func parseQuery(raw string) (url.Values, error) {
	if len(raw) > maxQuery {
		return nil, fault.New(fault.Invalid, "query_too_long", "The query may have at most %d bytes.", maxQuery)
	}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "malformed_query", "The query is not well formed; escape special characters with %%.")
	}
	for name, values := range query {
		if !storable(name) || !storable(strings.Join(values, "")) {
			return nil, fault.New(fault.Invalid, "malformed_query", "The query must be UTF-8 without NUL characters.")
		}
	}
	return query, nil
}

// parseVersion reads If-Match, which must be exactly one strong ETag of a
// document's version. "*" is refused: it would overwrite a text unread.
func parseVersion(values []string) (int64, error) {
	if len(values) == 0 {
		return 0, fault.New(fault.PreconditionRequired, "if_match_required", "Send If-Match with the ETag of the version you have read, such as \"12\".")
	}
	malformed := fault.New(fault.Invalid, "invalid_if_match", "If-Match must be one strong ETag with the version you have read, such as \"12\".")
	if len(values) > 1 {
		return 0, malformed
	}
	digits, opened := strings.CutPrefix(values[0], `"`)
	digits, closed := strings.CutSuffix(digits, `"`)
	version, err := strconv.ParseUint(digits, 10, 63)
	if !opened || !closed || err != nil || versionTag(int64(version)) != values[0] {
		return 0, malformed
	}
	return int64(version), nil
}

// versionTag is the strong ETag of a document's version.
func versionTag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// check runs the validate tags of the request struct. A parameter that breaks a
// rule makes the request unintelligible (400); a body that does is understood,
// but not acceptable (422).
func (b *binder) check(dst any) error {
	err := b.validate.Struct(dst)
	var invalid validator.ValidationErrors
	if !errors.As(err, &invalid) {
		return err
	}
	var ofParameters, ofBody []fault.Problem
	for _, e := range invalid {
		problem := fault.Problem{Path: validationPath(e.Namespace()), Code: e.Tag(), Message: validationMessage(e)}
		if strings.Contains(e.StructNamespace(), ".Body.") {
			ofBody = append(ofBody, problem)
		} else {
			ofParameters = append(ofParameters, problem)
		}
	}
	if len(ofParameters) > 0 {
		return invalidParameters(ofParameters)
	}
	return fault.WithProblems("invalid_fields", "Some values are missing or not allowed. Correct what the errors name and send it again.", ofBody)
}

func validationPath(namespace string) string {
	_, path, _ := strings.Cut(namespace, ".")
	path = strings.ReplaceAll(path, skipped+".", "")
	return strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(path)
}

func validationMessage(e validator.FieldError) string {
	isText := e.Kind() == reflect.String
	switch e.Tag() {
	case "required", "required_without", "required_with", "required_if":
		return "This is required."
	case "email":
		return "This must be an e-mail address."
	case "uuid":
		return "This must be an id."
	case "oneof":
		return "This must be one of: " + strings.ReplaceAll(e.Param(), " ", ", ") + "."
	case "max", "lte":
		if isText {
			return "This may have at most " + e.Param() + " characters."
		}
		return "This may be at most " + e.Param() + "."
	case "min", "gte":
		if isText {
			return "This must have at least " + e.Param() + " characters."
		}
		return "This must be at least " + e.Param() + "."
	default:
		return "This value is not allowed."
	}
}
