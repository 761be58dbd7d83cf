package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/fault"
)

// letter is a body with one field of every kind that request structs use.
type letter struct {
	Name    string         `json:"name"`
	Number  int64          `json:"number"`
	Share   float64        `json:"share"`
	Urgent  bool           `json:"urgent"`
	Due     *time.Time     `json:"due"`
	Fields  map[string]any `json:"fields"`
	Also    []enclosure    `json:"also"`
	Secret  string         `json:"-"`
	Unnamed string
}

type enclosure struct {
	Locale string `json:"locale"`
}

// decodingProblems gives "path code" for each problem of decoding body.
func decodingProblems(t *testing.T, body string, dst any) []string {
	t.Helper()
	err := Decode([]byte(body), dst)
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		t.Fatalf("decoding ended with %v, not with an Invalid fault", err)
	}
	var found []string
	for _, p := range f.Problems {
		found = append(found, p.Path+" "+p.Code)
	}
	return found
}

func TestDecodeTakesWhatWasMeant(t *testing.T) {
	var got letter
	body := `{"name": "Παλέρμο", "number": 12, "share": 0.5, "urgent": true, "due": "2026-11-23T10:00:00Z",
		"fields": {"population": 630828, "body": {"type": "doc", "content": [null, 1.50]}}, "also": [{"locale": "und"}]}`
	if found := decodingProblems(t, body, &got); found != nil {
		t.Fatalf("refused: %v", found)
	}
	due := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	want := letter{
		Name: "Παλέρμο", Number: 12, Share: 0.5, Urgent: true, Due: &due,
		Fields: map[string]any{
			"population": json.Number("630828"),
			"body":       map[string]any{"type": "doc", "content": []any{nil, json.Number("1.50")}},
		},
		Also: []enclosure{{"und"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
}

func TestDecodeNamesEveryProblem(t *testing.T) {
	deep := func(n int) string {
		return `{"fields":` + strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) + "}"
	}
	tests := []struct {
		name, body string
		want       []string
	}{
		{"nothing", ``, []string{" not_json"}},
		{"half a body", `{"name": "a"`, []string{" not_json"}},
		{"a list", `[]`, []string{" not_an_object"}},
		{"a null", `null`, []string{" not_an_object"}},
		{"two objects", `{"name": "a"} {}`, []string{" trailing_data"}},
		{"trailing letters", `{"name": "a"}x`, []string{" trailing_data"}},
		{"a byte order mark", "\ufeff{}", []string{" not_json"}},
		{"Latin 1", "{\"name\": \"\xe9\"}", []string{" not_utf8"}},
		{"NUL in text", `{"name": "a\u0000b", "fields": {"x": ["\u0000"]}}`, []string{"name nul_in_text", "fields/x/0 nul_in_text"}},
		{"another case of a key", `{"Name": "a", "URGENT": true}`, []string{"Name unknown_field", "URGENT unknown_field"}},
		{"keys without tag", `{"Secret": "a", "Unnamed": "b", "-": "c"}`, []string{"- unknown_field", "Secret unknown_field", "Unnamed unknown_field"}},
		{"an unknown key inside", `{"also": [{"locale": "de"}, {"locale": "fr", "role": "admin"}]}`, []string{"also/1/role unknown_field"}},
		{"the same key twice", `{"name": "a", "name": "b"}`, []string{"name duplicate_key"}},
		{"the same key twice, deep in free content", `{"fields": {"a": {"b": 1, "\u0062": 2}}}`, []string{"fields/a/b duplicate_key"}},
		{"wrong kinds", `{"name": 1, "number": "1", "urgent": "yes", "also": {}, "fields": []}`, []string{
			"also wrong_type", "fields wrong_type", "name wrong_type", "number wrong_type", "urgent wrong_type",
		}},
		{"null for a plain value", `{"name": null, "fields": null, "due": null}`, []string{"fields null", "name null"}},
		{"half a version", `{"number": 1.5}`, []string{"number wrong_type"}},
		{"a version with exponent", `{"number": 1e2}`, []string{"number wrong_type"}},
		{"a version beyond 64 bits", `{"number": 9223372036854775808}`, []string{"number invalid_value"}},
		{"a number nobody can hold", `{"fields": {"population": 1e400}}`, []string{"fields/population number_out_of_range"}},
		{"no date", `{"due": "tomorrow"}`, []string{" invalid_value"}},
		{"too deep", deep(MaxDepth), []string{"fields" + strings.Repeat("/a", MaxDepth-1) + " too_deep"}},
		{"a bomb of brackets", `{"fields":` + strings.Repeat("[", 100_000), []string{"fields" + strings.Repeat("/0", MaxDepth-1) + " too_deep"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, decodingProblems(t, test.body, &letter{})); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
	if found := decodingProblems(t, deep(MaxDepth-1), &letter{}); found != nil {
		t.Errorf("%d levels were refused: %v", MaxDepth, found)
	}
}

func TestProblemPathsDoNotGrowWithTheBody(t *testing.T) {
	found := decodingProblems(t, `{"`+strings.Repeat("ł", 10_000)+`": 1}`, &letter{})
	if len(found) != 1 || len(found[0]) > 100 {
		t.Errorf("problems: %v", found)
	}
}

// FuzzDecode holds the promises of the decoder against any input: what it
// takes is valid JSON that means the same to encoding/json, and it never sets
// what has no name in JSON. The seeds are in
// testdata/fuzz.
func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, body []byte) {
		var got letter
		if err := Decode(body, &got); err != nil {
			if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Problems) == 0 {
				t.Fatalf("refused without saying why: %v", err)
			}
			return
		}
		if got.Secret != "" || got.Unnamed != "" {
			t.Fatal("a field without a name was set")
		}
		var lenient letter
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&lenient); err != nil {
			t.Fatalf("took what is no JSON: %v", err)
		}
		if diff := cmp.Diff(lenient, got); diff != "" {
			t.Fatalf("means another thing than to encoding/json:\n%s", diff)
		}
	})
}
