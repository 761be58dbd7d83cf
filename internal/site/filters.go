package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/published"
)

// choice is an option of a filter. Count is how many there are with it and all
// other filters.
type choice struct {
	Value, Text, Lang string
	Count             int
	Counted, Selected bool
}

// filters are what a list or the map is narrowed to, and how it is shown. What a
// parameter names that is not there narrows nothing.
type filters struct {
	Area, Network, City *published.Entry
	Country             string
	From, To            int // years, 0 for none
	Query               string
	Sort, Region        string // how, not what
}

// maxQuery bounds the words that the map is searched for, in bytes.
const maxQuery = 100

func (v *visit) filters() filters {
	q := v.query
	f := filters{
		Area: find(v.cat.Areas, q.Get("area")), Network: find(v.cat.Networks, q.Get("network")), City: find(v.cat.Cities, q.Get("city")),
		Country: v.country(q.Get("country")), From: yearIn(q.Get("from")), To: yearIn(q.Get("to")),
		Query: strings.TrimSpace(strings.ToValidUTF8(q.Get("q"), "")), Sort: q.Get("sort"), Region: q.Get("region"),
	}
	if len(f.Query) > maxQuery {
		f.Query = ""
	}
	return f
}

func (v *visit) country(code string) string {
	if slices.Contains(v.Model.Countries(), code) {
		return code
	}
	return ""
}

func yearIn(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1800 || n > 2100 {
		return 0
	}
	return n
}

// what is the filters alone, without how their result is shown.
func (f filters) what() filters {
	f.Sort, f.Region = "", ""
	return f
}

func (f filters) narrow() bool { return f.what() != filters{} }

