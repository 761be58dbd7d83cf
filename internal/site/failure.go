package site

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"path"

	"movingcities/internal/catalogue"
	"movingcities/internal/fault"
	"movingcities/internal/published"
)

// problem is what a page says about what is not there, with where else to look.
type problem struct {
	Text      string
	Elsewhere []link
	Cities    []link
}

// failure is the page for an error, in the language of the reader. Our own
// mistakes are logged and answered without any content.
func (v *visit) failure(err error) *answer {
	status, name := http.StatusInternalServerError, "500"
	switch fault.Of(err).Kind {
	case fault.NotFound, fault.Invalid:
		status, name = http.StatusNotFound, "404"
	case fault.Gone:
		status, name = http.StatusGone, "410"
	case fault.Forbidden:
		status, name = http.StatusForbidden, "404"
	case fault.Unavailable:
		status = http.StatusServiceUnavailable
	}
	if status >= http.StatusInternalServerError {
		if !errors.Is(err, v.r.Context().Err()) {
			v.Log.ErrorContext(v.r.Context(), "page failed", slog.String("path", v.r.URL.Path), slog.String("error", err.Error()))
		}
		return &answer{status: status, kind: htmlKind, language: v.lang, fleeting: true, noindex: true, body: v.faults[v.lang]}
	}
	if v.cat == nil {
		v.cat = &catalogue.Catalogue{}
	}
	p := v.page("problem", v.say("error."+name+"_title"), "", func(lang string) (string, bool) { return address(lang), true })
	p.Robots, p.Canonical, p.Alternates, p.Image = "noindex", "", nil, ""
	view := problem{Text: v.say("error." + name + "_text"), Elsewhere: v.sameSlug(path.Base(v.r.URL.Path))}
	if name == "404" {
		view.Text = v.say("error.404_language", "language", v.say("lang."+v.lang)) + " " + view.Text
	}
	for _, c := range v.cat.Cities {
		view.Cities = append(view.Cities, v.linkTo(c))
	}
	p.Data = view
	a, err := v.render(p)
	if err != nil {
		return &answer{status: http.StatusInternalServerError, kind: htmlKind, language: v.lang, fleeting: true, body: v.faults[v.lang]}
	}
	a.status = status
	return a
}

// sameSlug are the pages whose address ends like this one in some language: in
// that language, and in that of the reader.
func (v *visit) sameSlug(slug string) []link {
	var all []link
	seen := map[string]bool{}
	for _, list := range [][]*published.Entry{v.cat.Cities, v.cat.Approaches, v.cat.Networks, v.cat.Pages, v.cat.News} {
		e := find(list, slug)
		if e == nil || v.entryURL(e) == "" {
			continue
		}
		for _, l := range v.Model.Locales() {
			to, live := v.entryAddress(e)(l.Code)
			if (e.Slugs[l.Code] == slug || l.Code == v.lang) && live && !seen[to] {
				seen[to] = true
				all = append(all, link{Text: e.Title, URL: to, Name: l.Name, Lang: l.Code})
			}
		}
	}
	return all
}

// loadFaults makes the pages for mistakes of ours once, at the start: they need
// no database, and say it in every language.
func (s *Site) loadFaults() (map[string][]byte, error) {
	type said struct{ Lang, Title, Text, Home string }
	pages := map[string][]byte{}
	for _, own := range s.Model.Locales() {
		var all []said
		for _, l := range s.Model.Locales() {
			one := said{l.Code, s.texts.Say(l.Code, "error.500_title", nil), s.texts.Say(l.Code, "error.500_text", nil), address(l.Code)}
			if l.Code == own.Code {
				all = append([]said{one}, all...)
			} else {
				all = append(all, one)
			}
		}
		var body bytes.Buffer
		err := s.pages["fault"].ExecuteTemplate(&body, "page_fault.html", map[string]any{"Lang": own.Code, "All": all, "Style": s.assets.address("site.css")})
		if err != nil {
			return nil, err
		}
		pages[own.Code] = body.Bytes()
	}
	return pages, nil
}
