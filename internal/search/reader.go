package search

import (
	"cmp"
	"slices"
	"strconv"

	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Hit is an entry that was found. Locale is the language of its text, of Title
// and Slug.
type Hit struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Locale  string `json:"locale"`
	Slug    string `json:"slug,omitempty"`
	Title   string `json:"title"`
	Country string `json:"country,omitempty"`
	Excerpt []Run  `json:"excerpt"`
}

// Result is the answer to a question. Others are entries that only their texts
// in other languages were found by. Corrected is the question that was answered
// in the place of one with a word that is nowhere; with Complete false, no entry
// holds all the words, and those that hold the most are answered.
type Result struct {
	Data        []Hit  `json:"data"`
	Others      []Hit  `json:"other_languages"`
	OthersTotal int    `json:"other_languages_total"`
	Corrected   string `json:"corrected,omitempty"`
	Complete    bool   `json:"complete"`
	Facets      Facets `json:"facets"`
	Page        Page   `json:"page"`
}

// Page says how many entries there are in all and where the next page begins.
type Page struct {
	Next  *string `json:"next"`
	Total int     `json:"total"`
}

// MaxOthers is how many entries in other languages one answer names.
const MaxOthers = 10

// Reader answers the public from what is live, within a snapshot of the caller.
// It may be used by many goroutines.
type Reader struct {
	Model *schema.Model
}

// Search answers a question. Faults are Invalid: query_too_short,
// invalid_query_text, unknown_locale, unknown_type, unknown_country, invalid_value.
func (r *Reader) Search(tx *db.Tx, q Query) (*Result, error) {
	q.Others = true
	a := &asked{Query: q, tx: tx, index: live, model: r.Model}
	return a.answer(a.publicHits)
}

// Entries names the entries of a type that a list in a locale is narrowed to by a
// question, the best first: also those whose text stands in for the missing one.
func (r *Reader) Entries(tx *db.Tx, typ, locale, text string) ([]string, error) {
	q := Query{Text: text, Locale: locale, Types: []string{typ}, Others: true}
	a := &asked{Query: q, tx: tx, index: live, model: r.Model}
	if err := q.check(r.Model); err != nil {
		return nil, err
	}
	found, err := a.find()
	if err != nil {
		return nil, err
	}
	hits := slices.Concat(found.main, found.others)
	hits = hits[:min(len(hits), MaxPosition)]
	rows, err := a.publicRows(hits)
	ids := []string{}
	for _, h := range hits {
		if row := rows.of(h); row != nil && (h.locale == "" || row.Served == h.locale) {
			ids = append(ids, row.EntryID)
		}
	}
	return ids, err
}

// answer runs a question and has its hits described by the side that asks.
func (a *asked) answer(describe func([]hit, *outcome) ([]Hit, error)) (*Result, error) {
	if err := a.check(a.model); err != nil {
		return nil, err
	}
	found, err := a.find()
	if err != nil {
		return nil, err
	}
	r := &Result{
		Complete: found.complete, Facets: found.facets, Corrected: found.corrected,
		Page: Page{Total: len(found.main)}, OthersTotal: len(found.others),
	}
	if r.Data, err = describe(a.page(found.main), found); err != nil {
		return nil, err
	}
	if r.Others, err = describe(found.others[:min(len(found.others), MaxOthers)], found); err != nil {
		return nil, err
	}
	if next := a.After + cmp.Or(a.Size, DefaultPage); a.PerType == 0 && next < min(len(found.main), MaxPosition) {
		n := strconv.Itoa(next)
		r.Page.Next = &n
	}
	return r, nil
}

// publicRow is a live text of an entry that was found.
type publicRow struct {
	Number  int64
	EntryID string
	Type    string
	Served  string // the locale that answers in the one asked for
	Locale  string
	Slug    string
	Title   string
	Text    string
}

// publicRows are live texts by entry number and locale; the text that answers in
// the locale asked for has the locale "" too.
type publicRows map[int64]map[string]*publicRow

func (p publicRows) of(h hit) *publicRow { return p[h.number][h.locale] }

// publicRows reads the one text of each hit: that of its locale, or the one that
// answers in the locale asked for.
func (a *asked) publicRows(hits []hit) (publicRows, error) {
	all := publicRows{}
	for some := range slices.Chunk(hits, rowsAtOnce) {
		here, numbers, elsewhere := []int64{-1}, []int64{-1}, []string{""} // no list may be empty
		for _, h := range some {
			if h.locale == "" {
				here = append(here, h.number)
			} else {
				numbers, elsewhere = append(numbers, h.number), append(elsewhere, strconv.FormatInt(h.number, 10)+"/"+h.locale)
			}
		}
		rows, err := db.Query[publicRow](a.tx, publicRowOf+`JOIN published p ON p.entry_id = d.entry_id AND p.locale = l.served_locale `+
			publicRowTexts+`WHERE d.locale = 'und' AND d.number IN ?
			UNION ALL `+publicRowOf+`JOIN published p ON p.entry_id = d.entry_id `+
			publicRowTexts+`WHERE d.locale = 'und' AND d.number IN ? AND d.number || '/' || p.locale IN ?`,
			a.Locale, padded(here), a.Locale, padded(numbers), padded(elsewhere))
		if err != nil {
			return nil, err
		}
		for i := range rows {
			row := &rows[i]
			if all[row.Number] == nil {
				all[row.Number] = map[string]*publicRow{}
			}
			all[row.Number][row.Locale] = row
			if row.Locale == row.Served {
				all[row.Number][""] = row
			}
		}
	}
	return all, nil
}

// rowsAtOnce bounds the placeholders of a statement.
const rowsAtOnce = 256

const (
	publicRowOf = `SELECT d.number, d.entry_id, d.type, l.served_locale AS served, p.locale, p.slug,
			CASE WHEN p.title = '' THEN COALESCE(u.title, '') ELSE p.title END AS title, COALESCE(t.text, '') AS text
		FROM search_documents d JOIN listing l ON l.type = d.type AND l.locale = ? AND l.entry_id = d.entry_id `
	publicRowTexts = `LEFT JOIN published u ON u.entry_id = d.entry_id AND u.locale = 'und'
		LEFT JOIN search_documents t ON t.entry_id = p.entry_id AND t.locale = p.locale `
)

func (a *asked) publicHits(hits []hit, found *outcome) ([]Hit, error) {
	rows, err := a.publicRows(hits)
	if err != nil {
		return nil, err
	}
	out := []Hit{}
	for _, h := range hits {
		row := rows.of(h)
		if row == nil {
			continue
		}
		out = append(out, Hit{
			ID: row.EntryID, Type: row.Type, Locale: row.Locale, Slug: row.Slug, Title: row.Title,
			Country: a.country.value(h.number), Excerpt: a.excerpt(row.Locale, row.Text, found),
		})
	}
	return out, nil
}

// excerpt marks a text in its own language with the terms that were looked for.
func (a *asked) excerpt(locale, text string, found *outcome) []Run {
	terms := found.terms[locale]
	if terms == nil {
		terms = found.terms[a.Locale]
	}
	if found.markers[locale] == nil {
		found.markers[locale] = newMarker(locale, terms)
	}
	if runs := found.markers[locale].excerpt(text); runs != nil {
		return runs
	}
	return []Run{}
}
