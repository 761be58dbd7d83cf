package exchange_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"movingcities/internal/exchange"
	"movingcities/internal/fault"
)

// refused says that an error is one that a caller may be shown.
func refused(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge)
}

func xmlReaders() map[string]func(io.Reader) error {
	return map[string]func(io.Reader) error{
		"XLIFF": func(r io.Reader) error { _, err := exchange.ReadXLIFF(r); return err },
		"TMX":   func(r io.Reader) error { _, err := exchange.ReadTMX(r); return err },
		"TBX":   func(r io.Reader) error { _, err := exchange.ReadTBX(r); return err },
	}
}

// Every hostile file is refused with a sentence, quickly and without much memory.
func TestHostileXML(t *testing.T) {
	laughs := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	for name, text := range map[string]string{
		"empty":               "",
		"not XML":             "hello",
		"billion laughs":      `<?xml version="1.0"?>` + laughs + `<x>&b;</x>`,
		"quadratic blow-up":   `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("a", 1<<20) + `">]><x>` + strings.Repeat("&a;", 1000) + `</x>`,
		"external entity":     `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`,
		"parameter entity":    `<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]><x/>`,
		"external DTD":        `<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx/>`,
		"lower case doctype":  `<!doctype x><x/>`,
		"undeclared entity":   `<x>&eacute;</x>`,
		"instruction":         `<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1/"?><x/>`,
		"other encoding":      `<?xml version="1.0" encoding="UTF-16"?><x/>`,
		"levels":              strings.Repeat("<a>", 100_000),
		"levels, closed":      strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000),
		"attributes":          "<x" + strings.Repeat(` a="b"`, 100_000) + "/>",
		"many attributes":     "<x" + strings.Repeat(` a="b"`, 100) + "/>",
		"a long name":         "<" + strings.Repeat("a", 1<<20) + "/>",
		"an open quote":       `<x a="` + strings.Repeat("a", 1<<20),
		"an open comment":     `<x><!-- ` + strings.Repeat("<!--", 1<<18),
		"too large":           `<x>` + strings.Repeat(" ", exchange.MaxBytes) + `</x>`,
		"wrong nesting":       `<a><b></a></b>`,
		"control character":   "<x>\x01</x>",
		"not UTF-8":           "<x>\xff\xfe</x>",
		"XLIFF 1.2":           `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file/></xliff>`,
		"elements in a unit":  `<tmx><body><tu>` + strings.Repeat("<a/>", 100_000) + `</tu></body></tmx>`,
		"elements in a unit2": `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"><file><unit>` + strings.Repeat("<a/>", 100_000) + `</unit></file></xliff>`,
	} {
		for format, read := range xmlReaders() {
			if strings.HasPrefix(name, "elements in a unit") && !strings.Contains(text, strings.ToLower(format)) {
				continue
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			err := read(strings.NewReader(text))
			runtime.ReadMemStats(&after)
			if !refused(err) {
				t.Errorf("%s as %s: %v", name, format, err)
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s as %s took %s", name, format, took)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 8*exchange.MaxBytes {
				t.Errorf("%s as %s took %d MiB", name, format, used>>20)
			}
		}
	}
}

// A file cut off anywhere is refused, or every segment in it is one of the whole.
func TestTruncatedXLIFF(t *testing.T) {
	whole := xliff(t, sample())
	for i := 0; i < len(whole); i += 7 {
		if i < len(whole)-len("</xliff>\n") {
			if _, err := exchange.ReadXLIFF(bytes.NewReader(whole[:i])); !refused(err) {
				t.Fatalf("%d bytes: %v", i, err)
			}
		}
	}
}

func TestLinesInErrors(t *testing.T) {
	_, err := exchange.ReadXLIFF(strings.NewReader("<?xml version=\"1.0\"?>\n<!-- a\ncomment -->\n<!DOCTYPE x>\n<x/>"))
	if err == nil || !strings.Contains(err.Error(), "Line 4:") {
		t.Errorf("got %v", err)
	}
}
