package export

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"movingcities/internal/published"
)

//go:embed static
var static embed.FS

// ownPath is where the files are that only an export has.
const ownPath = "/static/export/"

// phrases are what only an export says, by language and key.
func phrases() (map[string]map[string]string, error) {
	raw, err := static.ReadFile("static/phrases.json")
	if err != nil {
		return nil, err
	}
	var all map[string]map[string]string
	return all, json.Unmarshal(raw, &all)
}

var refreshTag = regexp.MustCompile(`<meta http-equiv="refresh"[^>]*>\n`)

// own writes the files that only an export has.
func (r *run) own() error {
	var err error
	if r.phrases, err = phrases(); err != nil {
		return err
	}
	for _, name := range []string{"export.js", "noscript.css"} {
		body, err := fs.ReadFile(static, "static/"+name)
		if err != nil {
			return err
		}
		if err := r.tree.put(strings.TrimPrefix(ownPath, "/")+name, body, ""); err != nil {
			return err
		}
	}
	return nil
}

// say gives a phrase in a language, in the first language where it has none.
func (r *run) say(lang, key string) string {
	if text := r.phrases[lang][key]; text != "" {
		return text
	}
	return r.phrases[r.Model.Locales()[0].Code][key]
}

// dress makes a page fit for files: its links lead to what is kept, its filters
// are put together by a script, and are links for those who have none.
func (r *run) dress(lang string, body []byte, whole bool) []byte {
	forms := formTag.FindAllSubmatchIndex(body, -1)
	page := string(body)
	if len(forms) > 0 {
		for _, form := range slices.Backward(forms) {
			page = page[:form[1]] + r.withoutScript(lang, page[form[0]:form[1]], whole) + page[form[1]:]
		}
		const before = "<script src="
		page = strings.Replace(page, before, fmt.Sprintf(`<noscript><link rel="stylesheet" href="%snoscript.css"></noscript>`+"\n"+
			`<script src="%sexport.js" defer></script>`+"\n"+before, ownPath, ownPath), 1)
	}
	return r.relink([]byte(page))
}

// withoutScript lists the choices of a form as links, or says why there are none.
func (r *run) withoutScript(lang, form string, whole bool) string {
	action := html.UnescapeString(formTag.FindStringSubmatch(form)[1])
	if strings.HasSuffix(action, "/search") {
		return "<noscript><p class=\"empty\">" + html.EscapeString(r.say(lang, "search")) + "</p></noscript>"
	}
	if !whole {
		return `<noscript><p class="more"><a href="` + html.EscapeString(action) + `">` + html.EscapeString(r.say(lang, "all")) + "</a></p></noscript>"
	}
	var b strings.Builder
	b.WriteString("<noscript><details class=\"choices\"><summary>" + html.EscapeString(r.say(lang, "choose")) + "</summary>")
	for _, list := range selectTag.FindAllStringSubmatch(form, -1) {
		fmt.Fprintf(&b, `<p>%s</p><ul class="browse">`, list[2])
		for _, option := range optionTag.FindAllStringSubmatch(list[4], -1) {
			if option[1] == "" {
				continue
			}
			link := action + "?" + url.Values{list[3]: {html.UnescapeString(option[1])}}.Encode()
			fmt.Fprintf(&b, "<li><a href=\"%s\"%s>%s</a></li>\n", html.EscapeString(link), strings.ReplaceAll(option[2], " selected", ""), option[3])
		}
		b.WriteString("</ul>")
	}
	b.WriteString("</details></noscript>")
	return b.String()
}

