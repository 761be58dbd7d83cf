package site

import (
	"encoding/xml"
	"slices"
	"time"

	"movingcities/internal/published"
)

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

// feed tells what was published in a language lately, the newest first, each
// entry once.
func (v *visit) feed() (*answer, error) {
	changes, err := v.Published.Changes(v.r.Context(), max(0, v.cat.generation-20*published.MaxChanges), published.MaxChanges)
	var recent []published.Change
	for err == nil {
		recent = append(recent, changes.Data...)
		if !changes.More {
			break
		}
		changes, err = v.Published.Changes(v.r.Context(), changes.Next, published.MaxChanges)
	}
	if err != nil {
		return nil, err
	}
	home := v.absolute(address(v.lang))
	f := atomFeed{
		Lang: v.lang, ID: home + "feed.xml", Title: "Moving Cities: " + v.say("feed.title"), Author: "Moving Cities",
		Links: []atomLink{{Rel: "self", Href: home + "feed.xml"}, {Href: home}}, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
	}
	seen := map[string]bool{}
	for _, c := range slices.Backward(recent) {
		e := v.cat.byID[c.ID]
		if c.Locale != v.lang || seen[c.ID] || e == nil || e.Locale != v.lang || len(f.Entries) == 50 {
			continue
		}
		if seen[c.ID] = true; v.entryURL(e) == "" {
			continue
		}
		f.Entries = append(f.Entries, atomEntry{
			ID: "urn:uuid:" + c.ID, Title: e.Title, Updated: c.At.UTC().Format(time.RFC3339),
			Link: atomLink{Href: v.absolute(v.entryURL(e))}, Summary: text(e.Fields, "summary"),
		})
	}
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return v.xml("application/atom+xml; charset=utf-8", f)
}

func (v *visit) xml(kind string, document any) (*answer, error) {
	body, err := xml.Marshal(document)
	return &answer{kind: kind, language: v.lang, keys: []string{"changes"}, body: append([]byte(xml.Header), body...)}, err
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type urlSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string      `xml:"loc"`
	LastMod string      `xml:"lastmod,omitempty"`
	Others  []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// sitemaps lists one map for every language.
func (v *visit) sitemaps() (*answer, error) {
	var index sitemapIndex
	for _, l := range v.Model.Locales() {
		index.Maps = append(index.Maps, sitemapURL{Loc: v.absolute(address(l.Code, "sitemap.xml"))})
	}
	return v.xml("application/xml; charset=utf-8", index)
}

// sitemap lists every page that has a text of its own in the language, with its
// texts in the others.
func (v *visit) sitemap() (*answer, error) {
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, parts := range [][]string{nil, {"cities"}, {"approaches"}, {"networks"}} {
		set.URLs = append(set.URLs, v.listed(v.at(filters{}, parts...)))
	}
	for _, entries := range [][]*published.Entry{v.cat.cities, v.cat.approaches, v.cat.networks, v.cat.pages} {
		for _, e := range entries {
			if path, live := v.entryAddress(e)(v.lang); live && path != "" {
				one := v.listed(v.entryAddress(e))
				one.LastMod = e.RevisedAt.UTC().Format(time.DateOnly)
				set.URLs = append(set.URLs, one)
			}
		}
	}
	return v.xml("application/xml; charset=utf-8", set)
}

func (v *visit) listed(at where) sitemapURL {
	own, _ := at(v.lang)
	u := sitemapURL{Loc: v.absolute(own)}
	for _, l := range v.Model.Locales() {
		if path, live := at(l.Code); live {
			u.Others = append(u.Others, alternate{Rel: "alternate", Lang: l.Code, Href: v.absolute(path)})
		}
	}
	return u
}
