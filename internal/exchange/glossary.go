package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"movingcities/internal/segment"
)

// The statuses of a term.
const (
	TermPreferred  = "preferred"
	TermAdmitted   = "admitted"
	TermDeprecated = "deprecated" // understood, but to be replaced
	TermForbidden  = "forbidden"
)

// Concept is one thing of the glossary with its names in the languages.
type Concept struct {
	ID         string `json:"id"`
	Definition string `json:"definition,omitempty"`
	Terms      []Term `json:"terms"`
}

// Term is a name of a concept. Status is one of the statuses, or "".
type Term struct {
	Locale string `json:"locale"`
	Term   string `json:"term"`
	Status string `json:"status,omitempty"`
	Note   string `json:"note,omitempty"`
}

var csvHeading = []string{"concept", "definition", "locale", "term", "status", "note"}

// WriteCSV writes one line for each term, in UTF-8 with a byte order mark, so that
// spreadsheets read it right. Cells that would be formulas have an apostrophe before
// them, which ReadCSV takes away. Texts are written with Unix line ends.
func WriteCSV(w io.Writer, concepts []Concept) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(csvHeading); err != nil {
		return err
	}
	for _, c := range concepts {
		terms := c.Terms
		if len(terms) == 0 {
			terms = []Term{{}}
		}
		for _, t := range terms {
			cells := []string{c.ID, c.Definition, t.Locale, t.Term, t.Status, t.Note}
			for i, cell := range cells {
				cells[i] = neutral(strings.ReplaceAll(cell, "\r\n", "\n"))
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// ReadCSV reads a glossary with a heading line; columns may be in any order, others
// are passed over, and commas, semicolons or tabs divide them. A line without
// concept belongs to the concept above it. The error names the line.
func ReadCSV(r io.Reader) ([]Concept, error) {
	data, err := readAll(r)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, _, _ := strings.Cut(string(data), "\n")
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	for _, comma := range []rune{';', '\t'} {
		if strings.Count(first, string(comma)) > strings.Count(first, string(in.Comma)) {
			in.Comma = comma
		}
	}
	heading, err := in.Read()
	if err != nil {
		return nil, badCSV(err)
	}
	at := map[string]int{}
	for i, name := range heading {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"concept", "locale", "term"} {
		if _, ok := at[name]; !ok {
			return nil, invalid("Line 1: there is no column %q. The heading is %s.", name, strings.Join(csvHeading, ", "))
		}
	}
	return readTerms(in, at)
}

func readTerms(in *csv.Reader, at map[string]int) ([]Concept, error) {
	g := glossary{index: map[string]int{}}
	id := ""
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return g.concepts, nil
		}
		if err != nil {
			return nil, badCSV(err)
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(record) {
				return restored(record[i])
			}
			return ""
		}
		if own := cell("concept"); own != "" {
			id = own
		}
		line, _ := in.FieldPos(0)
		t := Term{Locale: cell("locale"), Term: cell("term"), Status: cell("status"), Note: cell("note")}
		if err := g.add(line, id, cell("definition"), t); err != nil {
			return nil, err
		}
	}
}

func badCSV(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return invalid("Line %d: the quotes of this line do not match.", parse.Line)
	}
	if errors.Is(err, io.EOF) {
		return invalid("The file is empty.")
	}
	return err
}

// glossary collects concepts in the order in which they come.
type glossary struct {
	concepts []Concept
	index    map[string]int
	terms    int
}

// add puts a term to its concept; without locale and term it is only the concept.
func (g *glossary) add(line int, id, definition string, t Term) error {
	g.terms++
	switch {
	case id == "":
		return invalid("Line %d: the concept has no id.", line)
	case g.terms > MaxSegments:
		return tooLarge("Line %d: there are more than %d terms. Divide the file.", line, MaxSegments)
	case len(t.Term)+len(t.Note)+len(definition) > maxText:
		return tooLarge("Line %d: the text is too long.", line)
	case (t.Term == "") != (t.Locale == ""):
		return invalid("Line %d: a term needs a language, and a language a term.", line)
	case t.Status != "" && !slices.Contains([]string{TermPreferred, TermAdmitted, TermDeprecated, TermForbidden}, t.Status):
		return invalid("Line %d: the status must be preferred, admitted, deprecated or forbidden.", line)
	}
	i, ok := g.index[id]
	if !ok {
		i = len(g.concepts)
		g.index[id] = i
		g.concepts = append(g.concepts, Concept{ID: id, Definition: definition})
	}
	c := &g.concepts[i]
	if definition != "" && c.Definition != definition {
		if c.Definition != "" {
			return invalid("Line %d: the concept has two definitions.", line)
		}
		c.Definition = definition
	}
	if t.Term != "" {
		c.Terms = append(c.Terms, t)
	}
	return nil
}

