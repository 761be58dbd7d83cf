package cache

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxQuery is the longest query of an answer that is kept, in bytes.
const maxQuery = 2 << 10

// key is the one spelling of an address: the decoded path, and the parameters
// in the order of their names with as little escaped as can be.
type key struct{ path, query string }

// keyOf finds the key of a request. An address that is not written as programs
// and browsers write it has none.
func keyOf(r *http.Request, parameters []string) (key, bool) {
	if r.URL.RawPath != "" || len(r.URL.RawQuery) > maxQuery {
		return key{}, false
	}
	if canonical(r.URL.RawQuery, parameters) {
		return key{r.URL.Path, r.URL.RawQuery}, true
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return key{}, false
	}
	if parameters != nil {
		maps.DeleteFunc(values, func(name string, _ []string) bool { return !slices.Contains(parameters, name) })
	}
	return key{r.URL.Path, write(values)}, true
}

// canonical tells quickly whether write would give this very query back.
func canonical(query string, parameters []string) bool {
	before := ""
	for more := query != ""; more; {
		var part string
		part, query, more = strings.Cut(query, "&")
		name, value, given := strings.Cut(part, "=")
		if !given || name <= before || !plainText(name) || !plainText(value) || parameters != nil && !slices.Contains(parameters, name) {
			return false
		}
		before = name
	}
	return true
}

func plainText(s string) bool {
	for i := range len(s) {
		if !plainByte(s[i]) {
			return false
		}
	}
	return true
}

// plainByte are the bytes that mean themselves in a query and are commonly sent
// as they are.
func plainByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~[],:*/", c) >= 0
}

func write(values url.Values) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			escape(&b, name)
			b.WriteByte('=')
			escape(&b, value)
		}
	}
	return b.String()
}

func escape(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		if c := s[i]; plainByte(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
}

// request is the question as it is put to the handler: made from the key alone,
// so that an answer cannot depend on anything that is not in its key. Of the
// caller only the address remains, for the log.
func (k key) request(r *http.Request) *http.Request {
	asked := plain(r)
	asked.Header = http.Header{}
	if from := r.Header["X-Forwarded-For"]; from != nil {
		asked.Header["X-Forwarded-For"] = from
	}
	asked.URL = &url.URL{Path: k.path, RawQuery: k.query}
	asked.RequestURI = asked.URL.RequestURI()
	return asked
}

// plain is the request for the whole answer: what the caller knows already, and
// how it wants it packed, is seen to when the answer is sent.
func plain(r *http.Request) *http.Request {
	asked := r.Clone(r.Context())
	asked.Method, asked.Body = http.MethodGet, http.NoBody
	for _, name := range []string{"Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range"} {
		asked.Header.Del(name)
	}
	return asked
}
