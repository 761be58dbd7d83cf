package schema_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"movingcities/internal/schema"
)

func TestSlugify(t *testing.T) {
	for _, c := range []struct{ locale, text, want string }{
		{"en", "Charter of Palermo", "charter-of-palermo"},
		{"en", "  24-hour shelter: “for all”!  ", "24-hour-shelter-for-all"},
		{"fr", "L’accueil à Nîmes, cœur d’Occitanie", "l-accueil-a-nimes-coeur-d-occitanie"},
		{"fr", "Zürich", "zurich"},
		{"de", "Zürich", "zuerich"},
		{"de", "Städte Sicherer Häfen: Größe", "staedte-sicherer-haefen-groesse"},
		{"de", "Beirat der Migrant:innen", "beirat-der-migrantinnen"},
		{"es", "Acogida en Cádiz, España", "acogida-en-cadiz-espana"},
		{"pl", "Podejścia lokalne: Łódź, Gdańsk, Świętochłowice", "podejscia-lokalne-lodz-gdansk-swietochlowice"},
		{"it", "Libertà di movimento", "liberta-di-movimento"},
		{"el", "Παλέρμο", "palermo"},
		{"el", "Θεσσαλονίκη", "thessaloniki"},
		{"el", "Συμβούλιο Μεταναστών", "symvoulio-metanaston"},
		{"el", "Μεταναστευτική πολιτική", "metanasteftiki-politiki"},
		{"el", "Ευρωπαϊκός Συνασπισμός", "evropaikos-synaspismos"},
		{"el", "Άμστερνταμ", "amsterntam"},
		{"el", "Μπάνιο και ψωμί", "banio-kai-psomi"},
		{"el", "άγγελος, άγχος, λύγξ", "angelos-anchos-lynx"},
		{"el", "άυλος Μάιος", "aylos-maios"},
		{"el", "αυγή, αυτό, ναυ", "avgi-afto-naf"},
		{"en", "日本 ✓", ""},
		{"en", "", ""},
	} {
		assert.Equal(t, c.want, schema.Slugify(c.text, c.locale), c.text)
	}
	long := schema.Slugify(strings.Repeat("eleven-char ", 12), "en")
	assert.Equal(t, strings.TrimSuffix(strings.Repeat("eleven-char-", 8), "-"), long, "cut between words")
	assert.Len(t, schema.Slugify(strings.Repeat("a", 500), "en"), 100)
}

func TestSlugifyGivesSlugs(t *testing.T) {
	slug := regexp.MustCompile(`^$|^[a-z0-9]+(-[a-z0-9]+)*$`)
	rapid.Check(t, func(t *rapid.T) {
		made := schema.Slugify(rapid.String().Draw(t, "text"), rapid.SampledFrom([]string{"en", "de", "el"}).Draw(t, "locale"))
		if !slug.MatchString(made) || len(made) > 100 {
			t.Fatalf("%q is not a slug", made)
		}
		if again := schema.Slugify(made, "en"); again != made {
			t.Fatalf("%q became %q", made, again)
		}
	})
}
