package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"movingcities/internal/content"
	"movingcities/internal/desk"
)

const (
	// checkEvery is how soon a stream ends after a sign-out, and how soon it
	// follows a change of rights while nothing happens.
	checkEvery = 5 * time.Second
	// writeWithin is how long a client may take to receive one piece of a stream.
	writeWithin = 20 * time.Second
)

// streamRoute is the one route whose answer does not end: server-sent events.
func (s *Server) streamRoute(path, id, summary string) Route {
	route := newRoute[none](get, path, id, summary)
	route.stream = true
	route.serve = func(s *Server, x *call, in request) error {
		if err := s.binder.bind(in, &none{}); err != nil {
			return err
		}
		return s.stream(x)
	}
	return route.needs(Session)
}

// stream sends a signed-in person the news that she may see, until she goes,
// signs out, is shut out, or the server stops. Who she is and what she may read
// is asked anew before each piece.
func (s *Server) stream(x *call) error {
	ctx := x.r.Context()
	listener, err := s.Live.Listen(x.actor())
	if err != nil {
		return err
	}
	defer s.Live.Leave(listener)
	present, err := s.Board.Presence(ctx, x.actor())
	if err != nil {
		return err
	}
	out := &eventWriter{w: x.w, control: http.NewResponseController(x.w)}
	if err := out.begin(present); err != nil {
		return nil // the client has gone
	}
	ticker := time.NewTicker(checkEvery)
	defer ticker.Stop()
	for {
		var news *desk.Batch
		select {
		case <-ctx.Done():
			return nil
		case batch, open := <-listener.News:
			if !open {
				return nil
			}
			news = &batch
		case <-ticker.C:
		}
		if err := s.identify(x); err != nil || x.who.session == nil {
			return nil // the session has ended; the client signs in and listens again
		}
		var messages []desk.Message
		if listener.Lost() {
			messages = append(messages, desk.Message{Event: "resync", Data: struct{}{}})
		}
		if news != nil {
			messages = append(messages, s.Board.Messages(x.actor(), *news)...)
		}
		if err := out.send(messages); err != nil {
			return nil // the client has gone
		}
	}
}

// eventWriter writes server-sent events. The server's limits are for answers
// that end; each piece of a stream has its own.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (e *eventWriter) begin(present []desk.Message) error {
	h := e.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	if err := e.control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	e.w.WriteHeader(http.StatusOK)
	return e.send(present)
}

// send writes messages, or a comment that keeps the connection open.
func (e *eventWriter) send(messages []desk.Message) error {
	var piece []byte
	for _, m := range messages {
		data, err := json.Marshal(m.Data)
		if err != nil {
			return err
		}
		piece = append(append(append(piece, "event: "+m.Event+"\ndata: "...), data...), "\n\n"...)
	}
	if piece == nil {
		piece = []byte(":\n\n")
	}
	// The network goes by the machine's clock, whatever clock the desk has.
	err := e.control.SetWriteDeadline(time.Now().Add(writeWithin)) //nolint:forbidigo // a deadline of the connection
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := e.w.Write(piece); err != nil {
		return err
	}
	return e.control.Flush()
}

type presenceRequest struct {
	Body struct {
		Tab    string `json:"tab" validate:"required,max=64,printascii" description:"One tab of the browser, by any name it chooses."`
		Entry  string `json:"entry,omitempty" validate:"omitempty,uuid" description:"Left out when the tab shows no document any more."`
		Locale string `json:"locale,omitempty" validate:"required_with=Entry,max=20"`
		At     string `json:"at,omitempty" validate:"max=200" description:"Field path or segment key."`
	} `body:"json"`
}

// putPresence is sent when a document is opened, when another field is entered,
// and every 15 seconds.
func (s *Server) putPresence(ctx context.Context, x *call, in *presenceRequest) (none, error) {
	b := in.Body
	err := s.Board.Appear(ctx, x.actor(), desk.NewPresence{Tab: b.Tab, Ref: content.Ref{Entry: b.Entry, Locale: b.Locale}, At: b.At})
	return none{}, err
}

// news lets those who listen know at once that something was written.
func (s *Server) news(x *call) {
	if s.Live != nil && x.route.Credential != Anyone && x.r.Method != http.MethodGet {
		s.Live.Nudge()
	}
}
