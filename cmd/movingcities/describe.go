package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"movingcities/internal/app"
)

type openAPICommand struct{}

// Help is shown below the flags.
func (openAPICommand) Help() string {
	return `The document follows from the routes and the configured content types; no database
is needed.

Example:
  movingcities openapi > openapi.json`
}

// Run prints the document.
func (openAPICommand) Run(t *terminal) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	document, err := app.OpenAPI(c)
	if err != nil {
		return err
	}
	_, err = t.Out.Write(append(document, '\n'))
	return err
}

type versionCommand struct{}

// Set by the Makefile; a plain `go build` leaves them empty.
var version, commit string

// Run prints the version and what the program was built with.
func (versionCommand) Run(t *terminal) error {
	v, c := version, commit
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				c = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(t.Out, "movingcities %s (%s, %s, %s/%s)\n", v, c, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
