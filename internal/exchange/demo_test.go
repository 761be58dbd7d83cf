package exchange_test

import (
	"io/fs"
	"strings"
	"testing"

	"movingcities/config"
	"movingcities/internal/demo"
	"movingcities/internal/exchange"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// pair is one translation of the demonstration content.
type pair struct {
	name   string
	typ    *schema.Type
	base   schema.Fields
	source []segment.Segment
	file   exchange.File
}

// pairs are all entries in all pairs of languages that they have.
func pairs(t *testing.T) []pair {
	t.Helper()
	model, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := fs.Sub(config.Files, "demo")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := demo.Entries(fixtures, model)
	if err != nil {
		t.Fatal(err)
	}
	var out []pair
	for _, e := range entries {
		typ := model.Type(e.Type)
		for from, base := range e.Texts {
			source := segment.Split(typ, base.Fields)
			for to, text := range e.Texts {
				if from == to || len(source) == 0 {
					continue
				}
				out = append(out, pair{
					name: e.Type + "/" + e.Slug + " " + from + " to " + to, typ: typ, base: base.Fields, source: source,
					file: fileOf(e, from, to, source, segment.Split(typ, text.Fields)),
				})
			}
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d pairs", len(out))
	}
	return out
}

func fileOf(e demo.Entry, from, to string, source, translated []segment.Segment) exchange.File {
	f := exchange.File{Entry: e.ID, Type: e.Type, SourceLocale: from, TargetLocale: to, Revision: "r"}
	targets := map[string]segment.Segment{}
	for _, s := range translated {
		targets[s.Key] = s
	}
	for _, s := range source {
		one := exchange.Segment{Key: s.Key, Field: s.Field, Kind: s.Kind, Source: s.Text, SourceInline: s.Inline, SourceHash: s.Hash}
		if found, ok := targets[s.Key]; ok {
			one.Target = segment.Rebase(segment.Target{Text: found.Text, Inline: found.Inline, From: s.Hash, State: "translated"}, s, nil)
			one.TargetHash = one.Target.Hash()
		}
		f.Segments = append(f.Segments, one)
	}
	return f
}

func (p pair) merged(f exchange.File) string {
	targets := map[string]segment.Target{}
	for _, s := range f.Segments {
		targets[s.Key] = s.Target
	}
	return string(schema.Encode(segment.Merge(p.typ, p.base, targets)))
}

func TestXLIFFOfAllDemonstrationContent(t *testing.T) {
	for _, p := range pairs(t) {
		raw := xliff(t, p.file)
		for _, fault := range faultsOfXLIFF(raw) {
			t.Errorf("%s: %s", p.name, fault)
		}
		got := readXLIFF(t, raw)
		if d := diff(p.file, got); d != "" {
			t.Fatalf("%s: %s", p.name, d)
		}
		if p.merged(p.file) != p.merged(got) {
			t.Errorf("%s: the content is another", p.name)
		}
		for _, l := range exchange.Plan(got, p.file) {
			if l.Verdict != exchange.Same {
				t.Errorf("%s: %+v", p.name, l)
			}
		}
	}
}

// A file exported before the source changed: its other segments are applied, and the
// changed ones are listed.
func TestOldFileOfDemonstrationContent(t *testing.T) {
	p := pairs(t)[0]
	untranslated := p.file
	untranslated.Segments = nil
	for _, s := range p.file.Segments {
		s.Target, s.TargetHash = segment.Target{}, ""
		untranslated.Segments = append(untranslated.Segments, s)
	}
	file := readXLIFF(t, xliff(t, untranslated))
	for i := range file.Segments {
		file.Segments[i].Target = segment.Target{Text: p.file.Segments[i].Target.Text, State: "translated"}
	}
	present := untranslated
	present.Segments = append([]exchange.Segment{}, untranslated.Segments...)
	present.Segments[0].Source += " today"
	present.Segments[0].SourceHash = segment.Hash(present.Segments[0].Source)
	lines := exchange.Plan(file, present)
	if lines[0].Verdict != exchange.OutdatedSource {
		t.Errorf("got %+v", lines[0])
	}
	for _, l := range lines[1:] {
		if l.Verdict != exchange.Apply && !strings.Contains(l.Message, "Neither") {
			t.Errorf("got %+v", l)
		}
	}
}
