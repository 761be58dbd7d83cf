package site

import (
	"slices"

	"movingcities/internal/catalogue"
	"movingcities/internal/published"
)

func networkIDs(e *published.Entry) []string {
	var ids []string
	for _, n := range objects(e.Fields, "networks") {
		ids = append(ids, text(n, "id"))
	}
	return ids
}

// homeView is what the first page shows.
type homeView struct {
	chart
	Query, Region   string
	Areas, Networks []choice
	Cities, Points  int
	Filtered        bool
	Drops, Enlarged []link
	All, AllPoints  int
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
	f.Country, f.City, f.From, f.To, f.Sort = "", nil, 0, 0, ""
	part := regionOf(f.Region)
	f.Region = part.Name
	all := stock{v.cat.Cities, v.keeps}
	p := v.page("home", v.say("site.tagline"), "map", v.at(f))
	h := &homeView{
		Filtered: f.narrow(), All: len(v.cat.Cities), AllPoints: len(v.cat.Points), Query: f.Query, Region: f.Region,
		Areas: v.areaChoices(f, all), Networks: v.networkChoices(f, all), Cities: all.count(f), Enlarged: v.enlargements(f),
	}
	h.chart = v.chart(func(e *published.Entry) bool { return v.keeps(f, e) }, f.Network, part)
	if h.Cities == 0 {
		h.Drops = v.drops(f, all, v.counted("count.cities"))
	}
	for _, at := range v.cat.Points {
		if f.Network == nil || member(at, f.Network) {
			h.Points++
		}
	}
	h.Countries = v.byCountry(slices.DeleteFunc(slices.Clone(v.cat.Cities), func(e *published.Entry) bool { return !v.keeps(f, e) }))
	for _, a := range v.cat.Areas {
		entries := v.cat.ApproachesIn(a.ID)
		t := topic{link: v.linkTo(a), Count: len(entries)}
		for _, e := range spread(entries, 3) {
			t.Some = append(t.Some, v.approachItem(e))
		}
		h.Topics = append(h.Topics, t)
	}
	for i, l := range v.Model.Locales() {
		own := edition{link: p.Switcher[i]}
		for _, e := range v.cat.Cities {
			if _, live := e.Slugs[l.Code]; live {
				own.Count++
			}
		}
		h.Languages = append(h.Languages, own)
	}
	if len(v.cat.Pages) > 0 {
		first := v.cat.Pages[0]
		about := v.article(first)
		h.About, h.AboutURL = &about, v.entryURL(first)
	}
	p.Description, p.Data = v.say("home.lead", "count", len(v.cat.Cities)), h
	p.keys = []string{"city", "municipality", "approach", "policy_area", "network", "page"}
	if h.Filtered || f.Region != "" {
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
func member(at catalogue.Point, network *published.Entry) bool {
	return slices.Contains(at.Networks, network.ID)
}

func (v *visit) linkTo(e *published.Entry) link {
	return link{Text: e.Title, URL: v.entryURL(e), Lang: v.other(e)}
}
