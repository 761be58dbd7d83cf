package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"movingcities/internal/machine"
)

// Networks are address ranges, written as 10.0.0.0/8 or as single addresses,
// separated by commas.
type Networks []netip.Prefix

// UnmarshalText parses the list. A range that covers every address is refused:
// it would let any client choose the address by which it is known and throttled.
func (n *Networks) UnmarshalText(text []byte) error {
	*n = nil
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		prefix, err := parseNetwork(part)
		if err != nil {
			return err
		}
		*n = append(*n, prefix)
	}
	return nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is not an address or range; write for example 10.0.0.5 or 10.0.0.0/8", text)
	}
	if prefix.Bits() == 0 {
		return netip.Prefix{}, fmt.Errorf("%s would trust everybody; name the addresses of your proxies only", text)
	}
	return prefix.Masked(), nil
}

// String is the form that UnmarshalText reads.
func (n Networks) String() string {
	parts := make([]string, len(n))
	for i, p := range n {
		parts[i] = p.String()
	}
	return strings.Join(parts, ",")
}

// Bytes is an amount of memory, written as 256MiB, 1GiB or a plain number.
type Bytes int64

// UnmarshalText parses an amount. Units are powers of 1024; 0 is allowed.
func (b *Bytes) UnmarshalText(text []byte) error {
	number := strings.TrimSpace(string(text))
	factor := int64(1)
	for i, unit := range byteUnits() {
		if rest, ok := strings.CutSuffix(number, unit); ok {
			number, factor = strings.TrimSpace(rest), 1<<(10*(i+1))
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > (1<<50)/factor {
		return fmt.Errorf("%q is not an amount of memory; write for example 256MiB, 1GiB or 0", text)
	}
	*b = Bytes(n * factor)
	return nil
}

// String writes the amount with the largest unit that leaves a whole number.
func (b Bytes) String() string {
	units := byteUnits()
	for i := len(units) - 1; i >= 0; i-- {
		if factor := Bytes(1) << (10 * (i + 1)); b != 0 && b%factor == 0 {
			return strconv.FormatInt(int64(b/factor), 10) + units[i]
		}
	}
	return strconv.FormatInt(int64(b), 10)
}

func byteUnits() []string { return []string{"KiB", "MiB", "GiB"} }

// check finds every value that cannot work, before anything is opened.
func (c *Config) check() error {
	var faults []error
	if err := checkListen(c.Listen); err != nil {
		faults = append(faults, c.fault("MC_LISTEN", err))
	} else if err := checkPublicURL(c.PublicURL); err != nil {
		faults = append(faults, c.fault("MC_PUBLIC_URL", err))
	}
	if c.MetricsListen != "" {
		if err := checkListen(c.MetricsListen); err != nil {
			faults = append(faults, c.fault("MC_METRICS_LISTEN", err))
		}
	}
	if err := checkDatabaseURL(c.DatabaseURL); err != nil {
		faults = append(faults, c.fault("MC_DATABASE_URL", err))
	}
	if _, err := machine.New(c.machine()); err != nil {
		faults = append(faults, c.fault("MC_MT_PROVIDER", err))
	}
	if c.MTBudget < 0 {
		faults = append(faults, c.fault("MC_MT_BUDGET", errors.New("a budget is 0 or more characters a month")))
	}
	if err := c.checkTestClock(); err != nil {
		faults = append(faults, c.fault("MC_TEST_CLOCK_FILE", err))
	}
	return errors.Join(faults...)
}

func (c *Config) machine() machine.Config {
	return machine.Config{Provider: c.MTProvider, URL: c.MTURL, Key: c.MTKey}
}

func checkListen(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q is not an address to listen on; write host:port, for example 127.0.0.1:8080", addr)
	}
	return nil
}

// checkPublicURL refuses what would send cookies and passwords in the clear.
// Loopback is exempt because nothing leaves the machine.
func checkPublicURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("%q is not a web address; write for example https://cities.example.org", raw)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("%q must hold scheme, host and port only, without path or user", raw)
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return fmt.Errorf("%q would send passwords in the clear; set MC_PUBLIC_URL to the https address of the proxy in front", raw)
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// checkDatabaseURL never repeats the address: it may hold a password.
func checkDatabaseURL(raw string) error {
	if path, ok := strings.CutPrefix(raw, "sqlite:"); ok {
		if path == "" || strings.HasPrefix(path, "//") || strings.Contains(path, "?") {
			return errors.New("after sqlite: write the path of a file, for example sqlite:./var/movingcities.db")
		}
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("write sqlite:<path of a file> or postgres://user:password@host/database")
	}
	return nil
}

// reachable turns an address to listen on into one that a browser on this
// machine can open: a wildcard is no host.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if addr, err := netip.ParseAddr(host); host == "" || (err == nil && addr.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
