package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

// replicas are two servers of one database, and what publishes through the first.
type replicas struct {
	*testing.T
	apps      [2]*app.App
	addresses [2]string
	store     *published.Store
	user      string
	cities    []db.Entry
	slugs     []string
}

func startReplicas(t *testing.T, url string, environ ...string) *replicas {
	t.Helper()
	r := &replicas{T: t}
	for i := range r.apps {
		r.apps[i] = open(t, configured(t, url, environ...), app.Options{})
		address, stop := served(t, r.apps[i])
		r.addresses[i] = "http://" + address
		t.Cleanup(func() {
			if err := stop(); err != nil {
				t.Error(err)
			}
		})
	}
	r.store = &published.Store{Model: r.apps[0].Model, Committed: r.apps[0].Cache.Published}
	made, err := r.apps[0].People.Bootstrap(t.Context(), access.NewUser{
		Email: "ana@example.org", Name: "Ana", Locale: "en", Password: "a boat, a lamp, a pear",
	}, access.Call{Peer: "command line"})
	if err != nil {
		t.Fatal(err)
	}
	r.user = made.Person.ID
	for n := range 3 {
		r.cities = append(r.cities, db.Entry{
			ID: fmt.Sprintf("0190b000-0000-7000-8000-%012d", n), Type: "city", SourceLocale: "en",
			CreatedAt: db.At(time.Now()), CreatedBy: r.user,
		})
		r.slugs = append(r.slugs, fmt.Sprintf("town-%d", n))
	}
	r.write(func(tx *db.Tx) error { return tx.Insert(r.cities) })
	for _, a := range r.apps {
		for a.Cache.Stats().Generation == 0 && a.Cache.Stats().Entries == 0 {
			r.release(0) // a first number to be followed
			time.Sleep(50 * time.Millisecond)
		}
	}
	return r
}

func (r *replicas) write(fn func(*db.Tx) error) {
	r.Helper()
	if err := r.apps[0].DB.Write(r.Context(), fn); err != nil {
		r.Fatal(err)
	}
}

