// Command pgcluster runs another command with a throw-away Postgres server, so
// that the tests of many packages share one instead of starting one each:
//
//	go run ./internal/apptest/pgcluster -- go test ./...
//
// The command finds the server in MC_TEST_POSTGRES; its exit code is passed on.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"movingcities/internal/apptest/cluster"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgcluster:", err)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("no command to run; try: pgcluster -- go test ./internal/db")
	}
	server, err := cluster.Start()
	if err != nil {
		return 1, err
	}
	defer func() {
		if stopped := server.Stop(); stopped != nil && code == 0 {
			code, err = 1, stopped
		}
	}()
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), "MC_TEST_POSTGRES="+server.URL)
	// The command decides what a signal means; when it ends, so does the server.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if err := command.Start(); err != nil {
		return 1, err
	}
	go func() {
		for received := range signals {
			// An error means that the command has ended meanwhile.
			_ = command.Process.Signal(received)
		}
	}()
	err = command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	return 0, err
}
