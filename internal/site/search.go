package site

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/search"
)

// perGroup is how many results of a kind stand on the first page of a search.
const perGroup = 5

// resultItem is something that was found.
type resultItem struct {
	link
	Context string
	Excerpt []search.Run
}

// resultGroup is what was found of one kind; All leads to the rest.
type resultGroup struct {
	Name, ID string
	Count    int
	All      string
	Items    []resultItem
}

// searchView is what was asked and what was found.
type searchView struct {
	Query, Corrected string
	Asked            bool
	TooShort         bool
	Partly           bool
	Count            int
	Action           string
	Kinds, Countries []choice
	Groups           []resultGroup
	Others           []resultItem
	OthersCount      int
	Pages, Page      int
	Previous, Next   string
	Areas            []link
}

// findable are the kinds of entries that have pages, in the order of the navigation.
func (s *Site) findable() []string {
	var types []string
	for _, name := range []string{"city", "approach", "network", "policy_area", "page"} {
		if s.Model.Type(name) != nil {
			types = append(types, name)
		}
	}
	return types
}

// wanted is the question that a request asks. What a parameter names that is not
// there narrows nothing.
func (v *visit) wanted() search.Query {
	q := search.Query{Text: strings.TrimSpace(v.query.Get("q")), Locale: v.lang, Types: v.findable(), Country: v.country(v.query.Get("country"))}
	q.PerType = perGroup
	if t := v.query.Get("type"); t != "" {
		for _, name := range q.Types {
			if name == t {
				q.Types, q.PerType, q.Size = []string{t}, 0, search.DefaultPage
			}
		}
	}
	if n, err := strconv.Atoi(v.query.Get("page")); err == nil && n > 1 && q.PerType == 0 {
		q.After = min((n-1)*search.DefaultPage, search.MaxPosition)
	}
	return q
}

// searchAt is the address of a search in each language.
func searchAt(q search.Query) where {
	return func(lang string) (string, bool) {
		params := url.Values{}
		if q.Text != "" {
			params.Set("q", q.Text)
		}
		if q.PerType == 0 {
			params.Set("type", q.Types[0])
		}
		if q.Country != "" {
			params.Set("country", q.Country)
		}
		if q.After > 0 {
			params.Set("page", strconv.Itoa(q.After/search.DefaultPage+1))
		}
		return withQuery(address(lang, "search"), params.Encode()), true
	}
}

func (v *visit) search() (*answer, error) {
	q := v.wanted()
	view := &searchView{Query: q.Text, Asked: q.Text != "", Action: address(v.lang, "search")}
	title := v.say("search.label")
	if view.Asked {
		title += ": " + q.Text
		var result *search.Result
		err := v.Published.Read(v.r.Context(), func(tx *db.Tx) (err error) {
			result, err = v.Search.Search(tx, q)
			return err
		})
		var refused *fault.Error
		switch {
		case errors.As(err, &refused) && refused.Kind == fault.Invalid:
			view.TooShort = true
		case err != nil:
			return nil, err
		default:
			v.fill(view, q, result)
		}
	}
	if view.Count == 0 {
		for _, area := range v.cat.Areas {
			view.Areas = append(view.Areas, v.linkTo(area))
		}
	}
	p := v.page("search", title, "search", searchAt(q))
	p.Robots, p.Data = "noindex", view
	p.keys = v.findable()
	return v.render(p)
}

func (v *visit) fill(view *searchView, q search.Query, r *search.Result) {
	view.Corrected, view.Partly, view.OthersCount = r.Corrected, !r.Complete && r.Page.Total > 0, r.OthersTotal
	view.Count = r.Page.Total
	at := func(change func(*search.Query)) string {
		other := q
		other.After = 0
		change(&other)
		path, _ := searchAt(other)(v.lang)
		return path
	}
	counts := map[string]int{}
	for _, c := range r.Facets.Type {
		counts[c.Value] = c.Count
	}
	for _, name := range v.findable() {
		label := v.Model.Type(name).Names[v.lang]
		selected := q.PerType == 0 && q.Types[0] == name
		if counts[name] > 0 || selected {
			view.Kinds = append(view.Kinds, choice{Value: name, Text: label.Other, Count: counts[name], Selected: selected})
		}
		group := resultGroup{Name: label.Other, ID: name, Count: counts[name]}
		for _, h := range r.Data {
			if h.Type == name {
				group.Items = append(group.Items, v.resultItem(h))
			}
		}
		if q.PerType > 0 && group.Count > len(group.Items) {
			group.All = at(func(o *search.Query) { o.Types, o.PerType = []string{name}, 0 })
		}
		if len(group.Items) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	for _, c := range r.Facets.Country {
		view.Countries = append(view.Countries, choice{Value: c.Value, Text: v.Model.CountryName(c.Value, v.lang), Count: c.Count, Selected: c.Value == q.Country})
	}
	view.Countries = sorted(v.lang, view.Countries, func(c choice) string { return c.Text })
	for _, h := range r.Others {
		view.Others = append(view.Others, v.resultItem(h))
	}
	v.leaf(view, q)
}

// leaf makes the links to the pages before and after.
func (v *visit) leaf(view *searchView, q search.Query) {
	if q.PerType > 0 {
		return
	}
	view.Pages = (min(view.Count, search.MaxPosition) + search.DefaultPage - 1) / search.DefaultPage
	view.Page = q.After/search.DefaultPage + 1
	if q.After > 0 {
		before := q
		before.After -= search.DefaultPage
		view.Previous, _ = searchAt(before)(v.lang)
	}
	if view.Page < view.Pages {
		after := q
		after.After += search.DefaultPage
		view.Next, _ = searchAt(after)(v.lang)
	}
}

// resultItem leads to the entry in the language that it was found in.
func (v *visit) resultItem(h search.Hit) resultItem {
	item := resultItem{Excerpt: h.Excerpt, link: link{Text: h.Title}}
	if h.Locale != v.lang && h.Locale != "und" {
		item.Lang = h.Locale
	}
	e := v.cat.Entry(h.ID)
	if e == nil {
		return item
	}
	lang := v.lang
	if item.Lang != "" {
		if _, live := e.Slugs[h.Locale]; live {
			lang = h.Locale
		}
	}
	item.URL, _ = v.entryAddress(e)(lang)
	item.Context = v.context(e, h)
	return item
}

// context says what a result belongs to: the city of an approach, or a country.
func (v *visit) context(e *published.Entry, h search.Hit) string {
	if city := v.cat.Entry(target(e, "city")); city != nil {
		return city.Title
	}
	if h.Country != "" {
		return v.Model.CountryName(h.Country, v.lang)
	}
	return ""
}
