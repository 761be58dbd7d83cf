package export

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"movingcities/internal/published"
	"movingcities/internal/schema"
)

const apiPath = "api/v1/"

// documents writes what the public API answers.
func (r *run) documents(ctx context.Context) error {
	for _, name := range []string{"locales", "types", "countries", "openapi.json"} {
		file := apiPath + strings.TrimSuffix(name, ".json") + ".json"
		if err := r.document(ctx, file, "/"+apiPath+name, nil, nil); err != nil {
			return err
		}
	}
	if err := r.feed(ctx); err != nil {
		return err
	}
	type part struct {
		t    *schema.Type
		lang string
	}
	var parts []part
	for _, t := range r.Model.Public() {
		for _, l := range r.Model.Locales() {
			if t.Path != "" {
				parts = append(parts, part{t, l.Code})
			}
		}
	}
	r.step(len(parts))
	return each(parts, func(p part) error {
		err := r.list(ctx, p.t, p.lang)
		r.step(0)
		return err
	})
}

// document writes one answer; change may rewrite it before.
func (r *run) document(ctx context.Context, name, path string, q url.Values, change func([]byte) ([]byte, error)) error {
	answer, err := ask(ctx, r.API, path, q)
	if err != nil {
		return err
	}
	if answer.status != http.StatusOK {
		r.mu.Lock()
		r.dead = append(r.dead, path)
		r.mu.Unlock()
		return nil
	}
	body := answer.body.Bytes()
	if change != nil {
		if body, err = change(body); err != nil {
			return err
		}
	}
	return r.tree.put(name, body, answer.header.Get("Surrogate-Key"))
}

// listed is what of a list tells where to go on.
type listed struct {
	Data []struct{ ID, Slug string }
	Page published.PageInfo
}

// list writes a list page by page, each of its entries, and its map.
func (r *run) list(ctx context.Context, t *schema.Type, lang string) error {
	dir := apiPath + lang + "/" + t.Path + "/"
	q := url.Values{"locale": {lang}}
	var slugs []string
	for number, more := 1, true; more; number++ {
		name, next := dir+"index.json", dir+fmt.Sprintf("page-%d.json", number+1)
		if number > 1 {
			name = dir + fmt.Sprintf("page-%d.json", number)
		}
		more = false
		err := r.document(ctx, name, "/"+apiPath+t.Path, q, func(body []byte) ([]byte, error) {
			var page listed
			if err := json.Unmarshal(body, &page); err != nil {
				return nil, err
			}
			for _, e := range page.Data {
				slugs = append(slugs, e.Slug)
			}
			if page.Page.Next == nil {
				return body, nil
			}
			more = true
			q.Set("page[after]", *page.Page.Next)
			return bytes.Replace(body, []byte(strconv.Quote(*page.Page.Next)), []byte(strconv.Quote("/"+next)), 1), nil
		})
		if err != nil {
			return err
		}
	}
	if t.PointField != "" {
		if err := r.document(ctx, strings.TrimSuffix(dir, "/")+".geojson", "/"+apiPath+t.Path+".geojson", url.Values{"locale": {lang}}, nil); err != nil {
			return err
		}
	}
	return r.entries(ctx, t, lang, dir, slugs)
}

// entries writes each entry of a list; what cannot have changed stays.
func (r *run) entries(ctx context.Context, t *schema.Type, lang, dir string, slugs []string) error {
	for _, slug := range slugs {
		name := dir + slug + ".json"
		if _, ok := nameOf(name); !ok || slug == "" {
			continue
		}
		if !r.touched(name) {
			if body := r.tree.old(name); body != nil {
				if err := r.tree.put(name, body, r.tree.keys[name]); err != nil {
					return err
				}
				continue
			}
		}
		if err := r.document(ctx, name, "/"+apiPath+t.Path+"/"+url.PathEscape(slug), url.Values{"locale": {lang}}, nil); err != nil {
			return err
		}
	}
	return nil
}

// feed writes the change feed, a hundred changes a file.
func (r *run) feed(ctx context.Context) error {
	since := int64(0)
	for more := true; more; {
		more = false
		name := fmt.Sprintf("%schanges/%d.json", apiPath, since)
		err := r.document(ctx, name, "/"+apiPath+"changes", url.Values{"since": {strconv.FormatInt(since, 10)}}, func(body []byte) ([]byte, error) {
			var feed published.Feed
			if err := json.Unmarshal(body, &feed); err != nil {
				return nil, err
			}
			since, more = feed.Next, feed.More
			return body, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
