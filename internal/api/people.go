package api

import (
	"context"
	"net/http"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
)

func (x *call) asker() access.By { return access.By{Actor: x.who.actor, Once: x.once} }

// PeopleList is everybody with an account.
type PeopleList struct {
	Data []access.Person `json:"data"`
}

func (s *Server) listPeople(ctx context.Context, x *call, _ *none) (PeopleList, error) {
	people, err := s.People.Users(ctx, x.actor())
	return PeopleList{people}, err
}

// ColleagueList is those who work here, to assign work to.
type ColleagueList struct {
	Data []access.Colleague `json:"data"`
}

func (s *Server) listColleagues(ctx context.Context, x *call, _ *none) (ColleagueList, error) {
	colleagues, err := s.People.Colleagues(ctx, x.actor())
	return ColleagueList{colleagues}, err
}

// RoleList is the roles that can be granted, and what each of them allows.
type RoleList struct {
	Data   []string            `json:"data"`
	Rights []access.RoleRights `json:"rights"`
}

func (s *Server) listRoles(context.Context, *call, *none) (RoleList, error) {
	return RoleList{s.Policy.Roles(), s.Policy.Rights()}, nil
}

type personRequest struct {
	ID string `path:"id" format:"uuid"`
}

func (s *Server) getPerson(ctx context.Context, x *call, in *personRequest) (*access.Person, error) {
	return s.People.User(ctx, x.actor(), in.ID)
}

// InvitationView is a person and the one-time link to send to them.
type InvitationView struct {
	Person access.Person `json:"person"`
	Link   *LinkView     `json:"link,omitempty"`
}

// LinkView is a one-time link.
type LinkView struct {
	Kind      string  `json:"kind"`
	URL       string  `json:"url" description:"Shown once; empty when a repeated request is answered again."`
	ExpiresAt db.Time `json:"expires_at"`
}

// invitation writes the address of a link. It begins with the configured public
// address and ends in a fragment, which browsers send to no server.
func (s *Server) invitation(made *access.Invitation) InvitationView {
	view := InvitationView{Person: made.Person}
	if link := made.Link; link != nil {
		view.Link = &LinkView{Kind: link.Kind, ExpiresAt: link.ExpiresAt}
		if link.Token != "" {
			view.Link.URL = s.PublicURL.JoinPath("/admin/link").String() + "#" + link.Token
		}
	}
	return view
}

type createPersonRequest struct {
	Body struct {
		Email  string         `json:"email" validate:"required,max=254"`
		Name   string         `json:"name" validate:"required,max=200"`
		Locale string         `json:"locale" validate:"required"`
		Grants []access.Grant `json:"grants" validate:"max=100"`
	} `body:"json"`
}

func (s *Server) createPerson(ctx context.Context, x *call, in *createPersonRequest) (InvitationView, error) {
	made, err := s.People.CreateUser(ctx, x.asker(), access.NewUser{
		Email: in.Body.Email, Name: in.Body.Name, Locale: in.Body.Locale, Grants: in.Body.Grants,
	})
	if err != nil {
		return InvitationView{}, err
	}
	return s.invitation(made), nil
}

func (s *Server) createLink(ctx context.Context, x *call, in *personRequest) (InvitationView, error) {
	made, err := s.People.MakeLink(ctx, x.asker(), in.ID)
	if err != nil {
		return InvitationView{}, err
	}
	return s.invitation(made), nil
}

type changePersonRequest struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		Email  *string `json:"email,omitempty" validate:"omitempty,max=254"`
		Name   *string `json:"name,omitempty" validate:"omitempty,max=200"`
		Locale *string `json:"locale,omitempty"`
	} `body:"json"`
}

func (s *Server) changePerson(ctx context.Context, x *call, in *changePersonRequest) (*access.Person, error) {
	return s.People.UpdateUser(ctx, x.asker(), in.ID, access.PersonChange{
		Email: in.Body.Email, Name: in.Body.Name, Locale: in.Body.Locale,
	})
}

func (s *Server) disablePerson(ctx context.Context, x *call, in *personRequest) (*access.Person, error) {
	return s.People.Disable(ctx, x.asker(), in.ID)
}

func (s *Server) enablePerson(ctx context.Context, x *call, in *personRequest) (*access.Person, error) {
	return s.People.Enable(ctx, x.asker(), in.ID)
}

func (s *Server) endSessions(ctx context.Context, x *call, in *personRequest) (none, error) {
	return none{}, s.People.EndSessions(ctx, x.asker(), in.ID)
}

type grantRequest struct {
	ID   string       `path:"id" format:"uuid"`
	Body access.Grant `body:"json"`
}

