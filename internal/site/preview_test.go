package site_test

import (
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"movingcities/config"
	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/content"
	"movingcities/internal/fault"
	"movingcities/internal/preview"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/site"
	"movingcities/internal/workflow"
)

// studio is a website with links to what is not on it, made by Nina, who may
// translate for the cities of Germany, and by Otto, an admin.
type studio struct {
	*world
	people     *access.People
	links      *preview.Links
	previews   http.Handler
	nina, otto access.Actor
	now        time.Time
}

func eachStudio(t *testing.T, test func(t *testing.T, s *studio)) {
	t.Helper()
	eachWorld(t, func(t *testing.T, w *world) {
		model, err := schema.Load(config.Files)
		if err != nil {
			t.Fatal(err)
		}
		policy, err := access.NewPolicy()
		if err != nil {
			t.Fatal(err)
		}
		public, _ := url.Parse(publicURL)
		s := &studio{world: w, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
		clock, newID := func() time.Time { return s.now }, func() string { return uuid.Must(uuid.NewV7()).String() }
		s.people = access.NewPeople(access.Config{
			DB: w.db, Policy: policy, Clock: clock, NewID: newID, Rand: rand.Reader, Types: []string{"city"},
			Locales: []string{"en", "de"}, Countries: model.Countries(), Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8},
		})
		reader := &published.Reader{DB: w.db, Model: model, Secret: []byte("secret")}
		s.links = preview.New(preview.Config{
			DB: w.db, Model: model, Policy: policy, People: s.people, Content: w.desk, Public: reader,
			PublicURL: public, Secret: []byte("another secret"), Clock: clock, NewID: newID,
		})
		pages, err := site.New(site.Config{Model: model, Published: reader, PublicURL: public, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		s.previews = site.NewPreviews(pages, s.links)
		boss, err := s.people.Bootstrap(w.ctx, access.NewUser{Email: "otto@example.org", Name: "Otto", Locale: "de", Password: "a boat, a lamp, a pear"}, access.Call{Peer: "command line"})
		if err != nil {
			t.Fatal(explain(err))
		}
		s.otto = s.actor(boss.Person.ID)
		made, err := s.people.CreateUser(w.ctx, access.By{Actor: s.otto}, access.NewUser{
			Email: "nina@example.org", Name: "Nina", Locale: "de", Grants: []access.Grant{{Role: "translator", Type: "city", Locale: "de", Country: "DE"}},
		})
		if err != nil {
			t.Fatal(explain(err))
		}
		s.nina = s.actor(made.Person.ID)
		test(t, s)
	})
}

func (s *studio) actor(id string) access.Actor {
	s.t.Helper()
	a, err := s.people.Actor(s.ctx, id)
	if err != nil {
		s.t.Fatal(err)
	}
	a.Kind = access.KindUser
	return a
}

// draft saves a text that nobody publishes.
func (s *studio) draft(id, locale, fields string) {
	s.t.Helper()
	ref := content.Ref{Entry: id, Locale: locale}
	doc, err := s.desk.Document(s.ctx, s.editor.Actor, ref)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.desk.Save(s.ctx, s.author, ref, content.SaveInput{Version: doc.Version, Fields: decoded(s.t, fields), Slug: doc.Slug}); err != nil {
		s.t.Fatal(explain(err))
	}
}

// link makes one and gives its path.
func (s *studio) link(a access.Actor, in preview.NewLink) (path, id string) {
	s.t.Helper()
	made, err := s.links.Create(s.ctx, content.By{Actor: a}, in)
	if err != nil {
		s.t.Fatal(explain(err))
	}
	return strings.TrimPrefix(made.URL, publicURL), made.ID
}

func (s *studio) follow(path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	s.previews.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder
}

// shows checks that a link shows the text, and as JSON too; without a text, that
// it shows nothing in either form, and does not say why.
func (s *studio) shows(path, text string) {
	s.t.Helper()
	for _, at := range []string{path, path + ".json"} {
		answer := s.follow(at)
		body := answer.Body.String()
		if text == "" && (answer.Code != 404 || strings.Contains(body, "Entwurf")) {
			s.t.Errorf("%s: %d %s", at, answer.Code, body)
		}
		if text != "" && (answer.Code != 200 || !strings.Contains(body, text)) {
			s.t.Errorf("%s: %d without %q\n%.2000s", at, answer.Code, text, body)
		}
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive",
			"ETag": "", "Surrogate-Key": "", "Set-Cookie": "", "X-Content-Type-Options": "nosniff",
		} {
			if got := answer.Header().Get(name); got != want {
				s.t.Errorf("%s: %s is %q", at, name, got)
			}
		}
		token := strings.TrimPrefix(path, preview.Path)
		if strings.Contains(body, token) {
			s.t.Errorf("%s repeats its token", at)
		}
	}
}

const rewritten = `{"name":"Potsdam","tagline":"Ein Entwurf","summary":"Noch ein Entwurf"}`

// A link shows one text on the page that it would have, among what is live.
func TestPreviewOfALiveCity(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		s.draft(id, "de", rewritten)
		path, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}})
		s.shows(path, "Ein Entwurf")
		page := s.follow(path).Body.String()
		for _, part := range []string{
			`<html lang="de">`, "178.089", "Sicherer Hafen", "Vorschau auf einen Text", "30. November 2026", `<meta name="robots" content="noindex">`,
		} {
			if !strings.Contains(page, part) {
				t.Errorf("%q is missing", part)
			}
		}
		for _, part := range []string{`rel="canonical"`, "ld+json", "Stadt am Wasser", `hreflang="x-default"`} {
			if strings.Contains(page, part) {
				t.Errorf("%q is there", part)
			}
		}
		var answer struct {
			Data    struct{ Fields map[string]any }
			Preview struct{ Language string }
		}
		if err := json.Unmarshal(s.follow(path+".json").Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if country, _ := answer.Data.Fields["country"].(map[string]any); country["code"] != "DE" || answer.Preview.Language != "de" {
			t.Errorf("%+v", answer)
		}
		// Nothing of it is anywhere else.
		for _, at := range []string{
			"/de/cities/potsdam", "/de/cities/potsdam?preview=1&status=draft", "/de/", "/de/cities", "/de/feed.xml", path, path + ".json",
		} {
			if body := s.get(at).Body.String(); strings.Contains(body, "Entwurf") {
				t.Errorf("%s shows the draft", at)
			}
		}
	})
}

