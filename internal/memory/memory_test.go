package memory

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"movingcities/internal/apptest"
	"movingcities/internal/db"
	"movingcities/internal/segment"
)

// each runs a test with an empty memory on both databases.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	apptest.EachDB(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), db.Config{URL: url})
		require.NoError(t, err)
		t.Cleanup(func() { _ = d.Close() })
		test(t, d)
	})
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	require.NoError(t, d.Write(t.Context(), fn))
}

func day(n int) db.Time { return db.At(time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC)) }

// harbour is a short Greek text, sentence by sentence.
func harbour() []segment.Segment {
	var out []segment.Segment
	for key, text := range []string{"Το λιμάνι ιδρύθηκε το 1850.", "Μεγάλωσε με το εμπόριο.", "Τα ναυπηγεία έκλεισαν το 1984."} {
		out = append(out, segment.Segment{Key: string(rune('a' + key)), Field: "text", Text: text, Hash: segment.Hash(text)})
	}
	return out
}

// approved is its translation into English, approved on a day.
func approved(entry string, on int) Approved {
	s := harbour()
	targets := map[string]segment.Target{}
	for i, text := range []string{"The harbour was founded in 1850.", "It grew with trade.", "The shipyards closed in 1984."} {
		targets[s[i].Key] = segment.Target{Text: text, From: s[i].Hash, State: segment.StateTranslated}
	}
	return Approved{
		Entry: entry, Source: "el", Target: "en", Origin: "human", Author: "emma", At: day(on), Segments: s, Targets: targets,
		Former: func(string, string) (string, bool) { return "", false },
	}
}

func feed(t *testing.T, d *db.DB, a Approved) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error { return Feed(tx, a) })
}

func TestExactTextInItsPlaceComesFirst(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		feed(t, d, approved("one", 1))
		other := approved("two", 2)
		other.Segments[0].Text = "Αλλιώς."
		other.Segments[0].Hash = segment.Hash("Αλλιώς.")
		other.Targets["b"] = segment.Target{Text: "It grew by trading.", From: other.Segments[1].Hash, State: segment.StateTranslated}
		delete(other.Targets, "a")
		feed(t, d, other)

		s := harbour()
		previous, next := Neighbours(s, 1)
		found := lookup(t, d, Query{Source: "el", Target: "en", Text: s[1].Text, Field: "text", Previous: previous, Next: next})
		require.Equal(t, []string{"It grew with trade.", "It grew by trading."}, targetsOf(found))
		require.Equal(t, []int{ScoreContext, ScoreExact}, scoresOf(found), "the same neighbours win over the newer pair")

		found = lookup(t, d, Query{Source: "el", Target: "en", Text: s[1].Text})
		require.Equal(t, []string{"It grew by trading.", "It grew with trade."}, targetsOf(found), "without a place, the newest")
		require.Equal(t, "two", found[0].Entry)
		require.Equal(t, "emma", found[0].Author)
		require.Equal(t, day(2), found[0].At)
	})
}

func TestSimilarTextIsFoundAndSaysWhatDiffers(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		feed(t, d, approved("one", 1))
		found := lookup(t, d, Query{Source: "el", Target: "en", Text: "Τα ναυπηγεία έκλεισαν το 1991."})
		require.Len(t, found, 1)
		require.Equal(t, 83, found[0].Score)
		require.Equal(t, KindFuzzy, found[0].Kind)
		require.Contains(t, found[0].Diff, segment.Token{Op: segment.Removed, Text: "1984"})
		require.Empty(t, lookup(t, d, Query{Source: "el", Target: "de", Text: "Τα ναυπηγεία έκλεισαν το 1991."}), "another language")
		require.Empty(t, lookup(t, d, Query{Source: "el", Target: "en", Text: "Τελείως άλλο κείμενο."}))
	})
}

func TestWhatNobodyConfirmedAndTheOtherDirectionCountLess(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		a := approved("one", 1)
		for key, state := range map[string]string{"a": segment.StateDraft, "b": segment.StateMachine} {
			target := a.Targets[key]
			target.State = state
			a.Targets[key] = target
		}
		feed(t, d, a)
		for text, want := range map[string]int{
			a.Segments[0].Text: 97, a.Segments[1].Text: 90, a.Segments[2].Text: ScoreExact,
		} {
			require.Equal(t, []int{want}, scoresOf(lookup(t, d, Query{Source: "el", Target: "en", Text: text})), text)
		}
		back := lookup(t, d, Query{Source: "en", Target: "el", Text: "The shipyards closed in 1984."})
		require.Equal(t, []int{95}, scoresOf(back))
		require.True(t, back[0].Reversed)
		require.Equal(t, a.Segments[2].Text, back[0].Target)
	})
}

