package quality

import (
	"slices"
	"strings"
)

// Pair is one segment of a document with its translation.
type Pair struct{ Key, Source, Target string }

// Inconsistent finds segments of the same source that are translated in different ways,
// by key. Case, white space, tags and the last full stop make no difference; segments
// without translation are passed over. The message names another rendering.
func Inconsistent(pairs []Pair) map[string]Finding {
	type rendering struct{ key, target, folded string }
	groups := map[string][]rendering{}
	for _, p := range pairs {
		source, target := folded(p.Source), folded(p.Target)
		if source != "" && target != "" {
			groups[source] = append(groups[source], rendering{p.Key, p.Target, target})
		}
	}
	out := map[string]Finding{}
	for _, group := range groups {
		first := group[0]
		second := slices.IndexFunc(group, func(r rendering) bool { return r.folded != first.folded })
		if second < 0 {
			continue
		}
		for _, r := range group {
			other := first
			if r.folded == first.folded {
				other = group[second]
			}
			out[r.key] = New("inconsistent", Warning, nil, nil,
				"The same source is translated elsewhere as “%s”. Translate both alike, or dismiss this if they mean different things.",
				newView(Text{Text: other.target}).plain)
		}
	}
	return out
}

// folded is the form in which texts are compared.
func folded(text string) string {
	plain := strings.Join(strings.Fields(newView(Text{Text: text}).plain), " ")
	return strings.ToLower(strings.TrimSuffix(plain, "."))
}
