// Package proof makes and checks the tokens of forms that anybody may send: no
// cookie, no table and no third party is needed.
package proof

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"time"

	"github.com/google/uuid"
)

// A person needs some seconds for a form, and may leave it open over night.
const (
	soonest = 4 * time.Second
	latest  = 24 * time.Hour
)

// Seal makes and checks the token of a form: when it was shown, a number that
// is used once, and a seal over both and the name of the form. No cookie and
// no table is needed, and no third party.
type Seal struct {
	Secret []byte
	Clock  func() time.Time
	Rand   io.Reader
}

const sealed = 8 + 16 // bytes under the seal

// Token makes a token for a form that is shown now.
func (p Seal) Token(form string) (string, error) {
	raw := make([]byte, sealed, sealed+sha256.Size)
	binary.BigEndian.PutUint64(raw, uint64(p.Clock().UnixMilli()))
	if _, err := io.ReadFull(p.Rand, raw[8:]); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(p.seal(form, raw)), nil
}

func (p Seal) seal(form string, raw []byte) []byte {
	mac := hmac.New(sha256.New, p.Secret)
	mac.Write([]byte("form\x00" + form + "\x00"))
	mac.Write(raw)
	return mac.Sum(raw)
}

// Check tells whether a token was made for this form, and long enough ago but
// not too long.
func (p Seal) Check(form, token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != sealed+sha256.Size {
		return false
	}
	if !hmac.Equal(raw, p.seal(form, raw[:sealed:sealed])) {
		return false
	}
	age := p.Clock().Sub(time.UnixMilli(int64(binary.BigEndian.Uint64(raw))))
	return age >= soonest && age <= latest
}

// EntryID is the one entry that a token can make: who sends a form twice, by
// accident or on purpose, finds the first there.
func EntryID(token string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(token)).String() }
