package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// writeFile lets write fill a file that has its name only when it is complete
// and on the disk. Until then, and after a failure, whatever had the name
// before is still there. Only its owner may read it.
func writeFile(path string, write func(*os.File) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := write(file); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the new name as lasting as the file.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err == nil {
		err = errors.Join(dir.Sync(), dir.Close())
	}
	if err != nil {
		return fmt.Errorf("write the directory of the file: %w", err)
	}
	return nil
}
