package exchange_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// checkXLIFF holds a file against the XLIFF 2.1 specification (structural elements,
// attributes and constraints of section 4, metadata module of section 5.4).
func checkXLIFF(t testing.TB, raw []byte) {
	t.Helper()
	for _, f := range faultsOfXLIFF(raw) {
		t.Error(f)
	}
	if t.Failed() {
		t.Logf("%.3000s", raw)
	}
}

const (
	core = "urn:oasis:names:tc:xliff:document:2.0 "
	mda  = "urn:oasis:names:tc:xliff:metadata:2.0 "
)

type element struct {
	name     string // namespace, blank, local name
	attrs    map[string]string
	children []*element
	text     string
}

// rule is what the specification says of one element: its children in their order,
// each with * (any number), + (at least one), ? (at most one) or nothing (exactly
// one), and its attributes, required ones with an exclamation mark.
type rule struct {
	children string
	attrs    string
	text     bool
}

var inlineRule = "(cp|ph|pc|sc|ec|mrk|sm|em)*"

var rules = map[string]rule{
	core + "xliff":        {"file+", "version! srcLang! trgLang xml:space", false},
	core + "file":         {"skeleton? metadata? notes? (unit|group)+", "id! canResegment original translate srcDir trgDir xml:space", false},
	core + "unit":         {"metadata? notes? originalData? (segment|ignorable)+", "id! name canResegment translate srcDir trgDir xml:space type", false},
	core + "notes":        {"note+", "", false},
	core + "note":         {"", "id appliesTo category priority", true},
	core + "originalData": {"data+", "", false},
	core + "data":         {"cp*", "id! dir xml:space", true},
	core + "segment":      {"source target?", "id canResegment state subState", false},
	core + "source":       {inlineRule, "xml:lang xml:space", true},
	core + "target":       {inlineRule, "xml:lang xml:space order", true},
	core + "pc":           {inlineRule, "id! canCopy canDelete canOverlap canReorder copyOf dispEnd dispStart equivEnd equivStart dataRefStart dataRefEnd subFlowsEnd subFlowsStart subType type dir", true},
	core + "ph":           {"", "id! canCopy canDelete canReorder copyOf disp equiv dataRef subFlows subType type", false},
	core + "sc":           {"", "id! canCopy canDelete canOverlap canReorder copyOf dataRef dir disp equiv isolated subFlows subType type", false},
	core + "ec":           {"", "id startRef canCopy canDelete canOverlap canReorder copyOf dataRef dir disp equiv isolated subFlows subType type", false},
	core + "cp":           {"", "hex!", false},
	mda + "metadata":      {"metaGroup+", "id", false},
	mda + "metaGroup":     {"(metaGroup|meta)+", "id category appliesTo", false},
	mda + "meta":          {"", "type!", true},
}

var values = map[string]*regexp.Regexp{
	"version":   regexp.MustCompile(`^2\.1$`),
	"srcLang":   regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`),
	"trgLang":   regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`),
	"id":        regexp.MustCompile(`^[A-Za-z0-9._:-]+$`),
	"state":     regexp.MustCompile(`^(initial|translated|reviewed|final)$`),
	"subState":  regexp.MustCompile(`^[^:]+:.+$`),
	"subType":   regexp.MustCompile(`^([^:]+:.+)$`),
	"type":      regexp.MustCompile(`^(fmt|ui|quote|link|image|other)$`),
	"appliesTo": regexp.MustCompile(`^(source|target)$`),
	"isolated":  regexp.MustCompile(`^(yes|no)$`),
	"xml:space": regexp.MustCompile(`^(default|preserve)$`),
	"hex":       regexp.MustCompile(`^[0-9A-F]+$`),
	"priority":  regexp.MustCompile(`^([1-9]|10)$`),

	"canResegment": regexp.MustCompile(`^(yes|no)$`), "canOverlap": regexp.MustCompile(`^(yes|no)$`),
}

var subTypes = map[string]string{"xlf:b": "fmt", "xlf:i": "fmt", "xlf:lb": "fmt", "xlf:u": "fmt", "xlf:pb": "fmt", "xlf:var": "ui"}

