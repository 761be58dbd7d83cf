package content_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"movingcities/config"
	"movingcities/internal/content"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// edited is the shipped configuration with its definitions rewritten.
func edited(t *testing.T, edit func(file, text string) string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	edits := 0
	err := fs.WalkDir(config.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "demo/") {
			return err
		}
		text, err := fs.ReadFile(config.Files, path)
		changed := edit(path, string(text))
		if changed != string(text) {
			edits++
		}
		out[path] = &fstest.MapFile{Data: []byte(changed)}
		return err
	})
	if err != nil || edits == 0 {
		t.Fatalf("%d definitions edited, %v", edits, err)
	}
	return out
}

func flip(t *testing.T, field string, localized bool) *schema.Model {
	t.Helper()
	model, err := schema.Load(edited(t, func(file, text string) string {
		if file != "content/city.yaml" {
			return text
		}
		head := "\n  " + field + ":\n    kind: text\n"
		if localized {
			head = "\n  " + field + ":\n    kind: url\n"
			return strings.Replace(text, head, head+"    localized: true\n", 1)
		}
		return strings.Replace(text, head+"    localized: true\n", head, 1)
	}))
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func TestRule11FlippingAFieldLosesNoValue(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		w.translate(w.emma, id, "en")
		w.goLive(id, "en", w.emma)
		w.save(w.maria, id, "und", `{"country":"GR","location":{"lat":38.43,"lon":22.87},"website":"https://livadia.example"}`)
		values := func() string {
			return fmt.Sprint(w.doc(id, "el").Fields, w.doc(id, "en").Fields, w.doc(id, "und").Fields)
		}
		before, live := values(), w.livePage(id, "en").Body+w.livePage(id, "el").Body+w.livePage(id, "und").Body
		shipped := w.desk

		for name, model := range map[string]*schema.Model{
			"tagline becomes shared":    flip(t, "tagline", false),
			"website becomes localized": flip(t, "website", true),
		} {
			w.desk = w.deskWith(model)
			if err := w.desk.Adopt(w.ctx); err != nil {
				t.Fatal(describe(err))
			}
			if v := w.doc(id, "und"); strings.Contains(name, "tagline") && v.Fields["tagline"] != "Σύντομη φράση" {
				t.Errorf("%s: the shared part shows %v", name, v.Fields["tagline"])
			}
			if v := w.doc(id, "el"); strings.Contains(name, "website") && v.Fields["website"] != "https://livadia.example" {
				t.Errorf("%s: the Greek text shows %v", name, v.Fields["website"])
			}
			if now := w.livePage(id, "en").Body + w.livePage(id, "el").Body + w.livePage(id, "und").Body; now != live {
				t.Errorf("%s: what is live changed", name)
			}
		}

		// People go on working under the flipped definition: a save keeps what it does not show.
		w.pass(time.Hour)
		w.desk = w.deskWith(flip(t, "tagline", false))
		text := strings.Replace(profile("Λιβαδειά", threeBlocks...), `"tagline":"Σύντομη φράση",`, "", 1)
		_, err := w.desk.Save(w.ctx, w.nikos, content.Ref{Entry: id, Locale: "el"}, content.SaveInput{Version: 1, Fields: fields(w, text)})
		wantFault(t, err, "version_mismatch")
		if now := fmt.Sprint(extra(err)["fields"]); strings.Contains(now, "tagline") || !strings.Contains(now, "Λιβαδειά") {
			t.Errorf("a conflict shows values that cannot be sent back: %s", now)
		}
		w.save(w.nikos, id, "el", text)

		w.desk = shipped
		if err := w.desk.Adopt(w.ctx); err != nil {
			t.Fatal(describe(err))
		}
		if now := values(); now != before {
			t.Errorf("flipping there and back changed values:\n%s\n%s", before, now)
		}
	})
}

func TestMisfitsListsWhatNoLongerFits(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		model := w.model
		misfits := func() []lineage.Misfit {
			var found []lineage.Misfit
			if err := lineage.Misfits(w.ctx, w.db, model, func(m lineage.Misfit) error { found = append(found, m); return nil }); err != nil {
				t.Fatal(describe(err))
			}
			return found
		}
		if found := misfits(); len(found) != 0 {
			t.Fatalf("%v do not fit the model they were written with", found)
		}
		model = flip(t, "tagline", false)
		found := misfits()
		if len(found) != 1 || found[0].Entry != id || found[0].Locale != "el" || found[0].Problems[0].Path != "tagline" {
			t.Errorf("after tagline became shared: %+v", found)
		}
	})
}

func TestANewLocaleBeginsAsMissingEverywhere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.liveCity("Λιβαδειά")
		published := rows[int64](w, "SELECT COUNT(*) FROM publications")
		more, err := schema.Load(withPortuguese(t))
		if err != nil {
			t.Fatal(err)
		}
		w.desk = w.deskWith(more)
		if err := w.desk.Adopt(w.ctx); err != nil {
			t.Fatal(describe(err))
		}
		if v := w.doc(id, "pt"); v.State != string(workflow.Missing) || v.Follows != "el" || v.Counts == nil || v.Counts.Empty == 0 {
			t.Errorf("the new language is %+v", v.Summary)
		}
		if now := rows[int64](w, "SELECT COUNT(*) FROM publications"); now[0] != published[0] {
			t.Error("adding a language published something")
		}
		w.translate(w.maria, id, "pt")
		w.must(w.maria, id, "pt", workflow.Submit)
		w.must(w.ana, id, "pt", workflow.Approve)
	})
}

// withPortuguese is the shipped configuration with one more language, labelled "x".
func withPortuguese(t *testing.T) fs.FS {
	t.Helper()
	block := regexp.MustCompile(`(?m)^(\s+)en: ([^{])`)
	return edited(t, func(file, text string) string {
		if file == "locales.yaml" {
			return text + "  pt: {name: Português, fallback: [en]}\n"
		}
		text = strings.ReplaceAll(strings.ReplaceAll(text, "{en: ", "{pt: x, en: "), `{"en": `, `{"pt": "x", "en": `)
		return block.ReplaceAllString(text, "${1}pt: x\n${1}en: ${2}")
	})
}
