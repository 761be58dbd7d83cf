package site_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/db"
)

var proof = regexp.MustCompile(`name="proof" value="([^"]+)"`)

// opened is the token of a form that somebody has just been shown.
func (w *world) opened(path string) string {
	w.t.Helper()
	answer := w.get(path)
	if answer.Header().Get("Cache-Control") != "no-store" {
		w.t.Errorf("%s may be kept: %q", path, answer.Header().Get("Cache-Control"))
	}
	found := proof.FindStringSubmatch(answer.Body.String())
	if found == nil {
		w.t.Fatalf("%s (%d) has no token", path, answer.Code)
	}
	return found[1]
}

func (w *world) send(path string, fields url.Values, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.site.ServeHTTP(recorder, r)
	return recorder
}

func proposal(token string) url.Values {
	return url.Values{
		"municipality": {"Riace"}, "country": {"IT"}, "message": {"Since 1998 the village\r\nhas made room."},
		"links": {"https://riace.example/a"}, "name": {"Ada"}, "email": {"ada@example.org"}, "website": {""}, "proof": {token},
	}
}

// entries counts what is written down, of every kind.
func (w *world) entries() (n int) {
	w.t.Helper()
	err := w.db.Read(w.ctx, func(tx *db.Tx) error {
		rows, err := db.Query[int](tx, "SELECT COUNT(*) FROM entries")
		if err == nil {
			n = rows[0]
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// A proposal becomes a draft that the desk sees and the public does not; how to
// reach its sender is in no part of the text.
func TestAProposalBecomesADraft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		token := w.opened("/it/add-city")
		w.now = w.now.Add(time.Minute)
		answer := w.send("/it/add-city", proposal(token))
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/it/add-city/sent" {
			t.Fatalf("%d %s", answer.Code, answer.Header().Get("Location"))
		}
		w.want("/it/add-city/sent", 200, "Grazie")
		var id string
		err := w.db.Read(w.ctx, func(tx *db.Tx) error {
			e, err := db.First[db.Entry](tx, "type = ?", "city")
			id = e.ID
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := w.desk.Document(w.ctx, w.editor.Actor, content.Ref{Entry: id, Locale: "it"})
		if err != nil {
			t.Fatal(explain(err))
		}
		body, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if doc.State != "draft" || !strings.Contains(string(body), "has made room.") || strings.Contains(string(body), "ada@example.org") {
			t.Errorf("%s %s", doc.State, body)
		}
		w.want("/it/", 200, "not", "Riace")
		w.want("/it/feed.xml", 200, "not", "Riace")
		w.want("/it/cities/riace", 404)

		if again := w.send("/it/add-city", proposal(token)); again.Code != http.StatusSeeOther || w.entries() != 1 {
			t.Errorf("sent twice: %d, %d entries", again.Code, w.entries())
		}
	})
}

func TestAReportBecomesADraft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.want("/en/report?page=/de/cities/potsdam", 200, `value="/de/cities/potsdam"`, "noindex")
		w.want("/en/report?page=https://evil.example/", 200, "not", "evil.example")
		token := w.opened("/en/report")
		w.now = w.now.Add(time.Minute)
		answer := w.send("/en/report", url.Values{"page": {"/de/cities/potsdam"}, "message": {"The year is wrong."}, "proof": {token}})
		if answer.Code != http.StatusSeeOther || w.entries() != 1 {
			t.Errorf("%d, %d entries", answer.Code, w.entries())
		}
	})
}

// What a program does gives it away, and nothing of it is written down.
func TestProgramsWriteNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		fresh, other := w.opened("/en/add-city"), w.opened("/en/report")
		for name, c := range map[string]struct {
			token, trap string
			after       time.Duration
			status      int
		}{
			"in haste":                    {fresh, "", time.Second, 422},
			"a day late":                  {fresh, "", 25 * time.Hour, 422},
			"without token":               {"", "", time.Minute, 422},
			"with a token it made":        {strings.Repeat("A", 75), "", time.Minute, 422},
			"with that of another form":   {other, "", time.Minute, 422},
			"filling what nobody sees":    {fresh, "https://spam.example", time.Minute, 303},
			"with a letter changed in it": {fresh[:10] + "x" + fresh[11:], "", time.Minute, 422},
		} {
			start := w.now
			w.now = w.now.Add(c.after)
			fields := proposal(c.token)
			fields.Set("website", c.trap)
			if answer := w.send("/en/add-city", fields); answer.Code != c.status {
				t.Errorf("%s: %d", name, answer.Code)
			}
			w.now = start
		}
		w.now = w.now.Add(time.Minute)
		if answer := w.send("/en/add-city", proposal(fresh), "Sec-Fetch-Site", "cross-site"); answer.Code != http.StatusForbidden {
			t.Errorf("from another site: %d", answer.Code)
		}
		if answer := w.send("/en/cities", proposal(fresh)); answer.Code != http.StatusMethodNotAllowed {
			t.Errorf("to another page: %d", answer.Code)
		}
		if n := w.entries(); n != 0 {
			t.Errorf("%d entries were made", n)
		}
	})
}

// What a person can mend is named beside the field, and nothing typed is lost.
func TestMistakesInAForm(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		token := w.opened("/de/add-city")
		w.now = w.now.Add(time.Minute)
		fields := proposal(token)
		fields.Set("municipality", "")
		fields.Set("country", "XX")
		fields.Set("links", "javascript:alert(1)")
		fields.Set("email", "nobody")
		fields.Set("message", `<script>alert("x")</script>`)
		answer := w.send("/de/add-city", fields)
		body := answer.Body.String()
		for _, part := range []string{`href="#f-municipality"`, `href="#f-country"`, `id="e-links"`, `id="e-email"`, `&lt;script&gt;alert`, `value="Ada"`} {
			if answer.Code != 422 || !strings.Contains(body, part) {
				t.Errorf("%d without %s", answer.Code, part)
			}
		}
		if strings.Contains(body, "<script>alert") {
			t.Error("what was typed runs")
		}
	})
}

func TestTooManyProposals(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for i := range 6 {
			token := w.opened("/en/add-city")
			w.now = w.now.Add(5 * time.Second)
			want := http.StatusSeeOther
			if i == 5 {
				want = http.StatusTooManyRequests
			}
			if answer := w.send("/en/add-city", proposal(token)); answer.Code != want {
				t.Errorf("message %d: %d", i+1, answer.Code)
			}
		}
		if n := w.entries(); n != 5 {
			t.Errorf("%d entries", n)
		}
	})
}