// lost writes the pages for addresses where nothing is.
func (r *run) lost(ctx context.Context) error {
	for i, l := range r.Model.Locales() {
		answer, err := ask(ctx, r.Site, "/"+l.Code+"/404", nil)
		if err != nil {
			return err
		}
		body := r.dress(l.Code, answer.body.Bytes(), false)
		if i == 0 {
			if err := r.tree.put("404.html", body, ""); err != nil {
				return err
			}
		}
		if err := r.tree.put(l.Code+"/404.html", body, ""); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) moved(from, to string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.moves[from] = to
}

// formerly writes a page for each address that something was at before, and the
// same as a map for nginx.
func (r *run) formerly(ctx context.Context) error {
	former, err := r.Published.Former(ctx)
	if err != nil {
		return err
	}
	for _, from := range r.addresses(former) {
		to, err := r.follow(ctx, from)
		if err != nil {
			return err
		}
		if to != "" {
			r.moved(from, to)
		}
	}
	var b strings.Builder
	b.WriteString("# map $uri $moved { include this file; }\n")
	for _, from := range slices.Sorted(maps.Keys(r.moves)) {
		to := r.moves[from]
		name, ok := nameOf(from)
		if !ok || name == index || r.tree.has(name) { // the first page is made below
			continue
		}
		fmt.Fprintf(&b, "%q %q;\n", strings.TrimSuffix(from, "/"), to)
		if err := r.tree.put(name, r.signpost(to), ""); err != nil {
			return err
		}
	}
	for _, l := range r.Model.Locales() {
		for _, alias := range l.Aliases {
			fmt.Fprintf(&b, "~^/%s(?<rest>/.*)?$ /%s$rest;\n", alias, l.Code)
		}
	}
	if err := r.tree.put("nginx/moved.map", []byte(b.String()), ""); err != nil {
		return err
	}
	return r.front()
}

// addresses are where things were: paths of the earlier site, slugs that were
// given up, and profiles without the word cities.
func (r *run) addresses(former []published.FormerAddress) []string {
	var all []string
	pages := map[string]string{"city": "cities", "network": "networks", "page": "about", "news": "news", "event": "events"}
	for _, f := range former {
		switch {
		case f.Path != "":
			all = append(all, f.Path)
		case pages[f.Type] != "":
			all = append(all, "/"+f.Locale+"/"+pages[f.Type]+"/"+f.Slug)
		}
	}
	for name := range r.pages {
		parts := strings.Split(name, "/")
		if len(parts) == 4 && parts[1] == "cities" {
			all = append(all, "/"+parts[0]+"/"+parts[2])
			if l, _ := r.Model.Locale(parts[0]); len(l.Aliases) > 0 {
				all = append(all, "/"+l.Aliases[0]+"/"+parts[2], "/"+l.Aliases[0]+"/cities/"+parts[2])
			}
		}
	}
	for _, l := range r.Model.Locales() {
		for _, alias := range l.Aliases {
			all = append(all, "/"+alias+"/")
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// follow finds where an address leads in the end; nowhere is empty.
func (r *run) follow(ctx context.Context, from string) (string, error) {
	at, q := from, url.Values(nil)
	for range maxMoves {
		answer, err := ask(ctx, r.Site, at, q)
		if err != nil || answer.status == 200 && at == from {
			return "", err
		}
		p, ok := r.placeOf(at + "?" + q.Encode())
		if answer.status == 200 && ok && r.tree.has(p.name) {
			return p.still, nil
		}
		u, err := url.Parse(answer.header.Get("Location"))
		if err != nil || u.Path == "" {
			return "", nil //nolint:nilerr // leads nowhere
		}
		at, q = u.Path, u.Query()
	}
	return "", nil
}

// signpost is a page that leads to another.
func (r *run) signpost(to string) []byte {
	lang := langOf(to)
	if _, known := r.Model.Locale(lang); !known {
		lang = r.Model.Locales()[0].Code
	}
	link := html.EscapeString((&url.URL{Path: to}).EscapedPath())
	text := html.EscapeString(r.say(lang, "moved"))
	return fmt.Appendf(nil, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="0; url=%s">
<meta name="robots" content="noindex">
<title>%s</title>
<link rel="canonical" href="%s">
</head>
<body>
<main><h1><a href="%s">%s</a></h1></main>
</body>
</html>
`, lang, link, text, html.EscapeString(r.Base.String())+link, link, text)
}

// front writes the first page, where the language is chosen, and what nginx
// needs to serve all this.
func (r *run) front() error {
	first := r.Model.Locales()[0].Code
	var b, codes strings.Builder
	for i, l := range r.Model.Locales() {
		fmt.Fprintf(&b, "<li><a href=\"/%[1]s/\" lang=\"%[1]s\" hreflang=\"%[1]s\">%[2]s</a></li>\n", l.Code, html.EscapeString(l.Name))
		if i > 0 {
			codes.WriteString("|")
		}
		codes.WriteString(l.Code)
	}
	page := strings.NewReplacer("</head>", fmt.Sprintf("<script src=\"%sexport.js\" defer></script>\n</head>", ownPath),
		"</main>", "<ul id=\"languages\">\n"+b.String()+"</ul></main>").Replace(string(r.signpost("/" + first + "/")))
	page = refreshTag.ReplaceAllString(page, "")
	if err := r.tree.put(index, []byte(page), ""); err != nil {
		return err
	}
	raw, err := fs.ReadFile(static, "static/nginx.conf")
	if err != nil {
		return err
	}
	conf := strings.NewReplacer("LANGUAGES", codes.String(), "FIRST", first).Replace(string(raw))
	return r.tree.put("nginx/site.conf", []byte(conf), "")
}
