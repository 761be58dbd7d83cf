package memory

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/db"
	"movingcities/internal/segment"
)

// Approved is a translation at the moment its text is approved.
type Approved struct {
	Entry  string
	Source string // locales
	Target string
	Origin string // of the revision
	Author string
	At     db.Time

	Segments []segment.Segment         // of the followed base, in order
	Targets  map[string]segment.Target // by key
	// Former gives the text that a segment had with a hash: what a target was made
	// from need not be what its source says today.
	Former func(key, hash string) (string, bool)
}

// Feed remembers every segment of an approved translation that has text. What is
// remembered already, or was deleted, is left alone: feeding again changes nothing.
func Feed(tx *db.Tx, a Approved) error { return Add(tx, a.pairs()) }

// pairs gives each target beside the text it was made from.
func (a Approved) pairs() []db.MemoryPair {
	var out []db.MemoryPair
	for i, s := range a.Segments {
		t := a.Targets[s.Key]
		if !t.HasText() {
			continue
		}
		text := s.Text
		if t.From != s.Hash {
			former, ok := a.Former(s.Key, t.From)
			if !ok {
				continue
			}
			text = former
		}
		p := db.MemoryPair{
			SourceLocale: a.Source, TargetLocale: a.Target, SourceText: text, TargetText: t.Text,
			EntryID: a.Entry, Key: s.Key, Field: s.Field, State: t.State, Origin: a.Origin, Author: a.Author, At: a.At,
		}
		p.PreviousHash, p.NextHash = Neighbours(a.Segments, i)
		out = append(out, p)
	}
	return out
}

// Neighbours gives the hashes of the segments before and after one, empty at the ends.
func Neighbours(segments []segment.Segment, i int) (previous, next string) {
	if i > 0 {
		previous = segments[i-1].Hash
	}
	if i+1 < len(segments) {
		next = segments[i+1].Hash
	}
	return previous, next
}

// atOnce is how many rows go into one statement, below the number of
// placeholders that either database takes.
const atOnce = 1000

// Add remembers pairs and the words of both sides. Ids and hashes are filled in
// here; pairs without text on one side must not be given.
func Add(tx *db.Tx, pairs []db.MemoryPair) error {
	for i := range pairs {
		identify(&pairs[i])
	}
	slices.SortStableFunc(pairs, func(a, b db.MemoryPair) int { return strings.Compare(a.ID, b.ID) })
	pairs = slices.CompactFunc(pairs, func(a, b db.MemoryPair) bool { return a.ID == b.ID })
	var added []db.MemoryPair
	for chunk := range slices.Chunk(pairs, atOnce) {
		fresh, err := unknown(tx, chunk)
		if err != nil {
			return err
		}
		if len(fresh) == 0 {
			continue
		}
		if _, err := tx.InsertIgnore(fresh); err != nil {
			return err
		}
		added = append(added, fresh...)
	}
	return addWords(tx, added)
}

// Unknown fills in ids and hashes and leaves the pairs that the memory has never
// had: neither those that are there nor those that were deleted.
func Unknown(tx *db.Tx, pairs []db.MemoryPair) ([]db.MemoryPair, error) {
	for i := range pairs {
		identify(&pairs[i])
	}
	var fresh []db.MemoryPair
	for chunk := range slices.Chunk(pairs, atOnce) {
		left, err := unknown(tx, chunk)
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, left...)
	}
	return fresh, nil
}

// Page reads the pairs of two languages in the order of their ids, from the one
// after a given id on; the direction is that in which they were translated.
func Page(tx *db.Tx, source, target, after string, size int) ([]db.MemoryPair, error) {
	return db.Find[db.MemoryPair](tx,
		"source_locale = ? AND target_locale = ? AND deleted_at IS NULL AND id > ? ORDER BY id LIMIT ?", source, target, after, size)
}

func identify(p *db.MemoryPair) {
	p.SourceHash, p.TargetHash = segment.Hash(p.SourceText), segment.Hash(p.TargetText)
	p.SourceID, p.TargetID = textID(p.SourceHash), textID(p.TargetHash)
	sum := sha256.Sum256([]byte(strings.Join([]string{
		p.EntryID, p.Key, p.SourceLocale, p.TargetLocale, p.SourceHash, p.TargetHash,
	}, "\x00")))
	p.ID = hex.EncodeToString(sum[:16])
}

// textID is a short name of a text for the index. Two texts with one name would
// only be looked at together: every pair is compared by its own text.
func textID(hash string) int64 {
	id, err := strconv.ParseInt(hash[:15], 16, 64)
	if err != nil {
		panic("memory: a hash is hexadecimal: " + hash)
	}
	return id
}

// unknown leaves out the pairs that are there, deleted ones too.
func unknown(tx *db.Tx, pairs []db.MemoryPair) ([]db.MemoryPair, error) {
	ids := make([]string, len(pairs))
	for i, p := range pairs {
		ids[i] = p.ID
	}
	there, err := db.Query[string](tx, "SELECT id FROM memory_pairs WHERE id IN ?", ids)
	if err != nil {
		return nil, err
	}
	slices.Sort(there)
	return slices.DeleteFunc(slices.Clone(pairs), func(p db.MemoryPair) bool {
		_, known := slices.BinarySearch(there, p.ID)
		return known
	}), nil
}

func addWords(tx *db.Tx, pairs []db.MemoryPair) error {
	type text struct {
		locale string
		id     int64
	}
	done := map[text]bool{}
	var rows []db.MemoryWord
	add := func(locale, content string, id int64) {
		if done[text{locale, id}] {
			return
		}
		done[text{locale, id}] = true
		tokens := scan(content)
		for _, s := range stems(locale, tokens) {
			rows = append(rows, db.MemoryWord{Locale: locale, Word: s, Size: int64(len(tokens)), TextID: id})
		}
	}
	for _, p := range pairs {
		add(p.SourceLocale, p.SourceText, p.SourceID)
		add(p.TargetLocale, p.TargetText, p.TargetID)
	}
	// In one order for everybody: two writers with the same words wait for each
	// other instead of blocking each other, and neighbours in the index come together.
	slices.SortFunc(rows, func(a, b db.MemoryWord) int {
		return cmp.Or(strings.Compare(a.Locale, b.Locale), strings.Compare(a.Word, b.Word), cmp.Compare(a.Size, b.Size), cmp.Compare(a.TextID, b.TextID))
	})
	for chunk := range slices.Chunk(rows, atOnce) {
		if _, err := tx.InsertIgnore(chunk); err != nil {
			return err
		}
	}
	return nil
}
