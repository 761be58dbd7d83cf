package access

import (
	"strings"
	"testing"

	"movingcities/internal/workflow"
	"movingcities/policies"
)

// Casbin passes over most mistakes in silence; the start of the program must not.
func TestAFaultyPolicyStopsTheStart(t *testing.T) {
	for name, c := range map[string]struct{ rules, says string }{
		"misspelt verb":      {"p, editor, *, *, aprove, *", `"aprove" is no verb`},
		"misspelt part":      {"# first line\np, editor, *, sources, approve, *", "policy.csv:2"},
		"misspelt ownership": {"p, editor, *, *, approve, mine", "own, other or *"},
		"a value is missing": {"p, editor, *, *, approve", "five values"},
		"unknown letter":     {"q, editor, *, *, approve, *", "five values"},
		"torn quotes":        {`p, "editor, *, *, approve, *`, "policy.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadPolicy(policies.Model, c.rules)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want it to say %s", err, c.says)
			}
		})
	}
	if _, err := loadPolicy("[request_definition]", policies.Rules); err == nil {
		t.Error("half a model was accepted")
	}
}

// Types and ownership are part of every question, although the shipped rules
// do not tell them apart.
func TestRulesMayNameTypesAndOwnership(t *testing.T) {
	policy, err := loadPolicy(policies.Model, strings.Join([]string{
		"p, editor, *, *, read, *",
		"p, editor, news, *, publish, *",
		"p, editor, *, *, withdraw, own",
	}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	editor := Actor{UserID: "u", Kind: KindUser, Grants: []Grant{everywhere("editor")}}
	news, city := Object{Type: "news", SourceLocale: "en", Locale: "en"}, Object{Type: "city", SourceLocale: "en", Locale: "en"}
	own := city
	own.Own = true
	for _, c := range []struct {
		verb workflow.Verb
		of   Object
		want bool
	}{
		{workflow.Read, news, true},
		{workflow.Read, city, true},
		{workflow.Publish, news, true},
		{workflow.Publish, city, false},
		{workflow.Withdraw, own, true},
		{workflow.Withdraw, city, false},
	} {
		if got := policy.May(editor, c.verb, c.of); got != c.want {
			t.Errorf("%s %+v: got %v", c.verb, c.of, got)
		}
	}
}
