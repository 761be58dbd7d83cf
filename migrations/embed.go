// Package migrations embeds the versioned SQL of both databases.
package migrations

import "embed"

// Files holds NNNN_name.sql for both databases, or NNNN_name.sqlite.sql beside
// NNNN_name.postgres.sql where they must differ.
//
//go:embed *.sql
var Files embed.FS