func (s *Server) addGrant(ctx context.Context, x *call, in *grantRequest) (*access.Person, error) {
	return s.People.Grant(ctx, x.asker(), in.ID, in.Body)
}

type revokeGrantRequest struct {
	ID    string `path:"id" format:"uuid"`
	Grant string `path:"grant" format:"uuid"`
}

func (s *Server) revokeGrant(ctx context.Context, x *call, in *revokeGrantRequest) (*access.Person, error) {
	return s.People.Revoke(ctx, x.asker(), in.ID, in.Grant)
}

func (s *Server) getMe(ctx context.Context, x *call, _ *none) (*access.Person, error) {
	return s.People.User(ctx, x.actor(), x.actor().UserID)
}

type changeMeRequest struct {
	Body struct {
		Name   *string `json:"name,omitempty" validate:"omitempty,max=200"`
		Locale *string `json:"locale,omitempty"`
	} `body:"json"`
}

func (s *Server) changeMe(ctx context.Context, x *call, in *changeMeRequest) (*access.Person, error) {
	return s.People.UpdateUser(ctx, x.asker(), x.actor().UserID, access.PersonChange{Name: in.Body.Name, Locale: in.Body.Locale})
}

// changePasswordRequest comes by PUT: an Idempotency-Key would keep a fast hash
// of the password.
type changePasswordRequest struct {
	Body struct {
		Present string `json:"present" validate:"required,max=1024"`
		Next    string `json:"next" validate:"required,max=1024"`
	} `body:"json"`
}

func (s *Server) changePassword(ctx context.Context, x *call, in *changePasswordRequest) (none, error) {
	return none{}, s.People.ChangePassword(ctx, x.actor(), x.who.session.Token, in.Body.Present, in.Body.Next)
}

type readLinkRequest struct {
	Body struct {
		Token string `json:"token" validate:"required,max=200"`
	} `body:"json"`
}

// readLink takes the token in the body, so that no log of addresses holds it.
func (s *Server) readLink(ctx context.Context, _ *call, in *readLinkRequest) (*access.LinkHolder, error) {
	return s.People.LinkHolder(ctx, in.Body.Token)
}

type acceptLinkRequest struct {
	Body struct {
		Token    string `json:"token" validate:"required,max=200"`
		Password string `json:"password" validate:"required,max=1024"`
	} `body:"json"`
}

// acceptLink also signs out the session the browser came with: whoever follows
// a link may be another person.
func (s *Server) acceptLink(ctx context.Context, x *call, in *acceptLinkRequest) (*access.LinkHolder, error) {
	holder, err := s.People.AcceptLink(ctx, in.Body.Token, in.Body.Password, x.origin())
	if err != nil {
		return nil, err
	}
	http.SetCookie(x.w, s.cookie("", time.Time{}))
	return holder, nil
}

// TokenList is personal tokens without their secrets.
type TokenList struct {
	Data []access.Token `json:"data"`
}

func (s *Server) listTokens(ctx context.Context, x *call, _ *none) (TokenList, error) {
	tokens, err := s.People.Tokens(ctx, x.actor(), x.actor().UserID)
	return TokenList{tokens}, err
}

func (s *Server) listTokensOf(ctx context.Context, x *call, in *personRequest) (TokenList, error) {
	tokens, err := s.People.Tokens(ctx, x.actor(), in.ID)
	return TokenList{tokens}, err
}

type createTokenRequest struct {
	Body struct {
		Name   string        `json:"name" validate:"required,max=200"`
		Scopes access.Scopes `json:"scopes"`
		Days   int           `json:"days,omitempty" validate:"min=0,max=366"`
	} `body:"json"`
}

func (s *Server) createToken(ctx context.Context, x *call, in *createTokenRequest) (*access.CreatedToken, error) {
	return s.People.CreateToken(ctx, x.asker(), access.NewToken{Name: in.Body.Name, Scopes: in.Body.Scopes, Days: in.Body.Days})
}

func (s *Server) revokeToken(ctx context.Context, x *call, in *personRequest) (*access.Token, error) {
	return s.People.RevokeToken(ctx, x.asker(), in.ID)
}

type auditRequest struct {
	Actor   string `query:"actor" format:"uuid"`
	Action  string `query:"action" validate:"max=100"`
	Outcome string `query:"outcome" validate:"omitempty,oneof=ok refused"`
	Size    int    `query:"size" validate:"min=0,max=100"`
	After   string `query:"after" validate:"max=200"`
}

func (s *Server) listAudit(ctx context.Context, x *call, in *auditRequest) (*access.AuditPage, error) {
	return s.People.AuditLog(ctx, x.actor(), access.AuditQuery{
		Actor: in.Actor, Action: in.Action, Outcome: in.Outcome, Size: in.Size, After: in.After,
	})
}
