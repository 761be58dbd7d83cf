package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/content"
)

// A link over the whole server, with answers kept in memory: those to links
// never are, and a revoked one shows nothing a moment later.
func TestPreviewsAreNeverKept(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		c := newCity(t, url)
		c.app.Cache.Begin(1)
		whole := httptest.NewServer(c.app.Handler())
		t.Cleanup(whole.Close)
		read := func(path string) (*http.Response, string) {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, whole.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := whole.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			return answer, string(body)
		}
		ref := content.Ref{Entry: c.entry, Locale: "el"}
		doc, err := c.app.Desk.Document(t.Context(), c.admin, ref)
		if err != nil {
			t.Fatal(err)
		}
		doc.Fields["tagline"] = "Μόνο για μας"
		if _, err := c.app.Desk.Save(t.Context(), content.By{Actor: c.admin}, ref, content.SaveInput{Version: doc.Version, Fields: doc.Fields, Slug: doc.Slug}); err != nil {
			t.Fatal(err)
		}
		path := "/api/desk/entries/" + c.entry + "/previews"
		status, answer := c.send(request{method: http.MethodPost, path: path, body: `{"locale":"el"}`}, c.visitor("translator fr"))
		var link struct {
			ID, URL string
			URLJSON string `json:"url_json"`
		}
		if err := json.Unmarshal(answer, &link); err != nil || status != http.StatusCreated {
			t.Fatalf("%d %s", status, answer)
		}
		at := link.URL[strings.Index(link.URL, "/preview/"):]
		for range 2 {
			for _, one := range []string{at, at + ".json"} {
				got, body := read(one)
				if got.StatusCode != http.StatusOK || !strings.Contains(body, "Μόνο για μας") || got.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s: %d %v", one, got.StatusCode, got.Header)
				}
			}
		}
		for _, public := range []string{"/el/cities/livadia", "/api/v1/cities/livadia?locale=el", "/el/"} {
			if _, body := read(public); strings.Contains(body, "Μόνο για μας") {
				t.Errorf("%s shows the draft", public)
			}
		}
		if kept := c.app.Cache.Stats().Entries; kept == 0 || kept > 3 {
			t.Errorf("%d answers are kept", kept)
		}
		if status, answer := c.send(request{method: http.MethodDelete, path: "/api/desk/previews/" + link.ID}, c.visitor("translator fr")); status != http.StatusNoContent {
			t.Fatalf("%d %s", status, answer)
		}
		for _, one := range []string{at, at + ".json"} {
			if got, body := read(one); got.StatusCode != http.StatusNotFound || strings.Contains(body, "Μόνο") {
				t.Errorf("%s after its end: %d", one, got.StatusCode)
			}
		}
	})
}
