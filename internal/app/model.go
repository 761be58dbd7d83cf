package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"movingcities/config"
	"movingcities/internal/schema"
)

// LoadModel reads the locales, countries and content types: those of the
// configuration directory if it has content types, else the embedded ones. The
// error lists every fault with file and line.
func LoadModel(c Config) (*schema.Model, error) {
	files, place := ModelFiles(c)
	model, err := schema.Load(files)
	if err != nil {
		return nil, fmt.Errorf("the content types in %s cannot be used:\n%w", place, err)
	}
	return model, nil
}

// ModelFiles is where the content types are, and the name of that place.
func ModelFiles(c Config) (files fs.FS, place string) {
	if c.ConfigDir != "" {
		if info, err := os.Stat(filepath.Join(c.ConfigDir, "content")); err == nil && info.IsDir() {
			return os.DirFS(c.ConfigDir), c.ConfigDir
		}
	}
	return config.Files, "the binary"
}

// DemoFiles is the folder of the demonstration content: that of the
// configuration directory if it has one, else the embedded one.
func DemoFiles(c Config) fs.FS {
	if c.ConfigDir != "" {
		dir := filepath.Join(c.ConfigDir, "demo")
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return os.DirFS(dir)
		}
	}
	demo, err := fs.Sub(config.Files, "demo")
	if err != nil { // only for a name that is no path
		panic(err)
	}
	return demo
}
