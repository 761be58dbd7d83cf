package published

import (
	"cmp"
	"math"
	"slices"
)

const earthRadiusKM = 6371.0088 // mean radius

// distance is the great-circle distance in kilometres, exact to the metre, to
// which it is rounded so that every machine sorts alike.
func (n Near) distance(lat, lon float64) float64 {
	from, to := radians(n.Lat), radians(lat)
	a := math.Pow(math.Sin((to-from)/2), 2) +
		math.Cos(from)*math.Cos(to)*math.Pow(math.Sin(radians(lon-n.Lon)/2), 2)
	km := 2 * earthRadiusKM * math.Asin(math.Sqrt(math.Min(1, a)))
	return math.Round(km*1000) / 1000
}

// bounds is a box that holds the circle, a little larger against rounding.
func (n Near) bounds() BBox {
	angle := n.KM/earthRadiusKM + 1e-6
	south, north := n.Lat-degrees(angle), n.Lat+degrees(angle)
	if south <= -90 || north >= 90 { // with a pole inside, every meridian crosses the circle
		return BBox{West: -180, South: math.Max(south, -90), East: 180, North: math.Min(north, 90)}
	}
	width := degrees(math.Asin(math.Min(1, math.Sin(angle)/math.Cos(radians(n.Lat))))) + 1e-6
	west, east := n.Lon-width, n.Lon+width
	if width >= 180 {
		west, east = -180, 180
	}
	if west < -180 {
		west += 360
	}
	if east > 180 {
		east -= 360
	}
	return BBox{West: west, South: south, East: east, North: north}
}

// within keeps the rows inside the circle and notes their distances.
func (n Near) within(rows []row) []row {
	kept := rows[:0]
	for _, r := range rows {
		if r.distance = n.distance(r.Lat, r.Lon); r.distance <= n.KM {
			kept = append(kept, r)
		}
	}
	return kept
}

// ranked notes the place that a search gave to each row as its distance.
func ranked(rows []row, among []string) []row {
	places := make(map[string]int, len(among))
	for i, id := range among {
		places[id] = i
	}
	for i := range rows {
		rows[i].distance = float64(places[rows[i].EntryID])
	}
	return rows
}

// nearest sorts rows by distance and leaves out those up to the cursor.
func nearest(rows []row, after *cursor) []row {
	order := func(a, b row) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.EntryID, b.EntryID))
	}
	slices.SortFunc(rows, order)
	if after == nil {
		return rows
	}
	distance, _ := after.Keys[0].(float64)
	last := row{EntryID: after.ID, distance: distance}
	return slices.DeleteFunc(rows, func(r row) bool { return order(r, last) <= 0 })
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
func degrees(radians float64) float64 { return radians * 180 / math.Pi }
