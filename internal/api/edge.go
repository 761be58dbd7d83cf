package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"movingcities/internal/fault"
)

const (
	publicPrefix = "/api/v1/"
	callKey      = "call"
)

func callOf(c echo.Context) *call {
	x, _ := c.Get(callKey).(*call)
	return x
}

// edge is the one middleware: request id, headers, panics, problems and the
// access log. One instead of six, because each costs the cached path some per cent.
func (s *Server) edge(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := s.Clock()
		x := &call{requestID: s.NewID(), peer: c.RealIP()}
		c.Set(callKey, x)
		s.setHeaders(c.Response().Header(), c.Request(), x.requestID)
		err := guard(next, c)
		if err != nil {
			err = s.fail(c, err)
		}
		s.logAccess(c, x, err, s.Clock().Sub(started).Microseconds())
		return nil
	}
}

// guard turns a panic into an error that holds the stack for the log. The
// abort of a broken connection goes on.
func guard(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause)
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return next(c)
}

// fail answers with the problem of err, if nothing was sent yet, logs our own
// mistakes with the request id, and gives back the fault it became.
func (s *Server) fail(c echo.Context, err error) error {
	err = asFault(err)
	x := callOf(c)
	if x == nil {
		x = &call{requestID: s.NewID()}
	}
	if fault.Of(err).Kind == fault.Internal {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "internal error",
			slog.String("request_id", x.requestID), slog.String("route", c.Path()), slog.String("error", err.Error()))
	}
	if !c.Response().Committed {
		if sendErr := writeProblem(c.Response(), err, x.requestID); sendErr != nil {
			s.Log.LogAttrs(c.Request().Context(), slog.LevelDebug, "problem not delivered",
				slog.String("request_id", x.requestID), slog.String("error", sendErr.Error()))
		}
	}
	return err
}

// logAccess writes one line a request: the pattern of the route, never the
// path or the query, which may hold what must not be kept.
func (s *Server) logAccess(c echo.Context, x *call, err error, micros int64) {
	attrs := []slog.Attr{
		slog.String("method", c.Request().Method), slog.String("route", c.Path()),
		slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
		slog.Int64("duration_us", micros), slog.String("request_id", x.requestID), slog.String("peer", x.peer),
	}
	if x.who.actor.UserID != "" {
		attrs = append(attrs, slog.String("user", x.who.actor.UserID))
	}
	if err != nil {
		attrs = append(attrs, slog.String("code", fault.Of(err).Code))
	}
	s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request", attrs...)
}

// securityHeaders are those of every answer: an API answer is never a page,
// so nothing may run, frame or sniff it.
func securityHeaders(public *url.URL) [][2]string {
	headers := [][2]string{
		{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
	}
	if public.Scheme == "https" {
		headers = append(headers, [2]string{"Strict-Transport-Security", "max-age=31536000"})
	}
	return headers
}

// setHeaders also draws the line between the public API, which every page of
// the world may read without credentials, and the desk, which none may and
// whose answers no cache may keep.
func (s *Server) setHeaders(h http.Header, r *http.Request, requestID string) {
	h.Set("X-Request-Id", requestID)
	for _, header := range s.headers {
		h.Set(header[0], header[1])
	}
	if !strings.HasPrefix(r.URL.Path, publicPrefix) {
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		return
	}
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Content-Language, ETag, Location, Retry-After, X-Request-Id")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
	}
}
