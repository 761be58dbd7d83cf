package tour

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

type grant struct {
	Role    string `json:"role"`
	Type    string `json:"type"`
	Locale  string `json:"locale"`
	Country string `json:"country"`
}

// session is the answer to a sign-in, with the cookie that came with it.
type session struct {
	User   struct{ ID string } `json:"user"`
	CSRF   string              `json:"csrf"`
	cookie string
}

func (t *tour) invite(ctx context.Context) error {
	t.step("Ana, the admin, invites eight people; each sets a password with a one-time link and signs in.")
	everywhere := func(role, locale string) grant { return grant{role, "*", locale, "*"} }
	var err error
	if t.nikos, err = t.person(ctx, "Nikos", everywhere("researcher", "el"), everywhere("editor", "el")); err != nil {
		return err
	}
	if t.maria, err = t.person(ctx, "Maria", everywhere("editor", "*")); err != nil {
		return err
	}
	names := map[string]string{"en": "Emma", "fr": "Claire", "de": "Jonas", "it": "Paola", "pl": "Piotr", "es": "Lucía"}
	for _, locale := range t.locales() {
		if t.translators[locale], err = t.person(ctx, names[locale], everywhere("translator", locale)); err != nil {
			return err
		}
	}
	t.say("Nikos researches and edits in Greek, Maria edits all languages, six translators write one each.")
	return nil
}

func (t *tour) person(ctx context.Context, name string, grants ...grant) (who, error) {
	email := fmt.Sprintf("%s.%s@tour.example", strings.ToLower(strings.ReplaceAll(name, "í", "i")), t.mark)
	var made struct {
		Person struct{ ID string }  `json:"person"`
		Link   struct{ URL string } `json:"link"`
	}
	err := t.api.call(ctx, t.admin, http.MethodPost, "/api/desk/people", 0,
		map[string]any{"email": email, "name": name + " (tour)", "locale": "en", "grants": grants}, &made)
	if err != nil {
		return who{}, err
	}
	p := who{name: name, id: made.Person.ID}
	_, link, _ := strings.Cut(made.Link.URL, "#")
	password := rand.Text()
	if err := t.api.call(ctx, who{}, http.MethodPost, "/api/desk/links/accept", 0, map[string]any{"token": link, "password": password}, nil); err != nil {
		return p, err
	}
	var s session
	err = t.api.call(ctx, who{}, http.MethodPost, "/api/desk/session", 0, map[string]any{"email": email, "password": password}, &s)
	p.cookie, p.csrf = s.cookie, s.CSRF
	return p, err
}

// document is the part of a document that the tour looks at.
type document struct {
	Version  int64    `json:"version"`
	State    string   `json:"state"`
	Revision string   `json:"revision"`
	Awaiting []string `json:"awaiting"`
	Fields   map[string]any
	Counts   struct{ Total, Empty, Stale int }
}

func (t *tour) path(locale string) string {
	return "/api/desk/entries/" + t.entry + "/documents/" + locale
}

func (t *tour) look(ctx context.Context, locale string) (document, error) {
	var d document
	err := t.api.call(ctx, t.maria, http.MethodGet, t.path(locale), 0, nil, &d)
	return d, err
}

// verb does something to the newest revision of a document, and to the same of
// the documents named in also.
func (t *tour) verb(ctx context.Context, as who, locale, verb string, also ...string) error {
	d, err := t.look(ctx, locale)
	if err != nil {
		return err
	}
	others := []map[string]any{}
	for _, l := range also {
		other, err := t.look(ctx, l)
		if err != nil {
			return err
		}
		others = append(others, map[string]any{"locale": l, "revision": other.Revision})
	}
	err = t.api.call(ctx, as, http.MethodPost, t.path(locale)+"/"+verb, 0,
		map[string]any{"revision": d.Revision, "also": others}, nil)
	if err != nil {
		return fmt.Errorf("%s, %s %s: %w", as.name, verb, locale, err)
	}
	return nil
}

// turn is a verb and who uses it.
type turn struct {
	who
	verb string
}

func (t *tour) inTurn(ctx context.Context, locale string, turns ...turn) error {
	for _, one := range turns {
		if err := t.verb(ctx, one.who, locale, one.verb); err != nil {
			return err
		}
	}
	return nil
}

// goLive is what a translation goes through once it is written.
func (t *tour) goLive(ctx context.Context, as who, locale string) error {
	return t.inTurn(ctx, locale, turn{as, "submit"}, turn{t.maria, "approve"}, turn{t.maria, "publish"})
}

