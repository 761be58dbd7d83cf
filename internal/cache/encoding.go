package cache

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// encoding is a way to pack a body. Where a caller likes several alike, the
// greater one is chosen.
type encoding int

const (
	identity encoding = iota
	gzipped
	brotlied
	encodings
)

const (
	// tooSmall is the size up to which packing gains nothing.
	tooSmall = 512
	// atOnce is the size up to which an answer is packed while its first reader
	// waits, some milliseconds. A larger one that is kept is sent as it is
	// meanwhile.
	atOnce = 256 << 10
)

func (e encoding) String() string { return [encodings]string{"identity", "gzip", "br"}[e] }

// accepted chooses what the caller likes best, as RFC 9110 says. Without a
// wish, or with one that cannot be met, the body is sent as it is.
func accepted(wishes []string) encoding {
	if len(wishes) == 0 {
		return identity
	}
	const unsaid = -1
	quality, rest := [encodings]int{unsaid, unsaid, unsaid}, unsaid
	for _, list := range wishes {
		for wish := range strings.SplitSeq(list, ",") {
			name, parameter, _ := strings.Cut(wish, ";")
			q := qualityOf(parameter)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "br":
				quality[brotlied] = q
			case "gzip", "x-gzip":
				quality[gzipped] = q
			case "identity":
				quality[identity] = q
			case "*":
				rest = q
			}
		}
	}
	best, most := identity, max(quality[identity], 0)
	for _, e := range []encoding{gzipped, brotlied} {
		if quality[e] == unsaid {
			quality[e] = rest
		}
		if q := quality[e]; q > 0 && q >= most {
			best, most = e, q
		}
	}
	return best
}

// qualityOf reads q=0.5 as 500; what cannot be read counts as not wanted.
func qualityOf(parameter string) int {
	name, value, given := strings.Cut(strings.TrimSpace(parameter), "=")
	if !given && strings.TrimSpace(name) == "" {
		return 1000
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if !strings.EqualFold(strings.TrimSpace(name), "q") || err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return int(q * 1000)
}

// form is the body in an encoding, packed the first time it is asked for; or as
// it is where packing is of no use or not done yet.
func (a *answer) form(e encoding) *packed {
	plain := a.forms[identity].ready.Load()
	if e == identity || a.status != http.StatusOK || len(plain.bytes) <= tooSmall {
		return plain
	}
	f := &a.forms[e]
	if p := f.ready.Load(); p != nil {
		return p
	}
	if !compressible(a.contentType()) {
		return plain
	}
	if len(plain.bytes) > atOnce && a.grown != nil {
		if !f.begun.Swap(true) {
			go a.pack(e, plain)
		}
		return plain
	}
	f.once.Do(func() { a.pack(e, plain) })
	return f.ready.Load()
}

func (a *answer) pack(e encoding, plain *packed) {
	var packed bytes.Buffer
	var w io.WriteCloser
	if e == brotlied {
		w = brotli.NewWriterLevel(&packed, 5)
	} else {
		w, _ = gzip.NewWriterLevel(&packed, 6) // fails for other levels only
	}
	_, _ = w.Write(plain.bytes) // a Buffer fails never
	_ = w.Close()
	p := plain
	if packed.Len() < len(plain.bytes) {
		p = newPacked(bytes.Clone(packed.Bytes()), e.String()) // without the room to grow
		a.size.Add(int64(len(p.bytes)))
	}
	a.forms[e].ready.Store(p)
	if a.grown != nil {
		a.grown()
	}
}

// compressible tells text from what is packed already.
func compressible(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "javascript")
}
