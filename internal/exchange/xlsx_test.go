package exchange_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/exchange"
)

func xlsx(t testing.TB, f exchange.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteXLSX(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repack changes the texts of a zip's parts; a part that changes to "" is left out.
func repack(t testing.TB, raw []byte, change func(name, text string) string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		body, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "xl/styles.xml" { // its place is taken by what spreadsheet programs add
			f.Name = "xl/sharedStrings.xml"
		}
		if changed := change(f.Name, string(text)); changed != "" {
			w, err := to.Create(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, changed)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSXRoundTripOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := files().Draw(rt, "file")
		got, err := exchange.ReadXLSX(bytes.NewReader(xlsx(t, want)))
		if err != nil {
			rt.Fatal(err)
		}
		if d := diff(want, got); d != "" {
			rt.Fatal(d)
		}
	})
}

// No cell begins like a formula, and every text comes back as it was.
func TestFormulasAreNeutralInASheet(t *testing.T) {
	texts := []string{
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", `"=1`, "  =1", "'=1", "''=1", `=HYPERLINK("http://evil.example")`,
		"=cmd|'/c calc'!A0", "'s-Hertogenbosch", "plain",
	}
	f := exchange.File{Entry: "e", SourceLocale: "en", TargetLocale: "de"}
	for i, text := range texts {
		f.Segments = append(f.Segments, seg(string(rune('a'+i)), text, text, "translated"))
	}
	raw := xlsx(t, f)
	got, err := exchange.ReadXLSX(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(f, got); d != "" {
		t.Error(d)
	}
	repack(t, raw, func(name, text string) string {
		if name == "xl/worksheets/sheet1.xml" {
			for _, begin := range []string{"=", "+", "-", "@", "&#x9;", "&#xA;", "_x000D_", "＝", " ", "&#34;"} {
				if strings.Contains(text, `<t xml:space="preserve">`+begin) {
					t.Errorf("a cell begins with %q", begin)
				}
			}
			if strings.Contains(text, "<f>") {
				t.Error("there is a formula")
			}
		}
		return text
	})
}

// Spreadsheet programs move texts into shared strings, sort rows and add empty ones.
func TestXLSXFromASpreadsheet(t *testing.T) {
	f := exchange.File{Entry: "e", SourceLocale: "en", TargetLocale: "de"}
	f.Segments = []exchange.Segment{seg("a", "One", "", ""), seg("b", "Two", "Zwei", "translated")}
	const start = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	saved := repack(t, xlsx(t, f), func(name, text string) string {
		switch name {
		case "xl/worksheets/sheet1.xml":
			empty := `<c r="D2" s="1" t="inlineStr"><is><t xml:space="preserve"></t></is></c>`
			if !strings.Contains(text, empty) {
				t.Fatal("the cell is not there")
			}
			text = strings.Replace(text, empty, `<c r="D2" t="s"><v>1</v></c><c r="AA2"><v>9</v></c>`, 1)
			return strings.Replace(text, "</sheetData>", `<row r="9"><c r="D9"><v>7</v></c></row></sheetData>`, 1)
		case "xl/sharedStrings.xml":
			return start + `<si><t>unused</t></si><si><r><t xml:space="preserve">Ei</t></r><r><rPr><b/></rPr><t>ns</t></r></si></sst>`
		}
		return text
	})
	got, err := exchange.ReadXLSX(bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	lines := exchange.Plan(got, f)
	if len(lines) != 2 || lines[0].Verdict != exchange.Apply || lines[0].Input.Text != "Eins" || lines[0].Input.State != "draft" || lines[1].Verdict != exchange.Same {
		t.Errorf("got %+v", lines)
	}
}

func TestXLSXRefusals(t *testing.T) {
	whole := xlsx(t, sample())
	part := func(old, new string) []byte {
		return repack(t, whole, func(_, text string) string { return strings.Replace(text, old, new, 1) })
	}
	for name, raw := range map[string][]byte{
		"no zip":     []byte("PK no"),
		"truncated":  whole[:len(whole)/2],
		"no heading": part("movingcities-1", "movingcities-9"),
		"doctype":    part("<worksheet ", "<!DOCTYPE x><worksheet "),
		"bomb":       part("<sheetData>", "<sheetData>"+strings.Repeat(" ", exchange.MaxBytes)),
		"no sheet": repack(t, whole, func(name, text string) string {
			if strings.Contains(name, "sheet1") {
				return ""
			}
			return text
		}),
	} {
		if _, err := exchange.ReadXLSX(bytes.NewReader(raw)); !refused(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	withFormula := part(`<is><t xml:space="preserve">Willkommen &amp; Ankunft</t></is>`, `<f>1+1</f><v>2</v>`)
	f, err := exchange.ReadXLSX(bytes.NewReader(withFormula))
	if err != nil || !strings.Contains(f.Segments[0].Problem, "formula") {
		t.Errorf("a formula: %v, %+v", err, f.Segments)
	}
}
