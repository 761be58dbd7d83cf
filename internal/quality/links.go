package quality

import (
	"net/url"
	"slices"
	"strings"
)

// checkLinks compares the addresses in the text and those behind its tags. An address
// that is gone or was broken is an error; another page of the same site may be the one
// in the reader's language and is only to be confirmed.
func checkLinks(p *pair) {
	lost, added := differ(p.source.links, p.target.links)
	for _, l := range lost {
		site := host(l.text)
		twin := slices.IndexFunc(added, func(a literal) bool { return site != "" && host(a.text) == site })
		if twin < 0 {
			p.add("links", Error, []Span{l.span}, nil, "The address %s is missing or was changed. Copy it from the source.", l.text)
			continue
		}
		p.add("links", Warning, []Span{l.span}, []Span{added[twin].span},
			"The address leads to another page than in the source. Dismiss this if it is the same page in the translation's language.")
		added = slices.Delete(added, twin, twin+1)
	}
	for _, a := range added {
		p.warn("links", []Span{a.span}, "The address %s is not in the source. Remove it, or dismiss this if it belongs there.", a.text)
	}
	for _, t := range p.target.tags {
		own, to := p.target.inline[t.number], p.source.inline[t.number].Attrs["href"]
		switch href := own.Attrs["href"]; {
		case own.Type != "link" || t.form != opening || href == to:
		case host(href) == "" && host(to) != "":
			p.add("links", Error, nil, []Span{t.span}, "The link no longer leads to a web page. Give it an address that begins with https://, or the source's.")
		default:
			p.warn("links", []Span{t.span}, "The link leads to %s, not where the source's does. Dismiss this if readers of the translation belong there.", href)
		}
	}
}

// host is the host of a web address, "" for anything else: no part of a mail address
// changes with the language.
func host(link string) string {
	if strings.HasPrefix(strings.ToLower(link), "www.") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}
