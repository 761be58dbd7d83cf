package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// newClock is the machine's clock, or, for tests, one that is ahead of it or
// behind by what stands in the file MC_TEST_CLOCK_FILE.
func newClock(c Config) (func() time.Time, error) {
	if c.TestClockFile == "" {
		return time.Now, nil
	}
	offset, err := readOffset(c.TestClockFile)
	if err != nil {
		return nil, fmt.Errorf("test_clock_file: %w", err)
	}
	var last atomic.Int64
	last.Store(int64(offset))
	// Read each time, so that a test need not wait after it has moved the clock.
	// Whoever looks while the file is being written keeps the offset before.
	return func() time.Time {
		if offset, err := readOffset(c.TestClockFile); err == nil {
			last.Store(int64(offset))
		}
		return time.Now().Add(time.Duration(last.Load()))
	}, nil
}

func readOffset(path string) (time.Duration, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	offset, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%s holds %q; write how far the clock is ahead of the machine's, for example 36h or -90s", path, text)
	}
	return offset, nil
}

// checkTestClock refuses a moved clock to a server that anybody but this machine
// could reach: whoever moves it decides when sessions end and pages go live.
func (c *Config) checkTestClock() error {
	if c.TestClockFile == "" {
		return nil
	}
	host, _, _ := net.SplitHostPort(c.Listen)
	public, err := url.Parse(c.PublicURL)
	if err != nil || !loopback(host) || !loopback(public.Hostname()) {
		return errors.New("the clock is moved for tests only: listen and public_url must be loopback addresses")
	}
	return nil
}
