// Package exchange reads and writes the files in which translations, memories and
// glossaries travel: XLIFF 2.1 and a two-column XLSX for one translation, TMX 1.4b
// for a memory, CSV and TBX-Basic for a glossary. It knows no database and decides
// nothing: what an import may do is said by Plan and done by the caller.
//
// To export, fill a File from content.SegmentsView and its entry and hand it to
// WriteXLIFF or WriteXLSX:
//
//	Key, Field, Kind, Source        of the SegmentView
//	SourceInline, SourceHash        its Inline and Hash
//	Target, TargetHash              segment.Target{…} of its TargetView, and Hash of that
//	Stale, Note                     its Stale; a note for translators, such as the field's label
//	Revision, Stage                 SegmentsView.Base; Reviewed if the document is approved,
//	                                Final if it is live, otherwise Working
//
// To import, read the file, fill a second File from the present SegmentsView in the
// same way, and compare:
//
//	file, err := exchange.ReadXLIFF(body)        // a *fault.Error names the line
//	lines := exchange.Plan(file, present)        // the dry run: show this
//	inputs := exchange.Inputs(lines)             // only if that was what was wanted
//
// Each Input converts to a content.SegmentInput, and the door's SaveSegments
// authorises and compares hashes once more. An import never approves or publishes:
// "reviewed" and "final" in a file mean no more than "translated". Whether one line
// that cannot be applied stops the whole import is for the caller to ask; Refused
// tells whether there is any.
//
// Every reader takes at most MaxBytes and answers hostile files (DTDs, entities, deep
// nesting, bombs in a zip) with a fault before they cost anything.
package exchange

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/fault"
	"movingcities/internal/segment"
)

// Limits of every import. A profile has some hundred segments; these leave room.
const (
	MaxBytes    = 16 << 20 // of a file, and of each part of a zip once unpacked
	MaxSegments = 20_000   // segments, memory entries, terms or rows in one file
	maxText     = 100_000  // bytes of one text, as in a save
)

// Stage is how far the whole document has come. It only raises the state that an
// export shows of translated segments; imports do not look at it.
type Stage string

// The stages, named as in XLIFF.
const (
	Working  Stage = ""
	Reviewed Stage = "reviewed"
	Final    Stage = "final"
)

// File is one translation beside its source, whatever the format.
type File struct {
	Entry, Type  string
	SourceLocale string
	TargetLocale string
	Revision     string // the base that the sources are taken from
	Stage        Stage
	Segments     []Segment
}

// Segment is one text with its translation. TargetHash is the hash of the target at
// the time of the export, "" if there was none: an import compares it with what is
// there now.
type Segment struct {
	Key, Field, Kind string
	Source           string
	SourceInline     []segment.Inline
	SourceHash       string
	Target           segment.Target
	TargetHash       string
	Stale            bool
	Note             string // for the translator; an import ignores it
	Problem          string `json:",omitempty"` // a sentence: why a reader could not make sense of the segment
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, "bad_exchange_file", format, args...)
}

func tooLarge(format string, args ...any) error {
	return fault.New(fault.TooLarge, "exchange_file_too_large", format, args...)
}

// checkText refuses bytes that no format could carry.
func (f File) checkText() error {
	for _, s := range f.Segments {
		all := s.Key + s.Field + s.Kind + s.Source + s.Target.Text + s.Target.Note + s.Note
		if !utf8.ValidString(all) {
			return invalid("The segment %q is not valid UTF-8 and cannot be written.", s.Key)
		}
		if s.Key == "" {
			return invalid("A segment has no key and cannot be written.")
		}
	}
	return nil
}

// clean replaces what no XML file can hold, for texts where a substitute is harmless.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if !inXML(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// inXML says whether XML 1.0 can hold the character at all.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// marshal writes strings, numbers and what is made of them, which cannot fail.
func marshal(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func unmarshalCode(text string) (segment.Inline, bool) {
	var c segment.Inline
	err := json.Unmarshal([]byte(text), &c)
	return c, err == nil
}

func code(list []segment.Inline, tag int) (segment.Inline, int) {
	for i, c := range slices.Backward(list) {
		if c.Tag == tag {
			return c, i
		}
	}
	return segment.Inline{}, -1
}
