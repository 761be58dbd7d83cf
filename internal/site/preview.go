package site

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/preview"
	"movingcities/internal/published"
)

// Previews answers /preview/{token} with an unpublished text on the page that
// it would have, and /preview/{token}.json with its fields. It is no part of a
// Site, none of whose addresses leads here, and no cache may be put in front.
type Previews struct {
	site  *Site
	links *preview.Links
}

// NewPreviews shows what links lead to on the pages of a Site.
func NewPreviews(s *Site, links *preview.Links) *Previews { return &Previews{s, links} }

// ServeHTTP answers one request.
func (p *Previews) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	p.site.setHeaders(h)
	h.Set("Referrer-Policy", "no-referrer") // the address is the key
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "This address answers GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	token, asJSON := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, preview.Path), ".json")
	draft, err := p.links.Open(r.Context(), token)
	// From here on nobody sees the token, the log least of all.
	r = r.Clone(r.Context())
	r.URL, r.RequestURI = &url.URL{Path: preview.Path}, preview.Path
	v := p.site.visit(r, p.site.negotiate(r))
	if err == nil {
		v = p.site.visit(r, draft.Language)
	}
	a := p.answer(v, draft, err, asJSON)
	a.fleeting, a.noindex, a.keys = true, false, nil // noindex is said already, and more
	p.site.send(w, r, *a)
}

func (p *Previews) answer(v *visit, draft *preview.Draft, err error, asJSON bool) *answer {
	if asJSON {
		return v.fields(draft, err)
	}
	if err != nil {
		return v.failure(err)
	}
	var a *answer
	err = p.site.Published.Snapshot(v.r.Context(), func(now *published.Reader) error {
		v.Published, v.draft = now, nil
		err := v.open()
		if err == nil {
			a, err = v.unpublished(draft)
		}
		return err
	})
	if err != nil {
		v.draft = nil
		a = v.failure(err)
	}
	return a
}

// unpublished shows a draft on the page of its type: the address that it would
// have is followed within a catalogue that has the draft in place of what is
// live. What has no page of its own is shown as a plain text.
func (v *visit) unpublished(draft *preview.Draft) (*answer, error) {
	e := *draft.Entry
	e.Slugs = maps.Clone(e.Slugs)
	for locale, slug := range e.Slugs {
		if slug == "" {
			e.Slugs[locale] = "-" // nobody has chosen an address yet
		}
	}
	v.cat, v.draft, v.until = v.cat.With(&e), &e, draft.ExpiresAt
	if path := v.entryURL(&e); path != "" && !strings.Contains(path, "?") {
		a, err := v.route(v.lang, strings.Split(strings.TrimPrefix(path, address(v.lang)), "/"))
		if err != nil || a.moved == "" {
			return a, err
		}
	}
	p := v.page("about", e.Title, "", func(lang string) (string, bool) { return address(lang), false })
	p.served, p.Preview = v.lang, v.say("preview.no_page", "date", v.ends())
	p.Data = &pageView{article: v.article(&e)}
	return v.render(p)
}

func (v *visit) ends() string { return v.texts.Date(v.lang, v.until.UTC().Format(time.DateOnly)) }

// keepToItself takes away from the page of a draft all that would lead elsewhere
// as if it were public, and says what it is.
func (p *page) keepToItself() {
	if p.draft == nil {
		return
	}
	p.Robots, p.Canonical, p.Alternates, p.Switcher, p.LinkedData, p.Feed = "noindex", "", nil, nil, nil, nil
	if p.Preview == "" {
		p.Preview = p.say("preview.notice", "date", p.ends())
	}
}

// draftFields is a draft for programs, in the shape of the public API.
type draftFields struct {
	Data    *published.Entry `json:"data"`
	Preview draftTerms       `json:"preview"`
}

type draftTerms struct {
	Language  string  `json:"language"`
	ExpiresAt db.Time `json:"expires_at"`
}

// draftProblem is an RFC 9457 problem document.
type draftProblem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (v *visit) fields(draft *preview.Draft, err error) *answer {
	a := &answer{kind: "application/json"}
	var value any
	if err == nil {
		a.language = draft.Language
		value = draftFields{draft.Entry, draftTerms{draft.Language, draft.ExpiresAt}}
	} else {
		f := fault.Of(err)
		a.status, a.kind = http.StatusNotFound, "application/problem+json"
		if f.Kind != fault.NotFound {
			a.status = http.StatusServiceUnavailable
			v.Log.ErrorContext(v.r.Context(), "preview failed", slog.String("error", err.Error()))
		}
		value = draftProblem{"about:blank", http.StatusText(a.status), a.status, f.Code, f.Detail}
	}
	a.body, err = json.Marshal(value)
	if err != nil { // what came out of JSON goes into it again
		return &answer{status: http.StatusInternalServerError, kind: "text/plain; charset=utf-8", body: []byte("500\n")}
	}
	return a
}
