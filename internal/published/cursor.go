package published

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"movingcities/internal/fault"
)

const (
	cursorMAC = 16   // bytes of the authentication code
	maxCursor = 4500 // bytes: three long sort keys and an id
)

// cursor is a place in a sorted list: the sort keys of an entry (texts, numbers,
// or nil where it has no value) and its id.
type cursor struct {
	Keys []any  `json:"k"`
	ID   string `json:"i"`
}

// mac binds a cursor to everything that decides which entries a query lists, and
// in which order: the definition of the type too, which says what the keys are.
func (r *Reader) mac(q Query, version string, payload []byte) ([]byte, error) {
	q.Size, q.After, q.Fields, q.Include, q.Count, q.Among = 0, "", nil, nil, false, nil
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
