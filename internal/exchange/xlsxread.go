package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"movingcities/internal/fault"
	"movingcities/internal/segment"
)

// ReadXLSX reads a workbook that WriteXLSX wrote and a spreadsheet program has saved.
// Rows may have been sorted, and rows without a key are passed over. A text that was
// changed is a draft: somebody who knows the language confirms it.
func ReadXLSX(r io.Reader) (File, error) {
	data, err := readAll(r)
	if err != nil {
		return File{}, err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > 200 {
		return File{}, invalid("This is no XLSX workbook. Save the file as .xlsx and import it again.")
	}
	x := xlsxReader{keys: map[string]bool{}}
	if err := x.part(archive, "xl/sharedStrings.xml", "si", x.shared); err != nil {
		return File{}, err
	}
	if err := x.part(archive, "xl/worksheets/sheet1.xml", "row", x.row); err != nil {
		return File{}, err
	}
	if !x.begun {
		return File{}, invalid("The first sheet is not one of our exports: its hidden heading is missing.")
	}
	return x.file, nil
}

type xlsxReader struct {
	file    File
	strings []string
	keys    map[string]bool
	begun   bool // the heading was read
}

// part reads one part of the workbook, element by element. A missing part is empty.
func (x *xlsxReader) part(archive *zip.Reader, name, whole string, visit func(n *node) error) error {
	body, err := archive.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		defer body.Close() //nolint:errcheck // only read
		prefixes := map[string]string{nsSheet: "", nsStrict: ""}
		err = readXML(body, prefixes, []string{whole}, func(n *node, _ string) error {
			if n.name != whole {
				return nil
			}
			return visit(n)
		})
	}
	if refusal := (*fault.Error)(nil); err != nil && !errors.As(err, &refusal) {
		return invalid("The workbook is damaged: %s cannot be unpacked.", name)
	}
	return err
}

func (x *xlsxReader) shared(si *node) error {
	if len(x.strings) > columns*MaxSegments {
		return tooLarge("The workbook has too many texts.")
	}
	x.strings = append(x.strings, cellText(si))
	return nil
}

// cellText joins the runs of a text, whatever look they were given.
func cellText(n *node) string {
	var b strings.Builder
	for child := range n.each {
		switch child.name {
		case "t":
			b.WriteString(child.text())
		case "r":
			b.WriteString(child.first("t").text())
		}
	}
	return restored(unescapeCell(b.String()))
}

func (x *xlsxReader) row(n *node) error {
	var cells [columns]string
	problem := ""
	next := 0
	for _, c := range n.all("c") {
		at := next
		if ref := c.attr("r"); ref != "" {
			at = columnOf(ref)
		}
		if next = at + 1; at < 0 || at >= columns {
			continue
		}
		var fault string
		if cells[at], fault = x.cell(c); fault != "" {
			problem = fault
		}
	}
	if !x.begun {
		return x.heading(n, cells)
	}
	if cells[columnKey] == "" {
		return nil
	}
	if len(x.file.Segments) == MaxSegments {
		return tooLarge("Line %d: there are more than %d rows. Divide the file.", n.line, MaxSegments)
	}
	x.file.Segments = append(x.file.Segments, x.segment(cells, problem))
	return nil
}

// columnOf reads the letter of a reference such as C7; beyond Z is none of ours.
func columnOf(ref string) int {
	if len(ref) < 2 || ref[1] < '0' || ref[1] > '9' {
		return columns
	}
	return int(ref[0]) - 'A'
}

func (x *xlsxReader) cell(c *node) (text, problem string) {
	value := c.first("v").text()
	switch {
	case len(c.all("f")) > 0:
		return "", "There is a formula in this row. Type the text itself."
	case c.attr("t") == "inlineStr":
		return cellText(c.first("is")), ""
	case c.attr("t") == "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(x.strings) {
			return "", "A cell of this row refers to a text that is not in the workbook."
		}
		return x.strings[i], ""
	case c.attr("t") == "e":
		return "", "There is an error value in this row. Type the text itself."
	default:
		return restored(unescapeCell(value)), ""
	}
}

func (x *xlsxReader) heading(n *node, cells [columns]string) error {
	var meta sheetMeta
	if err := json.Unmarshal([]byte(cells[columnMeta]), &meta); err != nil || meta.Format != xlsxFormat {
		return invalid("Line %d: the first row is not the heading of one of our exports. Export again and leave the first row and the hidden columns as they are.", n.line)
	}
	x.begun, x.file = true, meta.File
	x.file.Segments = nil
	return nil
}

func (x *xlsxReader) segment(cells [columns]string, problem string) Segment {
	var s Segment
	if err := json.Unmarshal([]byte(cells[columnMeta]), &s); err != nil {
		problem = "The hidden columns of this row were changed."
	}
	s.Key, s.Source, s.Target.Text, s.Problem = cells[columnKey], cells[columnSource], cells[columnTarget], problem
	switch {
	case s.Problem != "":
	case x.keys[s.Key]:
		s.Problem = "This segment is in the sheet twice."
	case segment.Hash(s.Source) != s.SourceHash:
		s.Problem = "The source text was changed in the sheet, or rows were mixed. Change the source in its own document."
	case len(s.Source) > maxText || len(s.Target.Text) > maxText:
		s.Problem = "The text is too long."
	}
	x.keys[s.Key] = true
	if s.Target.Text != "" && s.Target.Hash() != s.TargetHash {
		s.Target.State, s.Target.From = segment.StateDraft, s.SourceHash
	}
	return s
}
