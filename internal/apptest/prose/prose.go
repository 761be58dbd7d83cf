// Package prose makes up texts that are as long as real ones, for databases that
// are measured. The same source of chance gives the same words.
package prose

import (
	"math/rand/v2"
	"strings"
)

// Word is a made-up word of one to four syllables.
func Word(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		b.WriteString([]string{"ha", "ven", "mi", "lo", "ra", "stad", "ne", "tor", "pa", "lis", "go", "ber"}[r.IntN(12)])
	}
	return b.String()
}

// Words are a sentence of about so many bytes.
func Words(r *rand.Rand, length int) string {
	var b strings.Builder
	for b.Len() < length {
		b.WriteString(Word(r) + " ")
	}
	return strings.TrimSpace(b.String()) + "."
}
