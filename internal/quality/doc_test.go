package quality

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// codes are those of the table in doc.go.
func codes(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^//\t([a-z_]+) +(?:error|warning|info)`).FindAllStringSubmatch(string(raw), -1) {
		list = append(list, m[1])
	}
	return list
}

// The table of codes is complete: it has every code that the cases make fire, and every
// code of the source.
func TestTableOfCodes(t *testing.T) {
	written := map[string]bool{}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	given := regexp.MustCompile(`(?:warn|add|New)\("([a-z_]+)"|Code: "([a-z_]+)"`)
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range given.FindAllStringSubmatch(string(raw), -1) {
				written[m[1]+m[2]] = true
			}
		}
	}
	var want []string
	for code := range written {
		want = append(want, code)
	}
	got := codes(t)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
