package site

import (
	"net/url"
	"strings"

	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/site/texts"
)

// where says the path of a page in a language, with its filters, and whether it
// has a text of its own in that language.
type where func(lang string) (path string, live bool)

// page is a document with everything around it.
type page struct {
	*visit
	name   string
	served string
	keys   []string

	Lang        string
	Title       string
	Description string
	Section     string // of the navigation
	Canonical   string
	Robots      string
	Alternates  []link
	Switcher    []link
	Notice      string
	Preview     string // what to know about a text that is not published
	Original    *link
	Previous    string // pages of a list
	Next        string
	Feed        *link // of its own, beside that of everything
	Image       string
	LinkedData  map[string]any
	Data        any
}

// link is an address with what is written on it. Lang is that of the text when
// it is another than that of the page, Live whether the target is in Lang.
type link struct {
	Text, URL, Lang  string
	Name             string
	Current, Missing bool
}

func address(lang string, parts ...string) string {
	var b strings.Builder
	b.WriteString("/" + url.PathEscape(lang) + "/")
	for i, part := range parts {
		if i > 0 {
			b.WriteString("/")
		}
		b.WriteString(url.PathEscape(part))
	}
	return b.String()
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

func (s *Site) absolute(path string) string {
	return s.PublicURL.Scheme + "://" + s.PublicURL.Host + path
}

// entryAddress says where an entry is; the path is empty for types without pages.
func (v *visit) entryAddress(e *published.Entry) where {
	return func(lang string) (string, bool) {
		slug, live := v.slugIn(e, lang)
		switch e.Type {
		case "city":
			return address(lang, "cities", slug), live
		case "network":
			return address(lang, "networks", slug), live
		case "page":
			return address(lang, "about", slug), live
		case "news":
			return address(lang, "news", slug), live
		case "event":
			return address(lang, "events", slug), live
		case "policy_area":
			return withQuery(address(lang, "approaches"), url.Values{"area": {slug}}.Encode()), live
		case "approach":
			if city := v.cat.Entry(target(e, "city")); city != nil {
				of, _ := v.slugIn(city, lang)
				return address(lang, "cities", of, slug), live
			}
		}
		return "", false
	}
}

func (v *visit) entryURL(e *published.Entry) string {
	path, _ := v.entryAddress(e)(v.lang)
	return path
}

// page makes the frame of a page that has a text in every language.
func (v *visit) page(name, title, section string, at where) *page {
	p := &page{visit: v, name: name, served: v.lang, Lang: v.lang, Title: title, Section: section}
	own, _ := at(v.lang)
	p.Canonical = v.absolute(own)
	for _, l := range v.Model.Locales() {
		path, live := at(l.Code)
		p.Switcher = append(p.Switcher, link{Text: l.Code, Name: l.Name, Lang: l.Code, URL: path, Current: l.Code == v.lang, Missing: !live})
		if live {
			p.Alternates = append(p.Alternates, link{Lang: l.Code, URL: v.absolute(path)})
		}
	}
	def, _ := at(v.Model.Locales()[0].Code)
	p.Alternates = append(p.Alternates, link{Lang: "x-default", URL: v.absolute(def)})
	p.Image = v.pictureURL(wholeCard)
	return p
}

// entryPage makes the frame of a page about an entry, with a notice when its
// text is in another language than the one asked for.
func (v *visit) entryPage(name, section string, e *published.Entry) *page {
	at := v.entryAddress(e)
	p := v.page(name, e.Title, section, at)
	p.keys, p.Image = []string{e.Type, e.ID}, v.pictureURL(e.ID)
	if e.Translation != nil {
		source, _ := at(e.Translation.SourceLocale)
		p.Alternates[len(p.Alternates)-1].URL = v.absolute(source)
	}
	if e.Locale == v.lang || e.Locale == schema.Und {
		return p
	}
	original, _ := at(e.Locale)
	p.served, p.Robots, p.Canonical = e.Locale, "noindex", v.absolute(original)
	p.Notice = v.say("lang.fallback_notice", "language", v.say("lang."+e.Locale), "wanted", v.say("lang."+v.lang))
	p.Original = &link{URL: original, Lang: e.Locale}
	if l, ok := v.Model.Locale(e.Locale); ok {
		p.Original.Text = l.Name
	}
	return p
}

// T is a text of the interface; pairs are names and values of its arguments.
func (p *page) T(key string, pairs ...any) string { return p.say(key, pairs...) }

// N is a text that counts.
func (p *page) N(key string, n int) string { return p.say(key, "count", n) }

// Date writes a day in the language of the page.
func (p *page) Date(day string) string { return p.texts.Date(p.lang, day) }

// Number writes a number in the language of the page.
func (p *page) Number(n int) string { return texts.Number(p.lang, n) }

// shown is a result with the name of its language, for the template.
type shown struct {
	Item     resultItem
	Language string
}

// Result says in which language a result is when that is not the page's own.
func (p *page) Result(item resultItem) shown {
	if item.Lang == "" {
		return shown{Item: item}
	}
	return shown{item, p.say("lang." + item.Lang)}
}

// Host is the site that an address of the world belongs to.
func (p *page) Host(address string) string { return host(address) }

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// Asset is the address of a file that pages load.
func (s *Site) Asset(name string) string { return s.assets.address(name) }

// To is the address of a fixed page in the language of this one.
func (p *page) To(parts ...string) string { return address(p.lang, parts...) }

// Scripts are the alphabets whose fonts the page needs first. Spaces and digits
// of Greek text are in the Latin files.
func (p *page) Scripts() []string {
	if p.lang == "el" {
		return []string{"greek", "latin"}
	}
	return []string{"latin"}
}

// Takes tells whether readers can send something.
func (p *page) Takes() bool { return p.Forms != nil }

// News tells whether there is any, or an event.
func (p *page) News() bool { return len(p.cat.News) > 0 }

// Menu are the pages about the platform.
func (p *page) Menu() []link {
	var links []link
	for _, e := range p.cat.Pages {
		if shown, _ := e.Fields["menu"].(bool); shown {
			links = append(links, link{Text: e.Title, URL: p.entryURL(e), Lang: p.other(e)})
		}
	}
	return links
}

// Demonstration is the page that explains demonstration content, if there is one.
func (p *page) Demonstration() *link {
	if e := find(p.cat.Pages, "demonstration-notice"); e != nil {
		return &link{Text: e.Title, URL: p.entryURL(e), Lang: p.other(e)}
	}
	return nil
}

// other is the language of an entry's text where it is not that of the page.
func (v *visit) other(e *published.Entry) string {
	if e.Locale == v.lang || e.Locale == schema.Und {
		return ""
	}
	return e.Locale
}
