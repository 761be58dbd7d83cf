package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// field are the three servers, on one core.
type field struct {
	servers []*server
	ready   time.Duration
	files   string
}

type server struct {
	name    string
	address string
	command *exec.Cmd
	place   map[string]string // of a path, where the server has it elsewhere
}

func (f *field) stop() {
	for _, s := range f.servers {
		_ = s.command.Process.Signal(os.Interrupt)
		_ = s.command.Wait() // ended by the signal
	}
}

// start starts Moving Cities, takes its answers down and gives them to the others.
func start(ctx context.Context, o options, database string) (*field, error) {
	f := &field{files: filepath.Join(o.dir, "files")}
	err := f.begin(ctx, o, database)
	if err != nil {
		f.stop()
	}
	return f, err
}

func (f *field) begin(ctx context.Context, o options, database string) error {
	binary := filepath.Join(o.dir, "movingcities")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "./cmd/movingcities")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	ours, err := pinned("ours", binary, "serve", "--migrate") // a database kept from an earlier version
	if err != nil {
		return err
	}
	ours.command.Env = append(ours.command.Env, "MC_LISTEN="+ours.address, "MC_DATABASE_URL=sqlite:"+database,
		"MC_DATA_DIR="+o.dir, "MC_CACHE_BYTES="+o.budget)
	began := time.Now()
	if err := f.add(ctx, ours, "/readyz"); err != nil {
		return err
	}
	f.ready = time.Since(began)
	if err := f.takeDown(ctx, ours, o.entries); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := pinned("bare", self)
	if err != nil {
		return err
	}
	bare.command.Args = append(bare.command.Args, "-bare", f.files, "-listen", bare.address)
	nginx, err := pinned("nginx", "nginx", "-p", o.dir, "-c", filepath.Join(o.dir, "nginx.conf"), "-e", filepath.Join(o.dir, "nginx.log"))
	if err == nil {
		err = writeNginx(o.dir, f.files, nginx.address)
	}
	if err != nil {
		return err
	}
	for _, s := range []*server{bare, nginx} {
		s.place = places(o.entries)
		if err := f.add(ctx, s, "/0"); err != nil {
			return err
		}
	}
	return nil
}

// places are the names of the files that hold the answers.
func places(entries int) map[string]string {
	at := map[string]string{}
	for i, t := range targets(entries) {
		if _, known := at[t.path]; !known {
			at[t.path] = "/" + strconv.Itoa(i)
		}
	}
	return at
}

// takeDown writes our answers into files.
func (f *field) takeDown(ctx context.Context, s *server, entries int) error {
	if err := os.MkdirAll(f.files, 0o755); err != nil {
		return err
	}
	for _, language := range languages() { // what the server prepares after its start is ready then
		if _, err := s.get(ctx, "/"+language+"/"); err != nil {
			return err
		}
	}
	for path, file := range places(entries) {
		r, err := s.get(ctx, path)
		if err != nil {
			return err
		}
		if r.status != http.StatusOK {
			return fmt.Errorf("%s answers %d", path, r.status)
		}
		if err := os.WriteFile(filepath.Join(f.files, file), r.body, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pinned is a server on a free port, with the first core and one thread for Go code.
func pinned(name string, command ...string) (*server, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{name: name, address: free.Addr().String()}
	s.command = exec.Command("taskset", append([]string{"-c", "0"}, command...)...)
	s.command.Env = append(os.Environ(), "GOMAXPROCS=1")
	return s, free.Close()
}

// patience is for a database that an earlier version has left.
const patience = 5 * time.Minute

func (f *field) add(ctx context.Context, s *server, probe string) error {
	if err := s.command.Start(); err != nil {
		return err
	}
	f.servers = append(f.servers, s)
	for deadline := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		if r, err := s.get(ctx, probe); err == nil && r.status == http.StatusOK {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s does not answer", s.name)
		}
	}
}

func writeNginx(dir, files, address string) error {
	conf := fmt.Sprintf(`daemon off; worker_processes 1; pid %[1]s/nginx.pid; user root;
events { worker_connections 512; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100; default_type application/json;
  client_body_temp_path %[1]s/n1; proxy_temp_path %[1]s/n2; fastcgi_temp_path %[1]s/n3; uwsgi_temp_path %[1]s/n4; scgi_temp_path %[1]s/n5;
  server { listen %[3]s; root %[2]s; } }
`, dir, files, address)
	return os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(conf), 0o600)
}

// serveBare is all that a handler can leave out: bytes, their type and length.
func serveBare(dir, listen string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	bodies := map[string][]byte{}
	for _, e := range entries {
		if bodies["/"+e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return http.ListenAndServe(listen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := bodies[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Etag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (s *server) url(path string) string {
	if place := s.place[path]; place != "" {
		path = place
	}
	return "http://" + s.address + path
}

func (s *server) get(ctx context.Context, path string) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url(path), nil)
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Accept-Encoding", "identity")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, body}, err
}

var (
	sumLine  = regexp.MustCompile(`(\d+) requests in`)
	rateLine = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	p99Line  = regexp.MustCompile(`99%\s+([0-9.]+(?:us|ms|s))`)
)

// processor is the time that the server has been computing. It says how fast a
// server is even while others use the core.
func (s *server) processor() time.Duration {
	var ticks int64
	for _, pid := range append(children(s.command.Process.Pid), s.command.Process.Pid) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		user, _ := strconv.ParseInt(fields[11], 10, 64)
		system, _ := strconv.ParseInt(fields[12], 10, 64)
		ticks += user + system
	}
	return time.Duration(ticks) * 10 * time.Millisecond // Linux counts hundredths of a second
}

// children are the processes that a process has started: nginx answers in one.
func children(pid int) []int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%[1]d/task/%[1]d/children", pid))
	if err != nil {
		return nil
	}
	var pids []int
	for _, field := range strings.Fields(string(text)) {
		if child, err := strconv.Atoi(field); err == nil {
			pids = append(pids, child)
		}
	}
	return pids
}

// measure lets wrk ask from the second core, on 32 connections that stay open.
func (s *server) measure(ctx context.Context, t target, length time.Duration) (measured, error) {
	args := []string{"-c", "1", "wrk", "-t1", "-c32", "--latency", "-d" + length.String()}
	r, err := s.get(ctx, t.path) // it is warm from now on
	if err != nil {
		return measured{}, err
	}
	if t.known {
		args = append(args, "-H", "If-None-Match: "+r.header.Get("ETag"))
	}
	before := s.processor()
	out, err := exec.CommandContext(ctx, "taskset", append(args, s.url(t.path))...).CombinedOutput()
	text := string(out)
	sum, rate, p99 := sumLine.FindStringSubmatch(text), rateLine.FindStringSubmatch(text), p99Line.FindStringSubmatch(text)
	if err != nil || sum == nil || rate == nil || p99 == nil || strings.Contains(text, "Non-2xx") && !t.known {
		return measured{}, fmt.Errorf("wrk: %w\n%s", err, text)
	}
	var m measured
	answers, err := strconv.ParseFloat(sum[1], 64)
	if err != nil {
		return m, err
	}
	m.cost = time.Duration(float64(s.processor()-before) / answers)
	if m.rate, err = strconv.ParseFloat(rate[1], 64); err != nil {
		return m, err
	}
	m.p99, err = time.ParseDuration(p99[1])
	return m, err
}
