// Package backup copies the whole database into one file and back, and writes
// what an export may hold. It finds tables and columns in the schema, so that a
// migration needs no line here.
//
// A backup is a ZIP file. tables/NAME.jsonl has one row a line, a JSON object
// with all columns: text as a string, a whole number as a number (up to 64 bits,
// so read it exactly), a boolean, bytes as base64, an empty column as null. Times
// are microseconds since 1970 in UTC. The last member, manifest.json, names the
// applied migrations and for each table its columns, its number of rows and the
// SHA-256 of its lines. Both databases write the same file and read the other's.
//
// Sessions and one-time links are in no backup: what somebody has ended or used
// since must not come back to life.
package backup
