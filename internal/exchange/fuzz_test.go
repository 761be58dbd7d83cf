package exchange_test

import (
	"bytes"
	"testing"

	"movingcities/internal/exchange"
)

// seeds gives a fuzz target what a writer writes; more is in testdata.
func seed(f *testing.F, write func(b *bytes.Buffer) error) {
	f.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
}

func sampleConcepts() []exchange.Concept {
	return []exchange.Concept{{ID: "c 1", Definition: "=A", Terms: []exchange.Term{
		{Locale: "de", Term: "Asyl", Status: "preferred", Note: "n"}, {Locale: "en", Term: "asylum"},
	}}}
}

// again checks that what was read can be written and read once more to the same.
func again[T any](t *testing.T, first T, err error, write func(*bytes.Buffer, T) error, read func(*bytes.Buffer) (T, error)) {
	t.Helper()
	if err != nil {
		if !refused(err) {
			t.Fatalf("not a refusal: %v", err)
		}
		return
	}
	var b bytes.Buffer
	if err := write(&b, first); err != nil {
		return // what is read can be more than what is written, such as keys that are empty
	}
	second, err := read(&b)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	if d := diff(first, second); d != "" {
		t.Fatal(d)
	}
}

// Whatever is read, the plan for it never panics and never applies a segment that
// the reader could not understand.
func planned(t *testing.T, file exchange.File) {
	t.Helper()
	for i, l := range exchange.Plan(file, sample()) {
		if l.Input != nil && file.Segments[i].Problem != "" {
			t.Fatalf("%+v", l)
		}
	}
}

func FuzzXLIFF(f *testing.F) {
	seed(f, func(b *bytes.Buffer) error { return exchange.WriteXLIFF(b, sample()) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := exchange.ReadXLIFF(bytes.NewReader(raw))
		if err != nil && !refused(err) {
			t.Fatalf("not a refusal: %v", err)
		}
		planned(t, file)
	})
}

func FuzzXLSX(f *testing.F) {
	seed(f, func(b *bytes.Buffer) error { return exchange.WriteXLSX(b, sample()) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := exchange.ReadXLSX(bytes.NewReader(raw))
		if err != nil && !refused(err) {
			t.Fatalf("not a refusal: %v", err)
		}
		planned(t, file)
	})
}

func FuzzTMX(f *testing.F) {
	seed(f, func(b *bytes.Buffer) error {
		return exchange.WriteTMX(b, exchange.Memory{SourceLocale: "en", Units: []exchange.MemoryUnit{{ID: "1", Texts: []exchange.MemoryText{
			{Locale: "en", Text: sample().Segments[2].Source, Inline: sample().Segments[2].SourceInline},
		}}}})
	})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := exchange.ReadTMX(bytes.NewReader(raw)); err != nil && !refused(err) {
			t.Fatalf("not a refusal: %v", err)
		}
	})
}

func FuzzTBX(f *testing.F) {
	seed(f, func(b *bytes.Buffer) error { return exchange.WriteTBX(b, "en", sampleConcepts()) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := exchange.ReadTBX(bytes.NewReader(raw)); err != nil && !refused(err) {
			t.Fatalf("not a refusal: %v", err)
		}
	})
}

// A table that can be read can be written, and then says the same.
func FuzzCSV(f *testing.F) {
	seed(f, func(b *bytes.Buffer) error { return exchange.WriteCSV(b, sampleConcepts()) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		first, err := exchange.ReadCSV(bytes.NewReader(raw))
		again(t, first, err,
			func(b *bytes.Buffer, c []exchange.Concept) error { return exchange.WriteCSV(b, c) },
			func(b *bytes.Buffer) ([]exchange.Concept, error) { return exchange.ReadCSV(b) })
	})
}