// at is the address of a list with its filters, in the words of each language.
func (v *visit) at(f filters, parts ...string) where {
	return func(lang string) (string, bool) {
		q := url.Values{}
		for name, e := range map[string]*published.Entry{"area": f.Area, "network": f.Network, "city": f.City} {
			if e != nil {
				slug, _ := v.slugIn(e, lang)
				q.Set(name, slug)
			}
		}
		for name, year := range map[string]int{"from": f.From, "to": f.To} {
			if year != 0 {
				q.Set(name, strconv.Itoa(year))
			}
		}
		for name, word := range map[string]string{"country": f.Country, "q": f.Query, "sort": f.Sort, "region": f.Region} {
			if word != "" {
				q.Set(name, word)
			}
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
	case f.Area != nil && !slices.ContainsFunc(v.cat.ApproachesOf(city.ID), func(a *published.Entry) bool { return target(a, "policy_area") == f.Area.ID }):
		return false
	}
	return f.Query == "" || v.mentions(city, f.Query)
}

// keepsApproach tells whether an approach is among those asked for.
func (v *visit) keepsApproach(f filters, e *published.Entry) bool {
	code, _ := countryOf(e)
	started, dated := whole(e.Fields["year_started"])
	switch {
	case f.Area != nil && target(e, "policy_area") != f.Area.ID, f.City != nil && target(e, "city") != f.City.ID:
		return false
	case f.Country != "" && code != f.Country:
		return false
	case f.From != 0 && (!dated || started < f.From):
		return false
	}
	return f.To == 0 || dated && started <= f.To
}

// mentions looks for all the words in what is short about a city: its names in
// every language, its summary, its country, and the names of its approaches.
func (v *visit) mentions(city *published.Entry, query string) bool {
	_, country := countryOf(city)
	about := []string{city.Title, country, text(city.Fields, "tagline"), text(city.Fields, "summary")}
	about = append(about, slices.Collect(maps.Values(city.Slugs))...)
	for _, a := range v.cat.ApproachesOf(city.ID) {
		about = append(about, a.Title)
		if area := v.cat.Entry(target(a, "policy_area")); area != nil {
			about = append(about, area.Title)
		}
	}
	all := folded(strings.Join(about, "\n"))
	for _, word := range strings.Fields(folded(query)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// folded takes accents and case from a text, so that Cadiz is found for Cádiz.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ς':
			return 'σ'
		case r == 'ł' || r == 'Ł':
			return 'l'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// stock is a list that filters narrow.
type stock struct {
	entries []*published.Entry
	keeps   func(filters, *published.Entry) bool
}

// count says how many are left.
func (s stock) count(f filters) int {
	n := 0
	for _, e := range s.entries {
		if s.keeps(f, e) {
			n++
		}
	}
	return n
}

// by counts what is left by what the entries have of something, in one pass
// however many of it there are.
func (s stock) by(f filters, has func(*published.Entry) []string) map[string]int {
	counts := map[string]int{}
	for _, e := range s.entries {
		if s.keeps(f, e) {
			for _, one := range has(e) {
				counts[one]++
			}
		}
	}
	return counts
}

func (v *visit) entryChoices(list []*published.Entry, selected *published.Entry, counts map[string]int) []choice {
	var all []choice
	for _, e := range list {
		slug, _ := v.slugIn(e, v.lang)
		all = append(all, choice{Value: slug, Text: e.Title, Lang: v.other(e), Count: counts[e.ID], Counted: true, Selected: e == selected})
	}
	return all
}

func (v *visit) areaChoices(f filters, s stock) []choice {
	selected := f.Area
	f.Area = nil
	return v.entryChoices(v.cat.Areas, selected, s.by(f, v.areasOf))
}

// areasOf are the policy areas of an approach, or of those of a city, each once.
func (v *visit) areasOf(e *published.Entry) []string {
	if e.Type != "city" {
		return []string{target(e, "policy_area")}
	}
	var areas []string
	for _, a := range v.cat.ApproachesOf(e.ID) {
		if area := target(a, "policy_area"); !slices.Contains(areas, area) {
			areas = append(areas, area)
		}
	}
	return areas
}

func (v *visit) networkChoices(f filters, s stock) []choice {
	selected := f.Network
	f.Network = nil
	return v.entryChoices(v.cat.Networks, selected, s.by(f, func(e *published.Entry) []string {
		networks := networkIDs(e)
		slices.Sort(networks)
		return slices.Compact(networks)
	}))
}

func (v *visit) cityChoices(f filters, s stock) []choice {
	selected := f.City
	f.City = nil
	return v.entryChoices(v.cat.Cities, selected, s.by(f, func(e *published.Entry) []string { return []string{target(e, "city")} }))
}

// countryChoices are the countries of a list, with how many there are of each.
func (v *visit) countryChoices(f filters, s stock) []choice {
	selected := f.Country
	f.Country = ""
	has := func(e *published.Entry) []string {
		code, _ := countryOf(e)
		return []string{code}
	}
	counts, all := s.by(f, has), map[string]bool{}
	for _, e := range s.entries {
		all[has(e)[0]] = true
	}
	delete(all, "")
	var choices []choice
	for code := range all {
		choices = append(choices, choice{
			Value: code, Text: v.Model.CountryName(code, v.lang), Count: counts[code], Counted: true, Selected: code == selected,
		})
	}
	return sorted(v.lang, choices, func(c choice) string { return c.Text })
}

// sortChoices offers orders by their names; the first is the default. An order
// that is not there is the default too.
func (v *visit) sortChoices(f *filters, keys ...string) []choice {
	var all []choice
	chosen := 0
	for i, key := range keys {
		_, value, _ := strings.Cut(key, ".")
		if i == 0 {
			value = ""
		}
		if value == f.Sort {
			chosen = i
		}
		all = append(all, choice{Value: value, Text: v.say(key)})
	}
	all[chosen].Selected = true
	f.Sort = all[chosen].Value
	return all
}

// drops are the ways out of an empty list: for every filter the address without
// it, if something is found there.
func (v *visit) drops(f filters, s stock, said func(n int) string, parts ...string) []link {
	var all []link
	offer := func(name string, without filters) {
		if n := s.count(without); name != "" && n > 0 {
			to, _ := v.at(without, parts...)(v.lang)
			all = append(all, link{URL: to, Text: v.say("filter.without", "name", name, "results", said(n))})
		}
	}
	for _, one := range []struct {
		entry **published.Entry
	}{{&f.Area}, {&f.Network}, {&f.City}} {
		if e := *one.entry; e != nil {
			*one.entry = nil
			offer(e.Title, f)
			*one.entry = e
		}
	}
	if without := f; f.Country != "" {
		without.Country = ""
		offer(v.Model.CountryName(f.Country, v.lang), without)
	}
	if without := f; f.Query != "" {
		without.Query = ""
		offer(f.Query, without)
	}
	if without := f; f.From != 0 || f.To != 0 {
		without.From, without.To = 0, 0
		offer(v.years(f), without)
	}
	return all
}

// years names a span such as 2015–2019.
func (v *visit) years(f filters) string {
	span := "–"
	if f.From != 0 {
		span = strconv.Itoa(f.From) + span
	}
	if f.To != 0 {
		span += strconv.Itoa(f.To)
	}
	return v.say("filter.started") + " " + span
}
