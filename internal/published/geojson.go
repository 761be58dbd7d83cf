package published

import (
	"context"
	"slices"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
)

// place is an entry on the map before its values are read.
type place struct {
	EntryID      string
	Lat, Lon     float64
	ServedLocale string
	SortKey      string
	Slug         string
	Title        string
}

// placeValue is one filterable value of an entry; Slug is that of the live
// entry a relation points to.
type placeValue struct {
	EntryID string
	Field   string
	Text    *string
	Num     *float64
	Slug    *string
}

// GeoJSON answers with all entries of a query that have coordinates, sorted by
// title, at most MaxFeatures. A type without a map point is NotFound no_map.
func (r *Reader) GeoJSON(ctx context.Context, q Query) (*FeatureCollection, error) {
	p, err := r.plan(q, nil)
	if err != nil {
		return nil, err
	}
	if p.typ.PointField == "" {
		return nil, fault.New(fault.NotFound, "no_map", "These entries have no place on the map.")
	}
	var out *FeatureCollection
	err = r.read(ctx, func(tx *db.Tx) error {
		places, more, err := p.places(tx, MaxFeatures)
		if err != nil {
			return err
		}
		values, err := p.placeValues(tx, places, more)
		if err != nil {
			return err
		}
		out = &FeatureCollection{Type: "FeatureCollection", Features: make([]Feature, len(places)), Truncated: more}
		for i, place := range places {
			out.Features[i] = p.feature(place, values[place.EntryID])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// places reads at most so many entries with coordinates, all with 0.
func (p *plan) places(tx *db.Tx, most int) (places []place, more bool, err error) {
	s := p.selection()
	p.withPoint(s)
	s.join(documentJoin)
	s.join("LEFT JOIN published u ON u.entry_id = l.entry_id AND u.locale = 'und'")
	tail, args := "ORDER BY l.sort_key, l.entry_id", []any(nil)
	if p.query.Near == nil && most > 0 {
		tail, args = tail+" LIMIT ?", []any{most + 1}
	}
	places, err = query[place](tx, s, `l.entry_id, l.served_locale, l.sort_key, la.num AS lat, lo.num AS lon,
		p.slug, COALESCE(NULLIF(p.title, ''), u.title, '') AS title`, tail, args...)
	if err != nil {
		return nil, false, err
	}
	if near := p.query.Near; near != nil {
		places = slices.DeleteFunc(places, func(at place) bool { return near.distance(at.Lat, at.Lon) > near.KM })
	}
	if most > 0 && len(places) > most {
		return places[:most], true, nil
	}
	return places, false, nil
}

// placeValues reads the filterable values of all places, and of no more entries
// than needed when the answer was cut.
func (p *plan) placeValues(tx *db.Tx, places []place, cut bool) (map[string][]placeValue, error) {
	var fields, targets []string
	for _, f := range p.typ.Fields {
		if filterable(p.typ, f) {
			fields = append(fields, f.Name)
			if f.Kind == schema.Relation {
				targets = append(targets, f.Target)
			}
		}
	}
	s := p.selection()
	s.join("JOIN published_values w ON w.entry_id = l.entry_id AND w.locale IN ('und', l.served_locale) AND w.field IN ?", fields)
	s.join("LEFT JOIN listing o ON o.type IN ? AND o.locale = l.locale AND o.entry_id = w.target_id", targets)
	s.join("LEFT JOIN published x ON x.entry_id = o.entry_id AND x.locale = o.served_locale")
	if cut {
		last := places[len(places)-1]
		s.and("l.sort_key <= ?", last.SortKey)
	}
	rows, err := query[placeValue](tx, s, "w.entry_id, w.field, w.text, w.num, x.slug", "ORDER BY w.entry_id, w.field, w.ord")
	if err != nil {
		return nil, err
	}
	values := make(map[string][]placeValue, len(places))
	for _, v := range rows {
		values[v.EntryID] = append(values[v.EntryID], v)
	}
	return values, nil
}

func (p *plan) feature(at place, values []placeValue) Feature {
	properties := map[string]any{}
	for _, v := range values {
		f, shown := p.typ.Field(v.Field), any(nil)
		switch {
		case f.Kind == schema.Boolean:
			shown = *v.Text == "true"
		case v.Slug != nil:
			shown = *v.Slug
		case v.Text != nil:
			shown = *v.Text
		case v.Num != nil:
			shown = *v.Num
		default: // a relation to an entry that is not live
			continue
		}
		if f.Name == p.typ.CountryField {
			properties["country"] = shown
		}
		if f.Many {
			list, _ := properties[f.Name].([]any)
			properties[f.Name] = append(list, shown)
		} else {
			properties[f.Name] = shown
		}
	}
	properties["id"], properties["locale"] = at.EntryID, at.ServedLocale
	properties["slug"], properties["title"] = at.Slug, at.Title
	return Feature{
		Type: "Feature", ID: at.EntryID, Properties: properties,
		Geometry: Geometry{Type: "Point", Coordinates: [2]float64{at.Lon, at.Lat}},
	}
}
