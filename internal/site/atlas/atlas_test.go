package atlas

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The places are those that map/build.mjs gives the same points.
func TestLightsLieWhereTheBaseMapPutsThem(t *testing.T) {
	for _, c := range []struct {
		name     string
		on       Projection
		lat, lon float64
		want     Place
	}{
		{"Palermo", Europe(), 38.13205, 13.33561, Place{964.773, 779.154}},
		{"Tilos", Europe(), 36.43, 27.36, Place{1274.399, 790.555}},
		{"Cádiz", Europe(), 36.53, -6.29, Place{534.423, 778.752}},
		{"Reykjavík", Iceland(), 64.13, -21.9, Place{37.715, 62.227}},
	} {
		got := c.on.Place(c.lat, c.lon)
		if math.Hypot(got.X-c.want.X, got.Y-c.want.Y) > 0.01 {
			t.Errorf("%s lies at %v, want %v", c.name, got, c.want)
		}
	}
}

// Berlin and Potsdam lie seven units apart; their labels must not touch.
func TestLabelsKeepClearOfEachOther(t *testing.T) {
	lights := []Named{
		{Place: Place{956.9, 385.4}, Name: "Berlin"},
		{Place: Place{951.2, 389.0}, Name: "Potsdam"},
		{Place: Place{814.6, 385.0}, Name: "Amsterdam"},
		{Place: Place{817.8, 393.1}, Name: "Utrecht"},
		{Place: Place{791.2, 419.2}, Name: "Ghent"},
		{Place: Place{804.2, 421.2}, Name: "Mechelen"},
		{Place: Place{766.9, 417.4}, Name: "Grande-Synthe"},
	}
	slices.SortStableFunc(lights, FromNorth)
	labels := SetLabels(lights)
	for i, a := range lights {
		for j, b := range lights[:i] {
			if over := labels[i].box(a.Place, a.Name).overlap(labels[j].box(b.Place, b.Name)); over > 0 {
				t.Errorf("%s and %s overlap by %.0f", a.Name, b.Name, over)
			}
		}
	}
}

// overlap is the surface that two boxes share.
func (b box) overlap(o box) float64 {
	w := math.Min(b.right, o.right) - math.Max(b.left, o.left)
	h := math.Min(b.bottom, o.bottom) - math.Max(b.top, o.top)
	return math.Max(0, w) * math.Max(0, h)
}

// Squares find what comparing with every box finds.
func TestSquaresMissNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.Custom(func(t *rapid.T) box {
			x, y := rapid.Float64Range(-100, 1600).Draw(t, "x"), rapid.Float64Range(-100, 1100).Draw(t, "y")
			return box{x, y, x + rapid.Float64Range(1, 300).Draw(t, "width"), y + rapid.Float64Range(1, 90).Draw(t, "height")}
		})
		taken, by := &squares{}, drawn.Draw(t, "by")
		sum := 0.0
		for _, b := range rapid.SliceOf(drawn).Draw(t, "boxes") {
			taken.add(b)
			sum += by.overlap(b)
		}
		if found := taken.covered(by, math.Inf(1)); math.Abs(found-sum) > 1e-6 {
			t.Fatalf("%f is covered, not %f", found, sum)
		}
	})
}
