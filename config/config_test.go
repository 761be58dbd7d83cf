package config_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"movingcities/config"
)

// What the definitions mean is tested in internal/schema, which loads them;
// here only that nothing was left out of the binary.
func TestFiles(t *testing.T) {
	types, err := fs.Glob(config.Files, "content/*.yaml")
	require.NoError(t, err)
	assert.Len(t, types, 10)
	for _, file := range []string{"locales.yaml", "countries.json"} {
		raw, err := fs.ReadFile(config.Files, file)
		require.NoError(t, err)
		assert.NotEmpty(t, raw, file)
	}
}

func TestCountriesAreOneToALine(t *testing.T) {
	raw, err := fs.ReadFile(config.Files, "countries.json")
	require.NoError(t, err)
	var countries map[string]map[string]string
	require.NoError(t, json.Unmarshal(raw, &countries))
	assert.Len(t, countries, strings.Count(string(raw), "\n")-2)
	assert.Equal(t, "Βόρεια Μακεδονία", countries["MK"]["el"], "the name in use since 2019")
}
