package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// desk is a command line with a data directory of its own.
type desk struct {
	*testing.T
	environ []string
}

func newDesk(t *testing.T, environ ...string) *desk {
	t.Chdir(t.TempDir())
	return &desk{t, environ}
}

// run runs one command and gives what it wrote; code is the exit code it must have.
func (d *desk) run(code int, args ...string) (out, errOut string) {
	d.Helper()
	var o, e bytes.Buffer
	term := &terminal{In: strings.NewReader("a long pass phrase of mine\n"), Out: &o, Err: &e, Environ: d.environ}
	if got := run(d.Context(), args, term); got != code {
		d.Fatalf("%s ended with %d, want %d\n%s%s", strings.Join(args, " "), got, code, &o, &e)
	}
	return o.String(), e.String()
}

func TestHelp(t *testing.T) {
	d := newDesk(t)
	out, _ := d.run(exitDone)
	for _, command := range []string{"serve", "migrate", "demo", "tour", "user", "grant", "content", "export", "import", "rebuild", "openapi", "version"} {
		if !strings.Contains(out, "\n  "+command) {
			t.Errorf("the help does not list %s:\n%s", command, out)
		}
	}
	for _, command := range []string{"serve", "user add", "grant add", "grant remove", "content check", "openapi", "demo load", "tour", "export xliff", "import"} {
		if out, _ := d.run(exitDone, append(strings.Fields(command), "--help")...); !strings.Contains(out, "Example") {
			t.Errorf("%s --help shows no example:\n%s", command, out)
		}
	}
}

func TestWrongUse(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{{"srve"}, {"user"}, {"user", "add"}, {"serve", "--port", "1"}, {"grant", "add", "ada@example.org"}} {
		_, errOut := d.run(exitUsage, args...)
		if !strings.Contains(errOut, "--help") {
			t.Errorf("%v: %q does not lead to the help", args, errOut)
		}
	}
	d.environ = []string{"MC_LISTEN=nowhere"}
	_, errOut := d.run(exitUsage, "serve")
	if diff := cmp.Diff("movingcities: MC_LISTEN: \"nowhere\" is not an address to listen on; write host:port, for example 127.0.0.1:8080\n", errOut); diff != "" {
		t.Error(diff)
	}
}

func TestCheckPrintsTheConfiguration(t *testing.T) {
	out, _ := newDesk(t, "MC_DATABASE_URL=postgres://desk:hush@localhost/cities").run(exitDone, "serve", "--check")
	if strings.Contains(out, "hush") || !strings.Contains(out, `database_url: "postgres://desk:***@localhost/cities" # MC_DATABASE_URL`) {
		t.Error(out)
	}
	if !strings.Contains(out, "read from the binary") {
		t.Errorf("the origin of the content types is missing:\n%s", out)
	}
}

func TestServeRefusesAnOldSchema(t *testing.T) {
	_, errOut := newDesk(t, "MC_LISTEN=127.0.0.1:0").run(exitFailed, "serve")
	if !strings.Contains(errOut, "Run `movingcities migrate` first") {
		t.Error(errOut)
	}
}

func TestPeople(t *testing.T) {
	d := newDesk(t)
	d.run(exitDone, "migrate")
	d.run(exitDone, "migrate")

	_, errOut := d.run(exitUsage, "user", "add", "marek@example.org", "--name", "Marek")
	if !strings.Contains(errOut, "the first person must be made with --admin") {
		t.Error(errOut)
	}
	out, _ := d.run(exitDone, "user", "add", "ada@example.org", "--name", "Ada Conti", "--admin")
	if !regexp.MustCompile(`(?m)^http://127\.0\.0\.1:8080/admin/link#\S{20,}$`).MatchString(out) {
		t.Errorf("no link in %q", out)
	}
	d.run(exitDone, "user", "add", "marek@example.org", "--name", "Marek", "--locale", "pl", "--set-password")

	out, _ = d.run(exitDone, "grant", "add", "marek@example.org", "translator", "--locale", "pl")
	if diff := cmp.Diff("marek@example.org: translator (pl)\n", out); diff != "" {
		t.Error(diff)
	}
	d.run(exitFailed, "grant", "add", "marek@example.org", "emperor")
	d.run(exitUsage, "grant", "remove", "marek@example.org", "translator", "--locale", "fr")
	out, _ = d.run(exitDone, "grant", "list", "Marek@example.org")
	if diff := cmp.Diff("EMAIL              ROLE        TYPE  LOCALE  COUNTRY\nmarek@example.org  translator  *     pl      *\n", out); diff != "" {
		t.Error(diff)
	}
	d.run(exitDone, "grant", "remove", "marek@example.org", "translator", "--locale", "pl")

	token, _ := d.run(exitDone, "user", "token", "marek@example.org", "--name", "Memory", "--locale", "pl")
	if !regexp.MustCompile(`^\S{20,}\n$`).MatchString(token) {
		t.Errorf("%q is no token alone", token)
	}

	d.run(exitDone, "user", "disable", "marek@example.org")
	out, _ = d.run(exitDone, "user", "list")
	if !regexp.MustCompile(`(?m)^marek@example\.org +Marek +disabled +no roles$`).MatchString(out) {
		t.Error(out)
	}
	d.run(exitFailed, "user", "disable", "ada@example.org") // the last admin
	d.run(exitDone, "user", "enable", "marek@example.org")
	d.run(exitDone, "user", "reset", "marek@example.org", "--as", "ada@example.org")
	_, errOut = d.run(exitUsage, "user", "invite", "nobody@example.org")
	if !strings.Contains(errOut, `nobody has the address "nobody@example.org"`) {
		t.Error(errOut)
	}
}

