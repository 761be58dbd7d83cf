package exchange

import (
	"fmt"
	"slices"

	"movingcities/internal/segment"
)

// Verdict says what an import would do with one segment.
type Verdict string

// The verdicts. Only Apply brings an Input.
const (
	Apply            Verdict = "apply"
	Same             Verdict = "same"              // nothing to do: the file brings nothing new
	OutdatedSource   Verdict = "outdated_source"   // the source has another text now
	ChangedMeanwhile Verdict = "changed_meanwhile" // somebody has written here since the export
	Foreign          Verdict = "foreign"           // not a segment of this document
	WrongLanguage    Verdict = "wrong_language"
	WrongEntry       Verdict = "wrong_entry"
	BrokenCodes      Verdict = "broken_codes" // tags dropped, doubled or from elsewhere
)

// Line is what would become of one segment of the file: a verdict, a sentence for
// people, and for Apply what to save.
type Line struct {
	Key     string  `json:"key"`
	Field   string  `json:"field,omitempty"`
	Verdict Verdict `json:"verdict"`
	Message string  `json:"message"`
	Input   *Input  `json:"input,omitempty"`
}

// Input has the fields of content.SegmentInput in their order and converts to it.
type Input struct {
	Key    string           `json:"key"`
	Text   string           `json:"text"`
	Inline []segment.Inline `json:"inline,omitempty"`
	From   string           `json:"from"`
	IfHash string           `json:"if_hash"`
	State  string           `json:"state,omitempty"`
	Note   string           `json:"note,omitempty"`
}

// Plan compares a file with the document as it is now, filled as for an export. It
// has one line for every segment of the file, in its order. Nothing that somebody
// wrote after the export is ever replaced: such segments are ChangedMeanwhile.
func Plan(file, present File) []Line {
	now := make(map[string]Segment, len(present.Segments))
	for _, s := range present.Segments {
		now[s.Key] = s
	}
	lines := make([]Line, 0, len(file.Segments))
	for _, s := range file.Segments {
		line := whole(file, present)
		if line.Verdict == "" {
			current, known := now[s.Key]
			line = plan(s, current, known)
		}
		line.Key, line.Field = s.Key, s.Field
		lines = append(lines, line)
	}
	return lines
}

// Inputs lists what the lines would save.
func Inputs(lines []Line) []Input {
	var out []Input
	for _, l := range lines {
		if l.Input != nil {
			out = append(out, *l.Input)
		}
	}
	return out
}

// Refused says whether the file has a line that can neither be applied nor has
// nothing to do.
func Refused(lines []Line) bool {
	return slices.ContainsFunc(lines, func(l Line) bool { return l.Verdict != Apply && l.Verdict != Same })
}

// whole refuses what is wrong with the file as a whole.
func whole(file, present File) Line {
	switch {
	case file.Entry != present.Entry:
		return Line{Verdict: WrongEntry, Message: "This file was exported from another entry. Import it there."}
	case file.SourceLocale != present.SourceLocale || file.TargetLocale != present.TargetLocale:
		return Line{Verdict: WrongLanguage, Message: fmt.Sprintf(
			"This file translates from %q to %q, and this document from %q to %q. Import it into its own language.",
			file.SourceLocale, file.TargetLocale, present.SourceLocale, present.TargetLocale)}
	default:
		return Line{}
	}
}

// plan looks at one segment; the first reason that holds is the verdict.
func plan(s, now Segment, known bool) Line {
	if !known {
		return Line{Verdict: Foreign, Message: "The document has no such segment now. It was removed, or comes from elsewhere."}
	}
	if s.Problem != "" {
		return Line{Verdict: BrokenCodes, Message: s.Problem}
	}
	if s.SourceHash != now.SourceHash {
		return Line{Verdict: OutdatedSource, Message: "The source has changed since the export. Export again, or translate this sentence in the workbench."}
	}
	next := adopt(s, now)
	written := next.Hash() != "" || next.State == segment.StateLeftEmpty
	switch {
	case !written && now.Target.Text == "":
		return Line{Verdict: Same, Message: "Neither the file nor the document has a translation."}
	case !written:
		return Line{Verdict: Same, Message: "The file has no text for this sentence, so the present translation stays. Clear it in the workbench if that is meant."}
	case sameTarget(next, now.Target):
		return Line{Verdict: Same, Message: "The document has this translation already."}
	case now.TargetHash != s.TargetHash && next.Hash() == s.TargetHash:
		return Line{Verdict: Same, Message: "The file brings nothing new here; the newer translation stays."}
	case now.TargetHash != s.TargetHash && next.Hash() != now.Target.Hash():
		return Line{Verdict: ChangedMeanwhile, Message: "Somebody has written this sentence since the export. Compare both in the workbench."}
	}
	if fault := brokenCodes(next, now); fault != "" {
		return Line{Verdict: BrokenCodes, Message: fault}
	}
	return Line{Verdict: Apply, Message: describe(next, now.Target), Input: &Input{
		Key: s.Key, Text: next.Text, Inline: next.Inline, From: next.From, IfHash: now.TargetHash, State: next.State, Note: next.Note,
	}}
}

