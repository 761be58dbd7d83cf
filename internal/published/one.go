package published

import (
	"cmp"
	"context"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// One answers with the entry that has a slug or an id. Of the query, Type,
// Locale, NoFallback, Fields and Include count.
//
// A slug is looked for in this order: that of an entry in the locale asked for;
// that of an entry whose document in another locale stands in; and only then
// former slugs and those of other locales, which answer with Moved, whose slug
// then answers with the entry. NotFound not_found is what never was public in
// the locale asked for, Gone gone what is public no longer.
func (r *Reader) One(ctx context.Context, q Query, slugOrID string) (*Answer, *Moved, error) {
	p, err := r.plan(q, nil)
	if err != nil {
		return nil, nil, err
	}
	var answer *Answer
	var moved *Moved
	err = r.read(ctx, func(tx *db.Tx) error {
		answer, moved = nil, nil
		var id string
		var err error
		if asID, ok := entryID(slugOrID); ok {
			id, err = p.publicID(tx, asID)
		} else {
			id, moved, err = p.bySlug(tx, slugOrID)
		}
		if err != nil || moved != nil {
			return err
		}
		c := newComposer(tx, r.Model, p)
		if err := c.load([]string{id}); err != nil {
			return err
		}
		answer = &Answer{Data: c.answer(id), Included: c.included}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return answer, moved, nil
}

func notFound() error {
	return fault.New(fault.NotFound, "not_found", "There is nothing public at this address.")
}

func gone() error {
	return fault.New(fault.Gone, "gone", "What was at this address is no longer public.")
}

// strict tells whether only documents in the very locale asked for may answer.
func (p *plan) strict() bool { return p.query.NoFallback && p.query.Locale != AllLocales }

// answers tells whether the served document may answer the query.
func (p *plan) answers(served string) bool {
	return served != "" && (!p.strict() || served == p.listed || served == schema.Und)
}

func (p *plan) publicID(tx *db.Tx, id string) (string, error) {
	listed, err := db.First[db.Listing](tx, "type = ? AND locale = ? AND entry_id = ?", p.typ.Name, p.listed, id)
	if err != nil {
		return "", err
	}
	if listed != nil && p.answers(listed.ServedLocale) {
		return id, nil
	}
	locales := p.locales[1:]
	switch {
	case !p.typ.HasPart(schema.Localized):
		locales = []string{schema.Und}
	case p.strict():
		locales = []string{p.listed}
	}
	once, err := db.First[db.Publication](tx, "entry_id = ? AND locale IN ? AND kind = 'published' AND type = ?",
		id, locales, p.typ.Name)
	if err != nil {
		return "", err
	}
	if once != nil {
		return "", gone()
	}
	return "", notFound()
}

// claim is an entry that has or had a slug in one locale. Served and Current are
// the document that answers for it today and its slug, Own the live document's
// slug in the locale of the claim; they are empty when there is none.
type claim struct {
	EntryID string
	Locale  string
	Served  string
	Current string
	Own     string
}

// bySlug finds the entry that a slug stands for, or where it has moved to. When
// that slug is now another entry's own, the entry is reached by its id alone.
func (p *plan) bySlug(tx *db.Tx, slug string) (string, *Moved, error) {
	id, moved, err := p.claimed(tx, slug)
	if err != nil || moved == nil {
		return id, moved, err
	}
	if there, _, err := p.claimed(tx, moved.To); err != nil || there == id {
		return id, moved, err
	}
	return "", &Moved{To: id, Locale: moved.Locale}, nil
}

func (p *plan) claimed(tx *db.Tx, slug string) (string, *Moved, error) {
	if slug == "" || !clean(slug) || len(slug) > maxTextBytes {
		return "", nil, notFound()
	}
	claims, err := db.Query[claim](tx, `SELECT s.entry_id, s.locale, COALESCE(l.served_locale, '') AS served,
		COALESCE(p.slug, '') AS current, COALESCE(o.slug, '') AS own
		FROM slugs s
		LEFT JOIN listing l ON l.type = s.type AND l.locale = ? AND l.entry_id = s.entry_id
		LEFT JOIN published p ON p.entry_id = l.entry_id AND p.locale = l.served_locale
		LEFT JOIN published o ON o.entry_id = l.entry_id AND o.locale = s.locale
		WHERE s.type = ? AND s.locale IN ? AND s.slug = ?`, p.listed, p.typ.Name, p.locales, slug)
	if err != nil {
		return "", nil, err
	}
	return p.choose(claims, slug)
}

// choose picks the claim that the slug stands for today.
func (p *plan) choose(claims []claim, slug string) (string, *Moved, error) {
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(p.rank(a, slug), p.rank(b, slug)),
			cmp.Compare(slices.Index(p.locales, a.Locale), slices.Index(p.locales, b.Locale)))
	})
	for _, c := range claims {
		switch p.rank(c, slug) {
		case rankOwn, rankStandIn:
			return c.EntryID, nil, nil
		case rankFormerOwn, rankOther:
			return c.EntryID, &Moved{To: c.Current, Locale: p.query.Locale}, nil
		case rankGone:
			return "", nil, gone()
		}
	}
	return "", nil, notFound()
}

// The ways in which a claim answers for a slug, the best first.
const (
	rankOwn = iota
	rankStandIn
	rankFormerOwn
	rankOther
	rankGone
	rankNever
)

func (p *plan) rank(c claim, slug string) int {
	all := p.query.Locale == AllLocales
	own := c.Locale == p.listed || c.Locale == schema.Und
	switch {
	case !p.answers(c.Served) && (own || !p.strict()):
		return rankGone
	case !p.answers(c.Served):
		return rankNever
	case all && c.Own == slug, own && c.Own == slug && c.Served == c.Locale:
		return rankOwn
	case c.Current == slug && c.Locale == c.Served:
		return rankStandIn
	case own:
		return rankFormerOwn
	}
	return rankOther
}
