package site

import (
	"encoding/json"
	"strconv"

	"movingcities/internal/published"
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

func decimalOf(v any) (float64, bool) {
	switch n := v.(type) {
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	case float64:
		return n, true
	}
	return 0, false
}

func whole(v any) (int, bool) {
	f, ok := decimalOf(v)
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
func target(e *published.Entry, field string) string { return text(object(e.Fields, field), "id") }

func location(e *published.Entry) (point, bool) {
	at := object(e.Fields, "location")
	lat, ok := decimalOf(at["lat"])
	lon, ok2 := decimalOf(at["lon"])
	return point{Name: e.Title, Lat: lat, Lon: lon}, ok && ok2
}

func countryOf(e *published.Entry) (code, name string) {
	c := object(e.Fields, "country")
	return text(c, "code"), text(c, "name")
}
