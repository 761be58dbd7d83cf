package db_test

import (
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// created is the answer of the request that these tests repeat.
type created struct {
	ID     string         `json:"id"`
	Fields map[string]any `json:"fields"`
}

var request = db.Once{UserID: "ada", Key: "k1", Method: "POST", Path: "/entries", BodyHash: "abc"}

// publish raises the counter of publications and answers with its new value.
func publish(tx *db.Tx) (int64, error) {
	values, err := db.Query[int64](tx, "UPDATE counters SET value = value + 1 WHERE name = 'publication' RETURNING value")
	if err != nil {
		return 0, err
	}
	return values[0], nil
}

func published(t *testing.T, d *db.DB) int64 {
	t.Helper()
	return count(t, d, "SELECT value FROM counters WHERE name = 'publication'")
}

func TestARepeatedRequestHasOneEffectAndOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var calls atomic.Int64
		answers := make(chan int64, 20)
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				answer, err := db.Run(t.Context(), d, &request, noon, func(tx *db.Tx) (int64, error) {
					calls.Add(1)
					return publish(tx)
				})
				if err != nil {
					t.Error(err)
				}
				answers <- answer
			})
		}
		group.Wait()
		close(answers)
		for answer := range answers {
			require.EqualValues(t, 1, answer)
		}
		require.EqualValues(t, 1, calls.Load())
		require.EqualValues(t, 1, published(t, d))
	})
}

func TestAReplayedAnswerKeepsItsDigits(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		first := created{ID: "palermo", Fields: map[string]any{"population": json.Number("635438.0"), "name": "<Palermo> & più"}}
		for range 2 {
			answer, err := db.Run(t.Context(), d, &request, noon, func(*db.Tx) (*created, error) { return &first, nil })
			require.NoError(t, err)
			require.Equal(t, &first, answer)
		}
	})
}

func TestAKeyOfAnotherRequestIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		_, err := db.Run(t.Context(), d, &request, noon, publish)
		require.NoError(t, err)
		for name, change := range map[string]func(*db.Once){
			"method": func(o *db.Once) { o.Method = "PUT" },
			"path":   func(o *db.Once) { o.Path = "/releases" },
			"body":   func(o *db.Once) { o.BodyHash = "def" },
		} {
			other := request
			change(&other)
			_, err := db.Run(t.Context(), d, &other, noon, publish)
			require.True(t, fault.Is(err, "idempotency_mismatch"), "another %s: %v", name, err)
			require.Equal(t, fault.Unprocessable, fault.Of(err).Kind)
		}
		somebodyElse := request
		somebodyElse.UserID = "bea"
		_, err = db.Run(t.Context(), d, &somebodyElse, noon, publish)
		require.NoError(t, err, "a key is its user's own")
		require.EqualValues(t, 2, published(t, d))
	})
}

func TestAFailedRequestMayBeSentAgain(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		broken := errors.New("broken")
		answer, err := db.Run(t.Context(), d, &request, noon, func(tx *db.Tx) (int64, error) {
			value, err := publish(tx)
			return value, errors.Join(err, broken)
		})
		require.ErrorIs(t, err, broken)
		require.Zero(t, answer)
		require.Zero(t, published(t, d))
		require.Zero(t, count(t, d, "SELECT count(*) FROM idempotency"))

		corrected := request
		corrected.BodyHash = "corrected"
		answer, err = db.Run(t.Context(), d, &corrected, noon, publish)
		require.NoError(t, err)
		require.EqualValues(t, 1, answer)
	})
}

func TestAKeyIsForgottenAfterADay(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		send := func(now db.Time, body string) (int64, error) {
			once := request
			once.BodyHash = body
			return db.Run(t.Context(), d, &once, now, publish)
		}
		_, err := send(noon, "abc")
		require.NoError(t, err)
		answer, err := send(db.At(noon.Add(24*time.Hour-time.Microsecond)), "abc")
		require.NoError(t, err)
		require.EqualValues(t, 1, answer, "still the kept answer")
		tomorrow := db.At(noon.Add(24 * time.Hour))
		answer, err = send(tomorrow, "def")
		require.NoError(t, err)
		require.EqualValues(t, 2, answer)
		_, err = send(tomorrow, "abc")
		require.True(t, fault.Is(err, "idempotency_mismatch"), "the new request has the key now")
	})
}

func TestWithoutAKeyEveryRequestCounts(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for range 2 {
			_, err := db.Run(t.Context(), d, nil, noon, publish)
			require.NoError(t, err)
		}
		require.EqualValues(t, 2, published(t, d))
		require.Zero(t, count(t, d, "SELECT count(*) FROM idempotency"))
	})
}

// newToken is an answer with a part that must be shown once only.
type newToken struct {
	ID     string `json:"id"`
	Secret string `json:"secret,omitempty"`
}

func (n newToken) WithoutSecrets() any { n.Secret = ""; return n }

func TestSecretsAreShownOnceAndNeverStored(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		create := func(*db.Tx) (newToken, error) { return newToken{ID: "t1", Secret: "s3cret"}, nil }
		answer, err := db.Run(t.Context(), d, &request, noon, create)
		require.NoError(t, err)
		require.Equal(t, newToken{ID: "t1", Secret: "s3cret"}, answer)
		answer, err = db.Run(t.Context(), d, &request, noon, create)
		require.NoError(t, err)
		require.Equal(t, newToken{ID: "t1"}, answer)
		require.Zero(t, count(t, d, "SELECT count(*) FROM idempotency WHERE answer LIKE '%s3cret%'"))
	})
}

func TestExpireDeletesWhatHasServedItsTime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		palermo(t, d)
		past, future := db.At(noon.Add(-24*time.Hour)), db.At(noon.Add(time.Microsecond))
		recent := db.At(past.Add(time.Microsecond))
		write(t, d, func(tx *db.Tx) error {
			return errors.Join(
				tx.Insert([]db.Idempotency{{Key: "old", CreatedAt: past}, {Key: "kept", CreatedAt: recent}}),
				tx.Insert([]db.Session{
					{TokenHash: "old", UserID: "ada", ExpiresAt: noon},
					{TokenHash: "kept", UserID: "ada", ExpiresAt: future},
				}),
				tx.Insert([]db.Link{
					{TokenHash: "used", UserID: "ada", ExpiresAt: future, UsedAt: &past},
					{TokenHash: "ended", UserID: "ada", ExpiresAt: past},
					{TokenHash: "kept", UserID: "ada", ExpiresAt: recent, UsedAt: &recent},
					{TokenHash: "kept too", UserID: "ada", ExpiresAt: future},
				}),
				tx.Insert([]db.Throttle{{Subject: "old", UpdatedAt: past}, {Subject: "kept", UpdatedAt: recent}}),
			)
		})
		require.NoError(t, d.Expire(t.Context(), noon))
		for table, kept := range map[string]int64{"idempotency": 1, "sessions": 1, "links": 2, "throttles": 1} {
			require.Equal(t, kept, count(t, d, "SELECT count(*) FROM "+table), table)
		}
	})
}
