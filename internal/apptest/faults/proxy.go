package faults

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// maxMessage bounds what the proxy holds of one message.
const maxMessage = 64 << 20

// Proxy stands between servers and their Postgres. It counts the statements that
// pass and can act at one of them, cut every connection, or let nothing through.
type Proxy struct {
	// URL is the address of the database through the proxy.
	URL string

	network, address string // of Postgres
	listener         net.Listener
	links            sync.WaitGroup

	mu   sync.Mutex
	open map[*link]bool
	gate chan struct{} // closed while bytes may pass
	trap *Trap
	seen []string
	at   int // of the trap's count
}

// Trap acts once, at a statement. One that only counts has At 0.
type Trap struct {
	At int // counted from 1 since Arm
	// Only counts the statements of this text, in lower case; all if empty.
	Only  string
	After bool // the database has done it, and its answer is held back; otherwise it never arrives
	Do    func()
}

// NewProxy listens on a port of its own in front of the database that a URL names.
func NewProxy(database string) (*Proxy, error) {
	config, err := pgconn.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: listener, open: map[*link]bool{}, gate: make(chan struct{})}
	close(p.gate)
	p.network, p.address = pgconn.NetworkAddress(config.Host, config.Port)
	user := url.User(config.User)
	if config.Password != "" {
		user = url.UserPassword(config.User, config.Password)
	}
	through := url.URL{Scheme: "postgres", User: user, Host: listener.Addr().String(), Path: "/" + config.Database, RawQuery: "sslmode=disable"}
	p.URL = through.String()
	p.links.Go(p.accept)
	return p, nil
}

// Close ends the proxy and every connection through it.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.Cut()
	p.Resume()
	p.links.Wait()
	return err
}

// Arm counts statements anew and sets the trap.
func (p *Proxy) Arm(t Trap) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trap, p.seen, p.at = &t, nil, 0
}

// Disarm takes the trap away, gives the statements since Arm up to the one at
// which it acted, and tells whether it did.
func (p *Proxy) Disarm() (seen []string, acted bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen, acted = p.seen, p.trap != nil && p.trap.At > 0 && p.at == p.trap.At
	p.trap, p.seen = nil, nil
	return seen, acted
}

// Cut breaks every connection.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.open {
		l.close()
	}
}

// Stall lets no byte through until Resume, as a database that hangs or a network
// that drops: nobody is told.
func (p *Proxy) Stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate = make(chan struct{})
}

// Resume ends Stall.
func (p *Proxy) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gate:
	default:
		close(p.gate)
	}
}

// Connections is how many pass now.
func (p *Proxy) Connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.open)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.links.Go(func() { p.serve(client) })
	}
}

func (p *Proxy) serve(client net.Conn) {
	server, err := net.Dial(p.network, p.address)
	if err != nil { // as if Postgres itself had refused
		_ = client.Close()
		return
	}
	l := &link{proxy: p, client: client, server: server, gone: make(chan struct{}), statements: map[string]string{}, portals: map[string]string{}}
	p.mu.Lock()
	p.open[l] = true
	p.mu.Unlock()
	var replies sync.WaitGroup
	replies.Go(func() { l.fail(l.fromServer()) })
	l.fail(l.fromClient())
	replies.Wait()
	p.mu.Lock()
	delete(p.open, l)
	p.mu.Unlock()
}

// count notes a statement and gives the trap if it is to act at this one.
func (p *Proxy) count(text string) *Trap {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trap == nil || p.trap.At > 0 && p.at == p.trap.At {
		return nil
	}
	p.seen = append(p.seen, strings.Join(strings.Fields(text), " "))
	if p.trap.Only == "" || strings.EqualFold(p.trap.Only, text) {
		p.at++
	}
	if p.trap.At != p.at {
		return nil
	}
	return p.trap
}

