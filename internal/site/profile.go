package site

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"movingcities/internal/published"
	"movingcities/internal/site/atlas"
	"movingcities/internal/site/texts"
)

// profileView is a city.
type profileView struct {
	article
	Country    link
	Facts      []fact
	Networks   []membership
	Approaches []approachItem
	Near       []cityItem
	Locator    *locator
	Website    string
	SameAreas  []link
	Print      string
}

// fact is a figure as it is printed. Note says its year, also when that is not
// known, and what it rests on.
type fact struct{ Label, Value, Note string }

// membership is a network, or a member of one, with the source of the claim.
type membership struct {
	link
	Role, Source, Country string
}

// locator is a small piece of the map around a light.
type locator struct {
	atlas.Place
	View string
}

func (v *visit) city(slug string) (*answer, error) {
	e, moved, err := v.one("city", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "cities")
	}
	a := v.article(e)
	code, name := countryOf(e)
	c := &profileView{
		article: a, Facts: v.facts(e), Networks: v.memberships(e), Near: v.near(e), Website: text(e.Fields, "website"),
		Country: link{Text: name, URL: withQuery(address(v.lang, "cities"), "country="+code)},
	}
	for _, one := range v.cat.ApproachesOf(e.ID) {
		c.Approaches = append(c.Approaches, v.approachItem(one))
	}
	if at, ok := location(e); ok {
		c.Locator = locate(at)
	}
	c.SameAreas = v.sameAreas(e)
	own, _ := v.slugIn(e, v.lang)
	c.Print = address(v.lang, "print", own)
	p := v.entryPage("city", "cities", e)
	p.Feed = &link{Text: e.Title, URL: address(v.lang, "cities", own, feedName)}
	p.Description, p.Data, p.LinkedData = cmp.Or(a.Lead, a.Summary), c, v.linked(p, e, a)
	if at, ok := location(e); ok {
		p.LinkedData["about"] = map[string]any{
			"@type": "City", "name": e.Title, "geo": map[string]any{"@type": "GeoCoordinates", "latitude": at.Lat, "longitude": at.Lon},
		}
	}
	p.keys = append(p.keys, "approach", "network")
	return v.render(p)
}

// sameAreas are up to four other cities with an approach in a policy area of
// this one, those that share the most first.
func (v *visit) sameAreas(e *published.Entry) []link {
	shared := map[string]int{}
	for _, a := range v.cat.ApproachesOf(e.ID) {
		for _, other := range v.cat.ApproachesIn(target(a, "policy_area")) {
			shared[target(other, "city")]++
		}
	}
	cities := slices.DeleteFunc(slices.Clone(v.cat.Cities), func(c *published.Entry) bool { return c.ID == e.ID || shared[c.ID] == 0 })
	slices.SortStableFunc(cities, func(a, b *published.Entry) int { return cmp.Compare(shared[b.ID], shared[a.ID]) })
	var all []link
	for _, c := range cities[:min(4, len(cities))] {
		all = append(all, v.linkTo(c))
	}
	return all
}

func locate(at atlas.Spot) *locator {
	const width, height = 360, 230
	on := atlas.Europe().Place(at.Lat, at.Lon)
	left := math.Min(math.Max(on.X-width/2, 0), atlas.Width-width)
	top := math.Min(math.Max(on.Y-height/2, 0), atlas.Height-height)
	return &locator{Place: on, View: fmt.Sprintf("%.0f %.0f %d %d", left, top, width, height)}
}

func (v *visit) facts(e *published.Entry) []fact {
	var all []fact
	t := v.Model.Type(e.Type)
	add := func(label string, figure map[string]any) {
		n, ok := whole(figure["value"])
		if !ok {
			return
		}
		f := fact{Label: label, Value: texts.Number(v.lang, n), Note: v.say("city.year_unknown")}
		if y := year(figure, "year"); y != "" {
			f.Note = y
		}
		if source := v.sourceName(e, text(figure, "source")); source != "" {
			f.Note += ", " + source
		}
		all = append(all, f)
	}
	if f := t.Field("population"); f != nil {
		add(cmp.Or(f.Labels[v.lang], f.Name), object(e.Fields, f.Name))
	}
	for _, one := range objects(e.Fields, "figures") {
		add(text(object(one, "subject"), "label"), object(one, "figure"))
	}
	return all
}

// sourceName is the title of a source that a figure names by its id, or what
// stands there instead.
func (v *visit) sourceName(e *published.Entry, name string) string {
	for _, s := range objects(e.Fields, "sources") {
		if text(s, "id") == name && name != "" {
			return text(s, "title")
		}
	}
	return name
}

