package site

import (
	"fmt"
	"html/template"
	"strconv"
	"time"

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
	Revised, Published         string // days
	Prefix                     string // of the ids, where several stand on a page
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

func (v *visit) article(e *published.Entry) article { return v.numbered(e, 0) }

// numbered is an article whose marks do not clash with those of others on the
// same page; number 0 stands alone.
func (v *visit) numbered(e *published.Entry, number int) article {
	a := article{
		Lang: e.Locale, Title: e.Title, Lead: text(e.Fields, "tagline"), Summary: text(e.Fields, "summary"),
		Revised: text(e.Fields, "revised_on"), Published: e.RevisedAt.UTC().Format(time.DateOnly),
	}
	if a.Lang == schema.Und {
		a.Lang = v.lang
	}
	for _, t := range objects(e.Fields, "takeaways") {
		a.Takeaways = append(a.Takeaways, tied(a.Lang, text(t, "text")))
	}
	if number > 0 {
		a.Prefix = fmt.Sprintf("a%d-", number)
	}
	w := v.writer(e, a)
	for i, s := range objects(e.Fields, "sections") {
		kind := object(s, "kind")
		one := section{ID: fmt.Sprintf("%ssection-%d", a.Prefix, i+1), Heading: text(s, "heading"), Body: w.html(s["body"])}
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
	a.Sources = w.sources(e)
	return a
}

// writer writes the texts of an entry with its numbered sources.
func (v *visit) writer(e *published.Entry, a article) *writer {
	w := &writer{
		lang: a.Lang, prefix: a.Prefix, numbers: map[string]int{}, cited: map[int]int{},
		cite: func(n int) string { return v.say("cite.source", "number", strconv.Itoa(n)) },
	}
	for i, s := range objects(e.Fields, "sources") {
		w.numbers[text(s, "id")] = i + 1
	}
	return w
}

// body is the one text of entries without sections, with its citations.
func (v *visit) body(e *published.Entry, a *article) template.HTML {
	w := v.writer(e, *a)
	html := w.html(e.Fields["body"])
	a.Sources = w.sources(e)
	return html
}

// sources lists the sources of an entry, each with where it was cited.
func (w *writer) sources(e *published.Entry) []source {
	var all []source
	for i, s := range objects(e.Fields, "sources") {
		one := source{
			Number: i + 1, Title: text(s, "title"), URL: text(s, "url"), Publisher: text(s, "publisher"), Accessed: text(s, "accessed"),
		}
		for n := range w.cited[one.Number] {
			one.Backs = append(one.Backs, fmt.Sprintf("%scite-%d-%d", w.prefix, one.Number, n+1))
		}
		all = append(all, one)
	}
	return all
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
	Add    bool // leads to the form for proposing a city
}

func (v *visit) about(slug string) (*answer, error) {
	e, moved, err := v.one("page", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "about")
	}
	a := v.article(e)
	p := v.entryPage("about", "about", e)
	p.Description, p.LinkedData = a.Summary, v.linked(p, e, a)
	p.Data = &pageView{article: a, Others: p.Menu(), Add: v.Forms != nil && find([]*published.Entry{e}, "add-your-city") != nil}
	return v.render(p)
}

// aboutFirst leads to the first of the pages about the platform.
func (v *visit) aboutFirst() (*answer, error) {
	if len(v.cat.Pages) == 0 {
		return v.unknown()
	}
	return v.moved(v.entryURL(v.cat.Pages[0])), nil
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
