package app_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/api"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

var update = flag.Bool("update", false, "write golden files anew")

// The matrix asks every route of the running server as everybody there is, and
// compares the answers with testdata/routes.golden. Requests are made so that
// whoever has the right is refused later, for a wrong version or an unknown
// id: nothing may change, and a test holds the database against that. A route
// that the matrix does not know is a new line in the file, and fails.

const nobody, wrongID = "anonymous", "00000000-0000-4000-8000-00000000dead"

// visitor is one column of the matrix.
type visitor struct {
	name    string
	headers map[string]string
}

// city is an installation with one live entry, one archived entry, an empty
// release, and a person of every kind.
type city struct {
	t                       *testing.T
	app                     *app.App
	http                    *httptest.Server
	admin                   access.Actor
	entry, archived, volume string
	visitors                []visitor
}

func TestEveryRouteForEverybody(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		c := newCity(t, url)
		before := c.state()
		var out strings.Builder
		for _, route := range c.app.API.Routes() {
			for _, request := range c.requests(route) {
				fmt.Fprintf(&out, "%s %s\n", request.method, c.masked(request.path))
				for _, v := range c.visitors {
					if route.Credential == api.SignIn && v.name != nobody {
						continue // the body is the credential, and failures are throttled
					}
					fmt.Fprintf(&out, "  %-14s %s\n", v.name, c.ask(request, v))
				}
			}
		}
		if after := c.state(); after != before {
			t.Error("asking changed the database")
		}
		golden(t, "testdata/routes.golden", out.String())
	})
}

// request is one cell's question.
type request struct {
	method, path, body string
	media              string // of the body; JSON if empty
	ifMatch            bool
}

// requests turns a route into one or several questions: documents are asked for
// in each part, verbs one by one.
func (c *city) requests(r api.Route) []request {
	c.t.Helper()
	places := []map[string]string{{}}
	if strings.Contains(r.Path, "{locale}") {
		places = nil
		for _, locale := range []string{"el", "de", "fr", "und"} {
			places = append(places, map[string]string{"{locale}": locale})
		}
	}
	places = spread(places, r.Path, "{verb}", c.verbs())
	places = spread(places, r.Path, "{action}", []string{"confirm", "still_right", "undo"})
	var all []request
	for _, place := range places {
		path := r.Path
		for from, to := range place {
			path = strings.ReplaceAll(path, from, to)
		}
		path = strings.ReplaceAll(path, "{id}", c.idFor(r))
		path = strings.NewReplacer("{revision}", wrongID, "{grant}", wrongID, "{slug}", c.entry,
			"{key}", "no-such-segment", "{pair}", wrongID, "{aside}", wrongID, "{concept}", "no-such-concept").Replace(path)
		question, ok := questions[r.ID]
		if !ok && r.Method != http.MethodGet && r.Method != http.MethodHead {
			c.t.Errorf("%s %s has no line in the matrix: add it to questions", r.Method, r.Path)
			continue
		}
		all = append(all, request{r.Method, path + question.query, question.body, question.media, question.ifMatch})
	}
	return all
}

func spread(places []map[string]string, path, name string, values []string) []map[string]string {
	if !strings.Contains(path, name) {
		return places
	}
	var out []map[string]string
	for _, place := range places {
		for _, value := range values {
			next := map[string]string{name: value}
			for k, v := range place {
				next[k] = v
			}
			out = append(out, next)
		}
	}
	return out
}

func (c *city) verbs() []string {
	var verbs []string
	for _, v := range workflow.Verbs() {
		switch v {
		case workflow.Save, workflow.Segments, workflow.Create, workflow.Comment, workflow.Archive, workflow.Unarchive, workflow.Read:
		default:
			verbs = append(verbs, string(v))
		}
	}
	return verbs
}

func (c *city) idFor(r api.Route) string {
	switch {
	case r.ID == "archiveEntry":
		return c.archived
	case strings.HasPrefix(r.Path, "/api/desk/entries/"):
		return c.entry
	case strings.HasPrefix(r.Path, "/api/desk/releases/"):
		return c.volume
	default:
		return wrongID
	}
}

