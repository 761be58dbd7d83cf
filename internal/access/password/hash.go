// Package password hashes and judges passwords. It stores nothing.
package password

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"movingcities/internal/fault"
)

// Cost is what one argon2id costs, and how many may run at once. The
// memory of all hashing is at most Memory × Parallel.
type Cost struct {
	Memory   uint32 // KiB
	Passes   uint32
	Lanes    uint8
	Parallel int
}

// DefaultCost takes about 40 ms and 19 MiB a hash, four at once.
func DefaultCost() Cost {
	return Cost{Memory: 19 * 1024, Passes: 2, Lanes: 1, Parallel: 4}
}

const (
	saltBytes = 16
	keyBytes  = 32
	// maxMemory, in KiB, keeps a damaged hash from asking for all there is.
	maxMemory = 1 << 20
	// hashPatience is how long a request waits for its turn to hash.
	hashPatience = 5 * time.Second
)

// Hasher makes and verifies password hashes in the PHC format. It is safe for
// concurrent use; the slots bound how many hashes run at once.
type Hasher struct {
	cost   Cost
	random io.Reader
	slots  chan struct{}
}

// NewHasher draws salts from random, which must be safe for concurrent use. The
// zero Cost is DefaultCost.
func NewHasher(cost Cost, random io.Reader) *Hasher {
	cost = cmp.Or(cost, DefaultCost())
	return &Hasher{cost: cost, random: random, slots: make(chan struct{}, max(1, cost.Parallel))}
}

// phc is a stored hash: $argon2id$v=19$m=…,t=…,p=…$salt$key.
type phc struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func (h phc) String() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.memory, h.passes, h.lanes, encode(h.salt), encode(h.key))
}

func parsePHC(text string) (phc, error) {
	bad := func() (phc, error) { return phc{}, fmt.Errorf("password: a stored password hash cannot be read") }
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad()
	}
	var h phc
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); n != 3 || err != nil {
		return bad()
	}
	decode := base64.RawStdEncoding.Strict().DecodeString
	var saltErr, keyErr error
	h.salt, saltErr = decode(parts[4])
	h.key, keyErr = decode(parts[5])
	sound := saltErr == nil && keyErr == nil && len(h.salt) >= 8 && len(h.key) == keyBytes &&
		h.passes >= 1 && h.passes <= 100 && h.lanes >= 1 && h.memory <= maxMemory
	if !sound || h.String() != text {
		return bad()
	}
	return h, nil
}

// Hash makes the PHC text of a password with a new salt.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	made := h.blank()
	if _, err := io.ReadFull(h.random, made.salt); err != nil {
		return "", fmt.Errorf("password: draw a salt: %w", err)
	}
	key, err := h.derive(ctx, password, made)
	made.key = key
	return made.String(), err
}

// Verify compares a password with a stored hash. Without a hash (nobody,
// disabled, not yet activated) it works as long and says no, so that the time
// of an answer tells nothing.
func (h *Hasher) Verify(ctx context.Context, password, stored string) (bool, error) {
	if len(password) > maxBytes {
		password, stored = "", ""
	}
	against := h.blank()
	if stored != "" {
		var err error
		if against, err = parsePHC(stored); err != nil {
			return false, err
		}
	}
	key, err := h.derive(ctx, password, against)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(key, against.key) == 1
	return same && stored != "", nil
}

// Outdated tells whether a hash was made at another cost than today's.
func (h *Hasher) Outdated(stored string) bool {
	old, err := parsePHC(stored)
	return err == nil && (old.memory != h.cost.Memory || old.passes != h.cost.Passes || old.lanes != h.cost.Lanes)
}

// blank is a hash of today's cost, without a salt and a key of its own.
func (h *Hasher) blank() phc {
	return phc{
		memory: h.cost.Memory, passes: h.cost.Passes, lanes: h.cost.Lanes,
		salt: make([]byte, saltBytes), key: make([]byte, keyBytes),
	}
}

// derive waits for a slot, at most hashPatience, and then does the work.
func (h *Hasher) derive(ctx context.Context, password string, like phc) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Unavailable, "busy",
			"Too many people are signing in at the moment. Please try again in a few seconds.")
	}
	// The same letters can arrive in two encodings, depending on the keyboard.
	plain := norm.NFC.Bytes([]byte(password))
	return argon2.IDKey(plain, like.salt, like.passes, like.memory, like.lanes, keyBytes), nil
}
