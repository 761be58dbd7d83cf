package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"movingcities/internal/access"
	"movingcities/internal/api/describe"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Credential says who may call a route at all; what the caller may do there is
// decided by the packages below.
type Credential string

// The credentials a route can ask for. One that was offered and fails is
// refused with 401 everywhere but at SignIn, whose credential is the body.
const (
	Anyone  Credential = "anyone"  // public: the answer is the same for everybody
	SignIn  Credential = "sign_in" // no session yet; the browser must come from our own pages
	Person  Credential = "person"  // a session, or a personal token within its scopes
	Session Credential = "session" // a session only: what a token must never do
)

const (
	defaultBodyLimit = 1 << 20
	requestTimeout   = 30 * time.Second
)

// Route is one line of the table of contents.
type Route struct {
	Method     string
	Path       string // with {parameters}
	ID         string // operation id, unique
	Tag        string
	Summary    string
	Credential Credential
	Status     int   // of success
	BodyLimit  int64 // bytes
	Idempotent bool  // honours Idempotency-Key

	// accepts are the media types of a body that is a file, and sends those of an
	// answer that is one; JSON otherwise.
	accepts, sends []string

	recorded bool // the package below writes its own refusals into the audit log
	stream   bool // the answer goes on as long as the client listens

	request, answer reflect.Type
	entries         describe.Entries // set when it reads public entries
	serve           func(*Server, *call, request) error
}

// call is one request on its way through a route: who asks, and where the
// answer goes. Handlers see no router.
type call struct {
	route     *Route
	requestID string
	peer      string
	who       identity
	once      *db.Once
	w         http.ResponseWriter
	r         *http.Request
}

// by names the caller for the verbs of the desk.
func (x *call) by() content.By {
	by := content.By{Actor: x.who.actor, Once: x.once}
	if x.who.actor.Token != nil {
		by.Origin = content.OriginAPI
	}
	return by
}

func (x *call) actor() access.Actor { return x.who.actor }

// none stands for an empty request or answer.
type none struct{}

// operation makes a route of a handler: the request struct is bound strictly
// before the handler runs, its answer is sent as JSON with the route's status.
func operation[Req, Res any](method, path, id, summary string, handler func(context.Context, *call, *Req) (Res, error)) Route {
	route := newRoute[Req](method, path, id, summary)
	route.answer = reflect.TypeFor[Res]()
	if route.answer == reflect.TypeFor[none]() {
		route.answer, route.Status = nil, http.StatusNoContent
	}
	route.serve = func(s *Server, x *call, in request) error {
		var req Req
		if err := s.binder.bind(in, &req); err != nil {
			return err
		}
		answer, err := handler(x.r.Context(), x, &req)
		if err != nil {
			return err
		}
		return x.send(answer)
	}
	return route
}

func newRoute[Req any](method, path, id, summary string) Route {
	return Route{
		Method: method, Path: path, ID: id, Summary: summary, Credential: Person,
		Status: http.StatusOK, BodyLimit: defaultBodyLimit, Idempotent: method == http.MethodPost,
		request: reflect.TypeFor[Req](),
	}
}

func (x *call) send(answer any) error {
	if x.route.Status == http.StatusNoContent {
		x.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	body, err := encode(answer)
	if err != nil {
		return err
	}
	x.w.Header().Set("Content-Type", jsonType)
	x.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	x.w.WriteHeader(x.route.Status)
	_, err = x.w.Write(body)
	return err
}

// handle is the way of every request to its route: who is it, may the browser
// send it, what does it say. The body is read last, so that nobody unknown can
// make the server read one.
func (s *Server) handle(route *Route) echo.HandlerFunc {
	return func(c echo.Context) error {
		x := callOf(c)
		x.route, x.w, x.r = route, c.Response(), c.Request()
		if !route.stream {
			ctx, cancel := context.WithTimeout(x.r.Context(), requestTimeout)
			defer cancel()
			x.r = x.r.WithContext(ctx)
		}
		if err := s.admit(x); err != nil {
			s.recordRefusal(x, err)
			return err
		}
		err := s.perform(c, x)
		if err == nil {
			s.news(x)
		} else if !route.recorded {
			s.recordRefusal(x, err)
		}
		return err
	}
}

func (s *Server) perform(c echo.Context, x *call) error {
	query, err := parseQuery(x.r.URL.RawQuery)
	if err != nil {
		return err
	}
	body, err := readBody(x)
	if err != nil {
		return err
	}
	if x.once, err = onceOf(x, body); err != nil {
		return err
	}
	return x.route.serve(s, x, request{path: pathOf(c), query: query, Header: x.r.Header, body: body})
}

// pathOf gives the decoded parts of the path. Echo hands them out undecoded
// exactly when the path was sent with an unusual escape.
func pathOf(c echo.Context) func(string) string {
	return func(name string) string {
		value := c.Param(name)
		if c.Request().URL.RawPath == "" {
			return value
		}
		decoded, err := url.PathUnescape(value)
		if err != nil {
			return "\x00" // fits no format
		}
		return decoded
	}
}

// readBody reads the whole body within the route's limit. Only JSON is taken, or
// the files that the route names: a form, or text that a page of another origin
// could send, never is.
func readBody(x *call) ([]byte, error) {
	if x.r.Body == nil || x.r.Body == http.NoBody || x.r.Method == http.MethodGet || x.r.Method == http.MethodHead {
		return nil, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(x.w, x.r.Body, x.route.BodyLimit))
	if err != nil {
		return nil, bodyFault(err)
	}
	if len(body) == 0 {
		return nil, nil
	}
	if x.r.Header.Get("Content-Encoding") != "" {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported_encoding", "Send the body without Content-Encoding.")
	}
	return body, x.route.takes(x.r.Header.Get("Content-Type"))
}

// takes refuses a body of another kind than the route reads.
func (r *Route) takes(contentType string) error {
	accepted := r.accepts
	if len(accepted) == 0 {
		accepted = []string{jsonType}
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if charset := params["charset"]; err != nil || !slices.Contains(accepted, kind) || charset != "" && charset != "utf-8" && charset != "UTF-8" {
		return refuse(http.StatusUnsupportedMediaType, "unsupported_media_type", "Send the body as "+strings.Join(accepted, " or ")+".")
	}
	return nil
}

// bodyFault tells a body that is too large from one that broke off.
func bodyFault(err error) error {
	if f := asFault(err); fault.Of(f).Kind == fault.TooLarge {
		return f
	}
	return fault.Wrap(err, fault.Invalid, "broken_body", "The body did not arrive whole; please send it again.")
}

// onceOf reads Idempotency-Key where the route honours it. The key belongs to
// the user, and the body is compared by its hash.
func onceOf(x *call, body []byte) (*db.Once, error) {
	keys := x.r.Header.Values("Idempotency-Key")
	if !x.route.Idempotent || len(keys) == 0 {
		return nil, nil
	}
	if len(keys) > 1 || !isKey(keys[0]) {
		return nil, fault.New(fault.Invalid, "invalid_idempotency_key", "Idempotency-Key must be 1 to 128 visible ASCII characters, given once.")
	}
	hash := sha256.Sum256(body)
	return &db.Once{
		UserID: x.who.actor.UserID, Key: keys[0], Method: x.r.Method, Path: x.r.URL.Path,
		BodyHash: hex.EncodeToString(hash[:]),
	}, nil
}

func isKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != "" && len(key) <= 128
}
