package api

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/exchange"
	"movingcities/internal/transfer"
)

func media(kind string) edit {
	return func(r *http.Request) { r.Header.Set("Content-Type", kind) }
}

// A file leaves as a tool reads it, is translated, tried and brought in.
func TestATranslationAsAFile(t *testing.T) {
	apptest.EachDB(t, func(t *testing.T, address string) {
		n := openNewsroom(t, address)
		path := documentAt(n.palermo, "de") + "/exchange"
		for format, kind := range map[string]string{"xliff": transfer.TypeXLIFF, "xlsx": transfer.TypeXLSX} {
			out := n.jonas.get(path+"?format="+format).want(t, 200, "")
			if out.Header.Get("Content-Type") != kind || !strings.HasPrefix(out.Header.Get("Content-Disposition"), "attachment; filename=city-") ||
				out.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %v", format, out.Header)
			}
			file, err := transfer.Read(out.body)
			if err != nil || file.Segments[0].Source != "Παλέρμο" {
				t.Fatalf("%s: %v %+v", format, err, file)
			}
		}
		file, err := transfer.Read(n.jonas.get(path).body)
		if err != nil {
			t.Fatal(err)
		}
		file.Segments[0].Target.Text = "Palermo"
		var body bytes.Buffer
		if err := exchange.WriteXLIFF(&body, file); err != nil {
			t.Fatal(err)
		}
		send := func(v visitor, path string, edits ...edit) reply {
			t.Helper()
			return v.send(http.MethodPost, path, body.String(), append([]edit{media(transfer.TypeXLIFF)}, edits...)...)
		}
		dry := send(n.jonas, path+"?dry_run=true").want(t, 200, "").json(t)
		if counts, _ := json.Marshal(dry["counts"]); string(counts) != `{"apply":1}` {
			t.Errorf("a dry run counts %s", counts)
		}
		done := send(n.jonas, path, header("Idempotency-Key", "k")).want(t, 200, "")
		again := send(n.jonas, path, header("Idempotency-Key", "k")).want(t, 200, "")
		if !bytes.Equal(done.body, again.body) || done.json(t)["version"] == nil {
			t.Errorf("%s\n%s", done.body, again.body)
		}
		side := n.jonas.get(documentAt(n.palermo, "de") + "/segments").json(t)["segments"].([]any)[0].(map[string]any)
		if text := side["target"].(map[string]any)["text"]; text != "Palermo" {
			t.Errorf("the text is %v", text)
		}
		send(n.eleni, path).want(t, 403, "no_right")
	})
}

// Whatever is wrong with a file, the answer says what, and nothing is written.
func TestHostileFilesAreRefused(t *testing.T) {
	n := newNewsroom(t)
	document := documentAt(n.palermo, "de") + "/exchange"
	const memory, glossary = "/api/desk/exchange/memory?source=el&locale=de", "/api/desk/exchange/glossary?direct=true"
	laughs := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>`
	outside := `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`
	for name, one := range map[string]struct {
		path, kind, body string
		status           int
		code             string
	}{
		"entities, translation": {document, transfer.TypeXLIFF, laughs, 400, "bad_exchange_file"},
		"entities, memory":      {memory, transfer.TypeTMX, laughs, 400, "bad_exchange_file"},
		"entities, glossary":    {glossary, transfer.TypeTBX, laughs, 400, "bad_exchange_file"},
		"outside, translation":  {document, transfer.TypeXML, outside, 400, "bad_exchange_file"},
		"outside, memory":       {memory, transfer.TypeXML, outside, 400, "bad_exchange_file"},
		"depth":                 {document, transfer.TypeXLIFF, strings.Repeat("<x>", 100_000), 400, "bad_exchange_file"},
		"zip bomb":              {document, transfer.TypeXLSX, bomb(t), 413, "exchange_file_too_large"},
		"no zip":                {document, transfer.TypeXLSX, "PK but not really", 400, "bad_exchange_file"},
		"too large":             {document, transfer.TypeXLIFF, strings.Repeat(" ", exchange.MaxBytes+1), 413, "body_too_large"},
		"nothing":               {document, transfer.TypeXLIFF, "", 400, "file_required"},
		"JSON":                  {document, "application/json", "{}", 415, "unsupported_media_type"},
		"a form":                {memory, "multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type"},
		"Latin-1":               {glossary, "text/csv; charset=iso-8859-1", "concept,term", 415, "unsupported_media_type"},
		"no table":              {glossary, transfer.TypeCSV, "neither\nnor", 400, "bad_exchange_file"},
	} {
		t.Run(name, func(t *testing.T) {
			n.t = t
			n.office.t = t
			n.maria.send(http.MethodPost, one.path, one.body, media(one.kind)).want(t, one.status, one.code)
		})
	}
	n.maria.send(http.MethodPost, documentAt(n.palermo, "de")+"/submit", "<x/>", media(transfer.TypeXML)).want(t, 415, "unsupported_media_type")
}

// bomb is a workbook of a few kilobytes that would unpack to hundreds of megabytes.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"} {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if _, err := part.Write(bytes.Repeat([]byte(" "), exchange.MaxBytes/8)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMemoryAndGlossaryAsFiles(t *testing.T) {
	n := newNewsroom(t)
	const glossary = "/api/desk/exchange/glossary"
	csv := "concept,locale,term,status\nhome,de,Zuhause,preferred\n"
	n.jonas.send(http.MethodPost, glossary+"?direct=true", csv, media(transfer.TypeCSV)).want(t, 403, "no_right")
	n.maria.send(http.MethodPost, glossary+"?direct=true", csv, media(transfer.TypeCSV+"; charset=utf-8")).want(t, 200, "")
	for _, format := range []string{"csv", "tbx"} {
		if out := n.jonas.get(glossary+"?format="+format).want(t, 200, ""); !strings.Contains(string(out.body), "Zuhause") {
			t.Errorf("%s: %s", format, out.body)
		}
	}
	n.jonas.get(glossary).want(t, 400, "invalid_parameters")

	const memory = "/api/desk/exchange/memory?source=el&locale=de"
	tmx := `<tmx version="1.4"><header srclang="el"/><body><tu><tuv xml:lang="el"><seg>σπίτι</seg></tuv><tuv xml:lang="de"><seg>Haus</seg></tuv></tu></body></tmx>`
	n.jonas.send(http.MethodPost, memory, tmx, media(transfer.TypeTMX)).want(t, 403, "no_right")
	n.maria.send(http.MethodPost, memory, tmx, media(transfer.TypeTMX)).want(t, 200, "")
	if out := n.jonas.get(memory).want(t, 200, ""); !strings.Contains(string(out.body), "Haus") || out.Header.Get("Content-Type") != transfer.TypeTMX {
		t.Errorf("%s", out.body)
	}
	archive := n.jonas.get("/api/desk/exchange/documents?locale=de&only=missing&entry="+n.palermo).want(t, 200, "")
	if _, err := zip.NewReader(bytes.NewReader(archive.body), int64(len(archive.body))); err != nil {
		t.Error(err)
	}
	n.jonas.get("/api/desk/exchange/documents?locale=de&type=network").want(t, 404, "nothing_selected")
	n.jonas.get("/api/desk/exchange/documents").want(t, 400, "invalid_parameters")
}
