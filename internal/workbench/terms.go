package workbench

import (
	"context"
	"strings"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/memory"
	"movingcities/internal/quality"
	"movingcities/internal/workflow"
)

// against are the findings of a text against the glossary. They are made here and
// not in package quality, which knows no stems. An everyday word that is said
// otherwise is shown and not counted among the warnings: whoever has to dismiss one
// in every fourth sentence reads none.
func (w *words) against(s content.SegmentView) []Finding {
	var out []Finding
	for _, hit := range memory.Check(w.concepts, w.source, w.target, s.Source, s.Target.Text) {
		use := strings.Join(hit.Use, " / ")
		place := []quality.Span{{Start: hit.Start, End: hit.End}}
		var f quality.Finding
		if hit.Kind == memory.ForbiddenUsed {
			f = quality.New("glossary", quality.Warning, nil, place, "The glossary decided against “%s”. Write “%s”.", hit.Term, use)
		} else {
			severity := quality.Warning
			if hit.Everyday {
				severity = quality.Info
			}
			f = quality.New("glossary", severity, place, nil,
				"The glossary renders “%s” as “%s”. Use it, or dismiss this if another word is right here.", hit.Term, use)
		}
		one := shown(content.SegmentView{}, f) // the places are a browser's already
		one.Suggestion = hit.Use
		out = append(out, one)
	}
	return out
}

// Usage is where the approved translations of a language use a term.
type Usage struct {
	Count int            `json:"count"`
	Data  []memory.Found `json:"data"` // the newest, as many as a page holds
}

// usesShown is how many places of a term are listed.
const usesShown = 100

// Using tells which approved segments use a term, in any inflected form, so that
// somebody can look at them when the term has changed. It counts what the actor
// may read.
func (b *Bench) Using(ctx context.Context, a access.Actor, locale, term string) (*Usage, error) {
	u := &Usage{Data: []memory.Found{}}
	err := b.DB.Read(ctx, func(tx *db.Tx) error {
		found, err := memory.Using(tx, locale, term)
		if err != nil {
			return err
		}
		ids := []string{}
		for _, f := range found {
			ids = append(ids, f.Entry)
		}
		entries, err := db.Find[db.Entry](tx, "id IN ?", ids)
		readable := map[string]bool{}
		for _, e := range entries {
			readable[e.ID] = b.Policy.May(a, workflow.Read, access.Object{
				Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: e.SourceLocale,
			})
		}
		for _, f := range found {
			if readable[f.Entry] {
				u.Data = append(u.Data, f)
			}
		}
		return err
	})
	u.Count = len(u.Data)
	u.Data = u.Data[:min(u.Count, usesShown)]
	return u, err
}

// Memory says how much the house remembers.
type Memory struct {
	Pairs    int64        `json:"pairs"`
	Deleted  int64        `json:"deleted"`
	Concepts int64        `json:"concepts"`
	Data     []Remembered `json:"data"` // by direction
	Terms    []Termed     `json:"terms"`
}

// Remembered is the number of pairs of a direction.
type Remembered struct {
	Source string `json:"source"`
	Target string `json:"target"`
	Pairs  int64  `json:"pairs"`
}

// Termed is the number of approved terms of a language, and of those that wait.
type Termed struct {
	Locale  string `json:"locale"`
	Terms   int64  `json:"terms"`
	Waiting int64  `json:"waiting"`
}

// Stats counts pairs and terms, for everybody who has signed in. It shows no text.
func (b *Bench) Stats(ctx context.Context) (*Memory, error) {
	m := &Memory{}
	err := b.DB.Read(ctx, func(tx *db.Tx) (err error) {
		m.Data, err = db.Query[Remembered](tx, `SELECT source_locale AS source, target_locale AS target, COUNT(*) AS pairs
			FROM memory_pairs WHERE deleted_at IS NULL GROUP BY source_locale, target_locale ORDER BY source_locale, target_locale`)
		if err != nil {
			return err
		}
		for _, d := range m.Data {
			m.Pairs += d.Pairs
		}
		m.Terms, err = db.Query[Termed](tx, `SELECT locale, SUM(CASE WHEN approved_by <> '' THEN 1 ELSE 0 END) AS terms,
			SUM(CASE WHEN approved_by = '' THEN 1 ELSE 0 END) AS waiting FROM terms GROUP BY locale ORDER BY locale`)
		if err != nil {
			return err
		}
		counts, err := db.Query[struct{ Deleted, Concepts int64 }](tx, `SELECT
			(SELECT COUNT(*) FROM memory_pairs WHERE deleted_at IS NOT NULL) AS deleted, (SELECT COUNT(*) FROM concepts) AS concepts`)
		if err == nil {
			m.Deleted, m.Concepts = counts[0].Deleted, counts[0].Concepts
		}
		return err
	})
	if m.Data == nil {
		m.Data = []Remembered{}
	}
	if m.Terms == nil {
		m.Terms = []Termed{}
	}
	return m, err
}
