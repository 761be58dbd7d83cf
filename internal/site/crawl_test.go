package site_test

import (
	"context"
	"crypto/rand"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/demo"
	"movingcities/internal/glossary"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/site"
)

// demonstration is the website over the demonstration content.
func demonstration(t *testing.T) (http.Handler, *schema.Model) {
	t.Helper()
	ctx := context.Background()
	model, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, db.Config{URL: apptest.SQLite(t), Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	policy, err := access.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := fs.Sub(config.Files, "demo")
	if err != nil {
		t.Fatal(err)
	}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	var types, locales []string
	for _, typ := range model.Types() {
		types = append(types, typ.Name)
	}
	for _, l := range model.Locales() {
		locales = append(locales, l.Code)
	}
	desk := content.New(content.Config{
		DB: d, Model: model, Policy: policy, Published: &published.Store{Model: model}, Clock: time.Now, NewID: newID,
	})
	people := access.NewPeople(access.Config{
		DB: d, Policy: policy, Clock: time.Now, NewID: newID, Rand: rand.Reader, Types: types, Locales: locales,
		Countries: model.Countries(), Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 2},
	})
	_, err = demo.Load(ctx, demo.Config{
		Desk: desk, People: people,
		Glossary: glossary.New(glossary.Config{DB: d, Model: model, Policy: policy, Clock: time.Now}),
		Model:    model, FS: fixtures, Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	return newSite(t, model, d, &site.Forms{
		Desk: desk, People: people, Secret: []byte("secret"), Clock: time.Now, Rand: rand.Reader,
		Peer: func(r *http.Request) string { return r.RemoteAddr },
	}), model
}

// crawler follows every link of the site from the first pages on.
type crawler struct {
	t     *testing.T
	site  http.Handler
	queue []string
	seen  map[string]bool
	ids   map[string]map[string]bool // of every page by its path
	marks map[string]string          // links into a page, with where they stand
}

// Every page of the demonstration, in every language: it parses, it is about
// one thing, its ids are unique, it loads nothing from elsewhere, and none of
// its links is dead.
func TestCrawl(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole demonstration")
	}
	handler, model := demonstration(t)
	c := &crawler{t: t, site: handler, seen: map[string]bool{}, ids: map[string]map[string]bool{}, marks: map[string]string{}}
	for _, l := range model.Locales() {
		c.add("/" + l.Code + "/")
	}
	pages := 0
	for len(c.queue) > 0 {
		path := c.queue[0]
		c.queue = c.queue[1:]
		pages += c.visit(path)
	}
	for mark, from := range c.marks {
		page, id, _ := strings.Cut(mark, "#")
		if ids := c.ids[page]; ids != nil && !ids[id] {
			t.Errorf("%s: there is no place %s", from, mark)
		}
	}
	if want := 7 * (28 + 52 + 17); pages < want {
		t.Errorf("only %d pages were found, want at least %d", pages, want)
	}
}

func (c *crawler) add(path string) {
	if !c.seen[path] && !strings.HasPrefix(path, "/api/") { // which other packages answer
		c.seen[path] = true
		c.queue = append(c.queue, path)
	}
}

// visit checks what is at an address and queues where it leads; it gives 1 for a page.
func (c *crawler) visit(path string) int {
	answer := httptest.NewRecorder()
	c.site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	if answer.Code != http.StatusOK {
		c.t.Errorf("%s answers %d", path, answer.Code)
		return 0
	}
	if !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		return 0
	}
	doc, err := html.Parse(answer.Body)
	if err != nil {
		c.t.Errorf("%s: %v", path, err)
		return 0
	}
	ids, headings := map[string]bool{}, 0
	for node := range doc.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if node.Data == "h1" {
			headings++
		}
		if node.Data == "html" && attribute(node, "lang") != strings.Split(path, "/")[1] {
			c.t.Errorf("%s is marked as %q", path, attribute(node, "lang"))
		}
		ours := attribute(node, "type") == "application/ld+json" || strings.HasPrefix(attribute(node, "src"), "/static/")
		if node.Data == "script" && !ours || attribute(node, "style") != "" {
			c.t.Errorf("%s has what its policy forbids: %s", path, node.Data)
		}
		if id := attribute(node, "id"); id != "" {
			if ids[id] {
				c.t.Errorf("%s has the id %q twice", path, id)
			}
			ids[id] = true
		}
		c.links(path, node)
	}
	if headings != 1 {
		c.t.Errorf("%s has %d headings of the first level", path, headings)
	}
	c.ids[path] = ids
	return 1
}

// links checks what an element loads and queues what it leads to.
func (c *crawler) links(path string, node *html.Node) {
	for _, name := range []string{"href", "src", "action"} {
		to := attribute(node, name)
		if to == "" {
			continue
		}
		u, err := url.Parse(to)
		if err != nil {
			c.t.Errorf("%s: %v", path, err)
			continue
		}
		if u.Host != "" || u.Scheme != "" {
			foreign := node.Data != "a" && attribute(node, "rel") != "canonical" && attribute(node, "rel") != "alternate"
			if foreign {
				c.t.Errorf("%s loads %s", path, to)
			}
			continue
		}
		fragment := u.Fragment
		u.Fragment = ""
		target := u.String()
		if target == "" {
			target = path
		}
		if fragment != "" && node.Data == "a" {
			c.marks[target+"#"+fragment] = path
		}
		c.add(target)
	}
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
