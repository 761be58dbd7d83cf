package demo_test

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"movingcities/config"
	"movingcities/internal/demo"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

func fixtures(tb testing.TB) (fs.FS, *schema.Model, []demo.Entry) {
	tb.Helper()
	model, err := schema.Load(config.Files)
	require.NoError(tb, err)
	files, err := fs.Sub(config.Files, "demo")
	require.NoError(tb, err)
	entries, err := demo.Entries(files, model)
	require.NoError(tb, err)
	return files, model, entries
}

func TestCounts(t *testing.T) {
	_, _, entries := fixtures(t)
	count := map[string]int{}
	foreign := 0
	for _, e := range entries {
		count[e.Type]++
		if (e.Type == "city" || e.Type == "approach") && e.SourceLocale != "en" {
			foreign++
		}
	}
	require.Equal(t, map[string]int{
		"city": 28, "approach": 56, "municipality": 600, "network": 17, "organisation": 10,
		"policy_area": 6, "page": 4, "event": 1, "news": 1,
	}, count)
	require.Equal(t, 67, foreign, "profiles and approaches with a source other than English")
}

// Every text could be submitted as it is, and is saved as it is.
func TestEveryTextIsCompleteAndCanonical(t *testing.T) {
	_, model, entries := fixtures(t)
	ids := map[string]bool{}
	for _, e := range entries {
		typ := model.Type(e.Type)
		id, err := uuid.Parse(e.ID)
		require.NoError(t, err)
		require.Equal(t, uuid.Version(7), id.Version())
		require.Equal(t, uuid.RFC4122, id.Variant())
		require.False(t, ids[e.ID], "two entries %s", e.ID)
		ids[e.ID] = true
		require.Empty(t, typ.Validate(schema.Shared, e.Shared), "%s %s", e.Type, e.Slug)
		for locale, text := range e.Texts {
			require.Empty(t, typ.Validate(schema.Localized, text.Fields), "%s %s %s", e.Type, e.Slug, locale)
			again, problems := typ.Normalize(schema.Localized, text.Fields, uuid.NewString)
			require.Empty(t, problems)
			require.Equal(t, string(schema.Encode(text.Fields)), string(schema.Encode(again)))
			if text.Slug != "" {
				require.Equal(t, schema.Slugify(text.Slug, locale), text.Slug, "%s %s %s", e.Type, e.Slug, locale)
			}
		}
	}
}

func TestSlugsAreUniqueInTypeAndLocale(t *testing.T) {
	_, model, entries := fixtures(t)
	seen := map[string]string{}
	for _, e := range entries {
		if len(e.Texts) == 0 {
			require.NotContains(t, seen, e.Type+" "+e.Slug)
			seen[e.Type+" "+e.Slug] = e.Slug
		}
		for locale, text := range e.Texts {
			slug := text.Slug
			if slug == "" {
				slug = schema.Slugify(model.Type(e.Type).Title(text.Fields), locale)
			}
			key := e.Type + " " + locale + " " + slug
			require.NotEmpty(t, slug)
			require.NotContains(t, seen, key)
			seen[key] = e.Slug
		}
	}
}

// A translation has a text for each segment of what it follows, and no other:
// blocks and items have the same ids in all languages.
func TestTranslationsAlignBlockByBlock(t *testing.T) {
	_, model, entries := fixtures(t)
	for _, e := range entries {
		typ := model.Type(e.Type)
		if len(e.Texts) == 0 {
			continue
		}
		require.Len(t, e.Texts, 7, "%s %s", e.Type, e.Slug)
		for locale, text := range e.Texts {
			if locale == e.SourceLocale {
				require.Empty(t, text.Follows)
				continue
			}
			want := e.SourceLocale
			if (want == "el" || want == "pl") && locale != "en" {
				want = "en"
			}
			require.Equal(t, want, text.Follows)
			require.Equal(t, keys(typ, e.Texts[text.Follows].Fields), keys(typ, text.Fields), "%s %s %s", e.Type, e.Slug, locale)
		}
	}
}

func keys(typ *schema.Type, fields schema.Fields) []string {
	var out []string
	for _, s := range segment.Split(typ, fields) {
		out = append(out, s.Key)
	}
	return out
}

