// Package reference is the public API for its readers: an interactive reference
// made from the OpenAPI document of the server, a TypeScript client to download,
// and how to follow the change feed. Its pages load nothing from elsewhere and
// work under a policy that forbids inline scripts and styles.
package reference

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/cache"
)

//go:embed templates static examples
var files embed.FS

// Config is what the pages are made of.
type Config struct {
	OpenAPI   []byte
	PublicURL *url.URL
	Asset     func(name string) string // the address of a file of the website
}

// Reference answers the addresses of the reference. It never changes.
type Reference struct {
	answers map[string]answer
	https   bool
}

type answer struct {
	kind, name string // name under which it is saved, if it is a download
	body       []byte
}

// The addresses.
const (
	home      = "/api/docs"
	following = home + "/changes"
	openapi   = "/api/openapi.json"
	client    = "/api/client.ts"
)

// view is what a page shows.
type view struct {
	Base, Current string
	Groups        []group
	Examples      []example
	Follow        example
}

// page is a view with what it loads.
type page struct {
	view
	Asset func(string) string
}

// example is a program that does something whole. Tests run it.
type example struct{ Name, Language, File, Text string }

// New makes all answers.
func New(c Config) (*Reference, error) {
	r := &Reference{answers: map[string]answer{}, https: c.PublicURL.Scheme == "https"}
	doc, err := read(c.OpenAPI)
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	base := c.PublicURL.Scheme + "://" + c.PublicURL.Host
	r.answers[openapi] = answer{kind: "application/json", body: c.OpenAPI}
	r.answers[client] = answer{kind: "text/plain; charset=utf-8", name: "client.ts", body: []byte(doc.typescript(base))}
	shared := view{Base: base, Groups: doc.groups()}
	for _, one := range []struct{ name, language, file string }{
		{"curl", "sh", "example.sh"}, {"JavaScript", "js", "example.mjs"}, {"Go", "go", "example.go.txt"},
	} {
		e, err := readExample(one.name, one.language, one.file, base)
		if err != nil {
			return nil, err
		}
		shared.Examples = append(shared.Examples, e)
	}
	if shared.Follow, err = readExample("JavaScript", "js", "follow.mjs", base); err != nil {
		return nil, err
	}
	for address, name := range map[string]string{home: "reference", following: "changes"} {
		if err := r.render(address, name, page{shared, c.Asset}); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"reference.css", "reference.js"} {
		body, err := files.ReadFile("static/" + name)
		if err != nil {
			return nil, err
		}
		kind := "text/css; charset=utf-8"
		if path.Ext(name) == ".js" {
			kind = "text/javascript; charset=utf-8"
		}
		r.answers[home+"/"+name] = answer{kind: kind, body: body}
	}
	return r, nil
}

func readExample(name, language, file, base string) (example, error) {
	body, err := files.ReadFile("examples/" + file)
	text := strings.ReplaceAll(strings.TrimSpace(string(body)), "http://127.0.0.1:8080", base)
	return example{name, language, file, text}, err
}

func (r *Reference) render(address, name string, p page) error {
	t, err := template.ParseFS(files, "templates/frame.html", "templates/"+name+".html")
	if err != nil {
		return err
	}
	p.Current = address
	var body bytes.Buffer
	if err := t.ExecuteTemplate(&body, "frame.html", p); err != nil {
		return err
	}
	r.answers[address] = answer{kind: "text/html; charset=utf-8", body: body.Bytes()}
	return nil
}

// Serves tells whether an address is one of the reference.
func Serves(path string) bool {
	return path == openapi || path == client || path == home || strings.HasPrefix(path, home+"/")
}

// Finish is the rule for the cache in front: nothing here depends on a request.
func Finish(*http.Request) ([]string, cache.Use) { return []string{}, cache.Keep }

// ServeHTTP answers one request.
func (r *Reference) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "interest-cohort=(), geolocation=(), camera=(), microphone=()")
	if r.https {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "This address answers GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	a, ok := r.answers[strings.TrimSuffix(req.URL.Path, "/")]
	if !ok {
		h.Set("Cache-Control", "no-store")
		http.Error(w, "404: the reference is at "+home+".", http.StatusNotFound)
		return
	}
	h.Set("Cache-Control", "public, max-age=3, must-revalidate")
	h.Set("Content-Type", a.kind)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	if a.kind != "text/html; charset=utf-8" {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	if a.name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
	}
	if req.Method != http.MethodHead {
		_, _ = w.Write(a.body) // an error means the reader has gone
	}
}

// group is the operations of one content type, or those of no type.
type group struct {
	Name, ID   string
	Operations []operation
}

// groups are the public operations in the order of their paths, general ones last.
func (d *document) groups() []group {
	var all []group
	for _, p := range d.public() {
		part, _, _ := strings.Cut(strings.TrimPrefix(p, apiPath), "/")
		part = strings.TrimSuffix(part, ".geojson")
		name := part
		if _, typed := d.Paths[apiPath+part+"/{slug}"]; !typed {
			name = "general"
		}
		at := slices.IndexFunc(all, func(g group) bool { return g.ID == name })
		if at < 0 {
			at, all = len(all), append(all, group{Name: strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " "), ID: name})
		}
		all[at].Operations = append(all[at].Operations, d.operation(p))
	}
	slices.SortStableFunc(all, func(a, b group) int {
		return cmp.Compare(strings.Count(a.ID, "general"), strings.Count(b.ID, "general"))
	})
	return all
}