func TestUpkeep(t *testing.T) {
	d := newDesk(t)
	d.run(exitDone, "migrate")
	if out, _ := d.run(exitDone, "rebuild"); out != "Rebuilt 0 entries.\n" {
		t.Error(out)
	}
	d.run(exitDone, "content", "check")
}

func TestOpenAPI(t *testing.T) {
	out, _ := newDesk(t).run(exitDone, "openapi")
	var document struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal([]byte(out), &document); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(document.OpenAPI, "3.1") || document.Paths["/api/v1/cities"] == nil {
		t.Errorf("version %q, paths %d", document.OpenAPI, len(document.Paths))
	}
}

func TestVersion(t *testing.T) {
	if out, _ := newDesk(t).run(exitDone, "version"); !strings.HasPrefix(out, "movingcities ") || !strings.Contains(out, "go1.") {
		t.Error(out)
	}
}

// Logins are shown before the load begins, so that stopping it loses none.
func TestInterruptedDemoKeepsItsLogins(t *testing.T) {
	d := newDesk(t)
	d.run(exitDone, "migrate")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var errOut bytes.Buffer
	out := &stopAfter{text: "carmen@demo.movingcities.example", stop: stop}
	if code := run(ctx, []string{"demo", "load"}, &terminal{Out: out, Err: &errOut}); code != exitFailed {
		t.Fatalf("it ended with %d\n%s", code, &errOut)
	}
	if !strings.Contains(errOut.String(), "run it again and it goes on") {
		t.Error(errOut.String())
	}
	logins := regexp.MustCompile(`\S+@demo\.movingcities\.example +(?:[a-z2-7]{4}-){4}[a-z2-7]{4}\n`)
	people, _ := d.run(exitDone, "user", "list")
	if shown, there := len(logins.FindAllString(out.String(), -1)), strings.Count(people, "@demo."); shown != there || shown == 0 {
		t.Errorf("%d logins were shown for %d people:\n%s", shown, there, out)
	}
}

// stopAfter keeps what is written and calls stop once the text was among it.
type stopAfter struct {
	strings.Builder
	text string
	stop func()
}

func (s *stopAfter) Write(p []byte) (int, error) {
	n, err := s.Builder.Write(p)
	if strings.Contains(s.String(), s.text) {
		s.stop()
	}
	return n, err
}

// serve --demo leaves an installation alone that has people of its own.
func TestServeDemoIsForEmptyDatabases(t *testing.T) {
	d := newDesk(t, "MC_LISTEN=127.0.0.1:0")
	d.run(exitDone, "migrate")
	d.run(exitDone, "user", "add", "ada@example.org", "--name", "Ada Conti", "--admin")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &stopAfter{text: "/api/desk\n", stop: stop}
	if code := run(ctx, []string{"serve", "--demo"}, &terminal{Out: out, Err: io.Discard, Environ: d.environ}); code != exitDone {
		t.Fatalf("it ended with %d", code)
	}
	if strings.Contains(out.String(), "demonstration") {
		t.Error(out.String())
	}
	people, _ := d.run(exitDone, "user", "list")
	if strings.Count(people, "@") != 1 {
		t.Error(people)
	}
}

// Without a terminal the progress is a line for every tenth, not a drawing.
func TestProgressInALog(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	for i := range 25 {
		p.step(i+1, 25, "Palermo")
	}
	p.end()
	if lines := strings.Count(out.String(), "\n"); lines != 10 || !strings.HasSuffix(out.String(), ": 25 of 25\n") {
		t.Error(out.String())
	}
}

// A server answers, is ready, and stops by itself when it is told to.
func TestServe(t *testing.T) {
	d := newDesk(t, "MC_LISTEN=127.0.0.1:0", "MC_METRICS_LISTEN=127.0.0.1:0")
	ctx, stop := context.WithCancel(t.Context())
	out, written := io.Pipe()
	var log bytes.Buffer
	done := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"serve", "--migrate"}, &terminal{Out: written, Err: &log, Environ: d.environ})
		_ = written.Close()
		done <- code
	}()
	var text strings.Builder
	address := regexp.MustCompile(`http://\S+?/api/v1\n`)
	for buffer := make([]byte, 1024); !address.MatchString(text.String()); {
		n, err := out.Read(buffer)
		text.Write(buffer[:n])
		if err != nil {
			t.Fatalf("it printed no address: %s\n%s", &text, &log)
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	base := strings.TrimSuffix(strings.TrimSpace(address.FindString(text.String())), "/api/v1")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/api/v1/openapi.json": 200, "/api/v1/cities?locale=pl": 200, "/nothing": 404} {
		if got := status(t, base+path); got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	stop()
	select {
	case code := <-done:
		if code != exitDone {
			t.Errorf("it ended with %d\n%s", code, &log)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it does not stop")
	}
	for line := range strings.Lines(log.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("this line of the log is no JSON: %s", line)
		}
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	if response.Header.Get("Content-Type") == "" {
		t.Error(fmt.Sprint(url, " answers without a content type"))
	}
	return response.StatusCode
}