var aside = `{"key":"no such segment","source_hash":"` + strings.Repeat("0", 64) + `","code":"numbers","fingerprint":"` + strings.Repeat("0", 16) + `"}`

// questions are the bodies of the changing routes: sound enough to get past the
// decoder, and bound to be refused once the right is settled.
var questions = map[string]struct {
	body, query, media string
	ifMatch            bool
}{
	"signIn":         {body: `{"email":"nobody@example.org","password":"not the password"}`},
	"signOut":        {},
	"search":         {query: "?q=Palermo&locale=en"},
	"searchDesk":     {query: "?q=Palermo&locale=en"},
	"readLink":       {body: `{"token":"no such link"}`},
	"acceptLink":     {body: `{"token":"no such link","password":"a boat, a lamp, a pear"}`},
	"changeMe":       {body: `{"name":""}`},
	"changePassword": {body: `{"present":"wrong","next":"another boat, another lamp"}`},
	"createToken":    {body: `{"name":"","scopes":{"access":"read","types":["*"],"locales":["*"]}}`},
	"revokeToken":    {},
	"createPerson":   {body: `{"email":"not an address","name":"X","locale":"en","grants":[]}`},
	"changePerson":   {body: `{"name":""}`},
	"disablePerson":  {}, "enablePerson": {}, "createLink": {}, "endSessions": {},
	"addGrant":        {body: `{"role":"nothing","type":"*","locale":"*","country":"*"}`},
	"revokeGrant":     {},
	"createEntry":     {body: `{"type":"city","source_locale":"el","fields":{"no_such_field":1}}`},
	"archiveEntry":    {},
	"unarchiveEntry":  {},
	"saveDocument":    {body: `{"fields":{}}`, ifMatch: true},
	"doVerb":          {body: `{"revision":"` + wrongID + `","comment":"x","follows":"en","set_aside":"` + wrongID + `"}`},
	"saveSegments":    {body: `{"segments":[{"key":"no such segment","text":"x","from":"` + strings.Repeat("0", 64) + `"}]}`},
	"markSegments":    {body: `{"marks":[{"key":"no such segment"}]}`},
	"createRelease":   {body: `{"title":"x","items":[{"entry":"` + wrongID + `","locale":"el","action":"publish"}]}`},
	"changeRelease":   {body: `{}`, ifMatch: true},
	"publishRelease":  {},
	"exportDocuments": {query: "?locale=de"}, "exportMemory": {query: "?source=el&locale=de"}, "exportGlossary": {query: "?format=csv"},
	"importDocument": {body: "no file of ours", media: "application/xliff+xml"},
	"importMemory":   {body: "no file of ours", media: "application/xml", query: "?source=el&locale=de"},
	"importGlossary": {body: "concept,locale,term\nhome,fr,toit\n", media: "text/csv"},
	"suggestSegment": {body: `{"key":"no such segment"}`},
	"startMachine":   {body: `{"locale":"de"}`},
	"cancelMachine":  {},
	"dismissFinding": {body: aside}, "restoreFinding": {body: aside}, "prefill": {}, "deletePair": {},
	"proposeTerm":    {body: `{"locale":"de","term":"Stadtrat","status":"preferred"}`},
	"changeConcept":  {body: `{"everyday":false}`},
	"decideTerm":     {body: `{"locale":"de","term":"Stadtrat","approve":true}`},
	"searchMemory":   {query: "?source=el&target=de&q=x"},
	"getTermUsage":   {query: "?term=x"},
	"doBulk":         {body: `{"documents":[{"entry":"` + wrongID + `","locale":"el","revision":"` + wrongID + `"}]}`},
	"snoozeDocument": {body: `{"until":"2001-01-01T00:00:00Z"}`},
	"createComment":  {body: `{"kind":"must_change","body":"\u0007"}`},
	"editComment":    {body: `{"body":"x"}`},
	"replyComment":   {body: `{"body":"x"}`},
	"resolveComment": {}, "reopenComment": {},
	"putPresence":    {body: `{"tab":"x","entry":"` + wrongID + `","locale":"el"}`},
	"changeSettings": {body: `{"time_zone":"no zone"}`},
	"createPreview":  {body: `{"locale":"el","days":1,"revision":"` + wrongID + `"}`},
	"revokePreview":  {}, "discardSetAside": {},
	"getDiff": {query: "?from=" + wrongID + "&to=" + wrongID},
}

