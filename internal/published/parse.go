package published

import (
	"fmt"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

const (
	maxValueBytes = 6000 // of one parameter
	maxListed     = 200  // names in fields=
)

// parser makes a Query out of the parameters of a request and collects
// everything that is wrong with them.
type parser struct {
	model    *schema.Model
	typ      *schema.Type
	query    Query
	problems problems
}

// problems is a list that cannot be made long by a hostile request.
type problems []fault.Problem

func (p *problems) add(path, code, format string, args ...any) {
	if len(*p) < maxProblems {
		*p = append(*p, fault.Problem{Path: short(path), Code: code, Message: fmt.Sprintf(format, args...)})
	}
}

// short keeps an answer from repeating a long or unreadable text of the caller.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
	if utf8.RuneCountInString(s) > maxParameterName {
		s = string([]rune(s)[:maxParameterName]) + "…"
	}
	return s
}

func (p problems) fault() error {
	if len(p) == 0 {
		return nil
	}
	return invalid("invalid_query", "The request has parameters that cannot be answered. Correct or remove them.", p...)
}

func invalid(code, detail string, found ...fault.Problem) error {
	return &fault.Error{Kind: fault.Invalid, Code: code, Detail: detail, Problems: found}
}

// The parameters that each kind of public request takes.
const (
	oneParameters  = "locale fallback fields include"
	listParameters = oneParameters + " filter[] bbox near sort page[size] page[after] count"
	mapParameters  = "locale fallback filter[] bbox near"
)

// ParseQuery reads the parameters of a list. Everything that is unknown,
// repeated, malformed or beyond the limits is Invalid invalid_query with a
// problem per parameter; a cursor of another query is Invalid bad_cursor. A
// field that may not be filtered or sorted by is answered like one that does
// not exist.
func (r *Reader) ParseQuery(t *schema.Type, values url.Values) (Query, error) {
	return r.parse(t, values, listParameters)
}

// ParseOne reads the parameters of a question for one entry, as strictly.
func (r *Reader) ParseOne(t *schema.Type, values url.Values) (Query, error) {
	return r.parse(t, values, oneParameters)
}

// ParseFeatures reads the parameters of a GeoJSON request, as strictly.
func (r *Reader) ParseFeatures(t *schema.Type, values url.Values) (Query, error) {
	q, err := r.parse(t, values, mapParameters)
	if err == nil && q.Locale == AllLocales {
		var p problems
		p.add("locale", "unknown_locale", "A map is in one locale. Choose one.")
		return q, p.fault()
	}
	return q, err
}

func (r *Reader) parse(t *schema.Type, values url.Values, accepted string) (Query, error) {
	p := &parser{model: r.Model, typ: t}
	p.query = Query{Type: t.Name, Locale: r.Model.Locales()[0].Code}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p.parameter(name, values[name], strings.Fields(accepted))
	}
	if err := p.problems.fault(); err != nil {
		return Query{}, err
	}
	_, err := r.plan(p.query)
	return p.query, err
}

func (p *parser) parameter(name string, values, accepted []string) {
	kind, field, op := splitName(name)
	switch {
	case name == "q":
		p.problems.add(name, "reserved_parameter", "Lists cannot be searched by text; use the search instead.")
	case !slices.Contains(accepted, kind):
		p.problems.add(name, "unknown_parameter", "There is no parameter of this name here. Remove it.")
	case len(values) != 1:
		p.problems.add(name, "duplicate_parameter", "Give this parameter once, with commas between values.")
	case !clean(values[0]) || len(values[0]) > maxValueBytes:
		p.invalid(name, "This is not a readable text of sensible length.")
	case values[0] == "":
		p.invalid(name, "Give a value, or leave the parameter out.")
	case kind == "filter[]":
		p.query.Filters = append(p.query.Filters, Filter{Field: field, Op: op, Values: strings.Split(values[0], ",")})
	default:
		p.set(name, values[0])
	}
}

// splitName takes filter[field] and filter[field][op] apart.
func splitName(name string) (kind, field, op string) {
	rest, ok := strings.CutPrefix(name, "filter[")
	if !ok {
		return name, "", ""
	}
	rest, ok = strings.CutSuffix(rest, "]")
	if !ok {
		return name, "", ""
	}
	field, op, nested := strings.Cut(rest, "][")
	if nested && op == "" {
		return name, "", ""
	}
	return "filter[]", field, op
}

// clean tells whether both databases can take a text.
func clean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func (p *parser) invalid(name, message string) { p.problems.add(name, "invalid_value", "%s", message) }

func (p *parser) set(name, value string) {
	switch name {
	case "locale":
		p.locale(value)
	case "fallback":
		p.query.NoFallback = true
		if value != "none" {
			p.invalid(name, "The only value is none.")
		}
	case "count":
		p.query.Count = value == "true"
		if value != "true" && value != "false" {
			p.invalid(name, "The values are true and false.")
		}
	case "page[size]":
		size, err := strconv.Atoi(value)
		if err != nil || size < 1 || size > MaxPageSize || strconv.Itoa(size) != value {
			p.problems.add(name, "invalid_value", "Give a whole number from 1 to %d.", MaxPageSize)
		}
		p.query.Size = size
	case "page[after]":
		p.query.After = value
	case "fields":
		p.query.Fields = strings.Split(value, ",")
	case "include":
		p.query.Include = strings.Split(value, ",")
	case "sort":
		for key := range strings.SplitSeq(value, ",") {
			field, desc := strings.CutPrefix(key, "-")
			p.query.Sort = append(p.query.Sort, SortKey{Field: field, Desc: desc})
		}
	case "bbox":
		n := parseNumbers(value, 4)
		p.query.BBox = &BBox{West: n[0], South: n[1], East: n[2], North: n[3]}
	case "near":
		n := parseNumbers(value, 3)
		p.query.Near = &Near{Lat: n[0], Lon: n[1], KM: n[2]}
	}
}

func (p *parser) locale(value string) {
	if value == AllLocales {
		p.query.Locale = AllLocales
		return
	}
	code, ok := p.model.CanonicalLocale(value)
	if !ok {
		p.problems.add("locale", "unknown_locale", "There is no such locale here.")
		return
	}
	p.query.Locale = code
}

// plainNumber is how numbers are written in parameters: no exponents, no
// spellings of infinity, nothing longer than a float64 holds.
var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)

func parseNumber(s string) (float64, bool) {
	if !plainNumber.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// parseNumbers reads exactly count numbers; with any mistake all are NaN, which
// is no place.
func parseNumbers(value string, count int) []float64 {
	parts, numbers := strings.Split(value, ","), make([]float64, count)
	for i := range numbers {
		ok := len(parts) == count
		if ok {
			numbers[i], ok = parseNumber(parts[i])
		}
		if !ok {
			return slices.Repeat([]float64{math.NaN()}, count)
		}
	}
	return numbers
}
