package schema

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// DefinitionFault is one mistake in the configuration and what to write instead.
type DefinitionFault struct {
	File    string
	Line    int // 0 when the whole file is meant
	Message string
}

// DefinitionError lists every mistake that [Load] found, by file and line.
type DefinitionError struct{ Faults []DefinitionFault }

func (e *DefinitionError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.File + ": " + f.Message
		if f.Line > 0 {
			lines[i] = f.File + ":" + strconv.Itoa(f.Line) + ": " + f.Message
		}
	}
	return strings.Join(lines, "\n")
}

// part of a configuration file, with the line it starts in.
type part struct {
	line    int
	sort    partSort
	text    string // of a scalar
	entries []entry
	items   []*part
}

type entry struct {
	key   string
	line  int
	value *part
}

// at is the value with the line of its key, where a person looks for it.
func (e entry) at() *part {
	v := *e.value
	v.line = e.line
	return &v
}

type partSort int

const (
	nothing partSort = iota
	word             // text in YAML's eyes
	literal          // a number or true or false
	mapping
	sequence
)

// reader turns one file into values and notes what is wrong on the way.
type reader struct {
	file    string
	locales []Locale
	faults  *[]DefinitionFault
	unread  bool // parts of the file were not read: what is missing is not known
}

func (r *reader) fault(line int, format string, args ...any) {
	*r.faults = append(*r.faults, DefinitionFault{File: r.file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// maxNesting of a definition; a deeper file is a mistake or an attack.
const maxNesting = 20

// parse reads YAML, or JSON, which YAML contains. nil means that it could not.
func (r *reader) parse(raw []byte) *part {
	file, err := parser.ParseBytes(raw, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, message := 0, "this is not YAML"
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			message = syntax.Message
			if syntax.Token != nil && syntax.Token.Position != nil {
				line = syntax.Token.Position.Line
			}
		}
		r.fault(line, "the file cannot be read: %s; correct the YAML", message)
		return nil
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	if len(docs) != 1 {
		r.fault(0, "the file holds %d documents; write exactly one", len(docs))
		return nil
	}
	root := r.convert(docs[0].Body, 0)
	if r.unread {
		return nil
	}
	return root
}

func (r *reader) convert(n ast.Node, depth int) *part {
	p := &part{line: lineOf(n)}
	if depth > maxNesting {
		r.unread = true
		r.fault(p.line, "this is nested too deep; nothing here needs more than %d levels", maxNesting)
		return p
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		p.sort = mapping
		for _, v := range n.Values {
			r.entry(p, v, depth)
		}
	case *ast.MappingValueNode:
		p.sort = mapping
		r.entry(p, n, depth)
	case *ast.SequenceNode:
		p.sort = sequence
		for _, v := range n.Values {
			p.items = append(p.items, r.convert(v, depth+1))
		}
	case *ast.StringNode:
		p.sort, p.text = word, n.Value
	case *ast.LiteralNode:
		p.sort, p.text = word, n.Value.Value
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		p.sort, p.text = literal, n.GetToken().Value
	case *ast.NullNode, nil:
	default:
		r.unread = true
		r.fault(p.line, "anchors, aliases, tags and merges are not read here; write the value out")
	}
	return p
}

func (r *reader) entry(p *part, v *ast.MappingValueNode, depth int) {
	key := r.convert(v.Key, depth+1)
	if key.sort != word && key.sort != literal {
		r.fault(key.line, "a key must be a plain word")
		return
	}
	if slices.ContainsFunc(p.entries, func(e entry) bool { return e.key == key.text }) {
		r.fault(key.line, "%q stands here twice; keep one", key.text)
		return
	}
	p.entries = append(p.entries, entry{key: key.text, line: key.line, value: r.convert(v.Value, depth+1)})
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// get finds the value of a key; nil without one.
func (p *part) get(key string) *part {
	if p == nil {
		return nil
	}
	for _, e := range p.entries {
		if e.key == key && e.value.sort != nothing {
			return e.at()
		}
	}
	return nil
}

// keys makes sure that p is a mapping with no other keys than the known ones.
func (r *reader) keys(p *part, what string, known ...string) bool {
	if p == nil {
		return false
	}
	if p.sort != mapping {
		r.fault(p.line, "%s must be a group of keys: %s", what, strings.Join(known, ", "))
		return false
	}
	for _, e := range p.entries {
		if !slices.Contains(known, e.key) {
			hint := didYouMean(e.key, known)
			if hint == "" {
				hint = "; the keys here are " + strings.Join(known, ", ")
			}
			r.fault(e.line, "unknown key %q in %s%s", e.key, what, hint)
		}
	}
	return true
}

// need is get for what must be there; hint is an example.
func (r *reader) need(p *part, what, key, hint string) *part {
	v := p.get(key)
	if v == nil {
		r.fault(p.line, "%s has no %q; write for example %s", what, key, hint)
	}
	return v
}

func (r *reader) text(p *part, what string) string {
	switch {
	case p == nil:
		return ""
	case p.sort == literal:
		r.fault(p.line, "%s must be a text; write it in quotes: %q", what, p.text)
	case p.sort != word || strings.TrimSpace(p.text) == "":
		r.fault(p.line, "%s must be a text", what)
	}
	return strings.TrimSpace(p.text)
}

func (r *reader) yes(p *part, what string) bool {
	if p == nil {
		return false
	}
	if p.sort != literal || (p.text != "true" && p.text != "false") {
		r.fault(p.line, "%s must be true or false", what)
	}
	return p.text == "true"
}

func (r *reader) count(p *part, what string) int {
	if p == nil {
		return 0
	}
	n, err := strconv.Atoi(p.text)
	if err != nil || p.sort != literal || n < 1 {
		r.fault(p.line, "%s must be a whole number from 1", what)
	}
	return max(n, 0)
}

// words reads a list of texts; what is not one of the allowed is a fault.
func (r *reader) words(p *part, what string, allowed []string) []string {
	if p == nil {
		return nil
	}
	if p.sort != sequence {
		r.fault(p.line, "%s must be a list, such as [%s]", what, strings.Join(allowed[:min(2, len(allowed))], ", "))
		return nil
	}
	var out []string
	for _, item := range p.items {
		s := r.text(item, what)
		if s == "" {
			continue
		}
		if allowed != nil && !slices.Contains(allowed, s) {
			r.fault(item.line, "%q in %s is not known%s", s, what, didYouMean(s, allowed))
			continue
		}
		out = append(out, s)
	}
	return out
}

// labels reads one text for every locale.
func (r *reader) labels(p *part, what string) map[string]string {
	if p == nil {
		return nil
	}
	var codes, missing []string
	for _, l := range r.locales {
		codes = append(codes, l.Code)
	}
	if !r.keys(p, what, codes...) {
		return nil
	}
	out := map[string]string{}
	for _, code := range codes {
		v := p.get(code)
		if v == nil {
			missing = append(missing, code)
			continue
		}
		out[code] = r.text(v, what+" in "+code)
	}
	if missing != nil {
		r.fault(p.line, "%s is missing in %s; write one text for each locale", what, strings.Join(missing, ", "))
	}
	return out
}

// options reads codes with their labels, in the order of the file.
func (r *reader) options(p *part, what string) []Option {
	if p == nil {
		return nil
	}
	if p.sort != mapping || len(p.entries) == 0 {
		r.fault(p.line, "%s must be codes with labels, such as workshop: {en: Workshop, …}", what)
		return nil
	}
	var out []Option
	for _, e := range p.entries {
		if !codePattern.MatchString(e.key) {
			r.fault(e.line, "%q in %s must be lower-case letters, digits, _ and -, starting with a letter", e.key, what)
		}
		out = append(out, Option{Code: e.key, Labels: r.labels(e.at(), fmt.Sprintf("the label of %q in %s", e.key, what))})
	}
	return out
}

// sorted puts faults in the order in which a person works through the files.
func sorted(faults []DefinitionFault) []DefinitionFault {
	slices.SortStableFunc(faults, func(a, b DefinitionFault) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Message, b.Message))
	})
	return faults
}
