package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"movingcities/internal/schema"
)

func TestNormalize(t *testing.T) {
	for name, c := range map[string]struct {
		part     schema.Part
		in, want string
	}{
		"text in NFC without space around": {schema.Localized, `{"name": "  Cafe\u0301\u0000 \n"}`, `{"name": "Café"}`},
		"a single line stays one":          {schema.Localized, `{"name": "a\r\nb\tc"}`, `{"name": "a b c"}`},
		"lines where they are allowed":     {schema.Localized, `{"notes": "a\r\nb\u2028c\n"}`, `{"notes": "a\nb\nc"}`},
		"no-break spaces within stay":      {schema.Localized, `{"name": "«\u202fa\u00a0b\u202f»"}`, `{"name": "«\u202fa\u00a0b\u202f»"}`},
		"empty values are dropped": {
			schema.Localized,
			`{"name": " ", "notes": null, "voice": {"text": ""}, "steps": [{"title": " "}, {}], "parts": [], "body": {"type": "doc", "content": [{"type": "paragraph"}]}}`,
			`{}`,
		},
		"an item that was there before stays until it is removed": {schema.Localized, `{"steps": [{"id": "x", "title": ""}]}`, `{"steps": [{"id": "x"}]}`},
		"items get ids, the first keeps one that stands twice": {
			schema.Localized,
			`{"steps": [{"title": "a"}, {"id": "s", "title": "b"}, {"id": "s", "title": "c"}]}`,
			`{"steps": [{"id": "new-1", "title": "a"}, {"id": "s", "title": "b"}, {"id": "new-2", "title": "c"}]}`,
		},
		"ids are unique across fields, and no id is the name of a field": {
			schema.Localized,
			`{"parts": [{"id": "x", "kind": "intro"}, {"id": "name", "kind": "free"}], "steps": [{"id": "x", "title": "a"}]}`,
			`{"parts": [{"id": "x", "kind": "intro"}, {"id": "new-1", "kind": "free"}], "steps": [{"id": "new-2", "title": "a"}]}`,
		},
		"a section may be incomplete": {schema.Localized, `{"parts": [{"id": "p", "kind": "free", "heading": " H "}]}`, `{"parts": [{"id": "p", "kind": "free", "heading": "H"}]}`},
		"codes once each":             {schema.Shared, `{"colour": "dark-blue", "tags": ["b", "a", "b"]}`, `{"colour": "dark-blue", "tags": ["b", "a"]}`},
		"numbers in one form":         {schema.Shared, `{"year": 2.021e3, "share": 0.250}`, `{"year": 2021, "share": 0.25}`},
		"large whole numbers exactly": {schema.Shared, `{"share": 9007199254740993}`, `{"share": 9007199254740993}`},
		"false is a value":            {schema.Shared, `{"active": false}`, `{"active": false}`},
		"country in capitals":         {schema.Shared, `{"country": " gr"}`, `{"country": "GR"}`},
		"half a point is a draft":     {schema.Shared, `{"place": {"lat": 38.11}}`, `{"place": {"lat": 38.11}}`},
		"a time keeps its offset": {
			schema.Shared, `{"since": "2021-10-21", "opens": "2021-10-21T10:00:00.5+02:00"}`,
			`{"since": "2021-10-21", "opens": "2021-10-21T10:00:00+02:00"}`,
		},
		"the only unit of a figure is filled in": {
			schema.Shared, `{"people": {"value": 5, "year": "not_known", "source": " s1 "}}`,
			`{"people": {"value": 5, "unit": "people", "year": "not_known", "source": "s1"}}`,
		},
		"a figure that is not known":         {schema.Shared, `{"people": {"value": null, "year": 2020}}`, `{"people": {"value": null, "unit": "people", "year": 2020}}`},
		"a figure with a unit only is empty": {schema.Shared, `{"people": {"value": null, "unit": "people", "year": "", "source": ""}}`, `{}`},
		"one relation, several with ids": {
			schema.Shared,
			`{"owner": {"entry": "e1", "id": "dropped"}, "friends": [{"entry": "e1", "role": "host"}, {"role": "host"}]}`,
			`{"owner": {"entry": "e1"}, "friends": [{"id": "new-1", "entry": "e1", "role": "host"}, {"id": "new-2", "role": "host"}]}`,
		},
		"sources keep short ids": {
			schema.Shared, `{"sources": [{"id": "s1", "title": "A", "accessed": "2026-11-23"}, {"title": "B"}]}`,
			`{"sources": [{"id": "s1", "title": "A", "accessed": "2026-11-23"}, {"id": "new-1", "title": "B"}]}`,
		},
		"a half-typed address is a draft": {schema.Shared, `{"link": "www.example.org", "mail": "someone@"}`, `{"link": "www.example.org", "mail": "someone@"}`},
	} {
		t.Run(name, func(t *testing.T) {
			out, problems := thing(t).Normalize(c.part, content(t, c.in), ids())
			require.Empty(t, lines(problems))
			assert.JSONEq(t, string(schema.Encode(content(t, c.want))), string(schema.Encode(out)))
		})
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		part     schema.Part
		in, want string
	}{
		"unknown field":               {schema.Shared, `{"colours": "red"}`, "colours: unknown_field"},
		"field of the shared part":    {schema.Localized, `{"colour": "red"}`, "colour: other_part"},
		"field of the localized part": {schema.Shared, `{"name": "A"}`, "name: other_part"},
		"unknown member of an item":   {schema.Localized, `{"steps": [{"titel": "a"}]}`, "steps/0/titel: unknown_field"},
		"unknown attribute":           {schema.Shared, `{"friends": [{"entry": "e", "rank": 1}]}`, "friends/0/rank: unknown_field"},
		"shapes": {
			schema.Localized, `{"name": 5, "voice": "a", "steps": {}, "parts": ["a"], "body": "text"}`,
			"name: wrong_shape\nbody: wrong_shape\nparts/0: wrong_shape\nvoice: wrong_shape\nsteps: wrong_shape",
		},
		"shared shapes": {
			schema.Shared, `{"active": "yes", "year": "2020", "place": [1, 2], "owner": "e1", "people": 5, "tags": "a"}`,
			"place: wrong_shape\ntags: wrong_shape\nyear: wrong_shape\npeople: wrong_shape\nactive: wrong_shape\nowner: wrong_shape",
		},
		"codes":             {schema.Shared, `{"colour": "rde", "tags": ["z"], "country": "XX"}`, "country: unknown_country\ncolour: unknown_code\ntags/0: unknown_code"},
		"section":           {schema.Localized, `{"parts": [{"kind": "outro"}]}`, "parts/0/kind: unknown_code"},
		"fraction of years": {schema.Shared, `{"year": 2020.5}`, "year: bad_number"},
		"number too large":  {schema.Shared, `{"share": 1e999}`, "share: bad_number"},
		"dates":             {schema.Shared, `{"since": "21.10.2021", "opens": "2021-10-21"}`, "since: bad_date\nopens: bad_date"},
		"point off the map": {schema.Shared, `{"place": {"lat": 90.5, "lon": -181}}`, "place/lat: bad_point\nplace/lon: bad_point"},
		"figure":            {schema.Shared, `{"people": {"value": 1, "unit": "persons", "year": "about 2020"}}`, "people/year: bad_year\npeople/unit: unknown_code"},
		"address of another scheme": {
			schema.Shared, `{"link": "java\tscript:alert(1)", "sources": [{"title": "A", "url": "data:text/html,x"}]}`,
			"sources/0/url: bad_url",
		},
		"script as an address": {schema.Shared, `{"link": " JavaScript:alert(1)"}`, "link: bad_url"},
		"entry that is no id":  {schema.Shared, `{"owner": {"entry": "a b"}}`, "owner/entry: bad_id"},
		"id that is no id":     {schema.Localized, `{"steps": [{"id": "a.b", "title": "a"}, {"id": 5, "title": "b"}]}`, "steps/0/id: bad_id\nsteps/1/id: wrong_shape"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := thing(t).Normalize(c.part, content(t, c.in), ids())
			assert.Equal(t, c.want, lines(problems))
		})
	}
}

