package export

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"movingcities/internal/fault"
)

const (
	markFile = "export.json" // says that a directory is an export, and of what
	sumsFile = "SHA256SUMS"
	logFile  = "export.log" // names what an unfinished export has begun
	partial  = ".part"      // ends the names of files that are not whole
)

// mark is what an export remembers for the next one.
type mark struct {
	Kind     string            `json:"kind"`
	Base     string            `json:"base"`
	Program  string            `json:"program"` // what made it: the version and the content types
	Changes  int64             `json:"changes"` // the last publication in it
	Finished bool              `json:"finished"`
	Keys     map[string]string `json:"keys"` // what each file was made from
}

// tree is the directory of an export. Its methods may be called by many goroutines.
type tree struct {
	root   *os.Root
	mark   mark
	log    *os.File
	mu     sync.Mutex
	before map[string]bool   // files of the export before
	sums   map[string]string // files of this one
	keys   map[string]string // what the files of the export before were made from
	report Report
}

// openTree begins or continues an export. A directory that holds anything else
// is refused: not_an_export, or other_export for one of another kind.
func openTree(dir, kind string) (*tree, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a web server reads it under another account
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	t := &tree{root: root, before: map[string]bool{}, sums: map[string]string{}}
	if err := t.recognise(dir, kind); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return t, nil
}

func (t *tree) recognise(dir, kind string) error {
	raw, err := t.root.ReadFile(markFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		found, err := fs.ReadDir(t.root.FS(), ".")
		if err == nil && len(found) > 0 {
			err = fault.New(fault.Conflict, "not_an_export", "%s is not empty and not an earlier export. Name another directory, or an empty one.", dir)
		}
		return err
	case err != nil:
		return err
	}
	if err := json.Unmarshal(raw, &t.mark); err != nil {
		return fault.New(fault.Conflict, "not_an_export", "%s holds an %s that no export has written. Name another directory.", dir, markFile)
	}
	if t.mark.Kind != kind {
		return fault.New(fault.Conflict, "other_export", "%s holds an export of the %s. Name another directory.", dir, t.mark.Kind)
	}
	return t.remember()
}

// remember lists the files of the export before, and those that one which was
// interrupted has written since.
func (t *tree) remember() error {
	for _, list := range []string{sumsFile, logFile} {
		raw, err := t.root.ReadFile(list)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(bytes.NewReader(raw))
		for lines.Scan() {
			name := lines.Text()
			if list == sumsFile {
				_, name, _ = strings.Cut(name, "  ")
			}
			if fs.ValidPath(name) {
				t.before[name] = true
			}
		}
	}
	return nil
}

// begin marks the directory as unfinished, until finish.
func (t *tree) begin(m mark) error {
	t.keys, t.mark = t.mark.Keys, m
	if err := t.saveMark(); err != nil {
		return err
	}
	var err error
	t.log, err = t.root.OpenFile(logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	return err
}

func (t *tree) saveMark() error {
	raw, err := json.MarshalIndent(t.mark, "", " ")
	if err != nil {
		return err
	}
	return t.replace(markFile, append(raw, '\n'))
}

// again begins one more pass over the directory.
func (t *tree) again() {
	t.keys, t.mark.Keys = t.mark.Keys, map[string]string{}
	t.sums, t.report.Files = map[string]string{}, 0
}

// old is a file of the export before, nil if there is none.
func (t *tree) old(name string) []byte {
	t.mu.Lock()
	known := t.before[name]
	t.mu.Unlock()
	if !known {
		return nil
	}
	body, err := t.root.ReadFile(name)
	if err != nil {
		return nil
	}
	return body
}

// put writes a file unless it holds these bytes already.
func (t *tree) put(name string, body []byte, keys string) error {
	sum := sha256.Sum256(body)
	same := bytes.Equal(t.old(name), body)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sums[name] = hex.EncodeToString(sum[:])
	if keys != "" {
		t.mark.Keys[name] = keys
	}
	t.report.Files++
	if same {
		return nil
	}
	if !t.before[name] {
		t.before[name] = true
		if _, err := fmt.Fprintln(t.log, name); err != nil {
			return err
		}
	}
	t.report.Written++
	return t.replace(name, body)
}

// replace makes a file appear whole. What a power failure leaves behind is not
// whole either way; the next export compares every byte.
func (t *tree) replace(name string, body []byte) error {
	if dir := path.Dir(name); dir != "." {
		if err := t.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	part := path.Join(path.Dir(name), "."+path.Base(name)+partial)
	if err := t.root.WriteFile(part, body, 0o644); err != nil {
		return errors.Join(err, t.root.Remove(part))
	}
	return t.root.Rename(part, name)
}

// finish removes what is no longer public and marks the export as whole.
func (t *tree) finish(changes int64) error {
	for name := range t.before {
		if _, kept := t.sums[name]; kept {
			continue
		}
		if err := t.root.Remove(name); err == nil {
			t.report.Removed++
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for dir := path.Dir(name); dir != "." && t.root.Remove(dir) == nil; { // an empty one
			dir = path.Dir(dir)
		}
	}
	var sums strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.sums)) {
		fmt.Fprintf(&sums, "%s  %s\n", t.sums[name], name)
	}
	if old, err := t.root.ReadFile(sumsFile); err != nil || string(old) != sums.String() {
		if err := t.replace(sumsFile, []byte(sums.String())); err != nil {
			return err
		}
	}
	t.mark.Changes, t.mark.Finished = changes, true
	if err := t.saveMark(); err != nil {
		return err
	}
	return errors.Join(t.log.Close(), t.root.Remove(logFile))
}

// close ends an export that is finished or failed.
func (t *tree) close() error {
	if t.log != nil {
		_ = t.log.Close() // finish has closed it, or an error is on its way already
	}
	return t.root.Close()
}

// has tells whether this export has written a file.
func (t *tree) has(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sums[name] != ""
}
