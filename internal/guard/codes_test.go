package guard

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the list of codes anew")

// The interface has a sentence in each of its languages for every code in the
// list; its own tests read it (admin-ui/src/i18n/problems.test.ts).
func TestTheInterfaceKnowsEveryCode(t *testing.T) {
	var met []Package
	for _, p := range load(t) {
		if !isTool(p.Path) && !slices.Contains(elsewhere(), p.Path) {
			met = append(met, p)
		}
	}
	codes, findings, err := FindCodes(met)
	if err != nil {
		t.Fatal(err)
	}
	report(t, findings)
	if len(codes.Refusals) < 100 || len(codes.Places) < 50 {
		t.Fatalf("only %d and %d codes were found", len(codes.Refusals), len(codes.Places))
	}
	text, err := json.MarshalIndent(map[string][]string{"refusals": codes.Refusals, "places": codes.Places}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "admin-ui/src/i18n/codes.json")
	if *update {
		if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), string(text)+"\n"); diff != "" {
		t.Errorf("the codes of the server have changed: go test ./internal/guard -run EveryCode -update, then write their sentences in admin-ui/src/i18n/*/problems.json\n%s", diff)
	}
}

// elsewhere are the packages whose refusals never reach the desk: commands, and
// what readers of the public site and its search are told.
func elsewhere() []string {
	return []string{"internal/app", "internal/backup", "internal/export", "internal/front", "internal/search", "internal/site"}
}

func TestCodeRules(t *testing.T) {
	dir := t.TempDir()
	text := `package x

const named = "by_constant"

type in struct{ Name string ` + "`validate:\"required,max=3\"`" + ` }

func direct() error { return fault.New(fault.Invalid, "direct", "x") }
func constant() error { return fault.Wrap(nil, fault.Invalid, named, "x") }
func through(kind int, code string) error { return fault.New(kind, code, "x") }
func calls() error { return through(1, "through_a_parameter") }
func again(code string) error { return through(1, code) }
func callsAgain() error { return again("through_two") }
func places() []fault.Problem {
	wrong := func(code string) fault.Problem { return fault.Problem{Code: code} }
	return []fault.Problem{{Code: "in_a_list"}, wrong("of_a_closure")}
}
func made() error { return fault.New(1, "made_"+f(), "x") }
func hidden() error { code := f(); return fault.New(1, code, "x") }
`
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	codes, findings, err := FindCodes([]Package{{Path: "internal/x", Dir: dir, Files: []string{"a.go"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := Codes{
		Refusals: []string{"by_constant", "direct", "made_*", "through_a_parameter", "through_two"},
		Places:   []string{"in_a_list", "max", "of_a_closure", "required"},
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
	if len(findings) != 1 {
		t.Errorf("got %q, want the code that comes from elsewhere", findings)
	}
}
