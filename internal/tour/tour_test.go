package tour_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/tour"
)

func TestMain(m *testing.M) { apptest.Main(m) }

// serve starts a server process's worth of the system on a database.
func serve(t *testing.T, database string) (*app.App, string) {
	t.Helper()
	c, err := app.LoadConfig([]string{"MC_DATABASE_URL=" + database, "MC_DATA_DIR=" + t.TempDir(), "MC_LISTEN=127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), c, app.Options{Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 8}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.API)
	t.Cleanup(func() {
		server.Close()
		_ = a.Close()
	})
	return a, server.URL
}

// adminToken makes the first admin and a token that may manage people.
func adminToken(t *testing.T, a *app.App) string {
	t.Helper()
	made, err := a.People.Bootstrap(t.Context(), access.NewUser{
		Email: "ana@example.org", Name: "Ana", Locale: "en", Password: "a boat, a lamp, a pear",
	}, access.Call{})
	if err != nil {
		t.Fatal(err)
	}
	ana := access.System(made.Person.ID, "Ana")
	token, err := a.People.CreateToken(t.Context(), access.By{Actor: ana}, access.NewToken{
		Name: "tour", Scopes: access.Scopes{Access: access.ReadOnly, Types: []string{"*"}, Locales: []string{"*"}, Manage: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return token.Secret
}

// walk takes the tour twice: it must leave nothing behind that stands in its own way.
func walk(t *testing.T, token string, urls ...string) {
	t.Helper()
	for range 2 {
		var out bytes.Buffer
		err := tour.Run(t.Context(), tour.Config{URLs: urls, Token: token, Out: &out, HTTP: http.DefaultClient})
		if err != nil {
			t.Fatalf("%v\n%s", err, out.String())
		}
		if !strings.Contains(out.String(), "everything went as it should") {
			t.Fatal(out.String())
		}
	}
}

func TestTourOnOneServer(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, database string) {
		a, url := serve(t, database)
		walk(t, adminToken(t, a), url)
	})
}

func TestTourAlternatingBetweenTwoServersOnOnePostgres(t *testing.T) {
	database := apptest.Postgres(t)
	a, first := serve(t, database)
	_, second := serve(t, database)
	walk(t, adminToken(t, a), first, second)
}

func TestTourSaysWhatWentWrong(t *testing.T) {
	a, url := serve(t, apptest.SQLite(t))
	_ = adminToken(t, a)
	var out bytes.Buffer
	err := tour.Run(t.Context(), tour.Config{URLs: []string{url}, Token: "mct_wrong", Out: &out, HTTP: http.DefaultClient})
	if err == nil || !strings.Contains(err.Error(), "401") {
		t.Fatalf("with a token that is not valid: %v", err)
	}
}
