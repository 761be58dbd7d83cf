package app

import (
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"
)

// NewLog writes one event a line: as text for the person before a terminal,
// otherwise as JSON. Both quote control characters, so that no text from
// outside can forge a line.
func NewLog(to io.Writer) *slog.Logger {
	if file, ok := to.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return slog.New(slog.NewTextHandler(to, nil))
	}
	return slog.New(slog.NewJSONHandler(to, nil))
}
