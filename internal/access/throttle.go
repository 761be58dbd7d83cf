package access

import (
	"math"
	"net/netip"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// limit is a leaky bucket: burst attempts at once, then one every so often. A
// refused attempt adds nothing, so nobody is locked out for longer than every.
type limit struct {
	burst float64
	every time.Duration
}

// accountLimit and peerLimit allow for typing errors, and for an office behind
// one address. They leave a guesser 2,900 attempts a day on one account.
func accountLimit() limit { return limit{burst: 10, every: 30 * time.Second} }
func peerLimit() limit    { return limit{burst: 30, every: 6 * time.Second} }

// knownFor is how long a peer from which somebody signed in keeps a bucket of
// its own for this account. So a guesser elsewhere, who keeps the bucket of the
// account full, does not keep its owner out.
const knownFor = 30 * 24 * time.Hour

// leaked is the level of a bucket at now. A clock that went back leaks nothing.
func (l limit) leaked(level float64, since, now time.Time) float64 {
	drops := max(0, now.Sub(since).Seconds()) / l.every.Seconds()
	return max(0, level-drops)
}

// add gives the level after one more attempt, or how long to wait until one
// more is allowed, in which case the level is as before.
func (l limit) add(level float64) (float64, time.Duration) {
	if over := level + 1 - l.burst; over > 0 {
		return level, time.Duration(over * float64(l.every))
	}
	return level + 1, 0
}

// subject is what attempts are counted for.
type subject struct {
	name  string
	limit limit
}

// subjects names the buckets of an attempt: the account's, or that of this peer
// for the account if it is known there, and the peer's. The account is hashed,
// because people also type passwords into the wrong field.
func (p *People) subjects(tx *db.Tx, account, peer string, now db.Time) ([]subject, error) {
	known, err := db.First[db.Throttle](tx, "subject = ? AND updated_at > ?", knownPeer(account, peer), now)
	if err != nil {
		return nil, err
	}
	ofAccount := "account:" + digest("account", account)
	if known != nil {
		ofAccount += "@" + network(peer)
	}
	return []subject{{ofAccount, accountLimit()}, {"peer:" + network(peer), peerLimit()}}, nil
}

// knownPeer is a row that counts nothing: its updated_at, in the future, says
// until when a peer is known.
func knownPeer(account, peer string) string {
	return "known:" + digest("account", account) + "@" + network(peer)
}

// network is the part of an address that one party holds: all of IPv4, the
// first half of IPv6.
func network(peer string) string {
	address, err := netip.ParseAddr(peer)
	if err != nil {
		return peer // such as "command line"
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return address.String()
	}
	return prefix.String()
}

// charge counts an attempt before its outcome is known, so that parallel
// attempts cannot slip through together. It answers how long to wait if one of
// the buckets is full; then none is charged.
func charge(tx *db.Tx, subjects []subject, now db.Time) (time.Duration, error) {
	levels := make([]float64, len(subjects))
	var wait time.Duration
	for i, s := range subjects {
		// The update that changes nothing locks the row until the transaction ends.
		rows, err := db.Query[db.Throttle](tx, `INSERT INTO throttles (subject, level, updated_at) VALUES (?, 0, ?)
			ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING *`, s.name, now)
		if err != nil {
			return 0, err
		}
		level, until := s.limit.add(s.limit.leaked(rows[0].Level, rows[0].UpdatedAt.Time, now.Time))
		levels[i], wait = level, max(wait, until)
	}
	if wait > 0 {
		return wait, nil
	}
	for i, s := range subjects {
		_, err := tx.Exec("UPDATE throttles SET level = ?, updated_at = ? WHERE subject = ?", levels[i], now, s.name)
		if err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// refund takes back what a successful attempt was charged.
func refund(tx *db.Tx, subjects []subject) error {
	for _, s := range subjects {
		_, err := tx.Exec(`UPDATE throttles SET level = CASE WHEN level > 1 THEN level - 1 ELSE 0 END
			WHERE subject = ?`, s.name)
		if err != nil {
			return err
		}
	}
	return nil
}

// remember notes that the owner of the account signed in from this peer.
func remember(tx *db.Tx, account, peer string, now db.Time) error {
	_, err := tx.Exec(`INSERT INTO throttles (subject, level, updated_at) VALUES (?, 0, ?)
		ON CONFLICT (subject) DO UPDATE SET updated_at = excluded.updated_at`,
		knownPeer(account, peer), db.At(now.Add(knownFor)))
	return err
}

func tooMany(wait time.Duration) error {
	seconds := int(math.Ceil(wait.Seconds()))
	return fault.New(fault.TooMany, "too_many_attempts",
		"There were too many attempts. Please try again in %d s.", seconds).With("retry_after", seconds)
}
