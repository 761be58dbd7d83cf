package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// FileName is the configuration file inside the configuration directory.
const FileName = "movingcities.yaml"

// fileValue is one value as text, and the file and line where it stands.
type fileValue struct{ value, place string }

// readFile gives the values of the file by variable. No file is no fault; an
// unknown key is one, because a setting that is silently ignored misleads.
func readFile(dir string) (map[string]fileValue, error) {
	if dir == "" {
		return nil, nil
	}
	path := filepath.Join(dir, FileName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the configuration file cannot be read: %w", err)
	}
	return parseFile(path, text)
}

func parseFile(path string, text []byte) (map[string]fileValue, error) {
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, fmt.Errorf("%s is not valid YAML: %w", path, err)
	}
	values := map[string]fileValue{}
	var faults []error
	for _, doc := range tree.Docs {
		pairs, ok := pairsOf(doc.Body)
		if !ok {
			faults = append(faults, fmt.Errorf("%s: write one setting a line, such as %q", path, "listen: 127.0.0.1:8080"))
		}
		for _, pair := range pairs {
			place := fmt.Sprintf("%s:%d", path, pair.Key.GetToken().Position.Line)
			variable, value, err := setting(pair)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", place, err))
				continue
			}
			values[variable] = fileValue{value, place}
		}
	}
	return values, errors.Join(faults...)
}

func pairsOf(body ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// setting turns one line of the file into what the environment would hold.
func setting(pair *ast.MappingValueNode) (variable, value string, err error) {
	name := pair.Key.GetToken().Value
	variable = "MC_" + strings.ToUpper(name)
	switch {
	case variable == "MC_CONFIG_DIR":
		return "", "", errors.New("config_dir cannot stand in the file it leads to; set MC_CONFIG_DIR in the environment")
	case !slices.Contains(variables(), variable) || key(variable) != name:
		return "", "", fmt.Errorf("unknown setting %q; the settings are %s", name, strings.Join(fileKeys(), ", "))
	}
	value, ok := scalars(pair.Value)
	if !ok {
		return "", "", fmt.Errorf("%s must be one value or a list of values", name)
	}
	return variable, value, nil
}

func fileKeys() []string {
	var keys []string
	for _, v := range variables() {
		if v != "MC_CONFIG_DIR" {
			keys = append(keys, key(v))
		}
	}
	return keys
}

// scalars is a value as text; a list becomes the comma-separated form of the environment.
func scalars(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return n.Value, true
	case *ast.SequenceNode:
		var parts []string
		for _, v := range n.Values {
			s, ok := scalars(v)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ","), true
	case ast.ScalarNode:
		return n.GetToken().Value, true
	}
	return "", false
}
