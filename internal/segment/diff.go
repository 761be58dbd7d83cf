package segment

import (
	"slices"
	"strings"
)

// What a Token says about its text.
const (
	Same    = "same"
	Added   = "added"
	Removed = "removed"
)

// Token is a piece of a word diff. The texts of the same and removed tokens joined
// give the former text, those of the same and added tokens the present one.
type Token struct {
	Op   string `json:"op"`
	Text string `json:"text"`
}

// maxEdits bounds the work of a comparison: time and memory grow with the square of
// the edits. Texts further apart are shown as replaced as a whole.
const maxEdits = 1500

// Diff compares two texts in memory form word by word; a tag is never cut. In every
// change the removed text comes before the added one. Space between two changed words
// counts as changed, so that a rewritten phrase reads as one replacement.
func Diff(from, to string) []Token {
	a, b := tokens(from), tokens(to)
	matches, _ := common(texts(a), texts(b), maxEdits)
	matches = append(matches, match{len(a), len(b)})
	var out []Token
	say := func(op, text string) {
		if n := len(out) - 1; n >= 0 && out[n].Op == op {
			out[n].Text += text
		} else if text != "" {
			out = append(out, Token{op, text})
		}
	}
	removed, added := "", ""
	i, j := 0, 0
	for k, m := range matches {
		removed += joined(a[i:m.a])
		added += joined(b[j:m.b])
		i, j = m.a+1, m.b+1
		last := m.a == len(a)
		if !last && a[m.a].blank && removed != "" && added != "" && matches[k+1] != (match{i, j}) {
			removed += a[m.a].text
			added += a[m.a].text
			continue
		}
		say(Removed, removed)
		say(Added, added)
		removed, added = "", ""
		if !last {
			say(Same, a[m.a].text)
		}
	}
	return together(out)
}

// together moves a lone space out of the middle of what was put in (or taken away)
// around it, where the texts allow to read it at the end as well: "A B" that became
// "A, x B" has one addition, ", x", and not two.
func together(list []Token) []Token {
	var out []Token
	for i := 0; i < len(list); i++ {
		t := list[i]
		n := len(out) - 1
		if n >= 0 && out[n].Op == t.Op {
			out[n].Text += t.Text
			continue
		}
		alone := t.Op == Same && strings.TrimSpace(t.Text) == "" && n >= 0 && out[n].Op != Same
		if !alone || i+1 == len(list) || list[i+1].Op != out[n].Op || (i+2 < len(list) && list[i+2].Op != Same) {
			out = append(out, t)
			continue
		}
		rest, ends := strings.CutSuffix(list[i+1].Text, t.Text)
		if !ends {
			out = append(out, t)
			continue
		}
		out[n].Text += t.Text + rest
		out = append(out, t)
		i++
	}
	return out
}

// ChangedWords counts the words that a translator has to look at when from became
// to: in every change the larger of the words taken away and the words put there.
func ChangedWords(from, to string) int {
	a, b := words(from), words(to)
	matches, _ := common(a, b, maxEdits)
	matches = append(matches, match{len(a), len(b)})
	count, i, j := 0, 0, 0
	for _, m := range matches {
		count += max(m.a-i, m.b-j)
		i, j = m.a+1, m.b+1
	}
	return count
}

// similarity is twice the number of words two texts share in the same order,
// divided by the number of words of both: 1 for equal texts, 0 for strangers, and 0
// instead of anything below atLeast, which spares most of the work.
func similarity(a, b []string, atLeast float64) float64 {
	total := len(a) + len(b)
	if total == 0 {
		return 0
	}
	// The small addition keeps 0.4 × 10 from being 3.9999.
	limit := min(maxEdits, int((1-atLeast)*float64(total)+1e-9))
	matches, ok := common(a, b, limit)
	if !ok {
		return 0
	}
	return float64(2*len(matches)) / float64(total)
}

// match pairs the index of a word in one text with that of the same word in another.
type match struct{ a, b int }

// common lists a longest common subsequence of a and b, found in the shortest edit
// script (Myers, 1986). With more than limit edits it reports false and lists only
// what the two have in common at both ends.
func common(a, b []string, limit int) ([]match, bool) {
	start, endA, endB := 0, len(a), len(b)
	var out []match
	for start < endA && start < endB && a[start] == b[start] {
		out = append(out, match{start, start})
		start++
	}
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	middle, ok := shortestEdit(a[start:endA], b[start:endB], limit)
	for _, m := range middle {
		out = append(out, match{start + m.a, start + m.b})
	}
	for i := 0; endA+i < len(a); i++ {
		out = append(out, match{endA + i, endB + i})
	}
	return out, ok
}

// shortestEdit walks the edit graph edit by edit. reach[mid+k] is the furthest
// position in a on the diagonal k = a−b; trace keeps what it was before every edit.
func shortestEdit(a, b []string, limit int) ([]match, bool) {
	limit = min(limit, len(a)+len(b))
	mid := limit + 1
	reach := make([]int32, 2*mid+1)
	var trace [][]int32
	for d := 0; d <= limit; d++ {
		trace = append(trace, slices.Clone(reach[mid-d-1:mid+d+2]))
		for k := -d; k <= d; k += 2 {
			x := int(reach[mid+k-1]) + 1
			if down(reach, mid, k, d) {
				x = int(reach[mid+k+1])
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[mid+k] = int32(x)
			if x >= len(a) && x-k >= len(b) {
				return retrace(trace, len(a), len(b)), true
			}
		}
	}
	return nil, false
}

// down says whether the best way to diagonal k with d edits adds a word of b.
func down(reach []int32, mid, k, d int) bool {
	return k == -d || (k != d && reach[mid+k-1] < reach[mid+k+1])
}

// retrace follows the script found by shortestEdit from its end back to the start.
func retrace(trace [][]int32, x, y int) []match {
	var out []match
	for d := len(trace) - 1; d >= 0; d-- {
		mid, k := d+1, x-y
		prev := k - 1
		if down(trace[d], mid, k, d) {
			prev = k + 1
		}
		prevX := int(trace[d][mid+prev])
		for x > prevX && y > prevX-prev {
			x--
			y--
			out = append(out, match{x, y})
		}
		x, y = prevX, prevX-prev
	}
	slices.Reverse(out)
	return out
}

func texts(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.text
	}
	return out
}

func joined(tokens []token) string {
	return strings.Join(texts(tokens), "")
}