func (v *visit) memberships(e *published.Entry) []membership {
	var all []membership
	for _, n := range objects(e.Fields, "networks") {
		if network := v.cat.Entry(text(n, "id")); network != nil {
			all = append(all, membership{link: v.linkTo(network), Role: text(object(n, "role"), "label"), Source: text(n, "source")})
		}
	}
	return sorted(v.lang, all, func(m membership) string { return m.Text })
}

// near are the three cities with a profile that lie nearest.
func (v *visit) near(e *published.Entry) []cityItem {
	here, ok := location(e)
	if !ok {
		return nil
	}
	type neighbour struct {
		city *published.Entry
		km   int
	}
	var all []neighbour
	for _, other := range v.cat.Cities {
		if at, ok := location(other); ok && other.ID != e.ID {
			all = append(all, neighbour{other, int(math.Round(atlas.Kilometres(here, at)))})
		}
	}
	slices.SortStableFunc(all, func(a, b neighbour) int { return cmp.Compare(a.km, b.km) })
	var items []cityItem
	for _, near := range all[:min(3, len(all))] {
		item := v.cityItem(near.city)
		item.KM = near.km
		items = append(items, item)
	}
	return items
}

// approachView is an approach.
type approachView struct {
	article
	City, Area, Previous, Next *link
	Started, Ended, Print      string
	Updates                    []update
	Organisations              []membership
	Contacts                   []contact
}

type update struct {
	section
	Date string
}

type contact struct{ Organisation, Email, Link string }

func (v *visit) approach(citySlug, slug string) (*answer, error) {
	e, moved, err := v.one("approach", slug)
	if err != nil {
		return nil, err
	}
	if moved != "" {
		return v.elsewhere(moved, nil, "cities", citySlug)
	}
	city := v.cat.Entry(target(e, "city"))
	if city == nil {
		return v.unknown()
	}
	if now, _ := v.slugIn(city, v.lang); now != citySlug {
		return v.moved(address(v.lang, "cities", now, slug)), nil
	}
	a := v.article(e)
	d := &approachView{article: a, Started: year(e.Fields, "year_started"), Ended: v.ended(e)}
	if area := v.cat.Entry(target(e, "policy_area")); area != nil {
		l := v.linkTo(area)
		d.Area = &l
	}
	l := v.linkTo(city)
	d.City = &l
	d.Previous, d.Next = v.neighbours(e, city)
	d.Print = address(v.lang, "print", citySlug)
	d.people(e)
	v.updates(d, e)
	p := v.entryPage("approach", "approaches", e)
	p.Title = e.Title + ", " + city.Title
	p.Description, p.Data, p.LinkedData = a.Summary, d, v.linked(p, e, a)
	p.keys = append(p.keys, "city", city.ID, "policy_area")
	return v.render(p)
}

// ended says that an approach has ended, and when if that is known; it is empty
// for one that goes on.
func (v *visit) ended(e *published.Entry) string {
	if when := year(e.Fields, "year_ended"); when != "" {
		return v.say("approach.ended", "year", when)
	}
	if over, _ := e.Fields["ended"].(bool); over {
		return v.Model.Type(e.Type).Field("ended").Labels[v.lang]
	}
	return ""
}

// neighbours are the approaches of the city before and after this one.
func (v *visit) neighbours(e, city *published.Entry) (previous, next *link) {
	all := v.cat.ApproachesOf(city.ID)
	i := slices.IndexFunc(all, func(o *published.Entry) bool { return o.ID == e.ID })
	if i > 0 {
		l := v.linkTo(all[i-1])
		previous = &l
	}
	if i >= 0 && i+1 < len(all) {
		l := v.linkTo(all[i+1])
		next = &l
	}
	return previous, next
}

func (d *approachView) people(e *published.Entry) {
	for _, o := range objects(e.Fields, "organisations") {
		d.Organisations = append(d.Organisations, membership{link: link{Text: text(o, "title")}, Role: text(object(o, "role"), "label")})
	}
	for _, c := range objects(e.Fields, "contacts") {
		d.Contacts = append(d.Contacts, contact{Organisation: text(c, "organisation"), Email: text(c, "email"), Link: text(c, "link")})
	}
}

func (v *visit) updates(d *approachView, e *published.Entry) {
	for i, u := range objects(e.Fields, "updates") {
		w := &writer{lang: d.Lang}
		d.Updates = append(d.Updates, update{
			section: section{ID: fmt.Sprintf("update-%d", i+1), Heading: text(u, "heading"), Body: w.html(u["body"])}, Date: text(u, "date"),
		})
	}
}