// A text that is written over, as fresh revisions are, is not what the link was
// made for.
func TestPreviewStaysWithItsRevision(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		s.draft(id, "de", rewritten)
		path, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}})
		s.draft(id, "de", `{"name":"Potsdam","tagline":"Geheimer Nachtrag"}`)
		s.shows(path, "Ein Entwurf")
		if strings.Contains(s.follow(path).Body.String(), "Geheimer") {
			t.Error("the link shows a later text")
		}
		live, err := s.desk.Entry(s.ctx, s.otto, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range live.Documents {
			if d.Locale == "de" {
				older, _ := s.link(s.otto, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}, Revision: d.Live.Revision})
				s.shows(older, "Stadt am Wasser")
			}
		}
	})
}

// What is not live at all is shown with the shared fields it had.
func TestPreviewBeforeTheFirstPublication(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		create := func(typ, shared, fields string) string {
			e, err := s.desk.CreateEntry(s.ctx, s.author, content.NewEntry{
				Type: typ, SourceLocale: "de", Shared: decoded(t, shared), Fields: decoded(t, fields),
			})
			if err != nil {
				t.Fatal(explain(err))
			}
			return e.ID
		}
		city := create("city", `{"country":"DE","location":{"lat":52.4,"lon":13.06}}`, `{"name":"Werder","tagline":"Entwurf einer Stadt"}`)
		path, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: city, Locale: "de"}})
		s.shows(path, "Entwurf einer Stadt")
		if body := s.follow(path).Body.String(); !strings.Contains(body, "Deutschland") || !strings.Contains(body, "locator") {
			t.Error("the shared fields are missing")
		} else if strings.Contains(body, "/print/") || strings.Contains(body, "/cities/-/feed.xml") {
			t.Error("the page leads to pages that only a live text has")
		}
		facts, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: city, Locale: "und"}, Language: "fr"})
		s.shows(facts, "Allemagne")
		approach := create("approach", `{"country":"DE","city":{"entry":"`+city+`"}}`, `{"title":"Entwurf eines Ansatzes"}`)
		network := create("network", `{"scope":"europe"}`, `{"name":"Entwurf eines Netzes"}`)
		page := create("page", `{}`, `{"title":"Entwurf einer Seite"}`)
		area := create("policy_area", `{}`, `{"name":"Entwurf eines Feldes"}`)
		for id, text := range map[string]string{
			approach: "Entwurf eines Ansatzes", network: "Entwurf eines Netzes", page: "Entwurf einer Seite", area: "Entwurf eines Feldes",
		} {
			path, _ := s.link(s.otto, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}})
			s.shows(path, text)
		}
		s.want("/de/cities", 200, "not", "Werder")
	})
}

func TestPreviewsEnd(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		s.draft(id, "de", rewritten)
		ref := content.Ref{Entry: id, Locale: "de"}
		path, link := s.link(s.nina, preview.NewLink{Ref: ref})
		other, _ := s.link(s.nina, preview.NewLink{Ref: ref, Days: preview.MaxDays})

		if err := s.links.Revoke(s.ctx, s.nina, link); err != nil {
			t.Fatal(explain(err))
		}
		s.shows(path, "")
		s.shows(other, "Ein Entwurf")

		s.now = s.now.Add(30*24*time.Hour - time.Second)
		s.shows(other, "Ein Entwurf")
		s.now = s.now.Add(time.Second)
		s.shows(other, "")

		page, err := s.links.List(s.ctx, s.nina, id, 1, "")
		if err != nil || len(page.Links) != 1 || page.Links[0].State != preview.Expired || page.Links[0].URL != "" || page.Next == "" {
			t.Fatalf("%+v %v", page, err)
		}
		page, err = s.links.List(s.ctx, s.nina, id, 1, page.Next)
		if err != nil || len(page.Links) != 1 || page.Links[0].State != preview.Revoked || page.Next != "" {
			t.Errorf("%+v %v", page, err)
		}
	})
}

