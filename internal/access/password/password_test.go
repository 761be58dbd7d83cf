package password_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"movingcities/internal/access/password"
	"movingcities/internal/fault"
)

func cheap() password.Cost { return password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 2} }

func hash(t *testing.T, h *password.Hasher, plain string) string {
	t.Helper()
	text, err := h.Hash(t.Context(), plain)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func verify(t *testing.T, h *password.Hasher, plain, stored string) bool {
	t.Helper()
	ok, err := h.Verify(t.Context(), plain, stored)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestHashAndVerify(t *testing.T) {
	h := password.NewHasher(cheap(), rand.Reader)
	stored := hash(t, h, "a boat, a lamp")
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(stored, "boat") {
		t.Errorf("got %s", stored)
	}
	if stored == hash(t, h, "a boat, a lamp") {
		t.Error("two hashes share a salt")
	}
	for plain, want := range map[string]bool{
		"a boat, a lamp":            true,
		"a boat, a lamp ":           false,
		"A boat, a lamp":            false,
		"":                          false,
		strings.Repeat("x", 100000): false,
	} {
		if got := verify(t, h, plain, stored); got != want {
			t.Errorf("%.20q: got %v", plain, got)
		}
	}
}

// A hash that another program made of a known password.
func TestKnownHash(t *testing.T) {
	h := password.NewHasher(cheap(), rand.Reader)
	// The test vector of the reference implementation: argon2id, t=2, m=64 MiB, p=1, "password", "somesalt".
	stored := "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if !verify(t, h, "password", stored) || verify(t, h, "passwore", stored) {
		t.Error("the hash was not understood")
	}
	if !h.Outdated(stored) || h.Outdated(hash(t, h, "password")) || h.Outdated("") {
		t.Error("wrong on what is outdated")
	}
}

func TestAccentsMayComeInEitherEncoding(t *testing.T) {
	h := password.NewHasher(cheap(), rand.Reader)
	if !verify(t, h, "Cafe\u0301 de la Paix", hash(t, h, "Caf\u00e9 de la Paix")) {
		t.Error("the same letters were refused")
	}
}

// Nobody takes as long as somebody, and is never right.
func TestNobodyCostsTheSame(t *testing.T) {
	h := password.NewHasher(password.Cost{Memory: 8 * 1024, Passes: 2, Lanes: 1, Parallel: 1}, rand.Reader)
	stored := hash(t, h, "a boat, a lamp")
	if verify(t, h, "", "") || verify(t, h, "a boat, a lamp", "") {
		t.Fatal("nobody has a password")
	}
	// The fastest of interleaved runs, so that a busy machine slows all alike.
	took := map[string]time.Duration{}
	for range 9 {
		for name, c := range map[string][2]string{
			"somebody": {"wrong", stored}, "nobody": {"wrong", ""}, "an endless password": {strings.Repeat("x", 1<<20), stored},
		} {
			start := time.Now()
			verify(t, h, c[0], c[1])
			if spent := time.Since(start); took[name] == 0 || spent < took[name] {
				took[name] = spent
			}
		}
	}
	for name, spent := range took {
		if spent < took["somebody"]/3 || spent > took["somebody"]*3 {
			t.Errorf("%s takes %v, somebody %v", name, spent, took["somebody"])
		}
	}
}

func TestDamagedHashesAreErrors(t *testing.T) {
	h := password.NewHasher(cheap(), rand.Reader)
	good := hash(t, h, "a boat, a lamp")
	for _, damaged := range []string{
		"x", "$", "$$$$$", "a boat, a lamp",
		strings.Replace(good, "argon2id", "argon2i", 1),
		strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=0", 1),
		strings.Replace(good, "p=1", "p=256", 1),
		strings.Replace(good, "m=64", "m=4294967295", 1),
		strings.Replace(good, "m=64", "m= 64", 1),
		strings.Replace(good, "m=64", "m=64x", 1),
		good[:len(good)-2],
		good + "=",
		good + "$",
	} {
		if ok, err := h.Verify(t.Context(), "a boat, a lamp", damaged); ok || err == nil {
			t.Errorf("%s: got %v, %v", damaged, ok, err)
		}
	}
}

// More hashes at once than the limit wait, and give up with their request.
func TestHashingIsBounded(t *testing.T) {
	h := password.NewHasher(password.Cost{Memory: 32 * 1024, Passes: 12, Lanes: 1, Parallel: 1}, rand.Reader)
	done := make(chan error)
	go func() {
		_, err := h.Hash(context.Background(), "first")
		done <- err
	}()
	time.Sleep(50 * time.Millisecond) // the first one has its turn by now, and takes some tenths of a second
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := h.Hash(ctx, "second")
	if f := fault.Of(err); f.Kind != fault.Unavailable || f.Code != "busy" {
		t.Errorf("got %v", err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWithoutRandomnessThereIsNoHash(t *testing.T) {
	h := password.NewHasher(cheap(), bytes.NewReader([]byte("short")))
	if text, err := h.Hash(t.Context(), "a boat, a lamp"); err == nil || text != "" {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestRules(t *testing.T) {
	for plain, want := range map[string]string{
		"three red kites":                    "",
		"κόκκινος χαρταετός":                 "",
		"Tr0ub4dor&3x":                       "",
		"123456789ax1by2cz":                  "",
		"":                                   "too_short",
		"eleven char":                        "too_short",
		strings.Repeat("ä", 11):              "too_short",
		strings.Repeat("ab cdefg", 16):       "",
		strings.Repeat("ab cdefg", 16) + "x": "too_long",
		"maria@example.org":                  "is_email",
		" MARIA@example.org":                 "is_email",
		"Maria Papadopoulou":                 "is_email",
		"123456789012":                       "too_common",
		"aaaaaaaaaaaaaa":                     "too_common",
		"abababababababab":                   "too_common",
		"Password1234!":                      "too_common",
		"passwordpassword":                   "too_common",
		"Passwort2026!!":                     "too_common",
		"2026-11-23 09:00":                   "too_common",
		"qwertyuiop123":                      "too_common",
		"MovingCities2026":                   "too_common",
		"movingcities migration":             "",
		"\xff\xfethree red kites":            "bad_characters",
	} {
		problems := password.Check(plain, "maria@example.org", "Maria Papadopoulou")
		got := ""
		if len(problems) > 0 {
			got = problems[0].Code
		}
		if got != want || slices.ContainsFunc(problems, func(p fault.Problem) bool { return p.Path != "password" || p.Message == "" }) {
			t.Errorf("%.30q: got %v, want %q", plain, problems, want)
		}
	}
	if got := password.Check("maria.papadopoulou", "maria.papadopoulou@example.org", "M"); len(got) != 1 || got[0].Code != "is_email" {
		t.Errorf("the first half of the address: got %v", got)
	}
}

func FuzzStoredHash(f *testing.F) {
	h := password.NewHasher(cheap(), rand.Reader)
	good, err := h.Hash(context.Background(), "a boat, a lamp")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add("")
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$")
	f.Add("$argon2id$v=19$m=999999999999,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, stored string) {
		if len(stored) > 200 || strings.Count(stored, "m=") == 1 && !strings.Contains(stored, "m=64,t=1,") {
			return // an honest but dear cost is not what we look for
		}
		ok, err := h.Verify(t.Context(), "another password", stored)
		if ok {
			t.Fatalf("%q: a wrong password was right", stored)
		}
		var f *fault.Error
		if errors.As(err, &f) {
			t.Fatalf("%q: a damaged hash is our problem, not the person's: %v", stored, err)
		}
	})
}
