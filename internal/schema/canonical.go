package schema

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Encode writes canonical JSON: keys sorted, no HTML escaping. Equal content,
// once normalized, has equal bytes. It panics on what is not JSON at all (NaN,
// functions): nothing that came through [Decode] can be that.
func Encode(f Fields) []byte {
	if f == nil {
		f = Fields{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(f); err != nil {
		panic(fmt.Sprintf("encode content: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Decode reads a document's content and keeps numbers exact. An error means
// that the bytes are not one JSON object.
func Decode(b []byte) (Fields, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var f Fields
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("decode content: %w", err)
	}
	if f == nil {
		return nil, errors.New("decode content: not an object")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("decode content: more than one value")
	}
	return f, nil
}

// Hash names a text and its slug: the hexadecimal SHA-256 that approvals are
// bound to.
func Hash(f Fields, slug string) string {
	h := sha256.New()
	h.Write(Encode(f))
	h.Write([]byte{0})
	h.Write([]byte(slug))
	return hex.EncodeToString(h.Sum(nil))
}

// number gives a JSON or Go number its canonical spelling: integers plainly,
// fractions in the shortest form that reads back as the same value.
func number(v any) (json.Number, bool) {
	switch v := v.(type) {
	case json.Number:
		return canonicalNumber(string(v))
	case float64:
		return canonicalFloat(v)
	case float32:
		return canonicalFloat(float64(v))
	case int:
		return json.Number(strconv.Itoa(v)), true
	case int64:
		return json.Number(strconv.FormatInt(v, 10)), true
	}
	return "", false
}

func canonicalNumber(s string) (json.Number, bool) {
	if !json.Valid([]byte(s)) || strings.TrimLeft(s, "-0123456789.eE+") != "" {
		return "", false
	}
	if !strings.ContainsAny(s, ".eE") {
		if s == "-0" {
			s = "0"
		}
		return json.Number(s), true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil { // beyond the range of numbers: kept as written, refused by the checks
		return json.Number(s), true
	}
	return canonicalFloat(f)
}

func canonicalFloat(f float64) (json.Number, bool) {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "", false
	case f == 0:
		return "0", true
	case math.Abs(f) >= 1e21 || math.Abs(f) < 1e-6:
		return json.Number(strconv.FormatFloat(f, 'e', -1, 64)), true
	default:
		return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), true
	}
}

// float reads a number of canonical content.
func float(v any) (float64, bool) {
	n, ok := number(v)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