// adopt is the target that the file would leave, in the form in which it is stored.
// Words that were changed in the file were made from the file's source, and are no
// machine's any more.
func adopt(s, now Segment) segment.Target {
	t := s.Target
	changed := t.Hash() != s.TargetHash
	t.Text = segment.Normal(t.Text)
	if t.Text == "" {
		t.Inline = nil
		if t.State != segment.StateLeftEmpty {
			return segment.Target{}
		}
	}
	if changed || t.From == "" {
		t.From = s.SourceHash
	}
	if t.State == "" || changed && t.State == segment.StateMachine {
		t.State = segment.StateDraft
	}
	if t.Note == "" {
		t.Note = now.Target.Note
	}
	return t
}

func sameTarget(a, b segment.Target) bool {
	return a.Hash() == b.Hash() && a.State == b.State && clean(a.Note) == clean(b.Note)
}

func describe(next, now segment.Target) string {
	switch {
	case next.Hash() == now.Hash():
		return fmt.Sprintf("The words stay; the state becomes %s or the note changes.", next.State)
	case now.Text == "":
		return "A first translation."
	default:
		return "Replaces the translation that was exported."
	}
}

// brokenCodes holds the tags of a target against those of its source: each once more
// or less than there is broken, as is one that means something else than was known.
func brokenCodes(t segment.Target, now Segment) string {
	if t.State == segment.StateLeftEmpty {
		return ""
	}
	for _, own := range t.Inline {
		if !knownCode(own, now) {
			return fmt.Sprintf("The code <%d> stands for something that is neither in the source nor in the present translation.", own.Tag)
		}
	}
	source, target, before := tags(now.Source), tags(t.Text), tags(now.Target.Text)
	if target.crossed {
		return "A code has lost its other half, or two codes cross."
	}
	for _, tag := range target.order {
		_, own := code(t.Inline, tag)
		switch {
		case source.forms[tag] == 0 && before.forms[tag] == 0 && own < 0:
			return fmt.Sprintf("There is a code <%d> that the source does not have.", tag)
		case source.forms[tag] != 0 && target.forms[tag] != source.forms[tag]:
			return fmt.Sprintf("The code <%d> has another form than in the source.", tag)
		case target.count[tag] > max(source.count[tag], before.count[tag], 1):
			return fmt.Sprintf("The code <%d> is there more often than in the source.", tag)
		}
	}
	for _, tag := range source.order {
		if target.count[tag] == 0 {
			return fmt.Sprintf("The code <%d> of the source is missing.", tag)
		}
	}
	return ""
}

// knownCode says whether the present source or translation has exactly this code.
func knownCode(own segment.Inline, now Segment) bool {
	for _, list := range [][]segment.Inline{now.SourceInline, now.Target.Inline} {
		for _, c := range list {
			if c.Type == own.Type && marshal(segment.Inline{Attrs: c.Attrs}) == marshal(segment.Inline{Attrs: own.Attrs}) {
				return true
			}
		}
	}
	return false
}

// tagUse is how a text uses its tags: which, in what form and how often.
type tagUse struct {
	order   []int
	forms   map[int]segment.Form // Opening for pairs, Void
	count   map[int]int
	crossed bool
}

func tags(text string) tagUse {
	use := tagUse{forms: map[int]segment.Form{}, count: map[int]int{}}
	list := segment.Pieces(text)
	_, use.crossed = nest(list)
	for _, p := range list {
		if p.Form != segment.Opening && p.Form != segment.Void {
			continue
		}
		if use.count[p.Tag]++; use.count[p.Tag] == 1 {
			use.order = append(use.order, p.Tag)
		}
		use.forms[p.Tag] = p.Form
	}
	return use
}
