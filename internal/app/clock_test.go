package app_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
)

// A test moves the clock of a running server by writing a file, and what depends
// on time follows: here a session, which ends without use.
func TestTheClockOfATestMoves(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	set := func(offset string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(offset+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set("-1h")
	a := open(t, configured(t, apptest.SQLite(t), "MC_TEST_CLOCK_FILE="+file), app.Options{})
	ahead := func() time.Duration { return time.Until(a.Clock()).Round(time.Minute) }
	if ahead() != -time.Hour {
		t.Errorf("the clock is ahead by %s", ahead())
	}

	const address, password = "ana@example.org", "a long enough password"
	if _, err := a.People.Bootstrap(t.Context(), access.NewUser{Email: address, Name: "Ana", Locale: "en", Password: password}, access.Call{}); err != nil {
		t.Fatal(err)
	}
	ask := func(method, body string, cookies []*http.Cookie) *http.Response {
		r := httptest.NewRequest(method, "/api/desk/session", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w.Result()
	}
	signedIn := ask(http.MethodPost, `{"email":"`+address+`","password":"`+password+`"}`, nil)
	if got := ask(http.MethodGet, "", signedIn.Cookies()).StatusCode; got != http.StatusOK {
		t.Fatalf("the session answers %d", got)
	}
	set("96h")
	if ahead() != 96*time.Hour {
		t.Errorf("the clock is ahead by %s", ahead())
	}
	if got := ask(http.MethodGet, "", signedIn.Cookies()).StatusCode; got != http.StatusUnauthorized {
		t.Errorf("four days later the session answers %d", got)
	}
	set("2") // half written
	if ahead() != 96*time.Hour {
		t.Errorf("after nonsense the clock is ahead by %s", ahead())
	}
}

func TestATestClockIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	if err := os.WriteFile(file, []byte("tomorrow"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := app.New(t.Context(), configured(t, apptest.SQLite(t), "MC_TEST_CLOCK_FILE="+file), app.Options{})
	if err == nil || !strings.Contains(err.Error(), `holds "tomorrow"; write how far`) {
		t.Errorf("nonsense: %v", err)
	}
	for _, public := range []string{"MC_LISTEN=0.0.0.0:8080", "MC_PUBLIC_URL=https://cities.example.org"} {
		_, err := app.LoadConfig([]string{"MC_TEST_CLOCK_FILE=" + file, public})
		if err == nil || !strings.Contains(err.Error(), "the clock is moved for tests only") {
			t.Errorf("%s: %v", public, err)
		}
	}
}
