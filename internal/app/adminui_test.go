package app_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"movingcities/internal/app"
)

// The types of the admin interface are made from a committed copy of the
// document, so that it builds without Go; the copy has to be the newest.
func TestAdminUIKnowsTheAPI(t *testing.T) {
	config, err := app.LoadConfig([]string{"MC_PUBLIC_URL=http://127.0.0.1:8080"})
	require.NoError(t, err)
	document, err := app.OpenAPI(config)
	require.NoError(t, err)
	var want bytes.Buffer
	require.NoError(t, json.Indent(&want, document, "", " "))
	want.WriteByte('\n')

	file := filepath.Join("..", "..", "admin-ui", "openapi.json")
	if *update {
		require.NoError(t, os.WriteFile(file, want.Bytes(), 0o644))
		return
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	if !bytes.Equal(want.Bytes(), got) {
		t.Fatal("admin-ui/openapi.json is not what the server says; write it anew with: go test ./internal/app -run AdminUI -update")
	}
}
