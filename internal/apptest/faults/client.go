package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Person is somebody with a token.
type Person struct{ Name, Token string }

// Request is one call of a person, or of nobody.
type Request struct {
	By           Person
	Method, Path string
	Version      int64  // If-Match
	Key          string // Idempotency-Key
	Body         any
}

// Answer is what came back. Without an answer Status is 0 and Err says why.
type Answer struct {
	Status int
	Code   string // of a refusal
	Body   []byte
	Took   time.Duration
	Err    error
}

// OK tells whether the server said that it is done.
func (a Answer) OK() bool { return a.Err == nil && a.Status < 300 }

// Unsure tells whether it may have been done or not.
func (a Answer) Unsure() bool { return a.Err != nil || a.Status >= 500 }

func (a Answer) String() string {
	if a.Err != nil {
		return "no answer"
	}
	if a.Code != "" {
		return fmt.Sprintf("%d %s", a.Status, a.Code)
	}
	return strconv.Itoa(a.Status)
}

// Into reads the body of a success.
func (a Answer) Into(to any) error {
	if !a.OK() {
		return fmt.Errorf("answered %s: %w\n%.800s", a, a.Err, a.Body)
	}
	return json.Unmarshal(a.Body, to)
}

// Client sends requests; each waits for its answer no longer than Patience.
type Client struct {
	HTTP     *http.Client
	Patience time.Duration
}

// NewClient has connections of its own.
func NewClient() Client {
	return Client{HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, Patience: 20 * time.Second}
}

// Do sends a request to a server, once: the transport repeats nothing with a body.
func (c Client) Do(ctx context.Context, server string, r Request) Answer {
	ctx, cancel := context.WithTimeout(ctx, c.Patience)
	defer cancel()
	began := time.Now()
	request, err := r.build(ctx, server)
	if err != nil {
		return Answer{Err: err}
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return Answer{Err: err, Took: time.Since(began)}
	}
	defer func() { _ = response.Body.Close() }()
	a := Answer{Status: response.StatusCode}
	a.Body, a.Err = io.ReadAll(response.Body)
	a.Took = time.Since(began)
	var problem struct{ Code string }
	if a.Status >= 400 && json.Unmarshal(a.Body, &problem) == nil {
		a.Code = problem.Code
	}
	return a
}

func (r Request) build(ctx context.Context, server string) (*http.Request, error) {
	var body io.Reader
	if r.Body != nil {
		text, err := json.Marshal(r.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, server+r.Path, body)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Idempotency-Key": r.Key} {
		if value != "" && body != nil || value != "" && name == "Idempotency-Key" {
			request.Header.Set(name, value)
		}
	}
	if r.By.Token != "" {
		request.Header.Set("Authorization", "Bearer "+r.By.Token)
	}
	if r.Version != 0 {
		request.Header.Set("If-Match", strconv.Quote(strconv.FormatInt(r.Version, 10)))
	}
	return request, nil
}
