package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"movingcities/internal/cache"
)

// publicCache lets every cache keep a public answer for three seconds and then
// ask again with its ETag. So what is unpublished is gone everywhere within
// five seconds; a content network that purges by Surrogate-Key may keep answers
// longer by its own rule. Nothing stale is served while a fresh one is fetched.
const publicCache = "public, max-age=3, must-revalidate"

// maxKeys bounds Surrogate-Key: proxies refuse headers of more than 8 KiB. The
// types come first, so that purging by type reaches every answer.
const maxKeys = 150

// representation is a public answer: a value to be sent as JSON, bytes that are
// JSON already, or a place where the answer is to be found.
type representation struct {
	value       any
	bytes       []byte
	contentType string   // application/json if empty
	moved       string   // path and query to redirect to
	languages   []string // of the content
	keys        []string // of the entries and types it was made from
}

// publicRoute makes a route that everybody may read and every cache may keep.
// Res is what the representation holds, for the OpenAPI document; none where a
// content type tells.
func publicRoute[Req, Res any](path, id, summary string, handler func(context.Context, *call, *Req) (representation, error)) Route {
	route := newRoute[Req](http.MethodGet, path, id, summary)
	route.Credential = Anyone
	if route.answer = reflect.TypeFor[Res](); route.answer == reflect.TypeFor[none]() {
		route.answer = nil // a content type says it better
	}
	route.serve = func(s *Server, x *call, in request) error {
		var req Req
		if err := s.binder.bind(in, &req); err != nil {
			return err
		}
		r, err := handler(x.r.Context(), x, &req)
		if err != nil {
			return err
		}
		return s.sendPublic(x, r)
	}
	return route
}

func (s *Server) sendPublic(x *call, r representation) error {
	if r.bytes == nil && r.moved == "" {
		var err error
		if r.bytes, err = encode(r.value); err != nil {
			return err
		}
	}
	return r.write(x.w)
}

func encode(value any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.Bytes(), err
}

func (r representation) write(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Cache-Control", publicCache)
	if keys := r.keys; len(keys) > 0 {
		h.Set("Surrogate-Key", strings.Join(keys[:min(len(keys), maxKeys)], " "))
	}
	if r.moved != "" {
		h.Set("Location", r.moved)
		h.Set("Content-Length", "0")
		w.WriteHeader(http.StatusMovedPermanently)
		return nil
	}
	if len(r.languages) > 0 {
		h.Set("Content-Language", strings.Join(r.languages, ", "))
	}
	h.Set("Content-Type", jsonType)
	if r.contentType != "" {
		h.Set("Content-Type", r.contentType)
	}
	h.Set("Content-Length", strconv.Itoa(len(r.bytes)))
	_, err := w.Write(r.bytes)
	return err
}

// Finish is the rule of the public API for the cache in front of a Server: it
// adds ETags, answers what is known with 304, compresses and keeps. Requests
// with a credential are not answered from memory, because one that is no longer
// good has to be refused.
func Finish(r *http.Request) ([]string, cache.Use) {
	switch {
	case !strings.HasPrefix(r.URL.Path, publicPrefix):
		return nil, cache.Pass
	case offered(r):
		return nil, cache.Finish
	}
	return nil, cache.Keep
}
