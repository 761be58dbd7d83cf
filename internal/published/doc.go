// Package published holds what the world sees: the tables that only publishing
// writes, and every public read. [Store] writes them inside the transaction of
// a verb; [Reader] answers the public from one snapshot of them. No code here
// reads a working copy, a revision or a person, so that no parameter of a public
// request can lead to a draft.
//
// An entry is composed of the served document (the live one that answers in the
// locale asked for), its shared document und and the live entries its relations
// point to. Which document is served is decided when something is published and
// kept in the table listing.
package published
