package published

import (
	"movingcities/internal/db"
)

// AllLocales asks for every live locale of an entry at once.
const AllLocales = "*"

// Entry is one entry of a public answer, in the locale it is served in. Asked
// for in all locales it has only id, type, slugs and Locales, where each locale
// holds the entry as it is served there.
//
// In Fields, a country is {"code", "name"}, an enum {"code", "label"} (an array
// of them with many), the kind of a section likewise, and a relation
// {"id", "type", "locale", "slug", "title", attributes…} (an array of them with
// many); names and labels are in the locale asked for. All other kinds are as
// they were written. What a relation points to that is not live is left out
// without a trace.
type Entry struct {
	ID          string            `json:"id"`
	Type        string            `json:"type"`
	Locale      string            `json:"locale,omitempty"`
	Slug        string            `json:"slug,omitempty"`
	Slugs       map[string]string `json:"slugs"`
	Title       string            `json:"title,omitempty"`
	Fields      map[string]any    `json:"fields,omitzero"`
	Translation *Translation      `json:"translation,omitempty"`
	PublishedAt db.Time           `json:"published_at,omitzero"`
	RevisedAt   db.Time           `json:"revised_at,omitzero"`
	DistanceKM  *float64          `json:"distance_km,omitempty"`
	Locales     map[string]*Entry `json:"locales,omitempty"`
	SortKey     string            `json:"-"` // of the title, in the order of the language; Entries alone sets it
}

// Translation says where a served text comes from. Follows is the locale it was
// translated from, empty for an original; Stale counts the segments whose source
// had changed when it was published. Entries without localized text have none.
type Translation struct {
	SourceLocale string `json:"source_locale"`
	Follows      string `json:"follows,omitempty"`
	Stale        int64  `json:"stale"`
}

// Page is the answer to a list. Next is the cursor of the following page, nil
// on the last one. Total is there when it was asked for.
type Page struct {
	Data     []*Entry `json:"data"`
	Included []*Entry `json:"included,omitempty"`
	Page     PageInfo `json:"page"`
}

// PageInfo is where a page stands among the others.
type PageInfo struct {
	Next  *string `json:"next"`
	Total *int64  `json:"total,omitempty"`
}

// Answer is the answer to the question for one entry.
type Answer struct {
	Data     *Entry   `json:"data"`
	Included []*Entry `json:"included,omitempty"`
}

// Moved says under which slug an entry answers in the locale asked for, when it
// was asked for under an older slug or under that of another locale.
type Moved struct {
	To     string
	Locale string
}

// Address is where an entry is found in one locale.
type Address struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Locale string `json:"locale"`
	Slug   string `json:"slug"`
}

// Change is one publication.
type Change struct {
	Seq    int64   `json:"seq"`
	Kind   string  `json:"kind"`
	ID     string  `json:"id"`
	Type   string  `json:"type"`
	Locale string  `json:"locale"`
	Slug   string  `json:"slug"`
	At     db.Time `json:"at"`
}

// Feed is a piece of the change feed. Next is the number to go on from: that of
// the last change, or the one asked with when nothing has happened. More tells
// whether there are changes after it already.
type Feed struct {
	Data []Change `json:"data"`
	Next int64    `json:"next"`
	More bool     `json:"more"`
}

// FeatureCollection is a GeoJSON (RFC 7946) answer. Properties are flat, as map
// libraries want them: id, slug, title, locale, country (a code) and the values
// of filterable fields as codes, numbers, dates and slugs. Truncated is set when
// there were more than MaxFeatures entries.
type FeatureCollection struct {
	Type      string    `json:"type"`
	Features  []Feature `json:"features"`
	Truncated bool      `json:"truncated,omitempty"`
}

// Feature is one entry on the map.
type Feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   Geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// Geometry is a point: longitude, then latitude, in degrees.
type Geometry struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}
