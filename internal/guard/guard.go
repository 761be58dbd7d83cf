// Package guard holds the structure of the module: which package may import
// which, what no source file may contain, and how large things may grow. Its
// tests are the rules; the command in budget prints the sizes.
package guard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Package is one package of the module as `go list` tells it, tests left out.
type Package struct {
	Name  string
	Path  string // relative to the module, "internal/db"
	Dir   string
	Files []string // Go files in Dir, without tests
	// Imports are full import paths; those of this module are relative to it.
	Imports []string
}

// Load lists the packages of the module around dir, in order of their paths.
// A package need not compile for it: that is for the compiler to say.
func Load(ctx context.Context, dir string) ([]Package, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-json=Name,ImportPath,Dir,GoFiles,Imports,Module", "./...")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.String())
	}
	var packages []Package
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Name, ImportPath, Dir string
			GoFiles, Imports      []string
			Module                struct{ Path string }
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for i, path := range p.Imports {
			p.Imports[i] = strings.TrimPrefix(path, p.Module.Path+"/")
		}
		packages = append(packages, Package{
			Name: p.Name, Path: strings.TrimPrefix(p.ImportPath, p.Module.Path+"/"),
			Dir: p.Dir, Files: p.GoFiles, Imports: p.Imports,
		})
	}
}
