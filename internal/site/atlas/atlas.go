// Package atlas draws places on the base map of Europe: projection, dots, and
// labels that keep clear of each other.
package atlas

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// The view of the map in units of its drawing, as in map/build.mjs.
const (
	Width  = 1440
	Height = 985
)

// Projection is azimuthal and equal-area: a centre in degrees, a scale, and the
// point of the drawing where the centre lies.
type Projection struct{ lon, lat, scale, x, y float64 }

// Europe is the projection of the map, Iceland that of its inset.
func Europe() Projection { return Projection{lon: 11.5, lat: 50, scale: 1570, x: 925, y: 455} }

// Iceland is the projection of the inset.
func Iceland() Projection { return Projection{lon: -19, lat: 64.9, scale: 1100, x: 62, y: 48} }

// Place is a point of the drawing.
type Place struct{ X, Y float64 }

// Place is where a point of the earth lies on the drawing.
func (p Projection) Place(lat, lon float64) Place {
	phi, centre, lambda := radians(lat), radians(p.lat), radians(lon-p.lon)
	k := math.Sqrt(2 / (1 + math.Sin(centre)*math.Sin(phi) + math.Cos(centre)*math.Cos(phi)*math.Cos(lambda)))
	return Place{
		X: p.x + p.scale*k*math.Cos(phi)*math.Sin(lambda),
		Y: p.y - p.scale*k*(math.Cos(centre)*math.Sin(phi)-math.Sin(centre)*math.Cos(phi)*math.Cos(lambda)),
	}
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// InIceland tells whether a place belongs into the inset.
func InIceland(lat, lon float64) bool { return lat > 62 && lon < -12 && lon > -26 }

// Dots draws points as one path of strokes without length, whose round ends
// are the dots.
func Dots(places []Place) string {
	var path strings.Builder
	for _, on := range places {
		fmt.Fprintf(&path, "M%.1f %.1fh0", on.X, on.Y)
	}
	return path.String()
}

// Spot is a place on the earth, in degrees.
type Spot struct{ Lat, Lon float64 }

// Kilometres is the great-circle distance.
func Kilometres(a, b Spot) float64 {
	h := math.Pow(math.Sin(radians(b.Lat-a.Lat)/2), 2) +
		math.Cos(radians(a.Lat))*math.Cos(radians(b.Lat))*math.Pow(math.Sin(radians(b.Lon-a.Lon)/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(math.Min(1, h)))
}

// Named is a light of the map with the name that its label shows.
type Named struct {
	Place
	Name string
}

// Label is where a label is, from its light.
type Label struct {
	X, Y   float64 // from the light
	Anchor string  // as in SVG
}

type box struct{ left, top, right, bottom float64 }

// candidates are the places of a label around its light, the best first.
func candidates() []Label {
	return []Label{
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

func (l Label) box(at Place, name string) box {
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

// FromNorth is the order in which labels are set.
func FromNorth(a, b Named) int { return int(math.Round(a.Y - b.Y)) }

// SetLabels chooses the place of every label in turn: the first one that covers
// the least of other lights and labels.
func SetLabels(lights []Named) []Label {
	taken, labels := &squares{}, make([]Label, len(lights))
	for _, l := range lights {
		taken.add(box{l.X - 5, l.Y - 17, l.X + 10, l.Y + 5})
	}
	for i, l := range lights {
		least := math.Inf(1)
		var chosen box
		for _, candidate := range candidates() {
			at := candidate.box(l.Place, l.Name)
			if covered := taken.covered(at, least); covered < least {
				least, chosen, labels[i] = covered, at, candidate
			}
			if least == 0 {
				break
			}
		}
		taken.add(chosen)
	}
	return labels
}

// squares are boxes by the squares of the drawing that they lie in, so that a
// label is compared with what is near it alone. What lies outside of the drawing
// counts as in the square at its edge.
type squares [(Width/side + 1) * (Height/side + 1)][]box

// side is that of a square: few boxes lie in many.
const side = 48

func squareOf(x, y float64) (column, row int) {
	return min(max(int(x)/side, 0), Width/side), min(max(int(y)/side, 0), Height/side)
}

func (s *squares) at(column, row int) *[]box { return &s[row*(Width/side+1)+column] }

func (s *squares) add(b box) {
	left, top := squareOf(b.left, b.top)
	right, bottom := squareOf(b.right, b.bottom)
	for x := left; x <= right; x++ {
		for y := top; y <= bottom; y++ {
			*s.at(x, y) = append(*s.at(x, y), b)
		}
	}
}

// covered is how much of the boxes another one would cover, or more than enough
// as soon as that is certain. What lies in several squares counts in that of its
// upper left corner.
func (s *squares) covered(by box, enough float64) float64 {
	left, top := squareOf(by.left, by.top)
	right, bottom := squareOf(by.right, by.bottom)
	sum := 0.0
	for x := left; x <= right; x++ {
		for y := top; y <= bottom; y++ {
			for _, b := range *s.at(x, y) {
				west, north := max(b.left, by.left), max(b.top, by.top)
				w, h := min(b.right, by.right)-west, min(b.bottom, by.bottom)-north
				if w <= 0 || h <= 0 {
					continue
				}
				if column, row := squareOf(west, north); column == x && row == y {
					if sum += w * h; sum >= enough {
						return sum
					}
				}
			}
		}
	}
	return sum
}
