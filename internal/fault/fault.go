// Package fault is the one error type that crosses package borders. It keeps
// what a caller may be told (Code, Detail, Problems) apart from what only the
// log may hold (the wrapped cause), so that no driver text, file path or secret
// can reach a client by accident.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal an error is; the HTTP layer maps each to one status.
type Kind int

// The kinds, with the HTTP status each becomes.
const (
	Internal             Kind = iota // 500: our mistake, the detail stays in the log
	Invalid                          // 400: the request cannot be understood
	Unprocessable                    // 422: understood, but the content breaks a rule
	Unauthenticated                  // 401: no valid credential, or one that failed
	Forbidden                        // 403: known, but without the right
	NotFound                         // 404: not there, or not for this caller to know of
	Gone                             // 410: was public once
	Conflict                         // 409: the state or version is another
	PreconditionRequired             // 428: If-Match is missing
	TooLarge                         // 413
	TooMany                          // 429
	Unavailable                      // 503: the database does not answer in time
)

// Problem is one thing wrong with the content or the request, found at Path
// (a JSON-pointer-like path such as "sections/0/heading" or a parameter name).
type Problem struct {
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error is a refusal that is safe to show. Code is stable and meant for
// programs, Detail is a sentence for people that says what to do.
type Error struct {
	Kind     Kind
	Code     string
	Detail   string
	Problems []Problem
	// Extra holds additional members of the problem document, such as the
	// current version on a conflict. Everything in it is shown to the caller.
	Extra map[string]any
	cause error
}

// New makes an error of a kind with a stable code and a formatted, safe detail.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Wrap keeps cause for the log behind a safe code and detail.
func Wrap(cause error, kind Kind, code, format string, args ...any) *Error {
	e := New(kind, code, format, args...)
	e.cause = cause
	return e
}

// WithProblems makes an Unprocessable error out of a list of problems, all of
// them at once; it returns nil when the list is empty.
func WithProblems(code, detail string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &Error{Kind: Unprocessable, Code: code, Detail: detail, Problems: problems}
}

// With adds a member to the problem document and returns the same error.
func (e *Error) With(key string, value any) *Error {
	if e.Extra == nil {
		e.Extra = map[string]any{}
	}
	e.Extra[key] = value
	return e
}

// Error is the text for the log; it may contain the cause and is never sent to a client.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Detail, e.cause)
	}
	return e.Code + ": " + e.Detail
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// Of finds the fault in an error chain, or wraps an unknown error as Internal.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(err, Internal, "internal", "Something went wrong on our side. It has been logged; please try again.")
}

// Is tells whether err carries a fault with this code.
func Is(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
