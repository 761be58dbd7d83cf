package access_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/workflow"
)

var update = flag.Bool("update", false, "write policies/matrix.golden anew")

const goldenMatrix = "../../policies/matrix.golden"

// The whole of who may do what when, as a file to be read in a review: what the
// state machine makes possible and the policy allows.
func TestMatrix(t *testing.T) {
	got := matrix(newPolicy(t))
	if *update {
		if err := os.WriteFile(goldenMatrix, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenMatrix)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the matrix changed. If that is meant, run go test ./internal/access -run TestMatrix -update and review the diff.\n%s", got)
	}
}

func matrix(policy *access.Policy) string {
	var out strings.Builder
	out.WriteString(`# Made by go test ./internal/access -run TestMatrix -update; do not edit.
# A cell names the state that the verb leads to; a dot says that it is not possible
# or not allowed; (own) that it is for the author of the newest revision only.
# The grant covers the document. Further conditions are the door's: in review only those who may
# approve save, plus four eyes, completeness, and what is live.
`)
	for _, role := range policy.Roles() {
		for _, part := range []string{"source", "target", "und"} {
			fmt.Fprintf(&out, "\n%s, %s\n", role, part)
			header := fmt.Sprintf("%-16s", "")
			for _, state := range workflow.States() {
				header += fmt.Sprintf("%-12s", state)
			}
			out.WriteString(strings.TrimRight(header, " ") + "\n")
			for _, verb := range workflow.Verbs() {
				line := fmt.Sprintf("%-16s", verb)
				for _, state := range workflow.States() {
					line += fmt.Sprintf("%-12s", cell(policy, role, part, verb, state))
				}
				out.WriteString(strings.TrimRight(line, " ") + "\n")
			}
		}
		manages := access.Actor{UserID: "u", Kind: access.KindUser, Grants: []access.Grant{grant(role, "*", "*", "*")}}
		fmt.Fprintf(&out, "\n%s manages people: %v\n", role, policy.MayManage(manages))
	}
	return out.String()
}

func cell(policy *access.Policy, role, part string, verb workflow.Verb, state workflow.State) string {
	next, err := workflow.Next(state, verb)
	if verb == workflow.Create && part == "source" && state == workflow.Missing {
		next, err = workflow.Missing, nil // there is no document yet; creating makes it
	}
	ofEntry := verb == workflow.Archive || verb == workflow.Unarchive // of all its documents, so listed once
	if err != nil || (ofEntry && part != "und") {
		return "."
	}
	actor := person(grant(role, "*", "*", "*"))
	object := access.Object{Type: "city", Country: "IT", SourceLocale: "it", Locale: map[string]string{"source": "it", "target": "pl", "und": "und"}[part]}
	if policy.May(actor, verb, object) {
		return string(next)
	}
	object.Own = true
	if policy.May(actor, verb, object) {
		return string(next) + " (own)"
	}
	return "."
}