func TestNormalizeLimits(t *testing.T) {
	th := thing(t)
	many := make([]any, 1001)
	for i := range many {
		many[i] = map[string]any{"title": "a"}
	}
	_, problems := th.Normalize(schema.Localized, schema.Fields{"steps": many, "notes": strings.Repeat("ä", 100_001)}, ids())
	assert.Equal(t, "notes: too_long\nsteps: too_many", lines(problems))

	unknown := schema.Fields{}
	for i := range 5000 {
		unknown[strings.Repeat("x", i%60)+"-"+strings.Repeat("y", i/60)] = i
	}
	_, problems = th.Normalize(schema.Shared, unknown, ids())
	assert.Len(t, problems, 101, "nobody reads five thousand problems")
	assert.Equal(t, "too_many_problems", problems[100].Code)
}

func TestNormalizeLeavesItsInputAlone(t *testing.T) {
	in := content(t, `{"name": " a ", "steps": [{"title": " b "}], "body": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]}}`)
	before := string(schema.Encode(in))
	thing(t).Normalize(schema.Localized, in, ids())
	assert.Equal(t, before, string(schema.Encode(in)))
}

func TestFits(t *testing.T) {
	th := thing(t)
	stored := content(t, `{"name": "A", "subtitle": "from an earlier model", "colour": "red", "steps": [{"id": "s", "title": "a", "speaker": "b"}, {"title": "no id"}], "voice": "once a text"}`)
	assert.Equal(t, strings.Join([]string{
		"voice: wrong_shape",
		"steps/0/speaker: retained",
		"steps/1/id: missing_id",
		"colour: retained",
		"subtitle: retained",
	}, "\n"), lines(th.Fits(schema.Localized, stored)))
	assert.Empty(t, th.Fits(schema.Localized, content(t, `{"name": "A", "steps": [{"id": "s", "title": "a"}]}`)))
}

func TestRetainAndPresent(t *testing.T) {
	th := thing(t)
	head := content(t, `{"name": "old", "subtitle": "kept", "colour": "red", "notes": "deleted on purpose",
		"steps": [{"id": "a", "title": "A", "speaker": "Ada"}, {"id": "b", "title": "B", "speaker": "Bo"}]}`)
	saved := content(t, `{"name": "new", "steps": [{"id": "b", "title": "B2"}, {"id": "c", "title": "C"}]}`)
	out := th.Retain(schema.Localized, saved, head)
	assert.JSONEq(t, `{"name": "new", "subtitle": "kept", "colour": "red",
		"steps": [{"id": "b", "title": "B2", "speaker": "Bo"}, {"id": "c", "title": "C"}]}`, string(schema.Encode(out)))
	assert.JSONEq(t, `{"name": "new", "steps": [{"id": "b", "title": "B2"}, {"id": "c", "title": "C"}]}`, string(schema.Encode(saved)), "unchanged")
	assert.Equal(t, schema.Encode(saved), schema.Encode(th.Present(schema.Localized, out)), "what a form shows")
	assert.Equal(t, schema.Fields{}, th.Retain(schema.Shared, nil, nil))
}