// release publishes all cities at once, the round in every part of each.
func (r *replicas) release(round int) {
	r.Helper()
	r.write(func(tx *db.Tx) error {
		for n, city := range r.cities {
			shared := fmt.Sprintf(`{"country":"DE","location":{"lat":50,"lon":10},"population":{"value":%d,"unit":"people","year":2020,"source":"s1"},
				"revised_on":"2026-01-01","sources":[{"id":"s1","title":"S","url":"https://s.example/"}]}`, round)
			own := fmt.Sprintf(`{"name":"Town of round-%[1]d","tagline":"In round-%[1]d","summary":"As of round-%[1]d"}`, round)
			for locale, fields := range map[string]string{schema.Und: shared, "en": own} {
				if err := r.publish(tx, city, locale, r.slugs[n], fields); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (r *replicas) publish(tx *db.Tx, city db.Entry, locale, slug, fields string) error {
	decoded, err := schema.Decode([]byte(fields))
	if err != nil {
		return err
	}
	d := published.Document{
		Entry: city, Locale: locale, Slug: slug, Fields: decoded, Title: r.store.Model.Type("city").Title(decoded),
		RevisionID: "revision", By: r.user, At: db.At(time.Now()),
	}
	if locale == schema.Und {
		d.Slug = ""
	}
	_, err = r.store.Publish(tx, d)
	return err
}

// read asks a replica; redirects are not followed.
func (r *replicas) read(replica int, path string, headers ...string) (int, http.Header, string) {
	r.Helper()
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.addresses[replica]+path, nil)
	if err != nil {
		r.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		r.Error(err)
		return 0, nil, ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.Error(err)
	}
	return response.StatusCode, response.Header, string(body)
}

// until measures how long a replica takes to answer with a text.
func (r *replicas) until(replica int, path, text string) time.Duration {
	r.Helper()
	began := time.Now()
	for {
		if _, _, body := r.read(replica, path); strings.Contains(body, text) {
			return time.Since(began)
		}
		if time.Since(began) > 10*time.Second {
			r.Fatalf("replica %d never answers with %q", replica, text)
		}
		time.Sleep(time.Millisecond)
	}
}

// A publication is visible on its own server with the next request and on every
// other server within a second, also when its notification is lost and right
// after the connection that listens was cut.
func TestPublicationIsVisibleEverywhere(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		r := startReplicas(t, url)
		var here, there, unheard, cut []time.Duration
		paths := []string{"/api/v1/cities/" + r.cities[0].ID + "?locale=en", "/en/cities/town-0"}
		warm := func() {
			for replica := range r.apps {
				for _, path := range paths {
					if status, _, _ := r.read(replica, path); status != http.StatusOK {
						t.Fatalf("%s answers %d", path, status)
					}
				}
			}
		}
		for round := 1; round <= 20; round++ {
			path, text := paths[round%2], fmt.Sprintf("round-%d", round)
			warm()
			r.release(round)
			began := time.Now()
			if _, _, body := r.read(0, path); !strings.Contains(body, text) {
				t.Fatalf("the server that published still answers with %.300s", body)
			}
			here = append(here, time.Since(began))
			there = append(there, r.until(1, path, text))
		}
		for round := 21; round <= 24; round++ { // as if the notification had been lost
			warm()
			r.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE published SET body = REPLACE(body, ?, ?) WHERE locale = 'en'",
					fmt.Sprintf("round-%d", round-1), fmt.Sprintf("round-%d", round))
				if err == nil {
					_, err = tx.Exec("UPDATE counters SET value = value + 1 WHERE name = 'publication'")
				}
				return err
			})
			unheard = append(unheard, r.until(1, paths[0], fmt.Sprintf("round-%d", round)))
		}
		for round := 25; round <= 28 && r.apps[0].DB.Postgres(); round++ {
			warm()
			r.write(func(tx *db.Tx) error {
				_, err := tx.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'movingcities watch' AND datname = current_database()")
				return err
			})
			r.release(round)
			cut = append(cut, r.until(1, paths[0], fmt.Sprintf("round-%d", round)))
		}
		for name, times := range map[string][]time.Duration{"same server": here, "other server": there, "notification lost": unheard, "connection cut": cut} {
			slices.Sort(times)
			if len(times) == 0 {
				continue
			}
			t.Logf("%s: median %s, longest %s", name, times[len(times)/2], times[len(times)-1])
			if slowest := times[len(times)-1]; slowest > time.Second {
				t.Errorf("%s: visible after %s", name, slowest)
			}
		}
	})
}

// A server with the cache and one without answer alike, whoever asks how.
func TestCachedAndUncachedAnswersAreEqual(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		with := startReplicas(t, url)
		without := open(t, configured(t, url, "MC_CACHE_BYTES=0", "MC_PUBLIC_URL="+with.apps[0].Config.PublicURL), app.Options{})
		address, stop := served(t, without)
		defer func() { _ = stop() }()
		with.addresses[1] = "http://" + address
		for _, path := range []string{
			"/", "/en/", "/gr/cities", "/pl/cities?country=DE", "/en/cities/town-0", "/de/cities/town-0", "/en/nowhere", "/nowhere", "/robots.txt",
			"/sitemap.xml", "/en/feed.xml", "/api/v1/cities?locale=en", "/api/v1/cities/town-0?locale=pl", "/api/v1/cities/town-9?locale=pl",
			"/api/v1/cities.geojson?locale=el", "/api/v1/cities?locale=gr", "/api/v1/cities?locale=en&colour=red", "/api/v1/changes", "/api/v1/openapi.json",
			"/api/desk/me", "/healthz",
		} {
			_, first, _ := with.read(0, path)
			for _, headers := range [][]string{
				nil,
				{"Accept-Encoding", "br"},
				{"Accept-Encoding", "gzip;q=0.9, br;q=0.1"},
				{"If-None-Match", first.Get("ETag") + " "},
				{"Authorization", "Bearer wrong"},
				{"Cookie", "__Host-mc_session=wrong"},
				{"Accept-Language", "el"},
			} {
				status, header, body := with.read(0, path, headers...)
				status2, header2, body2 := with.read(1, path, headers...)
				for _, own := range []string{"Date", "X-Request-Id"} {
					header.Del(own)
					header2.Del(own)
				}
				instance := regexp.MustCompile(`"instance":"[^"]*"`)
				same := instance.ReplaceAllString(body, "") == instance.ReplaceAllString(body2, "")
				if status != status2 || !same || fmt.Sprint(header) != fmt.Sprint(header2) {
					t.Errorf("%s %q: with the cache %d %v, without %d %v, same body %v", path, headers, status, header, status2, header2, same)
				}
			}
		}
		if s := with.apps[0].Cache.Stats(); s.Hits == 0 {
			t.Error("nothing came from memory")
		}
	})
}

