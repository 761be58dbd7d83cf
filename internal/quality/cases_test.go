package quality

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// qaCase is one case of testdata/qa-cases.json. Its texts are written in HTML and
// Markdown, which the platform stores as numbered tags: marked translates.
type qaCase struct {
	ID         string `json:"id"`
	Lang       string `json:"lang"`
	SourceLang string `json:"source_lang"`
	Check      string `json:"check"`
	Source     string `json:"source"`
	Target     string `json:"target"`
	Expect     string `json:"expect"`
	Note       string `json:"note"`
	Opts       struct {
		Max      int      `json:"max"`
		Other    []string `json:"other"`
		Glossary []Term   `json:"glossary"`
	} `json:"opts"`
}

func readCases(t testing.TB) []qaCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/qa-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []qaCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 214 {
		t.Fatalf("%d cases, want all 214", len(cases))
	}
	return cases
}

func (c qaCase) input() Input {
	var codes marker
	in := Input{
		Source: Text{Locale: c.SourceLang, Text: codes.text(c.Source)},
		Target: Text{Locale: c.Lang, Text: codes.text(c.Target)},
		Max:    c.Opts.Max, Terms: c.Opts.Glossary,
	}
	in.Source.Inline = codes.inline
	return in
}

func (c qaCase) code() string {
	if c.Check == "urls" {
		return "links"
	}
	return c.Check
}

func TestCases(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.ID+" "+c.Check, func(t *testing.T) {
			var findings []Finding
			if c.code() == "inconsistent" {
				pairs := []Pair{{Key: "here", Source: c.Source, Target: c.Target}}
				for i, other := range c.Opts.Other {
					pairs = append(pairs, Pair{Key: fmt.Sprint(i), Source: c.Source, Target: other})
				}
				if f, found := Inconsistent(pairs)["here"]; found {
					findings = append(findings, f)
				}
			} else {
				findings = Check(c.input())
			}
			if got := has(findings, c.code()); got != (c.Expect == "fail") {
				t.Errorf("%s > %s\n%q → %q: want %s; note: %s\n%v", c.SourceLang, c.Lang, c.Source, c.Target, c.Expect, c.Note, findings)
			}
		})
	}
}

// What is right in one respect is right in all: the cases that pass have no other
// finding than those named here.
func TestRightCasesHaveNoOtherFinding(t *testing.T) {
	want := map[string][]string{}
	got := map[string][]string{}
	for _, c := range readCases(t) {
		if c.Expect != "pass" || c.Check == "inconsistent" {
			continue
		}
		for _, f := range Check(c.input()) {
			if f.Severity != Info {
				got[c.ID] = append(got[c.ID], f.Code)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The severities measured: only four codes ever block, and not for another page or a
// lost emphasis.
func TestSeverities(t *testing.T) {
	want := func(c qaCase) Severity {
		switch c.code() {
		case "orphans":
			return Info
		case "empty", "placeholders", "links", "markup":
			if !slices.Contains([]string{"qa-036", "qa-049", "qa-235"}, c.ID) {
				return Error
			}
		}
		return Warning
	}
	for _, c := range readCases(t) {
		if c.Expect == "pass" || c.Check == "inconsistent" {
			continue
		}
		var got Severity
		for _, f := range Check(c.input()) {
			if f.Code == c.code() && got != Error {
				got = f.Severity
			}
		}
		if got != want(c) {
			t.Errorf("%s %s: got %q, want %q", c.ID, c.code(), got, want(c))
		}
	}
}

func has(findings []Finding, code string) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Code == code })
}

// marker turns the marks of HTML and Markdown into numbered tags, the same mark into
// the same number on both sides, as segment does.
type marker struct{ inline []Inline }

var written = regexp.MustCompile(`<(b|i|em)>|<a href="([^"]*)">|</(b|i|em|a)>|\*\*(.+?)\*\*|\[([^\[\]^]+)\]\(([^()\s]+)\)|(\S+)\[\^(\d+)\]`)

func (m *marker) text(s string) string {
	var out strings.Builder
	rest := 0
	open := map[string]int{}
	for _, at := range written.FindAllStringSubmatchIndex(s, -1) {
		out.WriteString(s[rest:at[0]])
		rest = at[1]
		part := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return s[at[2*i]:at[2*i+1]]
		}
		switch {
		case part(1) != "":
			open[part(1)] = m.number(part(1), "")
			fmt.Fprintf(&out, "<%d>", open[part(1)])
		case part(2) != "":
			open["a"] = m.number("link", part(2))
			fmt.Fprintf(&out, "<%d>", open["a"])
		case part(3) != "":
			fmt.Fprintf(&out, "</%d>", open[part(3)])
		case part(4) != "":
			n := m.number("bold", "")
			fmt.Fprintf(&out, "<%d>%s</%d>", n, part(4), n)
		case part(5) != "":
			n := m.number("link", part(6))
			fmt.Fprintf(&out, "<%d>%s</%d>", n, part(5), n)
		default:
			n := m.number("citation", part(8))
			fmt.Fprintf(&out, "<%d>%s</%d>", n, part(7), n)
		}
	}
	return out.String() + s[rest:]
}

func (m *marker) number(kind, target string) int {
	for _, code := range m.inline {
		if code.Type == kind && code.Attrs["href"] == target {
			return code.Tag
		}
	}
	code := Inline{Tag: len(m.inline) + 1, Type: kind}
	if target != "" {
		code.Attrs = map[string]string{"href": target}
	}
	m.inline = append(m.inline, code)
	return code.Tag
}
