package site

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// open takes the catalogue as of the snapshot of the visit.
func (v *visit) open() (err error) {
	v.cat, err = v.shelves.Open(v.r.Context(), v.Published, v.lang)
	return err
}

// Prepare reads what pages in every language are made of, so that the first
// visitor after a start need not wait for it. Whatever it has not read is read
// when somebody asks.
func (s *Site) Prepare(ctx context.Context) error {
	for _, l := range s.Model.Locales() {
		if err := s.shelves.Fill(ctx, s.Published, l.Code); err != nil {
			return err
		}
	}
	return nil
}

// sorted orders by names as the language does.
func sorted[T any](lang string, list []T, name func(T) string) []T {
	order := collate.New(language.Make(lang), collate.Numeric) // one goroutine may use it
	slices.SortStableFunc(list, func(a, b T) int {
		return cmp.Or(order.CompareString(name(a), name(b)), cmp.Compare(name(a), name(b)))
	})
	return list
}

// find looks for the entry that a parameter names by its slug in any language.
func find(list []*published.Entry, slug string) *published.Entry {
	for _, e := range list {
		for _, one := range e.Slugs {
			if slug != "" && one == slug {
				return e
			}
		}
	}
	return nil
}

// slugIn is the slug that an entry answers under in a language, and whether it
// is live in that language itself.
func (s *Site) slugIn(e *published.Entry, lang string) (slug string, live bool) {
	if slug, ok := e.Slugs[lang]; ok {
		return slug, true
	}
	locale, _ := s.Model.Locale(lang)
	chain := slices.Clone(locale.Fallback)
	if e.Translation != nil {
		chain = append(chain, e.Translation.SourceLocale)
	}
	for _, l := range s.Model.Locales() {
		chain = append(chain, l.Code)
	}
	for _, l := range append(chain, schema.Und) {
		if slug, ok := e.Slugs[l]; ok {
			return slug, l == schema.Und
		}
	}
	return "", false
}
