package site

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"movingcities/internal/catalogue"
	"movingcities/internal/published"
)

// The view of the map in units of its drawing, as in map/build.mjs.
const (
	mapWidth  = 1440
	mapHeight = 985
)

// projection is azimuthal and equal-area: a centre in degrees, a scale, and the
// point of the drawing where the centre lies.
type projection struct{ lon, lat, scale, x, y float64 }

func europe() projection  { return projection{lon: 11.5, lat: 50, scale: 1570, x: 925, y: 455} }
func iceland() projection { return projection{lon: -19, lat: 64.9, scale: 1100, x: 62, y: 48} }

// place is a point of the drawing.
type place struct{ X, Y float64 }

func (p projection) place(lat, lon float64) place {
	phi, centre, lambda := radians(lat), radians(p.lat), radians(lon-p.lon)
	k := math.Sqrt(2 / (1 + math.Sin(centre)*math.Sin(phi) + math.Cos(centre)*math.Cos(phi)*math.Cos(lambda)))
	return place{
		X: p.x + p.scale*k*math.Cos(phi)*math.Sin(lambda),
		Y: p.y - p.scale*k*(math.Cos(centre)*math.Sin(phi)-math.Sin(centre)*math.Cos(phi)*math.Cos(lambda)),
	}
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// inIceland tells whether a place belongs into the inset.
func inIceland(lat, lon float64) bool { return lat > 62 && lon < -12 && lon > -26 }

// dots draws points as one path of strokes without length, whose round ends
// are the dots.
func dots(places []place) string {
	var path strings.Builder
	for _, on := range places {
		fmt.Fprintf(&path, "M%.1f %.1fh0", on.X, on.Y)
	}
	return path.String()
}

// spot is a place on the earth, in degrees.
type spot struct{ Lat, Lon float64 }

func location(e *published.Entry) (spot, bool) {
	lat, lon, ok := catalogue.Place(e)
	return spot{lat, lon}, ok
}

// kilometres is the great-circle distance.
func kilometres(a, b spot) float64 {
	h := math.Pow(math.Sin(radians(b.Lat-a.Lat)/2), 2) +
		math.Cos(radians(a.Lat))*math.Cos(radians(b.Lat))*math.Pow(math.Sin(radians(b.Lon-a.Lon)/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(math.Min(1, h)))
}

// light is a city on the map with its label, placed so that labels keep clear
// of each other.
type light struct {
	place
	Name, Country, URL string
	Lang               string // of the name, if another than that of the page
	Off                bool   // not among those asked for
	Label              label
}

type label struct {
	X, Y   float64 // from the light
	Anchor string  // as in SVG
}

type box struct{ left, top, right, bottom float64 }

func (b box) overlap(o box) float64 {
	w := math.Min(b.right, o.right) - math.Max(b.left, o.left)
	h := math.Min(b.bottom, o.bottom) - math.Max(b.top, o.top)
	return math.Max(0, w) * math.Max(0, h)
}

// candidates are the places of a label around its light, the best first.
func candidates() []label {
	return []label{
		{11, 4, "start"},
		{-10, 5, "end"},
		{11, -7, "start"},
		{-9, -8, "end"},
		{10, 14, "start"},
		{-8, 15, "end"},
		{0, 20, "middle"},
		{0, -22, "middle"},
		{14, 22, "start"},
		{-10, 25, "end"},
		{18, -16, "start"},
		{0, 32, "middle"},
	}
}

func (l label) box(at place, name string) box {
	const perLetter, ascent, descent = 7.3, 11, 4
	width := float64(utf8.RuneCountInString(name)) * perLetter
	left := at.X + l.X
	switch l.Anchor {
	case "end":
		left -= width
	case "middle":
		left -= width / 2
	}
	return box{left, at.Y + l.Y - ascent, left + width, at.Y + l.Y + descent}
}

// setLabels chooses the place of every label in turn, from north to south:
// the first one that covers the least of other lights and labels.
func setLabels(lights []*light) {
	slices.SortStableFunc(lights, func(a, b *light) int { return int(math.Round(a.Y - b.Y)) })
	var taken []box
	for _, l := range lights {
		taken = append(taken, box{l.X - 5, l.Y - 17, l.X + 10, l.Y + 5})
	}
	for _, l := range lights {
		least := math.Inf(1)
		var chosen box
		for _, candidate := range candidates() {
			at, covered := candidate.box(l.place, l.Name), 0.0
			for _, other := range taken {
				covered += at.overlap(other)
			}
			if covered < least {
				least, chosen, l.Label = covered, at, candidate
			}
		}
		taken = append(taken, chosen)
	}
}
