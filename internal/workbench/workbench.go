// Package workbench is what surrounds a translator's segment: the checks of her
// text, what the house has translated before, and the terms of both sides. It
// changes no text; that is the business of package content, through its door.
//
// Offsets count UTF-16 code units, as a browser does.
package workbench

import (
	"context"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
	"movingcities/internal/memory"
	"movingcities/internal/workflow"
)

// Bench answers translators. All parts are needed; it is safe for concurrent use.
type Bench struct {
	DB       *db.DB
	Policy   *access.Policy
	Content  *content.Desk
	Glossary *glossary.Glossary
	Clock    func() time.Time
}

// Help is what a translator sees beside one segment.
type Help struct {
	Key      string         `json:"key"`
	Matches  []memory.Match `json:"matches"`
	People   []Person       `json:"people"` // who made the matches
	Terms    Terms          `json:"terms"`
	Findings []Finding      `json:"findings"`
}

// Person is somebody by whom a match is.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Terms are those of the glossary in both texts, with what to write in the
// target's language.
type Terms struct {
	Source []Term       `json:"source"`
	Target []memory.Hit `json:"target"`
}

// Term is a term in the source and the terms of its concept in the target's language.
type Term struct {
	memory.Hit
	Use []memory.Term `json:"use"`
}

// Help answers everything about one segment in one call: the matches of the
// memory from entries that the actor may read, the terms, and the findings.
func (b *Bench) Help(ctx context.Context, a access.Actor, ref content.Ref, key string) (*Help, error) {
	view, err := b.Content.Segments(ctx, a, ref)
	if err != nil {
		return nil, err
	}
	s := one(view, key)
	if s == nil {
		return nil, noSegment()
	}
	matches, err := b.Content.Matches(ctx, a, ref, key)
	if err != nil {
		return nil, err
	}
	words, err := b.words(ctx, a, view)
	if err != nil {
		return nil, err
	}
	h := &Help{Key: key, Matches: matches, People: []Person{}, Terms: words.terms(*s), Findings: words.findings(*s)}
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		set, err := dismissals(tx, ref)
		if err != nil {
			return err
		}
		set.mark(*s, h.Findings)
		authors := []string{}
		for _, m := range matches {
			authors = append(authors, m.Author)
		}
		h.People, err = db.Query[Person](tx, "SELECT id, name FROM users WHERE id IN ? ORDER BY name, id", authors)
		return err
	})
	return h, err
}

func one(view *content.SegmentsView, key string) *content.SegmentView {
	for i := range view.Segments {
		if view.Segments[i].Key == key {
			return &view.Segments[i]
		}
	}
	return nil
}

func noSegment() error {
	return fault.New(fault.NotFound, "unknown_segment", "The source has no such sentence. Load the newest source.")
}

// words are the glossary, prepared for the two languages of a translation.
type words struct {
	concepts       []memory.Concept
	from, to       string
	source, target *memory.Recogniser
}

func (b *Bench) words(ctx context.Context, a access.Actor, view *content.SegmentsView) (*words, error) {
	all, err := b.Glossary.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	return &words{
		concepts: all, from: view.Follows, to: view.Locale,
		source: memory.NewRecogniser(view.Follows, all), target: memory.NewRecogniser(view.Locale, all),
	}, nil
}

func (w *words) terms(s content.SegmentView) Terms {
	out := Terms{Source: []Term{}, Target: w.target.Terms(s.Target.Text)}
	for _, h := range w.source.Terms(s.Source) {
		t := Term{Hit: h, Use: []memory.Term{}}
		for _, c := range w.concepts {
			if c.ID == h.Concept {
				t.Use = append(t.Use, c.Terms[w.to]...)
			}
		}
		out.Source = append(out.Source, t)
	}
	return out
}

// may asks for a right over a document that the actor may read.
func (b *Bench) may(tx *db.Tx, a access.Actor, v workflow.Verb, ref content.Ref) error {
	e, err := db.First[db.Entry](tx, "id = ?", ref.Entry)
	if err != nil {
		return err
	}
	if e == nil || !b.Policy.May(a, v, access.Object{Type: e.Type, Country: e.Country, SourceLocale: e.SourceLocale, Locale: ref.Locale}) {
		return fault.New(fault.Forbidden, "no_right", "You may not do this to the text in %s. Ask an admin for the right.", ref.Locale)
	}
	return nil
}
