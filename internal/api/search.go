package api

import (
	"context"
	"slices"
	"strconv"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
)

// searchRequest is the question of both searches.
type searchRequest struct {
	Text    string `query:"q" validate:"required,max=800" description:"Words to look for: in any inflection, with or without accents, the last one also by its beginning. At most 200 characters."`
	Locale  string `query:"locale" validate:"required,max=20" description:"In whose way the words are read, and whose texts come first. Names are found in every language."`
	Type    string `query:"type" validate:"max=100" description:"Only entries of this content type."`
	Country string `query:"country" validate:"omitempty,len=2" description:"Only entries of this country."`
	Size    int    `query:"page[size]" validate:"min=0,max=50"`
	After   string `query:"page[after]" validate:"max=10" description:"page.next of the page before."`
}

func (in *searchRequest) query(m *schema.Model) (search.Query, error) {
	q := search.Query{Text: in.Text, Locale: in.Locale, Country: in.Country, Size: in.Size}
	if code, known := m.CanonicalLocale(in.Locale); known {
		q.Locale = code
	}
	if in.Type != "" {
		q.Types = []string{in.Type}
	}
	if in.After != "" {
		n, err := strconv.Atoi(in.After)
		if err != nil || n < 0 {
			e := fault.New(fault.Invalid, "bad_cursor", "Use the value of page.next from the answer to the same query.")
			e.Problems = []fault.Problem{{Path: "page[after]", Code: "bad_cursor", Message: e.Detail}}
			return q, e
		}
		q.After = n
	}
	return q, nil
}

func (s *Server) search(ctx context.Context, _ *call, in *searchRequest) (representation, error) {
	q, err := in.query(s.Model)
	if err != nil {
		return representation{}, err
	}
	var result *search.Result
	err = s.Published.Read(ctx, func(tx *db.Tx) error {
		result, err = s.Search.Search(tx, q)
		return err
	})
	if err != nil {
		return representation{}, err
	}
	r := representation{value: result, keys: []string{"search"}}
	for _, h := range slices.Concat(result.Data, result.Others) {
		r.languages = append(r.languages, h.Locale)
		if !slices.Contains(r.keys, h.Type) {
			r.keys = append(r.keys, h.Type)
		}
	}
	r.languages = contentLanguages(r.languages, q.Locale)
	return r, nil
}

func (s *Server) searchDesk(ctx context.Context, x *call, in *searchRequest) (*search.Result, error) {
	q, err := in.query(s.Model)
	if err != nil {
		return nil, err
	}
	return s.Board.Search(ctx, x.actor(), q)
}

// searched lists the entries that the search finds for q=, both from one snapshot.
func (s *Server) searched(ctx context.Context, q published.Query) (page *published.Page, err error) {
	err = s.Published.Snapshot(ctx, func(now *published.Reader) error {
		if err := now.Read(ctx, func(tx *db.Tx) error { return s.among(tx, &q) }); err != nil {
			return err
		}
		page, err = now.List(ctx, q)
		return err
	})
	return page, err
}

// among has the search say which entries a list with q= is about.
func (s *Server) among(tx *db.Tx, q *published.Query) error {
	locale := q.Locale
	if locale == published.AllLocales {
		locale = s.Model.Locales()[0].Code
	}
	var err error
	q.Among, err = s.Search.Entries(tx, q.Type, locale, q.Text)
	return err
}
