package desk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// Page sizes of the desk's lists.
const (
	defaultPage = 50
	maxPage     = 200
)

// clause is a condition of a WHERE with its arguments; its text never holds a
// value that came from outside.
type clause struct {
	sql  []string
	args []any
}

func (c *clause) and(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *clause) String() string {
	if len(c.sql) == 0 {
		return "1 = 1"
	}
	return strings.Join(c.sql, " AND ")
}

// readable narrows a list to the entries (alias e) whose type and country the
// actor may read, asking the policy and nothing else.
func (b *Board) readable(c *clause, a access.Actor) { b.readableAs(c, a, "e") }

// readableAs is readable for another table that has type and country.
func (b *Board) readableAs(c *clause, a access.Actor, alias string) {
	countries := map[string]bool{}
	for _, g := range a.Grants {
		if g.Country != "*" {
			countries[g.Country] = true
		}
	}
	var either []string
	for _, t := range b.Model.Types() {
		may := func(country string) bool {
			return b.Policy.May(a, workflow.Read, access.Object{Type: t.Name, Country: country})
		}
		if may("") {
			either = append(either, alias+".type = ?")
			c.args = append(c.args, t.Name)
			continue
		}
		for _, country := range slices.Sorted(maps.Keys(countries)) {
			if may(country) {
				either = append(either, "("+alias+".type = ? AND "+alias+".country = ?)")
				c.args = append(c.args, t.Name, country)
			}
		}
	}
	if len(either) == 0 {
		either = []string{"1 = 0"}
	}
	c.sql = append(c.sql, "("+strings.Join(either, " OR ")+")")
}

func pageSize(asked int) (int, error) {
	switch {
	case asked == 0:
		return defaultPage, nil
	case asked < 1 || asked > maxPage:
		return 0, fault.New(fault.Invalid, "bad_page_size", "A page holds 1 to %d rows.", maxPage)
	}
	return asked, nil
}

// cursor is the place in a list after which the next page begins. It names
// nothing that the reader could not ask for anyway, so it is not signed.
func encodeCursor(place any) string {
	b, _ := json.Marshal(place) // plain strings and numbers: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(cursor string, place any) error {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(b, place)
	}
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "bad_cursor", "This place in the list is not known. Begin at its start.")
	}
	return nil
}

// EntriesQuery narrows the list of entries. State and Live are about the document
// in Locale; Stale, Assignee, Unassigned and DueBefore too, or about any if it is
// empty.
type EntriesQuery struct {
	Type       string
	Country    string
	Related    string // an entry that their live content points to, such as a policy area
	Locale     string
	State      string
	Stale      bool
	Live       *bool
	Assignee   string
	Unassigned bool // has something to write that is nobody's
	DueBefore  *time.Time
	Mine       bool // needs work in a language that the asker writes
	Archived   bool
	Size       int
	After      string
}

// EntriesPage is one page of the language matrix.
type EntriesPage struct {
	Data []content.EntryView `json:"data"`
	Next string              `json:"next,omitempty"`
}

// Entries lists entries with the state of all their documents, newest first:
// the language matrix. It reads no texts.
func (b *Board) Entries(ctx context.Context, a access.Actor, q EntriesQuery) (*EntriesPage, error) {
	size, err := pageSize(q.Size)
	if err != nil {
		return nil, err
	}
	c := &clause{}
	b.readable(c, a)
	if err := q.narrow(c); err != nil {
		return nil, err
	}
	if q.Mine {
		b.mine(c, a)
	}
	return read(ctx, b, func(tx *db.Tx) (*EntriesPage, error) {
		rows, err := db.Query[db.Entry](tx, "SELECT e.* FROM entries e WHERE "+c.String()+" ORDER BY e.id DESC LIMIT ?",
			append(c.args, size+1)...)
		if err != nil {
			return nil, err
		}
		page := &EntriesPage{}
		if len(rows) > size {
			rows = rows[:size]
			page.Next = encodeCursor(rows[size-1].ID)
		}
		page.Data, err = b.Content.Overviews(tx, a, rows)
		return page, err
	})
}

