package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// What a secret is for. The purpose goes into its hash, so that one kind of
// secret never passes for another.
const (
	purposeSession = "session"
	purposeLink    = "link"
	purposeToken   = "token"
)

// tokenPrefix lets people and secret scanners recognise a personal token.
const tokenPrefix = "mct_"

// newSecret draws 256 random bits as 43 characters that are safe in a URL.
func newSecret(random io.Reader) (string, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("access: draw a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// digest is what the database holds instead of a secret. A plain hash is
// enough for 256 random bits, which nobody can guess.
func digest(purpose, secret string) string {
	sum := sha256.Sum256([]byte("movingcities/" + purpose + "/" + secret))
	return hex.EncodeToString(sum[:])
}

// CSRF is the token that a page of this session sends back with every change.
// It follows from the session token, so nothing has to be stored, and it does
// not give the session token away.
func CSRF(sessionToken string) string {
	mac := hmac.New(sha256.New, []byte(sessionToken))
	mac.Write([]byte("movingcities/csrf"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// ValidCSRF compares in constant time. Without a session nothing is valid.
func ValidCSRF(sessionToken, given string) bool {
	return sessionToken != "" && hmac.Equal([]byte(CSRF(sessionToken)), []byte(given))
}
