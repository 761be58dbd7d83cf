package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"movingcities/internal/apptest"
)

var (
	exampleOn = regexp.MustCompile(`(?s)aria-label="Example: ([^"]+)"><code>(.*?)</code>`)
	unescape  = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+", "&amp;", "&")
)

// The reference of the API is on the server, and the examples on it do what they
// say when they are copied as they stand.
func TestReferenceOfTheAPI(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var whole http.Handler // known only after the address, which the pages name
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { whole.ServeHTTP(w, r) }))
	t.Cleanup(listening.Close)
	c := newCity(t, apptest.SQLite(t), "MC_PUBLIC_URL="+listening.URL)
	whole = c.app.Handler()
	dir := t.TempDir()
	page := read(t, listening.URL+"/api/docs") + read(t, listening.URL+"/api/docs/changes")
	if strings.Contains(page, "<script>") || strings.Contains(page, " style=") || strings.Contains(page, " onclick=") {
		t.Error("the pages need more than their policy allows")
	}
	found := 0
	for _, e := range exampleOn.FindAllStringSubmatch(page, -1) {
		name, text := e[1], unescape.Replace(e[2])
		var out string
		switch name {
		case "curl":
			out = run(t, dir, "sh", "-ec", text)
			if !strings.Contains(out, "Λιβαδειά") || !strings.HasSuffix(strings.TrimSpace(out), "304") {
				t.Errorf("curl: %s", out)
			}
		case "JavaScript":
			out = node(t, dir, text)
		case "Go":
			program := filepath.Join(dir, "example", "main.go")
			if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(program, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			out = run(t, root, "go", "run", program)
		case "follow the change feed":
			out = node(t, dir, text)
			if second := node(t, dir, text); !strings.Contains(out, "build city el livadia") || second != "" {
				t.Errorf("the feed gives %s, and again %s", out, second)
			}
		default:
			continue
		}
		found++
		if !strings.Contains(out, "livadia") && !strings.Contains(out, "Λιβαδειά") {
			t.Errorf("%s: %s", name, out)
		}
	}
	if found != 4 {
		t.Errorf("%d examples were found", found)
	}
	var doc struct{ Paths map[string]any }
	if err := json.Unmarshal([]byte(read(t, listening.URL+"/api/openapi.json")), &doc); err != nil || doc.Paths["/api/v1/cities"] == nil {
		t.Errorf("openapi.json: %v", err)
	}
	// npm run lint checks this file, and one that uses it, as the strictest TypeScript.
	golden(t, "../reference/testdata/client.ts", strings.ReplaceAll(read(t, listening.URL+"/api/client.ts"), listening.URL, "https://cities.example.org"))
}

func read(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", address, answer.StatusCode, err)
	}
	if csp := answer.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || csp == "" {
		t.Errorf("%s: the policy is %q", address, csp)
	}
	return string(body)
}

func node(t *testing.T, dir, text string) string {
	t.Helper()
	program := filepath.Join(dir, "example.mjs")
	if err := os.WriteFile(program, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return run(t, dir, "node", program)
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
