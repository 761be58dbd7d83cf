package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"movingcities/internal/app"
	"movingcities/internal/export"
)

// files are the flags of exports into a directory.
type files struct {
	Dir   string `arg:"" help:"Where to: a new or empty directory, or that of an earlier export."`
	Base  string `placeholder:"URL" help:"Where the world will find the files, such as https://cities.example.org; the public address of the server otherwise."`
	Since string `placeholder:"SEQ|last" help:"Look only at what was published after this number of the change feed, or after the export before."`
}

type exportSite struct{ files }

// Help is shown below the flags.
func (exportSite) Help() string {
	return `All pages in all languages with feeds, site maps, pictures, the pages for addresses
where nothing is, redirects of old addresses, and a list of words that makes the search
page work in a browser. nginx/site.conf says how nginx serves the directory; any other
server that sends index.html for a directory will do. SHA256SUMS names every file.

Every file appears whole, and only if it is new, so a web server may go on serving the
directory. What is no longer public is removed. An export that was interrupted is
finished by running it again.

Examples:
  movingcities export site /srv/movingcities --base https://cities.example.org
  movingcities export site /srv/movingcities --base https://cities.example.org --since last`
}

// Run writes the website.
func (c *exportSite) Run(ctx context.Context, t *terminal) error {
	return c.export(ctx, t, "Writing pages", (*export.Exporter).Pages)
}

type exportAPI struct{ files }

// Help is shown below the flags.
func (exportAPI) Help() string {
	return `Documents, lists with their following pages, maps and the change feed, as JSON:

  /api/v1/cities?locale=pl           api/v1/pl/cities/index.json, then page-2.json …
  /api/v1/cities/neapol?locale=pl    api/v1/pl/cities/neapol.json
  /api/v1/cities.geojson?locale=pl   api/v1/pl/cities.geojson
  /api/v1/changes?since=100          api/v1/changes/100.json
  /api/v1/locales, types, countries  api/v1/locales.json …

SHA256SUMS names every file. For the rest see "movingcities export site --help".

Examples:
  movingcities export api /srv/documents --base https://cities.example.org
  movingcities export api /srv/documents --base https://cities.example.org --since last`
}

// Run writes the API.
func (c *exportAPI) Run(ctx context.Context, t *terminal) error {
	return c.export(ctx, t, "Writing documents", (*export.Exporter).Documents)
}

func (c *files) export(ctx context.Context, t *terminal, what string,
	write func(*export.Exporter, context.Context, string, export.Since) (*export.Report, error),
) error {
	since, err := c.since()
	if err != nil {
		return usage(err)
	}
	return t.with(ctx, func(a *app.App) error {
		exporter, err := a.Exporter(c.Base, strings.TrimSpace(version+" "+commit))
		if err != nil {
			return usage(err)
		}
		bar := newProgress(t.Err, what)
		exporter.Progress = bar.found
		report, err := write(exporter, ctx, c.Dir, since)
		bar.end()
		if err != nil {
			return stopped(ctx, err, "the export was interrupted; run it again to finish it")
		}
		fmt.Fprintf(t.Err, "%s holds %d files as of change %d: %d written, %d removed.\n", c.Dir, report.Files, report.Changes, report.Written, report.Removed)
		for _, dead := range report.Dead {
			fmt.Fprintln(t.Err, "A link leads nowhere:", dead)
		}
		return nil
	})
}

// found is step for work that grows while it is done: without a bar, a line for
// every thousand files.
func (p *progress) found(done, total int) {
	if p.bar != nil {
		p.step(done, total, "")
	} else if done > 0 && done%1000 == 0 {
		fmt.Fprintf(p.out, "%s: %d, and %d that are known\n", p.what, done, total-done)
	}
}

func (c *files) since() (export.Since, error) {
	switch c.Since {
	case "":
		return export.Since{}, nil
	case "last":
		return export.Since{Given: true, Seq: -1}, nil
	}
	seq, err := strconv.ParseInt(c.Since, 10, 64)
	if err != nil || seq < 0 {
		return export.Since{}, errors.New("--since takes a number of the change feed, or last")
	}
	return export.Since{Given: true, Seq: seq}, nil
}
