package schema_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"movingcities/internal/schema"
)

func TestValues(t *testing.T) {
	f := content(t, `{"country": "IT", "place": {"lat": 38.11, "lon": 13.36}, "colour": "red", "tags": ["b", "a"], "year": 2015,
		"people": {"value": 648260, "unit": "people", "year": "not_known", "source": "s1"}, "since": "2021-10-21",
		"opens": "2021-10-21T10:00:00+02:00", "active": false, "link": "https://not.filtered", "owner": {"entry": "e1"},
		"friends": [{"id": "a", "entry": "e2"}, {"id": "b"}, {"id": "c", "entry": "e3"}]}`)
	var got []string
	for _, v := range thing(t).Values(schema.Shared, f) {
		switch {
		case v.Text != nil:
			got = append(got, fmt.Sprintf("%s %d %s", v.Field, v.Ord, *v.Text))
		case v.Num != nil:
			got = append(got, fmt.Sprintf("%s %d %v", v.Field, v.Ord, *v.Num))
		default:
			got = append(got, fmt.Sprintf("%s %d → %s", v.Field, v.Ord, v.Target))
		}
	}
	assert.Equal(t, []string{
		"country 0 IT", "place.lat 0 38.11", "place.lon 0 13.36", "colour 0 red", "tags 0 b", "tags 1 a", "year 0 2015",
		"people 0 648260", "since 0 2021-10-21", "opens 0 2021-10-21T08:00:00Z", "active 0 false", "owner 0 → e1",
		"friends 0 → e2", "friends 1 → e3",
	}, got)
	assert.Empty(t, thing(t).Values(schema.Localized, f), "no localized field can be filtered by")
	assert.Empty(t, thing(t).Values(schema.Shared, content(t, `{"place": {"lat": 5}, "people": {"value": null}}`)), "what is not known has no value")
}

func TestRelations(t *testing.T) {
	f := content(t, `{"steps": [{"id": "s", "title": "a", "host": {"entry": "e1"}}], "owner": {"entry": "e2"},
		"friends": [{"id": "a"}, {"id": "b", "entry": "e3", "role": "host", "rank": 1}], "former_friends": [{"entry": "e4"}]}`)
	assert.Equal(t, []schema.RelationValue{
		{Field: "host", Path: "steps/0/host", Type: "friend", Entry: "e1", Attributes: schema.Fields{}},
		{Field: "owner", Path: "owner", Type: "friend", Entry: "e2", Attributes: schema.Fields{}},
		{Field: "friends", Path: "friends/1", ID: "b", Type: "friend", Entry: "e3", Attributes: schema.Fields{"role": "host"}},
	}, thing(t).Relations(f))
}

func TestAliases(t *testing.T) {
	f := content(t, `{"former": [{"id": "a", "path": "/gr/rotenmpoyrgk"}, {"id": "b", "path": "livadia/"}, {"id": "c"}]}`)
	assert.Equal(t, []schema.Alias{{Path: "/gr/rotenmpoyrgk", Locale: "el"}, {Path: "/livadia", Locale: "en"}}, thing(t).Aliases(f))
	assert.Empty(t, small(t).Type("friend").Aliases(f))
}
