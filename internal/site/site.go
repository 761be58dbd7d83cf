package site

import (
	"fmt"
	"html/template"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"movingcities/internal/cache"
	"movingcities/internal/catalogue"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
	"movingcities/internal/site/card"
	"movingcities/internal/site/texts"
)

// Config is what a Site needs. Everything but Forms is required.
type Config struct {
	Model     *schema.Model
	Published *published.Reader
	Search    *search.Reader
	// PublicURL is where the world reaches this server; canonical addresses come
	// from it and never from a request.
	PublicURL *url.URL
	Log       *slog.Logger
	Forms     *Forms // nil: readers cannot send anything
}

// Site answers everything that is for readers with a browser. It may be used by
// many goroutines. Pages leave it whole; the cache in front of it, whose rule is
// Finish, does the rest.
type Site struct {
	Config
	texts   *texts.Texts
	pages   map[string]*template.Template
	assets  *assets
	shelves *catalogue.Shelves
	pieces  map[string]*pieces // by language
	labels  sync.Map           // labelling by language and part of the map
	matcher language.Matcher
	reads   []string
	painter *card.Painter
	faults  map[string][]byte // pages for mistakes of ours, by language
}

// New reads the texts and templates. It fails only when they are broken.
func New(config Config) (*Site, error) {
	s := &Site{Config: config, shelves: catalogue.New(config.Model), pieces: map[string]*pieces{}, reads: parameters()}
	var err error
	if s.texts, err = texts.Load(config.Model.Locales()[0].Code); err != nil {
		return nil, fmt.Errorf("site texts: %w", err)
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("site files: %w", err)
	}
	if s.pages, err = loadTemplates(); err != nil {
		return nil, fmt.Errorf("site templates: %w", err)
	}
	if s.painter, err = loadPainter(); err != nil {
		return nil, fmt.Errorf("pictures: %w", err)
	}
	var tags []language.Tag
	for _, l := range config.Model.Locales() {
		s.pieces[l.Code] = &pieces{parts: s.pages[partsKey], now: map[pieceKey]string{}}
		tags = append(tags, language.Make(l.Code))
	}
	s.matcher = language.NewMatcher(tags)
	s.faults, err = s.loadFaults()
	return s, err
}

// visit is one request for a page in one language.
type visit struct {
	*Site
	Published *published.Reader // at the one moment that the page shows
	r         *http.Request
	lang      string
	query     url.Values
	cat       *catalogue.Catalogue
	draft     *published.Entry // shown in place of what is live; set by Previews alone
	until     db.Time          // when the link to it ends
}

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setHeaders(w.Header())
	if sends := r.Method == http.MethodPost && s.takes(r.URL.Path); r.Method != http.MethodGet && r.Method != http.MethodHead && !sends {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address answers GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	s.serve(w, r)
}

// takes tells whether an address takes what readers send.
func (s *Site) takes(path string) bool {
	lang, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	_, known := s.Model.Locale(lang)
	return known && s.Forms != nil && isForm(strings.Split(rest, "/"))
}

// setHeaders are those of every answer: pages may load what this server has,
// and nothing else.
func (s *Site) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "interest-cohort=(), geolocation=(), camera=(), microphone=()")
	if s.PublicURL.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/":
		w.Header().Set("Vary", "Accept-Language")
		w.Header().Set("Cache-Control", publicCache)
		http.Redirect(w, r, withQuery(address(s.negotiate(r)), r.URL.RawQuery), http.StatusFound) //nolint:gosec // a path of our own; only the query is the reader's
		return
	case strings.HasPrefix(path, assetPrefix):
		s.assets.serve(w, r)
		return
	case path == "/robots.txt":
		s.send(w, r, answer{kind: "text/plain; charset=utf-8", body: []byte("User-agent: *\nDisallow: /api/\nSitemap: " + s.absolute("/sitemap.xml") + "\n")})
		return
	case path == "/sitemap.xml":
		s.deliver(w, r, s.visit(r, s.Model.Locales()[0].Code), (*visit).sitemaps)
		return
	}
	first, rest, more := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	lang, known := s.Model.CanonicalLocale(first)
	switch {
	case !known:
		w.Header().Set("Vary", "Accept-Language")
		s.deliver(w, r, s.visit(r, s.negotiate(r)), (*visit).unknown)
	case !more:
		s.move(w, r, address(lang))
	default:
		v := s.visit(r, lang)
		s.deliver(w, r, v, func(v *visit) (*answer, error) { return v.route(first, strings.Split(rest, "/")) })
	}
}

// parameters are all that pages read of a query. Others are taken away first, so
// that they make no new page.
func parameters() []string {
	return []string{"area", "city", "country", "from", "network", "page", "q", "region", "sort", "to", "type"}
}

// Finish is the rule of the website for the cache in front of a Site: it adds
// ETags, answers what is known with 304, compresses and keeps. What depends on
// the language of the browser is left to the Site.
func (s *Site) Finish(r *http.Request) ([]string, cache.Use) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if _, known := s.Model.CanonicalLocale(first); known {
		if rest == "search" { // what people type would drive out what many read
			return s.reads, cache.Finish
		}
		return s.reads, cache.Keep
	}
	switch first {
	case "static", "robots.txt", "sitemap.xml":
		return s.reads, cache.Keep
	}
	return nil, cache.Pass
}

