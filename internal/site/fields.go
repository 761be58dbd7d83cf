package site

import (
	"strconv"

	"movingcities/internal/catalogue"
	"movingcities/internal/published"
	"movingcities/internal/site/atlas"
)

// Public fields are JSON of declared shapes. What is absent, or has changed its
// shape since, reads as nothing.

func text(in map[string]any, name string) string {
	s, _ := in[name].(string)
	return s
}

func object(in map[string]any, name string) map[string]any {
	o, _ := in[name].(map[string]any)
	return o
}

func objects(in map[string]any, name string) []map[string]any {
	list, _ := in[name].([]any)
	var all []map[string]any
	for _, v := range list {
		if o, ok := v.(map[string]any); ok {
			all = append(all, o)
		}
	}
	return all
}

func whole(v any) (int, bool) {
	f, ok := catalogue.Decimal(v)
	return int(f), ok && f == float64(int(f))
}

// year is a number that is not written with separators.
func year(in map[string]any, name string) string {
	if n, ok := whole(in[name]); ok {
		return strconv.Itoa(n)
	}
	return ""
}

// target is the id of the one entry that a relation points to.
func target(e *published.Entry, field string) string { return catalogue.Target(e, field) }

func location(e *published.Entry) (atlas.Spot, bool) {
	lat, lon, ok := catalogue.Place(e)
	return atlas.Spot{Lat: lat, Lon: lon}, ok
}

func countryOf(e *published.Entry) (code, name string) {
	c := object(e.Fields, "country")
	return text(c, "code"), text(c, "name")
}
