package search

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"movingcities/internal/db"
)

// index is one of the two indexes, named like its tables begin.
type index string

const (
	live   index = "search"
	drafts index = "drafts"
)

func (x index) documents() string { return string(x) + "_documents" }
func (x index) postings() string  { return string(x) + "_postings" }
func (x index) words() string     { return string(x) + "_words" }

// counter names the row that writers of the index lock, so that no two write the
// same list at once. That of the public index is locked by publishing anyway.
func (x index) counter() string {
	if x == drafts {
		return "drafts"
	}
	return "publication"
}

func (x index) lock(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE counters SET value = value WHERE name = ?", x.counter())
	return err
}

// change is what a document of an entry is found by from now on, or that it is gone.
type change struct {
	entry, locale, typ string
	gone               bool
	analysis
}

// apply writes the difference that the changes make. The index must be locked.
func (x index) apply(tx *db.Tx, changes []change) error {
	before, err := x.before(tx, changes)
	if err != nil {
		return err
	}
	edits := edits{}
	var rows []db.SearchDocument
	var learned []vocable
	for _, c := range changes {
		old := before.rows[[2]string{c.entry, c.locale}]
		number := before.number(c.entry)
		held := decodeTerms(old.Terms)
		for key := range held {
			if _, still := c.weights[key]; !still || c.gone {
				edits.set(key, number, 0)
			}
		}
		if c.gone {
			continue
		}
		fresh := false
		for key, weight := range c.weights {
			if held[key] != weight {
				edits.set(key, number, weight)
				fresh = fresh || held[key] == 0
			}
		}
		if fresh || old.Text != c.text {
			learned = append(learned, c.words...)
		}
		rows = append(rows, db.SearchDocument{
			EntryID: c.entry, Locale: c.locale, Type: c.typ, Number: number, Text: c.text, Terms: encodeTerms(c.weights),
		})
	}
	if err := x.edit(tx, edits); err != nil {
		return err
	}
	if err := x.learn(tx, learned); err != nil {
		return err
	}
	return x.store(tx, changes, rows)
}

// known is what the index held of the entries of some changes.
type known struct {
	rows    map[[2]string]db.SearchDocument
	numbers map[string]int64
	next    int64
}

func (x index) before(tx *db.Tx, changes []change) (*known, error) {
	k := &known{rows: map[[2]string]db.SearchDocument{}, numbers: map[string]int64{}}
	ids := map[string]bool{}
	for _, c := range changes {
		ids[c.entry] = true
	}
	for chunk := range chunks(slices.Sorted(maps.Keys(ids))) {
		rows, err := db.Query[db.SearchDocument](tx, "SELECT * FROM "+x.documents()+" WHERE entry_id IN ?", padded(chunk))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			k.rows[[2]string{r.EntryID, r.Locale}], k.numbers[r.EntryID] = r, r.Number
		}
	}
	last, err := db.Query[int64](tx, "SELECT COALESCE(MAX(number), -1) FROM "+x.documents())
	if err == nil {
		k.next = last[0] + 1
	}
	return k, err
}

// number is that of an entry, or the next one that is free.
func (k *known) number(entry string) int64 {
	n, ok := k.numbers[entry]
	if !ok {
		n = k.next
		k.numbers[entry], k.next = n, n+1
	}
	return n
}

// edit rewrites the lists that change and removes those that have become empty.
func (x index) edit(tx *db.Tx, all edits) error {
	lists, err := x.lists(tx, all)
	if err != nil {
		return err
	}
	var rows []any
	emptied := map[string]bool{}
	for at, changes := range all {
		list := changes.in(lists[at])
		if len(list) > 0 {
			rows = append(rows, []any{at.word, at.block, list})
			continue
		}
		if _, err := tx.Exec("DELETE FROM "+x.postings()+" WHERE word = ? AND block = ?", at.word, at.block); err != nil {
			return err
		}
		emptied[at.word] = true
	}
	for chunk := range chunks(rows) {
		_, err := tx.Exec("INSERT INTO "+x.postings()+" (word, block, list) VALUES "+strings.Repeat(", ?", len(chunk))[2:]+
			" ON CONFLICT (word, block) DO UPDATE SET list = excluded.list", chunk...)
		if err != nil {
			return err
		}
	}
	return x.forget(tx, slices.Sorted(maps.Keys(emptied)))
}

