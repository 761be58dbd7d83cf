package exchange

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// The columns of a sheet. The first two are hidden.
const (
	columnKey = iota
	columnMeta
	columnSource
	columnTarget
	columns
)

// sheetMeta is in the hidden cell beside the heading: the File without segments. In
// the same column every row has its Segment, without what the other columns hold.
type sheetMeta struct {
	Format string
	File   File
}

// maxCell is how much a spreadsheet program keeps of a cell.
const maxCell = 32_767

const xlsxFormat = "movingcities-1"

// WriteXLSX writes the file as a workbook with one sheet of two visible columns, for
// people without tools: the source and, beside it, the translation with its tags as
// <1>…</1>. Keys and hashes are in hidden columns. Every cell is text, also one that
// looks like a formula.
func WriteXLSX(w io.Writer, f File) error {
	if err := f.checkText(); err != nil {
		return err
	}
	for _, s := range f.Segments {
		if max(len(s.Source), len(s.Target.Text), len(marshal(hidden(s)))) > maxCell {
			return tooLarge("The segment %q does not fit into a cell. Export this document as XLIFF.", s.Key)
		}
	}
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", xlsxTypes},
		{"_rels/.rels", xlsxRels},
		{"xl/workbook.xml", xlsxWorkbook},
		{"xl/_rels/workbook.xml.rels", xlsxWorkbookRels},
		{"xl/styles.xml", xlsxStyles},
		{"xl/worksheets/sheet1.xml", sheet(f)},
	} {
		to, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

func sheet(f File) string {
	var b builder
	b.WriteString(xlsxSheetStart)
	head := f
	head.Segments = nil
	row(&b, 1, "key", marshal(sheetMeta{xlsxFormat, head}), f.SourceLocale, f.TargetLocale)
	for i, s := range f.Segments {
		row(&b, i+2, s.Key, marshal(hidden(s)), s.Source, s.Target.Text)
	}
	b.WriteString(xlsxSheetEnd)
	return b.String()
}

// hidden is a segment without what stands in the other columns of its row.
func hidden(s Segment) Segment {
	s.Key, s.Source, s.Target.Text, s.Problem = "", "", "", ""
	return s
}

// row writes cells of text. Style 1 of styles.xml is text with a quote prefix, wrapped:
// a spreadsheet keeps it text when somebody edits the cell.
func row(b *builder, number int, cells ...string) {
	b.tag("row", "r", strconv.Itoa(number))
	for i, text := range cells {
		b.tag("c", "r", string(rune('A'+i))+strconv.Itoa(number), "s", "1", "t", "inlineStr")
		b.tag("is")
		b.tag("t", "xml:space", "preserve")
		b.escape(escapeCell(neutral(text)))
		b.end("t")
		b.end("is")
		b.end("c")
	}
	b.end("row")
}

// escapeCell writes what XML cannot hold, and what Excel would change, as _xHHHH_.
func escapeCell(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\r' || !inXML(r):
			fmt.Fprintf(&b, "_x%04X_", r)
		case r == '_' && cellEscape(text[i:]) != 0:
			b.WriteString("_x005F_")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cellEscape is the length of the escape at the start of text, 0 if there is none.
func cellEscape(text string) int {
	if len(text) < 7 || text[:2] != "_x" || text[6] != '_' {
		return 0
	}
	if _, err := strconv.ParseUint(text[2:6], 16, 16); err != nil {
		return 0
	}
	return 7
}

func unescapeCell(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		if n := cellEscape(text[i:]); n > 0 {
			value, _ := strconv.ParseUint(text[i+2:i+6], 16, 16)
			b.WriteRune(rune(value))
			i += n
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

// neutral puts an apostrophe before a text that a spreadsheet might take for a
// formula, also behind blanks and quotes; restored takes it away again.
func neutral(text string) string {
	if formula(text) {
		return "'" + text
	}
	return text
}

func restored(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}

func formula(text string) bool {
	for _, r := range text {
		switch {
		case strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", r):
			return true
		case unicode.IsSpace(r), strings.ContainsRune("'\"“”„‘’‚«»\ufeff\u200b", r):
		default:
			return false
		}
	}
	return false
}

// The parts of a workbook that are the same in each. Only A and B are hidden, and the
// heading stays in view.
const (
	xlsxHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsSheet   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsStrict  = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	nsOffice  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage = "http://schemas.openxmlformats.org/package/2006"
	typeSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	xlsxTypes = xlsxHead + `<Types xmlns="` + nsPackage + `/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + typeSheet + `sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + typeSheet + `worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + typeSheet + `styles+xml"/></Types>`
	xlsxRels = xlsxHead + `<Relationships xmlns="` + nsPackage + `/relationships">` +
		`<Relationship Id="rId1" Type="` + nsOffice + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	xlsxWorkbook = xlsxHead + `<workbook xmlns="` + nsSheet + `" xmlns:r="` + nsOffice + `">` +
		`<sheets><sheet name="Translation" sheetId="1" r:id="rId1"/></sheets></workbook>`
	xlsxWorkbookRels = xlsxHead + `<Relationships xmlns="` + nsPackage + `/relationships">` +
		`<Relationship Id="rId1" Type="` + nsOffice + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + nsOffice + `/styles" Target="styles.xml"/></Relationships>`
	xlsxStyles = xlsxHead + `<styleSheet xmlns="` + nsSheet + `"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">` +
		`<alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`
	xlsxSheetStart = xlsxHead + `<worksheet xmlns="` + nsSheet + `">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="2" width="2" hidden="1" customWidth="1"/><col min="3" max="4" width="70" customWidth="1"/></cols><sheetData>`
	xlsxSheetEnd = `</sheetData></worksheet>`
)
