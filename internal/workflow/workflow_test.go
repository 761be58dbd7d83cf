package workflow_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// The way of a text from nothing to the public, and back again after an edit.
func TestTheOrdinaryWay(t *testing.T) {
	steps := []struct {
		verb workflow.Verb
		to   workflow.State
	}{
		{workflow.Save, workflow.Draft},
		{workflow.Submit, workflow.InReview},
		{workflow.RequestChanges, workflow.Draft},
		{workflow.Save, workflow.Draft},
		{workflow.Submit, workflow.InReview},
		{workflow.Save, workflow.InReview}, // a reviewer mends the text
		{workflow.Withdraw, workflow.Draft},
		{workflow.Submit, workflow.InReview},
		{workflow.Approve, workflow.Approved},
		{workflow.Publish, workflow.Approved}, // what is live is another fact
		{workflow.Segments, workflow.Draft},
		{workflow.Unpublish, workflow.Draft},
	}
	state := workflow.Missing
	for _, step := range steps {
		next, err := workflow.Next(state, step.verb)
		if err != nil {
			t.Fatalf("%s from %s: %v", step.verb, state, err)
		}
		if next != step.to {
			t.Fatalf("%s from %s leads to %s, not to %s", step.verb, state, next, step.to)
		}
		state = next
	}
}

func TestNothingIsSkipped(t *testing.T) {
	for _, skip := range []struct {
		from workflow.State
		verb workflow.Verb
	}{
		{workflow.Missing, workflow.Submit},
		{workflow.Draft, workflow.Approve},
		{workflow.Draft, workflow.Publish},
		{workflow.InReview, workflow.Publish},
		{workflow.InReview, workflow.Load},    // a text never changes under its reader
		{workflow.InReview, workflow.Restore}, // likewise
		{workflow.InReview, workflow.Follow},
		{workflow.InReview, workflow.Detach},
		{workflow.Approved, workflow.Submit},
		{workflow.Approved, workflow.Approve},
		{workflow.Approved, workflow.Withdraw},
		{workflow.Missing, workflow.Detach},
	} {
		state, err := workflow.Next(skip.from, skip.verb)
		if err == nil || state != skip.from {
			t.Errorf("%s from %s: got %s, %v", skip.verb, skip.from, state, err)
		}
		if !fault.Is(err, "wrong_state") || fault.Of(err).Kind != fault.Conflict {
			t.Errorf("%s from %s: got %v, want a conflict wrong_state", skip.verb, skip.from, err)
		}
	}
}

// A refusal names the states in which the verb would work, so that an
// interface can say what has to happen first.
func TestARefusalNamesTheWay(t *testing.T) {
	_, err := workflow.Next(workflow.Draft, workflow.Publish)
	f := fault.Of(err)
	possible, _ := f.Extra["possible_in"].([]workflow.State)
	if f.Extra["state"] != workflow.Draft || !slices.Equal(possible, []workflow.State{workflow.Approved}) {
		t.Errorf("got %v", f.Extra)
	}
}

func anyVerb() *rapid.Generator[workflow.Verb] { return rapid.SampledFrom(workflow.Verbs()) }

// Whatever is done in whatever order: text is only approved by an approval, and
// only a review leads to one.
func TestApprovalOnlyByApproving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := workflow.Missing
		for _, verb := range rapid.SliceOfN(anyVerb(), 0, 30).Draw(t, "verbs") {
			next, err := workflow.Next(state, verb)
			if err != nil {
				if next != state {
					t.Fatalf("a refused %s moved %s to %s", verb, state, next)
				}
				continue
			}
			if !slices.Contains(workflow.States(), next) {
				t.Fatalf("%s leads to the unknown state %q", verb, next)
			}
			if next == workflow.Approved && state != workflow.Approved && (verb != workflow.Approve || state != workflow.InReview) {
				t.Fatalf("%s took %s to approved", verb, state)
			}
			if next == workflow.Missing && state != workflow.Missing {
				t.Fatalf("%s lost the text of %s", verb, state)
			}
			state = next
		}
	})
}

// What changes only the public, the plan or nothing leaves the state alone.
func TestSomeVerbsLeaveTheStateAlone(t *testing.T) {
	quiet := []workflow.Verb{
		workflow.Publish, workflow.Unpublish, workflow.Assign, workflow.Archive, workflow.Unarchive, workflow.Read,
	}
	for _, verb := range quiet {
		for _, from := range workflow.States() {
			if to, err := workflow.Next(from, verb); err == nil && to != from {
				t.Errorf("%s moved %s to %s", verb, from, to)
			}
		}
	}
}

func TestListsAreCopies(t *testing.T) {
	workflow.States()[0] = "broken"
	workflow.Verbs()[0] = "broken"
	if workflow.States()[0] != workflow.Missing || workflow.Verbs()[0] != workflow.Save {
		t.Error("a caller changed the lists of everybody")
	}
}

func TestUnknownWordsAreRefused(t *testing.T) {
	for _, bad := range []struct {
		from workflow.State
		verb workflow.Verb
	}{{"", workflow.Save}, {"live", workflow.Save}, {workflow.Draft, ""}, {workflow.Draft, "destroy"}, {workflow.Draft, "SAVE"}} {
		if _, err := workflow.Next(bad.from, bad.verb); !fault.Is(err, "wrong_state") {
			t.Errorf("%q from %q: got %v", bad.verb, bad.from, err)
		}
	}
}
