package access

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// problems collects everything that is wrong with a request.
type problems []fault.Problem

func (ps *problems) unless(right bool, path, code, message string) {
	if !right {
		*ps = append(*ps, fault.Problem{Path: path, Code: code, Message: message})
	}
}

// asError is a fault with all problems, or nil if there are none.
func (ps problems) asError(code string) error {
	return fault.WithProblems(code, "Some of this cannot be right. Correct it and send it again.", ps)
}

// canonicalEmail is the one spelling of an address under which accounts are
// kept and attempts are counted.
func canonicalEmail(email string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(email, "\uFFFD"))))
}

func (ps *problems) checkEmail(canonical string) {
	parsed, err := mail.ParseAddress(canonical)
	right := err == nil && parsed.Address == canonical && parsed.Name == "" && len(canonical) <= 254 && oneLine(canonical) == canonical
	ps.unless(right, "email", "not_an_email", "Write an e-mail address such as ana@example.org.")
}

// tidy is a name as it is kept.
func tidy(name string) string { return norm.NFC.String(strings.TrimSpace(name)) }

func (ps *problems) checkName(name string) {
	const longest = 100
	name = tidy(name)
	right := name != "" && utf8.RuneCountInString(name) <= longest && utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
	ps.unless(right, "name", "not_a_name", fmt.Sprintf("Write a name of 1 to %d characters on one line.", longest))
}

func (p *People) checkLocale(ps *problems, locale string) {
	ps.unless(slices.Contains(p.c.Locales, locale), "locale", "unknown", "There is no such interface language.")
}

// checkGrant finds what is wrong with a grant. An admin is one for everything:
// there is no half admin, because people are not of a type or locale.
func (p *People) checkGrant(ps *problems, path string, g Grant) {
	ps.unless(slices.Contains(p.c.Policy.Roles(), g.Role), path+"role", "unknown", "There is no such role.")
	ps.unless(knownOrAny(p.c.Types, g.Type), path+"type", "unknown", "There is no such content type. Write * for all.")
	ps.unless(g.Locale == und || knownOrAny(p.c.Locales, g.Locale), path+"locale", "unknown",
		"There is no such locale. Write und for the shared fields, * for all.")
	ps.unless(knownOrAny(p.c.Countries, g.Country), path+"country", "unknown",
		"There is no such country. Write its two letters, or * for all.")
	ps.unless(g.Role != Admin || g == everywhere(Admin), path+"role", "admin_is_everywhere",
		"An admin has type, locale and country *.")
}

func (p *People) checkScopes(ps *problems, s Scopes) {
	ps.unless(s.Access == ReadOnly || s.Access == Write, "scopes/access", "unknown", "Write read or write.")
	ps.unless(len(s.Types) > 0, "scopes/types", "required", "Name at least one content type, or * for all.")
	ps.unless(len(s.Locales) > 0, "scopes/locales", "required",
		"Name at least one locale, und for the shared fields, or * for all.")
	for i, typ := range s.Types {
		ps.unless(knownOrAny(p.c.Types, typ), fmt.Sprintf("scopes/types/%d", i), "unknown", "There is no such content type.")
	}
	for i, locale := range s.Locales {
		known := locale == und || knownOrAny(p.c.Locales, locale)
		ps.unless(known, fmt.Sprintf("scopes/locales/%d", i), "unknown", "There is no such locale.")
	}
	for i, verb := range s.Verbs {
		ps.unless(slices.Contains(workflow.Verbs(), verb), fmt.Sprintf("scopes/verbs/%d", i), "unknown", "There is no such verb.")
	}
}

func knownOrAny(known []string, value string) bool {
	return value == Any || slices.Contains(known, value)
}
