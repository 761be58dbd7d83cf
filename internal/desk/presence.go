package desk

import (
	"context"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
)

// PresenceLasts is how long somebody counts as present without saying so again.
const PresenceLasts = 45 * time.Second

// NewPresence says what a tab of the browser shows; without an entry it shows
// no document any more.
type NewPresence struct {
	Tab string
	Ref content.Ref
	At  string // field path or segment key
}

// Present is somebody who has a document open.
type Present struct {
	User   string `json:"user"`
	Name   string `json:"name"`
	Tab    string `json:"-"`
	Entry  string `json:"entry"`
	Locale string `json:"locale"`
	At     string `json:"at,omitempty"`
}

// Appear notes what a person has open. It locks nothing and changes no text.
func (b *Board) Appear(ctx context.Context, a access.Actor, in NewPresence) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		now := b.now()
		if in.Ref.Entry == "" {
			_, err := tx.Exec("DELETE FROM presence WHERE user_id = ? AND tab = ?", a.UserID, in.Tab)
			return err
		}
		if _, _, err := b.document(tx, a, in.Ref); err != nil {
			return err
		}
		// What nobody renews goes with the next one who comes.
		if _, err := tx.Exec("DELETE FROM presence WHERE seen_at < ?", db.At(now.Add(-time.Hour))); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO presence (user_id, tab, entry_id, locale, place, seen_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (user_id, tab) DO UPDATE SET entry_id = excluded.entry_id, locale = excluded.locale,
				place = excluded.place, seen_at = excluded.seen_at`, a.UserID, in.Tab, in.Ref.Entry, in.Ref.Locale, in.At, now)
		return err
	})
}

// presentRow is a Present with what the policy is asked about its entry.
type presentRow struct {
	Present
	Type, Country, SourceLocale string
}

func (b *Board) present(tx *db.Tx) ([]presentRow, error) {
	return db.Query[presentRow](tx, `SELECT p.user_id AS "user", u.name, p.tab, p.entry_id AS entry, p.locale, p.place AS at,
		e.type, e.country, e.source_locale FROM presence p JOIN users u ON u.id = p.user_id AND u.disabled_at IS NULL
		JOIN entries e ON e.id = p.entry_id WHERE p.seen_at > ? ORDER BY p.user_id, p.tab LIMIT 1000`,
		db.At(b.Clock().Add(-PresenceLasts)))
}
