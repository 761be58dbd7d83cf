package site

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// catalogue is everything that lists, maps and navigation in one language are
// made of, as of one publication. It is read once after each publication.
type catalogue struct {
	generation int64
	cities     []*published.Entry
	approaches []*published.Entry
	networks   []*published.Entry
	areas      []*published.Entry
	pages      []*published.Entry
	byID       map[string]*published.Entry
	byCity     map[string][]*published.Entry // approaches
	byArea     map[string][]*published.Entry // approaches
	points     []point
	collation  language.Tag
}

// point is a municipality of the map.
type point struct {
	Name, Country string
	Lat, Lon      float64
	Networks      []string // slugs
}

// shelf holds the catalogue of one language. Its lock lets one visitor read a
// new one while the others wait for it.
type shelf struct {
	sync.Mutex
	cat *catalogue
}

// open takes the catalogue that is in force.
func (v *visit) open() error {
	generation, err := v.Published.Generation(v.r.Context())
	if err != nil {
		return err
	}
	shelf := v.shelves[v.lang]
	shelf.Lock()
	defer shelf.Unlock()
	if shelf.cat == nil || shelf.cat.generation != generation {
		cat, err := v.readCatalogue(v.r.Context(), v.lang)
		if err != nil {
			return err
		}
		cat.generation, shelf.cat = generation, cat
	}
	v.cat = shelf.cat
	return nil
}

func (v *visit) readCatalogue(ctx context.Context, lang string) (*catalogue, error) {
	c := &catalogue{
		byID: map[string]*published.Entry{}, byCity: map[string][]*published.Entry{}, byArea: map[string][]*published.Entry{},
		collation: language.Make(lang),
	}
	position := []published.SortKey{{Field: "position"}}
	for _, part := range []struct {
		into   *[]*published.Entry
		typ    string
		fields []string
		sort   []published.SortKey
	}{
		{&c.cities, "city", []string{"name", "tagline", "summary", "country", "location", "networks", "revised_on"}, nil},
		{&c.approaches, "approach", []string{"title", "summary", "city", "country", "policy_area", "year_started", "ended", "year_ended"}, nil},
		{&c.networks, "network", []string{"name", "summary", "founded", "scope", "country"}, nil},
		{&c.areas, "policy_area", []string{"name", "description"}, position},
		{&c.pages, "page", []string{"title", "summary", "sections", "menu"}, position},
	} {
		entries, err := v.all(ctx, published.Query{Type: part.typ, Locale: lang, Fields: part.fields, Sort: part.sort})
		if err != nil {
			return nil, err
		}
		*part.into = entries
		for _, e := range entries {
			c.byID[e.ID] = e
		}
	}
	for _, a := range c.approaches {
		c.byCity[target(a, "city")] = append(c.byCity[target(a, "city")], a)
		c.byArea[target(a, "policy_area")] = append(c.byArea[target(a, "policy_area")], a)
	}
	return c, v.readPoints(ctx, lang, c)
}

// all reads every page of a list; none of a type that is not configured.
func (v *visit) all(ctx context.Context, q published.Query) ([]*published.Entry, error) {
	t := v.Model.Type(q.Type)
	if t == nil {
		return nil, nil
	}
	q.Fields = slices.DeleteFunc(slices.Clone(q.Fields), func(name string) bool { return t.Field(name) == nil })
	q.Size = published.MaxPageSize
	var entries []*published.Entry
	for {
		page, err := v.Published.List(ctx, q)
		if err != nil {
			return nil, err
		}
		entries = append(entries, page.Data...)
		if page.Page.Next == nil {
			return entries, nil
		}
		q.After = *page.Page.Next
	}
}

func (v *visit) readPoints(ctx context.Context, lang string, c *catalogue) error {
	if t := v.Model.Type("municipality"); t == nil || t.PointField == "" {
		return nil
	}
	collection, err := v.Published.GeoJSON(ctx, published.Query{Type: "municipality", Locale: lang})
	if err != nil {
		return err
	}
	for _, f := range collection.Features {
		p := point{Lon: f.Geometry.Coordinates[0], Lat: f.Geometry.Coordinates[1]}
		p.Name, _ = f.Properties["title"].(string)
		p.Country, _ = f.Properties["country"].(string)
		networks, _ := f.Properties["networks"].([]any)
		for _, n := range networks {
			if slug, ok := n.(string); ok {
				p.Networks = append(p.Networks, slug)
			}
		}
		c.points = append(c.points, p)
	}
	return nil
}

// sorted orders by names as the language does.
func sorted[T any](c *catalogue, list []T, name func(T) string) []T {
	order := collate.New(c.collation, collate.Numeric) // one goroutine may use it
	slices.SortStableFunc(list, func(a, b T) int {
		return cmp.Or(order.CompareString(name(a), name(b)), cmp.Compare(name(a), name(b)))
	})
	return list
}

// find looks for the entry that a parameter names by its slug in any language.
func find(list []*published.Entry, slug string) *published.Entry {
	for _, e := range list {
		for _, one := range e.Slugs {
			if slug != "" && one == slug {
				return e
			}
		}
	}
	return nil
}

// slugIn is the slug that an entry answers under in a language, and whether it
// is live in that language itself.
func (s *Site) slugIn(e *published.Entry, lang string) (slug string, live bool) {
	if slug, ok := e.Slugs[lang]; ok {
		return slug, true
	}
	locale, _ := s.Model.Locale(lang)
	chain := slices.Clone(locale.Fallback)
	if e.Translation != nil {
		chain = append(chain, e.Translation.SourceLocale)
	}
	for _, l := range s.Model.Locales() {
		chain = append(chain, l.Code)
	}
	for _, l := range append(chain, schema.Und) {
		if slug, ok := e.Slugs[l]; ok {
			return slug, l == schema.Und
		}
	}
	return "", false
}
