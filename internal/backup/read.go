package backup

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"movingcities/internal/fault"
)

const (
	// longest is how long one row may be. The longest texts that the server
	// accepts are far below.
	longest = 64 << 20
	// wordy is how long a manifest may be.
	wordy = 16 << 20
)

// Archive is an open backup.
type Archive struct {
	Manifest Manifest

	file    *zip.ReadCloser
	members map[string]*zip.File
}

// Open opens a backup and reads its manifest. Check looks at the rest.
func Open(path string) (*Archive, error) {
	file, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, damaged(err, "it is no complete ZIP file")
		}
		return nil, fmt.Errorf("open the backup: %w", err)
	}
	a := &Archive{file: file, members: map[string]*zip.File{}}
	for _, f := range file.File {
		if a.members[f.Name] != nil {
			return nil, errors.Join(damaged(nil, "it holds "+f.Name+" twice"), file.Close())
		}
		a.members[f.Name] = f
	}
	if err := a.readManifest(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

func damaged(cause error, what string) error {
	return fault.Wrap(cause, fault.Invalid, "backup_damaged", "The file is no sound backup: %s. Nothing was restored; take another file.", what)
}

func (a *Archive) readManifest() error {
	member := a.members[manifestName]
	if member == nil {
		return damaged(nil, "it has no manifest.json")
	}
	r, err := member.Open()
	if err != nil {
		return damaged(err, "manifest.json cannot be read")
	}
	defer func() { _ = r.Close() }() // it was read to the end or its error is reported
	text, err := io.ReadAll(io.LimitReader(r, wordy))
	if err == nil {
		err = json.Unmarshal(text, &a.Manifest)
	}
	if err != nil {
		return damaged(err, "manifest.json cannot be read")
	}
	if a.Manifest.Format != format {
		return damaged(nil, "it was not written by movingcities backup")
	}
	if a.Manifest.FormatVersion != formatVersion {
		return fault.New(fault.Invalid, "backup_format", "The backup has the format %d, but this program knows only %d. Restore it with the program that wrote it.",
			a.Manifest.FormatVersion, formatVersion)
	}
	return nil
}

// Check reads the whole file and compares it with its checksums.
func (a *Archive) Check() error {
	for _, t := range a.Manifest.Tables {
		if err := a.eachLine(t, func([]byte) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

// eachLine streams the rows of a table and fails at the end if they are not
// those that were written. A line is only good until use returns.
func (a *Archive) eachLine(t Table, use func([]byte) error) error {
	member := a.members[memberName(t.Name)]
	if member == nil {
		return damaged(nil, "it lacks the table "+t.Name)
	}
	r, err := member.Open()
	if err != nil {
		return damaged(err, "the table "+t.Name+" cannot be read")
	}
	defer func() { _ = r.Close() }() // see readManifest
	sum, rows := sha256.New(), int64(0)
	lines := bufio.NewScanner(io.TeeReader(r, sum))
	lines.Buffer(make([]byte, 0, 64<<10), longest)
	for lines.Scan() {
		rows++
		if err := use(lines.Bytes()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return damaged(err, "the table "+t.Name+" cannot be read to its end")
	}
	if rows != t.Rows || hex.EncodeToString(sum.Sum(nil)) != t.SHA256 {
		return damaged(nil, "the table "+t.Name+" is not as it was written")
	}
	return nil
}
