package access

import (
	"slices"

	"movingcities/internal/workflow"
)

// MaySomewhere tells whether there is any document at all on which the actor
// may do this: enough to see a list, never enough to change something.
func (p *Policy) MaySomewhere(a Actor, v workflow.Verb) bool {
	if !a.present() || (a.Token != nil && !a.Token.Scopes.allowVerb(v)) {
		return false
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return slices.ContainsFunc(parts(), func(part string) bool {
			o := Object{Type: g.Type, Country: g.Country, Locale: part, SourceLocale: partSource}
			return p.allows(g.Role, v, o)
		})
	})
}
