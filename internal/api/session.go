package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/workflow"
)

// SessionView is who is signed in, what they were granted, and the token that
// their pages send back with every change.
type SessionView struct {
	User      SessionUser    `json:"user"`
	Grants    []access.Grant `json:"grants"`
	Manage    bool           `json:"manage" description:"May manage people and read the audit log."`
	Can       SessionCan     `json:"can"`
	CSRF      string         `json:"csrf"`
	ExpiresAt db.Time        `json:"expires_at"`
}

// SessionCan is what the person may do that is not about a document yet.
type SessionCan struct {
	Create []Creatable `json:"create" description:"The types she may create, each with the languages to write them in. Of a country, the server decides again."`
}

// Creatable is a content type and the languages in which somebody may begin an
// entry of it.
type Creatable struct {
	Type    string   `json:"type"`
	Locales []string `json:"locales"`
}

// creatable asks the policy for every type and language, in each country that
// the person has a grant for.
func (s *Server) creatable(a access.Actor) []Creatable {
	countries := []string{""}
	for _, g := range a.Grants {
		if g.Country != access.Any && !slices.Contains(countries, g.Country) {
			countries = append(countries, g.Country)
		}
	}
	out := []Creatable{}
	for _, t := range s.Model.Types() {
		one := Creatable{Type: t.Name, Locales: []string{}}
		for _, l := range s.Model.Locales() {
			if slices.ContainsFunc(countries, func(country string) bool {
				return s.Policy.May(a, workflow.Create, access.Object{Type: t.Name, Country: country, SourceLocale: l.Code, Locale: l.Code})
			}) {
				one.Locales = append(one.Locales, l.Code)
			}
		}
		if len(one.Locales) > 0 {
			out = append(out, one)
		}
	}
	return out
}

// SessionUser is the person of a session.
type SessionUser struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Locale string `json:"locale"`
}

func (s *Server) sessionView(session *access.Session) SessionView {
	a := session.Actor
	return SessionView{
		User:   SessionUser{ID: a.UserID, Name: a.Name, Locale: a.Locale},
		Grants: append([]access.Grant{}, a.Grants...), Manage: s.Policy.MayManage(a),
		Can:  SessionCan{Create: s.creatable(a)},
		CSRF: session.CSRF, ExpiresAt: session.ExpiresAt,
	}
}

type signInRequest struct {
	Body struct {
		Email    string `json:"email" validate:"required,max=254"`
		Password string `json:"password" validate:"required,max=1024"`
	} `body:"json"`
}

// signIn opens a session; the one the browser came with ends.
func (s *Server) signIn(ctx context.Context, x *call, in *signInRequest) (SessionView, error) {
	previous := ""
	if cookie, err := x.r.Cookie(sessionCookie); err == nil {
		previous = cookie.Value
	}
	session, err := s.People.SignIn(ctx, access.Credentials{
		Email: in.Body.Email, Password: in.Body.Password, Previous: previous,
	}, x.origin())
	if err != nil {
		return SessionView{}, err
	}
	x.who.actor = session.Actor
	http.SetCookie(x.w, s.cookie(session.Token, session.ExpiresAt.Time))
	return s.sessionView(session), nil
}

func (s *Server) getSession(_ context.Context, x *call, _ *none) (SessionView, error) {
	return s.sessionView(x.who.session), nil
}

func (s *Server) signOut(ctx context.Context, x *call, _ *none) (none, error) {
	if err := s.People.SignOut(ctx, x.who.session.Token, x.origin()); err != nil {
		return none{}, err
	}
	http.SetCookie(x.w, s.cookie("", time.Time{}))
	return none{}, nil
}