func TestFeedingAgainAddsNothingAndADeletedPairStaysDeleted(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		feed(t, d, approved("one", 1))
		query := Query{Source: "el", Target: "en", Text: harbour()[0].Text}
		found := lookup(t, d, query)
		require.Len(t, found, 1)
		write(t, d, func(tx *db.Tx) error {
			for _, want := range []bool{true, false} {
				gone, err := Delete(tx, found[0].ID, "nikos", day(2))
				require.NoError(t, err)
				require.Equal(t, want, gone)
			}
			return nil
		})
		feed(t, d, approved("one", 3))
		require.Empty(t, lookup(t, d, query))
		require.Len(t, lookup(t, d, Query{Source: "el", Target: "en", Text: harbour()[1].Text}), 1)
	})
}

func TestAPairHoldsTheTextThatWasTranslated(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		a := approved("one", 1)
		former := "Το λιμάνι ιδρύθηκε το 1849."
		target := a.Targets["a"]
		target.From = segment.Hash(former)
		a.Targets["a"] = target
		a.Former = func(key, hash string) (string, bool) { return former, key == "a" && hash == segment.Hash(former) }
		feed(t, d, a)
		require.Equal(t, []int{ScoreExact}, scoresOf(lookup(t, d, Query{Source: "el", Target: "en", Text: former})))
		require.Less(t, lookup(t, d, Query{Source: "el", Target: "en", Text: a.Segments[0].Text})[0].Score, ScoreExact)
	})
}

func TestConcordanceFindsInflectedPhrasesInEitherLanguage(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		feed(t, d, approved("one", 1))
		search := func(s Search) []Found {
			var found []Found
			require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) (err error) {
				found, err = Concordance(tx, s)
				return err
			}))
			return found
		}
		found := search(Search{Source: "el", Target: "en", Text: "ναυπηγείο"})
		require.Len(t, found, 1)
		require.Equal(t, "The shipyards closed in 1984.", found[0].Target)
		require.Equal(t, []Span{{3, 12}}, found[0].Places)

		found = search(Search{Source: "el", Target: "en", Text: "the shipyard closes", InTarget: true})
		require.Len(t, found, 1)
		require.Equal(t, []Span{{0, 20}}, found[0].Places)

		found = search(Search{Source: "en", Target: "el", Text: "trade"})
		require.Len(t, found, 1)
		require.Equal(t, "It grew with trade.", found[0].Source)
		require.Empty(t, search(Search{Source: "el", Target: "en", Text: "…"}))
		require.Empty(t, search(Search{Source: "el", Target: "en", Text: "εμπόριο λιμάνι"}), "not one after another")
	})
}

// What is left out, for whatever reason, takes nobody's place: not pairs that the
// asker may not read, nor texts with the words in another order, however many.
func TestConcordanceLimitsWhatItHasFiltered(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		feed(t, d, approved("first", 1))
		many := approved("many", 2)
		many.Segments, many.Targets = nil, map[string]segment.Target{}
		for i := range batch + 100 {
			text := fmt.Sprintf("Το 1850 %d ιδρύθηκε το λιμάνι.", i)
			s := segment.Segment{Key: fmt.Sprint(i), Field: "text", Text: text, Hash: segment.Hash(text)}
			many.Segments = append(many.Segments, s)
			many.Targets[s.Key] = segment.Target{Text: fmt.Sprintf("In 1850 %d", i), From: s.Hash, State: segment.StateTranslated}
		}
		feed(t, d, many)
		secret := approved("secret", 3)
		feed(t, d, secret)
		search := func(limit int) (found []Found) {
			require.NoError(t, d.Read(t.Context(), func(tx *db.Tx) (err error) {
				found, err = Concordance(tx, Search{
					Source: "el", Target: "en", Text: "το λιμάνι ιδρύθηκε", Limit: limit, Keep: func(all []Found) ([]Found, error) {
						return slices.DeleteFunc(all, func(f Found) bool { return f.Entry == "secret" }), nil
					},
				})
				return err
			}))
			return found
		}
		for _, limit := range []int{1, 20} {
			found := search(limit)
			require.Len(t, found, 1)
			require.Equal(t, "first", found[0].Entry)
		}
	})
}

func targetsOf(found []Match) []string {
	var out []string
	for _, m := range found {
		out = append(out, m.Target)
	}
	return out
}

func scoresOf(found []Match) []int {
	var out []int
	for _, m := range found {
		out = append(out, m.Score)
	}
	return out
}