// ask answers with the status and the stable code of the refusal.
func (c *city) ask(q request, v visitor) string {
	c.t.Helper()
	if q.method == http.MethodDelete && strings.HasSuffix(q.path, "/session") && v.name != nobody {
		return "signs out" // would end the visitor's own session
	}
	path := q.path
	if strings.HasPrefix(path, "/api/v1/") && !strings.Contains(path, "?") {
		path += c.publicQuery(path)
	}
	status, text := c.send(request{q.method, path, q.body, q.media, q.ifMatch}, v)
	var problem struct{ Code string }
	if status >= 400 {
		_ = json.Unmarshal(text, &problem) // HEAD and bodiless answers have no code
	}
	if status >= 500 {
		c.t.Errorf("%s %s as %s: %d %s", q.method, q.path, v.name, status, text)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, problem.Code))
}

func (c *city) send(q request, v visitor) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), q.method, c.http.URL+q.path, strings.NewReader(q.body))
	if err != nil {
		c.t.Fatal(err)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", cmp.Or(q.media, "application/json"))
	}
	if q.ifMatch {
		r.Header.Set("If-Match", `"999999"`)
	}
	for k, value := range v.headers {
		r.Header.Set(k, value)
	}
	answer, err := c.http.Client().Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.Header.Get("Content-Type") == "text/event-stream" {
		return answer.StatusCode, []byte("stream") // which does not end
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, text
}

// publicQuery is the least that the public routes ask for.
func (c *city) publicQuery(path string) string {
	switch {
	case strings.HasSuffix(path, "/resolve"):
		return "?path=/nowhere"
	case strings.HasSuffix(path, "/changes"), strings.HasSuffix(path, "/locales"), strings.HasSuffix(path, "/types"), strings.HasSuffix(path, "/openapi.json"):
		return ""
	default:
		return "?locale=el"
	}
}

func (c *city) masked(path string) string {
	return strings.NewReplacer(c.entry, "{entry}", c.archived, "{archived}", c.volume, "{release}", wrongID, "{unknown}").Replace(path)
}

