package desk

import (
	"slices"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// traced is how many revisions back authors are looked for; what is older
// counts as written by the author of the oldest.
const traced = 100

// trace is the newest revisions of a document, oldest first, each with its words.
type trace struct {
	revisions []db.Revision
	words     map[string]map[string]phrase // by revision and segment key
	source    []segment.Segment            // of the newest: what it was made from, or itself
}

// phrase is the text of one segment in one revision.
type phrase struct{ text, hash, field string }

func (b *Board) trace(tx *db.Tx, t *schema.Type, ref content.Ref) (*trace, error) {
	rows, err := db.Query[db.Revision](tx, "SELECT * FROM revisions WHERE entry_id = ? AND locale = ? ORDER BY number DESC LIMIT ?",
		ref.Entry, ref.Locale, traced)
	if err != nil {
		return nil, err
	}
	slices.Reverse(rows)
	tr := &trace{revisions: rows, words: map[string]map[string]phrase{}}
	for i := range rows {
		source, targets, err := lineage.Words(tx, t, &rows[i])
		if err != nil {
			return nil, err
		}
		tr.source = source
		tr.words[rows[i].ID] = phrases(source, targets)
	}
	return tr, nil
}

func phrases(source []segment.Segment, targets map[string]segment.Target) map[string]phrase {
	out := map[string]phrase{}
	for _, s := range source {
		switch t, ok := targets[s.Key]; {
		case targets == nil:
			out[s.Key] = phrase{s.Text, s.Hash, s.Field}
		case ok && t.HasText():
			out[s.Key] = phrase{t.Text, t.Hash(), s.Field}
		}
	}
	return out
}

// find gives a revision that is within reach, or nil.
func (tr *trace) find(id string) *db.Revision {
	for i := range tr.revisions {
		if tr.revisions[i].ID == id {
			return &tr.revisions[i]
		}
	}
	return nil
}

// authors tells who gave each segment the text that it has in a revision.
func (tr *trace) authors(id string) map[string]db.Revision {
	out := map[string]db.Revision{}
	var before map[string]phrase
	for _, rev := range tr.revisions {
		now := tr.words[rev.ID]
		for key, p := range now {
			if was, ok := before[key]; !ok || was.hash != p.hash {
				out[key] = rev
			}
		}
		if before = now; rev.ID == id {
			break
		}
	}
	return out
}

// Changed is one segment whose text became another.
type Changed struct {
	Key    string          `json:"key"`
	Field  string          `json:"field"`
	Op     string          `json:"op"` // added, removed, changed
	Source string          `json:"source,omitempty"`
	Tokens []segment.Token `json:"tokens"`
	By     *Act            `json:"by,omitempty"` // who wrote what is there now
}

// changed compares two revisions of the trace, in the order of the source.
func (tr *trace) changed(from, to string, names map[string]string) []Changed {
	out := []Changed{}
	before, after, authors := tr.words[from], tr.words[to], tr.authors(to)
	translation := len(tr.revisions) > 0 && tr.revisions[len(tr.revisions)-1].MadeFrom != ""
	seen := map[string]bool{}
	for _, s := range tr.source {
		was, had := before[s.Key]
		is, has := after[s.Key]
		seen[s.Key] = true
		if had == has && was.hash == is.hash {
			continue
		}
		c := Changed{Key: s.Key, Field: s.Field, Op: opOf(had, has), Tokens: segment.Diff(was.text, is.text)}
		if translation {
			c.Source = s.Text
		}
		if rev, ok := authors[s.Key]; ok && has {
			c.By = &Act{By: rev.Author, Name: names[rev.Author], At: rev.CreatedAt}
		}
		out = append(out, c)
	}
	for _, key := range sortedKeys(before) {
		if p := before[key]; !seen[key] {
			out = append(out, Changed{Key: key, Field: p.field, Op: "removed", Tokens: segment.Diff(p.text, "")})
		}
	}
	return out
}

func opOf(had, has bool) string {
	switch {
	case !had:
		return "added"
	case !has:
		return "removed"
	default:
		return "changed"
	}
}

// namesOf gives the names of people, those who have left included.
func namesOf(tx *db.Tx, ids []string) (map[string]string, error) {
	rows, err := db.Query[Named](tx, "SELECT id, name FROM users WHERE id IN ?", append(ids, ""))
	names := map[string]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

func named(ids []string, names map[string]string) []Named {
	out := []Named{}
	for _, id := range ids {
		out = append(out, Named{id, names[id]})
	}
	return out
}
