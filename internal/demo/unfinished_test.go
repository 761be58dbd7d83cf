package demo_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"movingcities/internal/demo"
	"movingcities/internal/schema"
)

func lookUp(t *testing.T, entries []demo.Entry, typ, slug string) demo.Entry {
	t.Helper()
	at := slices.IndexFunc(entries, func(e demo.Entry) bool { return e.Type == typ && e.Slug == slug })
	require.GreaterOrEqual(t, at, 0, "the table names %s %s, which is not there", typ, slug)
	return entries[at]
}

func TestUnfinishedNamesWhatIsThere(t *testing.T) {
	_, _, entries := fixtures(t)
	seen := map[string]bool{}
	for _, x := range demo.Unfinished() {
		e := lookUp(t, entries, x.Type, x.Slug)
		if x.Locale != "" {
			require.Contains(t, e.Texts, x.Locale)
		}
		require.Equal(t, x.Until == "changes_requested", x.Comment != "", "%s %s", x.Slug, x.Locale)
		require.False(t, seen[x.Slug+x.Locale], "%s %s stands twice", x.Slug, x.Locale)
		seen[x.Slug+x.Locale] = true
	}
}

// The table leaves every language a translation in each unfinished state, and
// at most of the rest live.
func TestEveryLanguageHasWorkOfEveryKind(t *testing.T) {
	_, model, entries := fixtures(t)
	work := map[string]map[string]int{}
	documents, live := 0, 0
	for _, e := range entries {
		for locale := range e.Texts {
			if work[locale] == nil {
				work[locale] = map[string]int{}
			}
			work[locale][e.Goal(locale)]++
			documents++
			if e.Goal(locale) == "live" {
				live++
			}
		}
	}
	for _, l := range model.Locales() {
		for _, stage := range []string{"missing", "draft", "in_review", "changes_requested", "approved"} {
			require.Positive(t, work[l.Code][stage], "%s %s", l.Code, stage)
		}
	}
	require.Equal(t, 123*7, documents)
	require.Greater(t, live, documents*9/10)
}

func TestEditsChangeALiveSentence(t *testing.T) {
	_, model, entries := fixtures(t)
	for _, x := range demo.Edits() {
		e := lookUp(t, entries, x.Type, x.Slug)
		require.Equal(t, "live", e.Goal(x.Locale))
		text := string(schema.Encode(e.Texts[x.Locale].Fields))
		require.Contains(t, text, x.From)
		require.NotContains(t, text, x.To)
		require.NotEmpty(t, keys(model.Type(e.Type), e.Texts[x.Locale].Fields))
	}
}
