package published

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"movingcities/internal/fault"
)

const (
	cursorMAC   = 16   // bytes of the authentication code
	maxCursor   = 6000 // characters: three long sort keys and an id
	cursorScope = "movingcities public cursor 1\n"
)

// cursor is a place in a sorted list: the sort keys of an entry and its id.
type cursor struct {
	Keys []keyValue `json:"k"`
	ID   string     `json:"i"`
}

// keyValue is a sort key as the database gives and compares it: a text, a whole
// number, a float, or nil where the entry has no value.
type keyValue struct{ v any }

// Scan reads a column.
func (k *keyValue) Scan(src any) error {
	k.v = src
	return nil
}

// MarshalJSON keeps numbers exact: floats in the shortest form that reads back
// as the same number.
func (k keyValue) MarshalJSON() ([]byte, error) { return json.Marshal(k.v) }

// UnmarshalJSON reads whole numbers as such; databases compare them with either.
func (k *keyValue) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&k.v); err != nil {
		return err
	}
	n, ok := k.v.(json.Number)
	if !ok {
		return nil
	}
	if whole, err := n.Int64(); err == nil {
		k.v = whole
		return nil
	}
	var err error
	k.v, err = n.Float64()
	return err
}

func (k keyValue) float() float64 {
	if whole, ok := k.v.(int64); ok {
		return float64(whole)
	}
	f, _ := k.v.(float64)
	return f
}

// mac binds a cursor to everything that decides which entries a query lists, and
// in which order: the definition of the type too, which says what the keys are.
func (r *Reader) mac(q Query, version string, payload []byte) []byte {
	q.Size, q.After, q.Fields, q.Include, q.Count = 0, "", nil, nil, false
	h := hmac.New(sha256.New, r.Secret)
	fmt.Fprintf(h, "%s%s\n%#v\n%s", cursorScope, version, q, payload)
	return h.Sum(nil)[:cursorMAC]
}

// seal writes a cursor that only open with the same query reads.
func (r *Reader) seal(q Query, c cursor) (string, error) {
	payload, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(r.mac(q, payload), payload...)), nil
}

func badCursor() error {
	return invalid("bad_cursor", "This cursor does not belong to this query. Start again from the first page.",
		fault.Problem{Path: "page[after]", Code: "bad_cursor", Message: "Use the value of page.next from the answer to the same query."})
}

// open reads the cursor of a query. Whatever this server did not make for this
// very query is Invalid bad_cursor.
func (r *Reader) open(q Query) (*cursor, error) {
	if q.After == "" {
		return nil, nil
	}
	if len(q.After) > maxCursor {
		return nil, badCursor()
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(q.After)
	if err != nil || len(raw) < cursorMAC {
		return nil, badCursor()
	}
	code, payload := raw[:cursorMAC], raw[cursorMAC:]
	if !hmac.Equal(code, r.mac(q, payload)) {
		return nil, badCursor()
	}
	var c cursor
	if err := json.Unmarshal(payload, &c); err != nil {
		return nil, badCursor()
	}
	return &c, nil
}
