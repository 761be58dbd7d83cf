package app

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is everything an operator decides. Each value is a variable MC_* of
// the environment and the same key in lower case, without MC_, in the file
// movingcities.yaml of the configuration directory; the environment wins.
type Config struct {
	// Listen is the address to serve on, host:port. Port 0 takes a free one.
	Listen string `env:"MC_LISTEN" envDefault:"127.0.0.1:8080"`
	// PublicURL is what people type: scheme, host and port, nothing else. It
	// decides the links in answers and whether cookies are Secure.
	PublicURL string `env:"MC_PUBLIC_URL"`
	// DataDir holds what the server writes; relative to the working directory.
	DataDir string `env:"MC_DATA_DIR" envDefault:"./var"`
	// DatabaseURL is sqlite:<path> or postgres://….
	DatabaseURL string `env:"MC_DATABASE_URL"`
	// ConfigDir holds movingcities.yaml and the content types. Empty: the copy
	// inside the binary.
	ConfigDir string `env:"MC_CONFIG_DIR"`
	// TrustedProxies are the peers whose X-Forwarded-For is believed.
	TrustedProxies Networks `env:"MC_TRUSTED_PROXIES"`
	// CacheBytes bounds the memory of finished public answers.
	CacheBytes Bytes `env:"MC_CACHE_BYTES" envDefault:"256MiB"`
	// MetricsListen is where metrics are served, away from the public; empty: nowhere.
	MetricsListen string `env:"MC_METRICS_LISTEN"`
	// MTProvider is the service that drafts translations: deepl, libretranslate or
	// none. MTURL is its address, MTKey our key there, MTBudget the characters a month.
	MTProvider string `env:"MC_MT_PROVIDER"`
	MTURL      string `env:"MC_MT_URL"`
	MTKey      string `env:"MC_MT_KEY"`
	MTBudget   int64  `env:"MC_MT_BUDGET" envDefault:"500000"`
	// TestClockFile holds how far the clock of a test is ahead of the machine's.
	TestClockFile string `env:"MC_TEST_CLOCK_FILE"`

	origins map[string]string // variable → where its value came from
	unknown []string          // MC_* variables that mean nothing to us
}

// variables lists the settings in the order in which they are printed.
func variables() []string {
	return []string{
		"MC_LISTEN", "MC_PUBLIC_URL", "MC_DATA_DIR", "MC_DATABASE_URL",
		"MC_CONFIG_DIR", "MC_TRUSTED_PROXIES", "MC_CACHE_BYTES", "MC_METRICS_LISTEN",
		"MC_MT_PROVIDER", "MC_MT_URL", "MC_MT_KEY", "MC_MT_BUDGET",
		"MC_TEST_CLOCK_FILE",
	}
}

// key is the name of a variable in the file: MC_DATA_DIR is data_dir.
func key(variable string) string {
	return strings.ToLower(strings.TrimPrefix(variable, "MC_"))
}

// LoadConfig reads the configuration from an environment in the form of
// os.Environ and from the file it leads to. All faults are reported at once,
// one a line, each with the place where the value stands. An empty variable
// counts as one that is not set.
func LoadConfig(environ []string) (Config, error) {
	vars, unknown := ours(environ)
	dir, err := configDir(vars["MC_CONFIG_DIR"])
	if err != nil {
		return Config{}, err
	}
	file, err := readFile(dir)
	if err != nil {
		return Config{}, err
	}

	c := Config{origins: map[string]string{}, unknown: unknown}
	values := map[string]string{}
	for _, v := range variables() {
		c.origins[v] = "default"
		if f, ok := file[v]; ok {
			values[v], c.origins[v] = f.value, f.place
		}
		if s := vars[v]; s != "" {
			values[v], c.origins[v] = s, v
		}
	}
	parsed := env.ParseWithOptions(&c, env.Options{Environment: values})
	c.ConfigDir = dir
	c.derive()
	if err := errors.Join(c.parseFaults(parsed), c.check()); err != nil {
		return Config{}, err
	}
	return c, nil
}

// ours picks the MC_* variables that are set, and names those we do not know:
// a mistyped name must be visible to whoever asks for the effective configuration.
func ours(environ []string) (map[string]string, []string) {
	vars := map[string]string{}
	var unknown []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case !strings.HasPrefix(name, "MC_") || value == "":
		case slices.Contains(variables(), name):
			vars[name] = value
		default:
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return vars, unknown
}

// configDir gives the directory that was asked for, ./config if that is there,
// or nothing for the embedded copy. One that was asked for must exist.
func configDir(asked string) (string, error) {
	dir := asked
	if dir == "" {
		dir = "config"
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && info.IsDir():
		return dir, nil
	case asked == "" && errors.Is(err, os.ErrNotExist):
		return "", nil
	case err == nil:
		return "", fmt.Errorf("MC_CONFIG_DIR: %q is a file; name the directory that holds it", dir)
	default:
		return "", fmt.Errorf("MC_CONFIG_DIR: the directory %q cannot be read: %w", dir, err)
	}
}

