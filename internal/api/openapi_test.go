package api

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"movingcities/config"
	"movingcities/internal/schema"
)

// contract is a validator of the document that a server serves.
func contract(t *testing.T, document []byte) validator.Validator {
	t.Helper()
	parsed, err := libopenapi.NewDocument(document)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parsed.BuildV3Model(); err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(parsed)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return v
}

// fits checks a request and its answer against the document.
func fits(t *testing.T, v validator.Validator, r reply) {
	t.Helper()
	request := r.Request.Clone(t.Context())
	request.URL.Scheme, request.URL.Host = "https", "cities.example.org"
	r.Body = io.NopCloser(bytes.NewReader(r.body))
	if ok, errs := v.ValidateHttpResponse(request, r.Response); !ok {
		for _, e := range errs {
			t.Errorf("%s %s: %s: %s\n%s", request.Method, request.URL, e.Message, e.Reason, r.body)
			for _, s := range e.SchemaValidationErrors {
				t.Errorf("  %s at %s", s.Reason, s.FieldPath)
			}
		}
	}
	if request.Method != http.MethodGet {
		return // its body has been read
	}
	if ok, errs := v.ValidateHttpRequest(request); !ok {
		t.Errorf("%s %s: %s: %s", request.Method, request.URL, errs[0].Message, errs[0].Reason)
	}
}

func TestDeskAnswersFitTheContract(t *testing.T) {
	n := newNewsroom(t)
	v := contract(t, n.server.OpenAPI())
	ana := n.office.signIn("ana@example.org")
	made := ana.send(http.MethodPost, "/api/desk/people", map[string]any{
		"email": "ben@example.org", "name": "Ben", "locale": "de", "grants": []any{everywhere("reviewer")},
	}).want(t, 201, "")
	fits(t, v, made)
	ben := "/api/desk/people/" + made.json(t)["person"].(map[string]any)["id"].(string)
	scopes := map[string]any{"access": "read", "types": []string{"*"}, "locales": []string{"*"}}
	fits(t, v, ana.send(http.MethodPost, "/api/desk/tokens", map[string]any{"name": "x", "scopes": scopes}).want(t, 201, ""))
	n.save(n.palermo, "el", map[string]any{"name": "Παλέρμο", "quote": map[string]any{"text": "Ναι."}}, "")
	german := documentAt(n.palermo, "de")
	segment := map[string]any{"key": "name", "text": "Palermo", "from": n.jonas.get(german + "/segments").json(t)["segments"].([]any)[0].(map[string]any)["source_hash"], "if_hash": ""}
	fits(t, v, n.jonas.send(http.MethodPut, german+"/segments", map[string]any{"segments": []any{segment}}).want(t, 200, ""))
	fits(t, v, n.maria.send(http.MethodPost, "/api/desk/releases", map[string]any{"title": "Winter", "items": []any{map[string]any{"entry": n.palermo, "locale": "und", "action": "publish"}}}).want(t, 201, ""))
	fits(t, v, n.maria.send(http.MethodPost, documentAt(n.palermo, "el")+"/submit", nil).want(t, 428, "revision_required"))
	for _, path := range []string{
		"/api/desk/session", "/api/desk/me", "/api/desk/tokens", "/api/desk/roles", "/api/desk/colleagues", "/api/desk/people",
		ben, ben + "/tokens", "/api/desk/audit?size=100", "/api/desk/people/" + someID,
	} {
		fits(t, v, ana.get(path))
	}
	for _, path := range []string{
		"/api/desk/entries?locale=de&stale=false&size=1", "/api/desk/entries/" + n.palermo, documentAt(n.palermo, "und"),
		documentAt(n.palermo, "el"), german, german + "/segments", german + "/revisions", german + "/history",
		documentAt(n.palermo, "el") + "/history", "/api/desk/queues/de", "/api/desk/queues/el?kind=draft", "/api/desk/releases",
		"/api/desk/queues/de?size=0&kind=nonsense",
	} {
		fits(t, v, n.maria.get(path))
	}
	revisions := n.maria.get(documentAt(n.palermo, "el") + "/revisions").json(t)["data"].([]any)
	from, to := revisions[len(revisions)-1].(map[string]any)["id"].(string), revisions[0].(map[string]any)["id"].(string)
	fits(t, v, n.maria.get(documentAt(n.palermo, "el")+"/revisions/"+to).want(t, 200, ""))
	fits(t, v, n.maria.get(documentAt(n.palermo, "el")+"/diff?from="+from+"&to="+to).want(t, 200, ""))
}

