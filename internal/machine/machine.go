// Package machine speaks to services that translate texts: DeepL and LibreTranslate.
// It knows neither documents nor rights. Nothing here runs unless an operator has
// named a service, and the key is in no error, log or answer.
package machine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"movingcities/internal/fault"
)

// Engine is a service. It is safe for concurrent use.
type Engine interface {
	// Name is that of the service, for people.
	Name() string
	// Translate hands over the texts in portions and calls each with what came back,
	// in order, portion by portion; an error of each ends it. The errors are faults:
	// machine_refused, machine_quota, machine_busy, machine_unavailable,
	// machine_answer.
	Translate(ctx context.Context, r Request, each func([]Text) error) error
}

// Request is texts of one language to be put into another.
type Request struct {
	Source, Target string   // locales
	Texts          []string // in memory form
	Terms          []Term   // of the glossary, for services that inflect them
}

// Term is a word of the source and the word to be used for it.
type Term struct{ Source, Target string }

// Text is what came back for one text. Broken says that the service lost or doubled
// a tag; then there is no text, because half a link is worse than none.
type Text struct {
	Text   string
	Broken bool
}

// Portion is how many texts go over at once, and so how many are lost at most when
// a service fails.
const Portion = 40

// The services.
const (
	DeepL          = "deepl"
	LibreTranslate = "libretranslate"
)

// Config says which service and how to reach it. Dial and Wait may be nil.
type Config struct {
	Provider string
	URL      string // empty: DeepL's own, by the kind of key
	Key      string
	Timeout  time.Duration // of one call; 0 is 30 s
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
	Wait     func(context.Context, time.Duration) error // between attempts
}

// New makes the engine of a provider. Empty means no machine, which is nil.
func New(c Config) (Engine, error) {
	if c.Provider == "" {
		return nil, nil
	}
	if c.Provider != DeepL && c.Provider != LibreTranslate {
		return nil, fmt.Errorf("%q is no service known here; choose %s or %s", c.Provider, DeepL, LibreTranslate)
	}
	w := &wire{wait: c.Wait}
	if w.wait == nil {
		w.wait = sleep
	}
	if c.Provider == DeepL && c.URL == "" {
		c.URL = "https://api.deepl.com"
		if strings.HasSuffix(c.Key, ":fx") {
			c.URL = "https://api-free.deepl.com"
		}
	}
	address, err := Address(c.URL)
	if err != nil {
		return nil, err
	}
	w.base = strings.TrimSuffix(address, "/")
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Second
	}
	w.client = &http.Client{
		Timeout: c.Timeout,
		// A redirect would carry the texts, and perhaps the key, to somebody else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: c.Dial, MaxIdleConns: 2, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second},
	}
	if c.Provider == LibreTranslate {
		return &libre{wire: w, key: c.Key}, nil
	}
	if c.Key == "" {
		return nil, errors.New("DeepL needs a key")
	}
	w.authorization = "DeepL-Auth-Key " + c.Key
	return &deepL{w}, nil
}

// Address checks where texts are sent: over TLS, or to this machine.
func Address(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "", errors.New("this is not the address of a service; write for example https://translate.example.org")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", errors.New("texts and key would travel in the clear; use https")
	}
	return u.String(), nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// wire is a service at the other end of HTTP.
type wire struct {
	client        *http.Client
	base          string
	authorization string
	wait          func(context.Context, time.Duration) error
}

const (
	attempts  = 3
	longest   = 20 * time.Second // to wait because a service says so
	maxAnswer = 8 << 20
)

// call sends JSON and reads JSON, and tries again when the service is busy or
// failed in a way that may pass. Translating twice harms nobody but the budget.
func (w *wire) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	for attempt := 1; ; attempt++ {
		pause, err := w.once(ctx, method, path, body, out)
		if err == nil || pause == 0 || attempt == attempts {
			return err
		}
		if waited := w.wait(ctx, min(pause*time.Duration(attempt), longest)); waited != nil {
			return fault.Wrap(waited, fault.Unavailable, "machine_unavailable", "The translation was given up.")
		}
	}
}

// once is one attempt. A pause says that another may help.
func (w *wire) once(ctx context.Context, method, path string, body []byte, out any) (time.Duration, error) {
	r, err := http.NewRequestWithContext(ctx, method, w.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("machine: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if w.authorization != "" {
		r.Header.Set("Authorization", w.authorization)
	}
	answer, err := w.client.Do(r)
	if err != nil {
		return time.Second, unavailable(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return time.Second, unavailable(err)
	case answer.StatusCode >= 300:
		return refusal(answer)
	case len(text) > maxAnswer:
		return 0, wrongAnswer("more than was asked for")
	case out == nil:
		return 0, nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return 0, wrongAnswer("no JSON")
	}
	return 0, nil
}

func unavailable(err error) error {
	return fault.Wrap(err, fault.Unavailable, "machine_unavailable", "The translation service does not answer. Try again later.")
}

func wrongAnswer(what string) error {
	return fault.Wrap(errors.New(what), fault.Unavailable, "machine_answer", "The translation service sent an answer that makes no sense. Try again later.")
}

// badRequestError marks what a service refuses because of what it was asked.
type badRequestError struct{ error }

// refusal turns a status into a fault. What the service writes stays outside: it
// may repeat the request.
func refusal(answer *http.Response) (time.Duration, error) {
	cause := fmt.Errorf("status %d", answer.StatusCode)
	switch status := answer.StatusCode; {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return 0, fault.Wrap(cause, fault.Unavailable, "machine_refused", "The translation service refuses our key. Ask an operator.")
	case status == 456:
		return 0, fault.Wrap(cause, fault.TooMany, "machine_quota", "The quota at the translation service is used up. Ask an operator.")
	case status == http.StatusTooManyRequests:
		pause := time.Second
		if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
			pause = time.Duration(seconds) * time.Second
		}
		return pause, fault.Wrap(cause, fault.Unavailable, "machine_busy", "The translation service is busy. Try again later.")
	case status >= 500:
		return time.Second, unavailable(cause)
	default:
		if status == http.StatusBadRequest {
			cause = badRequestError{cause}
		}
		return 0, fault.Wrap(cause, fault.Unavailable, "machine_answer", "The translation service did not understand the request. Ask an operator.")
	}
}
