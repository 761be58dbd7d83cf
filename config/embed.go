// Package config embeds the shipped configuration: the content types, locales
// and country names that the binary uses unless it is given a directory, and
// the demonstration content.
package config

import "embed"

// Files holds locales.yaml, countries.json, content/*.yaml and demo/.
//
//go:embed locales.yaml countries.json content/*.yaml all:demo
var Files embed.FS
