package export

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// asked begins the part of a path that was a query.
const asked = "/-/"

// index is the file that a web server sends for a directory.
const index = "index.html"

// longestName is how many letters of a part of a name every system takes. As a number
// in the expression it would cost the expression, and every server, six megabytes.
const longestName = 200

var plainLetters = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

// plain tells whether a text may be a part of the name of a file on every system.
func plain(text string) bool {
	return utf8.RuneCountInString(text) <= longestName && plainLetters.MatchString(text)
}

// choices are the parameters of which one at a time is kept, the one that counts
// first; page comes with any of them.
func choices() []string { return []string{"area", "city", "country", "network", "region", "sort"} }

// still is the address of a page without a query, and the query that leads to
// what is kept: of several choices the first. It is false for what is asked in
// words, which no file can answer.
func still(p string, q url.Values) (string, url.Values, bool) {
	kept := url.Values{}
	for _, name := range choices() {
		if v := q.Get(name); v != "" && len(kept) == 0 {
			kept.Set(name, v)
		}
	}
	page := q.Get("page")
	if page != "" {
		kept.Set("page", page)
	}
	if len(kept) == 0 {
		return p, nil, len(q) == 0
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if !plain(kept.Get(name)) {
			return "", nil, false
		}
		parts = append(parts, name, kept.Get(name))
	}
	dir, last := p, ""
	if path.Ext(p) != "" {
		dir, last = path.Split(p)
	}
	to := strings.TrimSuffix(dir, "/") + asked + strings.Join(parts, "/")
	if last != "" {
		to += "/" + last
	}
	return to, kept, true
}

// nameOf is the file that holds what is at an address of a path alone. It is
// false for paths that are not safe to be names.
func nameOf(p string) (string, bool) {
	p = strings.Trim(p, "/")
	for part := range strings.SplitSeq(p, "/") {
		if part != "-" && p != "" && !plain(part) {
			return "", false
		}
	}
	if path.Ext(p) == "" {
		p = path.Join(p, index)
	}
	return p, true
}

// place is something to be asked for and kept.
type place struct {
	path  string     // as it is asked for
	query url.Values // likewise
	still string     // as it is linked to
	name  string     // of the file
}

// placeOf finds the place of a link, whether it is local and can be kept.
func (e *Exporter) placeOf(link string) (place, bool) {
	link = strings.TrimPrefix(link, e.Base.String())
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
		return place{}, false
	}
	to, query, ok := still(u.Path, u.Query())
	if !ok {
		return place{}, false
	}
	name, ok := nameOf(to)
	return place{u.Path, query, to, name}, ok
}
