package guard

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Codes are the stable names by which callers know what was refused.
type Codes struct {
	// Refusals are the codes of whole answers, Places those of what is wrong within one.
	Refusals, Places []string
}

// FindCodes reads the codes out of the sources: those given to the functions of
// fault, those in its literals, and those that reach either through a parameter
// of a function of the same package. Every other way to name a code is a
// finding, for such a code would be missing from the texts of the interface.
func FindCodes(packages []Package) (Codes, []string, error) {
	refusals, places := map[string]bool{}, map[string]bool{}
	var findings []string
	for _, p := range packages {
		r := codeReader{path: p.Path, set: token.NewFileSet(), refusals: refusals, places: places, asked: map[carrier]bool{}, constants: map[string]string{}}
		for _, name := range p.Files {
			file, err := parser.ParseFile(r.set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return Codes{}, nil, fmt.Errorf("%s: %w", p.Path, err)
			}
			r.files = append(r.files, file)
		}
		r.read()
		findings = append(findings, r.findings...)
	}
	return Codes{Refusals: slices.Sorted(maps.Keys(refusals)), Places: slices.Sorted(maps.Keys(places))}, findings, nil
}

// carrier is a function one of whose parameters is a code.
type carrier struct {
	function string
	index    int
	takes    int      // how many parameters it has
	within   ast.Node // the function that a closure is seen in, nil for a function of the package
	whole    bool     // the code of a whole answer
}

type codeReader struct {
	path             string
	set              *token.FileSet
	files            []*ast.File
	refusals, places map[string]bool
	constants        map[string]string
	asked            map[carrier]bool
	waiting          []carrier
	findings         []string
}

func (r *codeReader) read() {
	for _, file := range r.files {
		r.readConstants(file)
	}
	for _, file := range r.files {
		r.walk(file, r.direct)
	}
	if r.path == "internal/fault" {
		r.waiting = append(r.waiting, carrier{function: "New", index: 1, takes: 4, whole: true})
	}
	for len(r.waiting) > 0 {
		c := r.waiting[0]
		r.waiting = r.waiting[1:]
		for _, file := range r.files {
			r.walk(file, func(n ast.Node, around []ast.Node) {
				if call, ok := n.(*ast.CallExpr); ok && c.isCalled(call, around) {
					r.take(call.Args[c.index], c.whole, around)
				}
			})
		}
	}
}

func (c carrier) isCalled(call *ast.CallExpr, around []ast.Node) bool {
	return calledName(call) == c.function && len(call.Args) > c.index && len(call.Args) >= c.takes-1 &&
		(c.within == nil || slices.Contains(around, c.within))
}

func (r *codeReader) readConstants(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
			for i, name := range spec.Names {
				if text, ok := literal(spec.Values[i]); ok {
					r.constants[name.Name] = text
				}
			}
		}
		if field, ok := n.(*ast.Field); ok && field.Tag != nil {
			r.readTag(field.Tag.Value)
		}
		return true
	})
}

// readTag takes the rules of a request's members: a value that breaks one is
// answered with the rule as its code.
func (r *codeReader) readTag(raw string) {
	text, err := strconv.Unquote(raw)
	if err != nil {
		return
	}
	for rule := range strings.SplitSeq(reflect.StructTag(text).Get("validate"), ",") {
		rule, _, _ = strings.Cut(rule, "=")
		if rule != "" && rule != "omitempty" && rule != "dive" {
			r.places[rule] = true
		}
	}
}

// walk visits every node with the functions and assignments around it.
func (r *codeReader) walk(file *ast.File, visit func(n ast.Node, around []ast.Node)) {
	var around []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		visit(n, around)
		around = append(around, n)
		return true
	})
}

