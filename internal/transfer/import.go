package transfer

import (
	"bytes"
	"context"

	"movingcities/internal/content"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// ImportReport says what an import did with each segment of a file or, in a dry run,
// would do.
type ImportReport struct {
	Entry   string                   `json:"entry"`
	Locale  string                   `json:"locale"`
	DryRun  bool                     `json:"dry_run"`
	Counts  map[exchange.Verdict]int `json:"counts"`
	Lines   []SegmentLine            `json:"lines"`
	Version int64                    `json:"version,omitempty"` // of the document, after an import that changed it
}

// SegmentLine is one segment of a file. Text is what the file would leave, Present what
// is there before the import.
type SegmentLine struct {
	Key     string           `json:"key"`
	Field   string           `json:"field,omitempty"`
	Verdict exchange.Verdict `json:"verdict"`
	Message string           `json:"message"`
	Source  string           `json:"source,omitempty"`
	Text    string           `json:"text,omitempty"`
	Present string           `json:"present,omitempty"`
}

// Refused counts the lines that could not be applied and were not there already.
func (r *ImportReport) Refused() int {
	n := 0
	for verdict, count := range r.Counts {
		if verdict != exchange.Apply && verdict != exchange.Same {
			n += count
		}
	}
	return n
}

// Read reads an XLIFF or XLSX file, whichever it is.
func Read(body []byte) (exchange.File, error) {
	if bytes.HasPrefix(body, []byte("PK")) {
		return exchange.ReadXLSX(bytes.NewReader(body))
	}
	return exchange.ReadXLIFF(bytes.NewReader(body))
}

// attempts is how often an import looks again when somebody writes the same
// sentences at the same moment.
const attempts = 4

// Import brings a translated file into a document. Segments that can be applied
// are saved together, in the name and with the rights of the importer; the others
// stay as they are and are listed with the reason. A dry run saves nothing.
func (c *Courier) Import(ctx context.Context, by content.By, ref content.Ref, body []byte, dryRun bool) (*ImportReport, error) {
	if err := c.MayWrite(ctx, by.Actor, ref); err != nil {
		return nil, err
	}
	file, err := Read(body)
	if err != nil {
		return nil, err
	}
	return Once(ctx, c, by.Once, dryRun, func() (*ImportReport, error) {
		by := content.By{Actor: by.Actor, Origin: content.OriginImport}
		for attempt := 1; ; attempt++ {
			report, err := c.importFile(ctx, by, ref, file, dryRun)
			if attempt == attempts || !fault.Is(err, "segment_conflict") {
				return report, err
			}
		}
	})
}

func (c *Courier) importFile(ctx context.Context, by content.By, ref content.Ref, file exchange.File, dryRun bool) (*ImportReport, error) {
	p, err := c.look(ctx, by.Actor, ref)
	if err != nil {
		return nil, err
	}
	lines := exchange.Plan(file, p.file)
	report := p.report(file, lines, dryRun)
	inputs := exchange.Inputs(lines)
	if dryRun || len(inputs) == 0 {
		return report, nil
	}
	in := content.SegmentsInput{Note: importComment}
	for _, one := range inputs {
		in.Segments = append(in.Segments, content.SegmentInput(one))
	}
	saved, err := c.Save(ctx, by, p.view, in)
	if err != nil {
		return nil, err
	}
	report.Version = saved.Version
	return report, nil
}

// Save saves segments that were written for the newest source. A document begun on a
// former one is brought up to it first, as the workbench does when it is opened;
// while somebody reviews the text, its source stays.
func (c *Courier) Save(ctx context.Context, by content.By, v *content.SegmentsView, in content.SegmentsInput) (*content.SegmentsView, error) {
	ref := content.Ref{Entry: v.Entry, Locale: v.Locale}
	if v.Revision != "" && v.MadeFrom != v.Base && v.State != string(workflow.InReview) {
		if _, err := c.Content.Do(ctx, by, ref, workflow.Load, content.VerbInput{Comment: in.Note}); err != nil {
			return nil, err
		}
	}
	return c.Content.SaveSegments(ctx, by, ref, in)
}

const importComment = "Imported from a file."

// report puts the plan beside the texts it is about.
func (p *place) report(file exchange.File, lines []exchange.Line, dryRun bool) *ImportReport {
	r := &ImportReport{
		Entry: p.entry.ID, Locale: p.view.Locale, DryRun: dryRun,
		Counts: map[exchange.Verdict]int{}, Lines: make([]SegmentLine, 0, len(lines)),
	}
	present := make(map[string]exchange.Segment, len(p.file.Segments))
	for _, s := range p.file.Segments {
		present[s.Key] = s
	}
	for i, l := range lines {
		r.Counts[l.Verdict]++
		now := present[l.Key]
		r.Lines = append(r.Lines, SegmentLine{
			Key: l.Key, Field: l.Field, Verdict: l.Verdict, Message: l.Message,
			Source: now.Source, Text: file.Segments[i].Target.Text, Present: now.Target.Text,
		})
	}
	return r
}
