package cache

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// net/http spends more on taking a request apart, and on putting the headers of
// its answer together, than on all else. A conn answers the commonest question
// itself, between two requests that net/http sees: a plain GET that arrived
// whole, for an answer that is kept. It decides nothing: whatever it does not
// know by heart goes on to net/http untouched, which answers the same.

// oneWrite is the size up to which head and body are sent as one piece.
const oneWrite = 16 << 10

// Listen lets a server answer what is kept before it takes a request apart. It
// sets the server's ConnState.
func (c *Cache) Listen(server *http.Server, listener net.Listener) net.Listener {
	l := &fastListener{Listener: listener, cache: c, server: server}
	server.RegisterOnShutdown(func() { l.stopping.Store(true) })
	server.ConnState = func(nc net.Conn, state http.ConnState) {
		if own, ok := nc.(*conn); ok && state == http.StateIdle {
			own.boundary, own.idle = true, true
		}
	}
	return l
}

type fastListener struct {
	net.Listener
	cache    *Cache
	server   *http.Server
	stopping atomic.Bool
}

// Accept gives net/http a connection that answers for itself what it can.
func (l *fastListener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: accepted, listener: l, boundary: true}, nil
}

// conn is one connection of a reader. But for the last four, its fields belong
// to the goroutine that serves the connection: the one that net/http lets watch
// for a caller who leaves starts and ends within one request.
type conn struct {
	net.Conn
	listener *fastListener
	// boundary: net/http has been given nothing of the next request yet. It is
	// certain only as long as every request came as one whole piece; after any
	// other, the connection stays with net/http for good (lost).
	boundary, idle, lost bool
	ahead, room          []byte    // what was read and not given on yet, and where it lies
	deadlines            time.Time // when they were set
	wish                 string    // the Accept-Encoding last seen, and what it means
	wished               encoding

	mu               sync.Mutex
	writing, closing bool
	watching         chan struct{} // closed when the watch under way shall end
}

// Read gives net/http what it shall see, after answering what it need not.
func (c *conn) Read(p []byte) (int, error) {
	if len(p) == 1 && len(c.ahead) == 0 {
		return c.watch(p)
	}
	for {
		if len(c.ahead) > 0 {
			if answered, err := c.spare(c.ahead, true); err != nil {
				return 0, err
			} else if !answered {
				return c.give(p), nil
			}
			c.ahead = nil
		}
		n, err := c.Conn.Read(p)
		if n == 0 || err != nil {
			return n, err
		}
		whole := c.boundary && isWhole(p[:n])
		if !whole {
			c.lost = true
		}
		if answered, err := c.spare(p[:n], whole); err != nil {
			return 0, err
		} else if !answered {
			c.boundary, c.idle = false, false
			return n, nil
		}
	}
}

// spare answers a whole request that net/http need not see.
func (c *conn) spare(request []byte, whole bool) (bool, error) {
	if !c.idle || !whole || c.lost || c.listener.stopping.Load() {
		return false, nil
	}
	return c.answer(request)
}

// watch is the read of one byte by which net/http learns, while it answers,
// whether the caller has left. A caller who has her answer may send the next
// request before net/http has ended that read: then it is kept for after it, so
// that net/http has been given nothing of it.
func (c *conn) watch(p []byte) (int, error) {
	ended := make(chan struct{})
	c.mu.Lock()
	c.watching = ended // before the read: an end that came earlier is a deadline that has passed
	c.mu.Unlock()
	if c.room == nil {
		c.room = make([]byte, 4<<10) // as much as net/http reads at once
	}
	n, err := c.Conn.Read(c.room)
	if n == 0 {
		return 0, err
	}
	c.ahead = c.room[:n] // an error comes again with the next read
	if c.lost || !isWhole(c.ahead) {
		c.lost = true
		return c.give(p), nil
	}
	<-ended
	return 0, os.ErrDeadlineExceeded
}

// give hands over what was read ahead.
func (c *conn) give(p []byte) int {
	n := copy(p, c.ahead)
	c.ahead = c.ahead[n:]
	c.boundary, c.idle = false, false
	return n
}

// SetReadDeadline also ends a watch: net/http does so by a deadline of long ago.
func (c *conn) SetReadDeadline(at time.Time) error {
	err := c.Conn.SetReadDeadline(at)
	if !at.IsZero() && at.Unix() < int64(24*time.Hour/time.Second) {
		c.mu.Lock()
		c.endWatch()
		c.mu.Unlock()
	}
	return err
}

