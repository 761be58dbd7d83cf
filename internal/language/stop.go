package language

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed stop.txt
var stopList string

// stopWords are the lists of stop.txt, read at first use.
var stopWords = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(stopList) {
		locale, list, listed := strings.Cut(strings.TrimSpace(line), ":")
		if !listed || strings.HasPrefix(line, "#") {
			continue
		}
		all[locale] = map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			all[locale][Fold(w)] = true
			if locale == "el" { // Greek is often typed without accents
				all[locale][Bare(Fold(w))] = true
			}
		}
	}
	return all
})

// Stop tells whether a folded word says nothing about what a text is about. Its
// accents count: été is a season too, so each spelling that says nothing is listed.
func Stop(locale, folded string) bool {
	code, _, _ := strings.Cut(locale, "-")
	return stopWords()[code][folded]
}
