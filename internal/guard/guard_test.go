package guard

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

func load(t *testing.T) []Package {
	t.Helper()
	packages, err := Load(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 5 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	return packages
}

func report(t *testing.T, findings []string) {
	t.Helper()
	for _, f := range findings {
		t.Error(f)
	}
}

func TestImportsLeadDownwards(t *testing.T) { report(t, CheckImports(load(t))) }

func TestPackageNames(t *testing.T) { report(t, CheckNames(load(t))) }

func TestSource(t *testing.T) {
	findings, err := CheckSource(load(t))
	if err != nil {
		t.Fatal(err)
	}
	report(t, findings)
}

func TestPortable(t *testing.T) {
	findings, err := CheckPortable(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	report(t, findings)
}

func TestModuleReplacesNothing(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "\nreplace") {
		t.Error("go.mod replaces a module; a fresh machine would not have the replacement")
	}
}

func TestBudgets(t *testing.T) {
	sizes, err := Measure(load(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sizes {
		report(t, s.Over())
	}
}

// Each rule is shown to find what it is for.

func TestImportRules(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"internal/api", "internal/content", ""},
		{"internal/segment", "internal/schema", ""},
		{"internal/api", "github.com/labstack/echo/v4/middleware", ""},
		{"internal/db", "gorm.io/gorm", ""},
		{"internal/apptest/pgcluster", "os/exec", ""},
		{"internal/schema", "internal/db", "internal/schema imports internal/db; imports lead downwards only"},
		{"internal/access", "internal/published", "internal/access imports internal/published; imports lead downwards only"},
		{"internal/content", "gorm.io/gorm", "internal/content imports gorm.io/gorm, which is not for it"},
		{"internal/content", "net/http", "internal/content imports net/http, which is not for it"},
		{"internal/app", "github.com/labstack/echo/v4", "internal/app imports github.com/labstack/echo/v4, which is not for it"},
		{"internal/app", "internal/apptest", "internal/app imports internal/apptest, which is for tests only"},
		{"internal/misc", "fmt", "internal/misc has no place in the table of packages; put it into a layer"},
	}
	for _, test := range tests {
		t.Run(test.from+" to "+test.to, func(t *testing.T) {
			got := strings.Join(CheckImports([]Package{{Path: test.from, Imports: []string{test.to}}}), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSourceRules(t *testing.T) {
	dir := t.TempDir()
	text := "package content\n\nfunc init() {}\n\ntype t struct{}\n\nfunc (t) init() {}\n\nfunc f(tx interface{ Gorm() int }) int { return tx.Gorm() }\n"
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := CheckSource([]Package{{Path: "internal/content", Dir: dir, Files: []string{"a.go"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"internal/content/a.go:3: no init functions; let the caller construct what it needs",
		"internal/content/a.go:9: only storage packages use GORM; use the helpers of db",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := CheckNames([]Package{{Name: "utils", Path: "internal/x"}, {Name: "x", Path: "internal/common"}, {Name: "schema", Path: "internal/schema"}}); len(got) != 2 {
		t.Errorf("got %q, want two findings", got)
	}
}

func TestPortableRules(t *testing.T) {
	home := "/" + "home/ann/cms"
	files := fstest.MapFS{
		"a.go":                       {Data: []byte("// see " + home + "\n// https://example.org/" + "home/ann is a page\n")},
		"Makefile":                   {Data: []byte("GOPROXY" + "=https://example.org\n")},
		"b.md":                       {Data: []byte("http" + "://10.1.2.3/x and https" + "://go.corp/x\n")},
		"picture.png":                {Data: []byte("\x00 " + home)},
		"ui/node_modules/x/index.js": {Data: []byte(home)},
		"ui/package-lock.json":       {Data: []byte(`{"packages":{"":{},"a":{"version":"1"},"b":{"resolved":"https://example.org/b.tgz"}}}`)},
	}
	got, err := CheckPortable(files)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`Makefile:1: "GOPROXY` + `=https:" is the address of a package registry`,
		`a.go:1: " ` + home[:7] + `" is an absolute path of one machine`,
		`b.md:1: "http` + `://10.1." is a host of a private network`,
		`ui/package-lock.json: b records https://example.org/b.tgz; set omit-lockfile-registry-resolved in .npmrc`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSizes(t *testing.T) {
	var s Size
	text := "package x\n\ntype I interface {\n\tA()\n\tB()\n}\n\nfunc f() {\n" + strings.Repeat("\tg()\n", 69) + "}\n\nfunc g() {}\n"
	if err := s.add("x.go", []byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := s.add("made.go", []byte("// Code generated by x. DO NOT EDIT.\npackage x\n")); err != nil {
		t.Fatal(err)
	}
	want := Size{
		Files:      []Part{{"x.go", 80}},
		Functions:  []Part{{"x.go f", 71}, {"x.go g", 1}},
		Interfaces: []Part{{"x.go I", 2}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if got := s.Over(); len(got) != 2 {
		t.Errorf("got %q, want the function over both budgets", got)
	}
	hundred := make([]Part, 100)
	for i := range hundred {
		hundred[i].Size = 100 - i
	}
	if got := P95(hundred).Size; got != 95 {
		t.Errorf("p95 of 1…100 is %d", got)
	}
}