func TestOpenAPIDocumentIsValid(t *testing.T) {
	shipped, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	for name, model := range map[string]*schema.Model{"test": testModel(t), "shipped": shipped} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, func(c *Config) { c.Model = model })
			document := o.server.OpenAPI()
			if ok, errs := contract(t, document).ValidateDocument(); !ok {
				for _, e := range errs {
					t.Errorf("%s: %s", e.Message, e.Reason)
					for _, s := range e.SchemaValidationErrors {
						t.Errorf("  %s at %s", s.Reason, s.FieldPath)
					}
				}
			}
			again := newOffice(t, func(c *Config) { c.Model = model })
			if string(again.server.OpenAPI()) != string(document) {
				t.Error("the same server describes itself in other bytes")
			}
			served := o.get("/api/v1/openapi.json").want(t, 200, "")
			if string(served.body) != string(document) {
				t.Error("another document is served")
			}
		})
	}
}

// part walks the document along keys.
func part(t *testing.T, document []byte, keys ...string) any {
	t.Helper()
	var at any
	if err := json.Unmarshal(document, &at); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		object, ok := at.(map[string]any)
		if !ok || object[key] == nil {
			t.Fatalf("the document has no %s", strings.Join(keys, " › "))
		}
		at = object[key]
	}
	return at
}

func TestOpenAPIDescribesEveryRoute(t *testing.T) {
	o := newOffice(t)
	document := o.server.OpenAPI()
	for _, route := range o.server.routes {
		operation := part(t, document, "paths", route.Path, strings.ToLower(route.Method)).(map[string]any)
		if operation["operationId"] != route.ID {
			t.Errorf("%s is called %v", route.ID, operation["operationId"])
		}
		security, _ := json.Marshal(operation["security"])
		want := map[Credential]string{
			Anyone: `[]`, SignIn: `[]`, Session: `[{"csrf":[],"session":[]}]`, Person: `[{"csrf":[],"session":[]},{"token":[]}]`,
		}[route.Credential]
		if route.Method == "GET" {
			want = strings.ReplaceAll(want, `"csrf":[],`, "")
		}
		if string(security) != want {
			t.Errorf("%s needs %s, want %s", route.ID, security, want)
		}
	}
}

// The golden file shows what a content type becomes.
func TestOpenAPIOfAContentType(t *testing.T) {
	document := newOffice(t).server.OpenAPI()
	shown := map[string]any{"list": part(t, document, "paths", "/api/v1/cities", "get")}
	for _, name := range []string{"City", "CityFields", "CityPublic", "NetworkFields", "Problem", "FieldProblem", "Fields"} {
		shown[name] = part(t, document, "components", "schemas", name)
	}
	shown["saveDocument"] = part(t, document, "paths", "/api/desk/entries/{id}/documents/{locale}", "put")
	got, err := json.MarshalIndent(shown, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "openapi.golden", append(got, '\n'))
}

// What is for the desk alone is not even named to readers, but to those who work here.
func TestInternalTypesAreForTheDeskAlone(t *testing.T) {
	shipped, err := schema.Load(config.Files)
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Config{Model: shipped, PublicURL: &url.URL{Scheme: "https", Host: "cities.example"}})
	if err != nil {
		t.Fatal(err)
	}
	document := string(server.OpenAPI())
	for text, want := range map[string]bool{
		"/api/v1/reports": false, `"Report"`: false, `"ReportPublic"`: false, `"ReportFields"`: true, "/api/v1/cities": true, `"CityPublic"`: true,
	} {
		if strings.Contains(document, text) != want {
			t.Errorf("the document has %s: %v", text, !want)
		}
	}
	public, err := server.types(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := server.listDeskTypes(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	isReport := func(t *schema.Type) bool { return t.Name == "report" }
	if list, _ := public.value.(TypeList); slices.ContainsFunc(list.Data, isReport) || !slices.ContainsFunc(desk.Data, isReport) {
		t.Error("reports are told to readers, or not told to the desk")
	}
}
