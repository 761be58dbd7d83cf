package cache_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"movingcities/internal/cache"
)

// house answers everything under /p and says how often it was asked.
type house struct {
	asked atomic.Int64
	text  atomic.Pointer[string]
	wait  chan struct{} // if set, answers come when it is closed
}

func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.asked.Add(1)
	text := strings.Repeat("a quiet harbour ", 100)
	if own := h.text.Load(); own != nil {
		text = *own
	}
	if h.wait != nil {
		<-h.wait
	}
	w.Header().Set("X-Request-Id", fmt.Sprint(h.asked.Load()))
	if r.URL.Path == "/p/none" {
		http.Error(w, "nothing here", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", "el")
	w.Header().Set("Surrogate-Key", "city 17")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	_, _ = io.WriteString(w, r.URL.Path+"?"+r.URL.RawQuery+" "+r.Header.Get("Accept-Language")+text)
}

func public(r *http.Request) ([]string, cache.Use) {
	switch {
	case !strings.HasPrefix(r.URL.Path, "/p"):
		return nil, cache.Pass
	case r.Header.Get("Authorization") != "":
		return nil, cache.Finish
	}
	return []string{"a", "b"}, cache.Keep
}

func ask(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func kept(budget int64) (*cache.Cache, *house, http.Handler) {
	c, h := cache.New(budget), &house{}
	c.Begin(1)
	return c, h, c.Handler(public, h)
}

// An answer made, kept, or never kept is the same answer, whatever is asked for.
func TestKeptAnswersAreTheSame(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, accept := range []string{"", "br", "gzip", "identity", "br;q=0.5, gzip", "*", "gzip;q=0"} {
			for _, known := range []string{"", "*", `"other"`, "tag"} {
				_, _, never := kept(0)
				c, _, always := kept(1 << 20)
				tag := known
				if known == "tag" {
					tag = ask(never, http.MethodGet, "/p/1?a=2").Header().Get("ETag")
				}
				want := ask(never, method, "/p/1?a=2", "Accept-Encoding", accept, "If-None-Match", tag)
				for _, name := range []string{"made", "kept"} {
					got := ask(always, method, "/p/1?a=2", "Accept-Encoding", accept, "If-None-Match", tag)
					ignored := cmpopts.IgnoreMapEntries(func(name string, _ []string) bool { return name == "X-Request-Id" })
					if diff := cmp.Diff(want.Header(), got.Header(), ignored); diff != "" || got.Code != want.Code {
						t.Errorf("%s %q %q, %s: %d, want %d\n%s", method, accept, known, name, got.Code, want.Code, diff)
					}
					if !bytes.Equal(got.Body.Bytes(), want.Body.Bytes()) {
						t.Errorf("%s %q %q, %s: another body", method, accept, known, name)
					}
				}
				if s := c.Stats(); s.Hits != 1 || s.Misses != 1 || s.Entries != 1 {
					t.Errorf("counted %+v", s)
				}
			}
		}
	}
}

// What is sent is what RFC 9110 lets the caller ask for.
func TestNegotiation(t *testing.T) {
	_, _, h := kept(1 << 20)
	whole := ask(h, http.MethodGet, "/p/1").Body.String()
	for accept, want := range map[string]string{
		"": "", "identity": "", "zstd": "", "gzip": "gzip", "br": "br", "gzip, br": "br", "gzip;q=1.0, br;q=0.9": "gzip",
		"*": "br", "*;q=0.5, br;q=0": "gzip", "gzip;q=0": "", "gzip;q=0, *": "br", "identity, gzip;q=0.5": "", "GZIP": "gzip",
		"gzip;q=high": "", "br;q=0.001": "br", "identity;q=0, gzip": "gzip", " br ; q=1 ": "br", "gzip;q=1.5": "",
	} {
		r := ask(h, http.MethodGet, "/p/1", "Accept-Encoding", accept)
		if got := r.Header().Get("Content-Encoding"); got != want || r.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q is answered with %q, want %q", accept, got, want)
		}
		if unpacked(t, r) != whole {
			t.Errorf("%q: another text", accept)
		}
	}
}

