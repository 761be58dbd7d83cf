package front_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"movingcities/internal/front"
)

func built() fstest.MapFS {
	return fstest.MapFS{
		"index.html":          {Data: []byte(`<meta nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/admin/assets/main-1a2b.js"></script>`)},
		"manifest.json":       {Data: []byte("{}")},
		"assets/main-1a2b.js": {Data: []byte("export {}")},
		"assets/text.woff2":   {Data: []byte("font")},
	}
}

func answer(t *testing.T, files fstest.MapFS, method, path string) *http.Response {
	t.Helper()
	public, err := url.Parse("https://desk.example.org")
	require.NoError(t, err)
	f, err := front.New(files, public)
	require.NoError(t, err)
	rec := httptest.NewRecorder()
	f.ServeHTTP(rec, httptest.NewRequest(method, path, nil))
	return rec.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	var out strings.Builder
	_, err := io.Copy(&out, res.Body)
	require.NoError(t, err)
	return out.String()
}

// Every address of the interface is the same page; the page finds its screen.
func TestEveryAddressIsThePage(t *testing.T) {
	for _, path := range []string{"/admin", "/admin/", "/admin/desk", "/admin/entries/0190/de", "/admin/manifest.json", "/admin/../etc/passwd"} {
		res := answer(t, built(), http.MethodGet, path)
		require.Equal(t, http.StatusOK, res.StatusCode, path)
		require.Equal(t, "text/html; charset=utf-8", res.Header.Get("Content-Type"), path)
		require.Equal(t, "no-store", res.Header.Get("Cache-Control"), path)
	}
}

// Only files of this server run, and what carries the nonce of this very answer.
func TestTheNonceIsOfOneAnswer(t *testing.T) {
	nonces := map[string]bool{}
	for range 3 {
		res := answer(t, built(), http.MethodGet, "/admin/desk")
		csp := res.Header.Get("Content-Security-Policy")
		found := regexp.MustCompile(`script-src 'self' 'nonce-([^']+)'`).FindStringSubmatch(csp)
		require.Len(t, found, 2, csp)
		require.NotContains(t, csp, "unsafe")
		require.NotContains(t, csp, "http")
		page := body(t, res)
		require.Equal(t, 2, strings.Count(page, `nonce="`+found[1]+`"`), page)
		require.NotContains(t, page, "__CSP_NONCE__")
		nonces[found[1]] = true
	}
	require.Len(t, nonces, 3)
}

func TestAssetsMayBeKeptForEver(t *testing.T) {
	res := answer(t, built(), http.MethodGet, "/admin/assets/main-1a2b.js")
	require.Equal(t, "text/javascript; charset=utf-8", res.Header.Get("Content-Type"))
	require.Equal(t, "public, max-age=31536000, immutable", res.Header.Get("Cache-Control"))
	require.Equal(t, "font/woff2", answer(t, built(), http.MethodGet, "/admin/assets/text.woff2").Header.Get("Content-Type"))

	gone := answer(t, built(), http.MethodGet, "/admin/assets/main-0000.js")
	require.Equal(t, http.StatusNotFound, gone.StatusCode)
	require.Equal(t, "no-store", gone.Header.Get("Cache-Control"))
	outside := answer(t, built(), http.MethodGet, "/admin/assets/../index.html")
	require.Equal(t, http.StatusNotFound, outside.StatusCode)
}

func TestOnlyReading(t *testing.T) {
	res := answer(t, built(), http.MethodPost, "/admin/desk")
	require.Equal(t, http.StatusMethodNotAllowed, res.StatusCode)
	require.Equal(t, "GET, HEAD", res.Header.Get("Allow"))
}

// A binary that was built without the interface says how to get it.
func TestWithoutTheInterface(t *testing.T) {
	res := answer(t, fstest.MapFS{".gitkeep": {}}, http.MethodGet, "/admin/desk")
	require.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	require.Contains(t, body(t, res), "make build")
}
