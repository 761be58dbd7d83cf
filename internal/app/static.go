package app

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"movingcities/internal/api"
	"movingcities/internal/export"
	"movingcities/internal/reference"
	"movingcities/internal/site"
)

// Exporter writes the website and the API as files for another web server, which
// the world reaches at base; empty is the configured public address. It asks the
// same handlers as Serve, but those can be sent nothing.
func (a *App) Exporter(base, program string) (*export.Exporter, error) {
	if base == "" {
		base = a.Config.PublicURL
	}
	public, err := url.Parse(base)
	if err != nil || public.Host == "" || public.Scheme != "https" && public.Scheme != "http" || public.User != nil ||
		public.Path != "" && public.Path != "/" || public.RawQuery != "" || public.Fragment != "" {
		return nil, fmt.Errorf("--base %s: give scheme and host alone, such as https://cities.example.org", base)
	}
	public.Path = ""
	patient := *a.Public
	patient.DB = a.DB.WithTimeout(time.Hour) // a busy machine only makes it longer
	readable := a.Site.Config
	readable.Published, readable.PublicURL, readable.Forms = &patient, public, nil
	readers, err := site.New(readable)
	if err != nil {
		return nil, err
	}
	documents := a.API.Config
	documents.Published, documents.PublicURL, documents.Log = &patient, public, slog.New(slog.DiscardHandler) // thousands of questions; a failure is an error
	programs, err := api.New(documents)
	if err != nil {
		return nil, err
	}
	manual, err := reference.New(reference.Config{OpenAPI: programs.OpenAPI(), PublicURL: public, Asset: readers.Asset})
	if err != nil {
		return nil, err
	}
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reference.Serves(r.URL.Path) {
			manual.ServeHTTP(w, r)
			return
		}
		readers.ServeHTTP(w, r)
	})
	return &export.Exporter{Model: a.Model, Published: &patient, Site: pages, API: programs, Base: public, Program: program}, nil
}