func unpacked(t *testing.T, r *httptest.ResponseRecorder) string {
	t.Helper()
	var body io.Reader = r.Body
	switch r.Header().Get("Content-Encoding") {
	case "gzip":
		unzip, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = unzip
	case "br":
		body = brotli.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Spellings of one address are one entry, and what is not in the key reaches nobody.
func TestOneEntryForOneAddress(t *testing.T) {
	c, h, handler := kept(1 << 20)
	want := ask(handler, http.MethodGet, "/p/1?a=x,y&b=2").Body.String()
	for _, path := range []string{"/p/1?b=2&a=x,y", "/p/1?a=x%2Cy&b=2", "/p/1?%61=x,%79&b=%32", "/p/1?a=x,y&utm_source=letter&b=2", "/p/1?b=2&&a=x,y"} {
		if got := ask(handler, http.MethodGet, path, "Accept-Language", "pl").Body.String(); got != want {
			t.Errorf("%s is another answer: %.60s", path, got)
		}
	}
	if n := h.asked.Load(); n != 1 || c.Stats().Entries != 1 {
		t.Errorf("asked %d times, %d entries", n, c.Stats().Entries)
	}
	for _, path := range []string{"/p/1?a=x&a=y&b=2", "/p/1?a=%26b=2", "/p/1?a=x,y%26b%3D2", "/p/1?a=x+y&b=2", "/p/2?a=x,y&b=2"} {
		if got := ask(handler, http.MethodGet, path).Body.String(); got == want {
			t.Errorf("%s is the same answer", path)
		}
	}
}

// Errors, credentials and addresses in strange spellings are not kept; other
// methods and addresses pass as they are.
func TestWhatIsNotKept(t *testing.T) {
	c, h, handler := kept(1 << 20)
	for _, request := range [][]string{
		{"GET", "/p/none"},
		{"GET", "/p/1", "Authorization", "Bearer x"},
		{"GET", "/p/%2F"},
		{"GET", "/p/1?a=%zz"},
		{"POST", "/p/1"},
		{"GET", "/secret"},
		{"GET", "/p/1?a=" + strings.Repeat("x", 3000)},
	} {
		for range 2 {
			before := h.asked.Load()
			ask(handler, request[0], request[1], request[2:]...)
			if h.asked.Load() == before {
				t.Errorf("%v was answered from memory", request)
			}
		}
	}
	if n := c.Stats().Entries; n != 0 {
		t.Errorf("%d entries", n)
	}
	if r := ask(handler, http.MethodGet, "/secret", "Accept-Encoding", "gzip"); r.Header().Get("ETag")+r.Header().Get("Content-Encoding") != "" {
		t.Error("a private answer was changed")
	}
}

// Many who ask at once wait for one answer.
func TestSingleFlight(t *testing.T) {
	_, h, handler := kept(1 << 20)
	h.wait = make(chan struct{})
	var readers sync.WaitGroup
	for range 20 {
		readers.Go(func() {
			if r := ask(handler, http.MethodGet, "/p/1"); r.Code != http.StatusOK {
				t.Errorf("got %d", r.Code)
			}
		})
	}
	time.Sleep(50 * time.Millisecond) // most have arrived; those who come later find it kept
	close(h.wait)
	readers.Wait()
	if n := h.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// After a publication nobody gets what was begun before it.
func TestPublicationBeginsAnew(t *testing.T) {
	c, h, handler := kept(1 << 20)
	old, fresh := "old", "fresh"
	h.text.Store(&old)
	ask(handler, http.MethodGet, "/p/1")
	slow := &house{wait: make(chan struct{})}
	slow.text.Store(&old)
	slowly := c.Handler(public, slow)
	done := make(chan struct{})
	go func() { ask(slowly, http.MethodGet, "/p/2"); close(done) }()
	for slow.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	h.text.Store(&fresh)
	c.Published(2)
	for _, path := range []string{"/p/1", "/p/2"} {
		if r := ask(handler, http.MethodGet, path); !strings.HasSuffix(r.Body.String(), "fresh") {
			t.Errorf("%s answers %q", path, r.Body)
		}
	}
	close(slow.wait)
	<-done
	if r := ask(handler, http.MethodGet, "/p/2"); !strings.HasSuffix(r.Body.String(), "fresh") {
		t.Errorf("the answer that began before the publication came back: %q", r.Body)
	}
}

// While nobody knows what is published, nothing comes from memory.
func TestSuspended(t *testing.T) {
	c, h, handler := kept(1 << 20)
	c.Suspend()
	c.Published(7)
	for range 3 {
		ask(handler, http.MethodGet, "/p/1")
	}
	if n := h.asked.Load(); n != 3 {
		t.Errorf("asked %d times", n)
	}
}

// The budget holds for all forms of all answers, and for each answer.
func TestBudget(t *testing.T) {
	const budget = 100_000
	c, h, handler := kept(budget)
	for n := range 500 {
		ask(handler, http.MethodGet, fmt.Sprintf("/p/%d", n), "Accept-Encoding", []string{"", "gzip", "br"}[n%3])
	}
	deadline := time.Now().Add(5 * time.Second)
	for c.Stats().Bytes > budget && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond) // entries go a moment later
	}
	if s := c.Stats(); s.Bytes > budget || s.Bytes < budget/2 || s.Evictions == 0 {
		t.Errorf("kept %+v", s)
	}
	large := strings.Repeat("x", budget/4)
	h.text.Store(&large)
	before := h.asked.Load()
	ask(handler, http.MethodGet, "/p/large")
	ask(handler, http.MethodGet, "/p/large")
	if h.asked.Load() != before+2 {
		t.Error("an answer took more than its part")
	}
}

// A large answer is sent at once, and packed as soon as that is done.
func TestLargeAnswersDoNotWait(t *testing.T) {
	_, h, handler := kept(64 << 20)
	large := strings.Repeat("many words about cities ", 20_000)
	h.text.Store(&large)
	if r := ask(handler, http.MethodGet, "/p/1", "Accept-Encoding", "br"); r.Header().Get("Content-Encoding") != "" {
		t.Error("the first answer was packed while its reader waited")
	}
	deadline := time.Now().Add(20 * time.Second)
	for ask(handler, http.MethodGet, "/p/1", "Accept-Encoding", "br").Header().Get("Content-Encoding") != "br" {
		if time.Now().After(deadline) {
			t.Fatal("it is never packed")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func BenchmarkHit(b *testing.B) {
	_, _, handler := kept(1 << 20)
	ask(handler, http.MethodGet, "/p/1?a=x,y&b=2")
	r := httptest.NewRequest(http.MethodGet, "/p/1?a=x,y&b=2", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br")
	for b.Loop() {
		handler.ServeHTTP(&discard{http.Header{}}, r)
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
