package segment

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// similar is the share of common words from which a text without a known id counts
// as an edit of another.
const similar = 0.6

// seat is a holder of an id: a text block, a block around others, or an item of a
// list, sections or relation; and what it is known by when the id was lost.
type seat struct {
	pool    string // seats are matched within their pool
	holder  map[string]any
	inAttrs bool // blocks hold their id in attrs
	id      string
	hash    string
	words   []string
	sorted  []string // the same words in alphabetical order
	settled bool     // has its id for good
}

func newSeat(pool string, holder map[string]any, inAttrs bool, id, text string) *seat {
	list := words(strings.ToLower(norm.NFC.String(text)))
	return &seat{
		pool: pool, holder: holder, inAttrs: inAttrs, id: id,
		hash: Hash(text), words: list, sorted: slices.Sorted(slices.Values(list)),
	}
}

func (s *seat) settle(id string) {
	s.settled = true
	if s.inAttrs {
		setBlockID(s.holder, id)
	} else {
		s.holder["id"] = id
	}
}

// likeness of two seats is 1 for the same text, otherwise their similarity, and 0
// instead of anything below atLeast. Most strangers are told apart without a look at
// the order of their words.
func (s *seat) likeness(other *seat, atLeast float64) float64 {
	total := float64(len(s.words) + len(other.words))
	switch {
	case s.hash == other.hash:
		return 1
	case float64(2*min(len(s.words), len(other.words))) < atLeast*total,
		float64(2*shared(s.sorted, other.sorted)) < atLeast*total:
		return 0
	}
	return similarity(s.words, other.words, atLeast)
}

// shared counts the words that two sorted lists have in common.
func shared(a, b []string) int {
	count := 0
	for len(a) > 0 && len(b) > 0 {
		switch strings.Compare(a[0], b[0]) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			a, b, count = a[1:], b[1:], count+1
		}
	}
	return count
}

const nobody = -1

// matcher finds for every new seat the old one that it is.
type matcher struct {
	old, new []*seat
	from     []int // old index of each new seat, or nobody
	to       []int // new index of each old seat, or nobody
}

// matchSeats returns for every new seat the index of the old one whose id it should
// have, or nobody. In this order: the same id; the same text; a text that an edit at
// the border of a block moved to its neighbour; a similar text.
func matchSeats(old, new []*seat) []int {
	m := matcher{
		old: old, new: new,
		from: slices.Repeat([]int{nobody}, len(new)),
		to:   slices.Repeat([]int{nobody}, len(old)),
	}
	m.byID()
	m.byHash()
	m.settle()
	m.byHash()
	m.bySimilarity()
	return m.from
}

func (m *matcher) pair(o, n int) {
	m.to[o], m.from[n] = n, o
}

// byID pairs seats of the same id. Of several (a copy, or both parts of a split)
// the most similar keeps it, and of equal ones the first.
func (m *matcher) byID() {
	at := map[string]int{}
	for o, s := range m.old {
		if _, twice := at[s.id]; s.id != "" && !twice {
			at[s.id] = o
		}
	}
	for n, s := range m.new {
		o, ok := at[s.id]
		if !ok {
			continue
		}
		if rival := m.to[o]; rival != nobody {
			if m.old[o].likeness(s, 0) <= m.old[o].likeness(m.new[rival], 0) {
				continue
			}
			m.from[rival] = nobody
		}
		m.pair(o, n)
	}
}

// byHash pairs seats of the same text whose id was lost, in order.
func (m *matcher) byHash() {
	waiting := map[string][]int{}
	for o, s := range m.old {
		if m.to[o] == nobody {
			waiting[s.hash] = append(waiting[s.hash], o)
		}
	}
	for n, s := range m.new {
		if list := waiting[s.hash]; m.from[n] == nobody && len(list) > 0 {
			m.pair(list[0], n)
			waiting[s.hash] = list[1:]
		}
	}
}

// settle looks at seats whose id stayed while their text changed. When a block was
// split, or a line begun above it, an editor often leaves the id with the part that
// holds less of the text; when two were joined, with the one that held less. Where
// an unmatched neighbour is closer, the id goes there.
func (m *matcher) settle() {
	for n, o := range m.from {
		if o == nobody || m.old[o].hash == m.new[n].hash {
			continue
		}
		present := m.old[o].likeness(m.new[n], 0)
		split := closest(n, m.from, max(present, similar), func(i int, atLeast float64) float64 {
			return m.old[o].likeness(m.new[i], atLeast)
		})
		if split != nobody && len(m.new[split].words) > 0 {
			m.from[n] = nobody
			m.pair(o, split)
			continue
		}
		joined := closest(o, m.to, max(present, similar), func(i int, atLeast float64) float64 {
			return m.old[i].likeness(m.new[n], atLeast)
		})
		if joined != nobody && len(m.old[joined].words) > 0 {
			m.to[o] = nobody
			m.pair(joined, n)
		}
	}
}

// closest looks through the unmatched neighbours of i on both sides and returns the
// one with the highest likeness above the limit.
func closest(i int, matched []int, limit float64, likeness func(i int, atLeast float64) float64) int {
	best := nobody
	for _, step := range []int{1, -1} {
		for j := i + step; j >= 0 && j < len(matched) && matched[j] == nobody; j += step {
			if l := likeness(j, limit); l > limit {
				best, limit = j, l
			}
		}
	}
	return best
}

// maxPairs bounds how many texts are compared with each other in one save.
const maxPairs = 1_000_000

// bySimilarity pairs what is left, the closest first; of equally close ones the
// earlier with the earlier. Among thousands of seats only those at about the same
// place are compared.
func (m *matcher) bySimilarity() {
	type candidate struct {
		likeness float64
		o, n     int
	}
	var list []candidate
	old, new := unmatched(m.to), unmatched(m.from)
	reach := maxPairs / max(1, len(new)) / 2
	for i, n := range new {
		middle := i * len(old) / len(new)
		for _, o := range old[max(0, middle-reach):min(len(old), middle+reach+1)] {
			if l := m.old[o].likeness(m.new[n], similar); l >= similar {
				list = append(list, candidate{l, o, n})
			}
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(a.n, b.n), cmp.Compare(a.o, b.o))
	})
	for _, c := range list {
		if m.from[c.n] == nobody && m.to[c.o] == nobody {
			m.pair(c.o, c.n)
		}
	}
}

func unmatched(matched []int) []int {
	var out []int
	for i, other := range matched {
		if other == nobody {
			out = append(out, i)
		}
	}
	return out
}
