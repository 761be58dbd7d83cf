package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"

	"movingcities/internal/db"
)

// The keys that the server signs with. By the first, cursors of the public lists
// are authenticated: whoever knew it could only choose where a list goes on. By
// the second, links to unpublished texts are: whoever knew it could open those
// that others have made.
const (
	cursorSecret  = "cursor_secret"
	previewSecret = "preview_secret"
)

// storedSecret reads a key, and makes it the first time. Keys live in the
// database, so that all replicas have the same and a restart breaks nothing.
func storedSecret(ctx context.Context, d *db.DB, random io.Reader, name string) ([]byte, error) {
	var stored *db.Setting
	read := func(tx *db.Tx) (err error) {
		stored, err = db.First[db.Setting](tx, "name = ?", name)
		return err
	}
	if err := d.Read(ctx, read); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if stored == nil {
		fresh := make([]byte, 32)
		if _, err := io.ReadFull(random, fresh); err != nil {
			return nil, fmt.Errorf("make %s: %w", name, err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			// Another process that starts now may be first; then its secret is read.
			if _, err := tx.InsertIgnore(&db.Setting{Name: name, Value: hex.EncodeToString(fresh)}); err != nil {
				return err
			}
			return read(tx)
		})
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", name, err)
		}
	}
	return hex.DecodeString(stored.Value)
}
