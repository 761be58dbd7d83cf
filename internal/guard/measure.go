package guard

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
)

// The budgets, in lines, comments and blank lines included; of interfaces, in methods.
const (
	FunctionP95      = 55
	FunctionMax      = 70
	FileP95          = 400
	PackageMax       = 4000
	InterfaceMethods = 7
)

// Size is how large the parts of a package are, tests and generated files left out.
type Size struct {
	Path       string
	Files      []Part // in lines
	Functions  []Part // in lines
	Interfaces []Part // in methods
}

// Part is one file, function or interface with its size.
type Part struct {
	Name string
	Size int
}

// Measure counts every package.
func Measure(packages []Package) ([]Size, error) {
	var sizes []Size
	for _, p := range packages {
		s := Size{Path: p.Path}
		for _, name := range p.Files {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Path, err)
			}
			if err := s.add(p.Path+"/"+name, text); err != nil {
				return nil, err
			}
		}
		sizes = append(sizes, s)
	}
	return sizes, nil
}

// add counts one file.
func (s *Size) add(name string, text []byte) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if ast.IsGenerated(file) {
		return nil
	}
	s.Files = append(s.Files, Part{name, bytes.Count(text, []byte("\n"))})
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			lines := set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1
			s.Functions = append(s.Functions, Part{name + " " + n.Name.Name, lines})
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok {
				s.Interfaces = append(s.Interfaces, Part{name + " " + n.Name.Name, i.Methods.NumFields()})
			}
		}
		return true
	})
	return nil
}

// Lines is the size of the whole package.
func (s Size) Lines() int {
	total := 0
	for _, f := range s.Files {
		total += f.Size
	}
	return total
}

// Over says where a package exceeds its budgets, naming the largest parts.
func (s Size) Over() []string {
	var findings []string
	over := func(what string, p Part, budget int) {
		if p.Size > budget {
			findings = append(findings, fmt.Sprintf("%s: %s is %d (%s), budget %d", s.Path, what, p.Size, p.Name, budget))
		}
	}
	over("function p95", P95(s.Functions), FunctionP95)
	over("longest function", Max(s.Functions), FunctionMax)
	over("file p95", P95(s.Files), FileP95)
	over("largest interface", Max(s.Interfaces), InterfaceMethods)
	over("package", Part{"all files", s.Lines()}, PackageMax)
	return findings
}

// P95 is the part that at least 95 of 100 do not exceed (nearest rank, so the
// largest where there are fewer than twenty). No parts give the zero Part.
func P95(parts []Part) Part {
	sorted := bySize(parts)
	if len(sorted) == 0 {
		return Part{}
	}
	return sorted[(len(sorted)*95+99)/100-1]
}

// Max is the largest part, or the zero Part.
func Max(parts []Part) Part {
	sorted := bySize(parts)
	if len(sorted) == 0 {
		return Part{}
	}
	return sorted[len(sorted)-1]
}

func bySize(parts []Part) []Part {
	return slices.SortedStableFunc(slices.Values(parts), func(a, b Part) int { return a.Size - b.Size })
}