func (x index) lists(tx *db.Tx, all edits) (map[place][]byte, error) {
	words, blocks := map[string]bool{}, map[int64]bool{}
	for at := range all {
		words[at.word], blocks[at.block] = true, true
	}
	lists := map[place][]byte{}
	in := padded(slices.Sorted(maps.Keys(blocks)))
	for chunk := range chunks(slices.Sorted(maps.Keys(words))) {
		rows, err := db.Query[db.SearchPosting](tx, "SELECT * FROM "+x.postings()+" WHERE word IN ? AND block IN ?", padded(chunk), in)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			lists[place{r.Word, r.Block}] = r.List
		}
	}
	return lists, nil
}

// forget removes words that no document has any more from the vocabulary, so
// that nothing suggests what was taken down.
func (x index) forget(tx *db.Tx, terms []string) error {
	for chunk := range chunks(terms) {
		_, err := tx.Exec("DELETE FROM "+x.words()+" WHERE term IN ? AND NOT EXISTS (SELECT 1 FROM "+
			x.postings()+" p WHERE p.word = "+x.words()+".term)", padded(chunk))
		if err != nil {
			return err
		}
	}
	return nil
}

func (x index) learn(tx *db.Tx, words []vocable) error {
	seen := map[[2]string]bool{}
	var rows []any
	for _, w := range words {
		if at := [2]string{w.word, w.term}; !seen[at] {
			seen[at] = true
			rows = append(rows, []any{w.word, backwards(w.word), w.term, w.shown})
		}
	}
	for chunk := range chunks(rows) {
		_, err := tx.Exec("INSERT INTO "+x.words()+" (word, reversed, term, shown) VALUES "+strings.Repeat(", ?", len(chunk))[2:]+
			" ON CONFLICT DO NOTHING", chunk...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (x index) store(tx *db.Tx, changes []change, rows []db.SearchDocument) error {
	for _, c := range changes {
		if _, err := tx.Exec("DELETE FROM "+x.documents()+" WHERE entry_id = ? AND locale = ?", c.entry, c.locale); err != nil {
			return err
		}
	}
	var values []any
	for _, r := range rows {
		values = append(values, []any{r.EntryID, r.Locale, r.Type, r.Number, r.Text, r.Terms})
	}
	for chunk := range chunks(values) {
		_, err := tx.Exec("INSERT INTO "+x.documents()+" (entry_id, locale, type, number, text, terms) VALUES "+
			strings.Repeat(", ?", len(chunk))[2:], chunk...)
		if err != nil {
			return err
		}
	}
	return nil
}

// clear empties the index.
func (x index) clear(tx *db.Tx) error {
	for _, table := range []string{x.documents(), x.postings(), x.words()} {
		if _, err := tx.Exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	return nil
}

// locales says in which locales the index holds an entry.
func (x index) locales(tx *db.Tx, entry string) ([]string, error) {
	return db.Query[string](tx, "SELECT locale FROM "+x.documents()+" WHERE entry_id = ?", entry)
}

func encodeTerms(weights map[string]uint8) string {
	b, _ := json.Marshal(weights) // strings and numbers cannot fail
	return string(b)
}

func decodeTerms(stored string) map[string]uint8 {
	weights := map[string]uint8{}
	_ = json.Unmarshal([]byte(stored), &weights) // our own writing; empty for a new document
	return weights
}

// backwards is a key with its word from the end.
func backwards(key string) string {
	locale, w, _ := strings.Cut(key, "/")
	r := []rune(w)
	slices.Reverse(r)
	return locale + "/" + string(r)
}
