// Package cluster starts throw-away Postgres servers for tests. A server ends
// with the process that started it, however that process ends.
package cluster

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// ErrNotInstalled says which package is missing.
var ErrNotInstalled = errors.New("PostgreSQL 15 or newer is not installed (initdb and postgres are neither in PATH nor in " +
	"/usr/lib/postgresql/*/bin): install it with `apt-get install postgresql`, " +
	"or set MC_TEST_POSTGRES to the administrator's URL of a server that may be filled with test databases")

// script is the life of a server: it says ready or failed, and when its input
// ends, because the parent closed it or died, it takes everything away again.
// Nothing is flushed to the disk, as nothing is meant to survive.
const script = `
binaries=$1 directory=$2
shift 2
if "$binaries/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1
then
  "$binaries/postgres" -D data -p 5432 -c listen_addresses= -c unix_socket_directories="$directory" -c max_connections=300 \
    -c shared_buffers=32MB -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off "$@" >>log 2>&1 &
  server=$!
  until grep -q "^ready" data/postmaster.pid 2>>log || ! kill -0 $server 2>>log; do sleep 0.05; done
fi
if grep -q "^ready" data/postmaster.pid 2>>log; then echo ready; else echo failed; fi
read -r _
[ "$server" ] && kill -QUIT $server && wait $server
cd / && rm -rf "$directory"
`

// Cluster is a running server.
type Cluster struct {
	// URL is the administrator's address of the database "postgres".
	URL   string
	shell *exec.Cmd
	input io.Closer
}

// Start makes a server in a new directory of its own, reachable only through a
// socket in there. Postgres refuses to run as root, so root hands it to the
// user postgres or nobody. Settings, as in "fsync=on", replace those of the script.
func Start(settings ...string) (*Cluster, error) {
	binaries, err := findBinaries(os.Getenv("PATH"), "/usr/lib/postgresql/*/bin")
	if err != nil {
		return nil, err
	}
	directory, err := os.MkdirTemp("", "mcpg")
	if err != nil {
		return nil, err
	}
	c, err := start(binaries, directory, settings)
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(directory, "log"))
		return nil, errors.Join(fmt.Errorf("start Postgres in %s: %w\n%s", directory, err, log), c.Stop(), os.RemoveAll(directory))
	}
	return c, nil
}

func start(binaries, directory string, settings []string) (*Cluster, error) {
	args := []string{"-c", script, "cluster", binaries, directory}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	shell := exec.Command("/bin/sh", args...)
	shell.Dir = directory
	shell.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
	// A process group of its own: Ctrl-C ends the tests, and their end ends the server.
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c := &Cluster{shell: shell, URL: "postgres://postgres@/postgres?port=5432&host=" + url.QueryEscape(directory)}
	if os.Geteuid() == 0 {
		credential, err := unprivileged()
		if err != nil {
			return c, err
		}
		shell.SysProcAttr.Credential = credential
		if err := os.Chown(directory, int(credential.Uid), int(credential.Gid)); err != nil {
			return c, err
		}
	}
	input, err := shell.StdinPipe()
	if err != nil {
		return c, err
	}
	output, err := shell.StdoutPipe()
	if err != nil {
		return c, err
	}
	if err := shell.Start(); err != nil {
		return c, err
	}
	c.input = input
	if line, err := bufio.NewReader(output).ReadString('\n'); line != "ready\n" {
		return c, errors.Join(errors.New("the server did not come up"), err)
	}
	return c, nil
}

// Stop ends the server and removes its directory.
func (c *Cluster) Stop() error {
	if c.input == nil {
		return nil
	}
	err := c.input.Close()
	c.input = nil
	return errors.Join(err, c.shell.Wait())
}

// findBinaries is the directory of initdb and postgres: the one in path, or the
// newest of those that the pattern matches.
func findBinaries(path, pattern string) (string, error) {
	installed, err := filepath.Glob(pattern)
	if err != nil {
		return "", err
	}
	slices.SortFunc(installed, func(a, b string) int { return version(b) - version(a) })
	for _, directory := range append(filepath.SplitList(path), installed...) {
		// A link in PATH leads to the directory where the rest is.
		initdb, err := filepath.EvalSymlinks(filepath.Join(directory, "initdb"))
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(initdb), "postgres")); err == nil {
			return filepath.Dir(initdb), nil
		}
	}
	return "", ErrNotInstalled
}

// version is the number in …/<version>/bin.
func version(directory string) int {
	number, _ := strconv.Atoi(filepath.Base(filepath.Dir(directory)))
	return number
}

func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
		if uidErr == nil && gidErr == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("the server refuses to run as root, and there is no user postgres or nobody")
}
