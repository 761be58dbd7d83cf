package tour

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// client speaks to one or several servers of the same installation, taking
// turns, as a load balancer would make a browser do.
type client struct {
	http  *http.Client
	urls  []string
	turns int
}

// who signs a request: an API token, or a session as a browser holds it.
type who struct {
	name   string
	id     string
	token  string
	cookie string
	csrf   string
}

// refusal is an answer outside 2xx, with the stable code of its problem.
type refusal struct {
	Status int
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Errors []struct{ Path, Message string }
}

func (r *refusal) Error() string {
	text := fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Detail)
	for _, e := range r.Errors {
		text += fmt.Sprintf("; %s: %s", e.Path, e.Message)
	}
	return text
}

// call sends a request and reads its answer into out. version, when it is not
// zero, is the one that a save was made on.
func (c *client) call(ctx context.Context, as who, method, path string, version int64, body, out any) error {
	request, err := c.request(ctx, as, method, path, version, body)
	if err != nil {
		return err
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 16<<20))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if answer.StatusCode >= 300 {
		r := &refusal{}
		if err := json.Unmarshal(text, r); err != nil {
			r.Detail = "the answer is not a problem document"
		}
		r.Status = answer.StatusCode
		return r
	}
	if s, ok := out.(*session); ok {
		s.cookie = strings.SplitN(answer.Header.Get("Set-Cookie"), ";", 2)[0]
	}
	if out == nil || len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%s %s answered something else: %w", method, path, err)
	}
	return nil
}

func (c *client) request(ctx context.Context, as who, method, path string, version int64, body any) (*http.Request, error) {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(text)
	}
	base := c.urls[c.turns%len(c.urls)]
	c.turns++
	request, err := http.NewRequestWithContext(ctx, method, base+path, payload)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if method == http.MethodPost && as.name != "" {
		request.Header.Set("Idempotency-Key", rand.Text())
	}
	if version != 0 {
		request.Header.Set("If-Match", strconv.Quote(strconv.FormatInt(version, 10)))
	}
	switch {
	case as.token != "":
		request.Header.Set("Authorization", "Bearer "+as.token)
	case as.cookie != "":
		request.Header.Set("Cookie", as.cookie)
		request.Header.Set("X-CSRF-Token", as.csrf)
	}
	return request, nil
}

// page is what the public reads of an entry.
type page struct {
	Data struct {
		Locale      string         `json:"locale"`
		Slug        string         `json:"slug"`
		Title       string         `json:"title"`
		Fields      map[string]any `json:"fields"`
		Translation struct {
			Stale int `json:"stale"`
		} `json:"translation"`
	} `json:"data"`
}

// read asks for a page as anybody may. A page that is not there is nil.
func (c *client) read(ctx context.Context, entry, locale string) (*page, error) {
	p := &page{}
	err := c.call(ctx, who{}, http.MethodGet, "/api/v1/cities/"+entry+"?locale="+url.QueryEscape(locale), 0, nil, p)
	var r *refusal
	if errors.As(err, &r) && (r.Status == http.StatusNotFound || r.Status == http.StatusGone) {
		return nil, nil
	}
	return p, err
}
