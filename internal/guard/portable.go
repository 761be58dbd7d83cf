package guard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// CheckPortable reads every text file below root and refuses what ties the
// project to one machine or network: home directories, hosts of private
// registries, addresses of where a package was downloaded.
func CheckPortable(root fs.FS) ([]string, error) {
	var findings []string
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && made(name):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if bytes.IndexByte(text, 0) < 0 {
			findings = append(findings, ties(name, string(text))...)
		}
		if path.Base(name) == "package-lock.json" {
			findings = append(findings, resolved(name, text)...)
		}
		return nil
	})
	return findings, err
}

// made reports whether a directory is made by a build or a run, not kept in git.
func made(dir string) bool {
	return slices.Contains([]string{".git", "bin", "var", "tmp", "admin-ui/dist"}, dir) || path.Base(dir) == "node_modules"
}

// ties finds the lines of a file that name one machine or network.
func ties(name, text string) []string {
	patterns := map[string]*regexp.Regexp{
		"an absolute path of one machine": regexp.MustCompile("(?:^|[\\s\"'`=:(,])/(?:root|home|work|Users|tmp/bash_jobs[^/]*)/[\\w.$-]"),
		"a host of a private network": regexp.MustCompile(
			`https?://(?:[^\s/@]*@)?(?:10\.\d+\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:internal|corp|lan)\b|[\w.-]*(?:artifactory|nexus|verdaccio)[\w.-]*)`),
		"the address of a package registry": regexp.MustCompile(`(?i)(?:\bGOPROXY\s*[:?]?=\s*\S*https?:|\b(?:registry|index-url)\s*=\s*\S*https?:)`),
	}
	var findings []string
	for i, line := range strings.Split(text, "\n") {
		for what, pattern := range patterns {
			if m := pattern.FindString(line); m != "" {
				findings = append(findings, fmt.Sprintf("%s:%d: %q is %s", name, i+1, m, what))
			}
		}
	}
	return findings
}

// resolved finds the packages of a lock file that record where they were downloaded.
func resolved(name string, text []byte) []string {
	var lock struct {
		Packages map[string]struct{ Resolved string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return []string{fmt.Sprintf("%s: %v", name, err)}
	}
	var findings []string
	for pkg, p := range lock.Packages {
		if strings.Contains(p.Resolved, "//") {
			findings = append(findings, fmt.Sprintf("%s: %s records %s; set omit-lockfile-registry-resolved in .npmrc", name, pkg, p.Resolved))
		}
	}
	slices.Sort(findings)
	return findings
}
