package search

import (
	"iter"
	"maps"
	"slices"
)

// blockSize is how many entries share a row of a term's list: many, so that a
// question reads few rows, and not all, so that a publication rewrites little.
const blockSize = 1024

// postingSize is that of an entry in a list: the rest of its number in two bytes,
// the higher first, and its weight.
const postingSize = 3

// place is a row of the lists.
type place struct {
	word  string
	block int64
}

// edits are the new weights of entries by row and rest of the number; 0 removes.
type edits map[place]entries

type entries map[uint16]uint8

func (e edits) set(key string, number int64, weight uint8) {
	at := place{key, number / blockSize}
	if e[at] == nil {
		e[at] = entries{}
	}
	e[at][uint16(number%blockSize)] = weight
}

// in applies the edits to a stored list.
func (e entries) in(list []byte) []byte {
	merged := make(entries, len(list)/postingSize+len(e))
	for rest, weight := range postings(list) {
		merged[rest] = weight
	}
	maps.Copy(merged, e)
	out := make([]byte, 0, postingSize*len(merged))
	for _, rest := range slices.Sorted(maps.Keys(merged)) {
		if weight := merged[rest]; weight > 0 {
			out = append(out, byte(rest>>8), byte(rest), weight)
		}
	}
	return out
}

// postings reads a stored list.
func postings(list []byte) iter.Seq2[uint16, uint8] {
	return func(yield func(uint16, uint8) bool) {
		for ; len(list) >= postingSize; list = list[postingSize:] {
			if !yield(uint16(list[0])<<8|uint16(list[1]), list[2]) {
				return
			}
		}
	}
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
