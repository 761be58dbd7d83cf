package memory

// The scores of a match, in percent, and what is taken off. A pair that is taken
// something off is never an exact match, and so is never filled in by itself.
const (
	// ScoreContext is the same text in the same place, or between the same neighbours.
	ScoreContext = 101
	// ScoreExact is the same text.
	ScoreExact = 100
	// scoreFolded is the most for texts that differ at all, be it in case or space.
	scoreFolded = 99

	// penaltyReversed is for a pair translated in the other direction: what is a
	// good translation need not be a good source.
	penaltyReversed = 5
	// penaltyDraft is for a segment that its translator had not confirmed.
	penaltyDraft = 3
	// penaltyMachine is for a machine's proposal that nobody had confirmed.
	penaltyMachine = 10
)

// Score says how alike two texts in memory form are, from 0 to 100: the part of
// the longer one's tokens that need no edit (Levenshtein over words, signs and
// tags, each edit counting one). 100 is for equal texts only, 99 the most for
// texts that differ in nothing but case, space or the form of their characters.
func Score(a, b string) int {
	if a == b {
		return ScoreExact
	}
	return alike(folds(scan(a)), folds(scan(b)))
}

// alike is Score over folded tokens of texts that are not equal.
func alike(a, b []string) int {
	longest := max(len(a), len(b))
	if longest == 0 {
		return 0 // nothing but white space on both sides says nothing
	}
	return min(scoreFolded, 100*(longest-distance(a, b))/longest)
}

// distance is the number of tokens to add, drop or replace.
func distance(a, b []string) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			edit := diagonal
			if x != y {
				edit = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], edit
		}
	}
	return row[len(b)]
}

func folds(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.fold
	}
	return out
}