func (s *Site) visit(r *http.Request, lang string) *visit {
	query := r.URL.Query()
	maps.DeleteFunc(query, func(name string, _ []string) bool { return !slices.Contains(s.reads, name) })
	return &visit{Site: s, Published: s.Published, r: r, lang: lang, query: query}
}

// negotiate chooses the language of somebody who did not name one.
func (s *Site) negotiate(r *http.Request) string {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return s.Model.Locales()[0].Code
	}
	_, index, _ := s.matcher.Match(wanted...)
	return s.Model.Locales()[index].Code
}

// route finds the page of an address below its language.
func (v *visit) route(asked string, parts []string) (*answer, error) {
	if asked != v.lang {
		if parts[0] == "" {
			return v.moved(address(v.lang)), nil
		}
		return v.formerly(parts)
	}
	if last := len(parts) - 1; last > 0 && parts[last] == "" {
		return v.moved(address(v.lang, parts[:last]...)), nil
	}
	switch first := parts[0]; {
	case len(parts) == 1:
		return v.top(first)
	case len(parts) == 2:
		return v.second(first, parts[1])
	case len(parts) == 3 && first == "cities" && parts[2] == feedName:
		return v.cityFeed(parts[1])
	case len(parts) == 3 && first == "cities":
		return v.approach(parts[1], parts[2])
	}
	return v.unknown()
}

// second finds the page of one entry.
func (v *visit) second(first, slug string) (*answer, error) {
	switch first {
	case "cities":
		return v.city(slug)
	case "print":
		return v.dossier(slug)
	case "card":
		return v.picture(slug)
	case "networks":
		return v.network(slug)
	case "about":
		return v.about(slug)
	case "news":
		return v.announcement("news", slug)
	case "events":
		return v.announcement("event", slug)
	case addCity, report:
		if slug == sentPage {
			return v.sent(first)
		}
	}
	return v.unknown()
}

// formerly leads from an address under another spelling of the language, such
// as /gr, to that of today: in one step where the earlier site had a page there.
func (v *visit) formerly(parts []string) (*answer, error) {
	if a, err := v.unknown(); err == nil {
		return a, nil
	}
	if len(parts) == 1 {
		if a, err := v.profileAt(parts[0]); err == nil {
			return a, nil
		}
	}
	return v.moved(address(v.lang, parts...)), nil
}

// profileAt leads from /{lang}/{slug}, where profiles once were.
func (v *visit) profileAt(slug string) (*answer, error) {
	e, moved, err := v.one("city", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "cities")
	}
	return v.moved(v.entryURL(e)), nil
}

func (v *visit) top(name string) (*answer, error) {
	switch name {
	case "":
		return v.home()
	case "cities":
		return v.cities()
	case "approaches":
		return v.approaches()
	case "networks":
		return v.networks()
	case "about":
		return v.aboutFirst()
	case "municipalities":
		return v.municipalities()
	case "news", "events":
		return v.newsList()
	case addCity, report:
		return v.form(name)
	case "search":
		return v.search()
	case feedName:
		return v.feed()
	case "sitemap.xml":
		return v.sitemap()
	}
	if a, err := v.unknown(); !fault.Is(err, "not_found") {
		return a, err
	}
	return v.profileAt(name)
}

// unknown looks for an address of the earlier site.
func (v *visit) unknown() (*answer, error) {
	found, err := v.Published.Resolve(v.r.Context(), v.r.URL.Path)
	if err != nil {
		return nil, err
	}
	if v.cat == nil {
		if err := v.open(); err != nil {
			return nil, err
		}
	}
	entry := v.cat.Entry(found.ID)
	if entry == nil {
		return nil, fault.New(fault.NotFound, "not_found", "There is nothing public at this address.")
	}
	lang := found.Locale
	if _, known := v.Model.Locale(lang); !known {
		lang = v.lang
	}
	to, _ := v.entryAddress(entry)(lang)
	if to == "" {
		return nil, fault.New(fault.NotFound, "not_found", "There is nothing public at this address.")
	}
	return v.moved(to), nil
}

func (v *visit) moved(to string) *answer { return &answer{moved: withQuery(to, v.r.URL.RawQuery)} }

// deliver makes a page and sends it, or the page of what went wrong.
func (s *Site) deliver(w http.ResponseWriter, r *http.Request, v *visit, page func(*visit) (*answer, error)) {
	if err := s.shelves.Fill(r.Context(), s.Published, v.lang); err != nil {
		s.send(w, r, *v.failure(err))
		return
	}
	var a *answer
	fill := func(now *published.Reader) error {
		v.Published = now
		err := v.open()
		if err == nil {
			a, err = page(v)
		}
		return err
	}
	var err error
	if r.Method == http.MethodPost {
		err = fill(s.Published) // it writes: holding one connection while waiting for another could stop everybody
	} else {
		err = s.Published.Snapshot(r.Context(), fill)
	}
	if err != nil {
		a = v.failure(err)
	}
	s.send(w, r, *a)
}

func (v *visit) say(key string, pairs ...any) string {
	return v.texts.Say(v.lang, key, texts.Named(pairs...))
}
