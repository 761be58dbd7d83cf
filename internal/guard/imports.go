package guard

import (
	"fmt"
	"slices"
	"strings"
)

// layers is the table of the design, from the bottom up. A package imports only
// packages of the rows below its own; within a row nobody knows the other.
func layers() [][]string {
	return [][]string{
		{"internal/fault", "config", "migrations", "policies", "admin-ui"},
		{
			"internal/access/password", "internal/language", "internal/schema", "internal/site/atlas", "internal/site/card", "internal/site/proof", "internal/site/texts",
			"internal/workflow",
		},
		{"internal/segment", "internal/quality"},
		{"internal/compare", "internal/exchange", "internal/machine"},
		{"internal/db"},
		{"internal/access", "internal/backup", "internal/jobs", "internal/lineage", "internal/memory", "internal/published", "internal/search"},
		{"internal/content", "internal/glossary"},
		{"internal/desk", "internal/preview", "internal/transfer", "internal/workbench"},
		{"internal/drafting"},
		{"internal/api/describe", "internal/api/strict", "internal/cache", "internal/catalogue"},
		{"internal/api", "internal/demo", "internal/export", "internal/front", "internal/reference", "internal/site", "internal/tour"},
		{"internal/app"},
		{"cmd/movingcities"},
	}
}

// tools are beside the product: tests and commands of the makers. They may
// import anything, and no package of the product may import them.
func tools() []string { return []string{"internal/apptest", "internal/guard"} }

// storage are the packages that may talk to the database through GORM.
func storage() []string {
	return []string{
		"internal/access", "internal/backup", "internal/db", "internal/jobs", "internal/memory",
		"internal/published", "internal/search",
	}
}

// reserved says which packages alone may import a library. A library not named
// here is free for all.
func reserved() map[string][]string {
	web := []string{"internal/api", "internal/site"}
	return map[string][]string{
		"github.com/labstack/echo":   web,
		"gorm.io":                    storage(),
		"github.com/casbin/casbin":   {"internal/access"},
		"database/sql":               {"internal/db"},
		"modernc.org/sqlite":         {"internal/db"},
		"github.com/jackc/pgx":       {"internal/db"},
		"github.com/pressly/goose":   {"internal/db"},
		"github.com/alecthomas/kong": {"cmd/movingcities"},
		"github.com/caarlos0/env":    {"internal/app"},
		"net/http": append(web, "internal/front", "internal/api/describe", "internal/app", "internal/cache", "internal/export", "internal/machine", "internal/reference",
			"internal/tour", "cmd/movingcities"),
		"net/http/httputil":                   {},
		"os/exec":                             {},
		"unsafe":                              {},
		"github.com/stretchr/testify":         {},
		"golang.org/x/image":                  {"internal/site/card"},
		"github.com/maypok86/otter":           {"internal/cache"},
		"github.com/schollz/progressbar":      {"cmd/movingcities"},
		"github.com/swaggest/openapi-go":      {"internal/api"},
		"github.com/blevesearch/snowballstem": {"internal/language"},
	}
}

// CheckImports says which imports break the table, one sentence each.
func CheckImports(packages []Package) []string {
	level := map[string]int{}
	for i, row := range layers() {
		for _, path := range row {
			level[path] = i
		}
	}
	var findings []string
	for _, p := range packages {
		if isTool(p.Path) {
			continue
		}
		own, known := level[p.Path]
		if !known {
			findings = append(findings, p.Path+" has no place in the table of packages; put it into a layer")
			continue
		}
		for _, path := range p.Imports {
			other, ours := level[path]
			switch {
			case isTool(path):
				findings = append(findings, fmt.Sprintf("%s imports %s, which is for tests only", p.Path, path))
			case ours && other >= own:
				findings = append(findings, fmt.Sprintf("%s imports %s; imports lead downwards only", p.Path, path))
			case !ours && !allowed(p.Path, path):
				findings = append(findings, fmt.Sprintf("%s imports %s, which is not for it", p.Path, path))
			}
		}
	}
	return findings
}

func isTool(path string) bool {
	return slices.ContainsFunc(tools(), func(t string) bool { return within(path, t) })
}

// allowed reports whether the package may import the library; the longest entry decides.
func allowed(pkg, library string) bool {
	best := ""
	for name := range reserved() {
		if within(library, name) && len(name) > len(best) {
			best = name
		}
	}
	return best == "" || slices.Contains(reserved()[best], pkg)
}

// within reports whether path is name or below it.
func within(path, name string) bool {
	return path == name || strings.HasPrefix(path, name+"/")
}
