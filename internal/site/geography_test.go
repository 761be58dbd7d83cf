package site

import (
	"math"
	"testing"
)

// The places are those that map/build.mjs gives the same points.
func TestLightsLieWhereTheBaseMapPutsThem(t *testing.T) {
	for _, c := range []struct {
		name     string
		on       projection
		lat, lon float64
		want     place
	}{
		{"Palermo", europe(), 38.13205, 13.33561, place{964.773, 779.154}},
		{"Tilos", europe(), 36.43, 27.36, place{1274.399, 790.555}},
		{"Cádiz", europe(), 36.53, -6.29, place{534.423, 778.752}},
		{"Reykjavík", iceland(), 64.13, -21.9, place{37.715, 62.227}},
	} {
		got := c.on.place(c.lat, c.lon)
		if math.Hypot(got.X-c.want.X, got.Y-c.want.Y) > 0.01 {
			t.Errorf("%s lies at %v, want %v", c.name, got, c.want)
		}
	}
}

// Berlin and Potsdam lie seven units apart; their labels must not touch.
func TestLabelsKeepClearOfEachOther(t *testing.T) {
	lights := []*light{
		{place: place{956.9, 385.4}, Name: "Berlin"},
		{place: place{951.2, 389.0}, Name: "Potsdam"},
		{place: place{814.6, 385.0}, Name: "Amsterdam"},
		{place: place{817.8, 393.1}, Name: "Utrecht"},
		{place: place{791.2, 419.2}, Name: "Ghent"},
		{place: place{804.2, 421.2}, Name: "Mechelen"},
		{place: place{766.9, 417.4}, Name: "Grande-Synthe"},
	}
	setLabels(lights)
	for i, a := range lights {
		for _, b := range lights[i+1:] {
			if over := a.Label.box(a.place, a.Name).overlap(b.Label.box(b.place, b.Name)); over > 0 {
				t.Errorf("%s and %s overlap by %.0f", a.Name, b.Name, over)
			}
		}
	}
}

func TestBaseMapIsSmall(t *testing.T) {
	drawing, err := files.ReadFile("static/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	if len(drawing) == 0 || len(drawing) > 60_000 {
		t.Errorf("the base map has %d bytes", len(drawing))
	}
}
