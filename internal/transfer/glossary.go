package transfer

import (
	"bytes"
	"context"
	"io"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
)

// Formats of the glossary.
const (
	TBX = "tbx"
	CSV = "csv"
)

// Terms exports the approved terms of the glossary.
func (c *Courier) Terms(ctx context.Context, a access.Actor, format string) (*Download, error) {
	if format != TBX && format != CSV {
		return nil, fault.New(fault.Invalid, "unknown_format", "There is no format %q; choose tbx or csv.", format)
	}
	all, err := c.Glossary.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	out := make([]exchange.Concept, 0, len(all))
	for _, concept := range all {
		one := exchange.Concept{ID: concept.ID, Definition: concept.Definition}
		for _, l := range c.Model.Locales() {
			for _, t := range concept.Terms[l.Code] {
				one.Terms = append(one.Terms, exchange.Term{Locale: l.Code, Term: t.Text, Status: t.Status, Note: t.Note})
			}
		}
		out = append(out, one)
	}
	if format == CSV {
		return &Download{Name: "glossary.csv", Type: TypeCSV, Write: func(_ context.Context, w io.Writer) error {
			return exchange.WriteCSV(w, out)
		}}, nil
	}
	return &Download{Name: "glossary.tbx", Type: TypeTBX, Write: func(_ context.Context, w io.Writer) error {
		return exchange.WriteTBX(w, "en", out) // definitions are in English
	}}, nil
}

// GlossaryReport says what an import made of the terms of a file.
type GlossaryReport struct {
	DryRun bool                `json:"dry_run"`
	Counts map[string]int      `json:"counts"` // by verdict
	Lines  []glossary.TermLine `json:"lines"`
}

// ImportTerms brings a TBX or CSV file into the glossary: as proposals or, directly,
// as terms that count at once.
func (c *Courier) ImportTerms(ctx context.Context, by content.By, body []byte, direct, dryRun bool) (*GlossaryReport, error) {
	read := exchange.ReadCSV
	if bytes.HasPrefix(bytes.TrimLeft(body, "\ufeff \t\r\n"), []byte("<")) {
		read = exchange.ReadTBX
	}
	concepts, err := read(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := range concepts {
		for j := range concepts[i].Terms {
			concepts[i].Terms[j].Locale = c.locale(concepts[i].Terms[j].Locale)
		}
	}
	return Once(ctx, c, by.Once, dryRun, func() (*GlossaryReport, error) {
		lines, err := c.Glossary.Import(ctx, by.Actor, concepts, direct, dryRun)
		if err != nil {
			return nil, err
		}
		report := &GlossaryReport{DryRun: dryRun, Counts: map[string]int{}, Lines: lines}
		for _, l := range lines {
			report.Counts[l.Verdict]++
		}
		return report, nil
	})
}
