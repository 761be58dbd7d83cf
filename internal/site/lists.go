package site

import (
	"net/url"
	"strconv"

	"movingcities/internal/published"
)

// approachesPerPage is how many approaches one page of their list holds.
const approachesPerPage = 20

// cityItem is a city in a list.
type cityItem struct {
	link
	Tagline    string
	Country    string
	Approaches int
	KM         int
}

// countryGroup is the cities of a country.
type countryGroup struct {
	Name   string
	Cities []cityItem
}

// approachItem is an approach in a list. City and Area carry their own languages.
type approachItem struct {
	link
	Summary, Year string
	City, Area    link
}

func (v *visit) cityItem(e *published.Entry) cityItem {
	_, country := countryOf(e)
	return cityItem{link: v.linkTo(e), Tagline: text(e.Fields, "tagline"), Country: country, Approaches: len(v.cat.byCity[e.ID])}
}

func (v *visit) approachItem(e *published.Entry) approachItem {
	item := approachItem{link: v.linkTo(e), Summary: text(e.Fields, "summary"), Year: year(e.Fields, "year_started")}
	if city := v.cat.byID[target(e, "city")]; city != nil {
		item.City = v.linkTo(city)
	}
	if area := v.cat.byID[target(e, "policy_area")]; area != nil {
		item.Area = v.linkTo(area)
	}
	return item
}

// byCountry groups cities under their countries, both in the order of the language.
func (v *visit) byCountry(cities []*published.Entry) []countryGroup {
	at := map[string]int{}
	var groups []countryGroup
	for _, e := range cities {
		_, country := countryOf(e)
		i, known := at[country]
		if !known {
			i = len(groups)
			at[country], groups = i, append(groups, countryGroup{Name: country})
		}
		groups[i].Cities = append(groups[i].Cities, v.cityItem(e))
	}
	return sorted(v.cat, groups, func(g countryGroup) string { return g.Name })
}

// listView is a list with its filters.
type listView struct {
	Heading                    string
	Action, Reset              string
	Areas, Networks, Countries []choice
	Groups                     []countryGroup
	Items                      []approachItem
	Count                      int
	Page, Pages                int
	Previous, Next             string
	Filtered                   bool
}

func (v *visit) cities() (*answer, error) {
	f := v.filters()
	var kept []*published.Entry
	for _, e := range v.cat.cities {
		if v.keeps(f, e) {
			kept = append(kept, e)
		}
	}
	p := v.page("cities", v.heading(v.say("nav.cities"), f), "cities", v.at(f, "cities"))
	p.Description = v.say("home.cities_sub")
	p.Data = &listView{
		Heading: p.Title, Action: address(v.lang, "cities"), Areas: v.areaChoices(f.Area), Networks: v.networkChoices(f.Network),
		Countries: v.countryChoices(v.cat.cities, f.Country), Groups: v.byCountry(kept), Count: len(kept), Filtered: f != filters{},
	}
	p.keys = []string{"city", "approach", "network", "policy_area"}
	return v.renderList(p, f)
}

// heading repeats what a list is narrowed to.
func (v *visit) heading(name string, f filters) string {
	separator := ": "
	for _, e := range []*published.Entry{f.Area, f.Network} {
		if e != nil {
			name, separator = name+separator+e.Title, ", "
		}
	}
	if f.Country != "" {
		name += separator + v.Model.CountryName(f.Country, v.lang)
	}
	return name
}

// renderList keeps combinations of filters out of search engines; one policy
// area alone is a page of its own.
func (v *visit) renderList(p *page, f filters) (*answer, error) {
	if f.Country != "" || f.Network != nil {
		p.Robots = "noindex"
	}
	return v.render(p)
}

func (v *visit) approaches() (*answer, error) {
	f := v.filters()
	f.Network = nil
	var kept []*published.Entry
	for _, e := range v.cat.approaches {
		code, _ := countryOf(e)
		if (f.Area == nil || target(e, "policy_area") == f.Area.ID) && (f.Country == "" || code == f.Country) {
			kept = append(kept, e)
		}
	}
	list := &listView{
		Heading: v.heading(v.say("nav.approaches"), f), Action: address(v.lang, "approaches"), Areas: v.areaChoices(f.Area),
		Countries: v.countryChoices(v.cat.approaches, f.Country), Count: len(kept), Filtered: f != filters{},
		Pages: max(1, (len(kept)+approachesPerPage-1)/approachesPerPage),
	}
	list.Page, _ = strconv.Atoi(v.query.Get("page"))
	list.Page = min(max(list.Page, 1), list.Pages)
	at := func(page int) where {
		return func(lang string) (string, bool) {
			path, live := v.at(f, "approaches")(lang)
			return onPage(path, page), live
		}
	}
	if list.Page > 1 {
		list.Previous, _ = at(list.Page - 1)(v.lang)
	}
	if list.Page < list.Pages {
		list.Next, _ = at(list.Page + 1)(v.lang)
	}
	first := (list.Page - 1) * approachesPerPage
	for _, e := range kept[first:min(first+approachesPerPage, len(kept))] {
		list.Items = append(list.Items, v.approachItem(e))
	}
	p := v.page("approaches", list.Heading, "approaches", at(list.Page))
	p.Description, p.Data = v.say("home.areas_sub"), list
	if f.Area != nil {
		p.Description = text(f.Area.Fields, "description")
	}
	p.keys = []string{"approach", "city", "policy_area"}
	return v.renderList(p, f)
}

func onPage(path string, page int) string {
	if page < 2 {
		return path
	}
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	q := u.Query()
	q.Set("page", strconv.Itoa(page))
	u.RawQuery = q.Encode()
	return u.String()
}
