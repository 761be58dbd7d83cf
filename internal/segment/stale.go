package segment

// Change says that a segment has another text. From is "" for a new segment and To
// for one that was removed; both are hashes.
type Change struct {
	Key  string `json:"key"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Changes lists what differs between two states of a document, by key and hash: the
// changed and new segments in their order, then the removed ones in theirs.
func Changes(old, new []Segment) []Change {
	before := hashes(old)
	after := hashes(new)
	var out []Change
	for _, s := range new {
		if from := before[s.Key]; from != s.Hash {
			out = append(out, Change{Key: s.Key, From: from, To: s.Hash})
		}
	}
	for _, s := range old {
		if _, ok := after[s.Key]; !ok {
			out = append(out, Change{Key: s.Key, From: s.Hash})
		}
	}
	return out
}

func hashes(list []Segment) map[string]string {
	out := make(map[string]string, len(list))
	for _, s := range list {
		out[s.Key] = s.Hash
	}
	return out
}

// Step is one approved change of a segment's text. Minor means that translations of
// From hold for To as well; a revoked declaration is not minor.
type Step struct {
	From, To string
	Minor    bool
}

// Stale says whether the target was made from a text that the segment no longer has,
// unless every change from that text to the current one was minor. Steps are those
// of the segment's key, oldest first; what was said last of a change counts. Changes
// that were taken back do not count, however many lie between. A target without
// text is empty, not stale, unless it was left empty on purpose.
func Stale(t Target, current string, steps []Step) bool {
	if !t.HasText() && t.State != StateLeftEmpty {
		return false
	}
	if t.From == current {
		return false
	}
	last := map[[2]string]bool{}
	for _, s := range steps {
		last[[2]string{s.From, s.To}] = s.Minor
	}
	// What the text of From still stands for: everything that minor changes lead to.
	reached := map[string]bool{t.From: true}
	for grown := true; grown; {
		grown = false
		for change, minor := range last {
			if minor && reached[change[0]] && !reached[change[1]] {
				reached[change[1]], grown = true, true
			}
		}
	}
	return !reached[current]
}

// Counts says how far a translation is. What is in none of Empty, Stale and
// Translated waits to be confirmed: drafts and proposals of machines. Words are those
// of the source; StaleWords only those that changed since the target was made.
type Counts struct {
	Total           int `json:"total"`
	Empty           int `json:"empty"`
	Stale           int `json:"stale"`
	Translated      int `json:"translated"`
	TotalWords      int `json:"total_words"`
	EmptyWords      int `json:"empty_words"`
	StaleWords      int `json:"stale_words"`
	TranslatedWords int `json:"translated_words"`
}

// Count counts the segments of a base and the words in them. steps gives the changes
// of a key, former the text that a key had with a hash; where that is unknown, every
// word counts as changed.
func Count(
	base []Segment, targets map[string]Target,
	steps func(key string) []Step, former func(key, hash string) (string, bool),
) Counts {
	var c Counts
	for _, s := range base {
		c.Total++
		c.TotalWords += s.Words
		t := targets[s.Key]
		switch {
		case !t.HasText() && t.State != StateLeftEmpty:
			c.Empty++
			c.EmptyWords += s.Words
		case t.From != s.Hash && Stale(t, s.Hash, steps(s.Key)):
			c.Stale++
			if text, ok := former(s.Key, t.From); ok {
				c.StaleWords += ChangedWords(text, s.Text)
			} else {
				c.StaleWords += s.Words
			}
		case t.State == StateTranslated || t.State == StateLeftEmpty:
			c.Translated++
			c.TranslatedWords += s.Words
		}
	}
	return c
}
