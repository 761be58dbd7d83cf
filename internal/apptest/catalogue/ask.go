package catalogue

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// patience is how long an answer may take: the machine may be busy.
const patience = 10 * time.Second

// Question is one request.
type Question struct {
	Actor   string // Anonymous if empty
	Method  string // GET if empty
	Path    string
	Body    string // of JSON, unless Headers say another type
	Headers map[string]string
	Host    string        // another than the server's
	Within  time.Duration // patience if zero
	Audited bool          // a refusal of it is in the audit log, once
	Fault   bool          // the check breaks something: 5xx is an answer
	Once    bool          // it must not be put to more than one server
}

// Answer is what came back, from the first server that was asked.
type Answer struct {
	Status int
	Header http.Header
	Body   string
	Took   time.Duration
}

// Code is that of a problem document, empty for others.
func (a Answer) Code() string {
	if found := problemCode.FindStringSubmatch(a.Body); found != nil && a.Status >= http.StatusBadRequest {
		return found[1]
	}
	return ""
}

var (
	problemCode = regexp.MustCompile(`"code":"([a-z_]+)"`)
	variable    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|eyJ[\w-]+|[\w-]{60,}|nonce[^>]*`)
)

// Ask puts a question to every server if it only reads, otherwise to one after
// the other in turn, and asserts what must hold after every request.
func (h *House) Ask(q Question) Answer {
	h.Helper()
	if q.Actor == "" {
		q.Actor = Anonymous
	}
	if q.Method == "" {
		q.Method = http.MethodGet
	}
	if q.Within == 0 {
		q.Within = patience
	}
	h.asked++
	reads := q.Method == http.MethodGet || q.Method == http.MethodHead || q.Method == http.MethodOptions
	servers := []int{h.asked % len(h.Addresses)}
	if reads && !q.Once {
		servers = servers[:0]
		for i := range h.Addresses {
			servers = append(servers, i)
		}
	}
	before, refused := "", 0
	if !reads {
		before, refused = h.State(), h.refusals()
	}
	first := h.sameAnswer(servers, q)
	if !reads && first.Status >= http.StatusBadRequest {
		if h.State() != before {
			h.Errorf("%s: refused with %d, and yet something has changed", q, first.Status)
		}
		if rows := h.refusals() - refused; rows > 1 || q.Audited && rows != 1 {
			h.Errorf("%s: refused with %d, and the audit log has %d rows more", q, first.Status, rows)
		}
	}
	h.transcript = append(h.transcript, fmt.Sprint(q, " ", first.Status, " ", first.Code()))
	return first
}

// lag is how long a server may not know what was published through another.
const lag = time.Second

// sameAnswer asks each server, and asserts that they agree as soon as they have to.
func (h *House) sameAnswer(servers []int, q Question) Answer {
	h.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		first := h.send(servers[0], q)
		h.judge(servers[0], q, first)
		other := first
		for _, server := range servers[1:] {
			other = h.send(server, q)
			h.judge(server, q, other)
			if !alike(first, other) {
				break
			}
		}
		if alike(first, other) {
			return first
		}
		if time.Since(began) > lag {
			h.Errorf("%s: after %s one server answers %d %.200s, another %d %.200s", q, lag, first.Status, first.Body, other.Status, other.Body)
			return first
		}
	}
}

func alike(a, b Answer) bool {
	return a.Status == b.Status && masked(a.Body) == masked(b.Body) && a.Header.Get("Content-Type") == b.Header.Get("Content-Type")
}

// String names a question without what differs from run to run.
func (q Question) String() string {
	return q.Actor + " " + q.Method + " " + masked(q.Path)
}

// masked hides what is another in every answer: ids, tokens, request ids, nonces.
func masked(s string) string { return variable.ReplaceAllString(s, "…") }

// judge asserts what must hold of each answer by itself.
func (h *House) judge(server int, q Question, a Answer) {
	h.Helper()
	if a.Status >= http.StatusInternalServerError && !q.Fault {
		h.Errorf("%s: server %d answers %d %.300s", q, server, a.Status, a.Body)
	}
	if a.Took > q.Within {
		h.Errorf("%s: took %s", q, a.Took)
	}
	said := a.Body
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		said += "\n" + name + ": " + strings.Join(a.Header[name], ", ")
	}
	for word, c := range h.canaries {
		if strings.Contains(said, word) && !slices.Contains(c.readers, q.Actor) {
			h.Errorf("%s: shows %s, a secret of the kind %s", q, word, c.kind)
		}
	}
}

func (h *House) send(server int, q Question) Answer {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), q.Method, h.Addresses[server]+q.Path, strings.NewReader(q.Body))
	if err != nil {
		h.Fatal(err)
	}
	if q.Body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, headers := range []map[string]string{h.actors[q.Actor], q.Headers} {
		for name, value := range headers {
			r.Header.Set(name, value)
		}
	}
	r.Host = q.Host
	began := time.Now()
	answer, err := client.Do(r)
	if err != nil {
		h.Errorf("%s: server %d does not answer: %v", q, server, err)
		return Answer{}
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		h.Errorf("%s: server %d breaks off: %v", q, server, err)
	}
	return Answer{answer.StatusCode, answer.Header, string(body), time.Since(began)}
}

// Alive asserts that every server is still there and ready.
func (h *House) Alive() {
	h.Helper()
	for i := range h.Addresses {
		for _, path := range []string{"/healthz", "/readyz"} {
			if a := h.send(i, Question{Method: http.MethodGet, Path: path}); a.Status != http.StatusOK {
				h.Errorf("server %d: %s answers %d", i, path, a.Status)
			}
		}
	}
}

// Eventually asks again until an answer is as wanted, for as long as a bound
// that is promised; judging each answer as Ask does.
func (h *House) Eventually(bound time.Duration, q Question, wanted func(Answer) bool) {
	h.Helper()
	if q.Actor == "" {
		q.Actor = Anonymous
	}
	q.Method, q.Within = http.MethodGet, patience
	began := time.Now()
	for server := range h.Addresses {
		for {
			a := h.send(server, q)
			h.judge(server, q, a)
			if wanted(a) {
				break
			}
			if time.Since(began) > bound {
				h.Errorf("%s: server %d still answers %d %.200s after %s", q, server, a.Status, a.Body, bound)
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}
