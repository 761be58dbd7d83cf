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
	anyFilter      = "filter[…]"
	oneParameters  = "locale fallback fields include"
	mapParameters  = "locale fallback bbox near " + anyFilter
	listParameters = mapParameters + " fields include sort page[size] page[after] count q"
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

// parse makes a query out of parameters; what it leaves to plan to refuse, it
// passes on as it is, so that all mistakes are found at once.
func (r *Reader) parse(t *schema.Type, values url.Values, accepted string) (Query, error) {
	q := Query{Type: t.Name, Locale: r.Model.Locales()[0].Code}
	var found problems
	for _, name := range slices.Sorted(maps.Keys(values)) {
		kind, filter := parameter(name)
		value := strings.Join(values[name], "")
		switch {
		case !slices.Contains(strings.Fields(accepted), kind):
			found.add(name, "unknown_parameter", "There is no parameter of this name here. Remove it.")
		case len(values[name]) != 1:
			found.add(name, "duplicate_parameter", "Give this parameter once, with commas between values.")
		case value == "" || !clean(value) || len(value) > maxValueBytes:
			found.add(name, "invalid_value", "Give a readable text of sensible length, or leave the parameter out.")
		case kind == anyFilter:
			filter.Values = strings.Split(value, ",")
			q.Filters = append(q.Filters, filter)
		default:
			r.set(&q, name, value, &found)
		}
	}
	_, err := r.plan(q, found)
	return q, err
}

var filterName = regexp.MustCompile(`^filter\[([^\[\]]*)\](?:\[([^\[\]]+)\])?$`)

// parameter takes filter[field] and filter[field][op] apart; all of them are of
// the kind anyFilter, other parameters of the kind of their name.
func parameter(name string) (kind string, filter Filter) {
	parts := filterName.FindStringSubmatch(name)
	if parts == nil {
		return name, Filter{}
	}
	return anyFilter, Filter{Field: parts[1], Op: parts[2]}
}

// clean tells whether both databases can take a text.
func clean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func (r *Reader) set(q *Query, name, value string, found *problems) {
	switch name {
	case "locale":
		q.Locale = value
		if code, ok := r.Model.CanonicalLocale(value); ok {
			q.Locale = code
		}
	case "fallback":
		if q.NoFallback = value == "none"; !q.NoFallback {
			found.add(name, "invalid_value", "The only value is none.")
		}
	case "count":
		if q.Count = value == "true"; !q.Count && value != "false" {
			found.add(name, "invalid_value", "The values are true and false.")
		}
	case "q":
		q.Text = value
	case "page[size]":
		q.Size, _ = strconv.Atoi(value)
		if strconv.Itoa(q.Size) != value || q.Size == 0 {
			q.Size = -1
		}
	case "page[after]":
		q.After = value
	case "fields":
		q.Fields = strings.Split(value, ",")
	case "include":
		q.Include = strings.Split(value, ",")
	case "sort":
		for key := range strings.SplitSeq(value, ",") {
			field, desc := strings.CutPrefix(key, "-")
			q.Sort = append(q.Sort, SortKey{Field: field, Desc: desc})
		}
	case "bbox":
		n := parseNumbers(value, 4)
		q.BBox = &BBox{West: n[0], South: n[1], East: n[2], North: n[3]}
	case "near":
		n := parseNumbers(value, 3)
		q.Near = &Near{Lat: n[0], Lon: n[1], KM: n[2]}
	}
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
