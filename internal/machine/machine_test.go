package machine_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/fault"
	"movingcities/internal/machine"
)

const key = "the-secret-key:fx"

// exchangeOf is one recorded request and the answer to it.
type exchangeOf struct {
	method, path, body string
	status             int
	header             http.Header
	answer             string
}

// service plays a recorded protocol on loopback and fails on any departure.
func service(t *testing.T, provider string, recorded ...exchangeOf) (machine.Engine, *[]time.Duration) {
	t.Helper()
	next := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if next == len(recorded) {
			t.Errorf("one request too many: %s %s %s", r.Method, r.URL.Path, body)
			w.WriteHeader(http.StatusTeapot)
			return
		}
		one := recorded[next]
		next++
		if r.Method != one.method || r.URL.Path != one.path || !sameJSON(string(body), one.body) {
			t.Errorf("request %d is %s %s %s", next, r.Method, r.URL.Path, body)
		}
		if provider == machine.DeepL && r.Header.Get("Authorization") != "DeepL-Auth-Key "+key {
			t.Errorf("authorised with %q", r.Header.Get("Authorization"))
		}
		for name, values := range one.header {
			w.Header()[name] = values
		}
		w.WriteHeader(one.status)
		_, _ = io.WriteString(w, one.answer)
	}))
	t.Cleanup(func() {
		server.Close()
		if next != len(recorded) {
			t.Errorf("%d of %d requests came", next, len(recorded))
		}
	})
	var waits []time.Duration
	engine, err := machine.New(machine.Config{
		Provider: provider, URL: server.URL, Key: key, Timeout: 2 * time.Second,
		Wait: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return engine, &waits
}

func sameJSON(a, b string) bool {
	var x, y any
	if a == "" || b == "" {
		return a == b
	}
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && cmp.Equal(x, y)
}

func translate(t *testing.T, e machine.Engine, r machine.Request) ([]machine.Text, error) {
	t.Helper()
	var out []machine.Text
	err := e.Translate(t.Context(), r, func(texts []machine.Text) error {
		out = append(out, texts...)
		return nil
	})
	return out, err
}

func TestDeepL(t *testing.T) {
	e, _ := service(t, machine.DeepL,
		exchangeOf{
			"POST", "/v2/glossaries",
			`{"name":"movingcities","source_lang":"en","target_lang":"de","entries":"asylum seeker\tAsylsuchende\ncity\tStadt","entries_format":"tsv"}`,
			201, nil, `{"glossary_id":"g/1","ready":true}`,
		},
		exchangeOf{
			"POST", "/v2/translate",
			`{"text":["Hello &amp; &lt;welcome&gt;, <t1>friend</t1><t2/>","Plain"],"source_lang":"EN","target_lang":"DE","tag_handling":"xml","glossary_id":"g/1"}`,
			200, nil, `{"translations":[{"detected_source_language":"EN","text":"<t1>Freund</t1>, hallo &amp; &lt;willkommen&gt;<t2/>"},{"text":"Schlicht"}]}`,
		},
		exchangeOf{"DELETE", "/v2/glossaries/g/1", "", 204, nil, ""},
	)
	got, err := translate(t, e, machine.Request{
		Source: "en", Target: "de", Texts: []string{"Hello & <welcome>, <1>friend</1><2/>", "Plain"},
		Terms: []machine.Term{{Source: "asylum\tseeker", Target: "Asylsuchende"}, {Source: "city", Target: "Stadt"}, {Source: "city", Target: "Ort"}, {Source: "none"}},
	})
	if diff := cmp.Diff([]machine.Text{{Text: "<1>Freund</1>, hallo & <willkommen><2/>"}, {Text: "Schlicht"}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// DeepL has no glossaries for this pair, and wants to know which English.
func TestDeepLWithoutGlossaryForThePair(t *testing.T) {
	e, _ := service(t, machine.DeepL,
		exchangeOf{
			"POST", "/v2/glossaries", `{"name":"movingcities","source_lang":"el","target_lang":"en","entries":"πόλη\tcity","entries_format":"tsv"}`,
			400, nil, `{"message":"Unsupported glossary language pair"}`,
		},
		exchangeOf{
			"POST", "/v2/translate", `{"text":["Πόλη"],"source_lang":"EL","target_lang":"EN-GB","tag_handling":"xml"}`,
			200, nil, `{"translations":[{"text":"City"}]}`,
		})
	got, err := translate(t, e, machine.Request{Source: "el", Target: "en", Texts: []string{"Πόλη"}, Terms: []machine.Term{{Source: "πόλη", Target: "city"}}})
	if err != nil || got[0].Text != "City" {
		t.Errorf("%v %v", got, err)
	}
}

func TestLibreTranslate(t *testing.T) {
	e, _ := service(t, machine.LibreTranslate, exchangeOf{
		"POST", "/translate", `{"q":["Hello <t1>friend</t1><t2/>"],"source":"en","target":"fr","format":"html","api_key":"` + key + `"}`,
		200, nil, `{"translatedText":["Bonjour&nbsp;! <t1>ami</t1><t2></t2>"]}`,
	})
	got, err := translate(t, e, machine.Request{Source: "en", Target: "fr", Texts: []string{"Hello <1>friend</1><2/>"}, Terms: []machine.Term{{Source: "a", Target: "b"}}})
	if diff := cmp.Diff([]machine.Text{{Text: "Bonjour\u00a0! <1>ami</1><2/>"}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestTagsThatWereLostAreNoTranslation(t *testing.T) {
	for _, answer := range []string{
		"ami", "<t1>ami</t1><t1>ami</t1><t2/>", "<t2/><t1>ami", "<t1>ami</t1><t2/><t3/>", "<b>ami</b>", "<t1>ami</t1><t2/>&bogus;", "", "<!-- x --><t1>a</t1><t2/>",
	} {
		body, _ := json.Marshal(map[string]any{"translatedText": []string{answer}})
		e, _ := service(t, machine.LibreTranslate, exchangeOf{
			"POST", "/translate", `{"q":["Hello <t1>friend</t1><t2/>"],"source":"en","target":"fr","format":"html","api_key":"` + key + `"}`, 200, nil, string(body),
		})
		got, err := translate(t, e, machine.Request{Source: "en", Target: "fr", Texts: []string{"Hello <1>friend</1><2/>"}})
		if err != nil || !got[0].Broken || got[0].Text != "" {
			t.Errorf("%q became %+v, %v", answer, got, err)
		}
	}
}

// Whatever a service answers, the caller gets a fault that tells what to do and
// holds neither the key nor the service's words.
func TestRefusals(t *testing.T) {
	const request = `{"text":["x"],"source_lang":"EN","target_lang":"DE","tag_handling":"xml"}`
	answer := func(status int, text string) exchangeOf {
		return exchangeOf{"POST", "/v2/translate", request, status, nil, text}
	}
	busy := answer(429, "slow down")
	busy.header = http.Header{"Retry-After": {"7"}}
	moved := answer(302, "")
	moved.header = http.Header{"Location": {"/elsewhere"}}
	good := answer(200, `{"translations":[{"text":"y"}]}`)
	for name, one := range map[string]struct {
		recorded []exchangeOf
		code     string
		waits    []time.Duration
	}{
		"key":            {[]exchangeOf{answer(403, "key "+key)}, "machine_refused", nil},
		"quota":          {[]exchangeOf{answer(456, "")}, "machine_quota", nil},
		"busy, then not": {[]exchangeOf{busy, good}, "", []time.Duration{7 * time.Second}},
		"busy for long":  {[]exchangeOf{busy, busy, busy}, "machine_busy", []time.Duration{7 * time.Second, 14 * time.Second}},
		"down, then not": {[]exchangeOf{answer(503, ""), good}, "", []time.Duration{time.Second}},
		"wrong count":    {[]exchangeOf{answer(200, `{"translations":[]}`)}, "machine_answer", nil},
		"no JSON":        {[]exchangeOf{answer(200, "<html>")}, "machine_answer", nil},
		"not understood": {[]exchangeOf{answer(400, key)}, "machine_answer", nil},
		"sent elsewhere": {[]exchangeOf{moved}, "machine_answer", nil},
		"far too much":   {[]exchangeOf{answer(200, strings.Repeat(" ", 9<<20))}, "machine_answer", nil},
	} {
		t.Run(name, func(t *testing.T) {
			e, waits := service(t, machine.DeepL, one.recorded...)
			_, err := translate(t, e, machine.Request{Source: "en", Target: "de", Texts: []string{"x"}})
			if (one.code == "") != (err == nil) || one.code != "" && !fault.Is(err, one.code) {
				t.Fatalf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error()+fault.Of(err).Detail, key) {
				t.Errorf("the key is in %v", err)
			}
			if diff := cmp.Diff(one.waits, *waits); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A service that hangs is given up, and so is one that cannot be reached; every
// connection goes through the dialer that was handed in.
func TestSilence(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	dialled := 0
	e, err := machine.New(machine.Config{
		Provider: machine.LibreTranslate, URL: "http://127.0.0.1:1", Key: key, Timeout: 50 * time.Millisecond,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			dialled++
			return (&net.Dialer{}).DialContext(ctx, network, silent.Addr().String())
		},
		Wait: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = translate(t, e, machine.Request{Source: "en", Target: "de", Texts: []string{"x"}})
	if !fault.Is(err, "machine_unavailable") || dialled != 3 || strings.Contains(err.Error(), key) {
		t.Errorf("got %v after %d dials", err, dialled)
	}
}

func TestConfigurations(t *testing.T) {
	for _, c := range []machine.Config{
		{Provider: "oracle", URL: "https://x.example"},
		{Provider: machine.DeepL},
		{Provider: machine.LibreTranslate},
		{Provider: machine.LibreTranslate, URL: "http://translate.example.org"},
		{Provider: machine.LibreTranslate, URL: "https://u:p@x.example"},
		{Provider: machine.LibreTranslate, URL: "file:///etc/passwd"},
	} {
		if e, err := machine.New(c); err == nil {
			t.Errorf("%+v made %v", c, e)
		}
	}
	if e, err := machine.New(machine.Config{}); e != nil || err != nil {
		t.Errorf("nothing made %v, %v", e, err)
	}
	for _, c := range []machine.Config{{Provider: machine.DeepL, Key: key}, {Provider: machine.LibreTranslate, URL: "http://localhost:5000/"}} {
		if _, err := machine.New(c); err != nil {
			t.Error(err)
		}
	}
}
