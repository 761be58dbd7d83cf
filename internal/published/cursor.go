package published

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"

	"movingcities/internal/fault"
)

const (
	cursorMAC = 16   // bytes of the authentication code
	maxCursor = 4500 // bytes: three long sort keys and an id
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

// Value gives the key back for comparison.
func (k keyValue) Value() (driver.Value, error) { return k.v, nil }

// GormDataType is for GORM, which wants every type to have one.
func (keyValue) GormDataType() string { return "text" }

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
func (r *Reader) mac(q Query, version string, payload []byte) ([]byte, error) {
	q.Size, q.After, q.Fields, q.Include, q.Count = 0, "", nil, nil, false
	h := hmac.New(sha256.New, r.Secret)
	err := json.NewEncoder(h).Encode([]any{"public cursor", version, q, payload})
	return h.Sum(nil)[:cursorMAC], err
}

// seal writes a cursor that only open with the same query reads.
func (r *Reader) seal(q Query, version string, c *cursor) (*string, error) {
	if c == nil {
		return nil, nil
	}
	payload, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	code, err := r.mac(q, version, payload)
	sealed := base64.RawURLEncoding.EncodeToString(append(code, payload...))
	return &sealed, err
}

// open reads the cursor of a query, if it has one. Whatever this server did not
// make for this very query is Invalid bad_cursor.
func (r *Reader) open(q Query, version string) (*cursor, error) {
	if q.After == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(q.After)
	if err != nil || len(raw) < cursorMAC || len(raw) > maxCursor {
		return nil, badCursor()
	}
	var c cursor
	payload := raw[cursorMAC:]
	code, err := r.mac(q, version, payload)
	if err != nil || !hmac.Equal(code, raw[:cursorMAC]) || json.Unmarshal(payload, &c) != nil {
		return nil, badCursor()
	}
	return &c, nil
}

func badCursor() error {
	return invalid("bad_cursor", "This cursor does not belong to this query. Start again from the first page.",
		fault.Problem{Path: "page[after]", Code: "bad_cursor", Message: "Use the value of page.next from the answer to the same query."})
}
