// Package adminui holds the built admin interface. The dist directory is empty
// but for .gitkeep until npm run build (or make build) has filled it; the
// server then says so instead of showing a page.
package adminui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is what the build made: index.html and assets with hashed names.
func FS() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	return files
}
