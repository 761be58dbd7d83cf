package app

import (
	"context"

	"movingcities/internal/backup"
	"movingcities/internal/db"
)

// BackUp copies the database into a file, which is dated by the clock of the options.
func BackUp(ctx context.Context, d *db.DB, o Options, path string, progress backup.Progress) (*backup.Manifest, error) {
	return backup.Write(ctx, d, path, o.withDefaults().Clock(), progress)
}
