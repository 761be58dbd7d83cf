package bench_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"movingcities/internal/app"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/db"
)

// house is a server in this process, on a database of its own.
type house struct {
	*app.App
	*testing.B
	people
	cities []string
	kept   string // its address
	anew   string // address of the same on the same database, where no answer is kept
	client faults.Client
	keys   int
}

// enter starts a server on a database with so many entries.
func enter(b *testing.B, l *library, entries int) *house {
	b.Helper()
	address := l.borrow(b, entries)
	a := serve(b, address, "256MiB")
	h := &house{App: a, B: b, people: l.people, cities: l.cities, kept: a.Config.PublicURL, client: faults.NewClient()}
	h.anew = serve(b, address, "0").Config.PublicURL
	for _, locale := range locales() { // what a server prepares after its start is ready then
		prepared(b, h.kept, "/"+locale+"/")
		prepared(b, h.anew, "/"+locale+"/")
	}
	return h
}

// prepared waits until a page can be made: with ten thousand entries, the first
// who come after the start are told to try again.
func prepared(b *testing.B, address, path string) {
	b.Helper()
	for began := time.Now(); ; time.Sleep(time.Second) {
		_, err := dial(b, address).get(path)
		if err == nil {
			return
		}
		if time.Since(began) > 2*time.Minute {
			b.Fatal(err)
		}
	}
}

// serve runs a server that keeps answers of so many bytes.
func serve(b *testing.B, address, budget string) *app.App {
	b.Helper()
	c, err := configured(address, budget)
	if err != nil {
		b.Fatal(err)
	}
	listener, c, err := app.Listen(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	a, err := app.New(b.Context(), c, app.Options{})
	if err != nil {
		b.Fatal(errors.Join(err, listener.Close()))
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	b.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			b.Error(err)
		}
	})
	return a
}

// connection is one that stays open and asks for one address after another, with
// as little work as can be.
type connection struct {
	net.Conn
	answers *bufio.Reader
}

func dial(b *testing.B, address string) connection {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	return connection{conn, bufio.NewReaderSize(conn, 1<<16)}
}

func (h *house) read(c connection, path string) []byte {
	h.Helper()
	body, err := c.get(path)
	if err != nil {
		h.Fatal(err)
	}
	return body
}

func (c connection) get(path string) ([]byte, error) {
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: "+c.RemoteAddr().String()+"\r\n\r\n"); err != nil {
		return nil, err
	}
	answer, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d: %.500s", path, answer.StatusCode, body)
	}
	return body, err
}

// do sends a request of a person, which must succeed, and reads the answer.
func (h *house) do(r faults.Request, to any) time.Duration {
	h.Helper()
	if r.Method == http.MethodPost {
		h.keys++
		r.Key = fmt.Sprintf("key-%d", h.keys)
	}
	a := h.client.Do(h.Context(), h.kept, r)
	if err := a.Into(to); err != nil {
		h.Fatalf("%s %s: %v", r.Method, r.Path, err)
	}
	return a.Took
}

// update changes one row in a transaction of its own, on the same connections:
// the least that a verb could do.
func (h *house) update(n int) time.Duration {
	h.Helper()
	began := time.Now()
	err := h.DB.Write(h.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE documents SET changed_at = changed_at + 1 WHERE entry_id = ? AND locale = ?", h.cities[n%len(h.cities)], "en")
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return time.Since(began)
}

// bare serves these bytes from memory, and nothing else.
func bare(b *testing.B, body []byte) string {
	b.Helper()
	length := fmt.Sprint(len(body))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(body) // a client that goes away fails its own request
	}))
	b.Cleanup(server.Close)
	return server.URL
}