// parseFaults puts the place of each value that could not be parsed in front of the reason.
func (c *Config) parseFaults(err error) error {
	if err == nil {
		return nil
	}
	var list env.AggregateError
	if !errors.As(err, &list) {
		return err
	}
	var faults []error
	for _, e := range list.Errors {
		var p env.ParseError
		if errors.As(e, &p) {
			e = c.fault(fieldVariables()[p.Name], p.Err)
		}
		faults = append(faults, e)
	}
	return errors.Join(faults...)
}

func fieldVariables() map[string]string {
	return map[string]string{"TrustedProxies": "MC_TRUSTED_PROXIES", "CacheBytes": "MC_CACHE_BYTES", "MTBudget": "MC_MT_BUDGET"}
}

// fault puts the place and the key of a value in front of what is wrong with it.
func (c *Config) fault(variable string, err error) error {
	place := c.origins[variable]
	if place != variable {
		place += ": " + key(variable)
	}
	return fmt.Errorf("%s: %w", place, err)
}

// derive fills in what follows from other values.
func (c *Config) derive() {
	if c.PublicURL == "" {
		c.PublicURL = "http://" + reachable(c.Listen)
		c.origins["MC_PUBLIC_URL"] = "derived from listen"
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if c.DatabaseURL == "" {
		c.DatabaseURL = "sqlite:" + filepath.Join(c.DataDir, "movingcities.db")
		c.origins["MC_DATABASE_URL"] = "derived from data_dir"
	}
	if c.origins["MC_CONFIG_DIR"] == "default" {
		c.origins["MC_CONFIG_DIR"] = "not there: the copy inside the binary is used"
		if c.ConfigDir != "" {
			c.origins["MC_CONFIG_DIR"] = "found in the working directory"
		}
	}
}

// WithListen gives the configuration for the address that was really bound,
// which matters when port 0 asked for any free one.
func (c Config) WithListen(addr string) Config {
	c.Listen = addr
	if c.origins["MC_PUBLIC_URL"] == "derived from listen" {
		c.origins = maps.Clone(c.origins)
		c.PublicURL = "http://" + reachable(addr)
	}
	return c
}

// SQLite is the path of the database file, or "" when it is Postgres.
func (c Config) SQLite() string {
	path, ok := strings.CutPrefix(c.DatabaseURL, "sqlite:")
	if !ok {
		return ""
	}
	return path
}

// Masked prints the effective configuration as YAML that could be the file,
// each value with its origin, secrets as ***.
func (c Config) Masked() string {
	values := map[string]string{
		"MC_LISTEN": c.Listen, "MC_PUBLIC_URL": c.PublicURL, "MC_DATA_DIR": c.DataDir,
		"MC_DATABASE_URL": maskURL(c.DatabaseURL), "MC_TRUSTED_PROXIES": c.TrustedProxies.String(),
		"MC_CACHE_BYTES": c.CacheBytes.String(), "MC_METRICS_LISTEN": c.MetricsListen,
		"MC_MT_PROVIDER": c.MTProvider, "MC_MT_URL": c.MTURL, "MC_MT_KEY": "", "MC_MT_BUDGET": strconv.FormatInt(c.MTBudget, 10),
		"MC_TEST_CLOCK_FILE": c.TestClockFile,
	}
	if c.MTKey != "" {
		values["MC_MT_KEY"] = "***"
	}
	var b strings.Builder
	b.WriteString("# The effective configuration, and where each value comes from.\n")
	for _, v := range variables() {
		if v == "MC_TEST_CLOCK_FILE" && c.TestClockFile == "" {
			continue // nobody but a test has it
		}
		if v == "MC_CONFIG_DIR" { // cannot stand in the file it leads to
			fmt.Fprintf(&b, "# %s: %q # %s\n", key(v), c.ConfigDir, c.origins[v])
			continue
		}
		fmt.Fprintf(&b, "%s: %q # %s\n", key(v), values[v], c.origins[v])
	}
	for _, name := range c.unknown {
		fmt.Fprintf(&b, "# %s is set but not a setting of movingcities; it is ignored.\n", name)
	}
	return b.String()
}

// maskURL hides the password of a database address, wherever it stands: in the
// user part or as a parameter. An address that cannot be parsed is hidden whole.
func maskURL(raw string) string {
	if strings.HasPrefix(raw, "sqlite:") {
		return raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "***"
	}
	if _, secret := u.User.Password(); secret {
		u.User = url.UserPassword(u.User.Username(), "***")
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, "***")
		}
	}
	if len(query) > 0 {
		u.RawQuery = query.Encode()
	}
	return strings.ReplaceAll(u.String(), "%2A%2A%2A", "***")
}

// LinkURL is the address of a one-time link. The token is in the fragment,
// which browsers send to nobody: it is in no log of a server or proxy.
func (c Config) LinkURL(token string) string { return c.PublicURL + "/admin/link#" + token }
