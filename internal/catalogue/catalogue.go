package catalogue

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// Catalogue is everything that lists, maps and navigation in one language are
// made of, as of one publication. Nobody may change it.
type Catalogue struct {
	Generation     int64
	Cities         []*published.Entry
	Approaches     []*published.Entry
	Networks       []*published.Entry
	Areas          []*published.Entry
	Pages          []*published.Entry
	News           []*published.Entry // and events, the newest first
	Municipalities []*published.Entry
	Points         []Point // the municipalities that have a place on the map

	lists  map[string][]*published.Entry // by type
	byID   map[string]*published.Entry
	byCity map[string][]*published.Entry // approaches
	byArea map[string][]*published.Entry // approaches
}

// Point is a municipality of the map.
type Point struct {
	Lat, Lon float64
	Networks []string // ids
}

// Entry is the entry with an id; nil if it is in no list.
func (c *Catalogue) Entry(id string) *published.Entry { return c.byID[id] }

// ApproachesOf are those of a city, ApproachesIn those in a policy area.
func (c *Catalogue) ApproachesOf(city string) []*published.Entry { return c.byCity[city] }

// ApproachesIn are the approaches in a policy area.
func (c *Catalogue) ApproachesIn(area string) []*published.Entry { return c.byArea[area] }

// With is the catalogue with another entry under the id of this one. Lists keep
// the one that they have.
func (c *Catalogue) With(e *published.Entry) *Catalogue {
	other := *c
	other.byID = maps.Clone(c.byID)
	other.byID[e.ID] = e
	return &other
}

// part is a list of the catalogue: the entries of a type with what is short
// about them.
type part struct {
	typ    string
	fields []string
	order  func(a, b *published.Entry) int
}

func parts() []part {
	return []part{
		{"city", []string{"name", "tagline", "summary", "country", "location", "networks", "revised_on"}, byTitle},
		{"approach", []string{"title", "summary", "city", "country", "policy_area", "year_started", "ended", "year_ended"}, byTitle},
		{"network", []string{"name", "summary", "founded", "scope", "country"}, byTitle},
		{"policy_area", []string{"name", "description", "position"}, byPosition},
		{"page", []string{"title", "summary", "sections", "menu", "position"}, byPosition},
		{"news", []string{"title", "summary", "date"}, byTitle},
		{"event", []string{"title", "summary", "starts_at"}, byTitle},
		{"municipality", []string{"name", "country", "location", "networks", "population", "city"}, byTitle},
	}
}

// byTitle is the order of published.Reader.List without another wish.
func byTitle(a, b *published.Entry) int {
	return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
}

// byPosition is that by a number which editors give; without one comes last.
func byPosition(a, b *published.Entry) int {
	x, placed := Decimal(a.Fields["position"])
	y, other := Decimal(b.Fields["position"])
	switch {
	case placed != other && placed:
		return -1
	case placed != other:
		return 1
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.ID, b.ID))
}

// Shelves keep the catalogues of all languages. They may be used by many
// goroutines.
type Shelves struct {
	model   *schema.Model
	shelves map[string]*shelf[*Catalogue]
	same    same
}

// New makes empty shelves.
func New(m *schema.Model) *Shelves {
	s := &Shelves{model: m, shelves: map[string]*shelf[*Catalogue]{}, same: newSame()}
	for _, l := range m.Locales() {
		s.shelves[l.Code] = &shelf[*Catalogue]{}
	}
	return s
}

// patience bounds the first reading of a catalogue, which takes as long as there
// are entries; what is asked for meanwhile waits.
const patience = time.Minute

// Fill reads the catalogue of a language unless it was read before. It takes its
// own time, so that a large one can be read whole: call it outside a snapshot.
func (s *Shelves) Fill(ctx context.Context, r *published.Reader, lang string) error {
	if !s.shelves[lang].empty() {
		return nil
	}
	_, err := s.Open(ctx, &published.Reader{DB: r.DB.WithTimeout(patience), Model: r.Model, Secret: r.Secret}, lang)
	return err
}

