package export

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"

	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/site/texts"
)

// Exporter writes exports. The handlers must answer as they would at Base, and
// offer readers nothing that a file cannot take, such as forms to send.
type Exporter struct {
	Model     *schema.Model
	Published *published.Reader
	Site      http.Handler
	API       http.Handler
	Base      *url.URL // where the world will find the files: scheme and host
	Program   string   // version of the program: another one makes other files
	// Progress hears how many files are done of those that are known; nil is fine.
	Progress func(done, total int)
}

// Since says what is to be looked at: everything, or what has changed.
type Since struct {
	Given bool
	Seq   int64 // the last publication that is known; negative for that of the export before
}

// Report says what an export has done.
type Report struct {
	Files, Written, Removed int
	Changes                 int64 // the last publication in it
	Dead                    []string
}

// rounds bounds how often an export follows publications that come meanwhile.
const rounds = 5

// run is one pass over the directory.
type run struct {
	*Exporter
	tree    *tree
	texts   *texts.Texts
	all     bool            // look at everything
	changed map[string]bool // ids and types
	mu      sync.Mutex
	pages   map[string][]byte // HTML by the name of the file
	moves   map[string]string // former addresses
	dead    []string
	phrases map[string]map[string]string
	done    int
	total   int
}

// Pages writes the website.
func (e *Exporter) Pages(ctx context.Context, dir string, since Since) (*Report, error) {
	return e.export(ctx, dir, "site", since, (*run).site)
}

// Documents writes the API.
func (e *Exporter) Documents(ctx context.Context, dir string, since Since) (*Report, error) {
	return e.export(ctx, dir, "api", since, (*run).documents)
}

// export goes over the directory until nothing was published meanwhile, so that
// all files are of one moment.
func (e *Exporter) export(ctx context.Context, dir, kind string, since Since, write func(*run, context.Context) error) (*Report, error) {
	words, err := texts.Load(e.Model.Locales()[0].Code)
	if err != nil {
		return nil, err
	}
	t, err := openTree(dir, kind)
	if err != nil {
		return nil, err
	}
	defer t.close() //nolint:errcheck // of a directory
	from, err := e.from(t.mark, since)
	if err != nil {
		return nil, err
	}
	begun := mark{Kind: kind, Base: e.Base.String(), Program: e.program(), Changes: t.mark.Changes, Keys: map[string]string{}}
	if err := t.begin(begun); err != nil {
		return nil, err
	}
	for range rounds {
		r := &run{Exporter: e, tree: t, texts: words, all: !since.Given, pages: map[string][]byte{}, moves: map[string]string{}}
		now, err := e.Published.Generation(ctx)
		if err != nil {
			return nil, err
		}
		if since.Given {
			if err := r.learn(ctx, from); err != nil {
				return nil, err
			}
		}
		if err := write(r, ctx); err != nil {
			return nil, err
		}
		after, err := e.Published.Generation(ctx)
		if err != nil {
			return nil, err
		}
		if after == now {
			t.report.Changes, t.report.Dead = now, r.dead
			return &t.report, t.finish(now)
		}
		since, from = Since{Given: true}, now
		t.again()
	}
	return nil, fault.New(fault.Unavailable, "busy", "Something was published during each of several passes. Run the export again.")
}

// program names what made an export: the version and the content types.
func (e *Exporter) program() string {
	return e.Program + " " + e.Model.Version()
}

// from is the publication after which changes count.
func (e *Exporter) from(m mark, since Since) (int64, error) {
	switch {
	case !since.Given:
		return 0, nil
	case !m.Finished:
		return 0, fault.New(fault.Conflict, "nothing_before", "There is no finished export in this directory to begin with. Export without --since first.")
	case m.Base != e.Base.String() || m.Program != e.program():
		return 0, fault.New(fault.Conflict, "other_settings", "The export before was made for another address, or by another version or other content types. Export without --since.")
	case since.Seq > m.Changes:
		return 0, fault.New(fault.Conflict, "gap", "The export before ends with change %d. Give that number or a smaller one, or last.", m.Changes)
	case since.Seq < 0:
		return m.Changes, nil
	}
	return since.Seq, nil
}

// onMany are the types whose entries show on pages that say so in their keys.
// Entries of the others show in menus, or as names on pages of any kind.
func onMany(name string) bool {
	switch name {
	case "city", "approach", "network", "policy_area", "municipality":
		return true
	}
	return false
}

// learn reads what has changed.
func (r *run) learn(ctx context.Context, since int64) error {
	r.changed = map[string]bool{}
	for {
		feed, err := r.Published.Changes(ctx, since, published.MaxChanges)
		if err != nil {
			return err
		}
		for _, c := range feed.Data {
			r.changed[c.ID], r.changed[c.Type], r.changed["changes"] = true, true, true
			r.all = r.all || !onMany(c.Type)
		}
		if !feed.More {
			return nil
		}
		since = feed.Next
	}
}

// touched tells whether a file may be another now. Pictures are the dearest of
// all and say little, so they are looked at more closely.
func (r *run) touched(name string) bool {
	keys := strings.Fields(r.tree.keys[name])
	if r.all || len(keys) == 0 {
		return true
	}
	if strings.HasSuffix(name, ".png") && len(keys) == 2 {
		return r.changed[keys[1]] || keys[0] == "approach" && r.changed["city"]
	}
	for _, key := range keys {
		if r.changed[key] {
			return true
		}
	}
	return false
}

// step counts a file.
func (r *run) step(more int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total += more
	if more == 0 {
		r.done++
	}
	if r.Progress != nil && r.total > 0 {
		r.Progress(r.done, r.total)
	}
}

// said is what a handler has answered.
type said struct {
	status int
	header http.Header
	body   bytes.Buffer
}

// Header is filled by the handler.
func (s *said) Header() http.Header { return s.header }

// WriteHeader takes the status.
func (s *said) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
}

func (s *said) Write(p []byte) (int, error) {
	s.WriteHeader(http.StatusOK)
	return s.body.Write(p)
}

// ask puts a question to a handler as an anonymous reader would.
func ask(ctx context.Context, h http.Handler, path string, query url.Values) (*said, error) {
	u := url.URL{Path: path, RawQuery: query.Encode()}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	req.RemoteAddr, req.RequestURI = "127.0.0.1:0", u.RequestURI()
	s := &said{header: http.Header{}}
	h.ServeHTTP(s, req)
	s.WriteHeader(http.StatusOK)
	if s.status >= http.StatusInternalServerError {
		return nil, fmt.Errorf("%s was answered with %d", u.String(), s.status)
	}
	return s, ctx.Err()
}

// each does something for all of a list, on every processor, until one fails.
func each[T any](list []T, do func(T) error) error {
	var group sync.WaitGroup
	next := make(chan T)
	failed := make(chan error, 1)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for one := range next {
				if err := do(one); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	var err error
	for _, one := range list {
		select {
		case err = <-failed:
		case next <- one:
			continue
		}
		break
	}
	close(next)
	group.Wait()
	select {
	case late := <-failed:
		err = late
	default:
	}
	return err
}
