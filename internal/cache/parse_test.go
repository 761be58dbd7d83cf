package cache

import (
	"bufio"
	"bytes"
	"net/http"
	"net/url"
	"testing"
)

// FuzzParse: what parse takes, net/http takes too, as one request without a
// body on a connection that stays, with the same key and the same wishes.
func FuzzParse(f *testing.F) {
	for _, head := range []string{
		"GET /p/1?a=2&b=x,y HTTP/1.1\r\nHost: x:80\r\nAccept-Encoding: br\r\nIf-None-Match: W/\"a\"\r\n\r\n",
		"GET / HTTP/1.1\r\nhost: [::1]\r\nConnection: keep-alive\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
		"GET /a?b=c=d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", "GET /a HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
	} {
		f.Add([]byte(head))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		if !isWhole(head) {
			return
		}
		q, ok := parse(head)
		if !ok {
			return
		}
		in := bufio.NewReader(bytes.NewReader(head))
		r, err := http.ReadRequest(in)
		if err != nil {
			t.Fatalf("net/http refuses it: %v", err)
		}
		if in.Buffered() > 0 || r.ContentLength != 0 || len(r.TransferEncoding) > 0 || r.Close || r.Method != http.MethodGet || r.Host == "" {
			t.Fatalf("net/http takes it as %+v", r)
		}
		if same, canonical := keyOf(r, nil); !canonical || same != q.key {
			t.Fatalf("the key is %q, %q for net/http", q.key, same)
		}
		if string(q.known) != r.Header.Get("If-None-Match") || string(q.accept) != r.Header.Get("Accept-Encoding") {
			t.Fatalf("it asks for %q and %q, with net/http %v", q.known, q.accept, r.Header)
		}
	})
}

// FuzzKey: two queries have one key exactly when they say the same.
func FuzzKey(f *testing.F) {
	f.Add("a=1&b=2", "b=2&a=1")
	f.Add("a=%2C", "a=,")
	f.Add("a=+", "a=%20")
	f.Add("a=b=c", "a=b%3Dc")
	f.Fuzz(func(t *testing.T, one, other string) {
		keys, values := [2]key{}, [2]url.Values{}
		for i, query := range []string{one, other} {
			k, ok := keyOf(&http.Request{URL: &url.URL{Path: "/", RawQuery: query}}, nil)
			parsed, err := url.ParseQuery(query)
			if ok != (err == nil) && len(query) <= maxQuery {
				t.Fatalf("%q has a key: %v, but %v", query, ok, err)
			}
			if !ok {
				return
			}
			again, err := url.ParseQuery(k.query)
			if err != nil || again.Encode() != parsed.Encode() {
				t.Fatalf("%q became %q (%v)", query, k.query, err)
			}
			keys[i], values[i] = k, parsed
		}
		if (keys[0] == keys[1]) != (values[0].Encode() == values[1].Encode()) {
			t.Fatalf("%q and %q have the keys %q and %q", one, other, keys[0], keys[1])
		}
	})
}
