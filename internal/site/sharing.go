package site

import (
	"net/url"

	"movingcities/internal/site/texts"
)

// sharable is what a page is cited by.
type sharable interface {
	cited() (title, revised string)
}

func (a article) cited() (title, revised string) { return a.Title, a.Revised }

// Citation is a reference to the page as one sets it under a text.
func (p *page) Citation() string {
	of, ok := p.Data.(sharable)
	if !ok {
		return ""
	}
	title, revised := of.cited()
	if p.name == "approach" {
		title = p.Title
	}
	args := texts.Values{"title": title, "url": p.Canonical}
	if revised != "" {
		args["revised"] = p.texts.Say(p.served, "meta.revised", texts.Values{"date": p.texts.Date(p.served, revised)}) + ". "
	}
	return p.texts.Say(p.served, "meta.citation", args)
}

// Mail is a letter to somebody that is yet to be named, with the address of the page.
func (p *page) Mail() string {
	return "mailto:?" + (&url.URL{RawQuery: "subject=" + url.PathEscape(p.Title+" – Moving Cities") + "&body=" + url.PathEscape(p.Canonical)}).RawQuery
}

// Report leads to the form for errors on this page.
func (p *page) Report() string {
	return withQuery(address(p.lang, "report"), url.Values{"page": {p.r.URL.Path}}.Encode())
}
