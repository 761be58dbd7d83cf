// Package search finds entries by words, in the way of each language: inflected
// forms, missing accents, beginnings of words, typing errors, and names in any
// of the languages.
//
// There are two indexes of the same build. The public one holds what is live and
// is written in the transaction of each publication; the one of the drafts holds
// the working copies and is brought up to date before it is asked. A text is cut
// into words and words into terms by the program; the database only keeps, for
// each term, the numbers of the entries that hold it with a weight. All else is
// computed here, so that SQLite and Postgres give the same answers in the same
// order.
package search
