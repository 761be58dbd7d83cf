package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/fault"
)

// errand is a request struct with a field of every source.
type errand struct {
	ID      string   `path:"id" format:"uuid"`
	Locale  string   `path:"locale" format:"document"`
	Size    int      `query:"size" validate:"min=0,max=100"`
	State   string   `query:"state" validate:"omitempty,oneof=draft approved"`
	Person  string   `query:"person" format:"uuid"`
	Tags    []string `query:"tag"`
	Stale   bool     `query:"stale"`
	Version int64    `header:"If-Match"`
	Body    struct {
		Title string `json:"title" validate:"required,max=5"`
		Also  []struct {
			Email string `json:"email" validate:"omitempty,email"`
		} `json:"also" validate:"max=2,dive"`
	} `body:"json"`
}

const someID = "01999999-0000-7000-8000-000000000000"

// askedFor is a request that fits errand, with some parts replaced.
func askedFor(path map[string]string, query, ifMatch, body string) request {
	parts := map[string]string{"id": someID, "locale": "und"}
	for name, value := range path {
		parts[name] = value
	}
	values, _ := url.ParseQuery(query)
	h := http.Header{}
	if ifMatch != "" {
		h.Set("If-Match", ifMatch)
	}
	return request{path: func(name string) string { return parts[name] }, query: values, Header: h, body: []byte(body)}
}

