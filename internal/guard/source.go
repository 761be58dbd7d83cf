package guard

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
)

// CheckNames refuses package names that say nothing of what is inside.
func CheckNames(packages []Package) []string {
	empty := []string{"util", "utils", "common", "model", "models", "service", "services", "helper", "helpers", "misc", "base", "shared", "types"}
	var findings []string
	for _, p := range packages {
		if slices.Contains(empty, p.Name) || slices.Contains(empty, filepath.Base(p.Path)) {
			findings = append(findings, fmt.Sprintf("%s: name the package after what it provides", p.Path))
		}
	}
	return findings
}

// CheckSource reads the files of each package and refuses what hides an effect:
// init functions, and GORM reached around its packages through a transaction.
func CheckSource(packages []Package) ([]string, error) {
	var findings []string
	for _, p := range packages {
		for _, name := range p.Files {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Path, err)
			}
			gorm := slices.Contains(storage(), p.Path) || isTool(p.Path)
			for pos, message := range inspect(file, gorm) {
				findings = append(findings, fmt.Sprintf("%s/%s:%d: %s", p.Path, name, set.Position(pos).Line, message))
			}
		}
	}
	slices.Sort(findings)
	return findings, nil
}

func inspect(file *ast.File, gorm bool) map[token.Pos]string {
	found := map[token.Pos]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				found[n.Pos()] = "no init functions; let the caller construct what it needs"
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Gorm" && !gorm {
				found[n.Pos()] = "only storage packages use GORM; use the helpers of db"
			}
		}
		return true
	})
	return found
}