// direct takes the codes that are given to fault itself.
func (r *codeReader) direct(n ast.Node, around []ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		if !ok || !isName(sel.X, "fault") {
			return
		}
		at, ok := map[string]int{"New": 1, "Wrap": 2, "WithProblems": 0}[sel.Sel.Name]
		if ok {
			r.take(n.Args[at], true, around)
		}
	case *ast.CompositeLit:
		if isFault(n.Type, "Error") {
			r.takeCode(n, true, around)
		}
		if isFault(n.Type, "Problem") {
			r.takeCode(n, false, around)
		}
		if list, ok := n.Type.(*ast.ArrayType); ok && isFault(list.Elt, "Problem") {
			for _, member := range n.Elts {
				if member, ok := member.(*ast.CompositeLit); ok {
					r.takeCode(member, false, around)
				}
			}
		}
	}
}

func (r *codeReader) takeCode(lit *ast.CompositeLit, whole bool, around []ast.Node) {
	for _, member := range lit.Elts {
		if pair, ok := member.(*ast.KeyValueExpr); ok && isName(pair.Key, "Code") {
			r.take(pair.Value, whole, around)
		}
	}
}

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// take keeps the code that an expression stands for, or asks who gives it.
func (r *codeReader) take(e ast.Expr, whole bool, around []ast.Node) {
	if sum, ok := e.(*ast.BinaryExpr); ok { // known by its beginning
		if text, ok := literal(sum.X); ok {
			r.keep(text+"*", whole)
			return
		}
	}
	text, ok := literal(e)
	name, named := e.(*ast.Ident)
	if !ok && named {
		text, ok = r.constants[name.Name]
	}
	switch {
	case ok && codeShape.MatchString(text):
		r.keep(text, whole)
	case ok: // another function of the same name, which takes no code
	case named:
		r.ask(name, whole, around)
	case isPassedOn(e):
	default:
		r.hidden(e)
	}
}

func (r *codeReader) keep(code string, whole bool) {
	if whole {
		r.refusals[code] = true
	} else {
		r.places[code] = true
	}
}

// ask finds the function whose parameter holds a code, so that its calls are read.
func (r *codeReader) ask(name *ast.Ident, whole bool, around []ast.Node) {
	for i := len(around) - 1; i >= 0; i-- {
		c := carrier{whole: whole}
		var params *ast.FieldList
		switch n := around[i].(type) {
		case *ast.FuncDecl:
			c.function, params = n.Name.Name, n.Type.Params
		case *ast.FuncLit:
			c.function, params = nameOf(n, around[i-1]), n.Type.Params
			c.within = around[slices.IndexFunc(around, isDeclared)]
		default:
			continue
		}
		c.takes = params.NumFields()
		if c.index = parameter(params, name.Name); c.index >= 0 {
			if !r.asked[c] {
				r.asked[c] = true
				r.waiting = append(r.waiting, c)
			}
			return
		}
	}
	r.hidden(name)
}

func (r *codeReader) hidden(e ast.Expr) {
	at := r.set.Position(e.Pos())
	r.findings = append(r.findings, fmt.Sprintf("%s/%s:%d: write this code out or take it as a parameter, so that the texts of the interface know of it", r.path, filepath.Base(at.Filename), at.Line))
}

// isPassedOn tells whether a code was taken from another fault, or from the
// rule of a struct tag, and so has been read elsewhere.
func isPassedOn(e ast.Expr) bool {
	if call, ok := e.(*ast.CallExpr); ok {
		return calledName(call) == "Tag"
	}
	sel, ok := e.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Code"
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func isDeclared(n ast.Node) bool {
	_, ok := n.(*ast.FuncDecl)
	return ok
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func isFault(e ast.Expr, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && isName(sel.X, "fault") && sel.Sel.Name == name
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// nameOf is the variable that a function literal is assigned to.
func nameOf(f *ast.FuncLit, around ast.Node) string {
	if assign, ok := around.(*ast.AssignStmt); ok {
		for i, value := range assign.Rhs {
			if value == f && i < len(assign.Lhs) {
				if id, ok := assign.Lhs[i].(*ast.Ident); ok {
					return id.Name
				}
			}
		}
	}
	return ""
}

func parameter(list *ast.FieldList, name string) int {
	at := 0
	for _, field := range list.List {
		for _, id := range field.Names {
			if id.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}
