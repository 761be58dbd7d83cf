package api

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"movingcities/internal/api/describe"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// The public API reads through published.Reader alone, which knows no drafts.

// typeRoutes are the routes of one content type under its public path.
func (s *Server) typeRoutes(t *schema.Type) []Route {
	base := "/api/v1/" + t.Path
	names, name := t.Names[s.Model.Locales()[0].Code], pascal(t.Path, "-")
	list := publicRoute[typeRequest, none](base, "list"+name, "List: "+names.Other, s.list(t))
	list.entries = describe.Entries{Type: t, Form: describe.List}
	get := publicRoute[entryRequest, none](base+"/{slug}", "get"+pascal(t.Name, "_"), "Read one: "+names.One, s.one(t))
	get.entries = describe.Entries{Type: t, Form: describe.One}
	routes := []Route{list, get}
	if t.PointField != "" {
		features := publicRoute[typeRequest, published.FeatureCollection](base+".geojson", "map"+name, "GeoJSON: "+names.Other, s.features(t))
		features.entries = describe.Entries{Type: t, Form: describe.Map}
		routes = append(routes, features)
	}
	return routes
}

// pascal turns policy-areas into PolicyAreas.
func pascal(name, separator string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, separator) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// typeRequest leaves the parameters to published.Reader, which knows the fields
// of the type and refuses what it does not know.
type typeRequest struct {
	Parameters url.Values `query:"*"`
}

type entryRequest struct {
	Slug       string     `path:"slug" format:"slug"`
	Parameters url.Values `query:"*"`
}

func (s *Server) list(t *schema.Type) func(context.Context, *call, *typeRequest) (representation, error) {
	return func(ctx context.Context, x *call, in *typeRequest) (representation, error) {
		if r, err := s.inLocale(x, in.Parameters); r != nil {
			return *r, err
		}
		q, err := s.Published.ParseQuery(t, in.Parameters)
		if err != nil {
			return representation{}, err
		}
		list := s.Published.List
		if q.Text != "" {
			list = s.searched
		}
		page, err := list(ctx, q)
		if err != nil {
			return representation{}, err
		}
		return entriesOf(t, q.Locale, page, page.Data, page.Included), nil
	}
}

func (s *Server) one(t *schema.Type) func(context.Context, *call, *entryRequest) (representation, error) {
	return func(ctx context.Context, x *call, in *entryRequest) (representation, error) {
		if r, err := s.inLocale(x, in.Parameters); r != nil {
			return *r, err
		}
		q, err := s.Published.ParseOne(t, in.Parameters)
		if err != nil {
			return representation{}, err
		}
		answer, moved, err := s.Published.One(ctx, q, in.Slug)
		if err != nil {
			return representation{}, err
		}
		if moved != nil {
			return representation{moved: withQuery("/api/v1/"+t.Path+"/"+url.PathEscape(moved.To), in.Parameters), keys: []string{t.Name}}, nil
		}
		return entriesOf(t, q.Locale, answer, []*published.Entry{answer.Data}, answer.Included), nil
	}
}

func (s *Server) features(t *schema.Type) func(context.Context, *call, *typeRequest) (representation, error) {
	return func(ctx context.Context, x *call, in *typeRequest) (representation, error) {
		if r, err := s.inLocale(x, in.Parameters); r != nil {
			return *r, err
		}
		q, err := s.Published.ParseFeatures(t, in.Parameters)
		if err != nil {
			return representation{}, err
		}
		drawn, err := s.maps.GeoJSON(ctx, s.Published, q)
		if err != nil {
			return representation{}, err
		}
		return representation{
			bytes: append(drawn.JSON, '\n'), contentType: "application/geo+json",
			keys: append([]string{t.Name}, drawn.IDs...), languages: contentLanguages(drawn.Locales, q.Locale),
		}, nil
	}
}

// inLocale sees to it that the answer is in a language that was asked for: one
// that is missing is never guessed, and an alias redirects to the one spelling
// that caches know. It answers nil when there is nothing to say.
func (s *Server) inLocale(x *call, parameters url.Values) (*representation, error) {
	asked, given := parameters["locale"]
	if !given {
		e := fault.New(fault.Invalid, "locale_required", "Name the language to answer in, such as locale=en, or locale=* for all.")
		e.Problems = []fault.Problem{{Path: "locale", Code: "locale_required", Message: "This parameter is required."}}
		return &representation{}, e
	}
	if len(asked) != 1 {
		return nil, nil // the reader refuses it together with all else that is wrong
	}
	code, known := s.Model.CanonicalLocale(asked[0])
	if !known || code == asked[0] {
		return nil, nil
	}
	other := maps.Clone(parameters)
	other.Set("locale", code)
	path := (&url.URL{Path: x.r.URL.Path}).EscapedPath()
	return &representation{moved: withQuery(path, other)}, nil
}

