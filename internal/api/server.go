// Package api is the HTTP face of the desk and of the public API. It parses
// strictly, calls the packages below and answers; it decides nothing about
// content or rights. Only this package knows the router.
package api

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"movingcities/internal/access"
	"movingcities/internal/api/describe"
	"movingcities/internal/catalogue"
	"movingcities/internal/content"
	"movingcities/internal/desk"
	"movingcities/internal/drafting"
	"movingcities/internal/glossary"
	"movingcities/internal/preview"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/search"
	"movingcities/internal/transfer"
	"movingcities/internal/workbench"
)

// Config is what a Server needs. Everything is required but TrustedProxies.
type Config struct {
	Model     *schema.Model
	Desk      *content.Desk
	Board     *desk.Board
	Live      *desk.Live
	Bench     *workbench.Bench
	Glossary  *glossary.Glossary
	People    *access.People
	Policy    *access.Policy
	Published *published.Reader
	Search    *search.Reader
	Previews  *preview.Links
	Courier   *transfer.Courier
	Drafter   *drafting.Drafter
	// PublicURL is where the world reaches this server; HSTS, the trusted origin
	// and links come from it and never from a request.
	PublicURL      *url.URL
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none by default
	Log            *slog.Logger
	Clock          func() time.Time
	NewID          func() string
}

// Server answers everything under /api. Public answers leave it whole; the cache
// in front of it, whose rule is Finish, does the rest.
type Server struct {
	Config
	echo    *echo.Echo
	routes  []Route
	binder  *binder
	origin  *http.CrossOriginProtection
	headers [][2]string
	openapi []byte
	maps    *catalogue.Maps
	// strangers bounds the audit rows that requests of unknown people cause.
	strangers *rate.Limiter
}

// New builds the routes and the OpenAPI document. It fails when the public URL
// is no origin or a content type cannot be described.
func New(config Config) (*Server, error) {
	s := &Server{
		Config: config, echo: echo.New(), binder: newBinder(config.Model),
		origin: http.NewCrossOriginProtection(), headers: securityHeaders(config.PublicURL), strangers: rate.NewLimiter(1, 60),
		maps: catalogue.NewMaps(config.Model),
	}
	if err := s.origin.AddTrustedOrigin(config.PublicURL.Scheme + "://" + config.PublicURL.Host); err != nil {
		return nil, fmt.Errorf("public URL: %w", err)
	}
	s.routes = s.table()
	var err error
	if s.openapi, err = s.document(); err != nil {
		return nil, fmt.Errorf("OpenAPI document: %w", err)
	}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = PeerOf(config.TrustedProxies)
	s.echo.HTTPErrorHandler = func(err error, c echo.Context) { _ = s.fail(c, err) } // fail has logged what it could not send
	s.echo.Use(s.edge)
	for i := range s.routes {
		s.register(&s.routes[i])
	}
	return s, nil
}

// register gives a route to the router; every public GET answers HEAD too.
func (s *Server) register(route *Route) {
	path := strings.NewReplacer("{", ":", "}", "").Replace(route.Path)
	s.echo.Add(route.Method, path, s.handle(route))
	if route.Method == http.MethodGet && route.Credential == Anyone {
		s.echo.Add(http.MethodHead, path, s.handle(route))
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Routes lists every route in the order of the table, HEAD included.
func (s *Server) Routes() []Route {
	var all []Route
	for _, route := range s.routes {
		all = append(all, route)
		if route.Method == http.MethodGet && route.Credential == Anyone {
			route.Method = http.MethodHead
			all = append(all, route)
		}
	}
	return all
}

// document describes the routes of this server.
func (s *Server) document() ([]byte, error) {
	api := describe.API{
		Model: s.Model, PublicURL: s.PublicURL.String(), Cookie: sessionCookie, CSRFHeader: csrfHeader,
		Problem: reflect.TypeFor[Problem](),
	}
	for _, r := range s.routes {
		o := describe.Operation{
			Method: r.Method, Path: r.Path, ID: r.ID, Tag: r.Tag, Summary: r.Summary, Idempotent: r.Idempotent,
			Status: r.Status, StatusText: http.StatusText(r.Status), Request: r.request, Answer: r.answer, Entries: r.entries,
			Accepts: r.accepts, Sends: r.sends,
		}
		switch r.Credential {
		case Person:
			o.Credentials = []describe.Credential{describe.Session, describe.Token}
		case Session:
			o.Credentials = []describe.Credential{describe.Session}
		}
		api.Operations = append(api.Operations, o)
	}
	return describe.Document(api)
}

// OpenAPI is the document of this server as JSON.
func (s *Server) OpenAPI() []byte { return s.openapi }

// HTTPServer puts a handler behind limits for slow and huge clients: 10 s for
// the headers (16 KiB), a minute for the whole request and for the answer.
func HTTPServer(handler http.Handler, addr string, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// PeerOf finds the address of the caller: the peer of the connection, unless
// that is a trusted proxy.
func PeerOf(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range trusted {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
