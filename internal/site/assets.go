package site

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

const assetPrefix = "/static/"

// assets are the files that pages load. Their address holds a hash of them all,
// so that every cache may keep them for ever.
type assets struct {
	files   fs.FS
	version string
}

func loadAssets() (*assets, error) {
	sub, err := fs.Sub(files, "static")
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	err = fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(sub, name)
		sum.Write([]byte(name))
		sum.Write(body)
		return err
	})
	return &assets{files: sub, version: hex.EncodeToString(sum.Sum(nil)[:6])}, err
}

func (a *assets) address(name string) string { return assetPrefix + a.version + "/" + name }

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	version, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, assetPrefix), "/")
	body, err := fs.ReadFile(a.files, name)
	if err != nil || version != a.version {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "404", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", contentType(name))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) //nolint:gosec // an embedded file under its own type; an error means the reader has gone
	}
}

func contentType(name string) string {
	if path.Ext(name) == ".woff2" {
		return "font/woff2"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// loadTemplates gives every page its own copy of the frame.
// partsKey is the set of what all pages are made of, without a page.
const partsKey = ""

func loadTemplates() (map[string]*template.Template, error) {
	// Names without an owner: what a part needs that is given less than a page.
	shared, err := template.New("frame.html").Funcs(template.FuncMap{"host": host, "field": field}).ParseFS(files, "templates/frame.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "templates/page_*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	if pages[partsKey], err = shared.Clone(); err != nil {
		return nil, err
	}
	for _, name := range names {
		own, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		key := strings.TrimSuffix(strings.TrimPrefix(path.Base(name), "page_"), ".html")
		if pages[key], err = own.ParseFS(files, name); err != nil {
			return nil, err
		}
	}
	return pages, nil
}
