package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"movingcities/internal/fault"
)

const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
)

// Problem is an RFC 9457 problem document. Code is stable and meant for
// programs; the members of a fault's Extra stand beside those here.
type Problem struct {
	Type     string          `json:"type" required:"true" description:"Always about:blank: the code says which problem it is."`
	Title    string          `json:"title" required:"true" description:"The meaning of the status."`
	Status   int             `json:"status" required:"true"`
	Code     string          `json:"code" required:"true" description:"Stable name of the problem, in snake_case."`
	Detail   string          `json:"detail" required:"true" description:"A sentence that says what to do."`
	Instance string          `json:"instance" required:"true" description:"The id of this request, also in X-Request-Id."`
	Errors   []fault.Problem `json:"errors,omitempty" description:"Everything that is wrong, each with its place."`
}

// statusError is a refusal of HTTP itself whose status no fault.Kind stands for.
type statusError struct {
	status int
	fault  *fault.Error
}

func (e statusError) Error() string { return e.fault.Error() }

func (e statusError) Unwrap() error { return e.fault }

func refuse(status int, code, detail string) error {
	return statusError{status, fault.New(fault.Invalid, code, "%s", detail)}
}

// statusOf maps an error to the status it becomes.
func statusOf(err error) int {
	var own statusError
	if errors.As(err, &own) {
		return own.status
	}
	switch fault.Of(err).Kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unprocessable:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone:
		return http.StatusGone
	case fault.Conflict:
		return http.StatusConflict
	case fault.PreconditionRequired:
		return http.StatusPreconditionRequired
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// asFault turns what the router, the server or a deadline report into faults;
// everything else keeps its own, and the unknown becomes Internal.
func asFault(err error) error {
	var routing *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &routing):
		return routingFault(routing)
	case errors.As(err, &tooLarge):
		return fault.Wrap(err, fault.TooLarge, "body_too_large", "The body may have at most %d bytes here.", tooLarge.Limit)
	case errors.As(err, new(*fault.Error)):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fault.Wrap(err, fault.Unavailable, "timeout", "This took too long and was given up; please try again.").With("retry_after", 1)
	default:
		return fault.Of(err)
	}
}

func routingFault(err *echo.HTTPError) error {
	switch err.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, "no_such_address", "There is nothing at this address.")
	case http.StatusMethodNotAllowed:
		return refuse(err.Code, "method_not_allowed", "This address does not answer this method; the Allow header names those it does.")
	default:
		return fault.Of(err)
	}
}

// problemOf builds the document. Nothing of err.Error() enters it.
func problemOf(err error, requestID string) (int, map[string]any) {
	f, status := fault.Of(err), statusOf(err)
	document := map[string]any{}
	maps.Copy(document, f.Extra)
	maps.Copy(document, map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status,
		"code": f.Code, "detail": f.Detail, "instance": requestID,
	})
	if len(f.Problems) > 0 {
		document["errors"] = f.Problems
	}
	return status, document
}

// writeProblem answers with the problem document of err. A refused 401 names
// the scheme to use, a retry_after in Extra becomes Retry-After.
func writeProblem(w http.ResponseWriter, err error, requestID string) error {
	status, document := problemOf(err, requestID)
	body, marshalErr := json.Marshal(document)
	if marshalErr != nil {
		return marshalErr
	}
	h := w.Header()
	for _, name := range []string{"ETag", "Surrogate-Key", "Content-Language", "Last-Modified"} {
		h.Del(name)
	}
	if seconds, ok := document["retry_after"].(int); ok {
		h.Set("Retry-After", strconv.Itoa(seconds))
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="movingcities"`)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", problemType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
