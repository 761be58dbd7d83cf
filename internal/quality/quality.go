package quality

import "fmt"

// Severity says what a finding stops.
type Severity string

// An Error blocks, a Warning can be dismissed, an Info is only shown.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Inline is what stands behind a numbered tag. It has the shape of segment.Inline, so
// that one converts to the other; the two packages do not know each other.
type Inline struct {
	Tag   int
	Type  string
	Attrs map[string]string
}

// Text is one side of a translation, in memory form.
type Text struct {
	Locale string
	Text   string
	Inline []Inline // of a target only what differs from the source
}

// Term is an entry of the glossary: how Source is rendered in the target's language.
type Term struct {
	Source    string
	Target    string
	Forms     []string // inflected forms that do not begin like Target
	Forbidden []string // renderings that somebody decided against
}

// Input is one segment with its translation.
type Input struct {
	Source Text
	Target Text
	Kind   string // of the segment; a "quotation" stands in quotation marks already
	Max    int    // most characters of the target as it reads; 0 for no limit
	Terms  []Term
}

// Span is a stretch of a text: runes from Start up to, not including, End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Finding is one thing to look at. Message says what is wrong and what to do; it is
// Template with Params in their places, so that an interface can say it in another
// language, and the two together name the finding.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Template string   `json:"template"`
	Params   []string `json:"params,omitempty"`
	Source   []Span   `json:"source,omitempty"`
	Target   []Span   `json:"target,omitempty"`
}

// pair is what the checks look at and report to.
type pair struct {
	Input
	source, target *view
	findings       []Finding
}

// longest is a text that is still looked at, in characters. No paragraph comes near; the
// checks take more time than in proportion.
const longest = 10_000

// checks in the order in which findings are shown: what blocks comes first. Numbers
// come after dates, which say more of the same fault.
var checks = []func(*pair){
	checkPlaceholders, checkLinks, checkUnknownTags, checkTagPairs, checkLostTags,
	checkDates, checkNumbers, checkGlossary,
	checkEndPunctuation, checkInvertedMarks, checkSemicolon, checkPunctuationSpacing, checkQuotes, checkApostrophe,
	checkSameAsSource, checkLengthRatio, checkMaxLength,
	checkRepeatedWord, checkMixedScript, checkAccents, checkFinalSigma,
	checkDoubleSpace, checkWhitespaceEdges, checkLineBreaks, checkOrphans,
}

// Check lists what may be wrong with the target, which is meant to have text: where it
// has none, that is the one finding. With a source without text there is nothing to
// compare. No input makes it fail.
func Check(in Input) []Finding {
	p := &pair{Input: in, source: newView(in.Source), target: newView(in.Target)}
	if p.source.blank() {
		return nil
	}
	if p.target.blank() {
		p.add("empty", Error, nil, nil, "There is no translation. Write one, or mark the segment as left empty.")
		return p.findings
	}
	if max(len(p.source.prose), len(p.target.prose)) > longest {
		p.add("max_length", Warning, nil, nil, "The text is too long to be checked. Divide it into paragraphs.")
		return p.findings
	}
	for _, check := range checks {
		check(p)
	}
	return p.findings
}

// New makes a finding; the template is its sentence with verbs of package fmt.
func New(code string, severity Severity, source, target []Span, template string, args ...any) Finding {
	f := Finding{Code: code, Severity: severity, Message: fmt.Sprintf(template, args...), Template: template, Source: source, Target: target}
	for _, a := range args {
		if r, ok := a.(rune); ok {
			f.Params = append(f.Params, string(r))
		} else {
			f.Params = append(f.Params, fmt.Sprint(a))
		}
	}
	return f
}

func (p *pair) add(code string, severity Severity, source, target []Span, format string, args ...any) {
	p.findings = append(p.findings, New(code, severity, source, target, format, args...))
}

// warn is a warning about places in the target; no places, no warning.
func (p *pair) warn(code string, target []Span, format string, args ...any) {
	if len(target) > 0 {
		p.add(code, Warning, nil, target, format, args...)
	}
}
