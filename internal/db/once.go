package db

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"movingcities/internal/fault"
)

// retention is how long a keyed request is remembered.
const retention = 24 * time.Hour

// Once identifies a request that its sender may repeat, and what it asked for.
type Once struct {
	UserID, Key, Method, Path, BodyHash string
}

// secretive is an answer that may be shown once but not stored.
type secretive interface{ WithoutSecrets() any }

// Run is Write for a request that may be sent again: the effect of fn and its
// answer commit together, and the same request gets the same answer for 24
// hours without fn being called. Requests that arrive together wait for the
// first one. Only successes are kept, so a refused request can be corrected and
// sent again with its key. The answer goes through JSON, numbers in it as
// json.Number; if it has a method WithoutSecrets() any, that is what is kept.
//
// Without a key (nil) Run is Write. The key of another request is
// fault.Unprocessable "idempotency_mismatch"; other errors are those of Write.
func Run[T any](ctx context.Context, d *DB, once *Once, now Time, fn func(*Tx) (T, error)) (T, error) {
	var answer T
	err := d.Write(ctx, func(tx *Tx) error {
		var err error
		answer, err = runOnce(tx, once, now, fn)
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return answer, nil
}

func runOnce[T any](tx *Tx, once *Once, now Time, fn func(*Tx) (T, error)) (T, error) {
	if once == nil {
		return fn(tx)
	}
	var answer T
	claimed, err := once.claim(tx, now)
	if err != nil {
		return answer, err
	}
	if !claimed {
		return answer, once.replay(tx, &answer)
	}
	if answer, err = fn(tx); err != nil {
		return answer, err
	}
	return answer, once.keep(tx, answer)
}

// claim writes the key down, or takes over one whose time is up. A concurrent
// request with the same key waits here until this transaction ends.
func (o *Once) claim(tx *Tx, now Time) (bool, error) {
	touched, err := tx.Exec(`INSERT INTO idempotency (user_id, key, method, path, body_hash, answer, created_at)
		VALUES (?, ?, ?, ?, ?, '', ?)
		ON CONFLICT (user_id, key) DO UPDATE SET method = excluded.method, path = excluded.path,
			body_hash = excluded.body_hash, answer = '', created_at = excluded.created_at
		WHERE idempotency.created_at <= ?`,
		o.UserID, o.Key, o.Method, o.Path, o.BodyHash, now, expired(now))
	return touched > 0, err
}

func (o *Once) replay(tx *Tx, answer any) error {
	kept, err := First[Idempotency](tx, "user_id = ? AND key = ?", o.UserID, o.Key)
	if err != nil {
		return err
	}
	if kept.Method != o.Method || kept.Path != o.Path || kept.BodyHash != o.BodyHash {
		return fault.New(fault.Unprocessable, "idempotency_mismatch",
			"This Idempotency-Key belongs to another request. Use a new key for every new request.")
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(kept.Answer)))
	decoder.UseNumber() // a number must come back with the digits it had
	if err := decoder.Decode(answer); err != nil {
		return fmt.Errorf("db: read the kept answer: %w", err)
	}
	return nil
}

func (o *Once) keep(tx *Tx, answer any) error {
	if secret, ok := answer.(secretive); ok {
		answer = secret.WithoutSecrets()
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("db: keep the answer: %w", err)
	}
	_, err = tx.Exec("UPDATE idempotency SET answer = ? WHERE user_id = ? AND key = ?", string(text), o.UserID, o.Key)
	return err
}

func expired(now Time) Time { return At(now.Add(-retention)) }

// Expire deletes what has served its time: keys of requests after 24 hours,
// sessions when they end, one-time links a day after their use or end, and
// counts of failed sign-ins that nothing was added to for a day.
func (d *DB) Expire(ctx context.Context, now Time) error {
	dayAgo := expired(now)
	for _, old := range []struct {
		condition string
		args      []any
	}{
		{"idempotency WHERE created_at <= ?", []any{dayAgo}},
		{"sessions WHERE expires_at <= ?", []any{now}},
		{"links WHERE used_at <= ? OR expires_at <= ?", []any{dayAgo, dayAgo}},
		{"throttles WHERE updated_at <= ?", []any{dayAgo}},
		{"previews WHERE expires_at <= ?", []any{dayAgo}},
	} {
		// A transaction each: none is long, and nothing waits for all of them.
		err := d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec("DELETE FROM "+old.condition, old.args...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
