package glossary_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
	"movingcities/internal/memory"
	"movingcities/internal/schema"
)

func TestMain(m *testing.M) { apptest.Main(m) }

func person(name, role, typ, locale string) access.Actor {
	return access.Actor{UserID: name, Kind: access.KindUser, Grants: []access.Grant{{Role: role, Type: typ, Locale: locale, Country: "*"}}}
}

// each runs a test with a glossary that holds one concept, on both databases.
func each(t *testing.T, test func(t *testing.T, g *glossary.Glossary)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), db.Config{URL: url})
		require.NoError(t, err)
		t.Cleanup(func() { _ = d.Close() })
		model, err := schema.Load(config.Files)
		require.NoError(t, err)
		policy, err := access.NewPolicy()
		require.NoError(t, err)
		g := glossary.New(glossary.Config{DB: d, Model: model, Policy: policy, Clock: func() time.Time { return time.Unix(0, 0) }})
		concepts := []memory.Concept{{ID: "municipality", Terms: map[string][]memory.Term{
			"en": {{Text: "municipality", Status: memory.Preferred}}, "pl": {{Text: "gmina", Status: memory.Preferred}},
		}}}
		require.True(t, fault.Is(g.Seed(t.Context(), person("jonas", "translator", "*", "*"), concepts), "no_right"))
		require.NoError(t, g.Seed(t.Context(), person("maria", "editor", "*", "*"), concepts))
		test(t, g)
	})
}

func TestTranslatorsProposeAndEditorsDecide(t *testing.T) {
	each(t, func(t *testing.T, g *glossary.Glossary) {
		ctx := t.Context()
		translator, editor := person("ola", "translator", "*", "pl"), person("maria", "editor", "*", "pl")
		miasto := memory.Term{Text: " miasto  gminne ", Status: memory.Admitted}
		propose := func(a access.Actor, locale string, term memory.Term) error {
			return g.Propose(ctx, a, nil, "municipality", locale, term)
		}
		require.True(t, fault.Is(propose(person("nina", "translator", "news", "pl"), "pl", miasto), "no_right"), "news only")
		require.True(t, fault.Is(propose(translator, "de", miasto), "no_right"), "another language")
		require.True(t, fault.Is(propose(translator, "tlh", miasto), "unknown_locale"))
		require.True(t, fault.Is(propose(translator, "pl", memory.Term{Text: "x", Status: "good"}), "invalid_term"))
		require.NoError(t, propose(translator, "pl", miasto))
		require.True(t, fault.Is(propose(translator, "pl", miasto), "term_exists"))

		waiting, err := g.Proposals(ctx, translator, "pl")
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		require.Equal(t, "miasto gminne", waiting[0].Term)
		require.Equal(t, "ola", waiting[0].ProposedBy)

		require.True(t, fault.Is(g.Decide(ctx, translator, nil, "municipality", "pl", "miasto gminne", true), "no_right"))
		require.NoError(t, g.Decide(ctx, editor, nil, "municipality", "pl", "miasto gminne", true))
		require.True(t, fault.Is(g.Decide(ctx, editor, nil, "municipality", "pl", "miasto gminne", false), "proposal_not_found"))
		all, err := g.Concepts(ctx, translator)
		require.NoError(t, err)
		require.Len(t, all[0].Terms["pl"], 2)
	})
}

func TestAnEditorSaysThatTheWordsOfAConceptAreEverydayOnes(t *testing.T) {
	each(t, func(t *testing.T, g *glossary.Glossary) {
		ctx := t.Context()
		everyday, definition := true, "  The lowest level of government. "
		to := glossary.Change{Definition: &definition, Everyday: &everyday}
		require.True(t, fault.Is(g.Change(ctx, person("ola", "translator", "*", "*"), nil, "municipality", to), "no_right"))
		require.True(t, fault.Is(g.Change(ctx, person("maria", "editor", "*", "pl"), nil, "municipality", to), "no_right"), "it concerns all languages")
		editor := person("maria", "editor", "*", "*")
		require.True(t, fault.Is(g.Change(ctx, editor, nil, "castle", to), "concept_not_found"))
		require.NoError(t, g.Change(ctx, editor, nil, "municipality", to))
		require.NoError(t, g.Change(ctx, editor, nil, "municipality", glossary.Change{}), "nothing is left as it is")

		c, err := g.Concept(ctx, editor, "municipality")
		require.NoError(t, err)
		require.Equal(t, "The lowest level of government.", c.Definition)
		require.True(t, c.Everyday)
		f, err := g.Compare(ctx, editor, glossary.Comparison{Source: "en", Target: "pl", SourceText: "Two municipalities.", TargetText: "Dwa miasta."})
		require.NoError(t, err)
		require.Len(t, f.Warnings, 1)
		require.True(t, f.Warnings[0].Everyday)
	})
}

func TestCompareShowsTermsAndWarnings(t *testing.T) {
	each(t, func(t *testing.T, g *glossary.Glossary) {
		compare := func(target string) *glossary.Findings {
			f, err := g.Compare(t.Context(), person("ola", "translator", "*", "pl"), glossary.Comparison{
				Source: "en", Target: "pl", SourceText: "Two municipalities.", TargetText: target,
			})
			require.NoError(t, err)
			require.Len(t, f.Source, 1)
			return f
		}
		require.Empty(t, compare("").Warnings, "not translated yet")
		require.Empty(t, compare("Dwie gminy.").Warnings)
		require.Len(t, compare("Dwa miasta.").Warnings, 1)
		_, err := g.Concepts(t.Context(), access.Actor{})
		require.True(t, fault.Is(err, "not_signed_in"))
	})
}
