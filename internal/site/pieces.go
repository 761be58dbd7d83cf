package site

import (
	"html/template"
	"strings"
	"sync"
)

// maxPieces is how many pieces of pages are kept in a language, twice at most.
const maxPieces = 10_000

// pieces keeps what stands on long pages a thousand times, an item of a list or
// a light of the map, as it was written. A piece is made of its value and the
// texts of the language alone, so that it never grows old: it is only forgotten
// when others have been asked for since.
type pieces struct {
	parts       *template.Template
	mu          sync.Mutex // held while a list is written, some milliseconds for a thousand new pieces
	now, before map[pieceKey]string
}

type pieceKey struct {
	name string
	of   any // comparable
}

// piece is what the template of a piece is given.
type piece struct {
	words *visit // of which only site and language are set
	Of    any
}

// T is a text of the interface, N one that counts; Date writes a day.
func (p piece) T(key string, pairs ...any) string { return p.words.say(key, pairs...) }

// N is a text that counts.
func (p piece) N(key string, n int) string { return p.words.say(key, "count", n) }

// Date writes a day.
func (p piece) Date(day string) string { return p.words.texts.Date(p.words.lang, day) }

// Lit writes the lights of the map.
func (p *page) Lit(lights []light) (template.HTML, error) { return written(p, "light", lights) }

// Items writes cities of a list.
func (p *page) Items(cities []cityItem) (template.HTML, error) {
	return written(p, "city-item", cities)
}

// Options writes those of a filter.
func (p *page) Options(choices []choice) (template.HTML, error) { return written(p, "option", choices) }

// written writes values one after the other, each with a template that knows
// nothing but the value.
func written[T comparable](p *page, name string, values []T) (template.HTML, error) {
	all := make([]string, 0, len(values))
	kept := p.pieces[p.lang]
	kept.mu.Lock()
	defer kept.mu.Unlock()
	for _, value := range values {
		key := pieceKey{name, value}
		html, ok := kept.get(key)
		if !ok {
			var b strings.Builder
			if err := kept.parts.ExecuteTemplate(&b, name, piece{&visit{Site: p.Site, lang: p.lang}, value}); err != nil {
				return "", err
			}
			html = b.String()
			kept.put(key, html)
		}
		all = append(all, html)
	}
	return template.HTML(strings.Join(all, "")), nil //nolint:gosec // a template of ours has escaped it
}

func (k *pieces) get(key pieceKey) (html string, ok bool) {
	if html, ok = k.now[key]; ok {
		return html, true
	}
	if html, ok = k.before[key]; ok {
		k.put(key, html)
	}
	return html, ok
}

// put begins anew when there are too many, and forgets those that nobody has
// asked for since the last time.
func (k *pieces) put(key pieceKey, html string) {
	if len(k.now) >= maxPieces {
		k.before, k.now = k.now, map[pieceKey]string{}
	}
	k.now[key] = html
}