func (t *tour) draft(ctx context.Context) error {
	t.step("Nikos drafts the profile of Ioannina in Greek, with its facts.")
	text := t.texts["el"]
	paragraphs := []any{paragraph(text["first"]), paragraph(text["second"])}
	body := map[string]any{
		"type": "city", "source_locale": "el", "slug": "ioannina-" + t.mark, "follows": relays,
		"shared": map[string]any{"country": "GR", "location": map[string]any{"lat": 39.665, "lon": 20.8537}},
		"fields": map[string]any{
			"name": text["name"], "tagline": text["tagline"], "summary": text["summary"],
			"takeaways": []any{map[string]any{"text": text["takeaway"]}},
			"sections": []any{map[string]any{
				"kind": "unique", "heading": text["heading"],
				"body": map[string]any{"type": "doc", "content": paragraphs},
			}},
		},
	}
	var made struct{ ID string }
	if err := t.api.call(ctx, t.nikos, http.MethodPost, "/api/desk/entries", 0, body, &made); err != nil {
		return err
	}
	t.entry = made.ID
	return t.see(ctx, map[string]string{"el": "nothing", "en": "nothing"})
}

func paragraph(text string) map[string]any {
	return map[string]any{"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": text}}}
}

func (t *tour) ownApproval(ctx context.Context) error {
	t.step("Nikos submits it and tries to approve his own text.")
	if err := t.verb(ctx, t.nikos, "el", "submit", "und"); err != nil {
		return err
	}
	err := t.verb(ctx, t.nikos, "el", "approve")
	var r *refusal
	if !errors.As(err, &r) || r.Code != "four_eyes" {
		return errors.Join(errors.New("an author's own approval was not stopped by four eyes"), err)
	}
	t.say("he is stopped: %s", r.Detail)
	return nil
}

func (t *tour) publishGreek(ctx context.Context) error {
	t.step("Maria reads it, approves it and publishes it together with the shared facts.")
	for _, verb := range []string{"approve", "publish"} {
		if err := t.verb(ctx, t.maria, "el", verb, "und"); err != nil {
			return err
		}
	}
	return t.see(ctx, map[string]string{"el": fmt.Sprintf("%q", t.texts["el"]["first"]), "pl": "the text in Greek"})
}

func (t *tour) translate(ctx context.Context) error {
	for _, locale := range t.locales() {
		from := "Greek"
		if relay := relays[locale]; relay != "" {
			from = languages[relay]
		}
		as := t.translators[locale]
		t.step("%s translates from %s into %s; Maria approves and publishes.", as.name, from, languages[locale])
		if err := t.fill(ctx, as, locale, "first"); err != nil {
			return err
		}
		if err := t.goLive(ctx, as, locale); err != nil {
			return err
		}
		if err := t.see(ctx, map[string]string{locale: fmt.Sprintf("%q", t.texts[locale]["first"])}); err != nil {
			return err
		}
	}
	return nil
}

type segments struct {
	Segments []struct {
		Key    string
		Source string
		Hash   string `json:"source_hash"`
		Stale  bool
		Target struct{ Text, Hash string }
	}
}

// fill writes the segments that are empty or stale; first is the text of the
// first paragraph to write.
func (t *tour) fill(ctx context.Context, as who, locale, first string) error {
	if err := t.verb(ctx, as, locale, "load"); err != nil {
		return err
	}
	var s segments
	if err := t.api.call(ctx, as, http.MethodGet, t.path(locale)+"/segments", 0, nil, &s); err != nil {
		return err
	}
	source := "el"
	if relays[locale] != "" {
		source = relays[locale]
	}
	var written []map[string]any
	for _, one := range s.Segments {
		if one.Target.Text != "" && !one.Stale {
			continue
		}
		key := t.keyOf(source, one.Source)
		if key == "changed" {
			key = first
		}
		written = append(written, map[string]any{
			"key": one.Key, "text": t.texts[locale][key], "from": one.Hash, "if_hash": one.Target.Hash, "state": "translated",
		})
	}
	body := map[string]any{"segments": written, "slug": strings.ToLower(t.texts["en"]["name"]) + "-" + t.mark + "-" + locale}
	return t.api.call(ctx, as, http.MethodPut, t.path(locale)+"/segments", 0, body, nil)
}

func (t *tour) keyOf(locale, text string) string {
	for key, value := range t.texts[locale] {
		if value == text {
			return key
		}
	}
	return ""
}