// Readers of two servers, while cities are published, taken down and moved,
// never get a mixture, a draft or a failure.
func TestReadersSeeWholePublications(t *testing.T) {
	r := startReplicas(t, apptest.Postgres(t))
	const drafted = "NOT FOR THE PUBLIC"
	author := access.Actor{UserID: r.user, Name: "Ana", Grants: []access.Grant{{Role: "researcher", Type: "*", Locale: "*", Country: "*"}}}
	if _, err := r.apps[0].Desk.CreateEntry(r.Context(), content.By{Actor: author}, content.NewEntry{
		Type: "city", SourceLocale: "en", Fields: schema.Fields{"name": drafted}, Slug: "draft",
	}); err != nil {
		t.Fatal(err)
	}
	r.release(1)
	paths := []string{
		"/api/v1/cities?locale=en", "/api/v1/cities?locale=de&sort=-population", "/api/v1/cities.geojson?locale=en", "/en/cities", "/de/cities", "/en/",
		"/api/v1/cities/town-0?locale=en", "/api/v1/cities/town-1?locale=pl", "/en/cities/town-0", "/en/cities/town-2", "/api/v1/cities/moved-1?locale=en", "/api/v1/cities/draft?locale=en",
	}
	var stopped atomic.Bool
	var readers sync.WaitGroup
	var mu sync.Mutex
	recorded := map[string]int{}
	for reader := range 4 {
		readers.Go(func() {
			for n := reader; !stopped.Load(); n++ {
				path := paths[n%len(paths)]
				status, _, body := r.read(n/len(paths)%2, path, "Accept-Encoding", []string{"identity", "identity"}[n%2])
				fault := r.faultIn(status, body)
				mu.Lock()
				recorded[fmt.Sprintf("%d %s", status, fault)]++
				mu.Unlock()
				if fault != "" || strings.Contains(body, drafted) {
					t.Errorf("%s answers %d: %s\n%.600s", path, status, fault, body)
					return
				}
			}
		})
	}
	deadline := time.Now().Add(6 * time.Second)
	for round := 2; time.Now().Before(deadline) && !t.Failed(); round++ {
		r.slugs[1] = []string{"town-1", "moved-1"}[round%2]
		r.release(round)
		if round%3 == 0 {
			r.write(func(tx *db.Tx) error {
				_, err := r.store.Unpublish(tx, r.cities[2], "en", published.KindUnpublished, r.user, "", db.At(time.Now()))
				return err
			})
		}
	}
	stopped.Store(true)
	readers.Wait()
	t.Logf("answers by status: %v", recorded)
	if recorded["200 "] < 100 {
		t.Error("too few answers to mean anything")
	}
}

var rounds = regexp.MustCompile(`round-(\d+)`)

// faultIn says what is wrong with an answer: it must be of one round, in its
// text and in its numbers, and no failure.
func (r *replicas) faultIn(status int, body string) string {
	switch status {
	case http.StatusOK, http.StatusMovedPermanently, http.StatusNotFound, http.StatusGone:
	default:
		return "a failure"
	}
	seen := map[string]bool{}
	for _, found := range rounds.FindAllStringSubmatch(body, -1) {
		seen[found[1]] = true
	}
	var one struct {
		Data json.RawMessage
	}
	if json.Unmarshal([]byte(body), &one) == nil {
		for _, found := range regexp.MustCompile(`"population":\{[^}]*"value":(\d+)`).FindAllStringSubmatch(string(one.Data), -1) {
			seen[found[1]] = true
		}
	}
	if len(seen) > 1 {
		return fmt.Sprintf("a mixture of %v", seen)
	}
	return ""
}
