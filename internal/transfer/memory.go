package transfer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/exchange"
	"movingcities/internal/fault"
	"movingcities/internal/memory"
	"movingcities/internal/segment"
	"movingcities/internal/workflow"
)

// Pair is two languages, in the direction of translation.
type Pair struct{ Source, Target string }

func (c *Courier) check(p Pair) error {
	for _, code := range []string{p.Source, p.Target} {
		if _, ok := c.Model.Locale(code); !ok {
			return fault.New(fault.NotFound, "unknown_locale", "There is no locale %q.", code)
		}
	}
	if p.Source == p.Target {
		return fault.New(fault.Invalid, "one_language", "Name two different languages.")
	}
	return nil
}

// pageSize is how many pairs are read or written in one transaction.
const pageSize = 1000

// Memory exports the pairs of two languages as TMX, as far as they come from
// entries that the actor may read.
func (c *Courier) Memory(_ context.Context, a access.Actor, p Pair) (*Download, error) {
	if a.UserID == "" {
		return nil, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	if err := c.check(p); err != nil {
		return nil, err
	}
	return &Download{
		Name: "memory." + p.Source + "-" + p.Target + ".tmx", Type: TypeTMX,
		Write: func(ctx context.Context, w io.Writer) error {
			return exchange.StreamTMX(w, p.Source, c.units(ctx, a, p))
		},
	}, nil
}

// units reads the memory page by page, each in a transaction of its own.
func (c *Courier) units(ctx context.Context, a access.Actor, p Pair) iter.Seq2[exchange.MemoryUnit, error] {
	return func(yield func(exchange.MemoryUnit, error) bool) {
		for after := ""; ; {
			pairs, last, err := c.page(ctx, a, p, after)
			if err != nil {
				yield(exchange.MemoryUnit{}, err)
				return
			}
			for _, one := range pairs {
				if !yield(exchange.MemoryUnit{ID: one.ID, Texts: []exchange.MemoryText{
					{Locale: p.Source, Text: one.SourceText}, {Locale: p.Target, Text: one.TargetText},
				}}, nil) {
					return
				}
			}
			if after = last; last == "" {
				return
			}
		}
	}
}

// page gives the readable pairs of a page and the id of its last one, empty at the
// end of the memory.
func (c *Courier) page(ctx context.Context, a access.Actor, p Pair, after string) (pairs []db.MemoryPair, last string, err error) {
	err = c.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := memory.Page(tx, p.Source, p.Target, after, pageSize)
		if err != nil {
			return err
		}
		if len(all) == pageSize {
			last = all[len(all)-1].ID
		}
		pairs, err = c.readable(tx, a, all)
		return err
	})
	return pairs, last, err
}

func (c *Courier) readable(tx *db.Tx, a access.Actor, pairs []db.MemoryPair) ([]db.MemoryPair, error) {
	may := map[string]bool{"": true} // imported
	var ids []string
	for _, p := range pairs {
		if _, known := may[p.EntryID]; !known {
			may[p.EntryID] = false
			ids = append(ids, p.EntryID)
		}
	}
	entries, err := db.Find[db.Entry](tx, "id IN ?", ids)
	for _, e := range entries {
		may[e.ID] = c.Policy.May(a, workflow.Read, access.Object{
			Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: e.SourceLocale,
		})
	}
	return slices.DeleteFunc(pairs, func(p db.MemoryPair) bool { return !may[p.EntryID] }), err
}

// MemoryReport says what an import made of the units of a TMX file.
type MemoryReport struct {
	DryRun  bool         `json:"dry_run"`
	New     int          `json:"new"`
	Known   int          `json:"known"`   // there already, or deleted once: what was deleted does not come back
	Skipped int          `json:"skipped"` // without text in one of the two languages
	Lines   []MemoryLine `json:"lines"`   // the first of the new ones
}

// MemoryLine is a pair that an import brings.
type MemoryLine struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// shown is how many new pairs a report shows.
const shown = 100

// ImportMemory brings the pairs that a TMX file has of two languages into the
// translation memory. They count as approved text, so it takes the right to
// approve everything in the target language.
func (c *Courier) ImportMemory(ctx context.Context, by content.By, p Pair, body []byte, dryRun bool) (*MemoryReport, error) {
	if err := c.check(p); err != nil {
		return nil, err
	}
	if !c.Policy.May(by.Actor, workflow.Approve, access.Object{Type: access.Any, Country: access.Any, Locale: p.Target}) {
		return nil, fault.New(fault.Forbidden, "no_right",
			"Only those who may approve every text in %s may add to the memory. Ask an admin for the right.", p.Target)
	}
	file, err := exchange.ReadTMX(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return Once(ctx, c, by.Once, dryRun, func() (*MemoryReport, error) {
		report := &MemoryReport{DryRun: dryRun, Lines: []MemoryLine{}}
		pairs := c.pairs(by.Actor, p, file, report)
		for chunk := range slices.Chunk(pairs, pageSize) {
			if err := c.remember(ctx, chunk, report); err != nil {
				return nil, fmt.Errorf("memory: %w", err)
			}
		}
		return report, nil
	})
}

// remember writes one chunk. Should a later one fail, what is written stays, and the
// same import goes on from there.
func (c *Courier) remember(ctx context.Context, pairs []db.MemoryPair, report *MemoryReport) error {
	begin := c.DB.Write
	if report.DryRun {
		begin = c.DB.Read
	}
	var fresh []db.MemoryPair
	err := begin(ctx, func(tx *db.Tx) error {
		var err error
		if fresh, err = memory.Unknown(tx, slices.Clone(pairs)); err != nil || report.DryRun {
			return err
		}
		return memory.Add(tx, slices.Clone(fresh))
	})
	report.New += len(fresh)
	report.Known += len(pairs) - len(fresh)
	for _, one := range fresh {
		if len(report.Lines) < shown {
			report.Lines = append(report.Lines, MemoryLine{one.SourceText, one.TargetText})
		}
	}
	return err
}

// pairs finds the units that have both languages.
func (c *Courier) pairs(a access.Actor, p Pair, file exchange.Memory, report *MemoryReport) []db.MemoryPair {
	var out []db.MemoryPair
	seen := map[[2]string]bool{}
	for _, u := range file.Units {
		texts := map[string]string{}
		for _, t := range u.Texts {
			if locale := c.locale(t.Locale); texts[locale] == "" {
				texts[locale] = segment.Normal(t.Text)
			}
		}
		both := [2]string{texts[p.Source], texts[p.Target]}
		switch {
		case both[0] == "" || both[1] == "":
			report.Skipped++
		case seen[both]:
			report.Known++
		default:
			seen[both] = true
			out = append(out, db.MemoryPair{
				SourceLocale: p.Source, TargetLocale: p.Target, SourceText: both[0], TargetText: both[1],
				State: segment.StateTranslated, Origin: content.OriginImport, Author: a.UserID, At: c.now(),
			})
		}
	}
	return out
}

// locale understands de-AT and DE as de, where only that is configured.
func (c *Courier) locale(tag string) string {
	tag = strings.ReplaceAll(tag, "_", "-")
	if code, ok := c.Model.CanonicalLocale(tag); ok {
		return code
	}
	language, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if code, ok := c.Model.CanonicalLocale(language); ok {
		return code
	}
	return tag
}
