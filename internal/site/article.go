package site

import (
	"fmt"
	"html/template"
	"strconv"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// article is what the long texts of cities, approaches and pages have in common.
// Lang is the language it is written in.
type article struct {
	Lang, Title, Lead, Summary string
	Takeaways                  []string
	Sections                   []section
	Quotation                  *quotation
	Sources                    []source
	Revised                    string
}

type section struct {
	ID, Kind, Heading string
	Body              template.HTML
}

type quotation struct{ Text, Speaker, Function string }

// source is a line of the list of sources; Backs lead to where it is cited.
type source struct {
	Number                          int
	Title, URL, Publisher, Accessed string
	Backs                           []string
}

func (v *visit) article(e *published.Entry) article {
	a := article{
		Lang: e.Locale, Title: e.Title, Lead: text(e.Fields, "tagline"), Summary: text(e.Fields, "summary"),
		Revised: text(e.Fields, "revised_on"),
	}
	if a.Lang == schema.Und {
		a.Lang = v.lang
	}
	for _, t := range objects(e.Fields, "takeaways") {
		a.Takeaways = append(a.Takeaways, tied(a.Lang, text(t, "text")))
	}
	w := &writer{
		lang: a.Lang, numbers: map[string]int{}, cited: map[int]int{},
		cite: func(n int) string { return v.say("cite.source", "number", strconv.Itoa(n)) },
	}
	listed := objects(e.Fields, "sources")
	for i, s := range listed {
		w.numbers[text(s, "id")] = i + 1
	}
	for i, s := range objects(e.Fields, "sections") {
		kind := object(s, "kind")
		one := section{ID: fmt.Sprintf("section-%d", i+1), Heading: text(s, "heading"), Body: w.html(s["body"])}
		if text(kind, "code") != "free" {
			one.Kind = text(kind, "label")
		}
		if one.Heading == "" || one.Heading == one.Kind {
			one.Heading, one.Kind = text(kind, "label"), ""
		}
		a.Sections = append(a.Sections, one)
	}
	if q := object(e.Fields, "quotation"); text(q, "text") != "" {
		a.Quotation = &quotation{Text: text(q, "text"), Speaker: text(q, "speaker"), Function: text(q, "function")}
	}
	for i, s := range listed {
		one := source{
			Number: i + 1, Title: text(s, "title"), URL: text(s, "url"), Publisher: text(s, "publisher"), Accessed: text(s, "accessed"),
		}
		for n := range w.cited[one.Number] {
			one.Backs = append(one.Backs, fmt.Sprintf("cite-%d-%d", one.Number, n+1))
		}
		a.Sources = append(a.Sources, one)
	}
	return a
}

// linked describes an article to machines that read schema.org.
func (v *visit) linked(p *page, e *published.Entry, a article) map[string]any {
	data := map[string]any{
		"@context": "https://schema.org", "@type": "Article", "headline": a.Title, "inLanguage": p.served,
		"url": p.Canonical, "mainEntityOfPage": p.Canonical,
		"datePublished": e.PublishedAt.Format("2006-01-02"), "dateModified": e.RevisedAt.Format("2006-01-02"),
		"publisher": map[string]any{"@type": "Organization", "name": "Moving Cities", "url": v.absolute("/")},
	}
	if a.Revised != "" {
		data["dateModified"] = a.Revised
	}
	if a.Summary != "" {
		data["description"] = a.Summary
	}
	return data
}

// pageView is a text about the platform.
type pageView struct {
	article
	Others []link
}

func (v *visit) about(slug string) (*answer, error) {
	e, moved, err := v.one("page", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "about")
	}
	a := v.article(e)
	p := v.entryPage("about", "about", e)
	p.Description, p.LinkedData = a.Summary, v.linked(p, e, a)
	p.Data = &pageView{article: a, Others: p.Menu()}
	return v.render(p)
}

// aboutFirst leads to the first of the pages about the platform.
func (v *visit) aboutFirst() (*answer, error) {
	if len(v.cat.pages) == 0 {
		return v.unknown()
	}
	return v.moved(v.entryURL(v.cat.pages[0])), nil
}

// one reads an entry by its slug, or says the slug it has moved to.
func (v *visit) one(typ, slug string) (e *published.Entry, moved string, err error) {
	if v.Model.Type(typ) == nil {
		_, err = v.unknown()
		return nil, "", err
	}
	if v.draft != nil && v.draft.Type == typ {
		return v.draft, "", nil
	}
	answer, elsewhere, err := v.Published.One(v.r.Context(), published.Query{Type: typ, Locale: v.lang}, slug)
	switch {
	case err != nil:
		return nil, "", err
	case elsewhere != nil:
		return nil, elsewhere.To, nil
	}
	return answer.Data, "", nil
}

// elsewhere answers for an entry that is not at the address asked for.
func (v *visit) elsewhere(moved string, err error, parts ...string) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return v.moved(address(v.lang, append(parts, moved)...)), nil
}
