package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"movingcities/config"
	"movingcities/internal/apptest"
	"movingcities/internal/apptest/publications"
	"movingcities/internal/db"
	"movingcities/internal/schema"
)

// Whatever is published, a server that has answered before answers what one that
// has just started does, byte by byte.
func TestPagesAfterAnyPublication(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		ctx := context.Background()
		model, err := schema.Load(config.Files)
		if err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(ctx, db.Config{URL: address, Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		seed := uint64(time.Now().UnixNano())
		t.Log("seed", seed)
		world, err := publications.New(ctx, d, model, seed)
		if err != nil {
			t.Fatal(err)
		}
		old, paths := newSite(t, model, d, nil), []string{
			"/en/", "/en/cities", "/en/cities?sort=revised", "/en/approaches", "/en/networks", "/en/municipalities", "/en/sitemap.xml", "/en/feed.xml",
			"/fr/", "/fr/cities?country=DE", "/de/cities/city-000007-1", "/de/approaches?sort=city", "/de/cities/nowhere",
		}
		var since []string
		for step := range 24 {
			did, err := world.Step(ctx)
			if err != nil {
				t.Fatal(err)
			}
			since = append(since, did...)
			if step%3 > 0 {
				continue
			}
			fresh := newSite(t, model, d, nil)
			for _, path := range paths {
				var bodies [2]string
				for i, s := range []http.Handler{old, fresh} {
					w := httptest.NewRecorder()
					s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
					bodies[i] = w.Header().Get("Surrogate-Key") + "\n" + w.Body.String()
				}
				if bodies[0] != bodies[1] {
					t.Fatalf("after %q %s is\n%s\nand from a new server\n%s", since, path, bodies[0], bodies[1])
				}
			}
			since = nil
		}
	})
}
