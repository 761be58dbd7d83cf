package site

import (
	"fmt"
	"slices"

	"movingcities/internal/published"
)

// region is a part of the map that can be looked at enlarged: a rectangle of the
// drawing with the proportions of the whole. Its cities lie in the right two
// thirds, because the text of the first page covers the left.
type region struct {
	Name string
	x, y float64
	wide float64
}

func regions() []region {
	return []region{
		{"west", 250, 380, 640},
		{"north-west", 500, 270, 400},
		{"centre", 600, 350, 520},
		{"south", 600, 550, 480},
		{"east", 470, 290, 850},
	}
}

// regionOf is the part of the map with a name; the whole where there is none.
func regionOf(name string) region {
	for _, r := range regions() {
		if r.Name == name {
			return r
		}
	}
	return region{wide: mapWidth}
}

func (r region) scale() float64 { return mapWidth / r.wide }

// place moves a point of the whole map to where the enlarged one shows it.
func (r region) place(p place) place {
	return place{X: (p.X - r.x) * r.scale(), Y: (p.Y - r.y) * r.scale()}
}

func (r region) shows(p place) bool {
	const edge = 4
	return p.X > edge && p.Y > edge && p.X < mapWidth-edge && p.Y < mapHeight-edge
}

// transform is that of the base map, empty for the whole.
func (r region) transform() string {
	if r.Name == "" {
		return ""
	}
	return fmt.Sprintf("scale(%.3f) translate(%.0f %.0f)", r.scale(), -r.x, -r.y)
}

// chart is the map of Europe, or a part of it, with its lights.
type chart struct {
	Lights                                []*light
	Dots, DimDots, Iceland, Country, Zoom string
}

// chart draws the map: lit are the cities asked for, and network those
// municipalities that are not pale.
func (v *visit) chart(lit func(*published.Entry) bool, network *published.Entry, part region) chart {
	c := chart{Country: v.Model.CountryName("IS", v.lang), Zoom: part.transform()}
	var near, dim []place
	var inset []place
	for _, p := range v.cat.Points {
		at := part.place(europe().place(p.Lat, p.Lon))
		switch {
		case inIceland(p.Lat, p.Lon):
			inset = append(inset, iceland().place(p.Lat, p.Lon))
		case !part.shows(at):
		case network != nil && !member(p, network):
			dim = append(dim, at)
		default:
			near = append(near, at)
		}
	}
	c.Dots, c.DimDots = dots(near), dots(dim)
	if part.Name == "" {
		c.Iceland = dots(inset)
	}
	for _, e := range v.cat.Cities {
		at, ok := location(e)
		on := part.place(europe().place(at.Lat, at.Lon))
		if !ok || !part.shows(on) {
			continue
		}
		_, country := countryOf(e)
		c.Lights = append(c.Lights, &light{place: on, Name: e.Title, Country: country, URL: v.entryURL(e), Lang: v.other(e), Off: !lit(e)})
	}
	setLabels(c.Lights)
	return c
}

// enlargements lead to the parts of the map, and from one of them to the whole.
func (v *visit) enlargements(f filters) []link {
	var all []link
	add := func(name, key string) {
		chosen := f.Region
		f.Region = name
		to, _ := v.at(f)(v.lang)
		f.Region = chosen
		all = append(all, link{Text: v.say(key), URL: to, Current: name == chosen})
	}
	if slices.ContainsFunc(regions(), func(r region) bool { return r.Name == f.Region }) {
		add("", "map.whole")
	}
	for _, r := range regions() {
		add(r.Name, "region."+r.Name)
	}
	return all
}
