package desk

import (
	"context"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

// BulkDocument is one document of a bulk verb.
type BulkDocument struct {
	Entry    string `json:"entry" validate:"required,uuid"`
	Locale   string `json:"locale" validate:"required,max=20"`
	Revision string `json:"revision,omitempty" validate:"omitempty,uuid" description:"The revision that was read; submit needs it."`
}

// BulkInput is a verb over many documents.
type BulkInput struct {
	Verb      workflow.Verb
	Documents []BulkDocument
	Assignee  string     // assign, hand_over
	DueAt     *time.Time // due; assign keeps the date without it
	Comment   string
	Minor     bool // submit
}

// What became of one document of a bulk verb. A failed one can be tried again
// as it is; a skipped one was refused for the reason that its code tells.
const (
	Done    = "done"
	Skipped = "skipped"
	Failed  = "failed"
)

// BulkResult is what became of one document.
type BulkResult struct {
	Entry    string          `json:"entry"`
	Locale   string          `json:"locale"`
	Outcome  string          `json:"outcome"`
	Code     string          `json:"code,omitempty"`
	Message  string          `json:"message,omitempty"`
	Problems []fault.Problem `json:"problems,omitempty"`
	State    string          `json:"state,omitempty"`
	Version  int64           `json:"version,omitempty"`
}

// BulkAnswer has a result for every document, in the order they were named.
type BulkAnswer struct {
	Done    int          `json:"done"`
	Skipped int          `json:"skipped"`
	Failed  int          `json:"failed"`
	Results []BulkResult `json:"results"`
}

// bulkVerbs are the verbs that one can do to many documents.
var bulkVerbs = map[workflow.Verb]bool{
	workflow.Assign: true, workflow.Due: true, workflow.Take: true, workflow.HandOver: true, workflow.Submit: true,
}

// Bulk does a verb to each of the documents, one by one through the same door
// and with the actor's own rights: what is refused to her there is refused here,
// the others go on, and no document that was not named is touched. The whole is
// not one transaction; a repeat with the same key does only what is left to do.
func (b *Board) Bulk(ctx context.Context, by content.By, in BulkInput) (*BulkAnswer, error) {
	if !bulkVerbs[in.Verb] {
		return nil, fault.New(fault.NotFound, "unknown_verb", "There is no verb %q for many documents.", string(in.Verb))
	}
	answer := &BulkAnswer{Results: []BulkResult{}}
	for _, doc := range in.Documents {
		result := b.bulkOne(ctx, by, doc, in)
		switch result.Outcome {
		case Done:
			answer.Done++
		case Skipped:
			answer.Skipped++
		default:
			answer.Failed++
		}
		answer.Results = append(answer.Results, result)
	}
	return answer, nil
}

func (b *Board) bulkOne(ctx context.Context, by content.By, doc BulkDocument, in BulkInput) BulkResult {
	result := BulkResult{Entry: doc.Entry, Locale: doc.Locale, Outcome: Done}
	by.Once = onceFor(by.Once, doc)
	view, err := b.Content.Do(ctx, by, content.Ref{Entry: doc.Entry, Locale: doc.Locale}, in.Verb, content.VerbInput{
		Revision: doc.Revision, Comment: in.Comment, Minor: in.Minor, Assignee: in.Assignee, DueAt: in.DueAt, KeepDue: true,
	})
	if err == nil {
		result.State, result.Version = view.State, view.Version
		return result
	}
	f := fault.Of(err)
	result.Outcome, result.Code, result.Message, result.Problems = Skipped, f.Code, f.Detail, f.Problems
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		result.Outcome = Failed
		b.Log.ErrorContext(ctx, "one document of a bulk verb failed", "entry", doc.Entry, "locale", doc.Locale, "error", err)
	}
	return result
}

// onceFor gives every document a key of its own below that of the request.
func onceFor(once *db.Once, doc BulkDocument) *db.Once {
	if once == nil {
		return nil
	}
	own := *once
	own.Key += " " + doc.Entry + "/" + doc.Locale
	return &own
}
