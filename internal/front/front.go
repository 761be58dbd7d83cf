// Package front serves the admin interface under /admin: one page for every
// address of the interface, and the files it loads. It knows no content; all
// that the page shows comes from the API.
package front

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

const (
	// Prefix is where the interface is.
	Prefix = "/admin"
	// placeholder stands in the built page wherever the nonce of the answer goes.
	placeholder = "__CSP_NONCE__"
)

// policy lets only files of this server and what carries the nonce of this
// answer run or style the page. Style attributes written by script are no
// matter of the policy; style attributes in markup stay forbidden.
const policy = "default-src 'none'; script-src 'self' 'nonce-%[1]s'; style-src 'self' 'nonce-%[1]s'; " +
	"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Front answers everything under /admin.
type Front struct {
	files    fs.FS
	page     []byte // index.html; empty if the interface was not built
	secure   bool
	compress http.Handler
}

// New serves the built interface in files. An installation without it is no
// error: the answer then says how to build.
func New(files fs.FS, public *url.URL) (*Front, error) {
	page, err := fs.ReadFile(files, "index.html")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("admin interface: %w", err)
	}
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	f := &Front{files: files, page: page, secure: public.Scheme == "https"}
	f.compress = wrap(http.HandlerFunc(f.answer))
	return f, nil
}

// ServeHTTP answers one request.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.compress.ServeHTTP(w, r) }

func (f *Front) answer(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if f.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		text(w, http.StatusMethodNotAllowed, "The admin interface is read only; changes go through /api/desk.")
		return
	}
	name := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, Prefix), "/")
	if strings.HasPrefix(name, "assets/") {
		f.asset(w, r, name)
		return
	}
	f.index(w)
}

// asset answers with a file whose name holds the hash of its content. A name
// of an earlier version is gone, and so is one that leads elsewhere.
func (f *Front) asset(w http.ResponseWriter, r *http.Request, name string) {
	body, err := fs.ReadFile(f.files, name)
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		text(w, http.StatusNotFound, "There is no such file in this version of the interface.")
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", contentType(name))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = io.Copy(w, bytes.NewReader(body)) // to a client that went away
}

// contentType does not ask the machine's tables, which differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

// index answers with the page of the interface, which finds out from the
// address what to show.
func (f *Front) index(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	if len(f.page) == 0 {
		text(w, http.StatusServiceUnavailable, "The admin interface is not part of this binary. "+
			"Build it with `make build` (it needs Node.js 20), or use the API under /api/desk.")
		return
	}
	random := make([]byte, 18)
	_, _ = rand.Read(random) // never fails; see crypto/rand
	nonce := base64.StdEncoding.EncodeToString(random)
	h := w.Header()
	h.Set("Content-Security-Policy", fmt.Sprintf(policy, nonce))
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(bytes.ReplaceAll(f.page, []byte(placeholder), []byte(nonce))) // to a client that went away
}

func text(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, sentence) // to a client that went away
}
