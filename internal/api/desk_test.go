package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/apptest"
)

func TestPreconditionsOfASave(t *testing.T) {
	n := newNewsroom(t)
	path, body := documentAt(n.palermo, "el"), map[string]any{"fields": map[string]any{"name": "Νέο"}}
	read := n.eleni.get(path).want(t, 200, "")
	tag := read.Header.Get("ETag")
	if tag != versionTag(int64(read.json(t)["version"].(float64))) {
		t.Fatalf("the ETag is %q, the version %v", tag, read.json(t)["version"])
	}
	n.eleni.send(http.MethodPut, path, body).want(t, 428, "if_match_required")
	n.eleni.send(http.MethodPut, path, body, header("If-Match", "*")).want(t, 400, "invalid_if_match")
	n.eleni.send(http.MethodPut, path, body, header("If-Match", "W/"+tag)).want(t, 400, "invalid_if_match")

	saved := n.eleni.send(http.MethodPut, path, body, header("If-Match", tag)).want(t, 200, "")
	if saved.Header.Get("ETag") == tag || saved.Header.Get("ETag") != n.eleni.get(path).Header.Get("ETag") {
		t.Errorf("after %s the ETag is %q", tag, saved.Header.Get("ETag"))
	}
	body["fields"] = map[string]any{"name": "Άλλο"}
	n.eleni.send(http.MethodPut, path, body, header("If-Match", tag)).want(t, 409, "version_mismatch")
}

func TestWhatIsNoDocumentIsNotThere(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range []string{
		documentAt("x", "el"), documentAt(n.palermo, "gr"), documentAt(n.palermo, "EL"), documentAt(n.palermo, "%00"),
		documentAt("1%20OR%201=1", "el"), documentAt(n.palermo, "el%2Frevisions"),
	} {
		n.eleni.get(path).want(t, 404, "not_found")
	}
	n.eleni.get(documentAt(someID, "el")).want(t, 404, "entry_not_found")
	n.maria.send(http.MethodPost, documentAt(n.palermo, "el")+"/bless", nil).want(t, 404, "unknown_verb")
	n.maria.send(http.MethodPost, documentAt(n.palermo, "de")+"/segments/bless", map[string]any{"marks": []any{map[string]string{"key": "name"}}}).want(t, 404, "unknown_action")
}

func TestIDsComeFromThePathAlone(t *testing.T) {
	n := newNewsroom(t)
	other := n.create(map[string]any{"type": "city", "source_locale": "en", "fields": map[string]any{"name": "Gdańsk"}})
	tag := n.eleni.get(documentAt(n.palermo, "el")).Header.Get("ETag")
	for _, extra := range []string{"id", "entry", "locale", "state", "version", "author", "approved_by", "published_at", "Fields"} {
		body := map[string]any{"fields": map[string]any{"name": "x"}, extra: other}
		n.eleni.send(http.MethodPut, documentAt(n.palermo, "el"), body, header("If-Match", tag)).want(t, 400, "invalid_body")
	}
	n.eleni.send(http.MethodPost, "/api/desk/entries", map[string]any{"id": someID, "type": "city", "source_locale": "en"}).want(t, 400, "invalid_body")
}