// link is one connection and what is known of its prepared statements.
type link struct {
	proxy          *Proxy
	client, server net.Conn
	once           sync.Once
	gone           chan struct{}

	watches             bool // follows publications all the time; nobody's request
	statements, portals map[string]string

	mu   sync.Mutex
	held *Trap // waits for the end of the statement under way
}

func (l *link) close() {
	l.once.Do(func() {
		close(l.gone)
		_ = l.client.Close()
		_ = l.server.Close()
	})
}

// fail ends both directions, for whatever reason one has ended.
func (l *link) fail(error) { l.close() }

func (l *link) pass() error {
	l.proxy.mu.Lock()
	gate := l.proxy.gate
	l.proxy.mu.Unlock()
	select {
	case <-gate:
		return nil
	case <-l.gone:
		return net.ErrClosed
	}
}

func (l *link) fromClient() error {
	r := bufio.NewReader(l.client)
	if err := l.greet(r); err != nil {
		return err
	}
	for {
		kind, message, err := read(r)
		if err != nil {
			return err
		}
		if text := l.statement(kind, message[5:]); text != "" && !l.watches {
			if trap := l.proxy.count(text); trap != nil {
				if !trap.After {
					trap.Do()
					return nil
				}
				l.mu.Lock()
				l.held = trap
				l.mu.Unlock()
			}
		}
		if err := l.pass(); err != nil {
			return err
		}
		if _, err := l.server.Write(message); err != nil {
			return err
		}
	}
}

// greet passes the messages before the first one that has a kind.
func (l *link) greet(r *bufio.Reader) error {
	for {
		message := make([]byte, 8)
		if _, err := io.ReadFull(r, message); err != nil {
			return err
		}
		size := binary.BigEndian.Uint32(message)
		if size < 8 || size > maxMessage {
			return fmt.Errorf("a first message of %d bytes", size)
		}
		rest := make([]byte, size-8)
		if _, err := io.ReadFull(r, rest); err != nil {
			return err
		}
		if err := l.pass(); err != nil {
			return err
		}
		if _, err := l.server.Write(slices.Concat(message, rest)); err != nil {
			return err
		}
		l.watches = bytes.Contains(rest, []byte("movingcities watch"))
		if binary.BigEndian.Uint32(message[4:]) == pgproto3.ProtocolVersionNumber {
			return nil
		}
	}
}

// fromServer holds back the answer to a statement that is trapped: when it is
// complete the trap acts, and nobody hears of it.
func (l *link) fromServer() error {
	r := bufio.NewReader(l.server)
	for {
		kind, message, err := read(r)
		if err != nil {
			return err
		}
		l.mu.Lock()
		held := l.held
		l.mu.Unlock()
		if held != nil {
			if kind == 'Z' { // ready for the next one
				held.Do()
				return nil
			}
			continue
		}
		if err := l.pass(); err != nil {
			return err
		}
		if _, err := l.client.Write(message); err != nil {
			return err
		}
	}
}

// statement is the text of what a message runs, or nothing.
func (l *link) statement(kind byte, body []byte) string {
	var err error
	text := ""
	switch kind {
	case 'Q':
		var m pgproto3.Query
		err, text = m.Decode(body), m.String
	case 'P':
		var m pgproto3.Parse
		err = m.Decode(body)
		l.statements[m.Name] = m.Query
	case 'B':
		var m pgproto3.Bind
		err = m.Decode(body)
		l.portals[m.DestinationPortal] = l.statements[m.PreparedStatement]
	case 'E':
		var m pgproto3.Execute
		err, text = m.Decode(body), l.portals[m.Portal]
	}
	if err != nil { // Postgres will say so
		return ""
	}
	return text
}

// read gives a whole message with its kind and size in front.
func read(r *bufio.Reader) (byte, []byte, error) {
	head := make([]byte, 5)
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size < 4 || size > maxMessage {
		return 0, nil, errors.New("not a message of Postgres")
	}
	message := make([]byte, size+1)
	copy(message, head)
	_, err := io.ReadFull(r, message[5:])
	return head[0], message, err
}
