package memory

import (
	"cmp"
	"slices"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/segment"
)

// Query asks for translations of texts like one.
type Query struct {
	Source string // locales
	Target string
	Text   string // in memory form

	// The place of the text, for ScoreContext.
	Entry    string
	Key      string
	Field    string
	Previous string // hashes of the segments before and after
	Next     string

	Least int // the lowest score wanted; 50 when zero
	Limit int // how many at most; 10 when zero
}

// Kinds of a match.
const (
	KindContext = "context"
	KindExact   = "exact"
	KindFuzzy   = "fuzzy"
)

// Match is a remembered pair that fits a query, with who made it, where and when.
// Source and Target are in the languages of the query, whichever way the pair was
// translated.
type Match struct {
	ID       string          `json:"id"`
	Score    int             `json:"score"`
	Kind     string          `json:"kind"`
	Source   string          `json:"source"`
	Target   string          `json:"target"`
	Diff     []segment.Token `json:"diff,omitempty"` // of a fuzzy match: from its source to the text asked for
	Reversed bool            `json:"reversed,omitempty"`
	State    string          `json:"state"`
	Entry    string          `json:"entry"`
	Key      string          `json:"key"`
	Field    string          `json:"field"`
	Origin   string          `json:"origin"`
	Author   string          `json:"author"`
	At       db.Time         `json:"at"`
}

// Matches finds the best pairs for a text, best first: by score, then the newest,
// then by id. Of pairs with the same two texts only the best is kept.
func Matches(tx *db.Tx, q Query) ([]Match, error) {
	q.Least, q.Limit = cmp.Or(q.Least, 50), cmp.Or(q.Limit, 10)
	asked := asked{Query: q, hash: segment.Hash(q.Text), tokens: scan(q.Text)}
	asked.folds = folds(asked.tokens)
	ids, err := candidates(tx, asked)
	if err != nil {
		return nil, err
	}
	forward, err := asked.nearest(tx, "source", "target", ids)
	if err != nil {
		return nil, err
	}
	backward, err := asked.nearest(tx, "target", "source", ids)
	if err != nil {
		return nil, err
	}
	pairs, err := db.Find[db.MemoryPair](tx, "id IN ?", append(forward, backward...))
	if err != nil {
		return nil, err
	}
	var found []Match
	for _, p := range pairs {
		found = append(found, asked.match(p, p.SourceLocale != q.Source))
	}
	return asked.best(found), nil
}

// nearPair is what the first look at a pair needs.
type nearPair struct {
	ID, Text, Hash string
	score          int
}

// nearest names the pairs whose text on one side is most like the one asked for:
// all that are equal, and of the others a few more than are wanted, since
// penalties change their order. The whole rows are read of these only.
func (a asked) nearest(tx *db.Tx, own, other string, ids []int64) ([]string, error) {
	rows, err := db.Query[nearPair](tx, "SELECT id, "+own+"_text AS text, "+own+"_hash AS hash FROM memory_pairs WHERE "+own+"_id IN ? AND "+
		own+"_locale = ? AND "+other+"_locale = ? AND deleted_at IS NULL", ids, a.Source, a.Target)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].score = ScoreExact; rows[i].Hash != a.hash {
			rows[i].score = alike(a.folds, folds(scan(rows[i].Text)))
		}
	}
	slices.SortFunc(rows, func(x, y nearPair) int { return cmp.Or(y.score-x.score, strings.Compare(x.ID, y.ID)) })
	var out []string
	for _, r := range rows {
		if r.score < a.Least || r.score < ScoreExact && len(out) >= 2*a.Limit {
			break
		}
		out = append(out, r.ID)
	}
	return out, nil
}

// asked is a query, prepared for many comparisons.
type asked struct {
	Query
	hash   string
	tokens []token
	folds  []string
}

// match scores one pair.
func (a asked) match(p db.MemoryPair, reversed bool) Match {
	m := Match{
		ID: p.ID, Kind: KindFuzzy, Source: p.SourceText, Target: p.TargetText, Reversed: reversed, State: p.State,
		Entry: p.EntryID, Key: p.Key, Field: p.Field, Origin: p.Origin, Author: p.Author, At: p.At,
	}
	hash := p.SourceHash
	if reversed {
		m.Source, m.Target, hash = p.TargetText, p.SourceText, p.TargetHash
	}
	penalty := penalties(m)
	switch {
	case hash != a.hash:
		m.Score = alike(a.folds, folds(scan(m.Source)))
	case penalty == 0 && a.here(p):
		m.Score, m.Kind = ScoreContext, KindContext
	default:
		m.Score, m.Kind = ScoreExact, KindExact
	}
	m.Score = max(0, m.Score-penalty)
	return m
}

// here says whether a pair with this very text comes from the query's own place,
// or from between the same neighbours. Two ends of a text are no neighbours.
func (a asked) here(p db.MemoryPair) bool {
	if a.Key != "" && a.Entry == p.EntryID && a.Key == p.Key {
		return true
	}
	return a.Field == p.Field && a.Previous+a.Next != "" && a.Previous == p.PreviousHash && a.Next == p.NextHash
}

func penalties(m Match) int {
	sum := 0
	if m.Reversed {
		sum += penaltyReversed
	}
	switch m.State {
	case segment.StateTranslated:
	case segment.StateMachine:
		sum += penaltyMachine
	default:
		sum += penaltyDraft
	}
	return sum
}

// best leaves the matches worth showing, and says how the fuzzy ones differ.
func (a asked) best(found []Match) []Match {
	slices.SortFunc(found, func(x, y Match) int {
		return cmp.Or(y.Score-x.Score, y.At.Compare(x.At.Time), strings.Compare(x.ID, y.ID))
	})
	out := []Match{}
	seen := map[[2]string]bool{}
	for _, m := range found {
		texts := [2]string{m.Source, m.Target}
		if m.Score < a.Least || len(out) == a.Limit {
			break
		}
		if seen[texts] {
			continue
		}
		seen[texts] = true
		if m.Kind == KindFuzzy {
			m.Diff = segment.Diff(m.Source, a.Text)
		}
		out = append(out, m)
	}
	return out
}
