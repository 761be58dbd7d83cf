package schema_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// small is a model with one field of every kind (testdata/model).
func small(tb testing.TB) *schema.Model {
	tb.Helper()
	m, err := schema.Load(os.DirFS("testdata/model"))
	require.NoError(tb, err)
	return m
}

func thing(tb testing.TB) *schema.Type {
	tb.Helper()
	return small(tb).Type("thing")
}

// ids counts upwards, so that a test can foresee every id that is made.
func ids() func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("new-%d", n)
	}
}

// content reads JSON as a test writes it.
func content(tb testing.TB, text string) schema.Fields {
	tb.Helper()
	f, err := schema.Decode([]byte(text))
	require.NoError(tb, err, text)
	return f
}

// lines shows problems as "path: code".
func lines(problems []fault.Problem) string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Path+": "+p.Code)
	}
	return strings.Join(out, "\n")
}

func TestModel(t *testing.T) {
	m := small(t)
	assert.Equal(t, "friend", m.Types()[0].Name, "in order of file names")
	assert.Equal(t, "thing", m.TypeByPath("things").Name)
	assert.Nil(t, m.Type("nothing"))
	assert.Nil(t, m.TypeByPath("nothing"))
	assert.Equal(t, []string{"GR", "IT"}, m.Countries())
	assert.Equal(t, "Ελλάδα", m.CountryName("GR", "el"))
	assert.Equal(t, "Greece", m.CountryName("GR", "xx"), "the default locale stands in")
	assert.Equal(t, "XX", m.CountryName("XX", "en"), "an unknown country keeps its code")

	greek, ok := m.CanonicalLocale("GR")
	assert.True(t, ok)
	assert.Equal(t, "el", greek)
	_, ok = m.CanonicalLocale("xx")
	assert.False(t, ok)
	_, ok = m.Locale("gr")
	assert.False(t, ok, "an alias is not a locale")
	el, _ := m.Locale("el")
	assert.Equal(t, schema.Locale{Code: "el", Name: "Ελληνικά", Fallback: []string{"en"}, Aliases: []string{"gr"}}, el)
}

func TestType(t *testing.T) {
	m := small(t)
	th, friend := m.Type("thing"), m.Type("friend")
	assert.True(t, th.HasPart(schema.Shared))
	assert.True(t, th.HasPart(schema.Localized))
	assert.False(t, friend.HasPart(schema.Localized), "a type without localized fields has only its und document")
	assert.Equal(t, schema.Label{One: "Πράγμα", Other: "Πράγματα"}, th.Names["el"])
	assert.Equal(t, "name", friend.SlugFrom, "without slug: the title makes it")
	assert.Equal(t, schema.Policies{Stale: "warn", Empty: "forbid"}, friend.Policies)
	assert.Equal(t, schema.Policies{Stale: "forbid", Empty: "omit"}, th.Policies)
	assert.Equal(t, "sources", th.SourcesField())
	assert.Empty(t, friend.SourcesField())
	assert.Equal(t, "Palermo", th.Title(schema.Fields{"name": "Palermo"}))
	assert.Empty(t, th.Title(schema.Fields{"name": 5}))
	assert.True(t, th.Field("parts").Kinds[0].Once)
	assert.False(t, th.Field("parts").Kinds[1].Once)
}

func TestVersionsFollowTheDefinition(t *testing.T) {
	before, again := small(t), small(t)
	assert.Equal(t, before.Version(), again.Version())
	changed := load(t, "content/thing.yaml", "max: 20", "max: 21")
	assert.NotEqual(t, before.Version(), changed.Version())
	assert.NotEqual(t, before.Type("thing").Version, changed.Type("thing").Version)
	assert.Equal(t, before.Type("friend").Version, changed.Type("friend").Version)
}
