package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
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
	var err error
	s.compress(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		err = r.write(w, req)
	})).ServeHTTP(x.w, x.r)
	return err
}

func encode(value any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.Bytes(), err
}

func (r representation) write(w http.ResponseWriter, req *http.Request) error {
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
	tag := entityTag(r.bytes)
	h.Set("ETag", tag)
	if len(r.languages) > 0 {
		h.Set("Content-Language", strings.Join(r.languages, ", "))
	}
	if notModified(req.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", jsonType)
	if r.contentType != "" {
		h.Set("Content-Type", r.contentType)
	}
	h.Set("Content-Length", strconv.Itoa(len(r.bytes)))
	_, err := w.Write(r.bytes)
	return err
}

// entityTag is the hash of the bytes. It is weak because the same answer is
// also sent compressed, where other bytes carry the same tag.
func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// notModified compares weakly, as RFC 9110 asks for If-None-Match: the caller
// may know several versions, or just that there is one (*).
func notModified(known []string, tag string) bool {
	for _, list := range known {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimSpace(one)
			if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
