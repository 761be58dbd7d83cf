package site

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/fault"
	"movingcities/internal/schema"
	"movingcities/internal/site/proof"
)

// Forms is what the site needs to take what readers send. Without it there are
// no forms. Everything in it is required.
type Forms struct {
	Desk   *content.Desk
	People *access.People
	Secret []byte // the same on every server
	Peer   func(*http.Request) string
	Clock  func() time.Time
	Rand   io.Reader // a cryptographic source
}

func (f *Forms) seal() proof.Seal { return proof.Seal{Secret: f.Secret, Clock: f.Clock, Rand: f.Rand} }

// The forms, by the last part of their address, and the page after each.
const (
	addCity  = "add-city"
	report   = "report"
	sentPage = "sent"
)

const (
	maxForm    = 64 << 10 // bytes of a form
	maxLinks   = 10
	trapField  = "website" // that people do not see and programs fill in
	proofField = "proof"
)

// formView is a form with what was filled in and what is wrong with it.
type formView struct {
	Form, Action, Token string
	Sent                bool
	Problem             string
	Values              map[string]string
	Errors              []formError
	Countries           []choice
}

type formError struct{ Field, Label, Text string }

// Wrong is what is wrong with a field.
func (f *formView) Wrong(field string) string {
	for _, e := range f.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// inputField is one line of a form.
type inputField struct{ Name, Label, Type, Fill, Value, Wrong, Required string }

// field makes a line of the form on a page.
func field(p *page, name, label, typ string, required bool, fill string) inputField {
	f, _ := p.Data.(*formView)
	one := inputField{Name: name, Label: p.T(label), Type: typ, Fill: fill, Value: f.Values[name], Wrong: f.Wrong(name)}
	if required {
		one.Required = p.T("form.required")
	}
	return one
}

// limits are the fields of the forms, with how many characters each may have and
// the text that names it.
func limits(form string) []struct {
	name, label string
	most        int
	required    bool
} {
	type field = struct {
		name, label string
		most        int
		required    bool
	}
	common := []field{{"message", "form.message", 4000, true}, {"links", "form.links", 4000, false}, {"name", "form.name", 100, false}, {"email", "form.email", 200, false}}
	if form == report {
		return append([]field{{"page", "report.page", 300, true}}, common...)
	}
	return append([]field{{"municipality", "form.municipality", 80, true}, {"country", "filter.country", 2, true}}, common...)
}

// isForm tells whether an address below its language takes a POST.
func isForm(parts []string) bool {
	return len(parts) == 1 && (parts[0] == addCity || parts[0] == report)
}

// form shows a form, or takes it.
func (v *visit) form(name string) (*answer, error) {
	if v.Forms == nil || (name == report && v.Model.Type("report") == nil) {
		return v.unknown()
	}
	f := &formView{Form: name, Action: address(v.lang, name), Values: map[string]string{}}
	if v.r.Method == http.MethodPost {
		return v.take(f)
	}
	if name == report {
		f.Values["page"] = ownPath(v.query.Get("page"))
	}
	return v.showForm(f, http.StatusOK)
}

// ownPath is the path of a page of ours, empty for anything else.
func ownPath(s string) string {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || len(s) > 300 {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host != "" {
		return ""
	}
	return u.Path
}

// sent is the page after a form.
func (v *visit) sent(name string) (*answer, error) {
	if v.Forms == nil || !isForm([]string{name}) {
		return v.unknown()
	}
	return v.showForm(&formView{Form: name, Sent: true}, http.StatusOK)
}

func (v *visit) showForm(f *formView, status int) (*answer, error) {
	title, text := v.say("nav.add_city"), v.say("add.sub")
	if f.Form == report {
		title, text = v.say("meta.report"), v.say("report.sub")
	}
	if f.Sent {
		title, text = v.say("form.sent"), v.say("form.thanks")
	} else {
		var err error
		if f.Token, err = v.Forms.seal().Token(f.Form); err != nil {
			return nil, err
		}
		f.Countries = append(f.Countries, choice{Text: v.say("form.choose")})
		for _, code := range v.Model.Countries() {
			f.Countries = append(f.Countries, choice{Value: code, Text: v.Model.CountryName(code, v.lang), Selected: code == f.Values["country"]})
		}
		sorted(v.lang, f.Countries[1:], func(c choice) string { return c.Text })
	}
	parts := []string{f.Form}
	if f.Sent {
		parts = append(parts, sentPage)
	}
	p := v.page("form", title, "", v.at(filters{}, parts...))
	p.Description, p.Data = text, f
	if f.Form == report || f.Sent {
		p.Robots = "noindex"
	}
	a, err := v.render(p)
	if err != nil {
		return nil, err
	}
	a.status, a.fleeting = status, true // every form has a token of its own
	return a, nil
}

// take judges what was sent. A program gives itself away by the hidden field, by
// its haste or by a token that is not ours; nothing of it is written down.
func (v *visit) take(f *formView) (*answer, error) {
	if err := http.NewCrossOriginProtection().Check(v.r); err != nil {
		return nil, fault.New(fault.Forbidden, "cross_origin", "Send the form from its own page.")
	}
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, maxForm)
	if err := v.r.ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "bad_form", "This is not the form of this page.")
	}
	for _, field := range limits(f.Form) {
		f.Values[field.name] = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(v.r.PostForm.Get(field.name), "\r\n", "\n"), ""))
	}
	if v.r.PostForm.Get(trapField) != "" {
		return v.thanks(f), nil // it learns nothing from the answer
	}
	token := v.r.PostForm.Get(proofField)
	if v.judge(f); len(f.Errors) > 0 {
		return v.showForm(f, http.StatusUnprocessableEntity)
	}
	if !v.Forms.seal().Check(f.Form, token) {
		f.Problem = v.say("form.error_again")
		return v.showForm(f, http.StatusUnprocessableEntity)
	}
	err := v.write(f, token)
	switch {
	case fault.Is(err, "too_many_attempts"):
		f.Problem = v.say("form.error_many")
		return v.showForm(f, http.StatusTooManyRequests)
	case err != nil && !fault.Is(err, "entry_exists"):
		return nil, err
	}
	return v.thanks(f), nil
}

