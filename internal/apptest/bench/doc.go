// Package bench measures what people and programs wait for at a server whose
// database holds a thousand and ten thousand entries in seven languages, on
// SQLite and on Postgres, both as durable as in use:
//
//	ENTRIES='1000 10000' go test ./internal/apptest/bench -run '^$' -bench . -timeout 2h
//
// Times of one machine say little about another. So beside each read a bare
// net/http handler serves the same bytes, and beside each verb one row is updated
// in a transaction of its own, in turns within the same run: the ratios are what
// counts. ENTRIES names the sizes, at most two.
package bench
