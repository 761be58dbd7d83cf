package catalogue

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// Maps keep the features of every type and language as finished JSON. They may
// be used by many goroutines.
type Maps struct {
	shelves map[mapKey]*shelf[[]feature]
}

type mapKey struct{ typ, locale string }

// feature is an entry on the map, ready to be sent.
type feature struct {
	id, sortKey, locale string
	json                []byte
}

// Map is a GeoJSON answer with what it is made of.
type Map struct {
	JSON    []byte
	IDs     []string
	Locales []string // of the features, some several times
}

// NewMaps makes empty ones.
func NewMaps(m *schema.Model) *Maps {
	s := &Maps{shelves: map[mapKey]*shelf[[]feature]{}}
	for _, t := range m.Public() {
		for _, l := range m.Locales() {
			if t.PointField != "" {
				s.shelves[mapKey{t.Name, l.Code}] = &shelf[[]feature]{}
			}
		}
	}
	return s
}

// GeoJSON answers as published.Reader.GeoJSON does, byte by byte, but reads only
// which features the query keeps.
func (s *Maps) GeoJSON(ctx context.Context, r *published.Reader, q published.Query) (*Map, error) {
	kept, known := s.shelves[mapKey{q.Type, q.Locale}]
	if !known { // a type without a place, or an unknown language: it says what is wrong
		if _, err := r.GeoJSON(ctx, q); err != nil {
			return nil, err
		}
	}
	var answer *Map
	err := r.Snapshot(ctx, func(r *published.Reader) error {
		ids, all, err := r.Matching(ctx, q)
		if err != nil {
			return err
		}
		features, err := kept.open(ctx, r, featureMaker(q))
		if err != nil {
			return err
		}
		answer = drawn(features, ids, all)
		return nil
	})
	return answer, err
}

// drawn puts a map together.
func drawn(features []feature, ids map[string]bool, all bool) *Map {
	answer, truncated := &Map{}, false
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for _, f := range features {
		if !all && !ids[f.id] {
			continue
		}
		if len(answer.IDs) == published.MaxFeatures {
			truncated = true
			break
		}
		if len(answer.IDs) > 0 {
			b.WriteByte(',')
		}
		b.Write(f.json)
		answer.IDs, answer.Locales = append(answer.IDs, f.id), append(answer.Locales, f.locale)
	}
	b.WriteByte(']')
	if truncated {
		b.WriteString(`,"truncated":true`)
	}
	b.WriteByte('}')
	answer.JSON = b.Bytes()
	return answer
}

func featureMaker(q published.Query) maker[[]feature] {
	read := func(ctx context.Context, r *published.Reader, ids []string) ([]feature, error) {
		shown, err := r.Shown(ctx, published.Query{Type: q.Type, Locale: q.Locale}, ids)
		if err != nil {
			return nil, err
		}
		features := make([]feature, len(shown))
		for i, f := range shown {
			text, err := encoded(f.Feature)
			if err != nil {
				return nil, err
			}
			locale, _ := f.Properties["locale"].(string)
			features[i] = feature{f.ID, f.SortKey, locale, text}
		}
		return features, nil
	}
	return maker[[]feature]{
		anew: func(ctx context.Context, r *published.Reader) ([]feature, error) { return read(ctx, r, nil) },
		next: func(ctx context.Context, r *published.Reader, old []feature, touched map[string][]string) ([]feature, error) {
			ids := touched[q.Type]
			if len(ids) == 0 {
				return old, nil
			}
			fresh, err := read(ctx, r, ids)
			return replaced(old, ids, fresh, func(f feature) string { return f.id }, inOrder), err
		},
	}
}

func inOrder(a, b feature) int {
	return cmp.Or(cmp.Compare(a.sortKey, b.sortKey), cmp.Compare(a.id, b.id))
}

// encoded is JSON as the API writes it.
func encoded(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