// orders holds the compiled orders of children, which are asked for often.
var orders sync.Map

func orderOf(children string) *regexp.Regexp {
	if known, ok := orders.Load(children); ok {
		return known.(*regexp.Regexp)
	}
	pattern := regexp.MustCompile(`[a-zA-Z]+`).ReplaceAllString(children, "(?:$0 )")
	pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, ") (", ")("), " (", "(")
	compiled := regexp.MustCompile("^" + pattern + "$")
	orders.Store(children, compiled)
	return compiled
}

type checker struct{ faults []string }

func (c *checker) fault(e *element, format string, args ...any) {
	_, local, _ := strings.Cut(e.name, " ")
	c.faults = append(c.faults, fmt.Sprintf("<%s id=%q>: ", local, e.attrs["id"])+fmt.Sprintf(format, args...))
}

func faultsOfXLIFF(raw []byte) []string {
	root, err := parse(raw)
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{}
	if root.name != core+"xliff" {
		c.fault(root, "is not the root element")
	}
	c.element(root)
	unique(c, root, core+"file")
	for _, file := range root.below(core + "file") {
		unique(c, file, core+"unit")
		for _, unit := range file.below(core + "unit") {
			c.unit(unit, root.attrs["trgLang"] != "")
		}
	}
	return c.faults
}

func parse(raw []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	top := &element{}
	stack := []*element{top}
	for {
		token, err := d.Token()
		if err != nil {
			if len(top.children) == 1 {
				return top.children[0], nil
			}
			return nil, err
		}
		parent := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Space + " " + token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				switch a.Name.Space {
				case "xmlns":
				case "http://www.w3.org/XML/1998/namespace":
					e.attrs["xml:"+a.Name.Local] = a.Value
				default:
					if a.Name.Local != "xmlns" {
						e.attrs[a.Name.Local] = a.Value
					}
				}
			}
			parent.children = append(parent.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			parent.text += string(token)
		}
	}
}

func (e *element) below(name string) []*element {
	var out []*element
	for _, child := range e.children {
		if child.name == name {
			out = append(out, child)
		}
		out = append(out, child.below(name)...)
	}
	return out
}

// element checks the order of children, the attributes and their values.
func (c *checker) element(e *element) {
	r, ok := rules[e.name]
	if !ok {
		c.fault(e, "%s is not in the specification", e.name)
		return
	}
	_, local, _ := strings.Cut(e.name, " ")
	order := ""
	for _, child := range e.children {
		_, name, _ := strings.Cut(child.name, " ")
		order += name + " "
		c.element(child)
	}
	if !orderOf(r.children).MatchString(order) {
		c.fault(e, "children %q are not in the order %q", order, r.children)
	}
	if !r.text && strings.TrimSpace(e.text) != "" {
		c.fault(e, "holds text")
	}
	allowed := strings.Fields(strings.ReplaceAll(r.attrs, "!", ""))
	for name, value := range e.attrs {
		if !slices.Contains(allowed, name) {
			c.fault(e, "attribute %s is not allowed", name)
		}
		free := local == "meta" || local == "metaGroup" || local == "unit" && name == "type"
		if p := values[name]; p != nil && !free && !p.MatchString(value) {
			c.fault(e, "attribute %s has the value %q", name, value)
		}
	}
	for _, name := range strings.Fields(r.attrs) {
		if name, required := strings.CutSuffix(name, "!"); required && e.attrs[name] == "" {
			c.fault(e, "attribute %s is missing", name)
		}
	}
	c.dependent(e)
}

// dependent checks attributes that others ask for or forbid.
func (c *checker) dependent(e *element) {
	if e.attrs["subState"] != "" && e.attrs["state"] == "" {
		c.fault(e, "subState without state")
	}
	if state := e.attrs["state"]; state != "" && state != "initial" && len(e.children) < 2 {
		c.fault(e, "state %s without target", state)
	}
	if sub := e.attrs["subType"]; sub != "" {
		if e.attrs["type"] == "" {
			c.fault(e, "subType without type")
		}
		if kind, reserved := subTypes[sub]; strings.HasPrefix(sub, "xlf:") && (!reserved || kind != e.attrs["type"]) {
			c.fault(e, "subType %s does not go with type %s", sub, e.attrs["type"])
		}
	}
	if e.name == core+"ec" {
		if isolated := e.attrs["isolated"] == "yes"; isolated != (e.attrs["id"] != "") || isolated == (e.attrs["startRef"] != "") {
			c.fault(e, "an isolated end has an id and no startRef, any other a startRef and no id")
		}
	}
}

