package site

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
	Revised    string
}

// countryGroup is the cities of a country.
type countryGroup struct {
	Name   string
	Cities []cityItem
}

// approachItem is an approach in a list. City and Area carry their own languages.
type approachItem struct {
	link
	Summary, Year, Ended string
	City, Area           link
}

func (v *visit) cityItem(e *published.Entry) cityItem {
	_, country := countryOf(e)
	return cityItem{link: v.linkTo(e), Tagline: text(e.Fields, "tagline"), Country: country, Approaches: len(v.cat.ApproachesOf(e.ID))}
}

func (v *visit) approachItem(e *published.Entry) approachItem {
	item := approachItem{link: v.linkTo(e), Summary: text(e.Fields, "summary"), Year: year(e.Fields, "year_started"), Ended: v.ended(e)}
	if city := v.cat.Entry(target(e, "city")); city != nil {
		item.City = v.linkTo(city)
	}
	if area := v.cat.Entry(target(e, "policy_area")); area != nil {
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
	return sorted(v.lang, groups, func(g countryGroup) string { return g.Name })
}

// listView is a list with its filters.
type listView struct {
	Heading                            string
	Action, Reset                      string
	Areas, Networks, Countries, Cities []choice
	Sorts                              []choice
	From, To                           string
	Groups                             []countryGroup
	Items                              []approachItem
	Count                              int
	Page, Pages                        int
	Filtered                           bool
	Drops                              []link
}

func (v *visit) cities() (*answer, error) {
	f := v.filters()
	f.City, f.From, f.To, f.Query, f.Region = nil, 0, 0, "", ""
	all := stock{v.cat.Cities, v.keeps}
	list := &listView{
		Heading: v.heading(v.say("nav.cities"), f), Action: address(v.lang, "cities"), Areas: v.areaChoices(f, all),
		Networks: v.networkChoices(f, all), Countries: v.countryChoices(f, all),
		Sorts: v.sortChoices(&f, "filter.country", "sort.name", "sort.revised"), Filtered: f.narrow(),
	}
	var kept []*published.Entry
	for _, e := range v.cat.Cities {
		if v.keeps(f, e) {
			kept = append(kept, e)
		}
	}
	list.Count, list.Groups = len(kept), v.grouped(kept, f.Sort)
	if list.Count == 0 {
		list.Drops = v.drops(f, all, v.counted("count.cities"), "cities")
	}
	p := v.page("cities", list.Heading, "cities", v.at(f, "cities"))
	p.Description, p.Data = v.say("home.cities_sub"), list
	p.keys = []string{"city", "approach", "network", "policy_area"}
	return v.renderList(p, f)
}

// grouped puts cities under their countries, or all of them in one order.
func (v *visit) grouped(cities []*published.Entry, order string) []countryGroup {
	if order == "" || len(cities) == 0 {
		return v.byCountry(cities)
	}
	one := countryGroup{Name: v.say("sort." + order)}
	if order == "revised" {
		slices.SortStableFunc(cities, func(a, b *published.Entry) int {
			return cmp.Compare(text(b.Fields, "revised_on"), text(a.Fields, "revised_on"))
		})
	}
	for _, e := range cities {
		item := v.cityItem(e)
		if order == "revised" {
			item.Revised = text(e.Fields, "revised_on")
		}
		one.Cities = append(one.Cities, item)
	}
	return []countryGroup{one}
}

// counted says how many there are of something.
func (v *visit) counted(key string) func(int) string {
	return func(n int) string { return v.say(key, "count", n) }
}

// heading repeats what a list is narrowed to.
func (v *visit) heading(name string, f filters) string {
	var narrowed []string
	for _, e := range []*published.Entry{f.Area, f.Network, f.City} {
		if e != nil {
			narrowed = append(narrowed, e.Title)
		}
	}
	if f.Country != "" {
		narrowed = append(narrowed, v.Model.CountryName(f.Country, v.lang))
	}
	if f.From != 0 || f.To != 0 {
		narrowed = append(narrowed, v.years(f))
	}
	if len(narrowed) == 0 {
		return name
	}
	return name + ": " + strings.Join(narrowed, ", ")
}

// renderList keeps combinations of filters out of search engines; one policy
// area alone is a page of its own.
func (v *visit) renderList(p *page, f filters) (*answer, error) {
	f.Area = nil
	if f != (filters{}) {
		p.Robots = "noindex"
	}
	return v.render(p)
}

func (v *visit) approaches() (*answer, error) {
	f := v.filters()
	f.Network, f.Query, f.Region = nil, "", ""
	all := stock{v.cat.Approaches, v.keepsApproach}
	list := &listView{
		Heading: v.heading(v.say("nav.approaches"), f), Action: address(v.lang, "approaches"), Areas: v.areaChoices(f, all),
		Countries: v.countryChoices(f, all), Cities: v.cityChoices(f, all),
		Sorts: v.sortChoices(&f, "sort.title", "sort.year", "filter.city"), Filtered: f.narrow(),
		From: inField(f.From), To: inField(f.To),
	}
	var kept []*published.Entry
	for _, e := range v.cat.Approaches {
		if v.keepsApproach(f, e) {
			kept = append(kept, e)
		}
	}
	v.order(kept, f.Sort)
	list.Count, list.Pages = len(kept), max(1, (len(kept)+approachesPerPage-1)/approachesPerPage)
	list.Page, _ = strconv.Atoi(v.query.Get("page"))
	list.Page = min(max(list.Page, 1), list.Pages)
	if list.Count == 0 {
		list.Drops = v.drops(f, all, v.counted("count.approaches"), "approaches")
	}
	first := (list.Page - 1) * approachesPerPage
	for _, e := range kept[first:min(first+approachesPerPage, len(kept))] {
		list.Items = append(list.Items, v.approachItem(e))
	}
	return v.approachesPage(list, f)
}

// approachesPage frames one page of the list, with the pages before and after it.
func (v *visit) approachesPage(list *listView, f filters) (*answer, error) {
	at := func(page int) where {
		return func(lang string) (string, bool) {
			path, live := v.at(f, "approaches")(lang)
			return onPage(path, page), live
		}
	}
	p := v.page("approaches", list.Heading, "approaches", at(list.Page))
	if list.Page > 1 {
		p.Previous, _ = at(list.Page - 1)(v.lang)
	}
	if list.Page < list.Pages {
		p.Next, _ = at(list.Page + 1)(v.lang)
	}
	p.Description, p.Data = v.say("home.areas_sub"), list
	if f.Area != nil {
		p.Description = text(f.Area.Fields, "description")
		p.Feed = v.areaFeed(f.Area)
	}
	p.keys = []string{"approach", "city", "policy_area"}
	return v.renderList(p, f)
}

// order sorts approaches; without a name they stay as they are, by title.
func (v *visit) order(list []*published.Entry, by string) {
	switch by {
	case "year":
		slices.SortStableFunc(list, func(a, b *published.Entry) int {
			x, _ := whole(a.Fields["year_started"])
			y, _ := whole(b.Fields["year_started"])
			return cmp.Compare(y, x)
		})
	case "city":
		place := map[string]int{}
		for i, e := range v.cat.Cities {
			place[e.ID] = i
		}
		slices.SortStableFunc(list, func(a, b *published.Entry) int {
			return cmp.Compare(place[target(a, "city")], place[target(b, "city")])
		})
	}
}

// inField is a year in a field of a form, empty for none.
func inField(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
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