// state is every row that a request could have changed, save what every
// request may: the audit log, sessions, throttles and the last use of tokens.
func (c *city) state() string {
	c.t.Helper()
	return apptest.State(c.t, c.app.DB, "presence")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join(source, file)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Fatalf("%s differs at line %d (run with -update and read the difference):\nwant %q\ngot  %q", file, i+1, at(a, i), at(b, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

// source is this directory; the tests run in others.
var source = func() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return dir
}()

func newCity(t *testing.T, url string, environ ...string) *city {
	t.Helper()
	cost := password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8}
	c := &city{t: t, app: open(t, configured(t, url, environ...), app.Options{Hashing: cost})}
	if err := c.app.Adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.http = httptest.NewServer(c.app.API)
	t.Cleanup(c.http.Close)
	c.people()
	c.entry = c.liveEntry("Λιβαδειά", "livadia")
	c.archived = c.liveEntry("Τήλος", "tilos")
	if _, err := c.app.Desk.Archive(t.Context(), content.By{Actor: c.admin}, c.archived, ""); err != nil {
		t.Fatal(err)
	}
	r, err := c.app.Desk.CreateRelease(t.Context(), content.By{Actor: c.admin}, "Empty", nil)
	if err != nil {
		t.Fatal(err)
	}
	c.volume = r.ID
	return c
}

const phrase = "a boat, a lamp, a pear"

func (c *city) people() {
	c.t.Helper()
	made, err := c.app.People.Bootstrap(c.t.Context(), access.NewUser{Email: "ana@example.org", Name: "Ana", Locale: "en", Password: phrase}, access.Call{})
	if err != nil {
		c.t.Fatal(err)
	}
	if c.admin, err = c.app.People.Actor(c.t.Context(), made.Person.ID); err != nil {
		c.t.Fatal(err)
	}
	c.visitors = []visitor{{name: nobody}}
	for _, p := range []struct{ name, role, locale string }{
		{"researcher el", "researcher", "el"},
		{"translator de", "translator", "de"},
		{"translator fr", "translator", "fr"},
		{"reviewer el", "reviewer", "el"},
		{"editor de", "editor", "de"},
		{"editor", "editor", "*"},
		{"coordinator", "coordinator", "*"},
	} {
		email := strings.ReplaceAll(p.name, " ", ".") + "@example.org"
		_, err := c.app.People.CreateUser(c.t.Context(), access.By{Actor: access.System(c.admin.UserID, "Ana")}, access.NewUser{
			Email: email, Name: p.name, Locale: "en", Password: phrase,
			Grants: []access.Grant{{Role: p.role, Type: "*", Locale: p.locale, Country: "*"}},
		})
		if err != nil {
			c.t.Fatal(err)
		}
		c.visitors = append(c.visitors, c.signIn(p.name, email))
	}
	c.visitors = append(c.visitors, c.signIn("admin", "ana@example.org"))
	for _, token := range []struct {
		name   string
		access string
		manage bool
	}{{"read token", access.ReadOnly, false}, {"write token", access.Write, false}, {"manage token", access.ReadOnly, true}} {
		made, err := c.app.People.CreateToken(c.t.Context(), access.By{Actor: c.admin}, access.NewToken{
			Name:   token.name,
			Scopes: access.Scopes{Access: token.access, Types: []string{"*"}, Locales: []string{"*"}, Manage: token.manage},
		})
		if err != nil {
			c.t.Fatal(err)
		}
		c.visitors = append(c.visitors, visitor{token.name, map[string]string{"Authorization": "Bearer " + made.Secret}})
	}
}

func (c *city) signIn(name, email string) visitor {
	c.t.Helper()
	s, err := c.app.People.SignIn(c.t.Context(), access.Credentials{Email: email, Password: phrase}, access.Call{})
	if err != nil {
		c.t.Fatal(name, err)
	}
	return visitor{name, map[string]string{"Cookie": "__Host-mc_session=" + s.Token, "X-CSRF-Token": s.CSRF}}
}

// liveEntry is a city in Greek, published by way of an admin's override.
func (c *city) liveEntry(name, slug string) string {
	c.t.Helper()
	by := content.By{Actor: c.admin}
	body := `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Κείμενο."}]}]}`
	text, err := schema.Decode([]byte(`{"name":"` + name + `","tagline":"Φράση","summary":"Περίληψη",
		"sections":[{"kind":"unique","heading":"Επικεφαλίδα","body":` + body + `}]}`))
	if err != nil {
		c.t.Fatal(err)
	}
	shared, err := schema.Decode([]byte(`{"country":"GR","location":{"lat":38.4,"lon":22.9}}`))
	if err != nil {
		c.t.Fatal(err)
	}
	e, err := c.app.Desk.CreateEntry(c.t.Context(), by, content.NewEntry{Type: "city", SourceLocale: "el", Shared: shared, Fields: text, Slug: slug})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, verb := range []workflow.Verb{workflow.Submit, workflow.Approve, workflow.Publish} {
		in := content.VerbInput{Override: "test"}
		for _, locale := range []string{"el", schema.Und} {
			doc, err := c.app.Desk.Document(c.t.Context(), c.admin, content.Ref{Entry: e.ID, Locale: locale})
			if err != nil {
				c.t.Fatal(err)
			}
			if locale == "el" {
				in.Revision = doc.Revision
			} else {
				in.Also = []content.Also{{Locale: locale, Revision: doc.Revision}}
			}
		}
		if _, err := c.app.Desk.Do(c.t.Context(), by, content.Ref{Entry: e.ID, Locale: "el"}, verb, in); err != nil {
			c.t.Fatal(verb, err)
		}
	}
	return e.ID
}
