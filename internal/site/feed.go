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
	Gone    string      `xml:"xmlns:at,attr,omitempty"`
	Tombs   []tombstone `xml:"at:deleted-entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	First   string   `xml:"published"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

// feedName is what the address of every feed ends in.
const feedName = "feed.xml"

// maxFeed is how many entries a feed holds.
const maxFeed = 50

// tombstone says that an entry is no longer published (RFC 6721).
type tombstone struct {
	Ref  string `xml:"ref,attr"`
	When string `xml:"when,attr"`
}

// feed is that of everything in a language, or of one policy area.
func (v *visit) feed() (*answer, error) {
	if area := v.filters().Area; area != nil {
		self, _ := v.at(filters{Area: area}, feedName)(v.lang)
		return v.atom(self, v.entryURL(area), area.Title, func(e *published.Entry) bool { return target(e, "policy_area") == area.ID })
	}
	return v.atom(address(v.lang, feedName), address(v.lang), v.say("feed.title"), nil)
}

// cityFeed is that of a city and its approaches.
func (v *visit) cityFeed(slug string) (*answer, error) {
	city := find(v.cat.Cities, slug)
	if city == nil {
		return v.unknown()
	}
	own, _ := v.slugIn(city, v.lang)
	if own != slug {
		return v.moved(address(v.lang, "cities", own, feedName)), nil
	}
	about := func(e *published.Entry) bool { return e.ID == city.ID || target(e, "city") == city.ID }
	return v.atom(address(v.lang, "cities", own, feedName), v.entryURL(city), city.Title, about)
}

// areaFeed leads to the feed of a policy area.
func (v *visit) areaFeed(area *published.Entry) *link {
	to, _ := v.at(filters{Area: area}, feedName)(v.lang)
	return &link{Text: area.Title, URL: to}
}

// recent are the latest publications, the newest last.
func (v *visit) recent() ([]published.Change, error) {
	changes, err := v.Published.Changes(v.r.Context(), max(0, v.cat.Generation-20*published.MaxChanges), published.MaxChanges)
	var recent []published.Change
	for err == nil {
		recent = append(recent, changes.Data...)
		if !changes.More {
			break
		}
		changes, err = v.Published.Changes(v.r.Context(), changes.Next, published.MaxChanges)
	}
	return recent, err
}

// atom tells what was published in a language lately, the newest first, each
// entry once. What was withdrawn is named in the feed of everything only: of an
// entry that is gone nobody knows what it was about.
func (v *visit) atom(self, home, title string, about func(*published.Entry) bool) (*answer, error) {
	recent, err := v.recent()
	if err != nil {
		return nil, err
	}
	f := atomFeed{
		Lang: v.lang, ID: v.absolute(self), Title: "Moving Cities: " + title, Author: "Moving Cities",
		Links: []atomLink{{Rel: "self", Href: v.absolute(self)}, {Href: v.absolute(home)}}, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
	}
	seen := map[string]bool{}
	for _, c := range slices.Backward(recent) {
		if c.Locale != v.lang || seen[c.ID] || len(f.Entries) == maxFeed {
			continue
		}
		seen[c.ID] = true
		if e := v.cat.Entry(c.ID); e != nil && e.Locale == v.lang && v.entryURL(e) != "" {
			if about == nil || about(e) {
				f.Entries = append(f.Entries, v.atomEntry(e, c))
			}
		} else if about == nil && (c.Kind == published.KindUnpublished || c.Kind == published.KindDeleted) {
			f.Tombs, f.Gone = append(f.Tombs, tombstone{Ref: "urn:uuid:" + c.ID, When: c.At.UTC().Format(time.RFC3339)}), tombs
		}
	}
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return v.xml("application/atom+xml; charset=utf-8", f)
}

// tombs is the name space of tombstones.
const tombs = "http://purl.org/atompub/tombstones/1.0"

func (v *visit) atomEntry(e *published.Entry, c published.Change) atomEntry {
	return atomEntry{
		ID: "urn:uuid:" + c.ID, Title: e.Title, Updated: c.At.UTC().Format(time.RFC3339), First: e.PublishedAt.UTC().Format(time.RFC3339),
		Link: atomLink{Href: v.absolute(v.entryURL(e))}, Summary: text(e.Fields, "summary"),
	}
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
	for _, parts := range [][]string{nil, {"cities"}, {"approaches"}, {"networks"}, {"municipalities"}} {
		set.URLs = append(set.URLs, v.listed(v.at(filters{}, parts...)))
	}
	for _, entries := range [][]*published.Entry{v.cat.Cities, v.cat.Approaches, v.cat.Networks, v.cat.Pages, v.cat.News} {
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
