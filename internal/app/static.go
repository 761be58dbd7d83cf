package app

import (
	"fmt"
	"log/slog"
	"net/url"

	"movingcities/internal/api"
	"movingcities/internal/export"
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
	pages := a.Site.Config
	pages.PublicURL, pages.Forms = public, nil
	readers, err := site.New(pages)
	if err != nil {
		return nil, err
	}
	documents := a.API.Config
	documents.PublicURL, documents.Log = public, slog.New(slog.DiscardHandler) // thousands of questions; a failure is an error
	programs, err := api.New(documents)
	if err != nil {
		return nil, err
	}
	return &export.Exporter{Model: a.Model, Published: a.Public, Site: readers, API: programs, Base: public, Program: program}, nil
}
