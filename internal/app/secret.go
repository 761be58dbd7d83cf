package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"

	"movingcities/internal/db"
)

// cursorSecret is the key by which cursors of the public lists are
// authenticated. It lives in the database, so that all replicas have the same
// and a restart breaks no cursor. Whoever knew it could only choose where a
// public list goes on.
func cursorSecret(ctx context.Context, d *db.DB, random io.Reader) ([]byte, error) {
	const name = "cursor_secret"
	var stored *db.Setting
	read := func(tx *db.Tx) (err error) {
		stored, err = db.First[db.Setting](tx, "name = ?", name)
		return err
	}
	if err := d.Read(ctx, read); err != nil {
		return nil, fmt.Errorf("read the secret of cursors: %w", err)
	}
	if stored == nil {
		fresh := make([]byte, 32)
		if _, err := io.ReadFull(random, fresh); err != nil {
			return nil, fmt.Errorf("make the secret of cursors: %w", err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			// Another process that starts now may be first; then its secret is read.
			if _, err := tx.InsertIgnore(&db.Setting{Name: name, Value: hex.EncodeToString(fresh)}); err != nil {
				return err
			}
			return read(tx)
		})
		if err != nil {
			return nil, fmt.Errorf("store the secret of cursors: %w", err)
		}
	}
	return hex.DecodeString(stored.Value)
}