// unit checks what the specification says of ids and references within a unit.
func (c *checker) unit(unit *element, hasTarget bool) {
	unique(c, unit, core+"data")
	unique(c, unit, core+"note")
	data := map[string]bool{}
	for _, d := range unit.below(core + "data") {
		data[d.attrs["id"]] = true
	}
	segments := unit.below(core + "segment")
	for _, side := range []string{"source", "target"} {
		ids := map[string]bool{}
		for _, s := range segments {
			ids[s.attrs["id"]] = true
		}
		for _, content := range unit.below(core + side) {
			if side == "target" && !hasTarget {
				c.fault(unit, "a target without trgLang")
			}
			c.content(content, data, ids)
		}
	}
}

func (c *checker) content(content *element, data, ids map[string]bool) {
	starts, ended := map[string]*element{}, map[string]bool{}
	var codes []*element
	for _, kind := range []string{"ph", "pc", "sc", "ec"} {
		codes = append(codes, content.below(core+kind)...)
	}
	for _, e := range codes {
		for _, ref := range []string{"dataRef", "dataRefStart", "dataRefEnd"} {
			if id, ok := e.attrs[ref]; ok && !data[id] {
				c.fault(e, "%s %q leads nowhere", ref, id)
			}
		}
		if id := e.attrs["id"]; id != "" {
			if ids[id] {
				c.fault(e, "the id is there twice")
			}
			ids[id] = true
		}
		if e.name == core+"sc" {
			starts[e.attrs["id"]] = e
		}
		if e.name == core+"pc" && e.attrs["canOverlap"] != "yes" && len(e.below(core+"sc"))+len(e.below(core+"ec")) > 0 {
			c.fault(e, "holds half a pair and does not say that it may")
		}
		if ref := e.attrs["startRef"]; ref != "" {
			if starts[ref] == nil || ended[ref] || starts[ref].attrs["isolated"] == "yes" {
				c.fault(e, "startRef %q is no open start", ref)
			}
			ended[ref] = true
		}
	}
	for id, start := range starts {
		if !ended[id] && start.attrs["isolated"] != "yes" {
			c.fault(start, "has no end in the unit and is not isolated")
		}
	}
}

func unique(c *checker, scope *element, name string) {
	seen := map[string]bool{}
	for _, e := range scope.below(name) {
		if id := e.attrs["id"]; id != "" && seen[id] {
			c.fault(e, "the id is there twice")
		} else {
			seen[id] = true
		}
	}
}

// The check itself finds faults: each of these changes breaks a rule.
func TestTheCheckOfXLIFFFindsFaults(t *testing.T) {
	whole := string(xliff(t, sample()))
	for _, change := range [][2]string{
		{`version="2.1"`, `version="1.2"`},
		{` srcLang="en"`, ``},
		{`state="initial"`, `state="new"`},
		{`subState="mc:draft`, `subState="draft`},
		{`<unit id="title"`, `<unit id="b1"`},
		{`<unit id="title"`, `<unit id="ti tle"`},
		{`<data id="s1"`, `<data id="s2"`},
		{`dataRef="s4"`, `dataRef="s9"`},
		{`<notes>`, `<originalData><data id="q"/></originalData><notes>`},
		{`type="fmt" subType="xlf:b"`, `type="link" subType="xlf:b"`},
		{`startRef="1"`, `startRef="77"`},
		{`<ph id="4"`, `<ph id="1"`},
	} {
		broken := strings.Replace(whole, change[0], change[1], 1)
		if broken == whole {
			t.Fatalf("%s is not in the file:\n%s", change[0], whole)
		}
		if len(faultsOfXLIFF([]byte(broken))) == 0 {
			t.Errorf("%s was not found", change[1])
		}
	}
}
