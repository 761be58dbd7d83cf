package memory

import (
	"encoding/json"
	"io/fs"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"movingcities/config"
)

// shipped is the glossary of the demonstration content.
func shipped(tb testing.TB) []Concept {
	tb.Helper()
	text, err := fs.ReadFile(config.Files, "demo/glossary.json")
	require.NoError(tb, err)
	var concepts []Concept
	require.NoError(tb, json.Unmarshal(text, &concepts))
	return concepts
}

// cutOut is what a browser would cut out of a text.
func cutOut(text string, s Span) string {
	return string(utf16.Decode(utf16.Encode([]rune(text))[s.Start:s.End]))
}

func TestTermsAreFoundInAnyInflectedForm(t *testing.T) {
	concepts := shipped(t)
	for _, c := range []struct{ locale, text, found, concept, status string }{
		{"en", "Both municipalities agreed.", "municipalities", "municipality", Preferred},
		{"en", "They wrote of illegal migrants.", "illegal migrants", "undocumented-resident", Forbidden},
		{"en", "The <1>city</1> councils met.", "city</1> councils", "city-council", Preferred},
		{"fr", "Les communes accueillent.", "communes", "municipality", Preferred},
		{"fr", "contre les migrants illégaux", "", "", ""},
		{"fr", "de clandestins", "clandestins", "undocumented-resident", Forbidden},
		{"de", "in den Kommunen", "Kommunen", "municipality", Preferred},
		{"de", "mit illegalen Migranten", "illegalen Migranten", "undocumented-resident", Forbidden},
		{"it", "i comuni italiani", "comuni", "municipality", Preferred},
		{"it", "per gli extracomunitari", "extracomunitari", "migrant", Forbidden},
		{"es", "los municipios", "municipios", "municipality", Preferred},
		{"es", "las entradas ilegales", "entradas ilegales", "irregular-entry", Forbidden},
		{"es", "un MENA", "MENA", "unaccompanied-minor", Forbidden},
		{"el", "οι δήμοι και οι πόλεις", "δήμοι", "municipality", Preferred},
		{"el", "των δημοτικών συμβουλίων", "δημοτικών συμβουλίων", "city-council", Preferred},
		{"el", "του δημοτικού συμβουλίου", "δημοτικού συμβουλίου", "city-council", Preferred},
		{"el", "η απόφαση της δημάρχου", "δημάρχου", "mayor", Preferred},
		{"el", "για τους πρόσφυγες", "πρόσφυγες", "refugee", Preferred},
		{"el", "για τους λαθρομετανάστες", "λαθρομετανάστες", "undocumented-resident", Forbidden},
		{"el", "των παράνομων μεταναστών", "παράνομων μεταναστών", "undocumented-resident", Forbidden},
		{"el", "τις άδειες διαμονής", "άδειες διαμονής", "residence-permit", Preferred},
		{"pl", "w gminach", "gminach", "municipality", Preferred},
		{"pl", "decyzją rady miasta", "rady miasta", "city-council", Preferred},
		{"pl", "w radzie miasta", "radzie miasta", "city-council", Preferred},
		{"pl", "dla osób uchodźczych", "osób uchodźczych", "refugee", Preferred},
		{"pl", "dla uchodźców", "uchodźców", "refugee", Admitted},
		{"pl", "z nielegalnymi imigrantami", "nielegalnymi imigrantami", "undocumented-resident", Forbidden},
		{"pl", "organizacji migranckich", "organizacji migranckich", "migrant-organisation", Preferred},
		{"pl", "bez zezwoleń na pobyt", "zezwoleń na pobyt", "residence-permit", Preferred},
	} {
		t.Run(c.locale+" "+c.text, func(t *testing.T) {
			hits := NewRecogniser(c.locale, concepts).Terms(c.text)
			for _, h := range hits {
				if h.Concept == c.concept {
					require.Equal(t, c.found, cutOut(c.text, h.Span))
					require.Equal(t, c.status, h.Status)
					return
				}
			}
			require.Empty(t, c.concept, "%+v", hits)
		})
	}
}

func TestATermIsNotFoundInOtherWords(t *testing.T) {
	concepts := shipped(t)
	for locale, text := range map[string]string{
		"en": "The illegal, migrant said nobody. Community and communal.",
		"it": "mena il can per l'aia",
		"es": "la comunidad",
		"el": "η δημοσκόπηση",
		"pl": "prawie radość",
	} {
		require.Empty(t, forbidden(NewRecogniser(locale, concepts).Terms(text)), locale)
	}
	for _, h := range NewRecogniser("el", concepts).Terms("η δημοσκόπηση") {
		require.NotEqual(t, "municipality", h.Concept)
	}
}

func forbidden(hits []Hit) []Hit {
	var out []Hit
	for _, h := range hits {
		if h.Status == Forbidden {
			out = append(out, h)
		}
	}
	return out
}

func TestCheckWarnsOfMissingAndForbiddenTerms(t *testing.T) {
	concepts := shipped(t)
	english, polish := NewRecogniser("en", concepts), NewRecogniser("pl", concepts)
	check := func(source, target string) []Warning { return Check(concepts, english, polish, source, target) }

	require.Empty(t, check("The municipality helps refugees.", "Gmina pomaga osobom uchodźczym."))
	require.Empty(t, check("The municipality helps refugees.", "Gmina pomaga uchodźcom."), "admitted is good enough")

	warnings := check("The municipality helps refugees.", "Miasto pomaga osobom uchodźczym.")
	require.Len(t, warnings, 1)
	require.Equal(t, MissingPreferred, warnings[0].Kind)
	require.Equal(t, []string{"gmina"}, warnings[0].Use)
	require.Equal(t, Span{4, 16}, warnings[0].Span)

	warnings = check("Undocumented residents have rights.", "Nielegalni migranci mają prawa.")
	require.Len(t, warnings, 2)
	require.Equal(t, MissingPreferred, warnings[0].Kind)
	require.Equal(t, ForbiddenUsed, warnings[1].Kind)
	require.Equal(t, Span{0, 19}, warnings[1].Span)
	require.NotEmpty(t, warnings[1].Use)
}

func FuzzTerms(f *testing.F) {
	concepts := shipped(f)
	var all []*Recogniser
	for _, locale := range []string{"de", "el", "en", "es", "fr", "it", "pl", "nl"} {
		all = append(all, NewRecogniser(locale, concepts))
	}
	for _, seed := range []string{"", "δήμος ΔΉΜΟΥ", "<1>illegal</1> migrants", "\xff\xfe", "e\u0301e\u0301", "𝔘𝔐𝔉 UMF", `\<1>`, "ΑΣ.ς", "İI"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		length := len(utf16.Encode([]rune(text)))
		for _, r := range all {
			last := Span{}
			for _, h := range r.Terms(text) {
				if h.Start < last.End && h.Span != last || h.Start >= h.End || h.End > length {
					t.Fatalf("%s: %+v after %+v in %q of %d", r.locale, h, last, text, length)
				}
				last = h.Span
			}
		}
	})
}
