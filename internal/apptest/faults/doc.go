// Package faults breaks running servers on purpose and holds what is left
// against what was promised: a proxy that stops Postgres at a chosen statement,
// real processes that are killed, people who repeat what they got no answer to,
// and the promises as queries.
package faults
