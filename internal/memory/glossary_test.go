package memory

import (
	"testing"

	"github.com/stretchr/testify/require"

	"movingcities/internal/db"
)

func TestTheGlossaryKeepsWhatItIsSeededWith(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		concepts := shipped(t)
		for range 2 { // the second time changes nothing
			write(t, d, func(tx *db.Tx) error { return Seed(tx, concepts, "ana", day(1)) })
		}
		write(t, d, func(tx *db.Tx) error {
			stored, err := Glossary(tx)
			require.NoError(t, err)
			require.Len(t, stored, len(concepts))
			english, polish := NewRecogniser("en", stored), NewRecogniser("pl", stored)
			text := "Nielegalni migranci"
			require.Equal(t, NewRecogniser("pl", concepts).Terms(text), polish.Terms(text))
			require.NotEmpty(t, Check(stored, english, polish, "", text))
			return nil
		})
	})
}

func TestAProposalCountsOnlyOnceItIsApproved(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			require.NoError(t, Seed(tx, shipped(t), "ana", day(1)))
			hits := func() []Hit {
				stored, err := Glossary(tx)
				require.NoError(t, err)
				return NewRecogniser("de", stored).Terms("Die Ortschaften helfen.")
			}
			propose := func(concept string) bool {
				added, err := Propose(tx, concept, "de", Term{Text: "Ortschaft", Status: Admitted}, "jonas", day(2))
				require.NoError(t, err)
				return added
			}
			require.False(t, propose("no-such-concept"))
			require.True(t, propose("municipality"))
			require.False(t, propose("municipality"), "it waits already")
			require.Empty(t, hits())

			waiting, err := Proposals(tx, "de")
			require.NoError(t, err)
			require.Len(t, waiting, 1)
			require.Equal(t, "jonas", waiting[0].ProposedBy)

			approved, err := Approve(tx, "municipality", "de", "Ortschaft", "maria", day(3))
			require.NoError(t, err)
			require.True(t, approved)
			require.Len(t, hits(), 1)

			rejected, err := Reject(tx, "municipality", "de", "Ortschaft")
			require.NoError(t, err)
			require.False(t, rejected, "an approved term is no proposal any more")
			return nil
		})
	})
}
