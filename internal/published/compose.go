package published

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// idBatch bounds the placeholders of one statement.
const idBatch = 5000

// composer puts the entries of one answer together: it reads their documents,
// then those of included entries, then slugs and titles of everything that
// relations point to, each in one statement.
type composer struct {
	tx      *db.Tx
	model   *schema.Model
	plan    *plan
	asked   []string // the locales whose listing relations are answered in
	loaded  map[string]*composed
	targets map[target]link
	order   []string // ids of included entries
	// included are the finished entries that the plan includes.
	included []*Entry
}

// composed is an entry with its documents, before it is written as an answer.
type composed struct {
	typ    *schema.Type
	served string
	sort   string
	docs   map[string]document
	bodies bodies // of the served documents and und
}

// document is a live document as load reads it; the body is empty unless the
// answer needs it.
type document struct {
	EntryID      string
	Locale       string
	Type         string
	SourceLocale string
	Follows      string
	Slug         string
	Title        string
	Stale        int64
	PublishedAt  db.Time
	RevisedAt    db.Time
	ServedLocale string
	SortKey      string
	Body         string
}

// target is an entry that a relation points to, in the locale asked for; link
// is what is told about it.
type target struct{ locale, id string }

type link struct {
	EntryID      string
	Locale       string // asked for
	Type         string
	ServedLocale string
	Slug         string
	Title        string
}

func newComposer(tx *db.Tx, m *schema.Model, p *plan) *composer {
	c := &composer{tx: tx, model: m, plan: p, asked: []string{p.listed}}
	if p.query.Locale == AllLocales {
		c.asked = p.locales[1:]
	}
	c.loaded, c.targets = map[string]*composed{}, map[target]link{}
	return c
}

// load reads everything that the answer with these entries needs.
func (c *composer) load(ids []string) error {
	if err := c.documents([]string{c.plan.typ.Name}, ids); err != nil {
		return err
	}
	if err := c.include(ids); err != nil {
		return err
	}
	if err := c.relations(); err != nil {
		return err
	}
	for _, id := range c.order {
		c.included = append(c.included, c.answer(id))
	}
	return nil
}

// documents reads the documents of entries that are listed in the locale asked
// for, the bodies only of those that are served.
func (c *composer) documents(types, ids []string) error {
	body := "CASE WHEN p.locale IN ('und', l.served_locale) THEN p.body ELSE '' END"
	if c.plan.query.Locale == AllLocales {
		body = "p.body"
	}
	if len(ids) == 0 {
		return nil
	}
	docs, err := db.Query[document](c.tx, `SELECT p.entry_id, p.locale, p.type, p.source_locale, p.follows, p.slug,
		p.title, p.stale, p.published_at, p.revised_at, l.served_locale, l.sort_key, `+body+` AS body
		FROM listing l JOIN published p ON p.entry_id = l.entry_id
		WHERE l.type IN ? AND l.locale = ? AND l.entry_id IN ?`, types, c.plan.listed, ids)
	if err != nil {
		return err
	}
	for _, d := range docs {
		e := c.loaded[d.EntryID]
		if e == nil {
			e = &composed{
				typ: c.model.Type(d.Type), served: d.ServedLocale, sort: d.SortKey,
				docs: map[string]document{}, bodies: bodies{},
			}
			c.loaded[d.EntryID] = e
		}
		if d.Body != "" {
			if e.bodies[d.Locale], err = schema.Decode([]byte(d.Body)); err != nil {
				return fmt.Errorf("published: %s in %s: %w", d.EntryID, d.Locale, err)
			}
		}
		d.Body = ""
		e.docs[d.Locale] = d
	}
	return nil
}

// include reads the entries at the other ends of the included relations and
// leaves their ids, without those of the answer itself, in a fixed order.
func (c *composer) include(ids []string) error {
	wanted, types := map[string]bool{}, map[string]bool{}
	for _, in := range c.plan.includes {
		if in.from != nil {
			found, err := c.pointingHere(in, ids)
			if err != nil {
				return err
			}
			types[in.from.Name] = true
			for _, id := range found {
				wanted[id] = true
			}
			continue
		}
		f := c.plan.typ.Field(in.fields[0])
		types[f.Target] = true
		for _, e := range c.loaded {
			for _, value := range e.bodies.values(f) {
				for _, r := range e.typ.Relations(schema.Fields{f.Name: value}) {
					wanted[r.Entry] = true
				}
			}
		}
	}
	maps.DeleteFunc(wanted, func(id string, _ bool) bool { return c.loaded[id] != nil })
	if len(wanted) > MaxIncluded {
		return tooManyIncluded()
	}
	more := slices.Sorted(maps.Keys(wanted))
	if err := c.documents(slices.Sorted(maps.Keys(types)), more); err != nil {
		return err
	}
	c.order = slices.DeleteFunc(more, func(id string) bool { return c.loaded[id] == nil })
	slices.SortStableFunc(c.order, func(a, b string) int {
		left, right := c.loaded[a], c.loaded[b]
		return strings.Compare(left.typ.Name+" "+left.sort, right.typ.Name+" "+right.sort)
	})
	return nil
}

// pointingHere finds the live entries of a type whose relations point to any of
// the ids.
func (c *composer) pointingHere(in inclusion, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.Query[string](c.tx, `SELECT DISTINCT v.entry_id FROM published_values v
		JOIN listing l ON l.type = v.type AND l.locale = ? AND l.entry_id = v.entry_id
		WHERE v.target_id IN ? AND v.field IN ? AND v.type = ? AND v.locale IN ('und', l.served_locale)
		LIMIT ?`, c.plan.listed, ids, in.fields, in.from.Name, MaxIncluded+len(ids)+1)
}

func tooManyIncluded() error {
	return invalid("too_many_included",
		"This answer would include too many entries. Ask for fewer entries a page, or include less.",
		fault.Problem{Path: "include", Code: "too_many", Message: fmt.Sprintf("One answer includes at most %d entries.", MaxIncluded)})
}

// relations reads slug and title of every live entry that the loaded ones point to.
func (c *composer) relations() error {
	types, ids := map[string]bool{}, map[string]bool{}
	for _, e := range c.loaded {
		for _, body := range e.bodies {
			for _, r := range e.typ.Relations(body) {
				types[r.Type], ids[r.Entry] = true, true
			}
		}
	}
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(ids)), idBatch) {
		links, err := db.Query[link](c.tx, `SELECT l.entry_id, l.locale, l.type, l.served_locale, p.slug,
			COALESCE(NULLIF(p.title, ''), u.title, '') AS title
			FROM listing l JOIN published p ON p.entry_id = l.entry_id AND p.locale = l.served_locale
			LEFT JOIN published u ON u.entry_id = l.entry_id AND u.locale = 'und'
			WHERE l.type IN ? AND l.locale IN ? AND l.entry_id IN ?`,
			slices.Sorted(maps.Keys(types)), c.asked, batch)
		if err != nil {
			return err
		}
		for _, l := range links {
			c.targets[target{l.Locale, l.EntryID}] = l
		}
	}
	return nil
}

// values are those of a field in all documents that are answered with.
func (b bodies) values(f *schema.Field) []any {
	var all []any
	for locale := range b {
		if v, ok := b.value(f, locale); ok {
			all = append(all, v)
		}
	}
	return all
}
