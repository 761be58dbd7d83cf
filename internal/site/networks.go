package site

import (
	"slices"

	"movingcities/internal/published"
)

// networkItem is a network in a list.
type networkItem struct {
	link
	Summary, Scope, Founded string
	Cities, Points          int
}

func (v *visit) networks() (*answer, error) {
	var items []networkItem
	for _, e := range v.cat.Networks {
		item := networkItem{
			link: v.linkTo(e), Summary: text(e.Fields, "summary"), Scope: text(object(e.Fields, "scope"), "label"),
			Founded: year(e.Fields, "founded"),
		}
		for _, c := range v.cat.Cities {
			if v.keeps(filters{Network: e}, c) {
				item.Cities++
			}
		}
		for _, at := range v.cat.Points {
			if member(at, e) {
				item.Points++
			}
		}
		items = append(items, item)
	}
	p := v.page("networks", v.say("nav.networks"), "networks", v.at(filters{}, "networks"))
	p.Description, p.Data = v.say("network.claims"), items
	p.keys = []string{"network", "city", "municipality"}
	return v.render(p)
}

// networkView is a network with its members.
type networkView struct {
	article
	chart
	Scope, Founded, URL string
	Members             []membership
	Others              []membership // municipalities without a profile
}

func (v *visit) network(slug string) (*answer, error) {
	e, moved, err := v.one("network", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "networks")
	}
	n := &networkView{
		article: v.article(e), Scope: text(object(e.Fields, "scope"), "label"), Founded: year(e.Fields, "founded"), URL: text(e.Fields, "url"),
	}
	f := filters{Network: v.cat.Entry(e.ID)}
	if f.Network == nil {
		return v.unknown()
	}
	n.chart = v.chart(func(c *published.Entry) bool { return v.keeps(f, c) }, f.Network, regionOf(""))
	for _, c := range v.cat.Cities {
		if v.keeps(f, c) {
			n.Members = append(n.Members, v.claim(c, e.ID))
		}
	}
	for _, m := range v.cat.Municipalities {
		if slices.Contains(networkIDs(m), e.ID) && v.cat.Entry(target(m, "city")) == nil {
			n.Others = append(n.Others, v.claim(m, e.ID))
		}
	}
	p := v.entryPage("network", "networks", e)
	p.Description, p.Data, p.LinkedData = n.Summary, n, v.linked(p, e, n.article)
	p.keys = append(p.keys, "city", "municipality")
	return v.render(p)
}

// claim is a member of a network with what the membership rests on.
func (v *visit) claim(e *published.Entry, network string) membership {
	m := membership{link: v.linkTo(e)}
	_, m.Country = countryOf(e)
	for _, n := range objects(e.Fields, "networks") {
		if text(n, "id") == network {
			m.Role, m.Source = text(object(n, "role"), "label"), text(n, "source")
		}
	}
	return m
}
