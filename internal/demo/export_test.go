package demo

// Inline is the reader of fixture paragraphs, for the tests of this package.
var Inline = inline

// Exception is a row of the table of documents that are not live.
type Exception struct{ Type, Slug, Locale, Until, Comment string }

var stages = []string{"missing", "draft", "in_review", "changes_requested", "approved", "live"}

// Unfinished gives the table to the tests.
func Unfinished() []Exception {
	var out []Exception
	for _, x := range unfinished() {
		out = append(out, Exception{x.typ, x.slug, x.locale, stages[x.until], x.comment})
	}
	return out
}

// Goal says how far a document of an entry is meant to get.
func (e Entry) Goal(locale string) string { return stages[e.goal(locale).until] }

// Edit is a row of the table of changes.
type Edit struct{ Type, Slug, Locale, From, To string }

// Edits gives the table to the tests.
func Edits() []Edit {
	var out []Edit
	for _, x := range edits() {
		out = append(out, Edit{x.typ, x.slug, x.locale, x.from, x.to})
	}
	return out
}
