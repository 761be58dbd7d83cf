package site

import (
	"slices"

	"movingcities/internal/published"
)

// municipalityRow is a dot of the map in words. Its link is that of its profile,
// where it has one.
type municipalityRow struct {
	Name     string
	Profile  *link
	People   int
	Networks []membership
}

type municipalityGroup struct {
	ID, Name string
	Rows     []municipalityRow
}

type municipalitiesView struct {
	Action              string
	Countries, Networks []choice
	Groups              []municipalityGroup
	Count, All          int
	Filtered            bool
	Drops               []link
}

// municipalities is the map as a table: every dot by country, with the networks
// it belongs to and what each membership rests on.
func (v *visit) municipalities() (*answer, error) {
	asked := v.filters()
	f := filters{Country: asked.Country, Network: asked.Network}
	if v.Model.Type("municipality") == nil {
		return v.unknown()
	}
	entries := v.cat.Municipalities
	keeps := func(f filters, e *published.Entry) bool {
		code, _ := countryOf(e)
		return (f.Country == "" || code == f.Country) && (f.Network == nil || slices.Contains(networkIDs(e), f.Network.ID))
	}
	all := stock{entries, keeps}
	m := &municipalitiesView{
		Action: address(v.lang, "municipalities"), Countries: v.countryChoices(f, all),
		Networks: v.networkChoices(f, all), Count: all.count(f), All: len(entries), Filtered: f.narrow(),
	}
	if m.Count == 0 {
		m.Drops = v.drops(f, all, v.counted("count.municipalities"), "municipalities")
	}
	at := map[string]int{}
	for _, e := range entries {
		if !keeps(f, e) {
			continue
		}
		code, name := countryOf(e)
		i, known := at[code]
		if !known {
			i = len(m.Groups)
			at[code], m.Groups = i, append(m.Groups, municipalityGroup{ID: "country-" + code, Name: name})
		}
		m.Groups[i].Rows = append(m.Groups[i].Rows, v.municipalityRow(e))
	}
	sorted(v.lang, m.Groups, func(g municipalityGroup) string { return g.Name })
	p := v.page("municipalities", v.heading(v.say("nav.municipalities"), f), "", v.at(f, "municipalities"))
	p.Description, p.Data = v.say("municipality.sub"), m
	p.keys = []string{"municipality", "network", "city"}
	return v.renderList(p, f)
}

func (v *visit) municipalityRow(e *published.Entry) municipalityRow {
	row := municipalityRow{Name: e.Title, Networks: v.memberships(e)}
	row.People, _ = whole(object(e.Fields, "population")["value"])
	if city := v.cat.Entry(target(e, "city")); city != nil {
		l := v.linkTo(city)
		row.Profile = &l
	}
	return row
}