// A link shows what its maker may read at that moment, and nothing else.
func TestPreviewsDieWithTheRightOfTheirMaker(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		s.draft(id, "de", rewritten)
		path, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}})
		state := func() string {
			t.Helper()
			page, err := s.links.List(s.ctx, s.otto, id, 0, "")
			if err != nil {
				t.Fatal(err)
			}
			return page.Links[0].State
		}
		nina, err := s.people.User(s.ctx, s.otto, s.nina.UserID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.people.Revoke(s.ctx, access.By{Actor: s.otto}, s.nina.UserID, nina.Grants[0].ID); err != nil {
			t.Fatal(explain(err))
		}
		s.shows(path, "")
		if state() != preview.Void {
			t.Errorf("the list says %s", state())
		}
		grant := access.Grant{Role: "translator", Type: "city", Locale: "de", Country: "*"}
		if _, err := s.people.Grant(s.ctx, access.By{Actor: s.otto}, s.nina.UserID, grant); err != nil {
			t.Fatal(explain(err))
		}
		s.shows(path, "Ein Entwurf")
		if _, err := s.people.Disable(s.ctx, access.By{Actor: s.otto}, s.nina.UserID); err != nil {
			t.Fatal(explain(err))
		}
		s.shows(path, "")
		if state() != preview.Void {
			t.Errorf("the list says %s", state())
		}
	})
}

func TestPreviewsAreMadeByWhoMayReadTheText(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		create := func(a access.Actor, in preview.NewLink) error {
			_, err := s.links.Create(s.ctx, content.By{Actor: a}, in)
			return err
		}
		ref := content.Ref{Entry: id, Locale: "de"}
		stranger, program := s.nina, s.otto
		stranger.Grants = []access.Grant{{Role: "translator", Type: "city", Locale: "de", Country: "FR"}}
		program.Kind, program.Token = access.KindToken, &access.TokenInfo{Scopes: access.Scopes{Access: access.Write, Types: []string{"*"}, Locales: []string{"*"}}}
		for name, c := range map[string]struct {
			err  error
			code string
		}{
			"a stranger":        {create(stranger, preview.NewLink{Ref: ref}), "entry_not_found"},
			"a token":           {create(program, preview.NewLink{Ref: ref}), "session_required"},
			"too long":          {create(s.nina, preview.NewLink{Ref: ref, Days: 31}), "link_not_valid"},
			"wrong language":    {create(s.nina, preview.NewLink{Ref: ref, Language: "fr"}), "link_not_valid"},
			"nothing there":     {create(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "fr"}}), "nothing_written"},
			"another's text":    {create(s.nina, preview.NewLink{Ref: ref, Revision: uuid.NewString()}), "revision_not_found"},
			"nobody's language": {create(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "und"}, Language: "xx"}), "link_not_valid"},
		} {
			if !fault.Is(c.err, c.code) {
				t.Errorf("%s: %v", name, c.err)
			}
		}
		_, link := s.link(s.otto, preview.NewLink{Ref: ref})
		for code, err := range map[string]error{
			"link_not_found": s.links.Revoke(s.ctx, stranger, link), "no_right": s.links.Revoke(s.ctx, s.nina, link),
		} {
			if !fault.Is(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
		}
		page, err := s.links.List(s.ctx, s.nina, id, 0, "")
		if err != nil || len(page.Links) != 1 || page.Links[0].URL != "" || page.Links[0].Name != "Otto" {
			t.Errorf("%+v %v", page, err)
		}
	})
}

// Guessing costs no look into the database, and every refusal is the same.
func TestPreviewTokensAreSigned(t *testing.T) {
	eachStudio(t, func(t *testing.T, s *studio) {
		id := s.potsdam()
		s.draft(id, "de", rewritten)
		path, _ := s.link(s.nina, preview.NewLink{Ref: content.Ref{Entry: id, Locale: "de"}})
		last := "A"
		if strings.HasSuffix(path, last) {
			last = "B"
		}
		refusal := s.follow(preview.Path).Body.String()
		for _, at := range []string{path[:len(path)-1] + last, path[:len(path)-1], path + "A", path + "=", preview.Path + id, path + "/", path + "/../x"} {
			s.shows(at, "")
			if got := s.follow(at).Body.String(); got != refusal {
				t.Errorf("%s is refused in words of its own", at)
			}
		}
		post := httptest.NewRecorder()
		s.previews.ServeHTTP(post, httptest.NewRequest(http.MethodPost, path, nil))
		if post.Code != http.StatusMethodNotAllowed || post.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("POST answers %d", post.Code)
		}
		s.do(s.editor, id, "de", workflow.Unpublish)
		s.shows(path, "Ein Entwurf")
		if err := s.db.Close(); err != nil {
			t.Fatal(err)
		}
		s.shows(preview.Path+strings.Repeat("x", 64), "")
	})
}
