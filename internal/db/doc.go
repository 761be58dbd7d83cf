// Package db keeps the rows of the desk and of the public site in SQLite or in
// Postgres. Everything happens inside a transaction that Write, Read or Run
// opens: it has a deadline, is repeated when the database says that repeating
// helps, and turns a database that does not answer into a quick refusal. SQL
// and row structs are the same for both databases; the few places where they
// differ are in this package.
package db
