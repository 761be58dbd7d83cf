package api

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/apptest"
)

// A stream says who is there, tells what happens, and ends when its person
// signs out.
func TestAStreamEndsWithTheSession(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		o := openOffice(t, url)
		s, err := o.people.SignIn(t.Context(), access.Credentials{Email: "ana@example.org", Password: secret}, access.Call{})
		if err != nil {
			t.Fatal(err)
		}
		ask := func(method, path, body string) *http.Response {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), method, o.http.URL+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Cookie", sessionCookie+"="+s.Token)
			r.Header.Set(csrfHeader, s.CSRF)
			if body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			answer, err := o.http.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = answer.Body.Close() })
			return answer
		}
		stream := ask(get, "/api/desk/events", "")
		if stream.StatusCode != http.StatusOK || stream.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("%d %s", stream.StatusCode, stream.Header.Get("Content-Type"))
		}
		lines := make(chan string, 1000)
		go func() {
			defer close(lines)
			for scanner := bufio.NewScanner(stream.Body); scanner.Scan(); {
				lines <- scanner.Text()
			}
		}()
		until := func(word string) bool {
			t.Helper()
			late := time.After(30 * time.Second)
			for {
				select {
				case line, open := <-lines:
					if !open {
						return false
					}
					if strings.Contains(line, word) {
						return true
					}
				case <-late:
					t.Fatalf("no %q", word)
				}
			}
		}
		if !until(`{"people":[]}`) {
			t.Fatal("the stream does not begin with who is there")
		}
		time.Sleep(2 * time.Second)
		made := ask(post, "/api/desk/entries", `{"type":"city","source_locale":"en","fields":{"name":"Palermo"}}`)
		if made.StatusCode != http.StatusCreated {
			t.Fatal(made.Status)
		}
		if !until("event: document") || !until(`"locale":"en"`) {
			t.Fatal("no word of the new entry")
		}
		if out := ask(del, "/api/desk/session", ""); out.StatusCode != http.StatusNoContent {
			t.Fatal(out.Status)
		}
		for until("") { // news and comments that were under way
		}
	})
}
