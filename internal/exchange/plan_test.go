package exchange_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/content"
	"movingcities/internal/exchange"
	"movingcities/internal/segment"
)

// one is a document with a single segment.
func one(s exchange.Segment) exchange.File {
	return exchange.File{Entry: "e", SourceLocale: "en", TargetLocale: "de", Segments: []exchange.Segment{s}}
}

// rewritten is a segment whose target was changed in the file.
func rewritten(s exchange.Segment, text string) exchange.Segment {
	s.Target.Text = text
	return s
}

func TestPlan(t *testing.T) {
	bold := segment.Inline{Tag: 1, Type: "bold"}
	lineBreak := segment.Inline{Tag: 2, Type: "hardBreak"}
	plain := seg("title", "Yes", "Ja", "translated")
	empty := seg("title", "Yes", "", "")
	machine := seg("title", "Yes", "Ja", "machine")
	coded := seg("b1", "<1>Yes</1><2/>", "", "", bold, lineBreak)
	newer := seg("title", "Yes", "Jawohl", "translated")
	moved := seg("title", "Yes, indeed", "Ja", "translated")
	confirmed := machine
	confirmed.Target.State = "translated"
	foreign := rewritten(coded, "<1>Ja</1><2/>")
	foreign.Target.Inline = []segment.Inline{{Tag: 1, Type: "link", Attrs: map[string]string{"href": "https://evil.example"}}}
	odd := rewritten(plain, "Doch")
	odd.Problem = "There is a code that nobody knows."

	cases := []struct {
		name      string
		file, now exchange.Segment
		verdict   exchange.Verdict
		message   string
	}{
		{"nothing changed", plain, plain, exchange.Same, "already"},
		{"a first translation", rewritten(empty, "Ja"), empty, exchange.Apply, "first"},
		{"another translation", rewritten(plain, "Doch"), plain, exchange.Apply, "Replaces"},
		{"only confirmed", confirmed, machine, exchange.Apply, "words stay"},
		{"the same words, written there as well", rewritten(empty, "Ja"), plain, exchange.Apply, "words stay"},
		{"nothing in the file", rewritten(plain, ""), plain, exchange.Same, "stays"},
		{"nothing in either", empty, empty, exchange.Same, "Neither"},
		{"the source changed", rewritten(plain, "Doch"), moved, exchange.OutdatedSource, "source has changed"},
		{"the source changed, the file did not", plain, moved, exchange.OutdatedSource, "source has changed"},
		{"a newer text, the file is as exported", plain, newer, exchange.Same, "newer translation stays"},
		{"a newer text, the file changed too", rewritten(plain, "Doch"), newer, exchange.ChangedMeanwhile, "since the export"},
		{"written since it was exported empty", rewritten(empty, "Doch"), newer, exchange.ChangedMeanwhile, "since the export"},
		{"another segment", seg("b9", "Yes", "Ja", "draft"), plain, exchange.Foreign, "no such segment"},
		{"a problem of the reader", odd, plain, exchange.BrokenCodes, "nobody knows"},
		{"all codes", rewritten(coded, "<2/><1>Ja</1>"), coded, exchange.Apply, "first"},
		{"a code dropped", rewritten(coded, "<1>Ja</1>"), coded, exchange.BrokenCodes, "<2> of the source is missing"},
		{"a code doubled", rewritten(coded, "<1>Ja</1><2/><2/>"), coded, exchange.BrokenCodes, "more often"},
		{"a foreign code", rewritten(coded, "<1>Ja</1><2/><3/>"), coded, exchange.BrokenCodes, "does not have"},
		{"a half code", rewritten(coded, "<1>Ja<2/>"), coded, exchange.BrokenCodes, "other half"},
		{"a code of another form", rewritten(coded, "Ja<1/><2/>"), coded, exchange.BrokenCodes, "another form"},
		{"a code that leads elsewhere", foreign, coded, exchange.BrokenCodes, "stands for something"},
	}
	for _, c := range cases {
		lines := exchange.Plan(one(c.file), one(c.now))
		if len(lines) != 1 || lines[0].Verdict != c.verdict || !strings.Contains(lines[0].Message, c.message) {
			t.Errorf("%s: %+v", c.name, lines)
		}
		if (lines[0].Input != nil) != (c.verdict == exchange.Apply) {
			t.Errorf("%s: input %+v", c.name, lines[0].Input)
		}
	}
}

func TestPlanRefusesTheWrongFile(t *testing.T) {
	now := sample()
	for verdict, change := range map[exchange.Verdict]func(*exchange.File){
		exchange.WrongEntry:    func(f *exchange.File) { f.Entry = "another" },
		exchange.WrongLanguage: func(f *exchange.File) { f.TargetLocale = "fr" },
	} {
		file := sample()
		change(&file)
		lines := exchange.Plan(file, now)
		if len(lines) != len(now.Segments) || !exchange.Refused(lines) || exchange.Inputs(lines) != nil {
			t.Errorf("%s: %+v", verdict, lines)
		}
		for _, l := range lines {
			if l.Verdict != verdict {
				t.Errorf("want %s, got %+v", verdict, l)
			}
		}
	}
}

// What is applied carries the hashes that the door compares: the source that the
// translator saw, and the text that she changed. A machine's text that a person
// changed is hers.
func TestPlanInputs(t *testing.T) {
	now := seg("title", "Yes", "Ja", "machine")
	file := rewritten(now, "Doch")
	file.Target.Note = "better"
	lines := exchange.Plan(one(file), one(now))
	want := exchange.Input{Key: "title", Text: "Doch", From: now.SourceHash, IfHash: now.TargetHash, State: "draft", Note: "better"}
	if d := diff([]exchange.Input{want}, exchange.Inputs(lines)); d != "" {
		t.Error(d)
	}
	if in := content.SegmentInput(want); in.IfHash != now.Target.Hash() {
		t.Error("the hash is not the one that the door compares")
	}
}

// A file that nobody changed changes nothing, whatever is in it; and no plan ever
// replaces a text other than the one that was exported.
func TestPlanNeverReplacesNewerText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exported := files().Draw(t, "exported")
		now := exported
		now.Segments = nil
		for _, s := range exported.Segments {
			if rapid.Bool().Draw(t, "written since") {
				s.Target.Text = segment.Normal(texts().Draw(t, "newer")) + "!"
				s.Target.State = segment.StateTranslated
				s.TargetHash = s.Target.Hash()
			}
			now.Segments = append(now.Segments, s)
		}
		file := exported
		file.Segments = nil
		for _, s := range exported.Segments {
			if rapid.Bool().Draw(t, "changed in the file") {
				s.Target.Text, s.Target.State = texts().Draw(t, "changed"), segment.StateTranslated
			}
			file.Segments = append(file.Segments, s)
		}
		for i, l := range exchange.Plan(file, now) {
			if l.Input == nil {
				continue
			}
			written := segment.Target{Text: l.Input.Text, Inline: l.Input.Inline}
			if n := now.Segments[i]; n.TargetHash != exported.Segments[i].TargetHash && written.Hash() != n.TargetHash {
				t.Fatalf("%q would replace newer text %q", l.Input.Text, n.Target.Text)
			}
		}
	})
}
