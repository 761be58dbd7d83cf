package cache

import (
	"bytes"
	"slices"
	"strings"
)

// question is a request as far as it matters to kept answers.
type question struct {
	key           key
	known, accept []byte // If-None-Match and Accept-Encoding
}

// parse reads the head of a request. It knows only what clients and proxies
// commonly send, in its plainest form, and no header that could change the
// answer, the length of the request or the connection.
func parse(head []byte) (question, bool) {
	var q question
	line, rest, _ := bytes.Cut(head[:len(head)-2], []byte("\r\n"))
	target, isGet := bytes.CutPrefix(line, []byte("GET "))
	target, isHTTP := bytes.CutSuffix(target, []byte(" HTTP/1.1"))
	if !isGet || !isHTTP || len(target) == 0 || target[0] != '/' || len(target) > maxQuery {
		return q, false
	}
	q.key.path, q.key.query, _ = strings.Cut(string(target), "?")
	if !plainPath(q.key.path) || !canonical(q.key.query, nil) {
		return q, false
	}
	host := false
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, []byte("\r\n"))
		name, value, ok := bytes.Cut(line, []byte(":"))
		value = bytes.Trim(value, " ")
		if !ok || !plainValue(value) {
			return q, false
		}
		switch headerOf(name) {
		case hostHeader:
			if host || len(value) == 0 || !plainHost(value) {
				return q, false
			}
			host = true
		case knownHeader:
			if q.known != nil {
				return q, false
			}
			q.known = value
		case acceptHeader:
			if q.accept != nil {
				return q, false
			}
			q.accept = value
		case connectionHeader:
			if !bytes.EqualFold(value, []byte("keep-alive")) {
				return q, false
			}
		case idleHeader:
		default:
			return q, false
		}
	}
	return q, host
}

type headerKind int

const (
	otherHeader headerKind = iota // may mean anything
	idleHeader                    // means nothing to a public answer
	hostHeader
	knownHeader
	acceptHeader
	connectionHeader
)

// headerOf sorts a header by its name.
func headerOf(name []byte) headerKind {
	var lower [32]byte
	if len(name) > len(lower) {
		return otherHeader
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	switch text := lower[:len(name)]; string(text) {
	case "host":
		return hostHeader
	case "if-none-match":
		return knownHeader
	case "accept-encoding":
		return acceptHeader
	case "connection":
		return connectionHeader
	case "user-agent", "accept", "accept-language", "referer", "origin", "dnt", "priority", "cache-control", "pragma",
		"upgrade-insecure-requests", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip",
		"x-request-id", "forwarded", "via", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "sec-gpc",
		"sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform":
		return idleHeader
	}
	return otherHeader
}

func plainPath(s string) bool {
	for i := range len(s) {
		if c := s[i]; !plainByte(c) && c != '/' || strings.IndexByte("[]*,:", c) >= 0 {
			return false
		}
	}
	return true
}

func plainValue(value []byte) bool {
	return !slices.ContainsFunc(value, func(c byte) bool { return c < ' ' || c > '~' })
}

func plainHost(value []byte) bool {
	return !slices.ContainsFunc(value, func(c byte) bool {
		return !plainByte(c) || strings.IndexByte("~,*/_", c) >= 0
	})
}
