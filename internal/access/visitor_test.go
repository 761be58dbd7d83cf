package access_test

import (
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/workflow"
)

// The account of the website makes drafts of one kind, and can do nothing else.
func TestAVisitorMayDraftAndNothingElse(t *testing.T) {
	eachDB(t, func(t *testing.T, h *house) {
		visitor, err := h.Visitor(h.ctx, "192.0.2.1", "city", "el", "GR")
		if err != nil {
			t.Fatal(err)
		}
		draft := access.Object{Type: "city", Country: "GR", SourceLocale: "el", Locale: "el"}
		for _, verb := range append(workflow.Verbs(), access.Manage) {
			want := verb == workflow.Create || verb == workflow.Save || verb == workflow.Read
			if got := h.policy.May(visitor, verb, draft); got != want {
				t.Errorf("%s: %v", verb, got)
			}
		}
		for name, o := range map[string]access.Object{
			"another type":     {Type: "page", Country: "GR", SourceLocale: "el", Locale: "el"},
			"another country":  {Type: "city", Country: "DE", SourceLocale: "el", Locale: "el"},
			"a translation":    {Type: "city", Country: "GR", SourceLocale: "en", Locale: "el"},
			"another language": {Type: "city", Country: "GR", SourceLocale: "en", Locale: "en"},
		} {
			if h.policy.May(visitor, workflow.Save, o) {
				t.Errorf("may write %s", name)
			}
		}
		if h.policy.MayManage(visitor) {
			t.Error("manages people")
		}
		if _, err := h.Actor(h.ctx, visitor.UserID); err == nil {
			t.Error("the account is open")
		}
	})
}
