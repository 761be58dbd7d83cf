// Package memory remembers how the house has translated: pairs of approved text,
// and the glossary.
//
// The databases store pairs and words and nothing else; every comparison of texts
// is made here, by one scorer and one stemmer, so that SQLite and Postgres give
// the same answers in the same order. Nothing leaves the machine.
//
// Reads that answer with pairs do not know who asks: the caller leaves out the
// pairs of entries that the reader may not see.
package memory