const nsTBX = "urn:iso:std:iso:30042:ed-2"

// tbxStatus are the administrative statuses of TBX-Basic; it has no other word for a
// forbidden term than superseded.
var tbxStatus = map[string]string{
	TermPreferred: "preferredTerm-admn-sts", TermAdmitted: "admittedTerm-admn-sts",
	TermDeprecated: "deprecatedTerm-admn-sts", TermForbidden: "supersededTerm-admn-sts",
}

// WriteTBX writes the glossary as TBX-Basic (ISO 30042:2019, style DCA). Characters
// that XML cannot hold become U+FFFD. locale is that of the definitions.
func WriteTBX(w io.Writer, locale string, concepts []Concept) error {
	var b builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.tag("tbx", "type", "TBX-Basic", "style", "dca", "xml:lang", locale, "xmlns", nsTBX)
	b.WriteString("<tbxHeader><fileDesc><sourceDesc><p>Glossary</p></sourceDesc></fileDesc></tbxHeader><text><body>")
	for _, c := range concepts {
		b.newline(1)
		b.tag("conceptEntry", "id", "c-"+unitID(c.ID))
		if c.Definition != "" {
			b.element("descrip", c.Definition, "type", "definition")
		}
		var locales []string
		for _, t := range c.Terms {
			if !slices.Contains(locales, t.Locale) {
				locales = append(locales, t.Locale)
			}
		}
		for _, locale := range locales {
			b.newline(2)
			b.tag("langSec", "xml:lang", locale)
			for _, t := range c.Terms {
				if t.Locale == locale {
					termSec(&b, t)
				}
			}
			b.end("langSec")
		}
		b.end("conceptEntry")
	}
	b.WriteString("\n</body></text></tbx>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func termSec(b *builder, t Term) {
	b.newline(3)
	b.tag("termSec")
	b.element("term", t.Term)
	if t.Status != "" {
		b.element("termNote", tbxStatus[t.Status], "type", "administrativeStatus")
	}
	if t.Note != "" {
		b.element("note", t.Note)
	}
	b.end("termSec")
}

// ReadTBX reads TBX-Basic of 2019 and, in the same terms, that of 2008. What else a
// file holds is passed over. Terms of one concept come language by language.
func ReadTBX(r io.Reader) ([]Concept, error) {
	g := glossary{index: map[string]int{}}
	seen := false
	err := readXML(r, map[string]string{nsTBX: "", "": ""}, []string{"conceptEntry", "termEntry"}, func(n *node, path string) error {
		seen = seen || path == "tbx" || path == "martif"
		if n.name != "conceptEntry" && n.name != "termEntry" {
			return nil
		}
		return g.addEntry(n)
	})
	if err == nil && !seen {
		err = invalid("Line 1: this is not a TBX file.")
	}
	if err != nil {
		return nil, err
	}
	return g.concepts, nil
}

func (g *glossary) addEntry(n *node) error {
	id := n.attr("id")
	if own, ok := strings.CutPrefix(id, "c-"); ok {
		if key, ok := keyOf(own); ok {
			id = key
		}
	}
	definition := definitionOf(n)
	if err := g.add(n.line, id, definition, Term{}); err != nil {
		return err
	}
	for _, lang := range n.all("langSec", "langSet") {
		for _, sec := range lang.all("termSec", "tig", "ntig") {
			if group := sec.first("termGrp"); group.name != "" {
				sec = group
			}
			t := Term{Locale: lang.attr("lang"), Term: sec.first("term").text(), Note: sec.first("note").text()}
			for _, note := range sec.all("termNote") {
				if note.attr("type") == "administrativeStatus" {
					t.Status = statusOf(note.text())
				}
			}
			if err := g.add(sec.line, id, "", t); err != nil {
				return err
			}
		}
	}
	return nil
}

func definitionOf(n *node) string {
	for _, holder := range slices.Concat([]*node{n}, n.all("descripGrp"), n.all("langSec", "langSet")) {
		for _, d := range holder.all("descrip") {
			if d.attr("type") == "definition" {
				return d.text()
			}
		}
	}
	return ""
}

// statusOf reads an administrative status; one that we do not have is none.
func statusOf(tbx string) string {
	for status, name := range tbxStatus {
		if segment.Normal(tbx) == name {
			return status
		}
	}
	return ""
}
