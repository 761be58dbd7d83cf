package site

import (
	"fmt"
	"slices"

	"movingcities/internal/published"
	"movingcities/internal/site/atlas"
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
	return region{wide: atlas.Width}
}

func (r region) scale() float64 { return atlas.Width / r.wide }

// place moves a point of the whole map to where the enlarged one shows it.
func (r region) place(p atlas.Place) atlas.Place {
	return atlas.Place{X: (p.X - r.x) * r.scale(), Y: (p.Y - r.y) * r.scale()}
}

func (r region) shows(p atlas.Place) bool {
	const edge = 4
	return p.X > edge && p.Y > edge && p.X < atlas.Width-edge && p.Y < atlas.Height-edge
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
	Lights                                []light
	Dots, DimDots, Iceland, Country, Zoom string
}

// chart draws the map: lit are the cities asked for, and network those
// municipalities that are not pale.
func (v *visit) chart(lit func(*published.Entry) bool, network *published.Entry, part region) chart {
	c := chart{Country: v.Model.CountryName("IS", v.lang), Zoom: part.transform()}
	var near, dim []atlas.Place
	var inset []atlas.Place
	for _, p := range v.cat.Points {
		at := part.place(atlas.Europe().Place(p.Lat, p.Lon))
		switch {
		case atlas.InIceland(p.Lat, p.Lon):
			inset = append(inset, atlas.Iceland().Place(p.Lat, p.Lon))
		case !part.shows(at):
		case network != nil && !member(p, network):
			dim = append(dim, at)
		default:
			near = append(near, at)
		}
	}
	c.Dots, c.DimDots = atlas.Dots(near), atlas.Dots(dim)
	if part.Name == "" {
		c.Iceland = atlas.Dots(inset)
	}
	var lights []light
	for _, e := range v.cat.Cities {
		at, ok := location(e)
		on := part.place(atlas.Europe().Place(at.Lat, at.Lon))
		if !ok || !part.shows(on) {
			continue
		}
		_, country := countryOf(e)
		lights = append(lights, light{Place: on, Name: e.Title, Country: country, URL: v.entryURL(e), Lang: v.other(e), Off: !lit(e)})
	}
	c.Lights = v.labelled(lights, part.Name)
	return c
}

// labelling is where labels were set on a part of the map. It holds as long as
// the lights and their names stay, which most publications leave as they are.
type labelling struct {
	of     []atlas.Named
	labels []atlas.Label
}

// light is a city on the map with its label.
type light struct {
	atlas.Place
	Name, Country, URL string
	Lang               string // of the name, if another than that of the page
	Off                bool   // not among those asked for
	Label              atlas.Label
}

func (l light) named() atlas.Named { return atlas.Named{Place: l.Place, Name: l.Name} }

// labelled gives the lights their labels.
func (v *visit) labelled(lights []light, part string) []light {
	slices.SortStableFunc(lights, func(a, b light) int { return atlas.FromNorth(a.named(), b.named()) })
	var made labelling
	for _, l := range lights {
		made.of = append(made.of, l.named())
	}
	where := v.lang + " " + part
	found, _ := v.labels.Load(where)
	if kept, ok := found.(labelling); ok && slices.Equal(kept.of, made.of) {
		made = kept
	} else {
		made.labels = atlas.SetLabels(made.of)
		v.labels.Store(where, made)
	}
	for i := range lights {
		lights[i].Label = made.labels[i]
	}
	return lights
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