func TestBindTakesEachValueFromItsOwnPlace(t *testing.T) {
	var got errand
	in := askedFor(map[string]string{"locale": "de"}, "size=3&state=draft&tag=a&tag=b&stale=true", `"12"`, `{"title": "ab", "also": [{"email": "a@example.org"}]}`)
	if err := newBinder(testModel(t)).bind(in, &got); err != nil {
		t.Fatal(err)
	}
	want := errand{ID: someID, Locale: "de", Size: 3, State: "draft", Tags: []string{"a", "b"}, Stale: true, Version: 12}
	want.Body.Title = "ab"
	want.Body.Also = append(want.Body.Also, struct {
		Email string `json:"email" validate:"omitempty,email"`
	}{"a@example.org"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bound (-want +got):\n%s", diff)
	}
}

func TestBindRefuses(t *testing.T) {
	const fine = `{"title": "ab"}`
	tests := []struct {
		name string
		in   request
		kind fault.Kind
		code string
		want []string // path and code of each problem
	}{
		{"an id in another form", askedFor(map[string]string{"id": "{" + someID + "}"}, "", `"1"`, fine), fault.NotFound, "not_found", nil},
		{"an id in capitals", askedFor(map[string]string{"id": strings.ToUpper("01999999-0000-7000-8000-00000000000a")}, "", `"1"`, fine), fault.NotFound, "not_found", nil},
		{"an injection as id", askedFor(map[string]string{"id": "1 OR 1=1"}, "", `"1"`, fine), fault.NotFound, "not_found", nil},
		{"an unknown locale", askedFor(map[string]string{"locale": "xx"}, "", `"1"`, fine), fault.NotFound, "not_found", nil},
		{"an alias of a locale", askedFor(map[string]string{"locale": "gr"}, "", `"1"`, fine), fault.NotFound, "not_found", nil},
		{"unknown parameters", askedFor(nil, "static=1&preview=1&size=1", `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"preview unknown_parameter", "static unknown_parameter"}},
		{"a path parameter in the query", askedFor(nil, "id="+someID, `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"id unknown_parameter"}},
		{"a parameter twice", askedFor(nil, "size=1&size=2", `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"size repeated_parameter"}},
		{"no number", askedFor(nil, "size=1e3&stale=yes&person=me", `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"size wrong_type", "person invalid_uuid", "stale wrong_type"}},
		{"a page without end", askedFor(nil, "size=1000000000", `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"size max"}},
		{"a negative page", askedFor(nil, "size=-1&state=live", `"1"`, fine), fault.Invalid, "invalid_parameters", []string{"size min", "state oneof"}},
		{"no version", askedFor(nil, "", "", fine), fault.PreconditionRequired, "if_match_required", nil},
		{"any version", askedFor(nil, "", "*", fine), fault.Invalid, "invalid_if_match", nil},
		{"a weak version", askedFor(nil, "", `W/"1"`, fine), fault.Invalid, "invalid_if_match", nil},
		{"a version without quotes", askedFor(nil, "", `1`, fine), fault.Invalid, "invalid_if_match", nil},
		{"a version in other digits", askedFor(nil, "", `"01"`, fine), fault.Invalid, "invalid_if_match", nil},
		{"two versions", askedFor(nil, "", `"1", "2"`, fine), fault.Invalid, "invalid_if_match", nil},
		{"a negative version", askedFor(nil, "", `"-1"`, fine), fault.Invalid, "invalid_if_match", nil},
		{"a path parameter in the body", askedFor(nil, "", `"1"`, `{"title": "ab", "id": "x", "ID": "y", "locale": "fr", "version": 3}`), fault.Invalid, "invalid_body", []string{
			"ID unknown_field", "id unknown_field", "locale unknown_field", "version unknown_field",
		}},
		{"no body", askedFor(nil, "", `"1"`, ""), fault.Invalid, "invalid_body", []string{" not_json"}},
		{"values that break rules", askedFor(nil, "", `"1"`, `{"title": "abcdef", "also": [{}, {"email": "x"}]}`), fault.Unprocessable, "invalid_fields", []string{
			"title max", "also/1/email email",
		}},
		{"nothing where something is needed", askedFor(nil, "", `"1"`, `{}`), fault.Unprocessable, "invalid_fields", []string{"title required"}},
		{"too many", askedFor(nil, "", `"1"`, `{"title": "a", "also": [{},{},{}]}`), fault.Unprocessable, "invalid_fields", []string{"also max"}},
	}
	b := newBinder(testModel(t))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := b.bind(test.in, &errand{})
			f := fault.Of(err)
			if err == nil || f.Kind != test.kind || f.Code != test.code {
				t.Fatalf("got %v, want %s", err, test.code)
			}
			var found []string
			for _, p := range f.Problems {
				found = append(found, p.Path+" "+p.Code)
			}
			if diff := cmp.Diff(test.want, found); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoutesWithoutABodyTakeNone(t *testing.T) {
	type bare struct{}
	in := askedFor(nil, "", "", `{"role": "admin"}`)
	if err := newBinder(testModel(t)).bind(in, &bare{}); !fault.Is(err, "unexpected_body") {
		t.Errorf("got %v", err)
	}
}

func TestABodyMayBeLeftOutWhereItIsAPointer(t *testing.T) {
	type optional struct {
		Body *struct {
			Comment string `json:"comment"`
		} `body:"json"`
	}
	b := newBinder(testModel(t))
	var without, with optional
	if err := b.bind(askedFor(nil, "", "", ""), &without); err != nil || without.Body != nil {
		t.Errorf("without a body: %v, %v", err, without.Body)
	}
	if err := b.bind(askedFor(nil, "", "", `{"comment": "hm"}`), &with); err != nil || with.Body.Comment != "hm" {
		t.Errorf("with a body: %v", err)
	}
}

func TestParseQueryDropsNothing(t *testing.T) {
	for query, code := range map[string]string{
		"a=%zz":                            "malformed_query",
		"a=1;b=2":                          "malformed_query",
		"a=%00":                            "malformed_query",
		"a=%ff":                            "malformed_query",
		"%00=1":                            "malformed_query",
		"a=" + strings.Repeat("x", 9_000):  "query_too_long",
		"a=%CE%A0&b=&filter%5Bx%5D=1&a=+2": "",
	} {
		_, err := parseQuery(query)
		if (err == nil) != (code == "") || err != nil && !fault.Is(err, code) {
			t.Errorf("%.20s: got %v, want %q", query, err, code)
		}
	}
}

func FuzzIfMatch(f *testing.F) {
	for _, seed := range []string{`"12"`, `W/"1"`, `*`, `"01"`, `""`, `"9223372036854775808"`, `"1", "2"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		version, err := parseVersion([]string{value})
		if err == nil && versionTag(version) != value {
			t.Errorf("%q was taken for version %d, which is %s", value, version, versionTag(version))
		}
	})
}
