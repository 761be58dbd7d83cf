package published

// Query is one question of the public, as [Reader.ParseQuery] makes it out of a
// request or as a caller writes it. The zero values of all but Type and Locale
// mean: no restriction, sorted by title, DefaultPageSize.
type Query struct {
	Type       string
	Locale     string // a configured locale, or AllLocales
	NoFallback bool   // only entries that are live in Locale itself, or have no language
	Filters    []Filter
	BBox       *BBox
	Near       *Near
	Sort       []SortKey // empty: nearest first with Near, else by title
	// Text is what the entries were searched by, and Among the ids that the search
	// gave, the best first: the order of the list unless Sort or Near say another.
	Text    string
	Among   []string
	Size    int
	After   string   // cursor of the page before
	Fields  []string // names of fields to answer with; nil is all
	Include []string // names of relation fields, or paths of types that relate to this one
	Count   bool
}

// Filter keeps the entries with any of the values (OpIn, or empty), those with
// none of them (OpNe; an entry without a value has none of them), or those with
// a number or date beyond the one value (the others).
type Filter struct {
	Field  string
	Op     string
	Values []string
}

// The operators of filters.
const (
	OpIn  = "in"
	OpNe  = "ne"
	OpGt  = "gt"
	OpGte = "gte"
	OpLt  = "lt"
	OpLte = "lte"
)

// parameter is the name by which a request gives this filter.
func (f Filter) parameter() string {
	if f.Op == "" {
		return "filter[" + f.Field + "]"
	}
	return "filter[" + f.Field + "][" + f.Op + "]"
}

// BBox is a box on the map in degrees, its borders included; West is greater
// than East when it crosses the antimeridian.
type BBox struct{ West, South, East, North float64 }

// Near is a circle on the earth: degrees and kilometres.
type Near struct{ Lat, Lon, KM float64 }

// SortKey is a sortable field, or title, published_at or revised_at. Entries
// without a value come last in both directions.
type SortKey struct {
	Field string
	Desc  bool
}
