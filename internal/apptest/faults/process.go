package faults

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// starting is how long a server may take until it is ready, on a busy machine.
const starting = 60 * time.Second

// Program is the built program.
type Program struct{ path string }

// Build makes the program as it is shipped, in a directory.
func Build(directory string) (Program, error) {
	p := Program{filepath.Join(directory, "movingcities")}
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", p.path, "movingcities/cmd/movingcities")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return p, fmt.Errorf("build the program: %w\n%s", err, output)
	}
	return p, nil
}

// Command is a run of the program with exactly this environment. It dies with
// whoever started it, where the system can see to that.
func (p Program) Command(environ []string, args ...string) *exec.Cmd {
	command := exec.Command(p.path, args...)
	command.Env = environ
	command.Dir = filepath.Dir(p.path) // no configuration directory there: the one inside the binary
	command.SysProcAttr = mortal()
	return command
}

// Server is a running server process.
type Server struct {
	URL     string // of its public side
	Metrics string // of its private side

	command *exec.Cmd
	log     *journal
	ended   chan struct{} // closed when the process is gone
	failure error         // of the process; to be read once it is gone
}

// Start runs "serve" and waits until it is ready. It ends with the test.
func (p Program) Start(t testing.TB, environ ...string) *Server {
	t.Helper()
	s, err := p.Launch(t, environ...)
	if err == nil {
		err = s.Await(starting)
	}
	if err != nil {
		t.Fatalf("start a server: %v\n%s", err, s.log)
	}
	return s
}

// Launch runs "serve" and waits only until it says where it listens.
func (p Program) Launch(t testing.TB, environ ...string) (*Server, error) {
	t.Helper()
	s := &Server{log: &journal{}, ended: make(chan struct{})}
	metrics, err := freeAddress()
	if err != nil {
		return s, err
	}
	s.Metrics = "http://" + metrics
	s.command = p.Command(append([]string{
		"MC_LISTEN=127.0.0.1:0", "MC_METRICS_LISTEN=" + metrics, "MC_DATA_DIR=" + t.TempDir(),
	}, environ...), "serve")
	s.command.Stderr = s.log
	output, err := s.command.StdoutPipe()
	if err != nil {
		return s, err
	}
	if err := s.command.Start(); err != nil {
		return s, err
	}
	addresses := make(chan string, 1)
	go s.watch(output, addresses)
	t.Cleanup(s.Kill)
	select {
	case s.URL = <-addresses:
		return s, nil
	case <-s.ended:
		return s, fmt.Errorf("the server ended: %w", s.failure)
	case <-time.After(starting):
		return s, errors.New("the server does not say where it listens")
	}
}

// watch finds the address in what the process prints and notes its end.
func (s *Server) watch(output io.Reader, addresses chan<- string) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "Website"); ok {
			addresses <- strings.TrimSuffix(strings.TrimSpace(address), "/")
		}
	}
	s.failure = s.command.Wait()
	close(s.ended)
}

// Await waits until the server is ready.
func (s *Server) Await(within time.Duration) error {
	deadline := time.Now().Add(within)
	for {
		status, _, err := Get(s.URL+"/readyz", time.Second)
		switch {
		case status == http.StatusOK:
			return nil
		case s.Ended():
			return fmt.Errorf("the server ended: %w", s.failure)
		case time.Now().After(deadline):
			return errors.Join(fmt.Errorf("/readyz answers %d after %s", status, within), err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Kill ends the process at once, as a loss of power would, and waits for its end.
func (s *Server) Kill() {
	_ = s.command.Process.Kill() // an error means that it is gone
	<-s.ended
}

// Terminate asks the process to stop, as an operator does.
func (s *Server) Terminate() error { return s.command.Process.Signal(syscall.SIGTERM) }

// Wait gives the error with which the process has ended, within a time.
func (s *Server) Wait(within time.Duration) error {
	select {
	case <-s.ended:
		return s.failure
	case <-time.After(within):
		return fmt.Errorf("still running after %s", within)
	}
}

// Ended tells whether the process is gone.
func (s *Server) Ended() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// Memory is what the process takes of the machine, and what of it is its own and
// not the program file's. Only Linux says so.
func (s *Server) Memory() (resident, own float64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		var kilobytes float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f", &kilobytes); err == nil {
			resident = kilobytes * 1024
		}
		if _, err := fmt.Sscanf(line, "RssAnon: %f", &kilobytes); err == nil {
			own = kilobytes * 1024
		}
	}
	return resident, own, nil
}

// Log is what the process wrote for its operator.
func (s *Server) Log() string { return s.log.String() }

// Get asks for an address, once and on a connection of its own.
func Get(address string, within time.Duration) (int, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

// freeAddress is one that nobody listens on now.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// journal keeps what a process writes.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
