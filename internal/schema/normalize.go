package schema

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"movingcities/internal/fault"
)

// Hard limits of a document, whatever its type allows. They bound the work that
// one request can cause; the limits of a type are checked at submit.
const (
	maxMembers  = 1_000   // of a list, sections, sources or relation
	maxText     = 100_000 // characters of one text
	maxProblems = 100     // reported at once
)

// idPattern is what an id of a block, item or entry may look like. A dot is not
// allowed: "itemId.field" is the key of a segment.
var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// checker walks one document. What differs between saving, looking at stored
// content and judging a text for publication is its purpose.
type checker struct {
	typ      *Type
	purpose  purpose
	newID    func() string
	ids      map[string]bool // of blocks and items: unique in the document
	problems []fault.Problem
}

type purpose int

const (
	saving  purpose = iota // unknown values are refused, missing ids are made
	fitting                // unknown values and missing ids are reported
	judging                // both are passed over
)

func newChecker(t *Type, why purpose, newID func() string) *checker {
	c := &checker{typ: t, purpose: why, newID: newID, ids: map[string]bool{}}
	for _, f := range t.Fields { // the id of a block is a segment's key, and so is a field's name
		c.ids[f.Name] = true
	}
	return c
}

// Normalize gives the canonical form of what somebody saves in a part: NFC,
// plain text trimmed, empty values dropped, and an id for every block and item
// (the first keeps an id that stands twice). newID is called in document order.
// Problems are what a save must be refused for; an incomplete text has none.
func (t *Type) Normalize(p Part, in Fields, newID func() string) (Fields, []fault.Problem) {
	c := newChecker(t, saving, newID)
	out := c.document(p, in)
	return out, c.problems
}

// Fits reports where stored content is not what the type says today: values
// retained from an earlier definition, and values of another shape.
func (t *Type) Fits(p Part, f Fields) []fault.Problem {
	c := newChecker(t, fitting, nil)
	c.document(p, f)
	return c.problems
}

// Retain adds to a save what the head holds and the present definition of the
// part does not know: fields and members that were removed or moved to the
// other part. Members are found again by the id of their item, so what was
// deleted with its item stays deleted. Neither argument is changed.
func (t *Type) Retain(p Part, saved, head Fields) Fields {
	return retain(t.partFields(p), saved, head)
}

// Present is f without what [Type.Retain] keeps: what a form of the part shows.
func (t *Type) Present(p Part, f Fields) Fields {
	return present(t.partFields(p), f)
}

func (t *Type) partFields(p Part) []*Field {
	var fields []*Field
	for _, f := range t.Fields {
		if f.part() == p {
			fields = append(fields, f)
		}
	}
	return fields
}

func (c *checker) document(p Part, in Fields) Fields {
	return c.members(c.typ.partFields(p), "", in)
}

// members checks the declared fields of an object; own are the names that the
// caller reads itself.
func (c *checker) members(fields []*Field, path string, in map[string]any, own ...string) Fields {
	out := Fields{}
	for _, f := range fields {
		if v, ok := in[f.Name]; ok {
			if v, ok := c.value(f, join(path, f.Name), v); ok {
				out[f.Name] = v
			}
		}
	}
	names := own
	for _, f := range fields {
		names = append(names, f.Name)
	}
	c.closed(path, in, names)
	return out
}

// closed reports members that are not among the names.
func (c *checker) closed(path string, in map[string]any, names []string) {
	if c.purpose == judging {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		switch other := c.typ.Field(name); {
		case slices.Contains(names, name):
		case c.purpose == fitting:
			c.problem(join(path, name), "retained", "This value belongs to an earlier definition of %q and is kept, but not shown.", c.typ.Name)
		case path == "" && other != nil && other.Localized:
			c.problem(name, "other_part", "%q belongs to the localized fields; save it in the document of a language.", name)
		case path == "" && other != nil:
			c.problem(name, "other_part", "%q belongs to the shared fields; save it in the document %q.", name, Und)
		default:
			c.problem(join(path, name), "unknown_field", "There is no field %q here%s", name, sentence(didYouMean(name, names)))
		}
	}
}

func (c *checker) problem(path, code, format string, args ...any) {
	switch {
	case len(c.problems) < maxProblems:
		c.problems = append(c.problems, fault.Problem{Path: path, Code: code, Message: fmt.Sprintf(format, args...)})
	case len(c.problems) == maxProblems:
		c.problems = append(c.problems, fault.Problem{Code: "too_many_problems", Message: "There are more problems than are listed here."})
	}
}

// id keeps a good id that was not seen yet in this document and makes one in
// place of a missing or repeated one.
func (c *checker) id(path string, given any, seen map[string]bool) string {
	id, isText := given.(string)
	switch {
	case given != nil && !isText:
		c.problem(path, "wrong_shape", "An id is a text.")
		return ""
	case id != "" && !idPattern.MatchString(id):
		c.problem(path, "bad_id", "An id has up to 64 letters, digits, hyphens and underscores.")
		return id
	case id != "" && !seen[id]:
		seen[id] = true
		return id
	}
	switch c.purpose {
	case saving:
		id = c.newID()
		for tries := 0; seen[id] && tries < 100; tries++ {
			id = c.newID()
		}
		seen[id] = true
	case fitting:
		c.problem(path, "missing_id", "This block or item has no id of its own.")
	case judging:
	}
	return id
}

// retain and present walk the same tree: the declared fields, and inside lists,
// sections and relations the members of each item.
func retain(fields []*Field, saved, head map[string]any) Fields {
	out := maps.Clone(saved)
	if out == nil {
		out = Fields{}
	}
	for name, kept := range head {
		f := fieldByName(fields, name)
		if f == nil {
			if _, ok := saved[name]; !ok {
				out[name] = kept
			}
		} else if now, ok := saved[name]; ok {
			out[name] = retainMembers(f, now, kept)
		}
	}
	return out
}

func retainMembers(f *Field, saved, head any) any {
	parts := f.parts()
	switch saved := saved.(type) {
	case map[string]any:
		if head, ok := head.(map[string]any); ok && parts != nil {
			return retain(withID(parts), saved, head)
		}
	case []any:
		if parts == nil {
			return saved
		}
		former := map[string]map[string]any{}
		for _, item := range objects("", head) {
			if id, ok := item["id"].(string); ok {
				former[id] = item
			}
		}
		out := slices.Clone(saved)
		for i := range out {
			if item, ok := out[i].(map[string]any); ok {
				id, _ := item["id"].(string)
				out[i] = retain(withID(parts), item, former[id])
			}
		}
		return out
	}
	return saved
}

func present(fields []*Field, f map[string]any) Fields {
	out := Fields{}
	for _, field := range fields {
		if v, ok := f[field.Name]; ok {
			out[field.Name] = presentMembers(field.parts(), v)
		}
	}
	return out
}

func presentMembers(parts []*Field, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if parts != nil {
			return present(withID(parts), v)
		}
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = presentMembers(parts, out[i])
		}
		return out
	}
	return v
}

// withID adds the member that every item has without being declared.
func withID(parts []*Field) []*Field {
	return append([]*Field{{Name: "id", Kind: Text}}, parts...)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}
