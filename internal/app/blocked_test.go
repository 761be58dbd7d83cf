package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/workflow"
)

// offer is what the server tells a person she can do to a document.
type offer struct {
	Version  int64     `json:"version"`
	State    string    `json:"state"`
	Revision string    `json:"revision"`
	Follows  string    `json:"follows"`
	Can      []string  `json:"can"`
	Blocked  []refusal `json:"blocked"`
}

type refusal struct{ Verb, Code string }

// A button that is disabled, or not there, is no protection: whoever sends its
// request all the same is refused, for the reason the button gives, and nothing
// changes. Every verb is tried on documents in every state as everybody there is.
func TestWhatIsNotOfferedIsRefused(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		c := newCity(t, url)
		entries := c.inEveryState()
		before := c.state()
		tried := map[string]int{} // by the reason
		for _, entry := range entries {
			locales := []string{"el", "und"}
			if entry == c.entry {
				locales = append(locales, "de") // a translation that nobody has begun
			}
			for _, locale := range locales {
				for _, v := range c.visitors {
					if !strings.HasSuffix(v.name, "token") || v.name == "read token" {
						c.tryAll(documentAt(entry, locale), v, tried)
					}
				}
			}
		}
		if after := c.state(); after != before {
			t.Error("a request that was not offered has changed the database")
		}
		for _, code := range []string{"incomplete", "four_eyes", "must_change_open", "shared_not_live"} {
			if tried[code] == 0 {
				t.Errorf("no document was blocked by %s: the test has lost a case (%v)", code, tried)
			}
		}
	})
}

// tryAll sends every verb that the person is not offered.
func (c *city) tryAll(place string, v visitor, tried map[string]int) {
	c.t.Helper()
	status, text := c.send(request{method: http.MethodGet, path: place}, v)
	var seen offer
	if status == http.StatusOK {
		if err := json.Unmarshal(text, &seen); err != nil {
			c.t.Fatal(err)
		}
	}
	for _, verb := range c.sendable() {
		why := "not offered"
		if i := slices.IndexFunc(seen.Blocked, func(r refusal) bool { return r.Verb == verb }); i >= 0 {
			why = seen.Blocked[i].Code
		} else if slices.Contains(seen.Can, verb) {
			continue
		}
		answer := c.ask(requestFor(place, verb, seen), v.onVersion(seen.Version))
		got, code, _ := strings.Cut(answer, " ")
		if got < "400" || (why != "not offered" && code != why) {
			c.t.Errorf("%s of %s (%s) as %s is %s, and its request is answered %s", verb, place, seen.State, v.name, why, answer)
		}
		tried[why]++
	}
}

// onVersion makes a save that is refused for no other reason than the one the test is about.
func (v visitor) onVersion(version int64) visitor {
	headers := maps.Clone(v.headers)
	if headers == nil {
		headers = map[string]string{}
	}
	headers["If-Match"] = fmt.Sprintf(`"%d"`, version)
	return visitor{v.name, headers}
}

// sendable are the verbs that have a request of their own.
func (c *city) sendable() []string {
	return append(c.verbs(), string(workflow.Save), string(workflow.Segments))
}

// requestFor is the request of a verb's button, sound in every other way.
func requestFor(place, verb string, seen offer) request {
	switch workflow.Verb(verb) {
	case workflow.Save:
		return request{method: http.MethodPut, path: place, body: `{"fields":{"name":"X"}}`}
	case workflow.Segments:
		return request{method: http.MethodPut, path: place + "/segments", body: `{"segments":[{"key":"name","text":"x","from":"` + strings.Repeat("0", 64) + `"}]}`}
	default:
		body := map[string]any{"comment": "x", "follows": "en", "set_aside": wrongID}
		if seen.Revision != "" {
			body["revision"] = seen.Revision
		}
		text, _ := json.Marshal(body) // of strings
		return request{method: http.MethodPost, path: place + "/" + verb, body: string(text)}
	}
}

// inEveryState makes cities whose Greek text is a draft, in review (by a
// researcher, by an editor, with an open demand), approved before its shared
// part, and live.
func (c *city) inEveryState() []string {
	c.t.Helper()
	researcher, editor, reviewer := c.visitor("researcher el"), c.visitor("editor"), c.visitor("reviewer el")
	draft := c.write(researcher, `{"name":"Κόνιτσα"}`)
	waiting := c.write(researcher, whole("Ιωάννινα"))
	c.act(researcher, waiting, "el", "submit")
	own := c.write(editor, whole("Δράμα"))
	c.act(editor, own, "el", "submit")
	demanded := c.write(researcher, whole("Σέρρες"))
	c.act(researcher, demanded, "el", "submit")
	c.must(request{method: http.MethodPost, path: documentAt(demanded, "el") + "/comments", body: `{"kind":"must_change","body":"The year is wrong."}`}, reviewer)
	approved := c.write(researcher, whole("Ξάνθη"))
	c.act(researcher, approved, "el", "submit")
	c.act(reviewer, approved, "el", "approve")
	return []string{draft, waiting, own, demanded, approved, c.entry, c.archived}
}

func whole(name string) string {
	return `{"name":"` + name + `","tagline":"Φράση","summary":"Περίληψη","sections":[{"kind":"unique","heading":"Τίτλος",
		"body":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Κείμενο."}]}]}}]}`
}

func documentAt(entry, locale string) string {
	return "/api/desk/entries/" + entry + "/documents/" + locale
}

func (c *city) write(v visitor, fields string) string {
	c.t.Helper()
	text := c.must(request{
		method: http.MethodPost, path: "/api/desk/entries",
		body: `{"type":"city","source_locale":"el","shared":{"country":"GR","location":{"lat":38.4,"lon":22.9}},"fields":` + fields + `}`,
	}, v)
	var made struct{ ID string }
	if err := json.Unmarshal(text, &made); err != nil {
		c.t.Fatal(err)
	}
	return made.ID
}

func (c *city) act(v visitor, entry, locale, verb string) {
	c.t.Helper()
	var seen offer
	if err := json.Unmarshal(c.must(request{method: http.MethodGet, path: documentAt(entry, locale)}, v), &seen); err != nil {
		c.t.Fatal(err)
	}
	c.must(requestFor(documentAt(entry, locale), verb, seen), v)
}

func (c *city) must(q request, v visitor) []byte {
	c.t.Helper()
	status, text := c.send(q, v)
	if status >= 300 {
		c.t.Fatalf("%s %s as %s: %d %s", q.method, q.path, v.name, status, text)
	}
	return text
}
