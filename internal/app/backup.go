package app

import (
	"context"

	"movingcities/internal/backup"
	"movingcities/internal/db"
)

// BackUp copies the database into a file, which is dated by the clock of the options.
func BackUp(ctx context.Context, d *db.DB, o Options, path string, progress backup.Progress) (*backup.Manifest, error) {
	o, err := o.withDefaults(Config{})
	if err != nil {
		return nil, err
	}
	return backup.Write(ctx, d, path, o.Clock(), progress)
}
