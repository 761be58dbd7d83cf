package search

import (
	"iter"
	"slices"
)

// blockSize is how many entries share a row of a term's list; the rest of an
// entry's number fits a byte.
const blockSize = 256

// place is a row of the lists.
type place struct {
	word  string
	block int64
}

// edits are the new weights of entries by row and rest of the number; 0 removes.
type edits map[place]entries

type entries map[byte]uint8

func (e edits) set(key string, number int64, weight uint8) {
	at := place{key, number / blockSize}
	if e[at] == nil {
		e[at] = entries{}
	}
	e[at][byte(number%blockSize)] = weight
}

// in applies the edits to a stored list.
func (e entries) in(list []byte) []byte {
	weights := map[byte]uint8{}
	for i := 0; i+1 < len(list); i += 2 {
		weights[list[i]] = list[i+1]
	}
	for rest, weight := range e {
		weights[rest] = weight
	}
	out := make([]byte, 0, 2*len(weights))
	for rest := range blockSize {
		if weight := weights[byte(rest)]; weight > 0 {
			out = append(out, byte(rest), weight)
		}
	}
	return out
}

// chunkSizes are few, so that the databases need not prepare a statement for each
// length of a list.
func chunkSizes() []int { return []int{256, 64, 16, 4, 1} }

// chunks cuts a list into pieces of a few sizes.
func chunks[T any](list []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for _, size := range chunkSizes() {
			for len(list) >= size {
				if !yield(list[:size:size]) {
					return
				}
				list = list[size:]
			}
		}
	}
}

// padded repeats the last element up to the next of a few sizes, for IN.
func padded[T any](list []T) []T {
	want := 1
	for want < len(list) {
		want *= 4
	}
	out := slices.Clone(list)
	for len(out) > 0 && len(out) < want {
		out = append(out, list[len(list)-1])
	}
	return out
}
