package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// load runs LoadConfig in an empty working directory that holds file as
// config/movingcities.yaml, unless file is empty.
func load(t *testing.T, file string, environ ...string) (Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	if file != "" {
		if err := os.Mkdir("config", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join("config", FileName), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return LoadConfig(environ)
}

func TestDefaults(t *testing.T) {
	c, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	want := `# The effective configuration, and where each value comes from.
listen: "127.0.0.1:8080" # default
public_url: "http://127.0.0.1:8080" # derived from listen
data_dir: "./var" # default
database_url: "sqlite:var/movingcities.db" # derived from data_dir
# config_dir: "" # not there: the copy inside the binary is used
trusted_proxies: "" # default
cache_bytes: "256MiB" # default
metrics_listen: "" # default
mt_provider: "" # default
mt_url: "" # default
mt_key: "" # default
mt_budget: "500000" # default
`
	if diff := cmp.Diff(want, c.Masked()); diff != "" {
		t.Error(diff)
	}
}

func TestEnvironmentWinsOverFile(t *testing.T) {
	c, err := load(t, `# our server
listen: 127.0.0.1:9000
data_dir: /srv/cities
trusted_proxies: [10.0.0.0/8, 192.0.2.7]
cache_bytes: 1GiB
metrics_listen:
`, "MC_LISTEN=127.0.0.1:9100", "MC_PUBLIC_URL=https://cities.example.org/", "MC_CACHE_BYTES=",
		"MC_DATABASE_URL=postgres://desk:hush@db.example.org/cities?sslmode=require&sslpassword=hush", "MC_LISTEM=x", "HOME=/",
		"MC_MT_PROVIDER=deepl", "MC_MT_KEY=hush")
	if err != nil {
		t.Fatal(err)
	}
	want := `# The effective configuration, and where each value comes from.
listen: "127.0.0.1:9100" # MC_LISTEN
public_url: "https://cities.example.org" # MC_PUBLIC_URL
data_dir: "/srv/cities" # config/movingcities.yaml:3
database_url: "postgres://desk:***@db.example.org/cities?sslmode=require&sslpassword=***" # MC_DATABASE_URL
# config_dir: "config" # found in the working directory
trusted_proxies: "10.0.0.0/8,192.0.2.7/32" # config/movingcities.yaml:4
cache_bytes: "1GiB" # config/movingcities.yaml:5
metrics_listen: "" # config/movingcities.yaml:6
mt_provider: "deepl" # MC_MT_PROVIDER
mt_url: "" # default
mt_key: "***" # MC_MT_KEY
mt_budget: "500000" # default
# MC_LISTEM is set but not a setting of movingcities; it is ignored.
`
	if diff := cmp.Diff(want, c.Masked()); diff != "" {
		t.Error(diff)
	}
}

// What Masked prints can be used as the file and means the same, if no secret was masked.
func TestMaskedIsAFile(t *testing.T) {
	first, err := load(t, "", "MC_TRUSTED_PROXIES=::1, 10.1.2.3/8", "MC_CACHE_BYTES=3000", "MC_METRICS_LISTEN=127.0.0.1:9090")
	if err != nil {
		t.Fatal(err)
	}
	second, err := load(t, first.Masked())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.TrustedProxies.String(), second.TrustedProxies.String()); diff != "" {
		t.Error(diff)
	}
	if first.CacheBytes != second.CacheBytes || first.DatabaseURL != second.DatabaseURL || second.MetricsListen != "127.0.0.1:9090" {
		t.Errorf("read back as %s", second.Masked())
	}
}

func TestFaultsNameThePlace(t *testing.T) {
	tests := []struct{ name, file, environ, want string }{
		{"unknown key", "listen: 127.0.0.1:1\nlistn: x\n", "", `config/movingcities.yaml:2: unknown setting "listn"; the settings are listen, public_url,`},
		{"upper case key", "LISTEN: 127.0.0.1:1\n", "", `config/movingcities.yaml:1: unknown setting "LISTEN"`},
		{"key of the directory", "config_dir: x\n", "", "config/movingcities.yaml:1: config_dir cannot stand in the file it leads to"},
		{"duplicate key", "listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n", "", `mapping key "listen" already defined`},
		{"nested value", "listen:\n  host: x\n", "", "config/movingcities.yaml:1: listen must be one value or a list of values"},
		{"not a mapping", "- listen\n", "", "write one setting a line"},
		{"not YAML", "listen: [\n", "", "is not valid YAML"},
		{"listen without port", "listen: localhost\n", "", `config/movingcities.yaml:1: listen: "localhost" is not an address to listen on`},
		{"port too high", "", "MC_LISTEN=127.0.0.1:70000", `MC_LISTEN: "127.0.0.1:70000" is not an address to listen on`},
		{"plain http", "", "MC_PUBLIC_URL=http://cities.example.org", "MC_PUBLIC_URL: \"http://cities.example.org\" would send passwords in the clear"},
		{"public address derived from an outer one", "", "MC_LISTEN=192.0.2.1:80", "derived from listen: public_url: \"http://192.0.2.1:80\" would send passwords"},
		{"other scheme", "", "MC_PUBLIC_URL=ftp://localhost", "is not a web address"},
		{"path in the public address", "", "MC_PUBLIC_URL=https://example.org/cities", "scheme, host and port only"},
		{"everybody trusted", "", "MC_TRUSTED_PROXIES=0.0.0.0/0", "MC_TRUSTED_PROXIES: 0.0.0.0/0 would trust everybody"},
		{"not a range", "trusted_proxies:\n- 10.0.0.0/8\n- proxy\n", "", `config/movingcities.yaml:1: trusted_proxies: "proxy" is not an address or range`},
		{"other database", "", "MC_DATABASE_URL=mysql://x:hush@h/d", "MC_DATABASE_URL: write sqlite:<path of a file> or postgres://"},
		{"sqlite without path", "database_url: 'sqlite:'\n", "", "after sqlite: write the path of a file"},
		{"amount", "cache_bytes: many\n", "", `config/movingcities.yaml:1: cache_bytes: "many" is not an amount of memory`},
		{"unknown service", "", "MC_MT_PROVIDER=oracle", "is no service known here"},
		{"texts in the clear", "mt_provider: libretranslate", "MC_MT_URL=http://translate.example.org", "use https"},
		{"no key", "", "MC_MT_PROVIDER=deepl", "DeepL needs a key"},
		{"no budget", "", "MC_MT_BUDGET=much", "MC_MT_BUDGET"},
		{"negative amount", "", "MC_CACHE_BYTES=-1", "is not an amount of memory"},
		{"amount too large", "", "MC_CACHE_BYTES=9000000000GiB", "is not an amount of memory"},
		{"missing directory", "", "MC_CONFIG_DIR=nowhere", `MC_CONFIG_DIR: the directory "nowhere" cannot be read`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, test.file, test.environ)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want it to say %q", err, test.want)
			}
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("%q holds the password", err)
			}
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := load(t, "cache_bytes: x\nmetrics_listen: y\n", "MC_DATABASE_URL=z")
	if err == nil {
		t.Fatal("accepted")
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 3 {
		t.Errorf("got %d faults, want 3:\n%s", len(lines), err)
	}
}

func TestBoundAddressMovesTheDerivedURL(t *testing.T) {
	c, err := load(t, "", "MC_LISTEN=[::]:0")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.WithListen("[::]:4321").PublicURL; got != "http://localhost:4321" {
		t.Errorf("got %s", got)
	}
	c, err = load(t, "", "MC_LISTEN=127.0.0.1:0", "MC_PUBLIC_URL=https://cities.example.org")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.WithListen("127.0.0.1:4321").PublicURL; got != "https://cities.example.org" {
		t.Errorf("the configured address became %s", got)
	}
}

func FuzzConfigFile(f *testing.F) {
	f.Add("listen: 127.0.0.1:8080\ntrusted_proxies: [10.0.0.0/8]\n")
	f.Add("cache_bytes: 1_0\n---\nlisten: !!binary x\n")
	f.Add("? {a: b}\n: &x [*x]\n")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := parseFile("f.yaml", []byte(text))
		for variable, v := range values {
			if err == nil && (v.place == "" || !strings.HasPrefix(variable, "MC_")) {
				t.Errorf("%s from %q has no place", variable, text)
			}
		}
	})
}

func FuzzBytes(f *testing.F) {
	f.Add("256MiB")
	f.Add("9007199254740993")
	f.Fuzz(func(t *testing.T, text string) {
		var b, again Bytes
		if b.UnmarshalText([]byte(text)) != nil {
			return
		}
		if err := again.UnmarshalText([]byte(b.String())); err != nil || again != b {
			t.Errorf("%q is %d, printed as %s, read back as %d (%v)", text, b, b, again, err)
		}
	})
}
