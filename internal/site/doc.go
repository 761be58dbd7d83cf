// Package site is the public website: pages made on the server, in every
// language, from published content alone. It works without scripts, loads
// nothing from other hosts and sets no cookies.
package site

import "embed"

//go:embed static templates
var files embed.FS