func withQuery(path string, parameters url.Values) string {
	return path + "?" + parameters.Encode()
}

// entriesOf is the representation of entries: it depends on their types, on
// themselves and on what their relations point to.
func entriesOf(t *schema.Type, asked string, value any, data, included []*published.Entry) representation {
	r := representation{value: value}
	types, ids := []string{t.Name}, []string{}
	for _, e := range slices.Concat(data, included) {
		types, ids = append(types, e.Type), append(ids, e.ID)
		r.languages = append(r.languages, e.Locale)
		for locale, in := range e.Locales {
			r.languages = append(r.languages, locale)
			types, ids = related(in.Fields, types, ids)
		}
		types, ids = related(e.Fields, types, ids)
	}
	slices.Sort(types)
	slices.Sort(ids)
	r.keys = append(slices.Compact(types), slices.Compact(ids)...)
	r.languages = contentLanguages(r.languages, asked)
	return r
}

// related finds the targets of the relations in the fields of a public entry.
func related(fields map[string]any, types, ids []string) ([]string, []string) {
	for _, value := range fields {
		targets, many := value.([]any)
		if !many {
			targets = []any{value}
		}
		for _, target := range targets {
			link, _ := target.(map[string]any)
			id, hasID := link["id"].(string)
			kind, hasType := link["type"].(string)
			if hasID && hasType {
				types, ids = append(types, kind), append(ids, id)
			}
		}
	}
	return types, ids
}

// contentLanguages lists the languages that an answer is written in. Names and
// labels are in the one asked for even where no entry has any text.
func contentLanguages(served []string, asked string) []string {
	served = slices.DeleteFunc(served, func(l string) bool { return l == "" || l == schema.Und })
	if len(served) == 0 && asked != published.AllLocales {
		return []string{asked}
	}
	slices.Sort(served)
	return slices.Compact(served)
}

type changesRequest struct {
	Since int64 `query:"since" validate:"min=0" description:"The number of the last change that is known; next of the answer before."`
}

func (s *Server) changes(ctx context.Context, _ *call, in *changesRequest) (representation, error) {
	feed, err := s.Published.Changes(ctx, in.Since, published.MaxChanges)
	return representation{value: feed, keys: []string{"changes"}}, err
}

// LocaleList is the languages of this server.
type LocaleList struct {
	Data []schema.Locale `json:"data"`
}

func (s *Server) locales(context.Context, *call, *none) (representation, error) {
	return representation{value: LocaleList{s.Model.Locales()}}, nil
}

// CountryList is the countries that content may name, ordered by code.
type CountryList struct {
	Data []schema.Option `json:"data"`
}

func (s *Server) countries(context.Context, *call, *none) (representation, error) {
	list := CountryList{Data: []schema.Option{}}
	for _, code := range s.Model.Countries() {
		names := map[string]string{}
		for _, l := range s.Model.Locales() {
			names[l.Code] = s.Model.CountryName(code, l.Code)
		}
		list.Data = append(list.Data, schema.Option{Code: code, Labels: names})
	}
	return representation{value: list}, nil
}

// TypeList is the definitions of the content types.
type TypeList struct {
	Data []*schema.Type `json:"data"`
}

func (s *Server) types(context.Context, *call, *none) (representation, error) {
	return representation{value: TypeList{s.Model.Public()}}, nil
}

func (s *Server) listDeskTypes(context.Context, *call, *none) (TypeList, error) {
	return TypeList{s.Model.Types()}, nil
}

type resolveRequest struct {
	Path string `query:"path" validate:"required,max=2000" description:"A path of the platform's earlier site, such as /cities/palermo."`
}

func (s *Server) resolve(ctx context.Context, _ *call, in *resolveRequest) (representation, error) {
	address, err := s.Published.Resolve(ctx, in.Path)
	if err != nil {
		return representation{}, err
	}
	return representation{value: address, keys: []string{address.Type, address.ID}}, nil
}

func (s *Server) describeAPI(context.Context, *call, *none) (representation, error) {
	return representation{bytes: s.openapi}, nil
}