func (v *visit) thanks(f *formView) *answer {
	return &answer{moved: address(v.lang, f.Form, sentPage), status: http.StatusSeeOther, fleeting: true}
}

// judge finds what a person can mend.
func (v *visit) judge(f *formView) {
	wrong := func(name, label, key string) { f.Errors = append(f.Errors, formError{name, v.say(label), v.say(key)}) }
	for _, field := range limits(f.Form) {
		said := f.Values[field.name]
		switch {
		case field.name == "country" && v.country(said) == "":
			wrong(field.name, field.label, "form.error_country")
		case field.required && said == "":
			wrong(field.name, field.label, "form.error_required")
		case utf8.RuneCountInString(said) > field.most:
			wrong(field.name, field.label, "form.error_long")
		case field.name == "page" && ownPath(said) == "":
			wrong(field.name, field.label, "form.error_required")
		case field.name == "links" && !webAddresses(said):
			wrong(field.name, field.label, "form.error_links")
		case field.name == "email" && said != "" && !isMail(said):
			wrong(field.name, field.label, "form.error_email")
		}
	}
}

func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == ' ' || r == '\t' })
}

func webAddresses(s string) bool {
	for _, one := range lines(s) {
		u, err := url.Parse(one)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(one) > 500 {
			return false
		}
	}
	return len(lines(s)) <= maxLinks
}

// write makes the draft. It goes the way of all content, with the rights of
// somebody who may make this draft and nothing else.
func (v *visit) write(f *formView, token string) error {
	ctx := v.r.Context()
	in := v.proposal(f)
	country := access.Any
	if f.Form == addCity {
		country = f.Values["country"]
	}
	in.ID, in.SourceLocale = proof.EntryID(token), v.lang
	in.Note = strings.TrimSpace("Sent through the website. " + f.Values["name"] + " " + f.Values["email"])
	actor, err := v.Forms.People.Visitor(ctx, v.Forms.Peer(v.r), in.Type, v.lang, country)
	if err != nil {
		return err
	}
	_, err = v.Forms.Desk.CreateEntry(ctx, content.By{Actor: actor}, in)
	if errors.Is(err, context.Canceled) {
		return nil // the reader has gone; nobody waits for an answer
	}
	return err
}

// proposal is the draft that a form becomes.
func (v *visit) proposal(f *formView) content.NewEntry {
	message := f.Values["message"]
	if f.Form == report {
		if links := f.Values["links"]; links != "" {
			message += "\n\n" + links
		}
		return content.NewEntry{Type: "report", Shared: schema.Fields{
			"subject": cmp.Or(f.Values["page"], "/"), "page": f.Values["page"], "message": message,
		}}
	}
	shared := schema.Fields{"country": f.Values["country"]}
	var sources []any
	for _, one := range lines(f.Values["links"]) {
		sources = append(sources, map[string]any{"title": host(one), "url": one})
	}
	if sources != nil {
		shared["sources"] = sources
	}
	return content.NewEntry{Type: "city", Shared: shared, Fields: schema.Fields{
		"name":     f.Values["municipality"],
		"sections": []any{map[string]any{"kind": "free", "heading": v.say("nav.add_city"), "body": paragraphs(message)}},
	}}
}

// paragraphs is plain text as rich text, which holds nothing but words.
func paragraphs(text string) map[string]any {
	var blocks []any
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			blocks = append(blocks, map[string]any{
				"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": line}},
			})
		}
	}
	return map[string]any{"type": "doc", "content": blocks}
}