func (q EntriesQuery) narrow(c *clause) error {
	if q.Locale == "" && (q.State != "" || q.Live != nil) {
		return fault.New(fault.Invalid, "locale_required", "Name the locale whose documents you ask for.")
	}
	if q.Archived {
		c.and("e.archived_at IS NOT NULL")
	} else {
		c.and("e.archived_at IS NULL")
	}
	if q.Type != "" {
		c.and("e.type = ?", q.Type)
	}
	if q.Country != "" {
		c.and("e.country = ?", q.Country)
	}
	if q.Related != "" {
		c.and("e.id IN (SELECT v.entry_id FROM published_values v WHERE v.target_id = ?)", q.Related)
	}
	if q.State != "" {
		c.and("EXISTS (SELECT 1 FROM documents d WHERE d.entry_id = e.id AND d.locale = ? AND d.state = ?)", q.Locale, q.State)
	}
	q.narrowToWork(c)
	if q.Live != nil {
		not := "NOT "
		if *q.Live {
			not = ""
		}
		c.and(not+"EXISTS (SELECT 1 FROM published p WHERE p.entry_id = e.id AND p.locale = ?)", q.Locale)
	}
	if q.After != "" {
		var id string
		if err := decodeCursor(q.After, &id); err != nil {
			return err
		}
		c.and("e.id < ?", id)
	}
	return nil
}

// narrowToWork asks for what is to do, in one language or in any.
func (q EntriesQuery) narrowToWork(c *clause) {
	in := func(alias string) string {
		if q.Locale == "" {
			return ""
		}
		c.args = append(c.args, q.Locale)
		return " AND " + alias + ".locale = ?"
	}
	if q.Assignee != "" {
		c.and("e.id IN (SELECT d.entry_id FROM documents d WHERE d.assignee <> ''"+in("d")+" AND d.assignee = ?)", q.Assignee)
	}
	if q.Unassigned {
		c.and("e.id IN (SELECT w.entry_id FROM waiting w WHERE w.assignee = '' AND w.rank IN (" + writersWork + ")" + in("w") + ")")
	}
	if q.DueBefore != nil {
		c.and("e.id IN (SELECT d.entry_id FROM documents d WHERE d.due_at IS NOT NULL"+in("d")+" AND d.due_at < ?)", db.At(*q.DueBefore))
	}
	if q.Stale {
		c.and("e.id IN (SELECT s.entry_id FROM segment_counts s WHERE s.stale > 0" + in("s") + ")")
	}
}

// writersWork are the ranks of work that is done by writing, not by reading.
const writersWork = "0, 1, 4, 5, 6"

// mine narrows a list to entries with work that the asker can do by writing.
func (b *Board) mine(c *clause, a access.Actor) {
	is, args := b.writable(a)
	c.and("EXISTS (SELECT 1 FROM waiting w WHERE w.entry_id = e.id AND w.rank IN ("+writersWork+") AND "+is+")", args...)
}

// writable is the condition of what waits (alias w, of entry e) that the asker
// can write: translations into her languages, and source texts of her own.
func (b *Board) writable(a access.Actor) (string, []any) {
	countries := []string{""}
	for _, g := range a.Grants {
		if g.Country != "*" && !slices.Contains(countries, g.Country) {
			countries = append(countries, g.Country)
		}
	}
	var either []string
	var args []any
	for _, t := range b.Model.Types() {
		for _, country := range countries {
			targets, sources := b.writes(a, t.Name, country)
			add := func(is string, locales []string) {
				if len(locales) > 0 {
					either = append(either, "(w.type = ? AND (? = '' OR w.country = ?) AND w.locale "+is+" e.source_locale AND w.locale IN ?)")
					args = append(args, t.Name, country, country, locales)
				}
			}
			add("<>", targets)
			add("=", sources)
		}
	}
	if len(either) == 0 {
		either = []string{"1 = 0"}
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// writes lists the locales in which the asker may write translations of a type
// in a country, and those in which she may write source texts.
func (b *Board) writes(a access.Actor, typ, country string) (targets, sources []string) {
	for _, l := range b.Model.Locales() {
		if b.Policy.May(a, workflow.Segments, access.Object{Type: typ, Country: country, Locale: l.Code}) {
			targets = append(targets, l.Code)
		}
		if b.Policy.May(a, workflow.Save, access.Object{Type: typ, Country: country, SourceLocale: l.Code, Locale: l.Code}) {
			sources = append(sources, l.Code)
		}
	}
	return targets, sources
}