func (c *conn) endWatch() {
	if c.watching != nil {
		close(c.watching)
		c.watching = nil
	}
}

// Close lets an answer that is being written end first.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endWatch()
	if c.writing {
		c.closing = true
		return nil
	}
	return c.Conn.Close()
}

// isWhole tells whether p is the head of exactly one request, whose lines all
// end in the same way: net/http takes it, and nothing of it is left.
func isWhole(p []byte) bool {
	if end := bytes.Index(p, []byte("\r\n\r\n")); end < 0 || end != len(p)-4 {
		return false
	}
	return bytes.Count(p, []byte("\n")) == bytes.Count(p, []byte("\r\n"))
}

// answer sends what is kept for a request, if that is so.
func (c *conn) answer(request []byte) (bool, error) {
	now := c.listener.cache.now.Load()
	if now == nil {
		return false, nil
	}
	q, ok := parse(request)
	if !ok {
		return false, nil
	}
	a, kept := now.store.GetIfPresent(q.key)
	if !kept {
		return false, nil
	}
	if len(q.known) > 0 && notModified([]string{string(q.known)}, a.tag) {
		return true, c.write(a.unmodifiedHead(), nil)
	}
	if string(q.accept) != c.wish {
		c.wish = string(q.accept)
		c.wished = accepted([]string{c.wish})
	}
	form := a.form(c.wished)
	return true, c.write(a.head(form), form.bytes)
}

// write sends an answer. The deadlines are those of the server; setting them
// costs, so they may be a second short.
func (c *conn) write(head, body []byte) error {
	now := time.Now() //nolint:forbidigo // as net/http itself: deadlines and Date are of the machine's clock
	if server := c.listener.server; now.Sub(c.deadlines) > time.Second {
		c.deadlines = now
		if err := c.SetReadDeadline(now.Add(server.IdleTimeout)); err != nil {
			return err
		}
		if err := c.SetWriteDeadline(now.Add(server.WriteTimeout)); err != nil {
			return err
		}
	}
	c.mu.Lock()
	c.writing = true
	c.mu.Unlock()
	err := c.send(now, head, body)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writing = false; c.closing {
		_ = c.Conn.Close() // nobody waits for it
		return io.EOF
	}
	return err
}

func (c *conn) send(now time.Time, head, body []byte) error {
	buffer, _ := c.listener.cache.buffers.Get().(*[]byte) // nothing else is put there
	defer c.listener.cache.buffers.Put(buffer)
	b := (*buffer)[:0]
	b = append(b, head...)
	b = append(now.UTC().AppendFormat(append(b, "Date: "...), http.TimeFormat), "\r\n\r\n"...)
	if len(b)+len(body) <= oneWrite {
		b = append(b, body...)
		body = nil
	}
	*buffer = b
	if body == nil {
		_, err := c.Conn.Write(b)
		return err
	}
	pieces := net.Buffers{b, body}
	_, err := pieces.WriteTo(c.Conn)
	return err
}

// head is the head of a 200 without its end, as it goes over the wire.
func (a *answer) head(p *packed) []byte {
	if head := p.head.Load(); head != nil {
		return *head
	}
	lines := append(slices.Concat(a.common, a.body), line{"Content-Length", p.length})
	if p.encoding != nil {
		lines = append(lines, line{"Content-Encoding", p.encoding})
	}
	return written(&p.head, "HTTP/1.1 200 OK", lines)
}

// unmodifiedHead is that of a 304.
func (a *answer) unmodifiedHead() []byte {
	if head := a.unmodified.Load(); head != nil {
		return *head
	}
	return written(&a.unmodified, "HTTP/1.1 304 Not Modified", a.common)
}

// written puts lines together and keeps them. A line break in a value would
// become a line of its own; net/http writes a space.
func written(into *atomic.Pointer[[]byte], status string, lines []line) []byte {
	var b strings.Builder
	b.WriteString(status + "\r\n")
	for _, l := range lines {
		for _, value := range l.value {
			b.WriteString(l.name + ": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(value) + "\r\n")
		}
	}
	head := []byte(b.String())
	into.Store(&head)
	return head
}
