package site

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"strings"
)

// publicCache is that of the public API: three seconds, then ask again.
const publicCache = "public, max-age=3, must-revalidate"

const htmlKind = "text/html; charset=utf-8"

// maxKeys bounds Surrogate-Key: proxies refuse headers of more than 8 KiB.
const maxKeys = 150

// answer is what is sent: a document, or another address.
type answer struct {
	moved    string
	status   int // 200 if zero
	kind     string
	language string
	noindex  bool
	fleeting bool // not to be kept by any cache
	keys     []string
	body     []byte
}

func (s *Site) move(w http.ResponseWriter, r *http.Request, to string) {
	s.send(w, r, answer{moved: withQuery(to, r.URL.RawQuery)})
}

func (s *Site) send(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	h.Set("Cache-Control", publicCache)
	if a.fleeting {
		h.Set("Cache-Control", "no-store")
	}
	if len(a.keys) > 0 {
		h.Set("Surrogate-Key", strings.Join(a.keys[:min(len(a.keys), maxKeys)], " "))
	}
	if a.moved != "" {
		http.Redirect(w, r, a.moved, cmp.Or(a.status, http.StatusMovedPermanently))
		return
	}
	h.Set("Content-Type", a.kind)
	if a.language != "" {
		h.Set("Content-Language", a.language)
	}
	if a.noindex {
		h.Set("X-Robots-Tag", "noindex")
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(cmp.Or(a.status, http.StatusOK))
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the reader has gone
	}
}

// render fills the template of a page.
func (v *visit) render(p *page) (*answer, error) {
	p.keepToItself()
	var body bytes.Buffer
	if err := v.pages[p.name].ExecuteTemplate(&body, "frame.html", p); err != nil {
		return nil, err
	}
	return &answer{
		kind: htmlKind, language: p.served, noindex: p.Robots != "", keys: p.keys, body: body.Bytes(),
	}, nil
}