// A translation from its first segment to the public, as the workbench does it.
func TestTranslation(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		n := openNewsroom(t, address)
		path := documentAt(n.palermo, "de")
		side := n.jonas.get(path+"/segments").want(t, 200, "").json(t)
		first := side["segments"].([]any)[0].(map[string]any)
		if first["key"] != "name" || first["source"] != "Παλέρμο" {
			t.Fatalf("the first segment is %v", first)
		}
		segment := map[string]any{"key": "name", "text": "Palermo", "from": first["source_hash"], "if_hash": "", "state": "draft"}
		save := map[string]any{"segments": []any{segment}, "slug": "palermo"}
		n.jonas.send(http.MethodPut, path+"/segments", save).want(t, 200, "")
		segment["text"] = "Palermo!"
		n.jonas.send(http.MethodPut, path+"/segments", save).want(t, 409, "segment_conflict")
		n.jonas.send(http.MethodPut, documentAt(n.palermo, "el")+"/segments", save).want(t, 403, "no_right")
		n.jonas.send(http.MethodPut, path+"/segments", map[string]any{"segments": []any{map[string]any{"key": "name", "text": "x", "from": "short"}}}).want(t, 422, "invalid_fields")

		marks := map[string]any{"marks": []any{map[string]any{"key": "name"}}}
		n.jonas.send(http.MethodPost, path+"/segments/confirm", marks).want(t, 200, "")
		n.jonas.send(http.MethodPost, path+"/segments/confirm", map[string]any{"marks": []any{}}).want(t, 422, "invalid_fields")

		draft := n.jonas.get(path).want(t, 200, "").json(t)
		read := map[string]any{"revision": draft["revision"]}
		n.jonas.send(http.MethodPost, path+"/submit", read).want(t, 200, "")
		n.jonas.send(http.MethodPost, path+"/approve", read).want(t, 403, "no_right")
		n.maria.send(http.MethodPost, path+"/approve", read).want(t, 200, "")
		if r := n.maria.send(http.MethodPost, path+"/publish", nil).want(t, 200, ""); r.Header.Get("ETag") == "" {
			t.Error("a verb does not tell the new version")
		}
		shown := n.get("/api/v1/cities/palermo?locale=de&fields=name").want(t, 200, "").json(t)["data"].(map[string]any)
		want := map[string]any{"source_locale": "el", "follows": "el", "stale": 0.0}
		if diff := cmp.Diff(want, shown["translation"]); diff != "" || shown["locale"] != "de" {
			t.Errorf("shown in %v (-want +got):\n%s", shown["locale"], diff)
		}

		revisions := n.jonas.get(path+"/revisions").want(t, 200, "").json(t)["data"].([]any)
		newest := revisions[0].(map[string]any)["id"].(string)
		n.jonas.get(path+"/revisions/"+newest).want(t, 200, "")
		n.jonas.get(documentAt(n.palermo, "el")+"/revisions/"+newest).want(t, 404, "revision_not_found")
		n.jonas.get(path+"/diff?from="+newest+"&to="+newest).want(t, 200, "")
		n.jonas.get(path+"/diff?from="+newest).want(t, 400, "invalid_parameters")
		if history := n.jonas.get(path+"/history").want(t, 200, "").json(t)["data"].([]any); history[0].(map[string]any)["verb"] != "publish" {
			t.Errorf("the history begins with %v", history[0])
		}
	})
}

func TestListsOfTheDesk(t *testing.T) {
	n := newNewsroom(t)
	page := n.maria.get("/api/desk/entries?size=1").want(t, 200, "").json(t)
	if len(page["data"].([]any)) != 1 || page["next"] == "" {
		t.Fatalf("the first page is %v", page)
	}
	n.maria.get("/api/desk/entries?size=1&after="+page["next"].(string)).want(t, 200, "")
	n.maria.get("/api/desk/entries?type=city&locale=el&state=approved&live=true").want(t, 200, "")
	n.maria.get("/api/desk/entries?state=approved").want(t, 400, "locale_required")
	n.maria.get("/api/desk/entries?after=%21").want(t, 400, "bad_cursor")
	n.maria.get("/api/desk/entries?size=100000").want(t, 400, "invalid_parameters")
	n.maria.get("/api/desk/entries/"+n.palermo).want(t, 200, "")
	queue := n.jonas.get("/api/desk/queues/de?kind=missing").want(t, 200, "").json(t)
	if data := queue["data"].([]any); len(data) != 1 || data[0].(map[string]any)["entry"] != n.palermo {
		t.Errorf("the German queue is %v", queue)
	}
	n.jonas.get("/api/desk/queues/xx").want(t, 404, "not_found")
	n.jonas.get("/api/desk/queues/de?kind=all").want(t, 400, "unknown_kind")
}

func TestArchive(t *testing.T) {
	n := newNewsroom(t)
	path := "/api/desk/entries/" + n.palermo
	n.jonas.send(http.MethodPost, path+"/archive", nil).want(t, 403, "no_right")
	n.maria.send(http.MethodPost, path+"/archive", map[string]string{"comment": "A duplicate."}).want(t, 200, "")
	n.get("/api/v1/cities/palermo?locale=el").want(t, 410, "gone")
	n.maria.send(http.MethodPost, path+"/unarchive", nil).want(t, 200, "")
}