// Nothing that the files say in any language is lost on the way.
func TestEveryTextOfTheFilesArrives(t *testing.T) {
	files, model, entries := fixtures(t)
	arrived := map[string]map[string]bool{}
	for _, e := range entries {
		for locale, text := range e.Texts {
			if arrived[locale] == nil {
				arrived[locale] = map[string]bool{}
			}
			gather(text.Fields, func(s string) { arrived[locale][s] = true })
			arrived[locale][text.Slug] = true
		}
	}
	count := 0
	require.NoError(t, fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".json" {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		require.NoError(t, err)
		if path.Dir(name) != "." {
			raw = slices.Concat([]byte("["), raw, []byte("]"))
		}
		var listed []struct {
			Locales map[string]any `json:"locales"`
		}
		require.NoError(t, json.Unmarshal(raw, &listed))
		for _, one := range listed {
			for locale, fields := range one.Locales {
				gather(fields, func(s string) {
					require.True(t, arrived[locale][s], "%s %s: %q", name, locale, s)
					count++
				})
			}
		}
		return nil
	}))
	require.Greater(t, count, 6000)
	require.Len(t, arrived, len(model.Locales()))
}

// gather visits every text in a value; a block of rich text is one text.
func gather(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case []any:
		for _, member := range v {
			gather(member, visit)
		}
	case map[string]any:
		if nodes, ok := v["content"].([]any); ok && v["type"] == "paragraph" {
			visit(markdown(nodes))
			return
		}
		for _, member := range v {
			gather(member, visit)
		}
	}
}

func TestRelationsHaveTargetsThatComeBefore(t *testing.T) {
	_, model, entries := fixtures(t)
	before := map[string]string{}
	relations := 0
	for _, e := range entries {
		for _, f := range model.Type(e.Type).Fields {
			if f.Kind != schema.Relation {
				continue
			}
			list, many := e.Shared[f.Name].([]any)
			if one, ok := e.Shared[f.Name].(map[string]any); ok && !many {
				list = []any{one}
			}
			for _, to := range list {
				require.Equal(t, f.Target, before[to.(map[string]any)["entry"].(string)], "%s %s %s", e.Type, e.Slug, f.Name)
				relations++
			}
		}
		before[e.ID] = e.Type
	}
	require.Greater(t, relations, 56*2+28+105)
}

func TestPopulationsCarryNoYear(t *testing.T) {
	_, _, entries := fixtures(t)
	count := 0
	for _, e := range entries {
		if figure, ok := e.Shared["population"].(map[string]any); ok {
			require.Equal(t, "not_known", figure["year"])
			require.Contains(t, figure["source"], "GeoNames")
			count++
		}
	}
	require.Equal(t, 26+598, count)
}

func TestFaultyFixturesAreNamed(t *testing.T) {
	_, model, _ := fixtures(t)
	for text, want := range map[string]string{
		`{"slug": "x", "source_locale": "en", "locales": {"de": {"name": "X"}}}`:                  "no text in the source locale",
		`{"slug": "x", "source_locale": "en", "locales": {"en": {"nome": "X"}}}`:                  "no field",
		`{"slug": "x", "source_locale": "en", "locales": {"en": {"name": 5}}}`:                    "name",
		`{"slug": "x", "source_locale": "en", "locales": {"en": {"sections": ["text"]}}}`:         "section",
		`{"slug": "x", "source_locale": "en", "shared": {"networks": [5]}, "locales": {"en":{}}}`: "slug of a network",
		`{"slug": "x", "sauce": []}`: "sauce",
	} {
		_, err := demo.Entries(fstest.MapFS{"cities/x.json": {Data: []byte(text)}}, model)
		require.ErrorContains(t, err, "cities/x.json")
		require.ErrorContains(t, err, want)
	}
}

func TestCredits(t *testing.T) {
	files, _, entries := fixtures(t)
	credits, err := fs.ReadFile(files, "CREDITS.md")
	require.NoError(t, err)
	require.Contains(t, string(credits), "Place data: GeoNames (geonames.org), CC BY 4.0")
	require.Contains(t, string(credits), "Unicode-3.0")
	require.Contains(t, string(credits), "not the content of moving-cities.eu")
	at := slices.IndexFunc(entries, func(e demo.Entry) bool { return e.Slug == "demonstration-notice" })
	require.Equal(t, "Demonstration content", entries[at].Texts["en"].Fields["title"])
	require.True(t, strings.HasPrefix(entries[at].Texts["en"].Slug, "demonstration"))
}
