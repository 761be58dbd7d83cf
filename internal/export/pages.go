package export

import (
	"cmp"
	"context"
	"html"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// maxMoves bounds how many redirects are followed.
const maxMoves = 5

// site follows every link from the first pages on, as a reader could, and keeps
// what is found.
func (r *run) site(ctx context.Context) error {
	if err := r.own(); err != nil {
		return err
	}
	wave := []string{"/robots.txt", "/sitemap.xml"}
	for _, l := range r.Model.Locales() {
		wave = append(wave, "/"+l.Code+"/", "/"+l.Code+"/feed.xml", "/"+l.Code+"/sitemap.xml", "/"+l.Code+"/search")
	}
	seen := map[string]bool{}
	for len(wave) > 0 {
		var places []place
		for _, link := range wave {
			if p, ok := r.placeOf(link); ok && !seen[p.name] {
				seen[p.name] = true
				places = append(places, p)
			}
		}
		r.step(len(places))
		var next []string
		err := each(places, func(p place) error {
			links, err := r.keep(ctx, p)
			r.step(0)
			r.mu.Lock()
			next = append(next, links...)
			r.mu.Unlock()
			return err
		})
		if err != nil {
			return err
		}
		slices.Sort(next)
		wave = slices.Compact(next)
	}
	if err := r.lost(ctx); err != nil {
		return err
	}
	if err := r.formerly(ctx); err != nil {
		return err
	}
	return r.words()
}

// keep asks for one place, writes what is there and gives the links on it. What
// cannot have changed is taken from the export before.
func (r *run) keep(ctx context.Context, p place) ([]string, error) {
	if !r.touched(p.name) {
		if body := r.tree.old(p.name); body != nil {
			r.hold(p.name, body)
			return r.linksOf(p, body), r.tree.put(p.name, body, r.tree.keys[p.name])
		}
	}
	answer, err := ask(ctx, r.Site, p.path, p.query)
	if err != nil {
		return nil, err
	}
	switch {
	case answer.status >= 300 && answer.status < 400:
		to, ok := r.placeOf(answer.header.Get("Location"))
		if ok && to.name != p.name {
			r.moved(p.still, to.still)
			return []string{answer.header.Get("Location")}, nil
		}
		return nil, nil
	case answer.status != http.StatusOK:
		r.mu.Lock()
		r.dead = append(r.dead, p.still)
		r.mu.Unlock()
		return nil, nil
	}
	body, links := answer.body.Bytes(), []string(nil)
	switch path.Ext(p.name) {
	case ".html":
		if langOf(p.path) == "api" { // its forms ask the API itself
			break
		}
		if p.query == nil {
			links = formLinks(body)
		}
		body = r.dress(langOf(p.path), body, p.query == nil)
	case ".xml":
		body = r.relink(body)
	}
	r.hold(p.name, body)
	return append(links, r.linksOf(p, body)...), r.tree.put(p.name, body, answer.header.Get("Surrogate-Key"))
}

// hold remembers a page that is one of its own, for the words of the search.
func (r *run) hold(name string, body []byte) {
	if kindOf(name) != "" {
		r.mu.Lock()
		r.pages[name] = body
		r.mu.Unlock()
	}
}

func langOf(p string) string {
	lang, _, _ := strings.Cut(strings.Trim(p, "/"), "/")
	return lang
}

var (
	// attribute finds addresses in pages and feeds. Templates quote every value.
	attribute = regexp.MustCompile(`(\s(?:href|src|content)=")([^"]+)"|(<(?:loc|id)>)([^<]+)<`)
	inStyle   = regexp.MustCompile(`url\(["']?([^"')]+)["']?\)`)
	formTag   = regexp.MustCompile(`(?s)<form [^>]*method="get" action="([^"]+)"[^>]*>.*?</form>`)
	selectTag = regexp.MustCompile(`(?s)<label for="([^"]+)">([^<]*)</label><select id="[^"]+" name="([a-z]+)">(.*?)</select>`)
	optionTag = regexp.MustCompile(`<option value="([^"]*)"([^>]*)>([^<]*)</option>`)
)

// relink leads links to where their pages are kept.
func (r *run) relink(body []byte) []byte {
	return attribute.ReplaceAllFunc(body, func(found []byte) []byte {
		parts := attribute.FindSubmatch(found)
		before, value, after := string(parts[1]), string(parts[2]), `"`
		if before == "" {
			before, value, after = string(parts[3]), string(parts[4]), "<"
		}
		link := html.UnescapeString(value)
		if !strings.Contains(link, "?") {
			return found
		}
		p, ok := r.placeOf(link)
		if !ok {
			return found
		}
		to := (&url.URL{Path: p.still}).EscapedPath()
		if _, mark, marked := strings.Cut(link, "#"); marked {
			to += "#" + mark
		}
		if strings.HasPrefix(link, r.Base.String()) {
			to = r.Base.String() + to
		}
		return []byte(before + html.EscapeString(to) + after)
	})
}

// linksOf are all local addresses on a page, in a feed or a style sheet, as a
// server would be asked for them.
func (r *run) linksOf(p place, body []byte) []string {
	var links []string
	switch path.Ext(p.name) {
	case ".css":
		for _, found := range inStyle.FindAllSubmatch(body, -1) {
			if link := string(found[1]); !strings.HasPrefix(link, "data:") {
				links = append(links, path.Join(path.Dir(p.path), link))
			}
		}
	case ".html", ".xml":
		for _, found := range attribute.FindAllSubmatch(body, -1) {
			link := html.UnescapeString(cmp.Or(string(found[2]), string(found[4])))
			at := strings.TrimPrefix(link, r.Base.String())
			if strings.HasPrefix(at, "/") && !strings.HasPrefix(at, "//") && !strings.HasPrefix(at, ownPath) {
				at, _, _ = strings.Cut(at, "#")
				links = append(links, question(at))
			}
		}
	}
	return links
}

// question is the address that a kept one was asked for as.
func question(at string) string {
	before, after, is := strings.Cut(at, asked)
	if !is {
		return at
	}
	parts, q := strings.Split(after, "/"), url.Values{}
	for len(parts) > 1 {
		value, err := url.PathUnescape(parts[1])
		if err != nil {
			return at
		}
		q.Set(parts[0], value)
		parts = parts[2:]
	}
	if len(parts) == 1 && parts[0] != "" {
		before += "/" + parts[0]
	} else if strings.Count(before, "/") == 1 {
		before += "/" // the first page of a language
	}
	return before + "?" + q.Encode()
}

// formLinks are the addresses of each choice of the forms on a page alone.
func formLinks(body []byte) []string {
	var links []string
	for _, form := range formTag.FindAllSubmatch(body, -1) {
		action := html.UnescapeString(string(form[1]))
		for _, list := range selectTag.FindAllSubmatch(form[0], -1) {
			for _, option := range optionTag.FindAllSubmatch(list[4], -1) {
				if value := html.UnescapeString(string(option[1])); value != "" {
					links = append(links, action+"?"+url.Values{string(list[3]): {value}}.Encode())
				}
			}
		}
	}
	return links
}
