package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"movingcities/internal/schema"
)

func TestValidate(t *testing.T) {
	for name, c := range map[string]struct {
		part     schema.Part
		in, want string
	}{
		"required":       {schema.Localized, `{}`, "name: required"},
		"only spaces":    {schema.Localized, `{"name": "  "}`, "name: required"},
		"of the part":    {schema.Shared, `{}`, ""},
		"length of text": {schema.Localized, `{"name": "` + strings.Repeat("ä", 20) + `"}`, ""},
		"too long": {
			schema.Localized, `{"name": "` + strings.Repeat("ä", 21) + `", "body": {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "p"}, "content": [{"type": "text", "text": "` + strings.Repeat("a", 61) + `"}]}]}}`,
			"name: too_long\nbody: too_long",
		},
		"too many":     {schema.Shared, `{"tags": ["a", "b", "c"]}`, "tags: too_many"},
		"rules":        {schema.Shared, `{"year": 1799, "people": {"value": 0, "unit": "people", "year": 2020, "source": "s"}, "former": [{"id": "a", "path": "x"}]}`, "year: rule\npeople: rule\nformer/0/path: rule"},
		"rules kept":   {schema.Shared, `{"year": 1800, "people": {"value": 0.5e1, "unit": "people", "year": 2020, "source": "s"}, "former": [{"id": "a", "path": "/x"}]}`, ""},
		"addresses":    {schema.Shared, `{"link": "www.example.org", "mail": "someone@", "sources": [{"id": "s1", "title": "A", "url": "https:/x"}]}`, "link: bad_url\nmail: bad_email\nsources/0/url: bad_url"},
		"good ones":    {schema.Shared, `{"link": "http://example.org/a?b", "mail": "info@example.org", "sources": [{"id": "s1", "title": "A"}]}`, ""},
		"half a point": {schema.Shared, `{"place": {"lat": 38.1}}`, "place/lon: required"},
		"point on the equator": {
			schema.Shared, `{"place": {"lat": 0, "lon": 0}}`, "",
		},
		"a figure needs year and source":   {schema.Shared, `{"people": {"value": 5, "unit": "people"}}`, "people/year: required\npeople/source: required"},
		"a year of four digits":            {schema.Shared, `{"people": {"value": 5, "unit": "people", "year": 20, "source": "s"}}`, "people/year: bad_year"},
		"a figure that is not known":       {schema.Shared, `{"people": {"value": null, "unit": "people", "year": "not_known"}}`, ""},
		"sections":                         {schema.Localized, `{"name": "A", "parts": [{"id": "a", "kind": "free", "heading": "H"}]}`, "parts/0/body: required"},
		"sections of one kind":             {schema.Localized, `{"name": "A", "parts": [` + section("a", "intro") + `,` + section("b", "free") + `,` + section("c", "intro") + `,` + section("d", "free") + `]}`, "parts/2/kind: repeated_section"},
		"quotation":                        {schema.Localized, `{"name": "A", "voice": {"text": "Welcome"}}`, "voice/speaker: required"},
		"items":                            {schema.Localized, `{"name": "A", "steps": [{"id": "a", "at": "2021-10-21T10:00:00Z"}]}`, "steps/0/title: required"},
		"relations":                        {schema.Shared, `{"friends": [{"id": "a", "entry": "e"}, {"id": "b", "source": "https://example.org"}]}`, "friends/0/source: required\nfriends/1/entry: required"},
		"a wrong shape is said once":       {schema.Localized, `{"name": 5}`, "name: wrong_shape"},
		"retained values are passed over":  {schema.Localized, `{"name": "A", "subtitle": 5, "colour": 5, "steps": [{"id": "a", "title": "A", "speaker": 5}]}`, ""},
		"no citations without sources":     {schema.Localized, `{"name": "A", ` + cite("s1") + `}`, ""},
		"citation of a known source":       {schema.Localized, `{"name": "A", ` + cite("s1") + `, "sources": [{"id": "s1"}]}`, ""},
		"citation of an unknown source":    {schema.Localized, `{"name": "A", ` + cite("s2") + `, "sources": [{"id": "s1"}]}`, "body/content/0/content/0/marks/0: unknown_citation"},
		"citation in a section and a list": {schema.Localized, `{"name": "A", "sources": [], "parts": [{"id": "a", "kind": "free", "body": ` + cited("x") + `}], "steps": [{"id": "b", "title": "B", "text": ` + cited("y") + `}]}`, "parts/0/body/content/0/content/0/marks/0: unknown_citation\nsteps/0/text/content/0/content/0/marks/0: unknown_citation"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, lines(thing(t).Validate(c.part, content(t, c.in))))
		})
	}
}

func TestCitationsOfAnotherDocument(t *testing.T) {
	th := thing(t)
	localized := content(t, `{"name": "A", `+cite("s1")+`}`)
	assert.Empty(t, th.Citations(schema.Localized, localized, content(t, `{"sources": [{"id": "s1", "title": "A"}]}`)))
	assert.Equal(t, "body/content/0/content/0/marks/0: unknown_citation", lines(th.Citations(schema.Localized, localized, schema.Fields{})))
}

func TestMessagesSayWhatToDo(t *testing.T) {
	problems := thing(t).Validate(schema.Shared, content(t, `{"tags": ["a", "b", "c"], "year": 3000}`))
	assert.Equal(t, "There are 3 of these; at most 2 are allowed.", problems[0].Message)
	assert.Equal(t, `This does not keep the rule "max=2100".`, problems[1].Message)
	_, problems = thing(t).Normalize(schema.Shared, content(t, `{"colou": 1, "colour": "dark-bleu", "name": "A"}`), ids())
	assert.Equal(t, `"dark-bleu" is not one of the codes; did you mean "dark-blue"?`, problems[0].Message)
	assert.Equal(t, `There is no field "colou" here; did you mean "colour"?`, problems[1].Message)
	assert.Equal(t, `"name" belongs to the localized fields; save it in the document of a language.`, problems[2].Message)
}

func cited(source string) string {
	return `{"type": "doc", "content": [` + paragraph(`{"type": "text", "text": "a", "marks": [{"type": "citation", "attrs": {"source": "`+source+`"}}]}`) + `]}`
}

func cite(source string) string { return `"body": ` + cited(source) }

func section(id, kind string) string {
	return `{"id": "` + id + `", "kind": "` + kind + `", "body": {"type": "doc", "content": [` + paragraph(`{"type": "text", "text": "a"}`) + `]}}`
}
