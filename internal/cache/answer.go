package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// overhead is about what an answer and one header line take beside their text.
const (
	overhead     = 512
	lineOverhead = 64
)

// answer is a finished answer. It does not change, but for the compressed forms
// that are added when somebody first asks for them.
type answer struct {
	status int
	common []line // of every form, and of 304
	body   []line // of a body: its type
	tag    string // empty if there is none to compare
	forms  [encodings]form
	size   atomic.Int64
	grown  func() // the answer takes more memory now

	unmodified atomic.Pointer[[]byte] // head of a 304, see conn
}

// line is a header line, ready to be put into a header.
type line struct {
	name  string
	value []string
}

// form is the body in one encoding.
type form struct {
	once  sync.Once
	begun atomic.Bool // in the background
	ready atomic.Pointer[packed]
}

type packed struct {
	bytes    []byte
	length   []string
	encoding []string // nil as it is
	head     atomic.Pointer[[]byte]
}

// recorder takes an answer down.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is filled by the handler.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader takes the first final status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}

// record lets the handler answer and finishes what it says.
func record(next http.Handler, r *http.Request) *answer {
	rec := &recorder{header: http.Header{}}
	next.ServeHTTP(rec, r)
	rec.WriteHeader(http.StatusOK)
	a := &answer{status: rec.status}
	body := rec.body.Bytes()
	if cap(body)-len(body) > len(body)/16 {
		body = bytes.Clone(body) // without the room to grow
	}
	if a.status == http.StatusOK {
		rec.header.Add("Vary", "Accept-Encoding")
		a.tag = entityTag(body)
		rec.header.Set("ETag", a.tag)
	}
	for name, value := range rec.header {
		switch name {
		case "Content-Type", "Content-Disposition":
			a.body = append(a.body, line{name, value})
		case "Content-Length", "Content-Encoding":
		default:
			a.common = append(a.common, line{name, value})
		}
	}
	a.forms[identity].ready.Store(newPacked(body, ""))
	a.size.Store(int64(len(body)))
	return a
}

func newPacked(body []byte, encoding string) *packed {
	p := &packed{bytes: body, length: []string{strconv.Itoa(len(body))}}
	if encoding != "" {
		p.encoding = []string{encoding}
	}
	return p
}

// entityTag is the hash of the bytes. It is weak because the same answer is
// also sent compressed, where other bytes carry the same tag.
func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// weight is about how much memory the answer takes, in bytes.
func (a *answer) weight(k key) uint32 {
	n := a.size.Load() + int64(overhead+len(k.path)+len(k.query))
	for _, lines := range [][]line{a.common, a.body} {
		for _, l := range lines {
			n += lineOverhead
			for _, value := range l.value {
				n += 3 * int64(len(value)) // heads hold it too
			}
		}
	}
	return uint32(min(n, 1<<32-1))
}

func (a *answer) header(name string) string {
	for _, l := range a.common {
		if l.name == name {
			return l.value[0]
		}
	}
	return ""
}

func (a *answer) contentType() string {
	for _, l := range a.body {
		if l.name == "Content-Type" {
			return l.value[0]
		}
	}
	return ""
}

func (a *answer) drop(name string) {
	a.common = slices.DeleteFunc(a.common, func(l line) bool { return l.name == name })
}

// send answers one request: whole, packed as it asks for, without the body for
// HEAD, or with 304 when the caller knows it. An error means the caller has gone.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for i := range a.common {
		h[a.common[i].name] = a.common[i].value
	}
	if a.tag != "" && notModified(r.Header["If-None-Match"], a.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	p := a.form(accepted(r.Header["Accept-Encoding"]))
	for i := range a.body {
		h[a.body[i].name] = a.body[i].value
	}
	h["Content-Length"] = p.length
	if p.encoding != nil {
		h["Content-Encoding"] = p.encoding
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.bytes)
	}
}

// notModified compares weakly, as RFC 9110 asks for If-None-Match: the caller
// may know several versions, or just that there is one (*).
func notModified(known []string, tag string) bool {
	for _, list := range known {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimSpace(one)
			if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
