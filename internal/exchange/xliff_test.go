package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/exchange"
	"movingcities/internal/segment"
)

func TestXLIFFRoundTrip(t *testing.T) {
	want := sample()
	raw := xliff(t, want)
	checkXLIFF(t, raw)
	if d := diff(want, readXLIFF(t, raw)); d != "" {
		t.Error(d)
	}
}

// Whatever texts, tags and codes there are, an exported file is valid, and reading it
// gives every byte back.
func TestXLIFFRoundTripOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := files().Draw(rt, "file")
		var b bytes.Buffer
		if err := exchange.WriteXLIFF(&b, want); err != nil {
			rt.Fatal(err)
		}
		for _, fault := range faultsOfXLIFF(b.Bytes()) {
			rt.Error(fault)
		}
		got, err := exchange.ReadXLIFF(&b)
		if err != nil {
			rt.Fatal(err)
		}
		if d := diff(want, got); d != "" {
			rt.Fatal(d)
		}
	})
}

// The stage of a document raises the state of what is translated, unless that is
// stale, and reading takes it for translated again.
func TestXLIFFStates(t *testing.T) {
	cases := []struct {
		state, xliff string
		stage        exchange.Stage
		stale        bool
	}{
		{"draft", `state="initial" subState="mc:draft"`, exchange.Working, false},
		{"machine", `state="initial" subState="mc:machine"`, exchange.Final, false},
		{"machine", `state="initial" subState="mc:machine-stale"`, exchange.Working, true},
		{"translated", `state="translated"`, exchange.Working, false},
		{"translated", `state="reviewed"`, exchange.Reviewed, false},
		{"translated", `state="final"`, exchange.Final, false},
		{"translated", `state="translated" subState="mc:stale"`, exchange.Final, true},
		{"left_empty", `state="translated" subState="mc:left_empty"`, exchange.Working, false},
		{"", `state="initial"`, exchange.Working, false},
	}
	for _, c := range cases {
		text := "Ja"
		if c.state == "" || c.state == segment.StateLeftEmpty {
			text = ""
		}
		f := exchange.File{Entry: "e", SourceLocale: "en", TargetLocale: "de", Stage: c.stage}
		f.Segments = []exchange.Segment{seg("title", "Yes", text, c.state)}
		f.Segments[0].Stale = c.stale
		raw := xliff(t, f)
		if !strings.Contains(string(raw), c.xliff+">") {
			t.Errorf("%+v was written as\n%s", c, raw)
		}
		if d := diff(f, readXLIFF(t, raw)); d != "" {
			t.Errorf("%+v: %s", c, d)
		}
	}
}

// What tools do to files: divide segments, annotate, add notes, move codes, drop what
// they do not know.
func TestXLIFFFromATool(t *testing.T) {
	f := exchange.File{Entry: "e", SourceLocale: "en", TargetLocale: "de"}
	f.Segments = []exchange.Segment{seg("b1", "One. <1>Two.</1>", "", "", segment.Inline{Tag: 1, Type: "bold"})}
	whole := string(xliff(t, f))
	from := strings.Index(whole, "<segment ")
	to := strings.Index(whole, "</unit>")
	worked := whole[:from] + `<segment state="translated"><source>One.</source><target><mrk id="m1" type="term">Eins.</mrk></target></segment>
		<ignorable><source> </source></ignorable>
		<segment state="final"><source><pc id="1" dataRefStart="s1" dataRefEnd="s1">Two.</pc></source>
		<target><pc id="x9" dataRefStart="s1" dataRefEnd="s1">Zwei.</pc></target></segment>` + whole[to:]
	got := readXLIFF(t, []byte(worked)).Segments[0]
	if got.Source != f.Segments[0].Source || got.Target.Text != "Eins. <1>Zwei.</1>" || got.Target.State != "translated" || got.Problem != "" {
		t.Errorf("got %+v", got)
	}
}

func TestXLIFFProblemsOfOneSegment(t *testing.T) {
	whole := string(xliff(t, sample()))
	cases := []struct{ old, new, problem string }{
		{"<source>Welcome", "<source>Goodbye", "source text was changed"},
		{"<target>Willkommen", `<target><ph id="smiley"/>Willkommen`, "does not come from the export"},
		{"<target>Willkommen", `<target><script>alert(1)</script>Willkommen`, "XLIFF does not have"},
		{"<target>Willkommen", `<target order="2">Willkommen`, "another order"},
		{`name="title"`, `name="slug"`, "not one of ours"},
		{`<unit id="title" name="title"`, `<unit id="b1" name="b1"`, ""},
	}
	for _, c := range cases {
		worked := strings.Replace(whole, c.old, c.new, 1)
		if worked == whole {
			t.Fatalf("%s is not in the file", c.old)
		}
		f := readXLIFF(t, []byte(worked))
		if got := f.Segments[0].Problem; !strings.Contains(got, c.problem) || (c.problem == "") != (got == "") {
			t.Errorf("%s: %q", c.new, got)
		}
	}
}

func TestXLIFFRefusesWhatCannotBeWritten(t *testing.T) {
	for _, f := range []exchange.File{
		{},
		{Segments: []exchange.Segment{{Key: "a", Source: "\xff"}}},
		{Segments: []exchange.Segment{{Source: "no key"}}},
	} {
		if err := exchange.WriteXLIFF(&bytes.Buffer{}, f); err == nil {
			t.Errorf("%+v was written", f)
		}
	}
}