// Open gives the catalogue of a language as of the snapshot of r.
func (s *Shelves) Open(ctx context.Context, r *published.Reader, lang string) (*Catalogue, error) {
	return s.shelves[lang].open(ctx, r, maker[*Catalogue]{
		anew: func(ctx context.Context, r *published.Reader) (*Catalogue, error) {
			return s.advance(ctx, r, lang, &Catalogue{}, nil)
		},
		next: func(ctx context.Context, r *published.Reader, c *Catalogue, touched map[string][]string) (*Catalogue, error) {
			return s.advance(ctx, r, lang, c, touched)
		},
	})
}

// advance makes a catalogue from an older one, reading what was touched since;
// everything if touched is nil.
func (s *Shelves) advance(ctx context.Context, r *published.Reader, lang string, old *Catalogue, touched map[string][]string) (*Catalogue, error) {
	generation, err := r.Generation(ctx)
	if err != nil {
		return nil, err
	}
	c := *old
	c.Generation = generation
	if touched == nil {
		c.byID = map[string]*published.Entry{}
	} else {
		c.byID = maps.Clone(old.byID)
	}
	c.lists = map[string][]*published.Entry{}
	changed := map[string]bool{}
	for _, p := range parts() {
		c.lists[p.typ] = old.lists[p.typ]
		t := s.model.Type(p.typ)
		ids := touched[p.typ]
		if t == nil || touched != nil && len(ids) == 0 {
			continue
		}
		changed[p.typ] = true
		fields := slices.DeleteFunc(slices.Clone(p.fields), func(name string) bool { return t.Field(name) == nil })
		fresh, err := r.Entries(ctx, published.Query{Type: p.typ, Locale: lang, Fields: fields}, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			delete(c.byID, id)
		}
		for _, e := range fresh {
			s.same.share(lang, e)
			c.byID[e.ID] = e
		}
		c.lists[p.typ] = replaced(c.lists[p.typ], ids, fresh, func(e *published.Entry) string { return e.ID }, p.order)
	}
	c.derive(changed)
	return &c, nil
}

// derive makes what follows from the lists that have changed.
func (c *Catalogue) derive(changed map[string]bool) {
	c.Cities, c.Approaches, c.Networks = c.lists["city"], c.lists["approach"], c.lists["network"]
	c.Areas, c.Pages, c.Municipalities = c.lists["policy_area"], c.lists["page"], c.lists["municipality"]
	if changed["news"] || changed["event"] {
		c.News = slices.Concat(c.lists["news"], c.lists["event"])
		slices.SortStableFunc(c.News, func(a, b *published.Entry) int { return cmp.Compare(Day(b), Day(a)) })
	}
	if changed["approach"] {
		c.byCity, c.byArea = map[string][]*published.Entry{}, map[string][]*published.Entry{}
		for _, a := range c.Approaches {
			city, area := Target(a, "city"), Target(a, "policy_area")
			c.byCity[city], c.byArea[area] = append(c.byCity[city], a), append(c.byArea[area], a)
		}
	}
	if changed["municipality"] {
		c.Points = nil
		for _, e := range c.Municipalities {
			lat, lon, ok := Place(e)
			if !ok {
				continue
			}
			p := Point{Lat: lat, Lon: lon}
			networks, _ := e.Fields["networks"].([]any)
			for _, n := range networks {
				network, _ := n.(map[string]any)
				if id, ok := network["id"].(string); ok {
					p.Networks = append(p.Networks, id)
				}
			}
			c.Points = append(c.Points, p)
		}
	}
}

// Target is the id of the one entry that a relation points to; empty without.
func Target(e *published.Entry, field string) string {
	link, _ := e.Fields[field].(map[string]any)
	id, _ := link["id"].(string)
	return id
}

// Day is the day a piece of news is of, or an event begins.
func Day(e *published.Entry) string {
	date, _ := e.Fields["date"].(string)
	starts, _ := e.Fields["starts_at"].(string)
	return cmp.Or(date, starts)
}

// Place is where an entry is on the map, in degrees.
func Place(e *published.Entry) (lat, lon float64, ok bool) {
	at, _ := e.Fields["location"].(map[string]any)
	lat, ok = Decimal(at["lat"])
	lon, also := Decimal(at["lon"])
	return lat, lon, ok && also
}

// Decimal reads a number of JSON.
func Decimal(v any) (float64, bool) {
	switch n := v.(type) {
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	case float64:
		return n, true
	}
	return 0, false
}
