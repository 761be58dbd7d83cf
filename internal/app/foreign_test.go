package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"movingcities/internal/api"
	"movingcities/internal/apptest"
)

// A translator of German reads all languages and changes nothing in French, by
// any route whose path has a locale or whose body names one. The routes come
// from the table of contents and their bodies from the OpenAPI document, so a
// new writing route fails here until it has a case, or a reason to have none.
func TestATranslatorChangesNothingInAForeignLanguage(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, url string) {
		c := newCity(t, url)
		f := &foreign{city: c, segment: c.frenchSegment(), revision: c.documentOf("fr").Revision}
		german, french := c.visitor("translator de"), c.visitor("translator fr")
		bodies := c.bodiesWithLocales()
		before := c.state()
		var allowed []request
		for _, r := range c.app.API.Routes() {
			reads := r.Method == http.MethodGet || r.Method == http.MethodHead
			if r.Credential == api.Anyone || r.Credential == api.SignIn || !strings.Contains(r.Path, "{locale}") && !bodies[r.ID] {
				continue
			}
			if notContent[r.ID] != "" {
				continue
			}
			if reads {
				c.readsFrench(r, german)
				continue
			}
			cases := f.cases(r)
			if len(cases) == 0 {
				t.Errorf("%s %s takes a locale and has no case here", r.Method, r.Path)
			}
			for _, one := range cases {
				if status, answer := c.send(one.request, german); !refused(status, answer) {
					t.Errorf("%s %s with %s: %d %s", one.method, one.path, one.body, status, answer)
				}
				if one.translators {
					allowed = append(allowed, one.request)
				}
			}
		}
		if c.state() != before {
			t.Error("refused requests changed the database")
		}
		// The same requests by who has the right: otherwise a refusal proves nothing.
		for _, one := range allowed {
			if status, answer := c.send(one, french); refused(status, answer) || status == http.StatusBadRequest {
				t.Errorf("%s %s by a translator of French: %d %s", one.method, one.path, status, answer)
			}
		}
	})
}

// notContent are routes whose locale is no language of content, or that give
// nobody a right that she has not.
var notContent = map[string]string{
	"changeMe":      "the language of one's own interface",
	"createToken":   "a ceiling for what its owner may do anyway",
	"createPreview": "who reads one language reads them all, and a link only reads",
	"createComment": "who may read a text may talk about it; the matrix shows who may demand a change",
	"putPresence":   "says only where somebody reads",
	"listProposals": "the work list of those who write the language, not its texts",
}

type foreign struct {
	*city
	segment  seenSegment
	revision string
}

type foreignCase struct {
	request
	translators bool // a translator of the language gets past the rights
}

// cases are requests that change French, as sound as they can be.
func (f *foreign) cases(r api.Route) []foreignCase {
	path := strings.NewReplacer("{id}", f.idFor(r), "{locale}", "fr").Replace(r.Path)
	one := func(body string, translators bool) []foreignCase {
		return []foreignCase{{request{method: r.Method, path: path, body: body, ifMatch: strings.Contains(body, "fields")}, translators}}
	}
	document := fmt.Sprintf(`{"entry":%q,"locale":"fr","revision":%q}`, f.entry, f.revision)
	switch r.ID {
	case "saveDocument":
		return one(`{"fields":{}}`, false)
	case "saveSegments":
		return one(fmt.Sprintf(`{"segments":[{"key":%q,"text":"Autre","from":%q,"if_hash":%q}]}`, f.segment.Key, f.segment.SourceHash, f.segment.Target.Hash), true)
	case "markSegments":
		return f.each(r, path, "{action}", []string{"confirm", "still_right", "undo"},
			fmt.Sprintf(`{"marks":[{"key":%q,"source_hash":%q}]}`, f.segment.Key, f.segment.SourceHash))
	case "doVerb":
		return f.each(r, path, "{verb}", f.verbs(), fmt.Sprintf(`{"revision":%q,"comment":"x","follows":"en","changes":[%q]}`, f.revision, wrongID))
	case "doBulk":
		return f.each(r, path, "{verb}", []string{"assign", "due", "take", "hand_over", "submit"}, `{"documents":[`+document+`]}`)
	case "snoozeDocument":
		return one(`{"until":"2101-01-01T00:00:00Z"}`, true)
	case "createEntry":
		return one(`{"type":"city","source_locale":"fr","fields":{"name":"Lyon"}}`, false)
	case "createRelease":
		return one(`{"title":"x","items":[`+strings.Replace(document, "}", `,"action":"publish"}`, 1)+`]}`, false)
	case "changeRelease":
		return []foreignCase{{request{method: r.Method, path: path, body: `{"put":[` + strings.Replace(document, "}", `,"action":"publish"}`, 1) + `]}`, ifMatch: true}, false}}
	case "prefill":
		return one("", true)
	case "discardSetAside":
		return f.each(r, path, "{aside}", []string{wrongID}, "")
	case "dismissFinding", "restoreFinding":
		return one(fmt.Sprintf(`{"key":%q,"source_hash":%q,"code":"punctuation","fingerprint":%q}`,
			f.segment.Key, f.segment.SourceHash, strings.Repeat("0", 16)), false)
	case "proposeTerm":
		return one(`{"locale":"fr","term":"conseil","status":"preferred"}`, false)
	case "decideTerm":
		return one(`{"locale":"fr","term":"conseil","approve":true}`, false)
	case "importDocument":
		return []foreignCase{{request{method: r.Method, path: path, body: "no file of ours", media: "application/xliff+xml"}, false}}
	case "suggestSegment":
		return one(fmt.Sprintf(`{"key":%q}`, f.segment.Key), true)
	case "startMachine":
		return one(`{"locale":"fr"}`, false)
	case "createPerson":
		return one(`{"email":"x@example.org","name":"X","locale":"fr","grants":[{"role":"translator","type":"*","locale":"fr","country":"*"}]}`, false)
	case "changePerson":
		return one(`{"name":"X","locale":"fr"}`, false)
	case "addGrant":
		return one(`{"role":"translator","type":"*","locale":"fr","country":"*"}`, false)
	default:
		return nil
	}
}

