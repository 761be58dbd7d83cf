package published_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/fault"
	"movingcities/internal/published"
)

// pure is a reader that never gets as far as the database.
func pure(t testing.TB) *published.Reader {
	t.Helper()
	return &published.Reader{Model: loadModel(t), Secret: []byte("a secret for tests")}
}

// refusals are the problems of a request as "path code", or the fault's code
// when it has none.
func refusals(err error) string {
	f := fault.Of(err)
	if f.Kind != fault.Invalid {
		return fmt.Sprintf("not a 400: %v", err)
	}
	var out []string
	for _, p := range f.Problems {
		out = append(out, p.Path+" "+p.Code)
	}
	return strings.Join(out, ", ")
}

func TestParseQuery(t *testing.T) {
	r := pure(t)
	q, err := r.ParseQuery(r.Model.Type("city"), url.Values{
		"locale": {"GR"}, "fallback": {"none"}, "filter[country]": {"DE,pl"}, "filter[population][gte]": {"100000"},
		"bbox": {"5.9,45.8,10.5,47.8"}, "near": {"54.35,-18.65,100.5"}, "sort": {"-population,title"}, "page[size]": {"10"},
		"fields": {"name,country"}, "include": {"networks,approaches"}, "count": {"true"},
	})
	want := published.Query{
		Type: "city", Locale: "el", NoFallback: true,
		Filters: []published.Filter{{Field: "country", Values: []string{"DE", "pl"}}, {Field: "population", Op: "gte", Values: []string{"100000"}}},
		BBox:    &published.BBox{West: 5.9, South: 45.8, East: 10.5, North: 47.8}, Near: &published.Near{Lat: 54.35, Lon: -18.65, KM: 100.5},
		Sort: []published.SortKey{{Field: "population", Desc: true}, {Field: "title"}}, Size: 10,
		Fields: []string{"name", "country"}, Include: []string{"networks", "approaches"}, Count: true,
	}
	if diff := cmp.Diff(want, q); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestStrictParameters(t *testing.T) {
	r := pure(t)
	many := func(n int) string { return strings.TrimSuffix(strings.Repeat("a,", n), ",") }
	for parameters, want := range map[string]string{
		"colour=red":                            "colour unknown_parameter",
		"Locale=en":                             "Locale unknown_parameter",
		"status=draft&preview=1":                "preview unknown_parameter, status unknown_parameter",
		"version=latest&include_drafts=1":       "include_drafts unknown_parameter, version unknown_parameter",
		"locale=en&locale=de":                   "locale duplicate_parameter",
		"filter[port]=true&filter[port]=false":  "filter[port] duplicate_parameter",
		"locale=xx":                             "locale unknown_locale",
		"locale=und":                            "locale unknown_locale",
		"locale=":                               "locale invalid_value",
		"fallback=all":                          "fallback invalid_value",
		"count=yes":                             "count invalid_value",
		"page[size]=0":                          "page[size] invalid_value",
		"page[size]=101":                        "page[size] invalid_value",
		"page[size]=-1":                         "page[size] invalid_value",
		"page[size]=1000000000":                 "page[size] invalid_value",
		"page[size]=1e1":                        "page[size] invalid_value",
		"page[size]=%2B5":                       "page[size] invalid_value",
		"page[size]=05":                         "page[size] invalid_value",
		"page[number]=2":                        "page[number] unknown_parameter",
		"page[after]=forged":                    "page[after] bad_cursor",
		"sort=colour":                           "sort unknown_field",
		"sort=name":                             "sort unknown_field", // the title's field is not marked
		"sort=slug":                             "sort unknown_field",
		"sort=body":                             "sort unknown_field",
		"sort=":                                 "sort invalid_value",
		"sort=-":                                "sort unknown_field",
		"sort=--title":                          "sort unknown_field",
		"sort=title,title":                      "sort unknown_field",
		"sort=title;DROP TABLE entries":         "not a 400",
		"sort=title,population,founded,country": "sort too_many",
		"sort=themes":                           "sort unknown_field",
		"filter[colour]=red":                    "filter[colour] unknown_field",
		"filter[name]=Bern":                     "filter[name] unknown_field",
		"filter[location]=1,2":                  "filter[location] unknown_field",
		"filter[sort:district]=1":               "filter[sort:district] unknown_field",
		"filter[location.lat]=1":                "filter[location.lat] unknown_field",
		"filter[by_user]=1":                     "filter[by_user] unknown_field",
		"filter[]=1":                            "filter[] unknown_field",
		"filter=1":                              "filter unknown_parameter",
		"filter[country=1":                      "filter[country unknown_parameter",
		"filter[country][]=1":                   "filter[country][] unknown_parameter",
		"filter[country][eq]=DE":                "filter[country][eq] unknown_operator",
		"filter[country][gt]=DE":                "filter[country][gt] unknown_operator",
		"filter[country][in][ne]=DE":            "filter[country][in][ne] unknown_parameter",
		"filter[population][like]=1":            "filter[population][like] unknown_operator",
		"filter[population]=many":               "filter[population] invalid_value",
		"filter[population]=1e400":              "filter[population] invalid_value",
		"filter[population]=NaN":                "filter[population] invalid_value",
		"filter[population]=0x10":               "filter[population] invalid_value",
		"filter[population]=1 OR 1=1":           "filter[population] invalid_value",
		"filter[population][gte]=1,2":           "filter[population][gte] invalid_value",
		"filter[population]=":                   "filter[population] invalid_value",
		"filter[founded]=2010":                  "filter[founded] invalid_value",
		"filter[founded]=2010-02-30":            "filter[founded] invalid_value",
		"filter[founded]=2010-06-15T10:00:00Z":  "filter[founded] invalid_value", // it has no time of day
		"filter[port]=1":                        "filter[port] invalid_value",
		"filter[country]=DE,,PL":                "filter[country] invalid_value",
		"filter[networks]=,":                    "filter[networks] invalid_value",
		"filter[country]=a%00b":                 "filter[country] invalid_value",
		"filter[country]=%ff":                   "filter[country] invalid_value",
		"filter[themes]=" + many(21):            "filter[themes] too_many",
		"filter[themes]=" + many(100_000):       "filter[themes] invalid_value",
		"fields=name,colour":                    "fields unknown_field",
		"fields=" + many(201):                   "fields too_many",
		"include=name":                          "include unknown_field",
		"include=notes":                         "include unknown_field",
		"include=networks.cities":               "include unknown_field",
		"include=" + many(6):                    "include too_many",
		"bbox=1,2,3":                            "bbox invalid_value",
		"bbox=1,2,3,north":                      "bbox invalid_value",
		"bbox=1,50,3,40":                        "bbox invalid_value",
		"bbox=-181,0,0,0":                       "bbox invalid_value",
		"bbox=0,0,Inf,1":                        "bbox invalid_value",
		"near=91,0,1":                           "near invalid_value",
		"near=0,181,1":                          "near invalid_value",
		"near=0,0,0":                            "near invalid_value",
		"near=0,0,-5":                           "near invalid_value",
		"near=0,0,30000":                        "near invalid_value",
		"near=0,0":                              "near invalid_value",
	} {
		values, err := url.ParseQuery(strings.ReplaceAll(parameters, " ", "%20"))
		if strings.Contains(parameters, ";") {
			if err == nil {
				t.Errorf("%s is a query of two", parameters)
			}
			continue
		}
		if _, err = r.ParseQuery(r.Model.Type("city"), values); refusals(err) != want {
			t.Errorf("%.80s: %s, want %s", parameters, refusals(err), want)
		}
	}
}

// Each kind of request takes its own parameters only.
func TestParametersOfOtherRequests(t *testing.T) {
	r := pure(t)
	city, note := r.Model.Type("city"), r.Model.Type("note")
	for _, name := range []string{"filter[country]", "bbox", "near", "sort", "page[size]", "page[after]", "count", "q"} {
		if _, err := r.ParseOne(city, url.Values{name: {"1"}}); !strings.HasPrefix(refusals(err), name+" ") {
			t.Errorf("one, %s: %s", name, refusals(err))
		}
	}
	for _, name := range []string{"fields", "include", "sort", "page[size]", "page[after]", "count", "q"} {
		if _, err := r.ParseFeatures(city, url.Values{name: {"1"}}); !strings.HasPrefix(refusals(err), name+" ") {
			t.Errorf("map, %s: %s", name, refusals(err))
		}
	}
	if _, err := r.ParseFeatures(city, url.Values{"locale": {"*"}}); refusals(err) != "locale unknown_locale" {
		t.Errorf("map in all locales: %s", refusals(err))
	}
	for name, value := range map[string]string{"bbox": "1,2,3,4", "near": "1,2,3"} {
		if _, err := r.ParseQuery(note, url.Values{name: {value}}); refusals(err) != name+" unknown_parameter" {
			t.Errorf("%s of a type without places: %s", name, refusals(err))
		}
	}
}

// Nobody can tell a field that may not be used from one that does not exist.
func TestSecretFieldsAnswerLikeMissingOnes(t *testing.T) {
	r := pure(t)
	for _, parameter := range []string{"filter[%s]=1", "filter[%s][gte]=1", "filter[%s][ne]=1", "filter[%s][none]=1", "sort=%s", "sort=-%s"} {
		answer := func(name string) string {
			values, err := url.ParseQuery(fmt.Sprintf(parameter, name))
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.ParseQuery(r.Model.Type("city"), values)
			b, _ := json.Marshal([]any{fault.Of(err).Kind, fault.Of(err).Code, fault.Of(err).Detail, fault.Of(err).Problems})
			return strings.ReplaceAll(string(b), name, "NAME")
		}
		for _, name := range []string{"phone", "summary", "sections", "twin", "password_hash", "by_user", "revision_id"} {
			if got, want := answer(name), answer("no_such_field"); got != want {
				t.Errorf("%s: %s\nwant %s", name, got, want)
			}
		}
	}
}

// A hostile request gets a short answer.
func TestManyMistakes(t *testing.T) {
	r := pure(t)
	values := url.Values{}
	for i := range 10_000 {
		values.Set(fmt.Sprintf("filter[field%d]\x1b[31m%s", i, strings.Repeat("x", 1000)), "1")
	}
	_, err := r.ParseQuery(r.Model.Type("city"), values)
	b, _ := json.Marshal(fault.Of(err).Problems)
	if len(fault.Of(err).Problems) > 20 || len(b) > 6000 || strings.Contains(string(b), "u001b") {
		t.Errorf("%d problems in %d bytes: %.200s", len(fault.Of(err).Problems), len(b), b)
	}

	values = url.Values{}
	for _, name := range []string{"country", "district", "population", "founded", "visited", "port"} {
		values.Set("filter["+name+"][ne]", "x")
		values.Set("filter["+name+"][in]", "x")
	}
	if _, err := r.ParseQuery(r.Model.Type("city"), values); refusals(err) != "filter too_many" {
		t.Errorf("12 filters: %s", refusals(err))
	}
}

// A query that no request could make is refused all the same.
func TestQueriesWrittenByHand(t *testing.T) {
	r := pure(t)
	for want, q := range map[string]published.Query{
		"locale unknown_locale":          {Type: "city", Locale: "und"},
		"page[size] invalid_value":       {Type: "city", Locale: "en", Size: 101},
		"sort unknown_field":             {Type: "city", Locale: "en", Sort: []published.SortKey{{Field: "1; DROP TABLE entries"}}},
		"filter[x) OR (1] unknown_field": {Type: "city", Locale: "en", Filters: []published.Filter{{Field: "x) OR (1", Values: []string{"1"}}}},
	} {
		if _, err := r.List(t.Context(), q); refusals(err) != want {
			t.Errorf("%+v: %s, want %s", q, refusals(err), want)
		}
	}
	if _, err := r.List(t.Context(), published.Query{Type: "recipe", Locale: "en"}); fault.Of(err).Kind != fault.Internal {
		t.Errorf("an unknown type is the caller's mistake: %v", err)
	}
}

// FuzzParseQuery: whatever the query string, the answer is a query within the
// limits or a refusal that names parameters.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"locale=pl&filter[country]=DE,FR&sort=-population,title&page[size]=10", "near=54.35,18.65,100&bbox=170,-20,-170,10",
		"filter[visited][gte]=2025-03-01T10:30:00Z&fields=name&include=networks,approaches&count=true&fallback=none", "locale=*",
		"filter[networks][ne]=0190b000-0000-7000-8000-000000000001", "filter[a][b][c]=%00", "page[after]=AAAA",
	} {
		f.Add(seed)
	}
	r := pure(f)
	city := r.Model.Type("city")
	f.Fuzz(func(t *testing.T, parameters string) {
		values, err := url.ParseQuery(parameters)
		if err != nil {
			return
		}
		q, err := r.ParseQuery(city, values)
		if err != nil {
			if problems := fault.Of(err).Problems; fault.Of(err).Kind != fault.Invalid || len(problems) == 0 || len(problems) > 20 {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if len(q.Filters) > published.MaxFilters || len(q.Sort) > published.MaxSortKeys || q.Size < 0 || q.Size > published.MaxPageSize {
			t.Fatalf("beyond the limits: %+v", q)
		}
		for name := range values {
			if kind, _, _ := strings.Cut(name, "["); !strings.Contains(" locale fallback fields include filter bbox near sort page count ", " "+kind+" ") {
				t.Fatalf("accepted the parameter %q", name)
			}
		}
	})
}

// FuzzCursor: nothing but what the server made is taken for a cursor.
func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAAAAAAAHsiayI6WyIwMCJdLCJpIjoiMCJ9")
	f.Add("u4JzJM7W_Mmjf_aKmpxdensiayI6WzQ4NjQ5Ml0sImkiOiIwMTkwYjAwMCJ9")
	r := pure(f)
	f.Fuzz(func(t *testing.T, after string) {
		if after == "" {
			return
		}
		_, err := r.ParseQuery(r.Model.Type("city"), url.Values{"page[after]": {after}})
		if code := fault.Of(err).Code; code != "bad_cursor" && code != "invalid_query" {
			t.Fatalf("%q: %v", after, err)
		}
	})
}