func TestReleases(t *testing.T) {
	n := newNewsroom(t)
	made := n.maria.send(http.MethodPost, "/api/desk/releases", map[string]string{"title": "Winter"}).want(t, 201, "")
	path := made.Header.Get("Location")
	n.pass(time.Hour)
	n.save(n.palermo, "el", map[string]any{"name": "Χειμώνας"}, "")
	read := map[string]any{"revision": n.maria.get(documentAt(n.palermo, "el")).json(t)["revision"]}
	n.eleni.send(http.MethodPost, documentAt(n.palermo, "el")+"/submit", read).want(t, 200, "")
	n.maria.send(http.MethodPost, documentAt(n.palermo, "el")+"/approve", read).want(t, 200, "")

	items := map[string]any{"put": []any{map[string]any{"entry": n.palermo, "locale": "el", "action": "publish"}}}
	n.maria.send(http.MethodPost, path+"/items", items).want(t, 428, "if_match_required")
	n.maria.send(http.MethodPost, path+"/items", items, header("If-Match", `"7"`)).want(t, 409, "version_mismatch")
	n.maria.send(http.MethodPost, path+"/items", items, header("If-Match", made.Header.Get("ETag"))).want(t, 200, "")
	n.maria.get(path).want(t, 200, "")
	n.maria.send(http.MethodPost, path+"/publish", nil).want(t, 200, "")
	n.maria.get("/api/desk/releases").want(t, 200, "")
	data := n.get("/api/v1/cities/palermo?locale=el").want(t, 200, "").json(t)["data"].(map[string]any)
	if data["title"] != "Χειμώνας" {
		t.Errorf("the public reads %v", data["title"])
	}
}

// The same POST with the same key has one effect, and its answer comes again.
func TestAPostSentTwiceHasOneEffect(t *testing.T) {
	n := newNewsroom(t)
	key := header("Idempotency-Key", "gdansk")
	body := map[string]any{"type": "city", "source_locale": "en", "fields": map[string]any{"name": "Gdańsk"}}
	first := n.eleni.send(http.MethodPost, "/api/desk/entries", body, key).want(t, 201, "")
	again := n.eleni.send(http.MethodPost, "/api/desk/entries", body, key).want(t, 201, "")
	if first.Header.Get("Location") == "" || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("two entries: %s, %s", first.Header.Get("Location"), again.Header.Get("Location"))
	}
	if diff := cmp.Diff(first.json(t), again.json(t)); diff != "" {
		t.Errorf("the answer changed:\n%s", diff)
	}
	body["source_locale"] = "de"
	n.eleni.send(http.MethodPost, "/api/desk/entries", body, key).want(t, 422, "idempotency_mismatch")
	n.eleni.send(http.MethodPost, documentAt(n.palermo, "el")+"/withdraw", map[string]any{}, key).want(t, 422, "idempotency_mismatch")
	other := n.maria.send(http.MethodPost, "/api/desk/entries", body, key).want(t, 201, "")
	if other.Header.Get("Location") == first.Header.Get("Location") {
		t.Error("the key of another person was honoured")
	}
}

func TestATokenWritesWithinItsScopesAndSaysSo(t *testing.T) {
	n := newNewsroom(t)
	made := n.eleni.send(http.MethodPost, "/api/desk/tokens", map[string]any{
		"name": "import", "scopes": map[string]any{"access": "write", "types": []string{"city"}, "locales": []string{"*"}, "verbs": []string{"save"}},
	}).want(t, 201, "").json(t)
	bearer := header("Authorization", "Bearer "+made["secret"].(string))
	path := documentAt(n.palermo, "el")
	tag := n.send(http.MethodGet, path, nil, bearer).want(t, 200, "").Header.Get("ETag")
	n.pass(time.Hour)
	n.send(http.MethodPut, path, map[string]any{"fields": map[string]any{"name": "Απ' αλλού"}}, bearer, header("If-Match", tag)).want(t, 200, "")
	n.send(http.MethodPost, path+"/submit", map[string]any{"revision": someID}, bearer).want(t, 403, "no_right")
	newest := n.eleni.get(path + "/revisions").json(t)["data"].([]any)[0].(map[string]any)
	if newest["origin"] != "api" {
		t.Errorf("the origin is %v", newest["origin"])
	}
}
