package published_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"movingcities/internal/fault"
	"movingcities/internal/published"
)

// atlas publishes municipalities at given places.
func atlas(w *world, places map[string][2]float64) {
	w.Helper()
	var docs []published.Document
	for name, at := range places {
		docs = append(docs, w.doc(w.entry("municipality", "en"), "und", name,
			fmt.Sprintf(`{"name":%q,"location":{"lat":%g,"lon":%g}}`, name, at[0], at[1])))
	}
	w.publishAll(docs)
}

var somewhere = map[string][2]float64{
	"gdansk": {54.35227, 18.64912}, "gdynia": {54.51889, 18.53188}, "warszawa": {52.22977, 21.01178},
	"suva": {-18.14161, 178.44149}, "apia": {-13.83333, -171.76666}, "longyearbyen": {78.22334, 15.64689},
	"utqiagvik": {71.29058, -156.78872}, "null-island": {0, 0},
}

func TestBBox(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		atlas(w, somewhere)
		w.publishAll([]published.Document{w.doc(w.entry("municipality", "en"), "und", "nowhere", `{"name":"Nowhere"}`)})
		for box, want := range map[string]string{
			"18,54,19,55":             "gdansk gdynia",
			"18.64912,54.35227,19,55": "gdansk",    // the border belongs to the box
			"177,-20,-170,-10":        "apia suva", // across the antimeridian
			"-180,-90,180,90":         "apia gdansk gdynia longyearbyen null-island suva utqiagvik warszawa",
			"10,60,20,90":             "longyearbyen",
			"0,0,0,0":                 "null-island",
		} {
			page := w.list("municipalities", "locale=en&count=true&bbox="+box)
			if got := strings.Join(slugs(page.Data), " "); got != want || int(*page.Page.Total) != len(page.Data) {
				t.Errorf("%s: %q, want %q", box, got, want)
			}
		}
	})
}

func TestNear(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		atlas(w, somewhere)
		for _, c := range []struct{ parameters, want string }{
			{"near=54.35227,18.64912,1", "gdansk 0"},
			{"near=54.35227,18.64912,300", "gdansk 0, gdynia 20, warszawa 283"},
			{"near=54.35227,18.64912,300&sort=-title", "warszawa 283, gdynia 20, gdansk 0"},
			{"near=54.35227,18.64912,300&page[size]=2", "gdansk 0, gdynia 20, …, warszawa 283"},
			{"near=54.35227,18.64912,300&page[size]=1&sort=title", "gdansk 0, …, gdynia 20, …, warszawa 283"},
			{"near=-16,179,1200", "suva 245, apia 1021"},
			{"near=-16,-180,1200", "suva 290, apia 917"},
			{"near=89,0,3000", "longyearbyen 1203, utqiagvik 2183"},
			{"near=0,0,20038&page[size]=3&bbox=-180,0,180,90", "null-island 0, warszawa 6130, gdansk 6281, …, gdynia 6295, longyearbyen 8747, utqiagvik 11914"},
		} {
			var got []string
			after := ""
			for {
				page := w.list("municipalities", "locale=en&"+c.parameters+after)
				for _, e := range page.Data {
					got = append(got, fmt.Sprintf("%s %.0f", e.Slug, *e.DistanceKM))
				}
				if page.Page.Next == nil {
					break
				}
				got, after = append(got, "…"), "&page[after]="+*page.Page.Next
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%s: %s, want %s", c.parameters, strings.Join(got, ", "), c.want)
			}
			page := w.list("municipalities", "locale=en&count=true&"+c.parameters)
			if int(*page.Page.Total) != len(strings.Split(strings.ReplaceAll(c.want, "…, ", ""), ", ")) {
				t.Errorf("%s: total %d", c.parameters, *page.Page.Total)
			}
		}
		if page := w.list("municipalities", "locale=en&near=54.35227,18.64912,300&sort=title,name"); *page.Data[2].DistanceKM != 283.447 {
			t.Errorf("Warszawa is %v km away", *page.Data[2].DistanceKM)
		}
		if got := len(w.features("municipalities", "locale=en&near=54.35227,18.64912,300").Features); got != 3 {
			t.Errorf("%d on the map", got)
		}
	})
}

// The circle is exact: whatever SQL lets through, Go measures, and SQL never
// holds back what Go would keep.
func TestNearIsExact(t *testing.T) {
	w := newWorld(t, sqlite(t))
	places := map[string][2]float64{}
	for i := range 15 {
		for j := range 20 {
			places[fmt.Sprintf("at-%d-%d", i, j)] = [2]float64{float64(i*12) - 84.5, float64(j*18) - 179.5}
		}
	}
	atlas(w, places)
	for _, near := range []published.Near{
		{Lat: 10, Lon: 20, KM: 3000},
		{Lat: 80, Lon: 170, KM: 2500},
		{Lat: -85, Lon: 0, KM: 900},
		{Lat: 60, Lon: -179, KM: 4000},
		{Lat: 0, Lon: 180, KM: 9000},
		{Lat: 45, Lon: 0, KM: 10000},
		{Lat: 90, Lon: 77, KM: 1500},
		{Lat: -1, Lon: -1, KM: 20038},
	} {
		want := 0
		for _, at := range places {
			if greatCircle(near.Lat, near.Lon, at[0], at[1]) <= near.KM {
				want++
			}
		}
		page := w.list("municipalities", fmt.Sprintf("locale=en&count=true&near=%g,%g,%g", near.Lat, near.Lon, near.KM))
		if int(*page.Page.Total) != want {
			t.Errorf("%+v: %d entries, want %d", near, *page.Page.Total, want)
		}
	}
}

// greatCircle measures with the vector formula, another one than the package's.
func greatCircle(lat1, lon1, lat2, lon2 float64) float64 {
	vector := func(lat, lon float64) (x, y, z float64) {
		lat, lon = lat*math.Pi/180, lon*math.Pi/180
		return math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)
	}
	ax, ay, az := vector(lat1, lon1)
	bx, by, bz := vector(lat2, lon2)
	cross := math.Sqrt(math.Pow(ay*bz-az*by, 2) + math.Pow(az*bx-ax*bz, 2) + math.Pow(ax*by-ay*bx, 2))
	return 6371.0088 * math.Atan2(cross, ax*bx+ay*by+az*bz)
}

func TestNoMap(t *testing.T) {
	w := newWorld(t, sqlite(t))
	q, err := w.reader.ParseFeatures(w.model.Type("note"), w.values("locale=en"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.reader.GeoJSON(t.Context(), q); fault.Of(err).Kind != fault.NotFound || fault.Of(err).Code != "no_map" {
		t.Errorf("got %v, want NotFound no_map", err)
	}
}
