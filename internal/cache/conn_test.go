package cache_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// twins are two servers of the same answers: one is net/http alone, the other
// answers on its connections what is kept.
type twins struct {
	alone, fast *httptest.Server
	seen        atomic.Int64 // requests that net/http saw on the fast one
}

func startTwins(t testing.TB) *twins {
	c, _, handler := kept(1 << 20)
	tw := &twins{alone: httptest.NewServer(handler)}
	tw.fast = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tw.seen.Add(1)
		handler.ServeHTTP(w, r)
	}))
	tw.fast.Config = &http.Server{Handler: tw.fast.Config.Handler, IdleTimeout: time.Minute, WriteTimeout: time.Minute, ReadHeaderTimeout: time.Minute}
	tw.fast.Listener = c.Listen(tw.fast.Config, tw.fast.Listener)
	// httptest sets a ConnState of its own, and calls the one that was there.
	tw.fast.Start()
	t.Cleanup(func() { tw.alone.Close(); tw.fast.Close() })
	for _, path := range []string{"/p/1", "/p/1?a=2"} {
		ask(handler, http.MethodGet, path)
	}
	return tw
}

// said is what a server answers on one connection to pieces that are sent one
// after the other, each after the answers to the one before.
func said(t testing.TB, server *httptest.Server, pieces []string) []string {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var answers []string
	in := bufio.NewReader(conn)
	for _, piece := range pieces {
		if _, err := io.WriteString(conn, piece); err != nil {
			return append(answers, "closed")
		}
		for range strings.Count(piece, "HTTP/1.") {
			_ = conn.SetReadDeadline(time.Now().Add(2 * time.Second))
			method := http.MethodGet
			if strings.HasPrefix(piece, "HEAD") {
				method = http.MethodHead
			}
			response, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				answers = append(answers, "none")
				break
			}
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Error(err)
			}
			if date, err := http.ParseTime(response.Header.Get("Date")); response.StatusCode < 400 && (err != nil || time.Since(date) > time.Minute) {
				t.Errorf("the date is %v, %v", response.Header["Date"], err)
			}
			response.Header.Del("Date")
			response.Header.Del("X-Request-Id") // of answers that are not kept
			var text bytes.Buffer
			_ = response.Header.Write(&text)
			answers = append(answers, response.Status+"\n"+text.String()+string(body))
		}
	}
	return answers
}

// Whatever is sent, in whatever pieces: on a connection that answers by itself
// it is answered as net/http answers it.
func TestConnectionsAnswerAsTheServerDoes(t *testing.T) {
	tw := startTwins(t)
	get := func(path string, headers ...string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: cities.example:8080\r\n" + strings.Join(append(headers, ""), "\r\n") + "\r\n"
	}
	plain := get("/p/1")
	tag := ask(tw.fast.Config.Handler, http.MethodGet, "/p/1").Header().Get("ETag")
	for name, pieces := range map[string][]string{
		"plain":                {plain, plain, plain},
		"query":                {plain, get("/p/1?a=2"), get("/p/1?a=%32"), get("/p/1?a=2&x=3"), get("/p/1?")},
		"encodings":            {plain, get("/p/1", "Accept-Encoding: br"), get("/p/1", "accept-encoding:gzip;q=1"), get("/p/1", "Accept-Encoding: br", "Accept-Encoding: gzip")},
		"known":                {plain, get("/p/1", "If-None-Match: "+tag), get("/p/1", "If-None-Match: *"), get("/p/1", `If-None-Match: "x"`), plain},
		"proxy":                {plain, get("/p/1", "X-Forwarded-For: 203.0.113.7", "Via: 1.1 proxy", "Connection: Keep-Alive")},
		"not kept":             {plain, get("/p/none"), get("/secret"), get("/p/new"), plain},
		"credentials":          {plain, get("/p/1", "Authorization: x"), plain},
		"close":                {plain, get("/p/1", "Connection: close"), plain},
		"old":                  {plain, "GET /p/1 HTTP/1.0\r\n\r\n", plain},
		"head":                 {plain, "HEAD /p/1 HTTP/1.1\r\nHost: x\r\n\r\n"},
		"post":                 {plain, "POST /p/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", plain},
		"body of a GET":        {plain, get("/p/1", "Content-Length: 5") + "GET /", plain},
		"chunked":              {plain, get("/p/1", "Transfer-Encoding: chunked") + "0\r\n\r\n", plain},
		"no host":              {plain, "GET /p/1 HTTP/1.1\r\n\r\n"},
		"two hosts":            {plain, get("/p/1", "Host: y")},
		"strange host":         {plain, "GET /p/1 HTTP/1.1\r\nHost: a b\r\n\r\n"},
		"folded":               {plain, get("/p/1", "Accept: a", " b")},
		"space before colon":   {plain, get("/p/1", "Accept : a")},
		"control character":    {plain, get("/p/1", "Accept: a\x01")},
		"bare line feeds":      {plain, "GET /p/1 HTTP/1.1\nHost: x\n\n", plain},
		"mixed line feeds":     {plain, "GET /p/1 HTTP/1.1\nHost: x\n\nGET /p/1 HTTP/1.1\r\nHost: x\r\n\r\n", plain},
		"absolute":             {plain, "GET http://x/p/1 HTTP/1.1\r\nHost: x\r\n\r\n"},
		"escaped":              {plain, get("/p/%31"), get("/p/../p/1"), get("/p//1")},
		"pipelined":            {plain, plain + plain + plain, plain, plain + get("/p/1?a=2")},
		"in pieces":            {plain, "GET /p/1 HT", "TP/1.1\r\nHost: x\r\n\r\n", plain},
		"begun while answered": {plain, plain + "G", "ET /p/1?a=2 HTTP/1.1\r\nHost: x\r\n\r\n", plain},
		"nonsense":             {plain, "\r\n\r\n", plain},
		"long":                 {plain, get("/p/1", "Accept: "+strings.Repeat("a", 5000)), plain},
	} {
		want, got := said(t, tw.alone, pieces), said(t, tw.fast, pieces)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-net/http +connection):\n%s", name, diff)
		}
	}
}

// Only the first of many plain requests on a connection reaches net/http.
func TestConnectionsAnswerThemselves(t *testing.T) {
	tw := startTwins(t)
	plain := "GET /p/1 HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\nAccept-Encoding: gzip\r\n\r\n"
	if n := len(said(t, tw.fast, []string{plain, plain, plain, plain})); n != 4 || tw.seen.Load() != 1 {
		t.Errorf("%d answers, net/http saw %d requests", n, tw.seen.Load())
	}
}

// A stop lets nobody wait, and takes connections from those who keep asking.
func TestConnectionsStop(t *testing.T) {
	tw := startTwins(t)
	busy, err := new(net.Dialer).DialContext(t.Context(), "tcp", tw.fast.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for range 3 {
		_, _ = io.WriteString(busy, "GET /p/1 HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
	defer cancel()
	if err := tw.fast.Config.Shutdown(ctx); err != nil {
		t.Errorf("the stop was not graceful: %v", err)
	}
}
