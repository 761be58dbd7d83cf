package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
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
	if a.status == 0 || a.status == http.StatusOK {
		tag := entityTag(a.body)
		h.Set("ETag", tag)
		if known(r.Header.Values("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		a.status = http.StatusOK
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the reader has gone
	}
}

// entityTag is weak because the same page is also sent compressed.
func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

func known(listed []string, tag string) bool {
	for _, list := range listed {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimSpace(one)
			if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}

// render fills the template of a page.
func (v *visit) render(p *page) (*answer, error) {
	var body bytes.Buffer
	if err := v.pages[p.name].ExecuteTemplate(&body, "frame.html", p); err != nil {
		return nil, err
	}
	return &answer{
		kind: htmlKind, language: p.served, noindex: p.Robots != "", keys: p.keys, body: body.Bytes(),
	}, nil
}
