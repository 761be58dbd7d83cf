package site

import (
	"maps"
	"net/url"
	"slices"

	"movingcities/internal/published"
)

// choice is an option of a filter.
type choice struct {
	Value, Text, Lang string
	Count             int
	Selected          bool
}

// filters are what a list or the map is narrowed to. What a parameter names
// that is not there narrows nothing.
type filters struct {
	Area, Network *published.Entry
	Country       string
}

func (v *visit) filters() filters {
	return filters{
		Area: find(v.cat.areas, v.query.Get("area")), Network: find(v.cat.networks, v.query.Get("network")),
		Country: v.country(v.query.Get("country")),
	}
}

func (v *visit) country(code string) string {
	if slices.Contains(v.Model.Countries(), code) {
		return code
	}
	return ""
}

// at is the address of a list with its filters, in the words of each language.
func (v *visit) at(f filters, parts ...string) where {
	return func(lang string) (string, bool) {
		q := url.Values{}
		if f.Area != nil {
			slug, _ := v.slugIn(f.Area, lang)
			q.Set("area", slug)
		}
		if f.Network != nil {
			slug, _ := v.slugIn(f.Network, lang)
			q.Set("network", slug)
		}
		if f.Country != "" {
			q.Set("country", f.Country)
		}
		return withQuery(address(lang, parts...), q.Encode()), true
	}
}

// keeps tells whether a city is among those asked for.
func (v *visit) keeps(f filters, city *published.Entry) bool {
	code, _ := countryOf(city)
	switch {
	case f.Country != "" && code != f.Country:
		return false
	case f.Network != nil && !slices.Contains(networkIDs(city), f.Network.ID):
		return false
	case f.Area != nil:
		return slices.ContainsFunc(v.cat.byCity[city.ID], func(a *published.Entry) bool { return target(a, "policy_area") == f.Area.ID })
	}
	return true
}

func networkIDs(e *published.Entry) []string {
	var ids []string
	for _, n := range objects(e.Fields, "networks") {
		ids = append(ids, text(n, "id"))
	}
	return ids
}

// chart is the map of Europe with its lights.
type chart struct {
	Lights                          []*light
	Dots, DimDots, Iceland, Country string
}

// homeView is what the first page shows.
type homeView struct {
	chart
	Areas, Networks []choice
	Cities, Points  int
	Filtered        bool
	All             int
	Countries       []countryGroup
	Topics          []topic
	Languages       []edition
	About           *article
	AboutURL        string
}

// edition is the site in one language and how many profiles it has.
type edition struct {
	link
	Count int
}

// topic is a policy area with some of its approaches.
type topic struct {
	link
	Count int
	Some  []approachItem
}

func (v *visit) home() (*answer, error) {
	f := v.filters()
	f.Country = ""
	p := v.page("home", v.say("site.tagline"), "map", v.at(f))
	h := &homeView{Filtered: f != filters{}, All: len(v.cat.cities), Areas: v.areaChoices(f.Area), Networks: v.networkChoices(f.Network)}
	h.chart = v.chart(func(e *published.Entry) bool { return v.keeps(f, e) }, f.Network)
	for _, l := range h.Lights {
		if !l.Off {
			h.Cities++
		}
	}
	for _, at := range v.cat.points {
		if f.Network == nil || v.member(at, f.Network) {
			h.Points++
		}
	}
	h.Countries = v.byCountry(v.cat.cities)
	for _, a := range v.cat.areas {
		entries := v.cat.byArea[a.ID]
		t := topic{link: v.linkTo(a), Count: len(entries)}
		for _, e := range spread(entries, 3) {
			t.Some = append(t.Some, v.approachItem(e))
		}
		h.Topics = append(h.Topics, t)
	}
	for i, l := range v.Model.Locales() {
		own := edition{link: p.Switcher[i]}
		for _, e := range v.cat.cities {
			if _, live := e.Slugs[l.Code]; live {
				own.Count++
			}
		}
		h.Languages = append(h.Languages, own)
	}
	if len(v.cat.pages) > 0 {
		first := v.cat.pages[0]
		about := v.article(first)
		h.About, h.AboutURL = &about, v.entryURL(first)
	}
	p.Description, p.Data = v.say("home.lead", "count", len(v.cat.cities)), h
	p.keys = []string{"city", "municipality", "approach", "policy_area", "network", "page"}
	if h.Filtered {
		p.Robots = "noindex"
	}
	return v.render(p)
}

// spread takes entries of different cities, so that one city with many does not
// stand for all.
func spread(entries []*published.Entry, n int) []*published.Entry {
	var chosen []*published.Entry
	seen := map[string]bool{}
	for _, e := range entries {
		if id := target(e, "city"); len(chosen) < n && !seen[id] {
			chosen, seen[id] = append(chosen, e), true
		}
	}
	return chosen
}

// member tells whether a municipality belongs to a network.
func (v *visit) member(at point, network *published.Entry) bool {
	return slices.ContainsFunc(at.Networks, func(slug string) bool { return slices.Contains(slices.Collect(maps.Values(network.Slugs)), slug) })
}

func (v *visit) chart(lit func(*published.Entry) bool, network *published.Entry) chart {
	c := chart{Country: v.Model.CountryName("IS", v.lang)}
	var near, dim, inset []point
	for _, p := range v.cat.points {
		switch {
		case inIceland(p.Lat, p.Lon):
			inset = append(inset, p)
		case network != nil && !v.member(p, network):
			dim = append(dim, p)
		default:
			near = append(near, p)
		}
	}
	c.Dots, c.DimDots, c.Iceland = dots(europe(), near), dots(europe(), dim), dots(iceland(), inset)
	for _, e := range v.cat.cities {
		at, ok := location(e)
		if !ok {
			continue
		}
		_, country := countryOf(e)
		c.Lights = append(c.Lights, &light{
			place: europe().place(at.Lat, at.Lon), Name: e.Title, Country: country, URL: v.entryURL(e), Lang: v.other(e), Off: !lit(e),
		})
	}
	setLabels(c.Lights)
	return c
}

func (v *visit) linkTo(e *published.Entry) link {
	return link{Text: e.Title, URL: v.entryURL(e), Lang: v.other(e)}
}

func (v *visit) areaChoices(selected *published.Entry) []choice {
	var all []choice
	for _, e := range v.cat.areas {
		slug, _ := v.slugIn(e, v.lang)
		all = append(all, choice{Value: slug, Text: e.Title, Lang: v.other(e), Count: len(v.cat.byArea[e.ID]), Selected: e == selected})
	}
	return all
}

func (v *visit) networkChoices(selected *published.Entry) []choice {
	var all []choice
	for _, e := range v.cat.networks {
		slug, _ := v.slugIn(e, v.lang)
		all = append(all, choice{Value: slug, Text: e.Title, Lang: v.other(e), Selected: e == selected})
	}
	return all
}

// countryChoices are the countries of entries with how many there are of each.
func (v *visit) countryChoices(entries []*published.Entry, selected string) []choice {
	counts := map[string]int{}
	for _, e := range entries {
		code, _ := countryOf(e)
		counts[code]++
	}
	var all []choice
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		if code != "" {
			all = append(all, choice{Value: code, Text: v.Model.CountryName(code, v.lang), Count: counts[code], Selected: code == selected})
		}
	}
	return sorted(v.cat, all, func(c choice) string { return c.Text })
}