// translatorsVerbs are those that the policy gives to translators.
var translatorsVerbs = []string{"load", "restore", "follow", "submit", "withdraw", "take", "hand_over", "revoke_minor", "confirm", "still_right", "undo"}

func (f *foreign) each(r api.Route, path, name string, values []string, body string) []foreignCase {
	var all []foreignCase
	for _, v := range values {
		all = append(all, foreignCase{request{method: r.Method, path: strings.Replace(path, name, v, 1), body: body}, slices.Contains(translatorsVerbs, v)})
	}
	return all
}

// refused tells a refusal for want of a right: of the whole, or of everything
// that a bulk verb was to be done to. What may not be known of is 404.
func refused(status int, answer []byte) bool {
	if status == http.StatusForbidden || status == http.StatusNotFound {
		return true
	}
	var bulk struct {
		Results []struct{ Code string }
	}
	if status != http.StatusOK || json.Unmarshal(answer, &bulk) != nil || len(bulk.Results) == 0 {
		return false
	}
	return !slices.ContainsFunc(bulk.Results, func(r struct{ Code string }) bool { return r.Code != "no_right" })
}

// readsFrench asks a reading route about French: whatever its answer is, it is
// not for want of a right.
func (c *city) readsFrench(r api.Route, v visitor) {
	c.t.Helper()
	path := strings.NewReplacer("{id}", c.idFor(r), "{locale}", "fr", "{revision}", wrongID).Replace(r.Path)
	if i := strings.Index(path, "{"); i >= 0 {
		path = path[:i] + wrongID
	}
	if answer := c.ask(request{method: r.Method, path: path + questions[r.ID].query}, v); strings.HasPrefix(answer, "401") || strings.HasPrefix(answer, "403") {
		c.t.Errorf("%s %s by a translator of German: %s", r.Method, path, answer)
	}
}

func (c *city) visitor(name string) visitor {
	return c.visitors[slices.IndexFunc(c.visitors, func(v visitor) bool { return v.name == name })]
}

type seenSegment struct {
	Key        string
	SourceHash string `json:"source_hash"`
	Target     struct{ Hash string }
}

type seenDocument struct{ Revision string }

func (c *city) documentOf(locale string) seenDocument {
	c.t.Helper()
	var doc seenDocument
	c.read("/api/desk/entries/"+c.entry+"/documents/"+locale, &doc)
	return doc
}

func (c *city) read(path string, into any) {
	c.t.Helper()
	status, answer := c.send(request{method: http.MethodGet, path: path}, c.visitor("translator fr"))
	if err := json.Unmarshal(answer, into); status != http.StatusOK || err != nil {
		c.t.Fatalf("%s: %d %s", path, status, answer)
	}
}

// frenchSegment begins the French translation and gives its first segment.
func (c *city) frenchSegment() seenSegment {
	c.t.Helper()
	path := "/api/desk/entries/" + c.entry + "/documents/fr/segments"
	var view struct{ Segments []seenSegment }
	c.read(path, &view)
	s := view.Segments[0]
	body := fmt.Sprintf(`{"segments":[{"key":%q,"text":"Texte","from":%q}]}`, s.Key, s.SourceHash)
	if status, answer := c.send(request{method: http.MethodPut, path: path, body: body}, c.visitor("translator fr")); status != http.StatusOK {
		c.t.Fatalf("%d %s", status, answer)
	}
	c.read(path, &view)
	return view.Segments[0]
}

// bodiesWithLocales finds the operations whose body names a locale anywhere.
func (c *city) bodiesWithLocales() map[string]bool {
	c.t.Helper()
	var document struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(c.app.API.OpenAPI(), &document); err != nil {
		c.t.Fatal(err)
	}
	found := map[string]bool{}
	for _, methods := range document.Paths {
		for _, raw := range methods {
			var operation struct {
				OperationID string
				RequestBody any
			}
			if json.Unmarshal(raw, &operation) == nil && operation.RequestBody != nil {
				found[operation.OperationID] = namesLocale(operation.RequestBody, document.Components.Schemas, map[string]bool{})
			}
		}
	}
	if !found["createEntry"] || !found["doBulk"] || found["signIn"] {
		c.t.Fatalf("the OpenAPI document is not read well: %v", found)
	}
	return found
}

// namesLocale looks for a property that is called after a locale, through
// references.
func namesLocale(node any, schemas map[string]any, seen map[string]bool) bool {
	switch n := node.(type) {
	case []any:
		return slices.ContainsFunc(n, func(one any) bool { return namesLocale(one, schemas, seen) })
	case map[string]any:
		if ref, ok := n["$ref"].(string); ok {
			name := ref[strings.LastIndex(ref, "/")+1:]
			if seen[name] {
				return false
			}
			seen[name] = true
			return namesLocale(schemas[name], schemas, seen)
		}
		if properties, ok := n["properties"].(map[string]any); ok {
			for name := range properties {
				if strings.Contains(name, "locale") || strings.Contains(name, "language") {
					return true
				}
			}
		}
		for _, child := range n {
			if namesLocale(child, schemas, seen) {
				return true
			}
		}
	}
	return false
}
