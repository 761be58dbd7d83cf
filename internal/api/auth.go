package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

const (
	// sessionCookie needs Secure, which browsers grant to https and to loopback;
	// serve refuses every other public URL. Programs that keep to the letter (curl,
	// Go's cookie jar) send no Secure cookie over plain http: on a loopback they
	// use a personal token.
	sessionCookie = "__Host-mc_session"
	csrfHeader    = "X-CSRF-Token"
)

// identity is who makes a request. session is set when they came with the
// cookie alone; nobody has neither.
type identity struct {
	actor   access.Actor
	session *access.Session
}

// admit lets a request through to its route or says why not.
func (s *Server) admit(x *call) error {
	if x.route.Credential == SignIn {
		return s.sameOrigin(x.r)
	}
	if err := s.identify(x); err != nil {
		return err
	}
	switch {
	case x.route.Credential == Anyone:
		return nil
	case x.who.actor.UserID == "":
		return fault.New(fault.Unauthenticated, "not_signed_in", "Sign in, or send a personal token.")
	case x.route.Credential == Session && x.who.session == nil:
		return fault.New(fault.Forbidden, "session_required", "This needs a person who is signed in; a token may not do it.")
	case x.r.Method == http.MethodGet:
		return nil
	}
	if err := s.sameOrigin(x.r); err != nil {
		return err
	}
	if x.who.session != nil && !access.ValidCSRF(x.who.session.Token, x.r.Header.Get(csrfHeader)) {
		return fault.New(fault.Forbidden, "csrf", "Send the csrf member of your session as "+csrfHeader+".")
	}
	return nil
}

// sameOrigin refuses what a page of another origin made the browser send.
func (s *Server) sameOrigin(r *http.Request) error {
	if err := s.origin.Check(r); err != nil {
		return fault.Wrap(err, fault.Forbidden, "cross_origin", "This request came from a page of another site.")
	}
	return nil
}

// identify finds out who is asking. Every credential that was offered has to be
// good, and two have to be the same person's; what fails never falls back to
// being nobody. A cookie that failed is taken away, so that a person whose
// session ended can go on reading what is public.
func (s *Server) identify(x *call) error {
	ctx := x.r.Context()
	var session *access.Session
	for _, cookie := range x.r.CookiesNamed(sessionCookie) {
		found, err := s.People.Session(ctx, cookie.Value)
		if err != nil {
			if fault.Of(err).Kind == fault.Unauthenticated {
				http.SetCookie(x.w, s.cookie("", time.Time{}))
			}
			return err
		}
		if session != nil && session.Actor.UserID != found.Actor.UserID {
			return badCredential()
		}
		session = found
	}
	if session != nil {
		x.who = identity{actor: session.Actor, session: session}
	}
	for _, header := range x.r.Header.Values("Authorization") {
		secret, isBearer := bearer(header)
		if !isBearer {
			return badCredential()
		}
		actor, err := s.People.TokenActor(ctx, secret)
		if err != nil {
			return err
		}
		if x.who.actor.UserID != "" && x.who.actor.UserID != actor.UserID {
			return badCredential()
		}
		x.who = identity{actor: actor} // the ceiling of the token holds, whatever else was sent
	}
	x.who.actor.Call = x.origin()
	return nil
}

func badCredential() error {
	return fault.New(fault.Unauthenticated, "bad_credential", "Send one credential: the session cookie, or Authorization: Bearer with a personal token.")
}

func bearer(header string) (string, bool) {
	scheme, secret, _ := strings.Cut(header, " ")
	secret = strings.TrimSpace(secret)
	return secret, strings.EqualFold(scheme, "Bearer") && secret != ""
}

// origin is where the request came from, for the audit log.
func (x *call) origin() access.Call { return access.Call{Peer: x.peer, RequestID: x.requestID} }

// cookie holds the token of a session; an empty one takes the cookie away. How
// long it is kept does not depend on the browser's clock being right.
func (s *Server) cookie(token string, expires time.Time) *http.Cookie {
	c := &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: int(expires.Sub(s.Clock()).Seconds()),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// offered tells whether the request came with any credential.
func offered(r *http.Request) bool {
	return len(r.Header.Values("Authorization")) > 0 || len(r.CookiesNamed(sessionCookie)) > 0
}

// recordRefusal writes a refused request into the audit log: what somebody
// known may not do or see, and credentials that failed. Those who came without
// any are in the access log only, and failed credentials are written at most
// once a second after the first sixty, so that a stranger cannot fill the disk.
func (s *Server) recordRefusal(x *call, err error) {
	switch status := statusOf(err); {
	case x.who.actor.UserID != "":
		byRight := status == http.StatusNotFound && x.route.Credential != Anyone && !fault.Is(err, "not_found")
		if status != http.StatusForbidden && status != http.StatusTooManyRequests && status != http.StatusUnauthorized && !byRight {
			return
		}
	case status == http.StatusUnauthorized && offered(x.r), status == http.StatusForbidden:
		if !s.strangers.AllowN(s.Clock(), 1) {
			return
		}
	default:
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(x.r.Context()), 5*time.Second)
	defer cancel()
	if recordErr := s.People.Record(ctx, db.Audit{
		Actor: x.who.actor.UserID, Action: x.route.ID, Object: x.r.Method + " " + x.r.URL.Path,
		Outcome: access.Refused, Code: fault.Of(err).Code, Peer: x.peer, RequestID: x.requestID,
	}); recordErr != nil {
		s.Log.LogAttrs(ctx, slog.LevelError, "refusal not recorded",
			slog.String("request_id", x.requestID), slog.String("error", recordErr.Error()))
	}
}
